//! The guide, the tools and the checklist as a person meets them: every entry of the inventory that they answer is read in
//! the real window, and what a template holds that nobody expected does no harm.

use std::collections::BTreeSet;

use feltmappen_domain::guide::{Guide, Part, Question, Use, default_fields};
use feltmappen_proofs::{Home, Launch, Step::Tick, Window, until};
use serde_json::{Value, json};

const COMPANY: &str = "Prøven";
/// Every text that is shown in the page.
const SHOWN: &str = "
const texts = [];
const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const text = walk.currentNode.data.trim().replace(/\\s+/g, ' ');
  if (text && walk.currentNode.parentElement.getClientRects().length > 0) texts.push(text);
}
return texts;";
/// The day before which the tool list offers a tool that has ended since, and the day it does no longer.
const BEFORE: &str = "2026-06-30T08:00:00Z";
const AFTER: &str = "2026-07-01T08:00:00Z";
const ENDED: &str = "Jobrotation";
/// A text as somebody with bad intentions writes it.
const HTML: &str = "<img src=x onerror=\"window.hasRun = true\"><b class=\"planted\">Fed</b>";

/// The texts that one walk has shown.
type Texts = BTreeSet<String>;

async fn open(home: &Home) -> Window {
    let window = Launch::new().demo(0).open(home).await;
    window.arrive_at("I dag").await;
    window
}

async fn create(window: &Window, kind: &str, values: Value) -> Value {
    let made = window.invoke("create", json!({ "kind": kind, "values": values })).await;
    assert!(made["key"]["id"].is_string(), "{made}");
    made
}

fn id(record: &Value) -> &str {
    record["key"]["id"].as_str().unwrap()
}

async fn company(window: &Window) -> String {
    id(&create(window, "company", json!([{ "path": "name", "value": COMPANY }])).await).to_owned()
}

/// Makes a visit and opens its conversation.
async fn talk(window: &Window, company: &str, visit_type: &str, at: &str) -> Value {
    let values = json!([
        { "path": "company", "value": company },
        { "path": "type", "value": visit_type },
        { "path": "starts_at", "value": at },
    ]);
    let visit = create(window, "visit", values).await;
    window.go(&format!("/besoeg/{}", id(&visit)), COMPANY).await;
    window.wait_for(".fm-prepsheet").await;
    window.go(&format!("/besoeg/{}/samtale", id(&visit)), COMPANY).await;
    window.wait_for(".fm-guide h2").await;
    visit
}

async fn shown(window: &Window) -> Vec<String> {
    let texts = window.run(SHOWN).await;
    texts.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// What is read in all themes of the conversation that is open.
async fn themes(window: &Window, guide: &Guide) -> Texts {
    let mut texts = Texts::new();
    for (at, part) in guide.parts.iter().enumerate() {
        window.press(&format!("Alt+{}", at + 1)).await;
        until(&format!("the theme “{}”", part.title), async || {
            let heading = "return document.querySelector('.fm-guidehead h2')?.textContent ?? ''";
            window.run(heading).await.as_str().is_some_and(|text| text.starts_with(&part.title)).then_some(())
        })
        .await;
        texts.extend(shown(window).await);
    }
    texts
}

/// What is read in all parts of the match check that is open.
async fn parts(window: &Window, checklist: &Guide) -> Texts {
    let mut texts = Texts::new();
    for (at, part) in checklist.parts.iter().enumerate() {
        if at > 0 {
            window.press("Alt+Down").await;
        }
        until(&format!("the part “{}”", part.title), async || {
            let heading = "return document.querySelector('.fm-formsheet h2')?.textContent ?? ''";
            (window.run(heading).await == part.title.as_str()).then_some(())
        })
        .await;
        window.wait_for(".fm-checkq").await;
        texts.extend(shown(window).await);
    }
    texts
}

/// What answers an entry: the words of parts and of questions or tools.
fn answering<'a>(guide: &'a Guide, entry: &'a str) -> (Vec<&'a Part>, Vec<&'a Question>) {
    let has = move |entries: &[String]| entries.iter().any(|one| one == entry);
    let parts = guide.parts.iter().filter(|part| has(&part.d)).collect();
    let questions = guide.questions().map(|(_, question)| question).filter(|question| has(&question.d)).collect();
    (parts, questions)
}

#[tokio::test]
async fn every_entry_of_the_inventory_is_read_in_the_window() {
    let [guide, tools, checklist] =
        [Use::Visit, Use::Tools, Use::MatchCheck].map(|template_use| Guide::new(&default_fields(template_use)));
    let home = Home::new();
    let window = open(&home).await;
    let company = company(&window).await;
    talk(&window, &company, "first", BEFORE).await;
    window.follow(&[Tick("Internationalt")]).await;
    window.wait_for_text("Hvilke lande handler I mest med?").await;
    let first = themes(&window, &guide).await;
    talk(&window, &company, "follow_up", AFTER).await;
    let follow_up = themes(&window, &guide).await;
    talk(&window, &company, "concrete", AFTER).await;
    let asked = shown(&window).await;
    assert!(
        !guide.questions().any(|(_, question)| asked.contains(&question.text)),
        "only what is chosen is asked: {asked:#?}"
    );
    let [chosen, more @ ..] = &guide.parts[..] else { panic!("the guide has themes") };
    window.follow(&[Tick(&chosen.title)]).await;
    window.click("Flere temaer").await;
    window.wait_for("dialog[open]").await;
    for part in more {
        window.follow(&[Tick(&part.title)]).await;
    }
    window.click("Færdig").await;
    window.wait_until_gone("dialog[open]").await;
    let concrete = themes(&window, &guide).await;
    let check = create(&window, "match_check", json!([])).await;
    window.go(&format!("/matchtjek/{}", id(&check)), "").await;
    let checked = parts(&window, &checklist).await;

    who_is_asked_what(&guide, &[("first", &first), ("follow_up", &follow_up), ("concrete", &concrete)]);
    assert!(
        first.contains(ENDED) && !follow_up.contains(ENDED) && !concrete.contains(ENDED),
        "{ENDED}: from its day on no more"
    );

    let visits: Texts = [first, follow_up, concrete].into_iter().flatten().collect();
    let read = all_read((122..=152).chain(175..=214), &[(&guide, &visits), (&tools, &visits), (&checklist, &checked)]);
    println!("{read} texts for 71 entries were read in the window");
}

#[tokio::test]
async fn every_entry_of_a_conversation_is_read_in_the_window() {
    let guide = Guide::new(&default_fields(Use::Conversation));
    let home = Home::new();
    let window = open(&home).await;
    let candidate = create(&window, "candidate", json!([{ "path": "name", "value": "Prøve Prøvesen" }])).await;
    let [first, follow_up] = [citizen(&window, &candidate, &guide).await, citizen(&window, &candidate, &guide).await];
    who_is_asked_what(&guide, &[("first", &first), ("follow_up", &follow_up)]);
    let both: Texts = [first, follow_up].into_iter().flatten().collect();
    let read = all_read((153..=174).chain(220..=229), &[(&guide, &both)]);
    println!("{read} texts for 32 entries were read in the window");
}

/// Makes a conversation with a citizen and reads all its parts; the second one is a follow-up by itself.
async fn citizen(window: &Window, candidate: &Value, guide: &Guide) -> Texts {
    let made = create(window, "conversation", json!([{ "path": "candidate", "value": id(candidate) }])).await;
    window.go(&format!("/samtaler/{}", id(&made)), "").await;
    parts(window, guide).await
}

/// Every text that answers these entries of the inventory has been read; answers how many there are.
fn all_read(numbers: impl Iterator<Item = u32>, lists: &[(&Guide, &Texts)]) -> usize {
    let mut read = 0;
    for number in numbers {
        let entry = format!("D{number}");
        let before = read;
        for (list, texts) in lists {
            let (parts, questions) = answering(list, &entry);
            let words = parts.iter().flat_map(|part| std::iter::once(&part.title).chain(&part.lead));
            for text in words.chain(questions.iter().map(|question| &question.text)) {
                // The name of a part of the tool list stands in the sentence below its question.
                let there = texts.iter().any(|one| one == text || one.strip_suffix('.') == Some(text));
                assert!(there, "{entry}: “{text}” is nowhere in the window");
                read += 1;
            }
        }
        assert!(read > before, "{entry} is answered by nothing");
    }
    read
}

/// A question is asked at its types of visit, and at no other.
fn who_is_asked_what(guide: &Guide, walks: &[(&str, &Texts)]) {
    for (visit_type, texts) in walks {
        for (_, question) in guide.questions() {
            let meant = question.visits.is_empty() || question.visits.iter().any(|one| one.as_str() == *visit_type);
            // The condition was met at the first visit only.
            let asked = meant && (question.show_when.is_none() || *visit_type == "first");
            assert_eq!(texts.contains(&question.text), asked, "{visit_type}: {}", question.text);
        }
    }
}

#[tokio::test]
async fn a_question_of_an_unknown_kind_is_only_read_and_kept_and_html_is_text() {
    let home = Home::new();
    let window = open(&home).await;
    let company = company(&window).await;
    let draft = window.invoke("new_version", json!({ "template_use": "visit", "from": "latest" })).await;
    let part = draft["lists"]["parts"][0].as_str().unwrap();
    let values = json!([{ "path": format!("parts.{part}.lead"), "value": HTML }, { "path": format!("parts.{part}.title"), "value": "<b class=planted>Tema</b>" }]);
    let changed = window.invoke("set_fields", json!({ "key": draft["key"], "values": values })).await;
    assert!(changed["key"].is_object(), "{changed}");
    let unknown = add(&window, &draft, "questions", json!([
        { "path": "part", "value": part }, { "path": "kind", "value": "sketch" }, { "path": "text", "value": "Tegn jeres arbejdsgang" },
    ])).await;
    let choice = add(&window, &draft, "questions", json!([
        { "path": "part", "value": part }, { "path": "kind", "value": "choice" },
        { "path": "text", "value": format!("Spørgsmål {HTML}") }, { "path": "help", "value": format!("Hjælp {HTML}") },
    ])).await;
    add(
        &window,
        &draft,
        "choices",
        json!([{ "path": "question", "value": choice }, { "path": "label", "value": "<i class=planted>Valg</i>" }]),
    )
    .await;
    window.go(&format!("/skabeloner/{}", id(&draft)), "").await;
    as_text(&window, &[HTML, &format!("Spørgsmål {HTML}")]).await;
    let outcome = window.invoke("publish", json!({ "key": draft["key"] })).await;
    assert_eq!(outcome["done"], true, "{outcome}");

    let visit = talk(&window, &company, "first", AFTER).await;
    let path = format!("answers.{unknown}.note");
    let values = json!([{ "path": path, "value": "En tegning med tre led" }]);
    let answered = window.invoke("set_fields", json!({ "key": visit["key"], "values": values })).await;
    assert_eq!(answered["fields"][&path], "En tegning med tre led", "{answered}");
    window.kill().await;

    let window = Window::open(&home).await;
    window.go(&format!("/besoeg/{}/samtale", id(&visit)), COMPANY).await;
    window.wait_for_text("Tegn jeres arbejdsgang").await;
    window.wait_for_text("Spørgsmålet kommer fra en nyere udgave af programmet og kan kun læses her.").await;
    window.wait_for_text("En tegning med tre led").await;
    let script =
        "const row = [...document.querySelectorAll('.fm-q')].find((one) => one.textContent.includes('Tegn jeres'));
        return row.querySelectorAll('input, textarea, select, button').length";
    assert_eq!(window.run(script).await, 0, "it can only be read");
    as_text(
        &window,
        &[
            HTML,
            &format!("Spørgsmål {HTML}"),
            &format!("Hjælp {HTML}"),
            "<b class=planted>Tema</b>",
            "<i class=planted>Valg</i>",
        ],
    )
    .await;
    window.click("Begynd besøget").await;
    window.click("Afslut besøget").await;
    window.wait_for("dialog[open] .fm-closing").await;
    as_text(&window, &["<b class=planted>Tema</b>", &format!("Spørgsmål {HTML}")]).await;
    window.press("Enter").await;
    window.arrive_at("Resumé til virksomheden").await;
    as_text(&window, &[]).await;

    let kept = window.invoke("open", json!({ "key": visit["key"] })).await;
    assert_eq!(kept["visit"]["status"], "closed", "{kept}");
    assert_eq!(kept["fields"][&path], "En tegning med tre led");
    let template = window.invoke("open", json!({ "key": draft["key"] })).await;
    assert_eq!(template["fields"][format!("questions.{unknown}.kind")], "sketch");
}

async fn add(window: &Window, record: &Value, list: &str, values: Value) -> String {
    let added = window.invoke("add_item", json!({ "key": record["key"], "list": list, "values": values })).await;
    added["id"].as_str().unwrap_or_else(|| panic!("{added}")).to_owned()
}

/// These texts stand in the page as they were written, and nothing in them has become anything else.
async fn as_text(window: &Window, texts: &[&str]) {
    for text in texts {
        until(&format!("“{text}” to be read"), async || {
            let script = "return [...document.querySelectorAll('main *')].flatMap((one) => [...one.childNodes])
                .filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.data.trim())";
            let all = window.run(script).await;
            all.as_array().unwrap().iter().any(|one| one.as_str().is_some_and(|one| one.contains(text))).then_some(())
        })
        .await;
    }
    let harm = "return [document.querySelectorAll('.planted, main img, dialog img').length, window.hasRun ?? false]";
    assert_eq!(window.run(harm).await, json!([0, false]));
}
