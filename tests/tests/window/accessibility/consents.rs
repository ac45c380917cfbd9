//! "Må jeg sende dette CV?", the consent and what it becomes, as each of them looks.

use feltmappen_proofs::{
    Home, Window,
    citizens::{CANDIDATE, JOB, Referral, STREET},
};
use serde_json::{Value, json};

use super::{Judge, Theme, launch};

const PERMIT: &str = "Må jeg sende Amina Prøves CV?";
const CONSENT: &str = "Samtykke til videregivelse af CV-oplysninger";
/// How far down the main action of the draft reaches in a page that is not scrolled.
const MAIN_ACTION: &str = "
scrollTo(0, 0);
return document.querySelector('.fm-sign [data-main]').getBoundingClientRect().bottom";
const SIGNATURE: &str = "320x130|42,104 55,52 66,106 78,70 96,98 120,64 140,102|190,40 186,110 222,60 250,96";

#[tokio::test]
async fn consents_in_the_light() {
    consents(Theme::Light).await;
}

#[tokio::test]
async fn consents_in_the_dark() {
    consents(Theme::Dark).await;
}

async fn consents(theme: Theme) {
    let home = Home::new();
    let window = launch(theme).demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    let referral = Referral::begin(&window).await;
    let submittal = no(&window, &mut judge, &referral).await;
    let consent = draft(&window, &mut judge, &referral).await;
    read_through(&window, &mut judge).await;
    finalise(&window, &mut judge).await;
    yes(&window, &mut judge, &submittal).await;
    withdraw(&window, &mut judge, &consent).await;
    afterwards(&window, &mut judge, &referral).await;
    judge.verdict(21);
}

/// No, and the way on.
async fn no(window: &Window, judge: &mut Judge<'_>, referral: &Referral) -> Value {
    window.go(&referral.page(), JOB).await;
    window.click("Formidl kandidat").await;
    window.wait_for("dialog[open] li").await;
    judge.look("choose-candidate").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    let submittal = prepare(window, referral).await;
    window.invoke("confirm_cv", json!({ "key": submittal, "status": "not_searchable" })).await;
    show(window, "formidlinger", &submittal, PERMIT).await;
    window.wait_for_text("Nej – der mangler et samtykke").await;
    judge.look_everywhere("permit-no").await;
    submittal
}

/// Empty, with what lacks, and filled in; and what the workplace will see.
async fn draft(window: &Window, judge: &mut Judge<'_>, referral: &Referral) -> Value {
    window.click(&format!("Bed om samtykke til {STREET}")).await;
    window.arrive_at(CONSENT).await;
    window.wait_for(".fm-consent").await;
    judge.look_everywhere("consent-empty").await;
    window.press("Ctrl+Enter").await;
    window.wait_for(".fm-missing").await;
    judge.look("consent-missing").await;
    let drafted = json!({ "order": referral.order, "candidate": referral.candidate });
    let consent = window.invoke("new_consent", drafted).await["key"].take();
    let day = "return new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)";
    let day = window.run(day).await;
    let values = json!([
        { "path": "data.contact", "value": true }, { "path": "data.education", "value": true },
        { "path": "data.experience", "value": true }, { "path": "data.driving_licence", "value": true },
        { "path": "channel", "value": "jobag" }, { "path": "valid_until", "value": day },
        { "path": "given.how", "value": "screen" }, { "path": "signature", "value": SIGNATURE },
        { "path": "given.place", "value": "Egelund" },
    ]);
    let filled = window.invoke("set_fields", json!({ "key": consent, "values": values })).await;
    assert!(filled["key"].is_object(), "{filled}");
    window.go("/i-dag", "I dag").await;
    show(window, "samtykker", &consent, CONSENT).await;
    window.wait_for(".fm-ink path").await;
    let main = window.run(MAIN_ACTION).await;
    assert!(main.as_f64().is_some_and(|bottom| bottom <= 730.0), "the main action ends at {main} of 768");
    judge.look_everywhere("consent-filled").await;
    window.click_on(".fm-others summary").await;
    window.wait_for(".fm-others[open] input").await;
    judge.look_closely("consent-others").await;
    window.click_on(".fm-others summary").await;
    window.click("Se, hvad virksomheden får").await;
    window.wait_for("dialog[open] dl").await;
    judge.look("consent-employer").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    consent
}

/// One thought on a page, in large letters and the largest.
async fn read_through(window: &Window, judge: &mut Judge<'_>) {
    window.click("Læs med stor skrift").await;
    for page in 1..=5 {
        window.wait_for_text(&format!("Side {page} af 5")).await;
        if page == 2 {
            judge.look_everywhere("read-2").await;
        } else {
            judge.look(&format!("read-{page}")).await;
        }
        if page == 3 {
            window.click("Største skrift").await;
            judge.look_closely("read-largest").await;
        }
        window.press("Right").await;
    }
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
}

async fn finalise(window: &Window, judge: &mut Judge<'_>) {
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Samtykket nu").await;
    judge.look_closely("consent-done").await;
}

async fn yes(window: &Window, judge: &mut Judge<'_>, submittal: &Value) {
    show(window, "formidlinger", submittal, PERMIT).await;
    window.wait_for_text("Ja – CV'et må sendes").await;
    judge.look_everywhere("permit-yes").await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Ja – CV'et må sendes i dag").await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Det, der er sendt, står fast.").await;
    judge.look_closely("permit-sent").await;
}

async fn withdraw(window: &Window, judge: &mut Judge<'_>, consent: &Value) {
    show(window, "samtykker", consent, CONSENT).await;
    window.click("Træk samtykket tilbage").await;
    window.wait_for("dialog[open]").await;
    judge.look("consent-withdraw").await;
    window.click("Telefon").await;
    window.wait_for_text("Bed dem slette det, de har fået").await;
    judge.look_closely("consent-withdrawn").await;
}

/// The next sending, one that nothing covered, and the candidate's page.
async fn afterwards(window: &Window, judge: &mut Judge<'_>, referral: &Referral) {
    let submittal = prepare(window, referral).await;
    window.invoke("confirm_cv", json!({ "key": submittal, "status": "not_searchable" })).await;
    window.invoke("record_sent", json!({ "key": submittal, "channel": "secure_mail" })).await;
    show(window, "formidlinger", &submittal, PERMIT).await;
    window.wait_for_text("CV'et er sendt, og intet dækkede det").await;
    judge.look_closely("permit-uncovered").await;
    show(window, "kandidater", &referral.candidate, CANDIDATE).await;
    window.wait_for(".fm-wallet li").await;
    judge.look_everywhere("candidate-wallet").await;
    window.click("Hvem har set oplysningerne?").await;
    window.wait_for_words("dialog[open]", &["Samtykket trukket tilbage"]).await;
    judge.look_closely("candidate-access").await;
}

async fn prepare(window: &Window, referral: &Referral) -> Value {
    let asked = json!({ "order": referral.order, "candidate": referral.candidate });
    window.invoke("prepare_submittal", asked).await["key"].take()
}

async fn show(window: &Window, place: &str, key: &Value, heading: &str) {
    window.go(&format!("/{place}/{}", key["id"].as_str().unwrap()), heading).await;
}
