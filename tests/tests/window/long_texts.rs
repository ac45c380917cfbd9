//! Far too much text in every text field of a job order: a megabyte is not taken, what is taken is kept to the last letter,
//! and the page says what is wrong and goes on answering.

use std::time::{Duration, Instant};

use feltmappen_proofs::{Home, Launch, Window, until};
use serde_json::{Value, json};

/// A megabyte: every letter has two bytes.
const MEGABYTE: usize = 512 * 1024;
/// The longest text that every field takes, though it be too long for it.
const LETTERS: usize = 20_000;
const PARTS: [&str; 7] = ["company", "position", "terms", "requirements", "expectations", "process", "responsibility"];
/// The ids of the fields that take any text, in the part that is shown.
const FIELDS: &str = "
return [...document.querySelectorAll('.fm-formsheet :is(input[type=text]:not([role=combobox]), textarea)')]
  .filter((field) => !field.closest('.date-group'))
  .map((field) => [field.id.replace(/^r\\d+-/, ''), field.labels[0].textContent.trim()]);";
/// Pastes a text; answers whether the page took it.
const PASTE: &str = "
const [id, letters] = arguments;
const field = document.querySelector(`.fm-formsheet [id$=\"-${id}\"]`);
field.focus();
const clipboardData = new DataTransfer();
clipboardData.setData('text/plain', 'æ'.repeat(letters));
return field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));";
/// Puts a text into a field as an input method does, and answers when the page has been painted with it.
const PUT: &str = "
const [id, letters, done] = arguments;
const field = document.querySelector(`.fm-formsheet [id$=\"-${id}\"]`);
field.focus();
field.value = id + 'æ'.repeat(letters - id.length);
field.dispatchEvent(new InputEvent('input', { bubbles: true }));
field.blur();
requestAnimationFrame(() => setTimeout(() => done(field.value.length)));";
const LENGTH: &str = "
const field = document.querySelector(`.fm-formsheet [id$=\"-${arguments[0]}\"]`);
return field.value.startsWith(arguments[0]) ? field.value.length : field.value.slice(0, 100);";
/// What is said to the user about this field.
const TOLD: &str = "
const field = document.querySelector(`.fm-formsheet [id$=\"-${arguments[0]}\"]`);
return field.closest('.form-group').querySelector('.form-error-message')?.textContent ?? '';";

#[tokio::test]
async fn far_too_much_text_in_every_field_of_an_order() {
    let home = Home::new();
    let window = Launch::new().demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let made = window.invoke("create", json!({ "kind": "job_order", "values": [] })).await;
    let order = format!("/jobordrer/{}", made["key"]["id"].as_str().unwrap());
    let (mut put, mut slowest) = (Vec::new(), Duration::ZERO);
    for part in PARTS {
        show(&window, &order, part).await;
        for field in fields(&window).await {
            let begun = Instant::now();
            let taken = window.client.execute(PASTE, vec![field.as_str().into(), MEGABYTE.into()]).await.unwrap();
            assert_eq!(taken, false, "{field} takes no megabyte");
            tells(&window, &field, "Intet er indsat.").await;
            window.client.execute_async(PUT, vec![field.as_str().into(), LETTERS.into()]).await.unwrap();
            let told = tells(&window, &field, "").await;
            slowest = slowest.max(begun.elapsed());
            assert!(told.starts_with("Fejl:") && told.ends_with('.'), "{field}: {told}");
            put.push((part, field));
        }
    }
    assert_eq!(put.len(), 17, "{put:?}");
    window.wait_until_saved().await;
    window.kill().await;

    let window = Window::open(&home).await;
    let mut part = "";
    for (at, field) in &put {
        if part != *at {
            part = at;
            show(&window, &order, part).await;
        }
        assert_eq!(ask(&window, LENGTH, field).await, LETTERS, "{field} came back whole");
    }
    println!("{} fields refused a megabyte and kept {LETTERS} letters; the slowest answer took {slowest:?}", put.len());
    window.close().await;
}

/// Waits until something is said about a field, with these words in it.
async fn tells(window: &Window, field: &str, words: &str) -> String {
    until(&format!("what is wrong with {field}: {words}"), async || {
        let told = ask(window, TOLD, field).await;
        told.as_str().filter(|told| !told.is_empty() && told.contains(words)).map(str::to_owned)
    })
    .await
}

async fn show(window: &Window, order: &str, part: &str) {
    window.run(&format!("location.hash = '#{order}/{part}'")).await;
    let title = format!(".fm-parts-list [aria-current=step][href$='/{part}']");
    until(part, async || {
        let shown = format!(
            "return document.querySelector(\"{title}\") !== null && document.querySelector('.fm-formsheet') !== null"
        );
        window.run(&shown).await.as_bool().filter(|shown| *shown)
    })
    .await;
}

async fn fields(window: &Window) -> Vec<String> {
    let found = window.run(FIELDS).await;
    // A requirement being written is no field of the order yet; it has a limit of its own.
    let ids = found.as_array().unwrap().iter().map(|field| field[0].as_str().unwrap().to_owned());
    ids.filter(|id| !id.contains("requirements")).collect()
}

async fn ask(window: &Window, script: &str, field: &str) -> Value {
    window.client.execute(script, vec![field.into()]).await.unwrap()
}
