//! What a consultant writes is nowhere to be read but in the window: not on disk, not in what programs leave behind.
#![allow(clippy::disallowed_methods, reason = "the clock tells which files are new")]

use std::{collections::BTreeSet, env, fs, io::Write, path::PathBuf, time::SystemTime};

use feltmappen_proofs::{Found, Home, Launch, Scan, Window};
use flate2::{Compression, write::GzEncoder, write::ZlibEncoder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

/// What the page can keep by itself. All of it must be empty.
const KEPT: &str = "
const done = arguments[arguments.length - 1];
(async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map(({ name }) => name),
  ...(window.caches ? await caches.keys() : []), ...document.cookie.split(';').filter(Boolean),
])().then(done, (error) => done([String(error)]));";

/// Texts that stand nowhere else on this computer.
struct Planted {
    consultant: String,
    company: String,
    cvr: String,
    note: String,
    person: String,
    mail: String,
    phone: String,
    title: String,
    requirement: String,
    remark: String,
    unfinished: String,
    sought: String,
}

impl Planted {
    fn new() -> Self {
        let seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos() as u64;
        let letters: String = (0..10).map(|at| char::from(b'b' + ((seed >> (at * 4)) & 15) as u8)).collect();
        let text = |words: &str| format!("{words} {letters}");
        Self {
            consultant: text("Åse Plantesøn"),
            company: text("Æbelø Plantning"),
            cvr: cvr(seed),
            note: text("Noten: ring først på lørdag"),
            person: text("Jørn Plantekær"),
            mail: format!("joern.{letters}@eksempel.dk"),
            phone: format!("{:08}", 20_000_000 + seed % 79_000_000),
            title: text("Plantør på Læsø"),
            requirement: text("Kørekort til plæneklipper"),
            remark: text("Hemmeligt: ægtefællen søger også"),
            unfinished: text("Aldrig færdigskrevet sætning"),
            sought: text("Søgt og ikke fundet"),
        }
    }

    fn all(&self) -> Vec<&str> {
        let texts = [
            &self.consultant,
            &self.company,
            &self.cvr,
            &self.note,
            &self.person,
            &self.mail,
            &self.phone,
            &self.title,
            &self.requirement,
            &self.remark,
            &self.unfinished,
            &self.sought,
        ];
        texts.map(String::as_str).to_vec()
    }
}

/// A number that passes modulus 11.
fn cvr(seed: u64) -> String {
    let sum = |number: u64| -> u64 {
        let digits = format!("{number:08}").into_bytes();
        digits.iter().zip([2, 7, 6, 5, 4, 3, 2, 1]).map(|(digit, weight)| u64::from(digit - b'0') * weight).sum()
    };
    let number = (0..).map(|step| 10_000_000 + (seed + step * 7) % 89_000_000).find(|number| sum(*number) % 11 == 0);
    number.unwrap().to_string()
}

#[tokio::test]
async fn nothing_that_is_written_can_be_read_outside_the_window() {
    let since = SystemTime::now();
    let home = Home::new();
    let log = home.everything().join("output");
    let planted = Planted::new();
    let window = Launch::new().log(log.clone()).open(&home).await;
    for output in ["1", "2"] {
        let file = fs::read_link(format!("/proc/{}/fd/{output}", window.process())).unwrap();
        assert_eq!(file, log, "what the app writes is among what is searched");
    }
    write_everything(&window, &planted).await;
    let kept = window.client.execute_async(KEPT, Vec::new()).await.unwrap();
    assert_eq!(kept, serde_json::json!([]), "the page keeps nothing by itself");
    for title in window.titles().await {
        assert!(planted.all().iter().all(|text| !title.contains(text)), "a title holds “{title}”");
    }
    let open = look(&home, &planted, since);
    assert_eq!(open.hits.len(), 0, "while the window is open: {:?}", open.hits);

    window.enter("Intern kommentar").await;
    window.kill_while_typing(&home, &format!("{} {}", planted.unfinished, "og mere ".repeat(30))).await;
    let killed = look(&home, &planted, since);
    assert_eq!(killed.hits.len(), 0, "after a kill: {:?}", killed.hits);

    let window = Launch::new().log(log.clone()).open(&home).await;
    window.wait_for_text("Sidste gang sluttede uventet.").await;
    window.arrive_at(&planted.title).await;
    window.close().await;
    let closed = look(&home, &planted, since);
    assert_eq!(closed.hits.len(), 0, "after closing: {:?}", closed.hits);
    assert!(closed.files > 5 && closed.bytes > 100_000, "the workspace is among what is searched: {closed:?}");
    let texts = planted.all().len();
    for (when, found) in [("open", open), ("killed", killed), ("closed", closed)] {
        let Found { files, bytes, unpacked, .. } = found;
        println!("{when}: 0 hits of {texts} texts in {files} files, {bytes} bytes, {unpacked} unpacked pieces");
    }
}

#[test]
fn what_is_planted_on_purpose_is_found_in_every_form() {
    let since = SystemTime::now();
    let home = Home::new();
    let planted = Planted::new();
    let text = &planted.remark;
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let packed = |text: &[u8]| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(text).unwrap();
        gzip.finish().unwrap()
    };
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(text.as_bytes()).unwrap();
    let escaped: String = text
        .chars()
        .map(|letter| if letter.is_ascii() { letter.to_string() } else { format!("\\u{:04x}", letter as u32) })
        .collect();
    let files = [
        ("plain", text.clone().into_bytes()),
        ("utf-16le", utf16(u16::to_le_bytes)),
        ("utf-16be", utf16(u16::to_be_bytes)),
        ("json", escaped.into_bytes()),
        ("latin-1", text.chars().map(|letter| u8::try_from(letter).unwrap()).collect()),
        ("gzip", packed(text.as_bytes())),
        ("gzip-in-gzip", packed(&packed(text.as_bytes()))),
        ("zlib", zlib.finish().unwrap()),
        ("zstd", compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)),
    ];
    for (name, content) in &files {
        let file = home.everything().join("cache").join(name);
        // In the middle of something else.
        fs::write(&file, [b"before".as_slice(), content, b"after"].concat()).unwrap();
        let mut found = Found::default();
        Scan::new(&planted.all()).look(home.everything(), &mut found);
        let hits: BTreeSet<_> = found.hits.iter().map(|hit| (&hit.file, &hit.text)).collect();
        assert_eq!(hits, BTreeSet::from([(&file, text)]), "{name}");
        fs::remove_file(&file).unwrap();
    }
    fs::write(home.everything().join("tmp").join(text), "a name is content too").unwrap();
    assert_eq!(look(&home, &planted, since).hits.len(), 1);
}

async fn write_everything(window: &Window, planted: &Planted) {
    window.arrive_at("Velkommen").await;
    window.click("Opret mappen").await;
    window.arrive_at("Hvem er du?").await;
    window.pick("Din enhed", "Læsø").await;
    window.fill("Dit navn", &planted.consultant).await;
    window.press("Enter").await;
    window.arrive_at("I dag").await;
    window.press("Ctrl+4").await;
    window.arrive_at("Virksomheder").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("dialog[open]").await;
    window.type_text(&planted.cvr).await;
    window.fill("Navn", &planted.company).await;
    window.press("Enter").await;
    window.arrive_at(&planted.company).await;
    write(window, "Noter", &planted.note).await;
    window.click("Opret kontaktperson").await;
    window.wait_for("dialog[open]").await;
    window.type_text(&planted.person).await;
    window.fill("Telefon", &planted.phone).await;
    window.fill("Mail", &planted.mail).await;
    window.press("Ctrl+Enter").await;
    window.wait_until_gone("dialog[open]").await;
    window.press("Ctrl+Enter").await;
    window.arrive_at("Uden stillingsbetegnelse").await;
    window.click("Stilling og opgaver").await;
    write(window, "Stillingsbetegnelse", &planted.title).await;
    window.press("Ctrl+K").await;
    window.wait_for("dialog[open]").await;
    window.type_text(&planted.sought).await;
    window.wait_for_text("Intet passer på").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    part(window, "requirements").await;
    write(window, "Nyt krav", &planted.requirement).await;
    window.press("Enter").await;
    window.wait_for_text(&planted.requirement).await;
    part(window, "process").await;
    write(window, "Yderligere bemærkninger", &planted.remark).await;
    part(window, "responsibility").await;
    write(window, "Intern kommentar", &planted.note).await;
    window.wait_until_saved().await;
}

async fn write(window: &Window, field: &str, text: &str) {
    window.enter(field).await;
    window.type_text(text).await;
}

async fn part(window: &Window, name: &str) {
    window.click_on(&format!("a.nav-step[href$='/{name}']")).await;
}

/// Everything where a program of this user may have left something.
fn look(home: &Home, planted: &Planted, since: SystemTime) -> Found {
    let mut found = Found::default();
    Scan::new(&planted.all()).look(home.everything(), &mut found);
    let shared = Scan::new(&planted.all()).written_since(since);
    let named = ["XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"];
    let named = named.iter().filter_map(env::var_os).map(PathBuf::from);
    let usual = [".local", ".config", ".cache"].into_iter().filter_map(|name| Some(env::home_dir()?.join(name)));
    let system = [env::temp_dir(), "/var/tmp".into(), "/dev/shm".into()];
    for folder in named.chain(usual).chain(system) {
        shared.look(&folder, &mut found);
    }
    found
}
