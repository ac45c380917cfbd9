//! A consultant's first day, by keyboard alone: from the first start to a whole job order, a power cut, and on.

mod answers;

use answers::{ANSWERS, COMPANY, PARTS, PROFILE, REQUIREMENTS};
use feltmappen_proofs::{
    Home,
    Step::{self, Choose, Fill, Pick, Press, Select, Tick},
    Window, until, until_is,
};

const REMARK: &str = "Vi har talt længe om opgaverne, og de vil gerne lære en op fra bunden. ";
/// The heading of the part of the form that is shown.
const PART: &str = ".fm-formsheet h2";
/// Everything that stands in it.
const SHOWN: &str = "
const words = (one) => (one?.textContent ?? '').trim().replace(/\\s+/g, ' ');
return [...document.querySelectorAll('.fm-formsheet :is(input, select, textarea)')].map((e) => {
  const group = words(e.closest('fieldset')?.querySelector('legend'));
  const own = words(e.labels?.[0]);
  const value = e.matches('[type=radio], [type=checkbox]') ? e.checked : e.matches('select') ? words(e.selectedOptions[0]) : e.value;
  return `${group} ${own} = ${value}`;
});";

#[tokio::test]
async fn a_whole_job_order_by_keyboard_alone_and_nothing_is_lost() {
    let home = Home::new();
    let window = Window::open(&home).await;
    begin(&window).await;
    company(&window).await;
    window.press("Ctrl+Enter").await;
    window.arrive_at("Uden stillingsbetegnelse").await;
    what_is_missing(&window).await;
    fill_everything(&window).await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Åben").await;
    window.wait_until_saved().await;
    profile(&window).await;
    let before = parts(&window).await;
    let empty: Vec<_> = before.iter().filter(|text| text.ends_with("= ") || text.ends_with("= Vælg")).collect();
    assert_eq!(empty, [" Nyt krav = "], "every field of the form is filled in");

    // The field that is typed in, and the plug is pulled.
    show_part(&window, "Forventninger").await;
    window.tab_to("Kulturen på arbejdspladsen").await;
    window.press("End").await;
    window.type_text(REMARK).await;
    window.wait_until_saved().await;
    let saved = focused_text(&window).await;
    window.kill_while_typing(&home, &REMARK.repeat(20)).await;

    let window = Window::open(&home).await;
    window.arrive_at("Gaffeltruckfører, nathold").await;
    // The app opens where the user was.
    window.wait_for_words(PART, &["Forventninger"]).await;
    window.wait_for_text("Sidste gang sluttede uventet.").await;
    window.wait_for_text("1 felt er hentet frem igen i").await;
    let culture = window.value("Kulturen på arbejdspladsen").await;
    assert!(culture.starts_with(&saved), "{culture} does not begin with {saved}");
    assert!(format!("{saved}{}", REMARK.repeat(20)).starts_with(&culture), "{culture} is what was typed");
    let after = parts(&window).await;
    let other = |texts: &[String]| -> Vec<String> {
        texts.iter().filter(|text| !text.contains("Kulturen på arbejdspladsen")).cloned().collect()
    };
    assert_eq!(other(&after), other(&before), "every other field is as it was");
    assert!(before.len() > 50, "{} fields", before.len());
    let more = culture.chars().count() - saved.chars().count();
    println!("{} fields came back, and {more} characters typed after the last “Gemt”", before.len());
    search(&window).await;
    window.close().await;
}

async fn begin(window: &Window) {
    window.follow(&[Tick("Når du er logget ind på computeren"), Press("Opret mappen")]).await;
    window.arrive_at("Hvem er du?").await;
    window.follow(&[Pick("Din enhed", "Ærø"), Fill("Dit navn", "Maja Thorsen"), Fill("Din titel", "Konsulent")]).await;
    window.press("Enter").await;
    window.arrive_at("I dag").await;
}

async fn company(window: &Window) {
    window.press("Ctrl+4").await;
    window.arrive_at("Virksomheder").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("dialog[open]").await;
    window.type_text("99 06 08 16").await;
    window.fill("Navn", COMPANY).await;
    window.press("Enter").await;
    window.arrive_at(COMPANY).await;
    let steps = [
        Fill("Antal ansatte", "58"),
        Fill("Branchekode", "521000"),
        Choose("Udgave af branchekoden", "DB25"),
        Fill("Branche", "Lager og transport"),
        Tick("Virksomheden bruger JobAG"),
        Fill("Noter", "Ring helst om formiddagen."),
    ];
    window.follow(&steps).await;
    let workplace = [
        Fill("P-nummer", "1003388394"),
        Fill("Vej og nummer", "Havnevej 14"),
        Fill("Postnummer", "5970"),
        Fill("By", "Ærøskøbing"),
        Select("Kommune", "Ærø"),
    ];
    in_dialog(window, "Opret arbejdssted", "Lageret", &workplace).await;
    let contact = [
        Fill("Stilling", "Driftsleder"),
        Fill("Telefon", "70 10 11 55"),
        Fill("Mail", "mads@eksempel.dk"),
        Tick("Hovedkontaktperson"),
    ];
    in_dialog(window, "Opret kontaktperson", "Mads Holm", &contact).await;
}

async fn in_dialog(window: &Window, button: &str, name: &str, steps: &[Step<'_>]) {
    window.follow(&[Press(button)]).await;
    window.wait_for("dialog[open]").await;
    window.type_text(name).await;
    window.follow(steps).await;
    window.press("Ctrl+Enter").await;
    window.wait_until_gone("dialog[open]").await;
    window.wait_for_text(name).await;
}

/// Each link of the list of what is missing leads into its field, in whichever part that stands.
async fn what_is_missing(window: &Window) {
    let fields = ["Arbejdsopgaver", "Tovholder"];
    for (at, field) in fields.into_iter().enumerate() {
        window.press("Ctrl+Enter").await;
        until("the list of what is missing to have the focus", async || {
            let links = "return document.activeElement.matches('.fm-missing')
                && document.activeElement.querySelectorAll('button').length";
            (window.run(links).await == fields.len()).then_some(())
        })
        .await;
        for _ in 0..=at {
            window.press("Tab").await;
        }
        window.press("Enter").await;
        until("a field to have the focus", async || (window.focus_name().await == field).then_some(())).await;
    }
}

/// All seven parts of the form, every field of them.
async fn fill_everything(window: &Window) {
    for (part, steps) in PARTS.into_iter().zip(ANSWERS) {
        show_part(window, part).await;
        if part == "Krav" {
            requirements(window).await;
        }
        window.follow(steps).await;
    }
}

async fn requirements(window: &Window) {
    window.tab_to("Nyt krav").await;
    for (text, _) in REQUIREMENTS {
        window.type_text(text).await;
        window.press("Enter").await;
        window.wait_for_text(text).await;
    }
    // Enter adds the requirement and stays in the field.
    until_is("the focus", async || window.focus_name().await, |focus| focus == "Nyt krav").await;
    window.press("Alt+Up").await;
    show_part(window, "Krav").await;
    for (text, choice) in REQUIREMENTS {
        window.choose(&format!("Hvor vigtigt er kravet {text}?"), choice).await;
    }
}

/// What the button copies is what a user pastes into the fagsystem.
async fn profile(window: &Window) {
    window.tab_to("Kopiér").await;
    window.press("Enter").await;
    window.wait_for_text("Kopieret").await;
    show_part(window, "Ansvar og deling").await;
    window.tab_to("Intern kommentar").await;
    window.press("Ctrl+A").await;
    window.press("Ctrl+V").await;
    let profile = until("the profile to be pasted", async || {
        let text = focused_text(window).await;
        (text != "Ring mandag." && !text.is_empty()).then_some(text)
    })
    .await;
    assert_eq!(profile, PROFILE);
}

async fn search(window: &Window) {
    window.press("Ctrl+K").await;
    for (typed, found) in [
        ("truck", "Gaffeltruckfører, nathold"),
        ("koelelager", COMPANY),
        ("aeroesk", COMPANY),
        ("paa havnen", COMPANY),
        ("mads", "Mads Holm"),
    ] {
        window.press("Ctrl+A").await;
        window.type_text(typed).await;
        until(&format!("{found} for “{typed}”"), async || {
            let hits = window.run("return document.getElementById('hits').innerText").await;
            hits.as_str().is_some_and(|hits| hits.contains(found)).then_some(())
        })
        .await;
    }
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
}

async fn show_part(window: &Window, name: &str) {
    while part(window).await != name {
        let now = part(window).await;
        let at = |name: &str| PARTS.iter().position(|part| *part == name);
        window.press(if at(&now) < at(name) { "Alt+Down" } else { "Alt+Up" }).await;
        until("the next part", async || (part(window).await != now).then_some(())).await;
    }
}

/// The part of the form that is shown.
async fn part(window: &Window) -> String {
    window.text_of(PART).await
}

async fn focused_text(window: &Window) -> String {
    window.run("return document.activeElement.value").await.as_str().unwrap().to_owned()
}

/// What stands in all parts of the form.
async fn parts(window: &Window) -> Vec<String> {
    let mut all = Vec::new();
    for name in PARTS {
        show_part(window, name).await;
        let shown = window.run(SHOWN).await;
        all.extend(shown.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()));
    }
    all
}
