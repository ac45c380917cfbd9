//! Fictitious companies, people, job orders and visits, to try the app with and to measure it on. Nobody here exists; the CVR
//! numbers only pass the modulus check.

mod candidates;
mod people;
mod visits;

use feltmappen_domain::{
    identity, rank,
    record::{ALIVE, Fields, Kind, Path, Record, RecordId, RecordKey},
};
use feltmappen_sync::Commit;
use serde_json::Value;

use crate::{App, ErrorCode, Me, Open, Outcome, edit::changes_to};

pub use people::DemoPerson;

/// What a new workspace begins with in a demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    /// Maja Thorsen with fictitious companies, people, job orders and visits, and so many generated companies besides.
    Data(u32),
    /// Somebody who has nothing yet: the data are a colleague's, and come from central.
    Person(DemoPerson),
}

/// Commits per transaction when many records are made.
const BATCH: u32 = 1_000;

/// Fields of one record.
type Values = Vec<(&'static str, Value)>;

/// Name, CVR number, branche code and text, employees, street, contact's name, title and telephone.
type Company = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const COMPANIES: [Company; 9] = [
    (
        "Brdr. Aagaard Snedkeri ApS",
        "99532084",
        "433200",
        "Træ og møbler",
        12,
        "Savværksvej 3",
        "Niels Aagaard",
        "Indehaver",
        "00 11 22 01",
    ),
    ("Café Lysning", "99234083", "561110", "Restaurant", 9, "Torvet 8", "Hanne Lys", "Bestyrer", "00 11 22 02"),
    (
        "Egelund Plejecenter",
        "99661259",
        "871010",
        "Pleje og omsorg",
        86,
        "Parkvej 40",
        "Bente Fog",
        "Afdelingsleder",
        "00 11 22 03",
    ),
    (
        "Fjordens Rengøring ApS",
        "99611316",
        "812100",
        "Rengøring",
        34,
        "Fjordvej 21",
        "Ali Demir",
        "Driftschef",
        "00 11 22 04",
    ),
    (
        "Møllegårdens Bageri",
        "99598646",
        "107110",
        "Bageri",
        7,
        "Møllestræde 2",
        "Karen Mølle",
        "Bagermester",
        "00 11 22 05",
    ),
    (
        "Nordhavn Kølelogistik A/S",
        "99060816",
        "521000",
        "Lager og transport",
        58,
        "Havnevej 14",
        "Mads Holm",
        "Driftsleder",
        "00 11 22 06",
    ),
    (
        "Tømrermester Holm",
        "99855770",
        "433200",
        "Byggeri",
        5,
        "Industrivej 17",
        "Jens Holm",
        "Tømrermester",
        "00 11 22 07",
    ),
    (
        "Truckcenter Egelund ApS",
        "99379146",
        "466900",
        "Maskinhandel",
        16,
        "Havnevej 52",
        "Lone Rask",
        "Salgschef",
        "00 11 22 08",
    ),
    (
        "Vestervang Gartneri",
        "99108061",
        "011300",
        "Gartneri",
        21,
        "Vestervang 60",
        "Åse Øster",
        "Gartner",
        "00 11 22 09",
    ),
];

/// Text, class, priority and years of the example order's requirements.
const REQUIREMENTS: [(&str, &str, Option<&str>, Option<i64>); 6] = [
    ("Gaffeltruckcertifikat B", "certificate", Some("must"), None),
    ("Kørekort B", "driving_licence", Some("must"), None),
    ("Mindst 1 års erfaring på lager", "experience", Some("nice"), Some(1)),
    ("Taler dansk til daglig", "language", Some("nice"), None),
    ("Mødestabil og god til at arbejde alene", "personal", Some("must"), None),
    ("Erfaren med varemodtagelse", "other", None, None),
];

/// Begins a new workspace, and says who works in it.
pub(crate) fn begin(app: &App, open: &Open, demo: Demo) -> Outcome<()> {
    match demo {
        Demo::Data(generated) => fill(app, generated),
        Demo::Person(person) => {
            people::introduce(app, &open.workspace, person)?;
            app.be(open, person.id()).map(|_| ())
        }
    }
}

/// Fills a new workspace and says that Maja Thorsen of Egelund Kommune works here.
fn fill(app: &App, generated: u32) -> Outcome<()> {
    let open = app.opened()?;
    let me = Me { employee: DemoPerson::Maja.id(), unit: people::UNIT };
    let mut maker = Maker { app, open: &open, me, commits: Vec::new() };
    maker.make(Kind::Unit, me.unit, people::unit(people::UNIT_NAME))?;
    let neighbours = app.new_id()?;
    maker.make(Kind::Unit, neighbours, people::unit("Bakkedal Kommune"))?;
    let colleague = DemoPerson::Soren.id();
    for person in [DemoPerson::Maja, DemoPerson::Soren] {
        maker.make(Kind::Employee, person.id(), people::employee(person.name(), me.unit))?;
    }
    maker.make(Kind::Employee, app.new_id()?, people::employee("Ida Krog", neighbours))?;
    for company in COMPANIES {
        maker.company(company)?;
    }
    maker.orders()?;
    maker.flush()?;
    for number in 0..generated {
        maker.generated(number)?;
        if number % BATCH == BATCH - 1 {
            maker.flush()?;
        }
    }
    maker.flush()?;
    app.be(&open, me.employee)?;
    visits::fill(app, &open, me, colleague)?;
    candidates::fill(app, &open, me)
}

struct Maker<'a> {
    app: &'a App,
    open: &'a Open,
    me: Me,
    commits: Vec<Commit>,
}

impl Maker<'_> {
    fn make(&mut self, kind: Kind, id: RecordId, values: Values) -> Outcome<()> {
        let values = values.into_iter().map(|(path, value)| (Path::known(path), value)).collect();
        self.make_paths(kind, id, values)
    }

    fn make_paths(&mut self, kind: Kind, id: RecordId, mut values: Vec<(Path, Value)>) -> Outcome<()> {
        let record = Record { key: RecordKey { kind, id }, home_unit: self.me.unit, fields: Fields::default() };
        values.push((Path::known(ALIVE), true.into()));
        self.commits.push(self.app.new_commit(self.me, "import", vec![changes_to(&record, values)])?);
        Ok(())
    }

    fn flush(&mut self) -> Outcome<()> {
        self.open.workspace.commit_many(&self.commits)?;
        self.commits.clear();
        Ok(())
    }

    fn company(&mut self, company: Company) -> Outcome<()> {
        let (name, cvr, code, branch, employees, street, person, title, phone) = company;
        let id = identity::company_id(self.me.unit, cvr);
        let values = vec![
            ("name", name.into()),
            ("cvr", cvr.into()),
            ("branch.code", code.into()),
            ("branch.version", "DB25".into()),
            ("branch.text", branch.into()),
            ("employees", employees.into()),
        ];
        self.make(Kind::Company, id, values)?;
        let workplace = vec![
            ("company", id.to_string().into()),
            ("name", street.into()),
            ("address.street", street.into()),
            ("address.postcode", "0000".into()),
            ("address.city", "Egelund".into()),
        ];
        self.make(Kind::Workplace, workplace_of(id), workplace)?;
        let contact = vec![
            ("company", id.to_string().into()),
            ("name", person.into()),
            ("title", title.into()),
            ("phone", phone.replace(' ', "").into()),
            ("main", true.into()),
        ];
        self.make(Kind::Contact, contact_of(id), contact)
    }

    fn orders(&mut self) -> Outcome<()> {
        let company = |cvr| identity::company_id(self.me.unit, cvr);
        let (storage, cleaning, nursery) = (company("99060816"), company("99611316"), company("99108061"));
        let mut values = self.order(storage, "Lagermedarbejder", 2, "draft");
        values.extend([
            ("tasks", "Modtage og pakke kølevarer, køre truck på lageret og holde orden i fryserummet.".into()),
            ("start_date", "2027-01-04".into()),
            ("terms.employment", "permanent".into()),
            ("terms.time", "full_time".into()),
            ("terms.hours", "37 timer".into()),
            ("terms.shift_work", true.into()),
        ]);
        let mut values: Vec<_> = values.into_iter().map(|(path, value)| (Path::known(path), value)).collect();
        let mut last: Option<String> = None;
        for (text, class, priority, years) in REQUIREMENTS {
            let item = self.app.new_id()?;
            let rank = rank::between(last.as_deref(), None);
            let mut put = |field: &str, value: Value| values.push((Path::item("requirements", item, field), value));
            put("@alive", true.into());
            put("@rank", rank.clone().into());
            put("text", text.into());
            put("class", class.into());
            if let Some(priority) = priority {
                put("priority", priority.into());
            }
            if let Some(years) = years {
                put("years", years.into());
            }
            last = Some(rank);
        }
        let id = self.app.new_id()?;
        self.make_paths(Kind::JobOrder, id, values)?;
        let mut open = self.order(cleaning, "Rengøringsassistent", 3, "open");
        open.extend([
            ("tasks", "Rengøring af kontorer tidligt om morgenen.".into()),
            ("coordinator", self.me.employee.to_string().into()),
            ("start_date", "2026-12-01".into()),
        ]);
        let id = self.app.new_id()?;
        self.make(Kind::JobOrder, id, open)?;
        let mut closed = self.order(nursery, "Gaffeltruckfører, nathold", 1, "closed");
        closed.extend([
            ("tasks", "Flytte paller mellem drivhusene om natten.".into()),
            ("coordinator", self.me.employee.to_string().into()),
            ("close_reason", "filled".into()),
        ]);
        let id = self.app.new_id()?;
        self.make(Kind::JobOrder, id, closed)
    }

    fn order(&self, company: RecordId, title: &str, positions: i64, status: &str) -> Values {
        vec![
            ("company", company.to_string().into()),
            ("workplace", workplace_of(company).to_string().into()),
            ("contact", contact_of(company).to_string().into()),
            ("responsible_unit", self.me.unit.to_string().into()),
            ("order_type", "ordinary".into()),
            ("channel", "visit".into()),
            ("received_at", self.app.now().into()),
            ("company_contacted_at", self.app.now().into()),
            ("title", title.into()),
            ("positions", positions.into()),
            ("status", status.into()),
            ("sharing", "internal".into()),
        ]
    }

    /// One more company with one job order, spelled from lists: the same number gives the same names.
    fn generated(&mut self, number: u32) -> Outcome<()> {
        const FIRST: [&str; 16] = [
            "Nordre", "Søndre", "Vestre", "Østre", "Gamle", "Nye", "Store", "Lille", "Aaby", "Ærø", "Ørsted", "Åkande",
            "Birke", "Skov", "Strand", "Bakke",
        ];
        const MIDDLE: [&str; 12] = [
            "gårdens",
            "havnens",
            "byens",
            "dalens",
            "markens",
            "kildens",
            "møllens",
            "parkens",
            "stationens",
            "torvets",
            "broens",
            "engens",
        ];
        const LAST: [&str; 14] = [
            "Bageri",
            "Smedje",
            "Transport",
            "Lager",
            "Køkken",
            "Gartneri",
            "Snedkeri",
            "Autoværksted",
            "Rengøring",
            "Byg",
            "Plejehjem",
            "Fiskeri",
            "Trykkeri",
            "Handel",
        ];
        const TITLES: [&str; 10] = [
            "Lagermedarbejder",
            "Gaffeltruckfører",
            "Bager",
            "Smed",
            "Chauffør",
            "Kok",
            "Gartner",
            "Snedker",
            "Mekaniker",
            "Social- og sundhedshjælper",
        ];
        let pick = |list: &[&'static str], step: u32| list[(number / step) as usize % list.len()];
        let name = format!("{} {} {} {number}", pick(&FIRST, 1), pick(&MIDDLE, 16), pick(&LAST, 192));
        let id = identity::company_id(self.me.unit, &format!("demo {number}"));
        let branch = pick(&LAST, 192);
        self.make(
            Kind::Company,
            id,
            vec![("name", name.into()), ("branch.text", branch.into()), ("employees", i64::from(number % 200).into())],
        )?;
        let title = format!("{} nr. {number}", pick(&TITLES, 7));
        let mut order =
            self.order(id, &title, i64::from(number % 5) + 1, if number.is_multiple_of(3) { "closed" } else { "open" });
        order.retain(|(path, _)| !matches!(*path, "workplace" | "contact"));
        order.push(("tasks", format!("Almindeligt forefaldende arbejde hos {}.", pick(&LAST, 192)).into()));
        let order_id = RecordId::new_v5(&id, b"order");
        self.make(Kind::JobOrder, order_id, order)
    }
}

fn workplace_of(company: RecordId) -> RecordId {
    identity::address_id(company, "")
}

fn contact_of(company: RecordId) -> RecordId {
    RecordId::new_v5(&company, b"contact")
}

impl App {
    /// More fictitious records in an open workspace, for measurements.
    ///
    /// # Errors
    /// `not_open` when there is no open workspace.
    pub fn fill_with_demo(&self, generated: u32) -> Outcome<()> {
        if self.opened().is_err() {
            return Err(ErrorCode::NotOpen.into());
        }
        fill(self, generated)
    }
}
