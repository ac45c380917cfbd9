//! Fictitious visits: one today, one in May with its answers and promises, and a match check.

use chrono::{Datelike, NaiveDate};
use feltmappen_domain::{
    guide::{Use, item_id},
    identity,
    match_check::preset_rows,
    record::{ALIVE, Fields, Kind, Path, RANK, RecordId, RecordKey},
    schema::{ANSWERS, PICKS, PLAN, TOOLS},
};
use serde_json::Value;

use super::{contact_of, workplace_of};
use crate::{App, Me, Open, Outcome};

/// Nordhavn Kølelogistik A/S.
const STORAGE: &str = "99060816";

/// What was said in May, by the name of the question.
const SAID: [(&str, &str); 7] = [
    ("customers", "Fiskeauktioner og grossister i Jylland. Køber emballage i Bakkedal."),
    ("fields", "Lager, kørsel, lidt kontor og en tekniker til køleanlægget."),
    ("now", "En del af lageret flytter hertil fra Bakkedal. Mads var usikker på bemandingen."),
    ("challenges", "Svært at finde folk til nathold. Prøvede opslag i avisen uden held."),
    ("industry", "Mere frost og mindre køl. Havnen i Strandby trækker kunder."),
    ("staffing", "Mest gennem netværk. To elever om året."),
    ("recruitment", "Vil gerne have hjælp til lagerfolk, når frostlageret åbner."),
];

/// Makes them, as if they had been typed on this computer.
pub(super) fn fill(app: &App, open: &Open, me: Me, colleague: RecordId) -> Outcome<()> {
    let company = identity::company_id(me.unit, STORAGE);
    let now = app.danish_now();
    let visit = |values: &[(&'static str, Value)]| -> Fields {
        let place = [("company", company), ("workplace", workplace_of(company))];
        let place = place.map(|(path, id)| (Path::known(path), Value::from(id.to_string())));
        let values = values.iter().map(|(path, value)| (Path::known(path), value.clone()));
        let who = RecordId::new_v5(&company, b"participant");
        let contact = [
            (Path::item("contacts", who, ALIVE), true.into()),
            (Path::item("contacts", who, RANK), "V".into()),
            (Path::item("contacts", who, "contact"), contact_of(company).to_string().into()),
        ];
        place.into_iter().chain(values).chain(contact).collect()
    };
    let make = |kind, fields| -> Outcome<RecordKey> {
        let key = RecordKey::new(kind, app.new_id()?);
        app.make_record(open, me, key, "import", fields)?;
        Ok(key)
    };

    let day = now.format("%Y-%m-%d");
    let offset = now.format("%:z");
    make(
        Kind::Visit,
        visit(&[
            ("type", "follow_up".into()),
            ("channel", "in_person".into()),
            ("starts_at", format!("{day}T10:30:00{offset}").into()),
            ("ends_at", format!("{day}T12:00:00{offset}").into()),
            ("purpose", "Høre, hvordan det går med det nye frostlager og natholdet.".into()),
            ("preparation.postings", "Lagermedarbejder til frost, set på virksomhedens egen side.".into()),
        ]),
    )?;

    let may = last_may(now.date_naive());
    let mut fields = visit(&[
        ("type", "first".into()),
        ("channel", "in_person".into()),
        ("starts_at", format!("{may}T09:00:00+02:00").into()),
        ("ends_at", format!("{may}T10:30:00+02:00").into()),
        ("started_at", format!("{may}T09:04:00+02:00").into()),
        ("purpose", "Lære virksomheden at kende.".into()),
        ("consultant", colleague.to_string().into()),
    ]);
    let question = |name: &str| item_id("question", Use::Visit.as_str(), name);
    let mut answer = |list: &str, id: RecordId, field: &str, value: Value| {
        fields.set(Path::item(list, id, ALIVE), true.into());
        fields.set(Path::item(list, id, field), value);
    };
    for (name, note) in SAID {
        answer(ANSWERS, question(name), "note", note.into());
    }
    answer(ANSWERS, question("employees"), "number", 55.into());
    answer(PICKS, item_id("choice", Use::Visit.as_str(), "trade:national"), "chosen", true.into());
    let tool = |name: &str| item_id("question", Use::Tools.as_str(), name);
    answer(TOOLS, tool("placement"), "offered", true.into());
    answer(TOOLS, tool("internship"), "interested", true.into());
    let held = make(Kind::Visit, fields)?;
    let closed = vec![
        (Path::known("status"), "closed".into()),
        (Path::known("closed_at"), format!("{may}T10:41:00+02:00").into()),
    ];
    app.settle(open, held, "import", closed)?;

    for (what, text, owner, due) in [
        ("agreement", "Sende en oversigt over kurser til truckførere.", me.employee, 3),
        ("follow_up", "Ringe om fravær på natholdet.", colleague, 14),
    ] {
        let values = [
            ("type", what.to_owned()),
            ("text", text.to_owned()),
            ("owner", owner.to_string()),
            ("due", app.day_in(due)),
            ("company", company.to_string()),
            ("contact", contact_of(company).to_string()),
            ("visit", held.id.to_string()),
        ];
        make(Kind::Promise, values.into_iter().map(|(path, text)| (Path::known(path), text.into())).collect())?;
    }
    make(Kind::MatchCheck, match_check(app, me)).map(|_| ())
}

fn match_check(app: &App, me: Me) -> Fields {
    let mut fields: Fields = [(Path::known("title"), "Match-tjek i virksomhedsindgangen".into())].into_iter().collect();
    let mut put = |path: Path, value: Value| fields.set(path, value);
    for (name, decided) in [("order_jobnet", "yes"), ("order_roles", "no"), ("cv_guide", "yes")] {
        let id = item_id("question", Use::MatchCheck.as_str(), name);
        put(Path::item(ANSWERS, id, ALIVE), true.into());
        put(Path::item(ANSWERS, id, "decided"), decided.into());
    }
    if let Some(row) = preset_rows().iter().find_map(|(path, _)| path.parse_item().map(|(_, row, _)| row)) {
        put(Path::item(PLAN, row, "activity"), "To timers øvelse på et teammøde.".into());
        put(Path::item(PLAN, row, "due"), app.day_in(30).into());
        put(Path::item(PLAN, row, "owner"), me.employee.to_string().into());
    }
    fields
}

/// The last 12 May before a day.
fn last_may(today: NaiveDate) -> String {
    let of = |year| NaiveDate::from_ymd_opt(year, 5, 12);
    let this = of(today.year()).filter(|day| *day < today).or_else(|| of(today.year() - 1));
    this.unwrap_or(today).format("%Y-%m-%d").to_string()
}
