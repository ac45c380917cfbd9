//! Fictitious candidates and one conversation. Nobody here exists.

use feltmappen_domain::{
    guide::{Use, item_id},
    record::{ALIVE, Fields, Kind, Path, RANK, RecordId, RecordKey},
    schema::{AGREEMENTS, ANSWERS},
};
use serde_json::Value;

use crate::{App, Me, Open, Outcome};

/// Name, telephone, jobs, qualifications, driving licence, and how the CV was found when it was looked at.
type Person = (&'static str, &'static str, &'static str, &'static str, &'static str, Option<&'static str>);

const PEOPLE: [Person; 3] = [
    (
        "Amina Eksempel",
        "00 11 33 01",
        "Lagermedarbejder\nChauffør",
        "Gaffeltruckcertifikat B\n4 år på lager",
        "B",
        Some("not_searchable"),
    ),
    ("Bo Prøvesen", "00 11 33 02", "Kok\nKøkkenmedhjælper", "Hygiejnebevis\n2 år i kantine", "", Some("searchable")),
    ("Carla Opdigtet", "00 11 33 03", "Rengøringsassistent", "Trappevask og vinduer", "B", None),
];

/// What was said, by the name of the question.
const SAID: [(&str, &str); 4] = [
    ("work_life", "Fire år på lager i Bakkedal, før det butik. Vil gerne tilbage til lager."),
    ("education", "Truckcertifikat fra 2021. Et kursus i lagerstyring."),
    ("cv_review", "Certifikatet stod ikke under »Jeg søger job som«. Det retter hun selv."),
    ("chances", "Havnen og de nye lagre ved motorvejen."),
];

/// Makes them, as if they had been typed on this computer.
pub(super) fn fill(app: &App, open: &Open, me: Me) -> Outcome<()> {
    let now = app.danish_now();
    let before = |days: i64| (now - chrono::TimeDelta::days(days)).format("%Y-%m-%dT10:15:00%:z").to_string();
    let mut first = None;
    for (index, (name, phone, goals, can, licence, cv)) in PEOPLE.into_iter().enumerate() {
        let mut values = vec![("name", name), ("phone", phone), ("job_goals", goals), ("qualifications", can)];
        values.extend(Some(("driving_licence", licence)).filter(|(_, licence)| !licence.is_empty()));
        values.extend(cv.map(|cv| ("cv.status", cv)));
        let mut fields: Fields =
            values.into_iter().map(|(path, text)| (Path::known(path), Value::from(text))).collect();
        if cv.is_some() {
            fields.set(Path::known("cv.checked_at"), before(if index == 0 { 4 } else { 1 }).into());
        }
        let key = RecordKey::new(Kind::Candidate, app.new_id()?);
        app.make_record(open, me, key, "import", fields)?;
        first.get_or_insert(key.id);
    }
    let Some(candidate) = first else { return Ok(()) };
    let mut fields: Fields = [
        ("candidate", candidate.to_string()),
        ("type", "first".to_owned()),
        ("channel", "in_person".to_owned()),
        ("starts_at", before(14)),
        ("started_at", before(14)),
    ]
    .into_iter()
    .map(|(path, text)| (Path::known(path), Value::from(text)))
    .collect();
    for (name, note) in SAID {
        let id = item_id("question", Use::Conversation.as_str(), name);
        fields.set(Path::item(ANSWERS, id, ALIVE), true.into());
        fields.set(Path::item(ANSWERS, id, "note"), note.into());
    }
    let agreed = [
        ("Skrive truckcertifikatet ind under »Jeg søger job som«.", "citizen", 3, "V"),
        ("Spørge Nordhavn om en rundvisning på lageret.", "employee", 7, "k"),
    ];
    for (text, owner, due, place) in agreed {
        let id = RecordId::new_v5(&candidate, text.as_bytes());
        let mut put = |field: &str, value: Value| fields.set(Path::item(AGREEMENTS, id, field), value);
        put(ALIVE, true.into());
        put(RANK, place.into());
        put("text", text.into());
        put("owner", owner.into());
        put("due", app.day_in(due).into());
        if owner == "employee" {
            put("employee", me.employee.to_string().into());
        }
    }
    let key = RecordKey::new(Kind::Conversation, app.new_id()?);
    app.make_record(open, me, key, "import", fields)?;
    let closed = vec![
        (Path::known("status"), Value::from("closed")),
        (Path::known("closed_at"), before(14).replace("T10:15", "T10:58").into()),
    ];
    app.settle(open, key, "import", closed)
}
