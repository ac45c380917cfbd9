//! What the page shows: an element is found as soon as it is shown and nothing fades it in or out.
//!
//! What fades in is not there yet, though it stands in the page: at its first moment it is wholly transparent, so a reader
//! would get no text, and of two fields that fade in together only the second might be seen.

use fantoccini::{Locator, elements::Element};
use serde_json::Value;

use crate::{
    Window,
    wait::{until, until_is},
};

/// The first element that fits and is shown, judged at one moment; none while one of them moves that comes before it.
const SHOWN: &str = "
const [how, sought] = arguments;
const all = how === 'css' ? [...document.querySelectorAll(sought)] : (() => {
  const found = document.evaluate(sought, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
  return Array.from({ length: found.snapshotLength }, (_, at) => found.snapshotItem(at));
})();
const moving = document.getAnimations()
  .filter((one) => one.playState === 'running' && one.effect.getTiming().iterations !== Infinity)
  .map((one) => one.effect.target).filter(Boolean);
const moves = (one) => moving.some((target) => target.contains(one) || one.contains(target));
const shows = (one) => {
  let box = one.closest('option, optgroup')?.closest('select') ?? one;
  while (box.parentElement && getComputedStyle(box).display === 'contents') box = box.parentElement;
  return box.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
};
for (const one of all) {
  if (moves(one)) return null;
  if (shows(one)) return one;
}
return null;";

impl Window {
    /// Waits until an element is there and shown.
    pub async fn wait_for(&self, css: &str) -> Element {
        self.shown("css", css, css).await
    }

    /// Waits until an element with this text of its own is shown.
    pub async fn wait_for_text(&self, text: &str) -> Element {
        let path = format!("//*[text()[contains(normalize-space(.), {})]]", quoted(text));
        self.shown("xpath", &path, &format!("the text “{text}”")).await
    }

    /// Waits until an element is in the page, shown or not.
    pub async fn wait_until_there(&self, css: &str) -> Element {
        until(&format!("{css} in the page"), async || self.client.find(Locator::Css(css)).await.ok()).await
    }

    /// Waits until no element fits any longer.
    pub async fn wait_until_gone(&self, css: &str) {
        until(&format!("{css} to go"), async || {
            self.client.find_all(Locator::Css(css)).await.ok().filter(Vec::is_empty)
        })
        .await;
    }

    /// The field with this label.
    pub async fn field(&self, label: &str) -> Element {
        let label = quoted(label);
        let path = format!(
            "//*[@id = //label[starts-with(normalize-space(.), {label})]/@for] | //label[starts-with(normalize-space(.), {label})]//input"
        );
        self.shown("xpath", &path, &format!("the field {label}")).await
    }

    /// What stands in the field with this label.
    pub async fn value(&self, label: &str) -> String {
        until(&format!("what stands in {label}"), async || {
            // The page may be exchanged between finding its field and reading it.
            self.field(label).await.prop("value").await.ok().map(Option::unwrap_or_default)
        })
        .await
    }

    /// Waits until this stands in the field with this label.
    pub async fn wait_for_value(&self, label: &str, value: &str) {
        let what = format!("“{value}” to stand in {label}");
        until_is(&what, async || self.value(label).await, |stands| stands == value).await;
    }

    /// The button or link with this text or name.
    pub async fn action(&self, name: &str) -> Element {
        let name = quoted(name);
        let path = format!(
            "//*[self::button or self::a or @role='button'][normalize-space(.) = {name} or @aria-label = {name}]"
        );
        self.shown("xpath", &path, &format!("the button {name}")).await
    }

    /// Presses a button or link.
    pub async fn click(&self, name: &str) {
        self.press_on(name, async || self.action(name).await).await;
    }

    /// Presses the first element that fits.
    pub async fn click_on(&self, css: &str) {
        self.press_on(css, async || self.wait_for(css).await).await;
    }

    /// Presses into the field with this label.
    pub async fn enter(&self, label: &str) -> Element {
        self.press_on(label, async || self.field(label).await).await
    }

    async fn press_on(&self, what: &str, mut look: impl AsyncFnMut() -> Element) -> Element {
        until(&format!("{what} to be pressed"), async || {
            let element = look().await;
            self.stand_still().await;
            element.click().await.ok().map(|()| element)
        })
        .await
    }

    /// What an element says, once it is shown.
    pub async fn text_of(&self, css: &str) -> String {
        let script = format!("const one = (() => {{{SHOWN}}})(); return one && one.innerText.trim();");
        until(css, async || {
            let text = self.client.execute(&script, vec!["css".into(), css.into()]).await.ok()?;
            text.as_str().map(str::to_owned)
        })
        .await
    }

    /// Waits until an element says all of these words.
    pub async fn wait_for_words(&self, css: &str, words: &[&str]) {
        let all = |text: &String| words.iter().all(|word| text.contains(word));
        until_is(&format!("{words:?} to stand in {css}"), async || self.text_of(css).await, all).await;
    }

    /// Waits until a script in the page gives this.
    pub async fn wait_for_answer(&self, script: &str, wanted: impl Into<Value>) {
        let wanted = wanted.into();
        until_is(&format!("{wanted} from {script}"), async || self.run(script).await, |answer| *answer == wanted).await;
    }

    async fn shown(&self, how: &str, sought: &str, what: &str) -> Element {
        until(what, async || {
            let found = self.client.execute(SHOWN, vec![how.into(), sought.into()]).await.ok()?;
            let (_, id) = found.as_object()?.iter().next()?;
            Some(Element::from_element_id(self.client.clone(), id.as_str()?.to_owned().into()))
        })
        .await
    }
}

/// A text as XPath writes it, whatever quotes are in it.
fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
