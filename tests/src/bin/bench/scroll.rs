//! Frames that come late while a list of 100,000 rows is scrolled, against an empty page of the same length.

use std::ops::Range;

use feltmappen_proofs::Home;
use serde_json::{Value, json};

use crate::{
    figure::{Figure, Samples},
    pair::{Opened, app, empty, empty_home, wait_for},
};

const ROUNDS: usize = 5;
/// Frames of each kind: as a wheel is turned, and as the bar is dragged through the whole list.
const FRAMES: u32 = 300;

/// Half of the frames go on by a wheel's turn, half of them by a part of the whole page. Gives the time of each frame.
const SCROLL: &str = "
const [frames, done] = arguments;
const page = document.documentElement;
const drag = (page.scrollHeight - page.clientHeight) / frames;
const times = [];
window.scrollTo(0, 0);
const frame = (time) => {
  times.push(time);
  if (times.length > 2 * frames) { done(times); return; }
  window.scrollBy(0, times.length <= frames ? 120 : drag);
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
";

pub fn bench(home: &Home) -> Figure {
    let nothing = empty_home();
    let mut lists = Vec::new();
    let mut empties = Vec::new();
    let mut frame = Vec::new();
    wait_for(async {
        for _ in 0..ROUNDS {
            let window = app(home).await;
            let height = window.window.run("return document.documentElement.scrollHeight").await;
            lists.push(gaps(&window).await);
            window.close(true).await;
            let window = empty(&nothing).await;
            window.window.run(&format!("document.body.style.height = '{height}px'")).await;
            empties.push(gaps(&window).await);
            window.close(false).await;
        }
    });
    for gaps in &empties {
        frame.extend(gaps);
    }
    let frame = Samples::new(frame).median();
    let late_in = |runs: &[Vec<f64>], which: Range<usize>| {
        let late = |gaps: &Vec<f64>| gaps[which.clone()].iter().filter(|gap| **gap > 1.5 * frame).count() as f64;
        Samples::new(runs.iter().map(late).collect())
    };
    let (wheel, drag) = (0..FRAMES as usize, FRAMES as usize..2 * FRAMES as usize);
    let late = |runs: &[Vec<f64>]| late_in(runs, wheel.start..drag.end);
    let longest = |runs: &[Vec<f64>]| Samples::new(runs.iter().flatten().copied().collect()).most();
    let (list, nothing) = (late(&lists), late(&empties));
    Figure {
        name: "list_scroll_long_frames",
        value: list.median() - nothing.median(),
        unit: "frames more",
        detail: format!(
            "medians of {ROUNDS} runs by turns, at most 0: of {} gaps between frames, {:.0} in the list of 100,000 \
             companies ({:.0} to {:.0}, longest {:.0} ms; {:.0} by the wheel and {:.0} by the bar) and {:.0} in an empty page of \
             the same length ({:.0} to {:.0}, longest {:.0} ms) were over 1.5 frames of {frame:.1} ms",
            2 * FRAMES,
            list.median(),
            list.least(),
            list.most(),
            longest(&lists),
            late_in(&lists, wheel.clone()).median(),
            late_in(&lists, drag.clone()).median(),
            nothing.median(),
            nothing.least(),
            nothing.most(),
            longest(&empties)
        ),
    }
}

/// Times between the frames of one scripted scroll.
async fn gaps(window: &Opened) -> Vec<f64> {
    let answer = window.window.client.execute_async(SCROLL, vec![json!(FRAMES)]).await.expect("the scroll ends");
    let times: Vec<f64> = answer.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    assert_eq!(times.len(), 2 * FRAMES as usize + 1, "a time for each frame");
    times.windows(2).map(|two| two[1] - two[0]).collect()
}
