//! Memory of the window on its long list, against an empty window's.

use std::time::Duration;

use feltmappen_proofs::Home;

use crate::{
    figure::{Figure, Samples},
    pair::{Opened, app, empty, empty_home, wait_for},
};

const ROUNDS: usize = 3;
const LOOK: Duration = Duration::from_millis(500);

pub fn bench(home: &Home) -> Figure {
    let nothing = empty_home();
    let mut lists = Vec::new();
    let mut empties = Vec::new();
    wait_for(async {
        for _ in 0..ROUNDS {
            let window = app(home).await;
            lists.push(settled(&window).await);
            window.close(true).await;
            let window = empty(&nothing).await;
            empties.push(settled(&window).await);
            window.close(false).await;
        }
    });
    let (lists, empties) = (Samples::new(lists), Samples::new(empties));
    Figure {
        name: "rss_vs_empty_window",
        value: lists.median() / empties.median(),
        unit: "ratio",
        detail: format!(
            "medians of {} by turns, at most 1.5: sum of PSS over the app and its web view's processes on the list of \
             100,000 companies {:.0} MiB, empty window {:.0} MiB",
            lists.count(),
            lists.median(),
            empties.median()
        ),
    }
}

/// The memory when it no longer changes by more than a hundredth in two seconds; after a minute, as it is.
async fn settled(window: &Opened) -> f64 {
    let mut before = window.memory();
    let mut quiet = 0;
    for _ in 0..120 {
        tokio::time::sleep(LOOK).await;
        let now = window.memory();
        quiet = if (now - before).abs() < before / 100.0 { quiet + 1 } else { 0 };
        before = now;
        if quiet == 4 {
            break;
        }
    }
    before
}
