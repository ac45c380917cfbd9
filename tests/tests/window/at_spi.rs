//! A walk through the window by the accessibility bus: what a screen reader is told.

use std::process::Command;

use feltmappen_proofs::{Home, Launch, Window, root, until, until_is};
use serde_json::{Value, json};

/// The system's own Python, which has the bus.
const PYTHON: &str = "/usr/bin/python3";
/// The parts of the form, with a field of each as it is read out: role and name.
const PARTS: [(&str, &str, &str); 7] = [
    ("Virksomhed og kontakt", "combo box", "Sådan kom jobordren ind"),
    ("Stilling og opgaver", "entry", "Stillingsbetegnelse"),
    ("Ansættelse", "check box", "Skiftehold"),
    ("Krav", "entry", "Nyt krav"),
    ("Forventninger", "entry", "Personlige kompetencer"),
    ("Rekruttering og plan", "radio button", "Vi formidler kontakten"),
    ("Ansvar og deling", "combo box", "Tovholder"),
];
/// Places that take the focus by program alone; they are not worked.
const NOT_CONTROLS: [&str; 4] = ["document web", "landmark", "heading", "panel"];

/// A thing on the page, as the bus tells it.
#[derive(Clone, Debug)]
struct Thing {
    role: String,
    aria: String,
    name: String,
    text: String,
    states: Vec<String>,
}

impl Thing {
    fn read(thing: &Value) -> Self {
        let text = |key: &str| thing[key].as_str().unwrap().to_owned();
        let states = thing["states"].as_array().unwrap().iter().map(|state| state.as_str().unwrap().to_owned());
        Self {
            role: text("role"),
            aria: text("aria"),
            name: text("name"),
            text: text("text"),
            states: states.collect(),
        }
    }

    fn is(&self, state: &str) -> bool {
        self.states.iter().any(|one| one == state)
    }

    /// Whether a user works it: it takes the focus, or is of a kind that should.
    fn is_control(&self) -> bool {
        let kinds = ["button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "option", "spinbutton"];
        (self.is("focusable") && !NOT_CONTROLS.contains(&self.role.as_str())) || kinds.contains(&self.aria.as_str())
    }
}

/// Everything on the page, in reading order.
fn walk(window: &Window) -> Vec<Thing> {
    let script = root().join("tests/tests/window/at_spi_walk.py");
    let output = Command::new(PYTHON).arg(script).arg(window.process().to_string()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let things: Value = serde_json::from_slice(&output.stdout).unwrap();
    things.as_array().unwrap().iter().map(Thing::read).collect()
}

/// Walks until something is there: the bus hears of a change a little after the page.
async fn walk_until(window: &Window, what: &str, there: impl Fn(&Thing) -> bool) -> Vec<Thing> {
    until(what, async || Some(walk(window)).filter(|things| things.iter().any(&there))).await
}

/// What a screen reader would only call “button”.
fn unnamed(things: &[Thing]) -> Vec<String> {
    let nameless = things.iter().filter(|thing| thing.is_control() && thing.name.is_empty());
    nameless.map(|thing| format!("{} ({})", thing.role, thing.aria)).collect()
}

fn has(things: &[Thing], role: &str, name: &str) -> bool {
    things.iter().any(|thing| thing.role == role && thing.name == name)
}

/// Opens the example order.
async fn open_order(home: &Home) -> Window {
    let window = Launch::new().demo(0).open(home).await;
    window.arrive_at("I dag").await;
    let query = json!({
        "text": "Lagermedarbejder", "status": "draft", "unit": null, "mine": false, "within_days": null, "branch": null,
        "sort": "title", "descending": false, "offset": 0, "limit": 50,
    });
    let found = window.invoke("orders", json!({ "query": query })).await;
    let id = found["rows"][0]["key"]["id"].as_str().unwrap_or_else(|| panic!("{found}"));
    window.go(&format!("/jobordrer/{id}"), "Lagermedarbejder").await;
    window
}

async fn show_part(window: &Window, name: &str) {
    let script = format!(
        "[...document.querySelectorAll('.fm-parts-list a')].find((part) => part.textContent.includes('{name}')).click()"
    );
    window.run(&script).await;
}

#[tokio::test]
async fn everything_on_the_job_order_has_a_role_and_a_name() {
    let home = Home::new();
    let window = open_order(&home).await;
    let mut controls = 0;
    for (part, role, field) in PARTS {
        show_part(&window, part).await;
        let wanted = [
            ("heading", part),
            (role, field),
            ("heading", "Lagermedarbejder, 2 stillinger"),
            ("push button", "Gør ordren klar"),
            ("link", "Jobordrer"),
        ];
        let is_told = |things: &Vec<Thing>| {
            wanted.iter().all(|(role, name)| has(things, role, name)) && unnamed(things).is_empty()
        };
        let what = format!("{wanted:?} on the bus, and nothing without a name");
        let things = until_is(&what, async || walk(&window), is_told).await;
        controls += things.iter().filter(|thing| thing.is_control()).count();
    }
    assert!(controls > 200, "{controls} controls in seven parts");
}

#[tokio::test]
async fn the_choice_of_a_requirement_and_how_it_stands_with_sending_are_read_out() {
    let home = Home::new();
    let window = open_order(&home).await;
    show_part(&window, "Krav").await;
    let question = "Hvor vigtigt er kravet Kørekort B?";
    let choices = |things: &[Thing]| {
        let group = things.iter().skip_while(|thing| thing.aria != "group" || thing.name != question);
        let radios = group.filter(|thing| thing.role == "radio button").take(2);
        radios.map(|radio| (radio.name.clone(), radio.is("checked"))).collect::<Vec<_>>()
    };
    let chosen = [("Ufravigeligt".to_owned(), true), ("Mindre vigtigt".to_owned(), false)];
    let is_told = |things: &Vec<Thing>| {
        choices(things) == chosen
            && has(things, "push button", "Ret kravet Kørekort B")
            && things.iter().any(|thing| thing.text.contains("Alt er gemt her"))
    };
    let what = "the choice of a requirement, and how it stands with sending, on the bus";
    until_is(what, async || walk(&window), is_told).await;
}

#[tokio::test]
async fn that_it_is_saved_is_read_out() {
    let home = Home::new();
    let window = open_order(&home).await;
    show_part(&window, "Stilling og opgaver").await;
    window.fill("Stillingsbetegnelse", "Lagermedarbejder på frost").await;
    window.wait_until_saved().await;
    walk_until(&window, "“Gemt kl.” in a status on the bus", |thing| {
        thing.aria == "status" && thing.text.contains("Gemt kl.")
    })
    .await;
}

#[tokio::test]
async fn a_button_and_a_field_without_a_name_are_reported() {
    let home = Home::new();
    let window = open_order(&home).await;
    let script =
        "document.querySelector('main').append(document.createElement('button'), document.createElement('input'));";
    window.run(script).await;
    let found = until("the two to be found", async || Some(unnamed(&walk(&window))).filter(|all| all.len() == 2)).await;
    assert_eq!(found, ["push button (button)", "entry (textbox)"]);
}
