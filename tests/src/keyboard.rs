//! A person who has only a keyboard: goes from field to field, types and chooses.

use serde_json::Value;

use crate::{
    Home, Window, keys,
    wait::{until, until_is},
};

/// More steps than any page has stops.
const STEPS: usize = 120;
/// What has the focus, as it is read out: the group's name, then its own.
const NAME: &str = "
const e = document.activeElement;
const words = (one) => (one?.textContent ?? '').trim().replace(/\\s+/g, ' ');
const group = words(e.closest('fieldset')?.querySelector('legend'));
const own = words(e.labels?.[0]) || e.getAttribute('aria-label') || words(e) || e.tagName;
return [group, own.slice(0, 200)];";

/// Something a person does with a field or button by keyboard.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// Types a text.
    Fill(&'a str, &'a str),
    /// Types the beginning of a choice in a list.
    Select(&'a str, &'a str),
    /// Chooses among radio buttons.
    Choose(&'a str, &'a str),
    /// Types, and takes what is found first.
    Pick(&'a str, &'a str),
    /// Ticks a box.
    Tick(&'a str),
    /// Presses a button.
    Press(&'a str),
}

impl Window {
    /// Does one thing after the other.
    pub async fn follow(&self, steps: &[Step<'_>]) {
        for step in steps {
            match *step {
                Step::Fill(name, text) => self.fill(name, text).await,
                Step::Select(name, choice) => self.select(name, choice).await,
                Step::Choose(group, choice) => self.choose(group, choice).await,
                Step::Pick(name, text) => self.pick(name, text).await,
                Step::Tick(name) => {
                    self.tab_to(name).await;
                    self.press("Space").await;
                }
                Step::Press(name) => {
                    self.tab_to(name).await;
                    self.press("Enter").await;
                }
            }
        }
    }

    /// What has the focus: `Group: name`, or the name where there is no group.
    pub async fn focus_name(&self) -> String {
        let [group, own] = self.focus().await;
        if group.is_empty() { own } else { format!("{group}: {own}") }
    }

    async fn focus(&self) -> [String; 2] {
        let name = self.run(NAME).await;
        [&name[0], &name[1]].map(|text| text.as_str().unwrap_or_default().to_owned())
    }

    /// Presses Tab until something whose name begins like this has the focus.
    pub async fn tab_to(&self, name: &str) {
        self.step_to("Tab", name).await;
    }

    /// Presses Shift and Tab until something whose name begins like this has the focus.
    pub async fn tab_back_to(&self, name: &str) {
        self.step_to("Shift+Tab", name).await;
    }

    async fn step_to(&self, key: &str, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..STEPS {
            self.press(key).await;
            let [group, own] = self.focus().await;
            let whole = format!("{group}: {own}");
            if own.starts_with(name) || whole.starts_with(name) {
                return;
            }
            if !passed.contains(&own) {
                passed.push(own);
            }
        }
        panic!("{key} does not lead to “{name}”; it leads past {passed:?}");
    }

    /// Goes to a field and types.
    pub async fn fill(&self, name: &str, text: &str) {
        self.tab_to(name).await;
        self.type_text(text).await;
    }

    /// Goes to a list of choices and types the beginning of one.
    pub async fn select(&self, name: &str, choice: &str) {
        self.tab_to(name).await;
        self.type_text(choice).await;
        until(&format!("“{choice}” to be chosen in {name}"), async || {
            let chosen = self.run("return document.activeElement.selectedOptions[0].text").await;
            chosen.as_str().is_some_and(|text| text.starts_with(choice)).then_some(())
        })
        .await;
    }

    /// Goes to radio buttons and presses the arrow until this one is chosen.
    pub async fn choose(&self, group: &str, choice: &str) {
        self.tab_to(&format!("{group}: ")).await;
        for _ in 0..STEPS {
            if self.focus().await[1].starts_with(choice) {
                if self.run("return document.activeElement.checked").await == Value::Bool(false) {
                    self.press("Space").await;
                }
                return;
            }
            self.press("Down").await;
        }
        panic!("{group} has no choice “{choice}”");
    }

    /// Goes to a field with a list that opens as one types, and takes what is found first.
    pub async fn pick(&self, name: &str, text: &str) {
        self.fill(name, text).await;
        until(&format!("“{text}” to be found"), async || {
            let found = self
                .run(
                    "
                const field = document.activeElement;
                const active = document.getElementById(field.getAttribute('aria-activedescendant') ?? '');
                return active?.textContent ?? ''",
                )
                .await;
            found.as_str().is_some_and(|found| found.to_lowercase().contains(&text.to_lowercase())).then_some(())
        })
        .await;
        self.press("Enter").await;
    }

    /// Waits until the page whose heading begins like this is shown.
    pub async fn arrive_at(&self, heading: &str) {
        let what = format!("the page “{heading}”");
        until_is(&what, async || self.heading().await, |last| last.starts_with(heading)).await;
    }

    /// Waits until the save mark says that everything is on disk.
    pub async fn wait_until_saved(&self) {
        until("the mark “Gemt”", async || {
            let mark = self.run("return [...document.querySelectorAll('.fm-saved')].at(-1)?.textContent ?? ''").await;
            mark.as_str().is_some_and(|text| text.trim().starts_with("Gemt")).then_some(())
        })
        .await;
    }

    /// Types, and ends the app at once as soon as the workspace is written to meanwhile.
    pub async fn kill_while_typing(self, home: &Home, text: &str) {
        let before = home.written();
        let (client, keys) = (self.client.clone(), keys::steady_text(text));
        let typing = tokio::spawn(async move { client.perform_actions(keys).await });
        until("the workspace to be written", async || (home.written() != before).then_some(())).await;
        self.kill().await;
        typing.abort();
    }
}
