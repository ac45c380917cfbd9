//! Every screen can be read and worked by everybody: axe finds nothing, nothing is cut off, and nothing scrolls sideways,
//! in light and dark, in narrow windows and at 200 %.

mod candidates;
mod consents;
mod papers;
mod sync;
mod visits;
mod workshop;

use feltmappen_proofs::{Home, Launch, Window, until_is};
use serde_json::{Value, json};

/// The window of a small laptop.
const USUAL: (u32, u32) = (1366, 768);
/// A tablet, half a laptop's screen, and the narrowest window there is.
const NARROW: [(u32, u32); 3] = [(1024, 768), (683, 768), (480, 768)];
/// A large screen.
const LARGE: (u32, u32) = (1920, 1080);
/// With 200 % this is a page of 320: as narrow as anything has to be.
const NARROWEST: (u32, u32) = (640, 768);

#[derive(Clone, Copy, PartialEq)]
enum Theme {
    Light,
    Dark,
}

/// Looks at one screen after the other and remembers what is wrong.
struct Judge<'a> {
    window: &'a Window,
    theme: Theme,
    faults: Vec<String>,
    screens: usize,
}

impl<'a> Judge<'a> {
    async fn new(window: &'a Window, theme: Theme) -> Self {
        let dark = window.run("return matchMedia('(prefers-color-scheme: dark)').matches").await;
        assert_eq!(dark, theme == Theme::Dark, "the window has the theme that is judged");
        window.resize(USUAL.0, USUAL.1).await;
        Self { window, theme, faults: Vec::new(), screens: 0 }
    }

    /// The screen as it stands.
    async fn look(&mut self, screen: &str) {
        self.screens += 1;
        self.at(screen, if self.theme == Theme::Light { "light" } else { "dark" }, true).await;
        if self.theme == Theme::Dark {
            return; // The theme has only colours of its own: sizes are judged in the light.
        }
        for (width, height) in NARROW {
            self.window.resize(width, height).await;
            self.at(screen, &width.to_string(), false).await;
        }
        self.window.resize(USUAL.0, USUAL.1).await;
    }

    /// The screen as it stands, and at 200 %.
    async fn look_closely(&mut self, screen: &str) {
        self.look(screen).await;
        self.window.zoom_to_200().await;
        self.window.wait_for_width(USUAL.0 / 2).await;
        self.at(screen, if self.theme == Theme::Light { "200" } else { "200-dark" }, true).await;
        self.window.zoom_to_100().await;
        self.window.wait_for_width(USUAL.0).await;
    }

    /// The screen as it stands, at 200 %, on a large screen and in a page of 320.
    async fn look_everywhere(&mut self, screen: &str) {
        self.look_closely(screen).await;
        if self.theme == Theme::Dark {
            return;
        }
        self.window.resize(LARGE.0, LARGE.1).await;
        self.at(screen, &LARGE.0.to_string(), false).await;
        self.window.resize(NARROWEST.0, NARROWEST.1).await;
        self.window.zoom_to_200().await;
        self.window.wait_for_width(NARROWEST.0 / 2).await;
        self.at(screen, "320", false).await;
        self.window.zoom_to_100().await;
        self.window.resize(USUAL.0, USUAL.1).await;
    }

    async fn at(&mut self, screen: &str, variant: &str, axe: bool) {
        let name = format!("{screen}-{variant}");
        self.window.screenshot(&name).await;
        let sideways = self.window.sideways_scroll().await;
        if sideways > 0 {
            self.faults.push(format!("{name}: {sideways} pixels wider than the window"));
        }
        self.faults.extend(self.window.cut_off().await.into_iter().map(|fault| format!("{name}: {fault}")));
        if axe {
            let violations = self.window.violations().await;
            self.faults.extend(violations.into_iter().map(|violation| format!("{name}: {violation:?}")));
        }
    }

    fn verdict(self, screens: usize) {
        assert_eq!(self.faults, [""; 0], "{}", self.faults.join("\n"));
        assert_eq!(self.screens, screens, "every screen was looked at");
    }
}

#[tokio::test]
async fn the_start_in_the_light() {
    the_start(Theme::Light).await;
}

#[tokio::test]
async fn the_start_in_the_dark() {
    the_start(Theme::Dark).await;
}

#[tokio::test]
async fn every_screen_in_the_light() {
    every_screen(Theme::Light).await;
}

#[tokio::test]
async fn every_screen_in_the_dark() {
    every_screen(Theme::Dark).await;
}

#[tokio::test]
async fn every_part_of_a_job_order_in_the_light() {
    every_part(Theme::Light).await;
}

#[tokio::test]
async fn every_part_of_a_job_order_in_the_dark() {
    every_part(Theme::Dark).await;
}

#[tokio::test]
async fn what_is_cut_off_and_what_is_too_wide_is_found() {
    let home = Home::new();
    let window = Window::open(&home).await;
    window.resize(USUAL.0, USUAL.1).await;
    assert_eq!((window.cut_off().await, window.sideways_scroll().await), (vec![], 0));
    let script = "const plant = (text, style) => {
            const one = document.createElement('p');
            one.textContent = text;
            Object.assign(one.style, style);
            document.querySelector('main').append(one);
        };
        plant('Klippet i siden', { width: '3rem', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' });
        plant('Klippet forneden', { height: '4px', overflow: 'hidden' });
        plant('Ruller i sin egen kasse', { width: '3rem', overflow: 'auto', whiteSpace: 'nowrap' });
        plant('Bred', { minWidth: '3000px' });";
    window.run(script).await;
    let found = window.cut_off().await;
    assert_eq!(
        found,
        [
            "cut off at the side: Klippet i siden",
            "cut off below: Klippet forneden",
            "scrolls sideways in its box: Ruller i sin egen kasse",
            "cut off at the side: Bred",
        ]
    );
}

fn launch(theme: Theme) -> Launch {
    if theme == Theme::Dark { Launch::new().dark() } else { Launch::new() }
}

async fn the_start(theme: Theme) {
    let home = Home::new();
    let window = launch(theme).open(&home).await;
    window.arrive_at("Velkommen").await;
    let mut judge = Judge::new(&window, theme).await;
    judge.look_closely("start").await;
    window.tab_to("Når du er logget ind på computeren").await;
    window.press("Down").await;
    window.wait_for("input[type=password]").await;
    window.click("Opret mappen").await;
    window.wait_for_text("12 tegn").await;
    judge.look("start-passphrase").await;
    window.field("Adgangssætning").await.send_keys("tre ord at huske").await.unwrap();
    window.field("Adgangssætningen igen").await.send_keys("tre ord at huske").await.unwrap();
    window.click("Opret mappen").await;
    window.arrive_at("Hvem er du?").await;
    window.click("Begynd arbejdet").await;
    window.wait_for_text("Skriv dit navn").await;
    judge.look("who-am-i").await;
    judge.verdict(3);
    window.kill().await;

    let window = launch(theme).open(&home).await;
    window.arrive_at("Lås mappen op").await;
    let mut judge = Judge::new(&window, theme).await;
    window.field("Adgangssætning").await.send_keys("tre andre ord").await.unwrap();
    window.click("Lås mappen op").await;
    window.wait_for_text("Adgangssætningen passer ikke.").await;
    judge.look_closely("wrong-passphrase").await;
    judge.verdict(1);
}

async fn every_screen(theme: Theme) {
    let home = Home::new();
    let window = launch(theme).demo(60).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    judge.look_closely("today").await;
    lists(&window, &mut judge).await;
    companies(&window, &mut judge).await;
    attention(&window, &mut judge).await;
    window.go("/enheder", "Enheder og medarbejdere").await;
    judge.look("catalogue").await;
    window.go("/indstillinger", "Indstillinger").await;
    window.wait_for_text("Lås på mappen").await;
    judge.look("settings").await;
    judge.verdict(11);
}

async fn every_part(theme: Theme) {
    let home = Home::new();
    let window = launch(theme).demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    job_order(&window, &mut judge).await;
    judge.verdict(8);
}

async fn lists(window: &Window, judge: &mut Judge<'_>) {
    window.go("/jobordrer", "Jobordrer").await;
    window.wait_for(".fm-row-main a").await;
    judge.look_closely("orders").await;
    window.go("/virksomheder", "Virksomheder").await;
    window.wait_for(".fm-row-main a").await;
    judge.look_closely("companies").await;
    window.press("Ctrl+K").await;
    window.wait_for("dialog[open]").await;
    window.type_text("lager").await;
    window.wait_for(".fm-hit mark").await;
    judge.look_closely("search").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
}

/// Where the example order is.
async fn example_order(window: &Window) -> String {
    let query = json!({
        "text": "Lagermedarbejder", "status": "draft", "unit": null, "mine": false, "within_days": null, "branch": null,
        "sort": "title", "descending": false, "offset": 0, "limit": 50,
    });
    let found = window.invoke("orders", json!({ "query": query })).await;
    format!("/jobordrer/{}", found["rows"][0]["key"]["id"].as_str().unwrap_or_else(|| panic!("{found}")))
}

async fn job_order(window: &Window, judge: &mut Judge<'_>) {
    window.go(&example_order(window).await, "Lagermedarbejder").await;
    let listed = "return [...document.querySelectorAll('.fm-parts-list a')].map((part) => part.querySelector('.sidenav-title').textContent.replaceAll('\\u00AD', ''))";
    let eight = |parts: &Value| parts.as_array().is_some_and(|parts| parts.len() == 8);
    let parts = until_is("the parts of the form, and the alignment", async || window.run(listed).await, eight).await;
    let parts = parts.as_array().unwrap();
    for (at, part) in parts.iter().enumerate() {
        window.run(&format!("document.querySelectorAll('.fm-parts-list a')[{at}].click()")).await;
        window.wait_for_words(".fm-formsheet h2", &[part.as_str().unwrap()]).await;
        let screen = format!("order-{}", at + 1);
        if at == 0 || at == 3 || at == 7 { judge.look_closely(&screen).await } else { judge.look(&screen).await }
    }
}

async fn companies(window: &Window, judge: &mut Judge<'_>) {
    window.go("/virksomheder", "Virksomheder").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("dialog[open]").await;
    window.type_text("12345678").await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Skriv virksomhedens navn.").await;
    judge.look("new-company").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    window.go("/import", "Hent virksomheder fra fil").await;
    judge.look("import").await;
    // Before anything waits for a decision.
    window.go("/stillingtagen", "Kræver din stillingtagen").await;
    window.wait_for_text("Intet venter på dig.").await;
    judge.look("attention-empty").await;
}

async fn attention(window: &Window, judge: &mut Judge<'_>) {
    let twin = json!({ "kind": "company", "values": [{ "path": "name", "value": "Café Lysning" }] });
    let made = window.invoke("create", twin).await;
    window.go(&format!("/virksomheder/{}", made["key"]["id"].as_str().unwrap()), "Café Lysning").await;
    window.field("CVR-nummer").await.send_keys("1234").await.unwrap();
    window.press("Tab").await;
    window.wait_for(".form-error").await;
    judge.look_closely("company").await;
    window.go("/stillingtagen", "Kræver din stillingtagen").await;
    window.wait_for_text("CVR-nummer skal rettes").await;
    window.wait_for_text("To virksomheder ligner hinanden").await;
    judge.look_closely("attention").await;
}
