//! What a person sees of a window and does to it from outside: its title, its place on the screen, its close button.

use x11rb::{
    connection::Connection,
    protocol::xproto::{
        AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt, CreateWindowAux, EventMask, InputFocus,
        KEY_PRESS_EVENT, KEY_RELEASE_EVENT, StackMode, Window, WindowClass,
    },
    protocol::xtest::ConnectionExt as _,
    rust_connection::RustConnection,
};

/// Asks the windows of a process to close, as a window manager does.
pub fn press_close_button(process: u32) {
    let (connection, screen) = x11rb::connect(None).expect("the screen");
    let atom = |name: &str| connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
    let (protocols, delete) = (atom("WM_PROTOCOLS"), atom("WM_DELETE_WINDOW"));
    let mut asked = 0;
    for window in windows_of(&connection, screen, process) {
        if property(&connection, window, protocols, AtomEnum::ATOM.into()).contains(&delete) {
            let message = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
            // The answer is waited for: what a program that has left had sent may not be read any more.
            connection.send_event(false, window, EventMask::NO_EVENT, message).unwrap().check().unwrap();
            asked += 1;
        }
    }
    assert!(asked > 0, "the app has no window to close");
}

/// What the desktop calls the windows of a process.
pub fn titles(process: u32) -> Vec<String> {
    let (connection, screen) = x11rb::connect(None).expect("the screen");
    let atom = |name: &str| connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
    let names = ["_NET_WM_NAME", "WM_NAME", "_NET_WM_ICON_NAME", "WM_ICON_NAME", "WM_CLASS"].map(atom);
    let mut titles = Vec::new();
    for window in windows_of(&connection, screen, process) {
        for name in names {
            let reply = connection.get_property(false, window, name, AtomEnum::ANY, 0, 1024).unwrap().reply();
            titles.extend(reply.ok().map(|reply| String::from_utf8_lossy(&reply.value).into_owned()));
        }
    }
    titles.retain(|title| !title.is_empty());
    assert!(!titles.is_empty(), "the app has no window with a title");
    titles
}

/// A window of a process that is shown with this title.
pub fn window_titled(process: u32, title: &str) -> Option<Window> {
    let (connection, screen) = x11rb::connect(None).expect("the screen");
    let name = connection.intern_atom(false, b"_NET_WM_NAME").unwrap().reply().unwrap().atom;
    windows_of(&connection, screen, process).into_iter().find(|window| {
        let reply = connection.get_property(false, *window, name, AtomEnum::ANY, 0, 1024).unwrap().reply();
        reply.is_ok_and(|reply| reply.value == title.as_bytes())
    })
}

/// A key of the keyboard.
#[derive(Clone, Copy, Debug)]
pub enum Key {
    /// Enter.
    Return,
    /// Esc.
    Escape,
}

/// Presses a key where a window has the focus, as a hand would: no program can tell the difference.
pub fn press_key(window: Window, key: Key) {
    let (connection, screen) = x11rb::connect(None).expect("the screen");
    let root = connection.setup().roots[screen].root;
    // Should it go before the key comes, nobody has the focus: the key is not for what lies below.
    if connection.set_input_focus(InputFocus::NONE, window, x11rb::CURRENT_TIME).unwrap().check().is_err() {
        return;
    }
    let symbol = match key {
        Key::Return => 0xff0d,
        Key::Escape => 0xff1b,
    };
    let code = keycode(&connection, symbol).expect("the keyboard has the key");
    for what in [KEY_PRESS_EVENT, KEY_RELEASE_EVENT] {
        connection.xtest_fake_input(what, code, x11rb::CURRENT_TIME, root, 0, 0, 0).unwrap().check().unwrap();
    }
}

fn keycode(connection: &impl Connection, symbol: u32) -> Option<u8> {
    let (first, last) = (connection.setup().min_keycode, connection.setup().max_keycode);
    let map = connection.get_keyboard_mapping(first, last - first + 1).unwrap().reply().unwrap();
    let at = map.keysyms.chunks(map.keysyms_per_keycode.into()).position(|symbols| symbols.contains(&symbol))?;
    Some(first + u8::try_from(at).ok()?)
}

/// The windows of a process that are shown.
fn windows_of(connection: &impl Connection, screen: usize, process: u32) -> Vec<Window> {
    let root = connection.setup().roots[screen].root;
    let pid = connection.intern_atom(false, b"_NET_WM_PID").unwrap().reply().unwrap().atom;
    let mut windows = below(connection, root);
    windows.retain(|window| {
        let owner = property(connection, *window, pid, AtomEnum::CARDINAL.into());
        owner.first() == Some(&process) && is_shown(connection, *window)
    });
    windows
}

/// A window of the proof's own that lies over everything, as another program's would.
pub struct Cover {
    connection: RustConnection,
    root: Window,
    window: Window,
}

impl Cover {
    /// Covers the whole screen.
    #[must_use]
    pub fn new() -> Self {
        let (connection, screen) = x11rb::connect(None).expect("the screen");
        let known = &connection.setup().roots[screen];
        let (root, width, height) = (known.root, known.width_in_pixels, known.height_in_pixels);
        let window = connection.generate_id().unwrap();
        let look = CreateWindowAux::new().override_redirect(1).background_pixel(known.white_pixel);
        connection
            .create_window(0, window, root, 0, 0, width, height, 0, WindowClass::INPUT_OUTPUT, 0, &look)
            .unwrap()
            .check()
            .unwrap();
        connection.map_window(window).unwrap().check().unwrap();
        let above = ConfigureWindowAux::new().stack_mode(StackMode::ABOVE);
        connection.configure_window(window, &above).unwrap().check().unwrap();
        Self { connection, root, window }
    }

    /// Does it lie over everything?
    #[must_use]
    pub fn is_on_top(&self) -> bool {
        let order = self.connection.query_tree(self.root).unwrap().reply().unwrap().children;
        let shown = order.into_iter().filter(|window| is_shown(&self.connection, *window));
        shown.last() == Some(self.window)
    }
}

impl Default for Cover {
    fn default() -> Self {
        Self::new()
    }
}

fn below(connection: &impl Connection, window: Window) -> Vec<Window> {
    let Ok(tree) = connection.query_tree(window).unwrap().reply() else { return Vec::new() };
    tree.children.into_iter().flat_map(|child| [vec![child], below(connection, child)].concat()).collect()
}

fn property(connection: &impl Connection, window: Window, name: u32, kind: u32) -> Vec<u32> {
    let reply = connection.get_property(false, window, name, kind, 0, 64).unwrap().reply();
    reply.ok().and_then(|reply| reply.value32().map(Iterator::collect)).unwrap_or_default()
}

fn is_shown(connection: &impl Connection, window: Window) -> bool {
    let reply = connection.get_window_attributes(window).unwrap().reply();
    reply.is_ok_and(|reply| reply.map_state == x11rb::protocol::xproto::MapState::VIEWABLE)
}
