//! What the consultant sees of sync, with a real central and a colleague: news, the proof for tomorrow, what waits, and
//! unsent work in a file.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use feltmappen_app::{
    App, Demo,
    api::{Kind, ListQuery, NewPerson, PathValue, RecordKey, Scalar, Sort, SyncStatus},
};
use feltmappen_proofs::{
    Fault, Home, Proxy, Window,
    office::{MAJA, Office, SOREN, UNIT},
    until, until_is,
};
use feltmappen_store::{Keyring, KeyringUnavailable, Place, Secret};
use serde_json::{Value, json};

use super::{Judge, Theme, launch};

const PASSPHRASE: &str = "tre ord at huske";
/// Far too long to stand on one line anywhere.
const LONG_TITLE: &str =
    "Lagermedarbejder- og kølemontørmedhjælper med truckcertifikat til treholdsskift på frostlageret";

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_and_tomorrow_in_the_light() {
    colleagues_and_tomorrow(Theme::Light).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_and_tomorrow_in_the_dark() {
    colleagues_and_tomorrow(Theme::Dark).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_taken_in_the_light() {
    what_was_not_taken(Theme::Light).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_taken_in_the_dark() {
    what_was_not_taken(Theme::Dark).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unsent_work_in_a_file_in_the_light() {
    unsent_work(Theme::Light).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unsent_work_in_a_file_in_the_dark() {
    unsent_work(Theme::Dark).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_reading_in_the_light() {
    first_reading(Theme::Light).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_reading_in_the_dark() {
    first_reading(Theme::Dark).await;
}

/// A unit has more than fits on a page; the second page does not come, and then the network goes.
async fn first_reading(theme: Theme) {
    let office = Office::open();
    let network = Proxy::start(&office.listens).await;
    Colleague::with_much(&office).sent().await;
    // The second page begins somewhere behind the 500th entry.
    network.always(Some((&format!("GET /v1/feeds/unit:{UNIT}?after=5"), Fault::Hold)));
    let home = Home::new();
    let window = office.window(&home, launch(theme), &network.address(), SOREN, "soren").await;
    says(&window, "Henter: 500 af").await;
    let mut judge = Judge::new(&window, theme).await;
    window.go("/virksomheder", "Virksomheder").await;
    window.wait_for_text("Du kan arbejde imens.").await;
    judge.look_everywhere("first-reading").await;
    network.part();
    says(&window, "Hentet: 500 af").await;
    window.wait_for_text("Resten hentes af sig selv, når der er net.").await;
    judge.look_everywhere("first-reading-paused").await;
    network.always(None);
    network.join();
    says(&window, "Alt er gemt og sendt").await;
    judge.verdict(2);
}

async fn colleagues_and_tomorrow(theme: Theme) {
    let home = Home::new();
    let office = Office::open();
    let network = Proxy::start(&office.listens).await;
    let window = launch(theme).demo(20).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    let me = connect(&window, &office, &network).await;
    says(&window, "Alt er gemt og sendt").await;
    window.wait_for_text("Alt er hentet i dag").await;

    // A colleague works meanwhile; nobody presses anything here.
    let soren = Colleague::new("Søren Absalon Bjerregaard-Christoffersen", &office, &me);
    let orders = soren.orders();
    soren.set(orders[0], &[("title", LONG_TITLE), ("start_date", "2027-01-04"), ("tasks", "Pluk og pak.")]);
    soren.set(orders[1], &[("title", "Kok")]);
    for number in 0..5 {
        soren.create(Kind::JobOrder, &[("title", &format!("Tjener {number}"))]);
    }
    soren.sent().await;
    window.wait_for_text("Nyt, siden du sidst var her").await;
    window.wait_for_text("rettede").await;
    plan_tomorrow(&window).await;
    window.go("/virksomheder", "Virksomheder").await;
    window.go("/i-dag", "I dag").await;
    window.wait_for_text("Klar uden net: ").await;
    window.wait_for_text("i morgen er klar uden net.").await;
    says(&window, "Alt er gemt og sendt").await;
    judge.look_everywhere("today-news").await;
    window.click_on("[aria-expanded=false].button-tertiary").await;
    window.wait_for_text("Vis færre").await;
    judge.look("today-news-all").await;
    window.click("Markér som set det nye, siden du sidst var her").await;
    window.wait_for_text("Du har set det hele.").await;
    // Focus stays where it was pressed.
    until_is("the focus", async || window.focused().await, |focus| focus == "Nyt, siden du sidst var her").await;
    judge.look("today-news-seen").await;

    // Without a network: the record and the corner say the same.
    window.go(&format!("/jobordrer/{}", orders[0].id), "Lagermedarbejder").await;
    window.wait_for_text("Sendt").await;
    judge.look("order-sent").await;
    network.part();
    let values = json!({ "key": orders[0], "values": [{ "path": "positions", "value": 7 }] });
    window.invoke("set_fields", values).await;
    says(&window, "Alt er gemt her").await;
    window.wait_for_text("Sendes, når der er net").await;
    judge.look_everywhere("order-saved-here").await;
    judge.verdict(5);
}

async fn what_was_not_taken(theme: Theme) {
    let home = Home::new();
    let office = Office::open();
    let network = Proxy::start(&office.listens).await;
    let window = launch(theme).demo(5).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    let me = connect(&window, &office, &network).await;
    says(&window, "Alt er gemt og sendt").await;
    let soren = Colleague::new("Søren Holm", &office, &me);
    let order = soren.orders()[0];

    // Both change the same field while this computer has no network.
    network.part();
    let values = json!({ "key": order, "values": [{ "path": "title", "value": "Kok, dag" }, { "path": "tasks", "value": "Dagvagt." }] });
    window.invoke("set_fields", values).await;
    says(&window, "Alt er gemt her").await;
    network.join();
    soren.set(order, &[("title", "Kok, aften"), ("tasks", "Aftenvagt.")]);
    soren.sent().await;
    // Who has been without a network for a while looks more and more seldom; "send nu" looks at once.
    until("what was written meanwhile to be sent", async || {
        let status = window.invoke("send_now", json!({})).await;
        (status["state"] == "decide").then_some(())
    })
    .await;
    says(&window, "1 ting venter på dig").await;

    // A person in another unit is none of this unit's business: central does not take it.
    let other = window.invoke("catalogue", json!({})).await["units"]
        .as_array()
        .and_then(|units| units.iter().find(|unit| unit["name"] == "Middelfart Kommune"))
        .map(|unit| unit["key"]["id"].clone())
        .unwrap();
    let person = json!({ "name": "Karla Ibsensen", "title": "Konsulent", "unit": other });
    window.invoke("introduce", json!({ "person": person })).await;
    window.invoke("choose_me", json!({ "employee": me.employee })).await;
    window.go("/stillingtagen", "Kræver din stillingtagen").await;
    window.wait_for_text("Karla Ibsensen blev ikke modtaget").await;
    window.wait_for_text("To ting venter på dig.").await;
    says(&window, "2 ting venter på dig").await;
    judge.look_everywhere("attention-sync").await;
    window.click("Vælg for 2 felter").await;
    window.wait_for("dialog[open]").await;
    judge.look_everywhere("conflict").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    window.click("Ret og send igen").await;
    window.wait_for("dialog[open]").await;
    judge.look_closely("resend").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    window.click("Kassér ændringerne").await;
    window.wait_for_text("Kasseret de seneste 30 dage").await;
    judge.look("attention-discarded").await;
    window.click_on(".fm-discarded button").await;
    window.wait_for_text("Karla Ibsensen blev ikke modtaget").await;

    window.go(&format!("/jobordrer/{}", order.id), "Kok").await;
    window.wait_for_text("Venter på dig").await;
    judge.look("order-waits").await;
    judge.verdict(5);
}

async fn unsent_work(theme: Theme) {
    let home = Home::new();
    std::fs::create_dir(home.everything().join("home/Hentet")).unwrap();
    std::fs::write(home.everything().join("config/user-dirs.dirs"), "XDG_DOWNLOAD_DIR=\"$HOME/Hentet\"\n").unwrap();
    let office = Office::open();
    let network = Proxy::start(&office.listens).await;
    let window = launch(theme).demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    window.go("/indstillinger", "Indstillinger").await;
    window.wait_for_text("Usendt arbejde i en fil").await;
    judge.look_everywhere("settings-rescue").await;
    window.click("Gem usendt arbejde i en fil").await;
    window.wait_for("dialog[open]").await;
    window.click("Gem filen").await;
    window.wait_for_text("Skriv en adgangssætning").await;
    judge.look_closely("rescue-missing").await;
    window.field("Adgangssætning").await.send_keys(PASSPHRASE).await.unwrap();
    window.field("Adgangssætningen igen").await.send_keys(PASSPHRASE).await.unwrap();
    window.press("Ctrl+Enter").await;
    window.wait_for_text("ligger i filen.").await;
    judge.look_everywhere("rescue-saved").await;
    let file = PathBuf::from(window.text_of("dialog .fm-path").await);
    assert!(file.is_file(), "the file is where the window says");
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;

    window.click("Læs en fil ind").await;
    window.wait_for("dialog[open]").await;
    window.click("Læs filen ind").await;
    window.wait_for_text("Skriv den adgangssætning").await;
    judge.look("rescue-take-missing").await;
    choose(&window, &std::fs::read(&file).unwrap()).await;
    window.field("Filens adgangssætning").await.send_keys("tre andre ord").await.unwrap();
    window.click("Læs filen ind").await;
    window.wait_for_text("Adgangssætningen passer ikke.").await;
    judge.look_everywhere("rescue-take-refused").await;
    let field = window.field("Filens adgangssætning").await;
    field.clear().await.unwrap();
    field.send_keys(PASSPHRASE).await.unwrap();
    window.click("Læs filen ind").await;
    window.wait_for_text("lå her allerede").await;
    judge.look("rescue-taken").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;

    connect(&window, &office, &network).await;
    says(&window, "Alt er gemt og sendt").await;
    window.click("Gem usendt arbejde i en fil").await;
    window.field("Adgangssætning").await.send_keys(PASSPHRASE).await.unwrap();
    window.field("Adgangssætningen igen").await.send_keys(PASSPHRASE).await.unwrap();
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Alt er sendt. Der er intet at gemme i en fil.").await;
    judge.look("rescue-nothing").await;
    judge.verdict(7);
}

/// Chooses a file in the open dialog, as the system's file dialog would.
async fn choose(window: &Window, bytes: &[u8]) {
    let script = "const [bytes] = arguments;
        const input = document.querySelector('dialog input[type=file]');
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], 'c0ffee.feltmappe'));
        input.files = data.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    window.client.execute(script, vec![json!(bytes)]).await.unwrap();
    window.wait_for_text("c0ffee.feltmappe").await;
}

/// Waits until the corner says so.
async fn says(window: &Window, words: &str) {
    until(&format!("the corner to say “{words}”"), async || {
        let corner = window.run("return document.querySelector('.fm-railfoot .fm-sync')?.textContent ?? ''").await;
        corner.as_str()?.contains(words).then_some(())
    })
    .await;
}

/// A visit tomorrow to the company that is visited today.
async fn plan_tomorrow(window: &Window) {
    let script = "const done = arguments[arguments.length - 1];
        const ask = (name, given) => window.__TAURI_INTERNALS__.invoke(name, given);
        (async () => {
            const proof = await ask('tomorrow');
            const today = await ask('open', { key: proof.visits[0].visit.key });
            const values = ['company', 'workplace', 'type', 'channel'].map((path) => ({ path, value: today.fields[path] }));
            const starts_at = proof.day + String(today.fields.starts_at).slice(10);
            await ask('create', { kind: 'visit', values: [...values, { path: 'starts_at', value: starts_at }] });
            const missing = { path: 'workplace', value: '00000000-0000-7000-8000-000000000007' };
            await ask('create', { kind: 'visit', values: [values[0], { path: 'starts_at', value: starts_at.replace('T10', 'T14') }, missing] });
        })().then(() => done('made'), (error) => done(JSON.stringify(error)));";
    assert_eq!(window.client.execute_async(script, Vec::new()).await.unwrap(), "made");
}

/// Who works in the window.
struct Me {
    employee: String,
    unit: String,
}

/// Connects the window's device, as *Indstillinger* does.
async fn connect(window: &Window, office: &Office, network: &Proxy) -> Me {
    let start = window.invoke("start", json!({})).await;
    let text = |name: &str| start["session"]["me"][name].as_str().unwrap_or_else(|| panic!("{start}")).to_owned();
    let me = Me { employee: text("employee"), unit: text("unit") };
    let token = office.enrol(&me.unit, &me.employee);
    let connected = window.invoke("connect", json!({ "address": network.address(), "token": token })).await;
    assert_eq!(connected["running"], true, "{connected}");
    me
}

#[derive(Default)]
struct MemoryKeyring(Mutex<HashMap<String, Vec<u8>>>);

impl Keyring for MemoryKeyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeyringUnavailable> {
        Ok(self.0.lock().unwrap().get(name).cloned().map(Secret::new))
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeyringUnavailable> {
        self.0.lock().unwrap().insert(name.to_owned(), secret.expose().to_vec());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyringUnavailable> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

/// A colleague in the same unit, on another computer, without a window.
struct Colleague {
    app: Arc<App>,
    _folder: tempfile::TempDir,
}

#[allow(clippy::disallowed_methods, reason = "the edge: real time passes beside a real window")]
fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}

impl Colleague {
    fn new(name: &str, office: &Office, beside: &Me) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place { dir: folder.path().join("mappe") };
        let app = Arc::new(App::new(place, Box::new(MemoryKeyring::default()), Box::new(now)));
        app.create_workspace(String::new()).unwrap();
        // The unit comes from central; whoever reads it first needs no name yet.
        let token = office.enrol(&beside.unit, &beside.employee);
        app.connect(office.address(), token).unwrap();
        let colleague = Self { app, _folder: folder };
        let unit = colleague.wait_for(|app| {
            let units = app.catalogue().ok()?.units;
            units.into_iter().find(|unit| unit.key.id.to_string() == beside.unit).map(|unit| unit.key.id)
        });
        let person = NewPerson { name: name.to_owned(), title: String::new(), unit };
        let session = colleague.app.introduce(person).unwrap();
        let employee = session.me.unwrap().employee.to_string();
        let token = office.enrol(&beside.unit, &employee);
        colleague.app.connect(office.address(), token).unwrap();
        colleague.wait_for(|app| matches!(app.sync_status().ok()?.status, SyncStatus::AllSent).then_some(()));
        colleague
    }

    /// One who has made what the demo begins with and much more, in its unit.
    fn with_much(office: &Office) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place { dir: folder.path().join("mappe") };
        let app = App::new(place, Box::new(MemoryKeyring::default()), Box::new(now)).with_demo(Demo::Data(300));
        app.start().unwrap();
        app.connect(office.address(), office.enrol(UNIT, MAJA)).unwrap();
        Self { app: Arc::new(app), _folder: folder }
    }

    /// The job orders that are not closed.
    fn orders(&self) -> Vec<RecordKey> {
        let query = ListQuery {
            text: String::new(),
            status: Some("not_closed".to_owned()),
            unit: None,
            mine: false,
            within_days: None,
            branch: None,
            sort: Sort::Title,
            descending: false,
            offset: 0,
            limit: 20,
        };
        self.app.orders(query).unwrap().rows.into_iter().map(|row| row.key).collect()
    }

    fn set(&self, key: RecordKey, values: &[(&str, &str)]) {
        self.app.set_fields(key, Self::values(values)).unwrap();
    }

    fn create(&self, kind: Kind, values: &[(&str, &str)]) {
        self.app.create(kind, Self::values(values)).unwrap();
    }

    fn values(values: &[(&str, &str)]) -> Vec<PathValue> {
        let value = |(path, value): &(&str, &str)| PathValue {
            path: feltmappen_app::api::Path::new(path).unwrap(),
            value: Scalar(Value::from(*value)),
        };
        values.iter().map(value).collect()
    }

    async fn sent(&self) {
        let app = Arc::clone(&self.app);
        until("the colleague's work to be sent", async || {
            app.send_now().ok()?;
            // A conflict is the window's to decide, not his.
            matches!(app.sync_status().ok()?.status, SyncStatus::AllSent | SyncStatus::Decide { unsent: 0, .. })
                .then_some(())
        })
        .await;
    }

    fn wait_for<T>(&self, look: impl Fn(&App) -> Option<T>) -> T {
        let limit = std::time::Instant::now() + feltmappen_proofs::LIMIT;
        loop {
            if let Some(found) = look(&self.app) {
                return found;
            }
            assert!(std::time::Instant::now() < limit, "the colleague waited in vain");
            std::thread::park_timeout(std::time::Duration::from_millis(50));
        }
    }
}
