//! The keyboard: chords by name, and typing.

use std::time::Duration;

use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};

/// From one key to the next.
const PACE: Duration = Duration::from_millis(5);

/// The keystrokes of a chord such as `Ctrl+K`, `Shift+Tab` or `Enter`.
pub fn chord(chord: &str) -> KeyActions {
    let keys: Vec<char> = match chord.split('+').map(key).collect::<Option<Vec<_>>>() {
        Some(keys) => keys,
        None => panic!("`{chord}` is no chord of known keys"),
    };
    let down = keys.iter().map(|value| KeyAction::Down { value: *value });
    let up = keys.iter().rev().map(|value| KeyAction::Up { value: *value });
    down.chain(up).fold(KeyActions::new("keyboard".to_owned()), KeyActions::then)
}

/// The keystrokes of a text.
pub fn text(text: &str) -> KeyActions {
    text.chars()
        .flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }])
        .fold(KeyActions::new("keyboard".to_owned()), KeyActions::then)
}

/// The keystrokes of a text at a steady pace, as a fast typist's, so that what happens by the clock happens in between.
pub fn steady_text(text: &str) -> KeyActions {
    text.chars()
        .flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }, KeyAction::Pause { duration: PACE }])
        .fold(KeyActions::new("keyboard".to_owned()), KeyActions::then)
}

fn key(name: &str) -> Option<char> {
    let key = match name {
        "Ctrl" => Key::Control,
        "Alt" => Key::Alt,
        "Shift" => Key::Shift,
        "Tab" => Key::Tab,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "F6" => Key::F6,
        "Space" => return Some(' '),
        "Plus" => return Some('+'),
        other => {
            let mut letters = other.chars();
            return letters.next().filter(|_| letters.next().is_none()).map(|letter| letter.to_ascii_lowercase());
        }
    };
    Some(key.into())
}
