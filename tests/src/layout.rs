//! How the page fits its window: sizes, zoom, and text that is cut off.

use serde_json::Value;

use crate::{Window, wait::until};

/// Text that cannot be read to its end where it stands, and boxes that scroll sideways. What is only meant for screen
/// readers is left out, and what is folded away.
const CUT_OFF: &str = "
const EDGE = 2; // Letters reach a little beyond their line.
const hidden = (one) => {
  const style = getComputedStyle(one);
  return style.visibility === 'hidden' || style.clipPath !== 'none' || (style.position === 'absolute' && one.clientWidth <= 1);
};
const upwards = (from) => {
  const all = [];
  for (let one = from; one && one !== document.documentElement; one = one.parentElement) {
    all.push(one);
    if (one.matches('dialog') || getComputedStyle(one).position === 'fixed') break;
  }
  return all;
};
const cuts = (value) => value === 'hidden' || value === 'clip';
const scrolls = (value) => value === 'auto' || value === 'scroll';
const found = new Set();
const report = (what, node) => found.add(`${what}: ${node.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60)}`);
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode;
  if (node.data.trim() === '' || node.parentElement.closest('script, style, textarea, select, .skipnav:not(:focus)')) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  const text = range.getBoundingClientRect();
  const boxes = upwards(node.parentElement);
  if (text.width === 0 || !node.parentElement.checkVisibility() || boxes.some(hidden)) continue;
  let [beside, below] = [true, true]; // Until a box that scrolls that way: what it holds can be reached.
  for (const one of boxes) {
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    if (beside && cuts(style.overflowX) && (text.right > box.right + EDGE || text.left < box.left - EDGE)) report('cut off at the side', node);
    if (below && cuts(style.overflowY) && (text.bottom > box.bottom + 2 * EDGE || text.top < box.top - 2 * EDGE)) report('cut off below', node);
    if (beside && scrolls(style.overflowX) && one.scrollWidth > one.clientWidth + EDGE) report('scrolls sideways in its box', one);
    beside &&= !scrolls(style.overflowX);
    below &&= !scrolls(style.overflowY);
  }
}
for (const field of document.querySelectorAll('select')) {
  const pen = document.createElement('canvas').getContext('2d');
  const style = getComputedStyle(field);
  pen.font = style.font;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const chosen = field.selectedOptions[0]?.text ?? '';
  if (field.clientWidth > 0 && pen.measureText(chosen).width > room + EDGE) found.add(`no room in the list for: ${chosen}`);
}
return [...found];";

impl Window {
    /// Makes the window this large, in pixels of the screen, and waits until the page has so many at 100 %.
    pub async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.expect("the window can be made another size");
        self.wait_for_width(width).await;
    }

    /// Zooms back to 100 %.
    pub async fn zoom_to_100(&self) {
        let script = "const done = arguments[arguments.length - 1];
            window.__TAURI_INTERNALS__.invoke('zoom', { step: 0 }).then(done, (error) => done(String(error)));";
        let size = self.client.execute_async(script, Vec::new()).await.expect("zooming answers");
        assert_eq!(size, 100, "zooming");
    }

    /// Waits until the page is so many CSS pixels wide, and has been laid out.
    pub async fn wait_for_width(&self, width: u32) {
        until(&format!("the page to be {width} wide"), async || {
            (self.run("return innerWidth").await == width).then_some(())
        })
        .await;
        self.client
            .execute_async(
                "const done = arguments[arguments.length - 1]; requestAnimationFrame(() => done(0));",
                Vec::new(),
            )
            .await
            .expect("the page is painted");
    }

    /// Text that is cut off, and boxes that scroll sideways.
    pub async fn cut_off(&self) -> Vec<String> {
        let found = self.run(CUT_OFF).await;
        found.as_array().expect("a list").iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Goes to an address within the window, such as `/jobordrer`, and waits for its heading.
    pub async fn go(&self, path: &str, heading: &str) {
        self.run(&format!("location.hash = '#{path}'")).await;
        self.arrive_at(heading).await;
    }

    /// Calls a command of the app, as the page does.
    pub async fn invoke(&self, command: &str, arguments: Value) -> Value {
        let script = "const [command, given, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, given).then(done, (error) => done({ refused: error }));";
        self.client.execute_async(script, vec![command.into(), arguments]).await.expect("the app answers")
    }
}
