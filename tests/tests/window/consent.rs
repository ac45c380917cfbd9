//! From an open order to a CV that may be sent, in the real window: no, and why; a consent where nothing is ticked beforehand,
//! signed on the screen or said aloud; yes; sent; and no again as soon as the citizen says so. A power cut changes none of it.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
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

/// A black page as an office scanner writes it: one picture, packed as a fax is.
const SCANNED: &str = "%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 160 160]/Resources<</XObject<</S 4 0 R>>>>/Contents 5 0 R>>endobj
4 0 obj<</Type/XObject/Subtype/Image/Width 16/Height 16/BitsPerComponent 1/ColorSpace/DeviceGray
/Filter[/ASCIIHexDecode/CCITTFaxDecode]/DecodeParms[null<</K -1/Columns 16/Rows 16>>]/Length 21>>stream
26a0bfffffffe0020020>
endstream endobj
5 0 obj<</Length 28>>stream
q 160 0 0 160 0 0 cm /S Do Q
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
";
/// A picture of 40 by 30 dots.
const PHOTOGRAPHED: &str =
    "iVBORw0KGgoAAAANSUhEUgAAACgAAAAeCAAAAAB7tgMBAAAAEklEQVR42mNgGAWjYBSMguEAAATOAAHtUfYIAAAAAElFTkSuQmCC";
/// How dark the middle of the first page is: 0 is black.
const MIDDLE: &str = "
const page = document.querySelector('dialog[open] .fm-paperpage[data-drawn=true] canvas');
if (!page) return null;
return page.getContext('2d').getImageData(page.width / 2, page.height / 2, 1, 1).data[0];";

#[tokio::test]
async fn a_signed_paper_is_looked_at_again_and_leaves_as_a_proof_and_the_log_leaves_without_names() {
    let home = Home::new();
    let hentet = downloads(&home);
    let window = Launch::new().demo(0).variable("FELTMAPPEN_ASKS", "no").open(&home).await;
    window.arrive_at("I dag").await;
    let referral = Referral::begin(&window).await;
    let consent = on_paper(&window, &referral).await;
    let page = format!("/samtykker/{}", consent["id"].as_str().unwrap());

    // A photograph is a picture; a scan is drawn by the window's own reader, also when it is packed as a fax.
    take_in(&window, &consent, PHOTOGRAPHED).await;
    window.go(&page, CONSENT).await;
    window.click("Se den").await;
    window.wait_for("dialog[open] .fm-scan img").await;
    until_is(
        "the picture",
        async || window.run("return document.querySelector('dialog[open] .fm-scan img')?.naturalWidth").await,
        |wide| *wide == 40,
    )
    .await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    window.go("/i-dag", "I dag").await;
    take_in(&window, &consent, &BASE64.encode(SCANNED)).await;
    window.go(&page, CONSENT).await;
    window.click("Se den").await;
    until_is("ink on the page", async || window.run(MIDDLE).await, |dark| *dark == 0).await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;

    finalise(&window).await;
    window.click("Den underskrevne erklæring").await;
    until_is("ink on the page", async || window.run(MIDDLE).await, |dark| *dark == 0).await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    window.click("Gem en bevispakke").await;
    window.wait_for_words(".fm-sign", &["Bevispakken ligger her"]).await;
    let bundle = only(&hentet, "zip");
    let mut zip = zip::ZipArchive::new(fs::File::open(&bundle).unwrap()).unwrap();
    let names: Vec<_> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in ["samtykke-borger.pdf", "samtykke-kommune.pdf", "samtykke-virksomhed.pdf", "LÆS MIG.txt", "bevis.json"]
    {
        assert!(names.iter().any(|one| one == name), "{name} in {names:?}");
    }
    let mut scan = String::new();
    zip.by_name("underskrevet-erklaering.pdf").unwrap().read_to_string(&mut scan).unwrap();
    assert_eq!(scan, SCANNED, "byte for byte");

    window.go(&format!("/kandidater/{}", referral.candidate["id"].as_str().unwrap()), CANDIDATE).await;
    window.click("Hvem har set oplysningerne?").await;
    window.wait_for_words("dialog[open]", &["Samtykket gjort færdigt", "Underskrevet erklæring", "Bevispakke"]).await;
    let shown = window.text_of("dialog[open]").await;
    assert!(!shown.contains("Maja"), "no employee is named: {shown}");
    window.press("Ctrl+Enter").await;
    window.wait_for_words("dialog[open]", &["Filen ligger her"]).await;
    let table = fs::read_to_string(only(&hentet, "csv")).unwrap();
    assert!(table.starts_with('\u{feff}') && table.contains("Gemt som fil;"), "{table}");
    assert!(!table.contains("Maja") && !table.contains("Amina"), "{table}");
    window.close().await;
}

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

/// The folder for downloads, which a new home does not have.
fn downloads(home: &Home) -> PathBuf {
    let folder = home.everything().join("home/Hentet");
    fs::create_dir(&folder).unwrap();
    fs::write(home.everything().join("config/user-dirs.dirs"), "XDG_DOWNLOAD_DIR=\"$HOME/Hentet\"\n").unwrap();
    folder
}

/// The one file with this ending.
fn only(folder: &Path, ending: &str) -> PathBuf {
    let files = fs::read_dir(folder).unwrap().flatten().map(|one| one.path());
    let mut fitting: Vec<_> = files.filter(|file| file.extension().is_some_and(|one| one == ending)).collect();
    assert_eq!(fitting.len(), 1, "{fitting:?}");
    fitting.remove(0)
}

/// A consent that is printed to be signed, and lacks nothing but the signed paper.
async fn on_paper(window: &Window, referral: &Referral) -> Value {
    let drafted = json!({ "order": referral.order, "candidate": referral.candidate });
    let consent = window.invoke("new_consent", drafted).await["key"].take();
    let day = "return new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)";
    let day = window.run(day).await;
    let values = json!([
        { "path": "data.education", "value": true }, { "path": "channel", "value": "jobag" },
        { "path": "valid_until", "value": day }, { "path": "given.how", "value": "paper" },
    ]);
    let filled = window.invoke("set_fields", json!({ "key": consent, "values": values })).await;
    assert!(filled["key"].is_object(), "{filled}");
    let paper = window.invoke("paper", json!({ "key": consent, "what": "consent_form" })).await;
    assert!(paper["base64"].is_string(), "{paper}");
    consent
}

async fn take_in(window: &Window, consent: &Value, base64: &str) {
    let taken = window.invoke("attach_scan", json!({ "key": consent, "base64": base64 })).await;
    assert_eq!(taken["consent"]["problems"], json!([]), "{taken}");
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
