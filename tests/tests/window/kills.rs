//! Pulling the plug while typing: what the save mark had called saved is there afterwards, every time.

use feltmappen_proofs::{Home, Launch, Window, until};

const KILLS: usize = 20;
const FIELD: &str = "Arbejdsopgaver";
/// Notes what stands in the field whenever the mark begins to say "Gemt", and while it says so.
const WATCH: &str = "
const field = document.activeElement;
const mark = document.querySelector('.fm-saved');
window.saved = { text: '', times: 0 };
new MutationObserver(() => {
  if (!mark.textContent.trim().startsWith('Gemt')) return;
  window.saved = { text: field.value, times: window.saved.times + 1 };
}).observe(mark, { childList: true, subtree: true, characterData: true });";

/// When the plug is pulled.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// Between two keys, as they come.
    BetweenKeys,
    /// While the workspace is being written.
    Write,
    /// As soon as the mark says "Gemt".
    Mark,
}

#[tokio::test]
async fn twenty_kills_while_typing_lose_nothing_that_was_called_saved() {
    let home = Home::new();
    let mut window = Launch::new().demo(0).open(&home).await;
    window.click("Jobordrer").await;
    window.click("Lagermedarbejder, 2 stillinger").await;
    window.click("Stilling og opgaver").await;
    let (mut saved_characters, mut later_characters, mut marks) = (0, 0, 0);
    for kill in 0..KILLS {
        let moment = [Moment::BetweenKeys, Moment::Write, Moment::Mark][kill % 3];
        let before = enter(&window).await;
        window.run(WATCH).await;
        let mut typed = before.clone();
        // A pause in the typing, so that something is saved, then on without one.
        for sentence in [format!("Besøg {kill}: én kølevogn, "), "to paller på lageret. ".to_owned()] {
            window.type_text(&sentence).await;
            typed.push_str(&sentence);
            if sentence.starts_with("Besøg") {
                until("the mark to say “Gemt”", async || (saved(&window).await.1 > 0).then_some(())).await;
            }
        }
        let last = format!("Og så {} til. ", "videre ".repeat(kill % 5 + 12));
        typed.push_str(&last);
        let called_saved = pull_the_plug(window, &home, moment, &last).await;
        marks += 1;

        window = Window::open(&home).await;
        let after = enter(&window).await;
        assert!(called_saved.starts_with(&before) && called_saved.len() > before.len());
        assert!(
            after.starts_with(&called_saved),
            "kill {kill} ({moment:?}): “Gemt” stood beside\n{called_saved}\nafterwards there is\n{after}"
        );
        assert!(typed.starts_with(&after), "kill {kill} ({moment:?}): typed\n{typed}\nafterwards there is\n{after}");
        saved_characters += called_saved.chars().count() - before.chars().count();
        later_characters += after.chars().count() - called_saved.chars().count();
    }
    println!("{marks} kills: {saved_characters} characters called saved, all there; {later_characters} more came back");
    window.close().await;
}

/// Puts the caret at the end of the field and gives its text.
async fn enter(window: &Window) -> String {
    window.enter(FIELD).await;
    window.press("Ctrl+End").await;
    window.value(FIELD).await
}

/// The text when the mark last began to say "Gemt", and how often it did.
async fn saved(window: &Window) -> (String, u64) {
    let saved = window.run("return window.saved").await;
    (saved["text"].as_str().unwrap().to_owned(), saved["times"].as_u64().unwrap())
}

/// Types on and kills at the moment; gives what had been called saved.
async fn pull_the_plug(window: Window, home: &Home, moment: Moment, last: &str) -> String {
    match moment {
        Moment::BetweenKeys => {
            window.type_steadily(last).await;
            let (text, _) = saved(&window).await;
            window.kill().await;
            text
        }
        Moment::Write => {
            let (text, _) = saved(&window).await;
            window.kill_while_typing(home, last).await;
            text
        }
        Moment::Mark => {
            let (_, times) = saved(&window).await;
            window.type_text(last).await;
            let text = until("the mark to say “Gemt” again", async || {
                let (text, now) = saved(&window).await;
                (now > times).then_some(text)
            })
            .await;
            window.kill().await;
            text
        }
    }
}
