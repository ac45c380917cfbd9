//! A consultant's desk for tests: an app on a temporary folder, a keyring in memory and a clock that goes when it is told to.

use std::{
    collections::HashMap,
    path::Path as FilePath,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Duration, TimeZone, Utc};
use feltmappen_app::{
    App, NotPrinted, PrintJob, Printing,
    api::{Kind, ListQuery, NewPerson, Path, PathValue, Printer, RecordId, RecordKey, RecordView, Scalar, Sort, Start},
};
use feltmappen_domain::guide::item_id;
use feltmappen_store::{Keyring, KeyringUnavailable, OpenWith, Place, Secret, Workspace};
use serde_json::Value;
use tempfile::TempDir;

/// A keyring in memory, shared by the apps of one test.
#[derive(Clone, Default)]
pub struct MemoryKeyring(Arc<Mutex<HashMap<String, Vec<u8>>>>);

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

/// A clock that stands at 10.34 UTC on 24 November 2026 until time passes.
#[derive(Clone)]
pub struct Clock(Arc<Mutex<DateTime<Utc>>>);

impl Default for Clock {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Utc.with_ymd_and_hms(2026, 11, 24, 10, 34, 0).unwrap())))
    }
}

impl Clock {
    pub fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    pub fn pass(&self, time: Duration) {
        *self.0.lock().unwrap() += time;
    }
}

/// The store behind the app, which must be closed first.
pub fn workspace(desk: &Desk) -> Workspace {
    let place = Place::new(desk.folder.path().join("mappe"));
    Workspace::open(&place, OpenWith::Keyring(&desk.keyring), "2026-11-24T11:00:00Z").unwrap()
}

/// The question of the app's own guide with this name.
pub fn question(name: &str) -> RecordId {
    item_id("question", "visit", name)
}

/// One test's folder, keyring and app.
pub struct Desk {
    pub folder: TempDir,
    pub keyring: MemoryKeyring,
    pub app: App,
    pub clock: Clock,
    /// The mail drafts that were opened.
    pub mails: Arc<Mutex<Vec<String>>>,
    /// What was printed: where, how many, under which title, what.
    pub printed: Printed,
    /// Why the printers take nothing, if so.
    pub refuses: Arc<Mutex<Option<NotPrinted>>>,
}

pub type Printed = Arc<Mutex<Vec<(String, u8, String, Vec<u8>)>>>;

/// Two printers that keep what they print.
struct TwoPrinters {
    printed: Printed,
    refuses: Arc<Mutex<Option<NotPrinted>>>,
}

impl Printing for TwoPrinters {
    fn printers(&self) -> Result<Vec<Printer>, NotPrinted> {
        let printer = |name: &str, title: &str, default| Printer { name: name.into(), title: title.into(), default };
        Ok(vec![printer("Anden", "En anden printer", false), printer("Lager", "Printeren på lageret", true)])
    }

    fn print(&self, job: &PrintJob<'_>) -> Result<(), NotPrinted> {
        if let Some(why) = *self.refuses.lock().unwrap() {
            return Err(why);
        }
        self.printed.lock().unwrap().push((job.printer.into(), job.copies, job.title.into(), job.pdf.to_vec()));
        Ok(())
    }
}

pub fn app_on(folder: &FilePath, keyring: &MemoryKeyring) -> App {
    app_under(&Clock::default(), folder, keyring)
}

fn app_under(clock: &Clock, folder: &FilePath, keyring: &MemoryKeyring) -> App {
    let clock = clock.clone();
    App::new(Place::new(folder), Box::new(keyring.clone()), Box::new(move || clock.now()))
}

impl Desk {
    /// A new workspace where Maja works in Middelfart.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keyring = MemoryKeyring::default();
        let mails = Arc::<Mutex<Vec<String>>>::default();
        let opened = Arc::clone(&mails);
        std::fs::create_dir(folder.path().join("hentet")).unwrap();
        let (printed, refuses) = (Printed::default(), Arc::default());
        let printers = TwoPrinters { printed: Arc::clone(&printed), refuses: Arc::clone(&refuses) };
        let clock = Clock::default();
        let app = app_under(&clock, &folder.path().join("mappe"), &keyring)
            .with_exports(folder.path().join("hentet"))
            .with_printing(Box::new(printers))
            .with_mail(Box::new(move |address| {
                opened.lock().unwrap().push(address.to_owned());
                true
            }));
        app.create_workspace(String::new()).unwrap();
        let unit = app.catalogue().unwrap().units.into_iter().find(|unit| unit.name == "Middelfart Kommune").unwrap();
        let me = NewPerson { name: "Maja Thorsen".into(), title: "Virksomhedskonsulent".into(), unit: unit.key.id };
        app.introduce(me).unwrap();
        Self { folder, keyring, app, clock, mails, printed, refuses }
    }

    /// Starts again without a clean end, as after a crash.
    pub fn crash_and_start(mut self) -> (Self, Start) {
        let elsewhere = tempfile::tempdir().unwrap();
        self.app = app_on(elsewhere.path(), &self.keyring);
        self.app = app_under(&self.clock, &self.folder.path().join("mappe"), &self.keyring);
        let start = self.app.start().unwrap();
        (self, start)
    }

    pub fn create(&self, kind: Kind, values: &[(&str, Value)]) -> RecordView {
        self.app.create(kind, pairs(values)).unwrap()
    }

    /// A company with one workplace and a main contact.
    pub fn company(&self, name: &str) -> RecordView {
        let company = self.create(Kind::Company, &[("name", name.into())]);
        let of = ("company", Value::from(company.key.id.to_string()));
        self.create(Kind::Workplace, &[of.clone(), ("name", "Havnevej 14".into()), ("municipality", "0410".into())]);
        self.create(
            Kind::Contact,
            &[of, ("name", "Mads Holm".into()), ("email", "mads@nordhavn.example".into()), ("main", true.into())],
        );
        company
    }

    pub fn visit(&self, company: &RecordView, values: &[(&str, Value)]) -> RecordView {
        let mut all = vec![("company", Value::from(company.key.id.to_string()))];
        all.extend_from_slice(values);
        self.create(Kind::Visit, &all)
    }

    /// Answers a question of a visit or a match check with a note.
    pub fn answer(&self, key: RecordKey, question: RecordId, note: &str) -> RecordView {
        self.set(key, &[(&*format!("answers.{question}.note"), note.into())])
    }

    pub fn set(&self, key: RecordKey, values: &[(&str, Value)]) -> RecordView {
        self.app.set_fields(key, pairs(values)).unwrap()
    }

    /// Types a value and leaves the field.
    pub fn type_and_leave(&self, key: RecordKey, path: &str, text: &str) -> RecordView {
        let path = Path::new(path).unwrap();
        self.app.save_draft(key, path.clone(), Scalar(text.into())).unwrap();
        self.app.leave_field(key, path).unwrap()
    }
}

pub fn pairs(values: &[(&str, Value)]) -> Vec<PathValue> {
    let pair =
        |(path, value): &(&str, Value)| PathValue { path: Path::new(path).unwrap(), value: Scalar(value.clone()) };
    values.iter().map(pair).collect()
}

pub fn text<'a>(view: &'a RecordView, path: &str) -> &'a str {
    view.fields.get(&Path::new(path).unwrap()).and_then(|value| value.0.as_str()).unwrap_or_default()
}

pub fn everything() -> ListQuery {
    ListQuery {
        text: String::new(),
        status: None,
        unit: None,
        mine: false,
        within_days: None,
        branch: None,
        sort: Sort::Title,
        descending: false,
        offset: 0,
        limit: 200,
    }
}

pub fn id(view: &RecordView) -> RecordId {
    view.key.id
}
