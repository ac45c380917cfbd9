//! What nobody should put in, put into the real window: it answers, says so in Danish, and loses nothing it accepted.

use std::{
    fs::{self, File},
    path::Path,
};

use feltmappen_proofs::{Home, Launch, Window, until};
use serde_json::{Value, json};

/// Rows of a file that takes a while.
const MANY: usize = 100_000;
/// Left to right, right to left, combining, above the first plane, and marks that hide in a text.
const ODD: &str = "שלום עולם \u{202e}abc\u{202c} مرحبا e\u{301}\u{327} 👩‍🏭🚜 \u{feff}ørred";

async fn open(home: &Home) -> Window {
    let window = Launch::new().demo(0).open(home).await;
    window.arrive_at("I dag").await;
    window
}

/// Puts a text into a field as a program or an input method does, past the check of what is pasted.
async fn put(window: &Window, label: &str, text: &str) {
    let field = window.field(label).await;
    let script = "const [field, text] = arguments;
        field.focus();
        field.value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        field.blur();";
    let arguments = vec![serde_json::to_value(field).unwrap(), text.into()];
    window.client.execute(script, arguments).await.unwrap();
}

async fn company(window: &Window, name: &str) -> String {
    let values = json!({ "kind": "company", "values": [{ "path": "name", "value": name }] });
    let made = window.invoke("create", values).await;
    format!("/virksomheder/{}", made["key"]["id"].as_str().unwrap_or_else(|| panic!("{made}")))
}

#[tokio::test]
async fn odd_letters_are_kept_as_they_were_written() {
    let home = Home::new();
    let window = open(&home).await;
    let place = company(&window, "Prøven").await;
    window.go(&place, "Prøven").await;
    put(&window, "Noter", ODD).await;
    put(&window, "Branche", "Rør\u{7}og\u{1b}[31mklokker").await;
    window.wait_until_saved().await;
    let (notes, branch) = (window.value("Noter").await, window.value("Branche").await);
    assert_eq!(
        notes,
        ODD.replace("e\u{301}\u{327}", "\u{229}\u{301}"),
        "only put together as Unicode puts it together"
    );
    window.kill().await;

    let window = Window::open(&home).await;
    window.go(&place, "Prøven").await;
    window.wait_for_value("Noter", &notes).await;
    window.wait_for_value("Branche", &branch).await;
}

#[tokio::test]
async fn a_megabyte_in_a_field_is_told_and_the_page_still_answers() {
    let home = Home::new();
    let window = open(&home).await;
    let place = company(&window, "Prøven").await;
    window.go(&place, "Prøven").await;
    let megabyte = "æ".repeat(512 * 1024);
    for label in ["Navn", "Noter"] {
        let field = window.field(label).await;
        let script = "const [field, text] = arguments;
            field.focus();
            const clipboardData = new DataTransfer();
            clipboardData.setData('text/plain', text);
            return field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));";
        let arguments = vec![serde_json::to_value(field).unwrap(), megabyte.as_str().into()];
        assert_eq!(window.client.execute(script, arguments).await.unwrap(), false, "{label}: the paste is refused");
        window.wait_for_text("Intet er indsat. Indsæt den del, der skal med.").await;
        put(&window, label, &megabyte).await;
        until(&format!("{label} to be told as too long"), async || {
            let script =
                "return [...document.querySelectorAll('.form-error-message')].map((one) => one.textContent).join()";
            window.run(script).await.as_str().is_some_and(|told| told.contains("tegn")).then_some(())
        })
        .await;
    }
    put(&window, "Branche", "Rør og klokker").await;
    window.wait_until_saved().await;
    window.kill().await;

    let window = Window::open(&home).await;
    window.go(&place, "").await;
    window.wait_for_value("Branche", "Rør og klokker").await;
}

#[tokio::test]
async fn no_strange_script_style_or_request_gets_through_and_nothing_is_left_in_the_browser() {
    let home = Home::new();
    let window = open(&home).await;
    let script = "const done = arguments[arguments.length - 1];
        const blocked = [];
        addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
        const page = document.querySelector('main');
        const script = document.createElement('script');
        script.textContent = 'window.hasRun = true';
        page.append(script);
        page.insertAdjacentHTML('beforeend', '<p id=\"strange\" style=\"position: fixed\">Fremmed</p>');
        const style = getComputedStyle(document.getElementById('strange')).position;
        (async () => {
            const asked = await fetch('http://127.0.0.1:1/').then(() => 'answered', () => 'refused');
            const bases = await indexedDB.databases();
            const told = () => ['script-src', 'style-src', 'connect-src'].every((one) => blocked.some((each) => each.startsWith(one)));
            while (!told()) await new Promise(requestAnimationFrame);
            return { ran: window.hasRun ?? false, style, asked, blocked,
                kept: [localStorage.length, sessionStorage.length, bases.length, document.cookie] };
        })().then(done, (error) => done(String(error)));";
    let found = window.client.execute_async(script, Vec::new()).await.unwrap();
    assert_eq!(found["ran"], false, "{found}");
    assert_eq!(found["style"], "static", "{found}");
    assert_eq!(found["asked"], "refused", "{found}");
    assert_eq!(found["kept"], json!([0, 0, 0, ""]), "{found}");
}

/// Chooses a file on the page of the import.
async fn choose(window: &Window, file: &Path) {
    window.go("/import", "Hent virksomheder fra fil").await;
    let input = window.wait_until_there("#importfil").await;
    input.send_keys(file.to_str().unwrap()).await.unwrap();
}

async fn import(window: &Window, file: &Path) {
    choose(window, file).await;
    window.click("Hent virksomhederne").await;
}

async fn leave_import(window: &Window) {
    window.go("/virksomheder", "Virksomheder").await;
}

async fn listed(window: &Window, text: &str) -> Value {
    let query = json!({
        "text": text, "status": null, "unit": null, "mine": false, "within_days": null, "branch": null,
        "sort": "title", "descending": false, "offset": 0, "limit": 50,
    });
    window.invoke("companies", json!({ "query": query })).await
}

async fn names(window: &Window, text: &str) -> Vec<String> {
    let found = listed(window, text).await;
    found["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

async fn total(window: &Window, text: &str) -> usize {
    listed(window, text).await["total"].as_u64().unwrap().try_into().unwrap()
}

/// Numbers that pass the check of a CVR number; nobody has them.
fn cvrs() -> impl Iterator<Item = String> {
    (9_000_000_u32..).filter_map(|stem| {
        let digits = stem.to_string();
        let sum: u32 =
            digits.bytes().zip([2, 7, 6, 5, 4, 3, 2]).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        let check = (11 - sum % 11) % 11;
        (check < 10).then(|| format!("{digits}{check}"))
    })
}

#[tokio::test]
async fn files_that_are_not_as_they_should_be() {
    let home = Home::new();
    let window = open(&home).await;
    let file = home.everything().join("liste.csv");

    fs::write(&file, b"CVR-nummer;Navn\n12345674;Kl\xf8ver \x80\n").unwrap();
    choose(&window, &file).await;
    window.wait_for_text("Windows-1252").await;
    window.wait_for_text("Kløver €").await;
    leave_import(&window).await;

    fs::write(&file, "").unwrap();
    choose(&window, &file).await;
    window.wait_for_text("er tom.").await;
    leave_import(&window).await;

    fs::write(&file, "99532084;Uden overskrift\n99234083;Heller ikke\n").unwrap();
    choose(&window, &file).await;
    window.wait_for_text("Filen kan ikke læses som en tabel med overskrifter.").await;
    window.wait_for_text("Intet er læst ind.").await;
    leave_import(&window).await;

    let numbers: Vec<String> = cvrs().take(2).collect();
    let rows = format!(
        "CVR-nummer;Navn;Noter\n{0};Første;\"Linjen\nder går; videre\"\n{1};Anden;b\n{1};Anden igen;c\n123;Forkert;d\n",
        numbers[0], numbers[1]
    );
    fs::write(&file, rows).unwrap();
    import(&window, &file).await;
    window.wait_for_text("2 oprettet og 2 rækker kunne ikke bruges.").await;
    for told in ["Linje 5", "CVR-nummeret står med et andet navn på linje 4.", "Linje 6"] {
        window.wait_for_text(told).await;
    }
    assert_eq!(names(&window, &numbers[1]).await, ["Anden"]);
    leave_import(&window).await;
    window.click("Første").await;
    window.arrive_at("Første").await;
    window.wait_for_value("Noter", "Linjen\nder går; videre").await;
    leave_import(&window).await;

    File::create(&file).unwrap().set_len(1 << 30).unwrap();
    choose(&window, &file).await;
    window.wait_for_text("fylder 1.024 MB, og der kan hentes 50 MB ad gangen.").await;
}

#[tokio::test]
async fn a_hundred_thousand_rows_are_counted_as_they_come_and_stopping_keeps_what_has_come() {
    let home = Home::new();
    let window = open(&home).await;
    let file = home.everything().join("mange.csv");
    let rows: String = cvrs().take(MANY).map(|cvr| format!("{cvr};Mangfold {cvr}\n")).collect();
    fs::write(&file, format!("CVR-nummer;Navn\n{rows}")).unwrap();
    choose(&window, &file).await;
    window.wait_for_text("har 100.000 rækker.").await;
    window.click("Hent virksomhederne").await;
    let mut counts = vec![String::new()];
    while counts.len() < 6 {
        let last = counts.last().cloned().unwrap();
        let next = until("the count to go on", async || {
            let shown = window.run("return document.getElementById('forløb')?.textContent ?? ''").await;
            let shown = shown.as_str()?.to_owned();
            (shown.contains(" af 100.000 rækker") && shown != last).then_some(shown)
        })
        .await;
        counts.push(next);
    }
    window.click("Stop").await;
    window.wait_for_text("Stoppet efter").await;
    let told = window.run("return document.getElementById('forløb').textContent").await;
    let told: usize = told.as_str().unwrap().strip_suffix(" oprettet.").unwrap().replace('.', "").parse().unwrap();
    assert!((1..MANY).contains(&told), "{told} of {counts:?}");
    let stored = total(&window, "Mangfold").await;
    assert!(stored >= told, "{stored} are kept, {told} were told");
    assert!(stored < MANY, "it stopped");
    window.kill().await;

    let window = Window::open(&home).await;
    assert_eq!(total(&window, "Mangfold").await, stored, "and they stay");
}
