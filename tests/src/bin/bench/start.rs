//! From the start of the process to the first row that can have the focus, against an empty window's first paint.

use feltmappen_proofs::Home;

use crate::{
    figure::{Figure, Samples},
    pair::{app, empty, empty_home, wait_for},
};

const ROUNDS: usize = 10;
/// Set by the list when its first rows stand in the page.
const LISTED: &str = "performance.getEntriesByName('list')[0]?.startTime";
const PAINTED: &str = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime";

pub fn bench(home: &Home) -> Figure {
    let nothing = empty_home();
    let mut lists = Vec::new();
    let mut paints = Vec::new();
    wait_for(async {
        // The first round only warms up.
        for round in 0..=ROUNDS {
            let window = app(home).await;
            let listed = window.since_start(LISTED).await;
            let focus = "const row = document.querySelector('[data-index=\"0\"] a'); row.focus(); return document.activeElement === row;";
            assert_eq!(window.window.run(focus).await, true, "the first row takes the focus");
            window.close(true).await;
            let window = empty(&nothing).await;
            let painted = window.since_start(PAINTED).await;
            window.close(false).await;
            if round > 0 {
                lists.push(listed);
                paints.push(painted);
            }
        }
    });
    let (lists, paints) = (Samples::new(lists), Samples::new(paints));
    Figure {
        name: "start_vs_empty_window",
        value: lists.median() / paints.median(),
        unit: "ratio",
        detail: format!(
            "medians of {} by turns, at most 1.3: first row of 100,000 companies focusable after {:.0} ms ({:.0} to {:.0}), \
             first contentful paint of an empty window after {:.0} ms ({:.0} to {:.0}); from the start of the process \
             (/proc/PID/stat) to performance.timeOrigin and the mark or paint entry in the page",
            lists.count(),
            lists.median(),
            lists.least(),
            lists.most(),
            paints.median(),
            paints.least(),
            paints.most()
        ),
    }
}
