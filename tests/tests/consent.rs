//! From an open order to a CV that may be sent, in the real window: no, and why; a consent where nothing is ticked beforehand,
//! signed on the screen or said aloud; yes; sent; and no again as soon as the citizen says so. A power cut changes none of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test, with something to say")]

use feltmappen_proofs::{
    Home, Launch,
    Step::{self, Choose, Fill, Press, Tick},
    Window,
    citizens::{CANDIDATE, JOB, Referral, STREET},
    until_is,
};
use serde_json::{Value, json};

const PERMIT: &str = "Må jeg sende Amina Prøves CV?";
const CONSENT: &str = "Samtykke til videregivelse af CV-oplysninger";
/// What a hand does from now on.
const COUNT: &str = "
window.hand = { since: Date.now(), keys: 0, tabs: 0, pens: 0 };
addEventListener('keydown', (e) => (e.key === 'Tab' ? (hand.tabs += 1) : (hand.keys += 1)), true);
addEventListener('pointerdown', () => (hand.pens += 1), true);";
/// What can be ticked or chosen in the consent, and what is.
const CHOSEN: &str = "
const all = [...document.querySelectorAll('.fm-consent :is([type=checkbox], [type=radio])')];
return [all.length, all.filter((one) => one.checked).map((one) => one.labels[0].textContent.trim())];";
/// A day in a month, as the boxes for a date take it.
const IN_A_MONTH: &str = "
const day = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000);
return [day.getDate(), day.getMonth() + 1, day.getFullYear()].map(String);";
/// The citizen's own choices.
const ITEMS: [Step<'static>; 3] = [Tick("Kontaktoplysninger"), Tick("Uddannelse"), Tick("Erfaring")];

#[tokio::test]
async fn a_consent_signed_on_the_screen_lets_a_cv_be_sent_until_it_is_withdrawn() {
    let home = Home::new();
    let window = Launch::new().demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let referral = Referral::begin(&window).await;
    window.go(&referral.page(), JOB).await;
    window.run(COUNT).await;
    ask(&window).await;
    fill(&window).await;
    window.follow(&[Choose("Hvordan giver borgeren sit samtykke?", "På skærmen")]).await;
    window.sign_in(".fm-ink").await;
    window.wait_for_text("Ryd").await;
    window.follow(&[Fill("Sted", "Egelund")]).await;
    finalise(&window).await;
    tell(&window, "signed on the screen").await;

    let consent = here(&window).await;
    send(&window).await;
    let submittal = here(&window).await;
    window.kill().await;

    let window = Window::open(&home).await;
    window.arrive_at(PERMIT).await;
    says(&window, "CV'et er sendt").await;
    window.go(&consent, CONSENT).await;
    window.wait_for_text("Det er færdigt og kan ikke ændres.").await;
    let given = ["JobAG via fagsystemet", "Kontaktoplysninger", "Uddannelse", "Erfaring"];
    assert_eq!(chosen(&window).await, json!(given), "what was consented to stands as it did");
    let strokes = window.invoke("open", json!({ "key": key("consent", &consent) })).await;
    assert!(strokes["fields"]["signature"].as_str().is_some_and(|line| line.contains(' ')), "the signature is there");

    // Back to where it was asked from, without anybody's name but the citizen's own.
    assert_eq!(window.text_of(".back-link").await, "Må jeg sende CV'et?");

    // Withdrawn: the dialog and one press.
    window.follow(&[Press("Træk samtykket tilbage")]).await;
    window.wait_for("dialog[open]").await;
    window.follow(&[Press("Telefon")]).await;
    window.wait_until_gone("dialog[open]").await;
    window.wait_for_words(".fm-sign", &["Trukket tilbage", "Bed dem slette det, de har fået"]).await;
    window.go(&submittal, PERMIT).await;
    says(&window, "CV'et er sendt").await;

    window.go(&referral.page(), JOB).await;
    choose(&window).await;
    assert_ne!(here(&window).await, submittal, "each sending is asked about for itself");
    says(&window, "Nej – se først på Jobnet, om CV'et er søgbart").await;
    window.follow(&[Press("Ikke søgbart")]).await;
    says(&window, "Nej – samtykket er trukket tilbage").await;
    window.close().await;
}

#[tokio::test]
async fn a_consent_that_is_said_aloud_is_given_by_keyboard_alone() {
    let home = Home::new();
    let window = Launch::new().demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let referral = Referral::begin(&window).await;
    window.go(&referral.page(), JOB).await;
    window.run(COUNT).await;
    ask(&window).await;
    // What lacks is said, and leads to its field.
    window.press("Ctrl+Enter").await;
    window.wait_for_words(".fm-missing h2", &["ting mangler, før samtykket kan blive færdigt"]).await;
    until_is(
        "the focus on what lacks",
        async || window.run("return document.activeElement.matches('.fm-missing')").await,
        |on| *on == true,
    )
    .await;
    fill(&window).await;
    window.follow(&[Choose("Hvordan giver borgeren sit samtykke?", "Mundtligt")]).await;
    window.wait_for_text("Hvornår sagde borgeren ja?").await;
    window
        .follow(&[Press("Sæt til nu"), Step::Pick("Til hvilken medarbejder?", "Maja"), Fill("Sted", "telefon")])
        .await;
    // Who else takes part is folded away, and opens by keyboard.
    assert_eq!(window.run("return document.querySelector('.fm-others').open").await, false);
    window.follow(&[Press("Siger en anden ja"), Fill("Tolk", "Leila Prøve")]).await;
    finalise(&window).await;
    assert_eq!(window.run("return hand.pens").await, 0, "no hand has touched the mouse");
    tell(&window, "said aloud").await;
    window.close().await;
}

/// From the order to an empty consent: no is no until Jobnet was looked at, and then for want of a consent.
async fn ask(window: &Window) {
    choose(window).await;
    says(window, "Nej – se først på Jobnet, om CV'et er søgbart").await;
    window.follow(&[Press("Ikke søgbart")]).await;
    says(window, "Nej – der mangler et samtykke").await;
    window
        .wait_for_words(
            ".fm-gate-answer",
            &["Amina skal først sige ja til netop dette arbejdssted. CV'et er ikke sendt."],
        )
        .await;
    window.follow(&[Press(&format!("Bed om samtykke til {STREET}"))]).await;
    window.arrive_at(CONSENT).await;
    window.wait_for(".fm-consent").await;
    assert_eq!(chosen(window).await, json!([]), "nothing is chosen beforehand");
}

async fn choose(window: &Window) {
    window.follow(&[Press("Formidl kandidat")]).await;
    window.wait_for("dialog[open]").await;
    window.follow(&[Fill("Kandidatens navn", CANDIDATE)]).await;
    window.wait_for_words("dialog[open] ul", &[CANDIDATE]).await;
    window.follow(&[Press(CANDIDATE)]).await;
    window.arrive_at(PERMIT).await;
}

/// Everything but how it is given.
async fn fill(window: &Window) {
    let day = window.run(IN_A_MONTH).await;
    let [day, month, year] = [0, 1, 2].map(|at| day[at].as_str().unwrap().to_owned());
    window.follow(&[Choose("Sendes som", "JobAG")]).await;
    window.follow(&ITEMS).await;
    let until = "Gælder til og med: ";
    window.follow(&[Fill(&format!("{until}Dag"), &day), Fill(&format!("{until}Måned"), &month)]).await;
    window.follow(&[Fill(&format!("{until}År"), &year)]).await;
}

async fn finalise(window: &Window) {
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Samtykket nu").await;
    window.wait_for(".fm-sign .fm-gate-answer.is-yes").await;
}

/// Yes, and sent: the app asks for a step each.
async fn send(window: &Window) {
    window.follow(&[Press("Må jeg sende CV'et?")]).await;
    window.arrive_at(PERMIT).await;
    says(window, "Ja – CV'et må sendes").await;
    window.press("Ctrl+Enter").await;
    says(window, "Ja – CV'et må sendes i dag").await;
    window.press("Ctrl+Enter").await;
    says(window, "CV'et er sendt").await;
    window.wait_for_words("main", &["Sendt "]).await;
}

async fn says(window: &Window, headline: &str) {
    until_is(headline, async || window.text_of(".fm-gate-answer h2").await, |shown| shown == headline).await;
}

/// What stands chosen in the consent.
async fn chosen(window: &Window) -> Value {
    let mut shown = window.run(CHOSEN).await;
    assert!(shown[0].as_u64().unwrap() > 10, "{shown}");
    shown[1].take()
}

/// Where the window is.
async fn here(window: &Window) -> String {
    window.run("return location.hash.slice(1)").await.as_str().unwrap().to_owned()
}

fn key(kind: &str, page: &str) -> Value {
    json!({ "kind": kind, "id": page.rsplit('/').next().unwrap() })
}

/// From the order to the signed consent.
async fn tell(window: &Window, how: &str) {
    let hand = window.run("return { ...hand, took: Date.now() - hand.since }").await;
    let seconds = hand["took"].as_f64().unwrap() / 1000.0;
    println!(
        "from the order to a consent {how}: {seconds:.1} s, {} keystrokes, {} times Tab, {} strokes of the pen",
        hand["keys"], hand["tabs"], hand["pens"]
    );
}
