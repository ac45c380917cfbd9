//! A key pressed in a long guide against one in a bare text field, and a visit opened against a job order.

use chrono::{TimeDelta, Utc};
use feltmappen_app::{
    App,
    api::{Kind, Path, PathValue, RecordKey, VersionFrom},
};
use feltmappen_proofs::{Home, Window, until};
use serde_json::{Value, json};

use crate::{
    desk::Desk,
    figure::{Figure, Samples},
    pair::{Opened, app, empty, empty_home, wait_for},
};

/// Questions of the guide, and visits that were at the company before.
const QUESTIONS: usize = 60;
const EARLIER: i64 = 20;
const ROUNDS: usize = 5;
/// Keys are counted together: the page's clock goes by milliseconds.
const KEYS: u32 = 100;
const BATCHES: u32 = 6;
const OPENINGS: usize = 20;
/// A task that keeps a key waiting.
const LONG: f64 = 50.0;

/// Puts a bare text field into the empty window.
const BARE: &str = "
const field = document.createElement('textarea');
field.rows = 1;
document.querySelector('main').append(field);";
/// Types so many letters of a text by so many batches into the first field that fits; after each letter what waits is done
/// and the page is laid out. Gives the milliseconds of each batch. Between batches the page gets time to save.
const TYPE: &str = "
const [css, text, keys, batches, done] = arguments;
const field = document.querySelector(css);
field.focus();
field.value = '';
field.dispatchEvent(new InputEvent('input', { bubbles: true }));
const rest = () => new Promise((next) => setTimeout(next, 700));
(async () => {
  const times = [];
  for (let batch = 0; batch <= batches; batch += 1) {
    await rest();
    const begun = performance.now();
    for (let key = 0; key < keys; key += 1) {
      document.execCommand('insertText', false, text[(batch * keys + key) % text.length]);
      await null;
      await null;
      document.body.getBoundingClientRect();
      field.getBoundingClientRect();
    }
    // The first batch only warms up.
    if (batch > 0) times.push(performance.now() - begun);
  }
  done(times);
})();";
/// Listens for tasks that leave nothing else a turn, from now on.
const WATCH: &str = "
window.turns = { last: performance.now(), gaps: [] };
const turn = () => {
  const now = performance.now();
  window.turns.gaps.push(now - window.turns.last);
  window.turns.last = now;
  setTimeout(turn, 0);
};
document.querySelector(arguments[0]).focus();
setTimeout(turn, 0);";
const GAPS: &str = "const { gaps } = window.turns; window.turns.gaps = []; return gaps;";
/// Words that the spell check knows, as most of those that a consultant writes.
const PROSE: &str = "De mangler folk til nathold og frost, og de vil gerne tage en elev med fra sommer. ";
/// Goes to a page and gives the milliseconds until its first field has the focus.
const OPEN: &str = "
const [page, css, done] = arguments;
const begun = performance.now();
const look = () => {
  const field = document.querySelector(css);
  if (!field) return;
  field.focus();
  if (document.activeElement !== field) return;
  watcher.disconnect();
  done(performance.now() - begun);
};
const watcher = new MutationObserver(look);
watcher.observe(document.body, { childList: true, subtree: true, attributes: true });
location.hash = '#' + page;";
const QUESTION: &str = ".fm-q textarea";
const FIELD: &str = ".fm-formsheet :is(input, textarea)";
const ELSEWHERE: &str = "/indstillinger";

/// The pages that are opened.
pub struct Pages {
    talk: String,
    order: String,
}

/// Makes the guide, the earlier visits and the visit that is held, through the app.
pub fn prepare(desk: &Desk) -> Pages {
    let app = &desk.app;
    let order = desk.order();
    let company = app.open(order).expect("the order").fields.remove(&path("company")).expect("its company");
    let notes = publish_guide(app);
    let visit = |day: i64| {
        let at = (Utc::now() - TimeDelta::days(day)).format("%Y-%m-%dT%H:%M:%S+00:00").to_string();
        let mut values = pairs(&[
            ("type", if day > EARLIER { "first" } else { "follow_up" }.into()),
            ("channel", "in_person".into()),
            ("starts_at", at.into()),
        ]);
        values.push(PathValue { path: path("company"), value: company.clone() });
        app.create(Kind::Visit, values).expect("a visit").key
    };
    for day in (1..=EARLIER).rev() {
        let key = visit(7 * day);
        let said =
            notes.iter().map(|note| PathValue { path: note.clone(), value: json!(format!("{PROSE}{day}")).into() });
        app.set_fields(key, said.collect()).expect("the answers");
        app.close_visit(key).expect("it is closed");
    }
    let held = visit(0);
    app.begin_visit(held).expect("it begins");
    Pages { talk: format!("/besoeg/{}/samtale", held.id), order: format!("/jobordrer/{}", order.id) }
}

/// A version of the guide with all its questions; gives the paths of the notes.
fn publish_guide(app: &App) -> Vec<Path> {
    let draft: RecordKey = app.new_version("visit".to_owned(), VersionFrom::Latest).expect("a draft").key;
    let form = app.guide(draft).expect("the guide").form;
    let part = form.sections[0].id.to_string();
    for number in form.fields().count()..QUESTIONS {
        let text = format!("Hvad er jeres svar på spørgsmål nummer {number}?");
        let values = pairs(&[("part", part.clone().into()), ("text", text.into()), ("kind", "note".into())]);
        app.add_item(draft, "questions".to_owned(), values).expect("a question");
    }
    assert!(app.publish(draft).expect("an answer").done, "the guide is taken into use");
    let form = app.guide(draft).expect("the guide").form;
    assert_eq!(form.fields().count(), QUESTIONS);
    form.fields().filter(|(_, field)| field.counts).map(|(_, field)| field.path.clone()).collect()
}

pub fn bench(home: &Home, pages: &Pages) -> Vec<Figure> {
    let nothing = empty_home();
    let [mut talks, mut bares] = [const { Vec::new() }; 2];
    let [mut stuck, mut bare_stuck] = [const { Vec::<Vec<f64>>::new() }; 2];
    let [mut visits, mut orders] = [const { Vec::new() }; 2];
    wait_for(async {
        for _ in 0..ROUNDS {
            let window = app(home).await;
            for opening in 0..=OPENINGS {
                let visit = opened(&window.window, &pages.talk, QUESTION).await;
                let order = opened(&window.window, &pages.order, FIELD).await;
                // The first round only warms up.
                if opening > 0 {
                    visits.push(visit);
                    orders.push(order);
                }
            }
            opened(&window.window, &pages.talk, QUESTION).await;
            talks.extend(keys(&window, QUESTION).await);
            stuck.push(waits(&window, QUESTION).await);
            window.window.run("location.hash = '#/virksomheder'").await;
            window.window.wait_for("[data-index='0'] a").await;
            window.close(true).await;
            let window = empty(&nothing).await;
            window.window.run(BARE).await;
            bares.extend(keys(&window, "textarea").await);
            bare_stuck.push(waits(&window, "textarea").await);
            window.close(false).await;
        }
    });
    let [talks, bares, visits, orders] = [talks, bares, visits, orders].map(Samples::new);
    let long = |runs: &[Vec<f64>]| runs.iter().flatten().filter(|gap| **gap > LONG).count();
    let longest = |runs: &[Vec<f64>]| Samples::new(runs.iter().flatten().copied().collect()).most();
    vec![
        Figure {
            name: "visit_keystroke_vs_empty_textarea",
            value: talks.median() / bares.median(),
            unit: "ratio",
            detail: format!(
                "medians of {} times {KEYS} letters by turns, at most 1.5: a letter until the page is laid out, in a guide of \
                 {QUESTIONS} questions after {EARLIER} visits {:.3} ms ({:.3} to {:.3}), in a bare text field in an empty \
                 window {:.3} ms ({:.3} to {:.3})",
                talks.count(),
                talks.median(),
                talks.least(),
                talks.most(),
                bares.median(),
                bares.least(),
                bares.most()
            ),
        },
        Figure {
            name: "visit_long_tasks",
            value: long(&stuck) as f64,
            unit: "tasks",
            detail: format!(
                "exactly 0: turns of the page's loop over {LONG:.0} ms while {} letters were typed at a steady pace and saved \
                 (longest {:.0} ms); in a bare text field in an empty window {} (longest {:.0} ms)",
                ROUNDS * PROSE.len(),
                longest(&stuck),
                long(&bare_stuck),
                longest(&bare_stuck)
            ),
        },
        Figure {
            name: "visit_open_vs_order_open",
            value: visits.median() / orders.median(),
            unit: "ratio",
            detail: format!(
                "medians of {} by turns, at most 1.5: from a visit's address until its first question has the focus {:.0} ms \
                 ({:.0} to {:.0}), from a job order's until its first field has it {:.0} ms ({:.0} to {:.0})",
                visits.count(),
                visits.median(),
                visits.least(),
                visits.most(),
                orders.median(),
                orders.least(),
                orders.most()
            ),
        },
    ]
}

/// Opens a page from another one; milliseconds until its first field has the focus.
async fn opened(window: &Window, page: &str, field: &str) -> f64 {
    window.go(ELSEWHERE, "Indstillinger").await;
    until("the page before to go", async || {
        let gone = format!("return document.querySelector('{QUESTION}, {FIELD}') === null");
        window.run(&gone).await.as_bool().filter(|gone| *gone)
    })
    .await;
    let answer = window.client.execute_async(OPEN, vec![json!(page), json!(field)]).await.expect("the page opens");
    answer.as_f64().expect("a time")
}

/// Milliseconds of one letter, once for each batch.
async fn keys(window: &Opened, field: &str) -> Vec<f64> {
    let given = vec![json!(field), json!(PROSE), json!(KEYS), json!(BATCHES)];
    let answer = window.window.client.execute_async(TYPE, given).await.expect("the letters are typed");
    let times = numbers(&answer);
    assert_eq!(times.len(), BATCHES as usize, "a time for each batch");
    times.iter().map(|time| time / f64::from(KEYS)).collect()
}

/// How long each turn of the page's loop took while real keys were pressed.
async fn waits(window: &Opened, field: &str) -> Vec<f64> {
    window.window.client.execute(WATCH, vec![json!(field)]).await.expect("the watch begins");
    window.window.type_steadily(PROSE).await;
    numbers(&window.window.run(GAPS).await)
}

fn numbers(answer: &Value) -> Vec<f64> {
    answer.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

fn path(text: &'static str) -> Path {
    Path::known(text)
}

fn pairs(values: &[(&'static str, Value)]) -> Vec<PathValue> {
    values.iter().map(|(name, value)| PathValue { path: path(name), value: value.clone().into() }).collect()
}
