//! A first visit and a follow-up at the same company, by keyboard alone, with a power cut in the middle.

mod answers;
mod plan;

use answers::{
    ACQUAINTANCE, CHANGES, COMPANY, EARLIER, FOLLOW_UP, OFFER, OWNED, OWNERS, SENTENCES, THEMES, TOUR, UNTOUCHED,
};
use feltmappen_proofs::{Home, Step::Press, Window, until, until_is};
use serde_json::Value;

/// The question that is being answered when the plug is pulled.
const INDUSTRY: &str = "Hvor er branchen på vej hen";
const REMARK: &str = "De tror, at mere bliver kørt om natten, og at det kræver flere certifikater. ";
const QUICK: &str = "Husk at sende brochuren om voksenlærlinge";
/// The words that a wrong person's eyes must not see.
const NUMBER: &str = "010190-1234";
/// Everything that has been answered in the theme that is shown, and what has come from it.
const ANSWERED: &str = "
const words = (one) => (one?.textContent ?? '').trim().replace(/\\s+/g, ' ');
const controls = [...document.querySelectorAll('.fm-guide :is(input, select, textarea)')].map((e) => {
  const value = e.matches('[type=radio], [type=checkbox]') ? e.checked : e.value;
  return `${words(e.labels?.[0])} = ${value}`;
});
return [...controls, ...[...document.querySelectorAll('.fm-guide .fm-made')].map(words)];";
/// What stands in the part of an order that is shown.
const FILLED: &str = "
const words = (one) => (one?.textContent ?? '').trim().replace(/\\s+/g, ' ');
return [...document.querySelectorAll('.fm-formsheet :is(input:not([type=radio]), select, textarea)')].map((e) =>
  `${words(e.labels?.[0])} = ${e.matches('select') ? words(e.selectedOptions[0]) : e.value}`);";
/// Each question with what was answered last time.
const BESIDE: &str = "
const words = (one) => (one?.textContent ?? '').trim().replace(/\\s+/g, ' ');
return [...document.querySelectorAll('.fm-qs > li')].map((one) => [words(one.querySelector('h3')), words(one.querySelector('.fm-q-last'))]);";
/// What the closing dialog says of each theme, with its questions.
const LEFT: &str = "
const words = (one) => (one?.textContent ?? '').trim().replace(/\\s+/g, ' ');
return [...document.querySelectorAll('dialog[open] .fm-closing > li')].map((one) =>
  [words(one.querySelector('p')), [...one.querySelectorAll('details li')].map(words)]);";

#[tokio::test]
async fn a_first_visit_and_a_follow_up_by_keyboard_alone_and_nothing_is_lost() {
    let home = Home::new();
    let window = Window::open(&home).await;
    plan::begin(&window).await;
    plan::leader(&window).await;
    plan::company(&window).await;
    plan::plan(&window, "Førstegangsbesøg", "Fysisk", "12", "5", "Lære hinanden at kende").await;
    plan::prepare(&window).await;
    window.press("Ctrl+Enter").await;
    window.wait_for(".fm-qs").await;
    talk(&window).await;
    let window = pull_the_plug(&home, window).await;
    close_the_visit(&window).await;
    summarise(&window).await;

    window.press("Ctrl+4").await;
    window.arrive_at("Virksomheder").await;
    window.follow(&[Press(COMPANY)]).await;
    window.arrive_at(COMPANY).await;
    order(&window).await;
    plan::plan(&window, "Opfølgningsbesøg", "Digitalt", "3", "9", "Se, hvordan det går").await;
    prepared_by_the_first(&window).await;
    window.press("Ctrl+Enter").await;
    window.wait_for(".fm-qs").await;
    follow_up(&window).await;
    window.close().await;
}

/// The themes in an order of the consultant's own, and every kind of question.
async fn talk(window: &Window) {
    show(window, 2).await;
    window.follow(OFFER).await;
    show(window, 0).await;
    // The first visit has the tour.
    window.wait_for_words(".fm-qs", &[TOUR.0]).await;
    assert!(!text(window, ".fm-qs").await.contains(CHANGES), "nothing was different before the first visit");
    window.follow(ACQUAINTANCE).await;
    window.tab_to(OWNERS[0]).await;
    window.press("Down").await;
    until("the second owner to be chosen", async || {
        let chosen = window.run("return document.activeElement.checked").await == Value::Bool(true);
        (chosen && window.focus_name().await == OWNERS[1]).then_some(())
    })
    .await;
    window.press("Alt+N").await;
    window.type_text(QUICK).await;
    window.press("Enter").await;
    window.wait_for_text("1 note").await;
    show(window, 1).await;
    for (question, note, key, label, sentence) in SENTENCES {
        window.fill(question, note).await;
        window.press(key).await;
        until(&format!("“{sentence}” to become: {label}"), async || {
            let made = text(window, ".fm-guide").await;
            (made.contains(&format!("{label} {sentence}")) || made.contains(&format!("{label}: {sentence}")))
                .then_some(())
        })
        .await;
    }
    let tally = "1 jobordre, 1 aftale, 1 opfølgning, 1 ønske om sparring, 1 note";
    window.wait_for_text(tally).await;
}

/// The window goes at once in the middle of a word, and comes back where it was.
async fn pull_the_plug(home: &Home, window: Window) -> Window {
    window.wait_until_saved().await;
    let before = answered(&window).await;
    show(&window, 1).await;
    window.fill(INDUSTRY, REMARK).await;
    window.wait_until_saved().await;
    window.kill_while_typing(home, &REMARK.repeat(20)).await;

    let window = Window::open(home).await;
    window.arrive_at(COMPANY).await;
    window.wait_for(".fm-qs").await;
    // The app opens where the user was.
    stands_at(&window, 1).await;
    window.wait_for_text("Sidste gang sluttede uventet.").await;
    window.wait_for_text("1 felt er hentet frem igen i").await;
    let note = window.value(INDUSTRY).await;
    assert!(note.starts_with(REMARK), "{note} does not begin with {REMARK}");
    assert!(REMARK.repeat(21).starts_with(&note), "{note} is what was typed");
    let after = answered(&window).await;
    let other =
        |texts: &[String]| -> Vec<String> { texts.iter().filter(|text| !text.contains(INDUSTRY)).cloned().collect() };
    assert_eq!(other(&after), other(&before), "every other answer is as it was");
    assert!(before.len() > 60, "{} answers", before.len());
    window.wait_for_text("1 jobordre, 1 aftale, 1 opfølgning, 1 ønske om sparring, 1 note").await;
    let more = note.chars().count() - REMARK.chars().count();
    println!("{} answers came back, and {more} characters typed after the last “Gemt”", before.len());
    window
}

/// What was not touched is listed, leads to its questions, and stops nothing.
async fn close_the_visit(window: &Window) {
    window.press("Ctrl+Enter").await;
    window.wait_for("dialog[open] .fm-closing").await;
    let expected: Vec<Value> = UNTOUCHED
        .iter()
        .map(|(theme, how_much, questions)| {
            let between = if how_much.starts_with(',') { "" } else { " " };
            serde_json::json!([format!("{theme}{between}{how_much}"), questions])
        })
        .collect();
    window.wait_for_answer(LEFT, expected).await;
    window.follow(&[Press("1 spørgsmål i Kendskab til virksomheden"), Press(UNTOUCHED[1].2[0])]).await;
    window.wait_until_gone("dialog[open]").await;
    until("the question to have the focus", async || (window.focus_name().await == UNTOUCHED[1].2[0]).then_some(()))
        .await;
    stands_at(window, 0).await;
    window.press("Ctrl+Enter").await;
    window.wait_for("dialog[open] .fm-closing").await;
    window.press("Enter").await;
    window.arrive_at("Resumé til virksomheden").await;
}

/// The page for the company: edited, a number of a citizen pointed out, and kept.
async fn summarise(window: &Window) {
    window.tab_to("Teksten").await;
    let page = focused_text(window).await;
    let made = SENTENCES.map(|(_, _, _, _, sentence)| sentence);
    for said in [COMPANY, REMARK.trim(), "Tyskland.", "61", "En fond", "Mads Holm", "Maja Thorsen"].iter().chain(&made)
    {
        assert!(page.contains(said), "“{said}” is not in {page}");
    }
    for own in [QUICK, TOUR.1] {
        assert!(!page.contains(own), "“{own}” is only for ourselves: {page}");
    }
    window.wait_for_text("Vi har ikke fundet CPR-numre eller ukendte navne.").await;
    window.press("Ctrl+End").await;
    window.type_text("\nVi glæder os til at ses igen.").await;
    window.type_text(&format!(" {NUMBER}")).await;
    window.wait_for_text("1 sted kan handle om en borger").await;
    window.wait_for_text("Ligner et CPR-nummer").await;
    window.follow(&[Press("Åbn som mail")]).await;
    window.wait_for_text("Mailen er ikke åbnet.").await;
    window.follow(&[Press(NUMBER)]).await;
    until("the number to be selected", async || {
        let script =
            "const e = document.activeElement; return (e.value ?? '').slice(e.selectionStart, e.selectionEnd);";
        (window.run(script).await == NUMBER).then_some(())
    })
    .await;
    window.press("Backspace").await;
    window.press("Backspace").await;
    window.wait_for_text("Vi har ikke fundet CPR-numre eller ukendte navne.").await;
    let written = focused_text(window).await;
    assert!(written.ends_with("Vi glæder os til at ses igen."), "{written}");
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Resuméet er gemt").await;
    window.wait_until_saved().await;
    // What is shown when the page is opened again is what was saved.
    window.follow(&[Press("Tilbage til samtalen")]).await;
    window.wait_for(".fm-qs").await;
    window.press("Ctrl+Enter").await;
    window.arrive_at("Resumé til virksomheden").await;
    window.tab_to("Teksten").await;
    window.wait_for_answer("return document.activeElement.value", written).await;
}

/// The job order that came of a sentence knows what the visit knows.
async fn order(window: &Window) {
    window.follow(&[Press("Uden stillingsbetegnelse")]).await;
    window.arrive_at("Uden stillingsbetegnelse").await;
    let mut filled = Vec::new();
    for part in ["Virksomhed og kontakt", "Stilling og opgaver"] {
        until(part, async || (text(window, ".fm-formsheet h2").await == part).then_some(())).await;
        let shown = window.run(FILLED).await;
        filled.extend(shown.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()));
        window.press("Alt+Down").await;
    }
    for known in [
        format!("Virksomhed = {COMPANY}"),
        "Kontaktperson = Mads Holm".to_owned(),
        "Sådan kom jobordren ind = Besøg".to_owned(),
        format!("Arbejdsopgaver = {}", SENTENCES[1].4),
    ] {
        assert!(filled.contains(&known), "“{known}” is not in {filled:#?}");
    }
    window.press("Ctrl+4").await;
    window.arrive_at("Virksomheder").await;
    window.follow(&[Press(COMPANY)]).await;
    window.arrive_at(COMPANY).await;
}

/// What the first visit left is what the next one begins with.
async fn prepared_by_the_first(window: &Window) {
    let facts = plan::facts(window).await;
    let promised =
        |n: usize| format!("Åbne aftaler | {} | {} | Lovet af Maja Thorsen, ", SENTENCES[n].3, SENTENCES[n].4);
    for known in [promised(0), promised(2), promised(3)] {
        plan::has_fact(&facts, &known);
    }
    let history = "Tidligere kontakter og jobordrer | ";
    for known in ["Førstegangsbesøg | Lære hinanden at kende | Besøg 12. maj 2025, Maja Thorsen", "Jobordre | "] {
        plan::has_fact_from(&facts, &format!("{history}{known}"));
    }
    plan::has_fact_from(
        &facts,
        "Virksomheden | Hvor mange ansatte er I? | 61. To hold. | Besøg 12. maj 2025, Maja Thorsen",
    );
    plan::has_fact(&facts, "Virksomheden | Antal ansatte | 58 | Virksomhedens oplysninger, ");
}

async fn follow_up(window: &Window) {
    stands_at(window, 0).await;
    let last = "Sidst: 12. maj 2025, Maja Thorsen";
    until_is("when it was last", async || text(window, ".fm-lasthead").await, |said| said == last).await;
    let mut beside = Vec::new();
    for at in 0..THEMES.len() {
        show(window, at).await;
        let shown = window.run(BESIDE).await;
        let shown = shown.as_array().unwrap().iter().map(|row| [0, 1].map(|n| row[n].as_str().unwrap().to_owned()));
        beside.extend(shown.map(|[question, said]| (at, question, said)));
    }
    assert!(!beside.iter().any(|(_, question, _)| question == TOUR.0), "the tour was given: {beside:#?}");
    for (at, question, said) in EARLIER {
        let found = beside.iter().find(|row| row.0 == *at && row.1 == *question);
        assert!(found.is_some_and(|row| row.2.contains(said)), "{question}: {said} is not in {beside:#?}");
    }
    assert!(beside.iter().any(|(_, question, _)| question == OWNED));

    show(window, 0).await;
    window.follow(&FOLLOW_UP[..3]).await;
    window.press("Alt+N").await;
    window.type_text(QUICK).await;
    window.follow(&FOLLOW_UP[3..]).await;
    window.wait_for_text("1 note").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("dialog[open] .fm-closing").await;
    window.press("Ctrl+Enter").await;
    window.arrive_at("Resumé til virksomheden").await;
    window.tab_to("Teksten").await;
    let page = focused_text(window).await;
    for said in ["Natholdet er delt i to.", "64"] {
        assert!(page.contains(said), "“{said}” is not in {page}");
    }
    assert!(!page.contains("Supermarkeder"), "the first visit's answers are the first visit's: {page}");
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Resuméet er gemt").await;
}

/// Shows a theme by its key.
async fn show(window: &Window, at: usize) {
    window.press(&format!("Alt+{}", at + 1)).await;
    stands_at(window, at).await;
    until("its heading to have the focus", async || {
        (window.run("return document.activeElement.matches('.fm-guidehead h2')").await == Value::Bool(true))
            .then_some(())
    })
    .await;
}

/// Waits until this theme is shown.
async fn stands_at(window: &Window, at: usize) {
    let theme = async || text(window, ".fm-theme.is-current .fm-theme-name").await;
    until_is(&format!("the theme {}", THEMES[at]), theme, |shown| shown == THEMES[at]).await;
}

async fn text(window: &Window, css: &str) -> String {
    let script = format!("return (document.querySelector('{css}')?.textContent ?? '').trim().replace(/\\s+/g, ' ')");
    window.run(&script).await.as_str().unwrap().to_owned()
}

async fn focused_text(window: &Window) -> String {
    window.run("return document.activeElement.value").await.as_str().unwrap().to_owned()
}

/// What stands in all themes.
async fn answered(window: &Window) -> Vec<String> {
    let mut all = Vec::new();
    for at in 0..THEMES.len() {
        show(window, at).await;
        let shown = window.run(ANSWERED).await;
        all.extend(shown.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()));
    }
    all
}
