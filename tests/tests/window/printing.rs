//! Papers from the window to paper: what comes out of the printer is what was looked at, page for page and word for word, and
//! the print system's own spool is the only place where it has lain.
#![allow(clippy::disallowed_methods, reason = "the clock tells which files are new")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use feltmappen_proofs::{Cups, Found, Home, Key, Launch, Scan, Window, until};
use serde_json::{Value, json};

/// The rows of the three lists, by the command that answers them.
fn query(status: Option<&str>) -> Value {
    json!({ "query": {
        "text": "", "status": status, "unit": null, "mine": false, "within_days": null, "branch": null,
        "sort": "title", "descending": false, "offset": 0, "limit": 50,
    } })
}

#[tokio::test]
async fn each_paper_comes_out_of_the_chosen_printer_with_the_pages_and_words_that_were_shown() {
    let mut cups = Cups::start().await;
    cups.add_queue("Kontor", "Printeren på kontoret");
    cups.add_queue("Lager", "Printeren på lageret");
    let home = Home::new();
    let hentet = downloads(&home);
    let window = open(&home, &cups).await;
    for (number, (page, what)) in papers(&window).await.into_iter().enumerate() {
        show(&window, &page).await;
        if number == 0 {
            window.select("Printer", "Printeren på lageret").await;
        } else {
            let chosen = window.run("return document.querySelector('dialog select').selectedOptions[0].text").await;
            assert_eq!(chosen, "Printeren på lageret", "the printer that was used last");
        }
        window.tab_to("Antal eksemplarer").await;
        window.press("Ctrl+A").await;
        window.type_text("2").await;
        window.press("Ctrl+Enter").await;
        window.wait_for_text("2 eksemplarer er sendt til printeren Printeren på lageret.").await;
        let job = format!("Lager-{}", number + 1);
        assert!(cups.jobs().contains(&job), "{job} is not among {}", cups.jobs());
        assert_eq!(cups.copies(number + 1).await, 2, "{what}");
        window.click("Gem som PDF").await;
        window.wait_for_text("Papiret ligger her").await;
        let shown = newest(&hentet);
        let (printed, saved) =
            (written(&home, "printed.pdf", &cups.paper().await), written(&home, "saved.pdf", &shown));
        assert_eq!(pages(&printed), pages(&saved), "{what}");
        assert_eq!(words(&printed), words(&saved), "{what}");
        assert!(words(&printed).len() > 20, "{what}: {:?}", words(&printed));
        println!("{what}: {} page(s) and {} words came out as they were shown", pages(&printed), words(&printed).len());
        window.press("Escape").await;
        window.wait_until_gone("dialog[open]").await;
        let back = window.focused().await;
        assert!(back.starts_with("Vis og udskriv"), "the focus is where it was, not at “{back}”");
    }
    assert_eq!(names(&hentet).len(), 4);
    for name in names(&hentet) {
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)), "R75: {name}");
    }
    window.close().await;
}

#[tokio::test]
async fn nothing_of_a_paper_lies_anywhere_but_in_the_print_systems_own_spool() {
    let since = SystemTime::now();
    let cups = Cups::start().await;
    cups.add_queue("Kontor", "Printeren på kontoret");
    // What waits there stays where the print system keeps it.
    cups.pause("Kontor");
    let home = Home::new();
    let log = home.everything().join("output");
    let launch = Launch::new().log(log).demo(0).variable("CUPS_SERVER", cups.address());
    let window = launch.open(&home).await;
    window.arrive_at("I dag").await;
    let (page, _) = papers(&window).await.remove(0);
    show(&window, &page).await;
    // A paper says what it is in words that are not packed: its id stands in every file that it ever becomes.
    let id = document_id(&window, &page).await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("er sendt til printeren").await;
    let look = || {
        let mut found = Found::default();
        Scan::new(&[&id]).look(home.everything(), &mut found);
        for folder in [std::env::temp_dir(), "/var/tmp".into(), "/dev/shm".into(), "/var/spool".into()] {
            Scan::new(&[&id]).written_since(since).look(&folder, &mut found);
        }
        found.hits.into_iter().map(|hit| hit.file).collect::<Vec<PathBuf>>()
    };
    let open = look();
    assert!(!open.is_empty(), "the scan knows the paper where it is: in the spool");
    for file in &open {
        assert!(file.starts_with(cups.folder().join("spool")), "{} holds the paper", file.display());
    }
    window.kill().await;
    assert_eq!(look(), open, "nor is there anything more after a kill");
    println!("{} file(s) hold the paper, all of them in the spool", open.len());
}

#[tokio::test]
async fn a_computer_without_a_print_system_can_save_and_says_so() {
    let home = Home::new();
    let hentet = downloads(&home);
    let nowhere = home.everything().join("no-such-socket");
    let window = Launch::new().demo(0).variable("CUPS_SERVER", nowhere).open(&home).await;
    window.arrive_at("I dag").await;
    let (page, _) = papers(&window).await.remove(0);
    show(&window, &page).await;
    window.wait_for_text("Computeren har ingen printer lige nu.").await;
    // The system asks where, and knows a place and a name already.
    window.press("Ctrl+Enter").await;
    window.system_dialog("Gem som PDF", Key::Escape).await;
    // Until the page has heard that nothing was chosen, it takes no second answer.
    until("the button to be free again", async || {
        (window
            .run("return document.activeElement.closest('dialog[open]')?.querySelector('[aria-disabled]') === null")
            .await
            == json!(true))
        .then_some(())
    })
    .await;
    assert!(names(&hentet).is_empty(), "who would rather not has saved nothing");
    window.press("Ctrl+Enter").await;
    window.system_dialog("Gem som PDF", Key::Return).await;
    window.wait_for_text("Papiret ligger her").await;
    assert!(newest(&hentet).starts_with(b"%PDF-1.7"));
    assert!(names(&hentet)[0].starts_with("jobordre-"), "{:?}", names(&hentet));
    window.close().await;
}

async fn open(home: &Home, cups: &Cups) -> Window {
    let launch = Launch::new().demo(0).variable("CUPS_SERVER", cups.address()).variable("FELTMAPPEN_ASKS", "no");
    let window = launch.open(home).await;
    window.arrive_at("I dag").await;
    window
}

/// The folder for downloads, which a new home does not have.
fn downloads(home: &Home) -> PathBuf {
    let folder = home.everything().join("home/Hentet");
    fs::create_dir(&folder).unwrap();
    fs::write(home.everything().join("config/user-dirs.dirs"), "XDG_DOWNLOAD_DIR=\"$HOME/Hentet\"\n").unwrap();
    folder
}

/// The pages with the four papers, and what each is.
async fn papers(window: &Window) -> Vec<(String, &'static str)> {
    let first = async |command: &str, query: Value| {
        let found = window.invoke(command, query).await;
        let key = found["rows"][0]["key"].as_object().or(found[0]["key"].as_object());
        key.and_then(|key| key["id"].as_str()).unwrap_or_else(|| panic!("{command}: {found}")).to_owned()
    };
    let order = first("orders", query(Some("open"))).await;
    let closed = first("visits", query(Some("closed"))).await;
    let planned = first("visits", query(Some("planned"))).await;
    let check = first("match_checks", json!({})).await;
    vec![
        (format!("/jobordrer/{order}"), "the job order"),
        (format!("/besoeg/{closed}/resume"), "the page for the company"),
        (format!("/besoeg/{planned}"), "the preparation card"),
        (format!("/matchtjek/{check}/plan"), "the plan"),
    ]
}

/// Opens the paper of a page by keyboard, and waits until all of it is drawn.
async fn show(window: &Window, page: &str) {
    window.go("/i-dag", "I dag").await;
    window.run(&format!("location.hash = '#{page}'")).await;
    window.wait_for_text("Vis og udskriv").await;
    window.tab_to("Vis og udskriv").await;
    window.press("Enter").await;
    window.wait_for("dialog[open] .fm-paperpage[data-drawn=true]").await;
    window.wait_until_gone("dialog[open] .fm-paperpage[data-drawn=false]").await;
    until("the printers", async || {
        (window.run("return document.querySelector('dialog .button-primary') !== null").await == json!(true))
            .then_some(())
    })
    .await;
}

/// The id of the job order's paper: asked for again, it is the paper that is printed next.
async fn document_id(window: &Window, page: &str) -> String {
    let key = json!({ "kind": "job_order", "id": page.rsplit('/').next() });
    let paper = window.invoke("paper", json!({ "key": key, "what": "job_order" })).await;
    let pdf = BASE64.decode(paper["base64"].as_str().unwrap_or_else(|| panic!("{paper}"))).unwrap();
    let said = String::from_utf8_lossy(&pdf).into_owned();
    let id =
        said.split("<dc:identifier>").nth(1).and_then(|rest| rest.split('<').next()).expect("an id in plain words");
    assert_eq!(id.len(), 36, "{id}");
    id.to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().flatten().map(|one| one.file_name().to_string_lossy().into_owned()).collect()
}

fn newest(folder: &Path) -> Vec<u8> {
    let written = |file: &PathBuf| fs::metadata(file).unwrap().modified().unwrap();
    let files = fs::read_dir(folder).unwrap().flatten().map(|one| one.path());
    fs::read(files.max_by_key(written).expect("a saved paper")).unwrap()
}

fn written(home: &Home, name: &str, bytes: &[u8]) -> PathBuf {
    let file = home.everything().join(name);
    fs::write(&file, bytes).unwrap();
    file
}

fn pages(file: &Path) -> String {
    let said = Command::new("pdfinfo").arg(file).output().unwrap();
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    said.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a number of pages").trim().to_owned()
}

/// The words in the order in which they stand on the pages.
fn words(file: &Path) -> Vec<String> {
    let said = Command::new("pdftotext").args(["-raw".as_ref(), file.as_os_str(), "-".as_ref()]).output().unwrap();
    String::from_utf8_lossy(&said.stdout).split_whitespace().map(str::to_owned).collect()
}
