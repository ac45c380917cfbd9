//! What follows from what a user chooses: values that a new record begins with, and those that follow a choice. Never
//! replaces what somebody has chosen.

use feltmappen_domain::{
    guide::Use,
    match_check, order, rank,
    record::{ALIVE, Fields, Kind, Path, RANK, Record, RecordId, RecordKey},
    schema::FORMER,
};
use feltmappen_sync::RecordChange;
use serde_json::Value;

use crate::{App, Me, Open, Outcome};

impl App {
    /// A new record's values with those that it begins with, and the templates that are made along with it.
    pub(crate) fn with_defaults(
        &self,
        open: &Open,
        me: Me,
        kind: Kind,
        mut fields: Fields,
    ) -> Outcome<(Fields, Vec<RecordChange>)> {
        let mut also = Vec::new();
        let mut begin = |path: &'static str, value: Value| {
            if fields.get(path).is_none() {
                fields.set(Path::known(path), value);
            }
        };
        match kind {
            Kind::JobOrder => {
                begin("status", "draft".into());
                begin("sharing", "internal".into());
                begin("received_at", self.now().into());
            }
            Kind::Visit => {
                begin("consultant", me.employee.to_string().into());
                for (path, template_use) in [("guide", Use::Visit), ("tool_list", Use::Tools)] {
                    let (template, made) = self.template_for_new(open, me, template_use)?;
                    begin(path, template.to_string().into());
                    also.extend(made);
                }
                fields.set(Path::known("status"), "planned".into());
            }
            Kind::Promise => {
                begin("type", "agreement".into());
                begin("owner", me.employee.to_string().into());
            }
            Kind::MatchCheck => {
                begin("title", "Match-tjek".into());
                begin("held_on", self.danish_day().into());
                begin("unit", me.unit.to_string().into());
                let (template, made) = self.template_for_new(open, me, Use::MatchCheck)?;
                begin("template", template.to_string().into());
                also.extend(made);
                fields.set(Path::known("status"), "open".into());
                // The rows are made and not only given a rank, so that undo takes them away again.
                for (path, value) in match_check::preset_rows() {
                    if let Some((list, row, RANK)) = path.parse_item() {
                        fields.set(Path::item(list, row, ALIVE), true.into());
                    }
                    fields.set(path, value);
                }
            }
            // A version is taken into use by its own step.
            Kind::Template => fields.set(Path::known("status"), "draft".into()),
            Kind::Candidate => begin("consultant", me.employee.to_string().into()),
            Kind::Conversation => {
                begin("consultant", me.employee.to_string().into());
                let (template, made) = self.template_for_new(open, me, Use::Conversation)?;
                begin("guide", template.to_string().into());
                also.extend(made);
                fields.set(Path::known("status"), "planned".into());
                if let (Some(candidate), None) = (fields.id("candidate"), fields.get("type")) {
                    let before = open.workspace.children(candidate, Kind::Conversation)?;
                    let first = if before.is_empty() { "first" } else { "follow_up" };
                    fields.set(Path::known("type"), first.into());
                }
            }
            Kind::Consent
            | Kind::Submittal
            | Kind::Unit
            | Kind::Employee
            | Kind::Company
            | Kind::Workplace
            | Kind::Contact => {}
        }
        for (path, value) in self.follows(open, kind, &Fields::new(), &fields)? {
            fields.set(path, value);
        }
        Ok((fields, also))
    }

    /// What follows from a change of a record.
    pub(crate) fn follows(
        &self,
        open: &Open,
        kind: Kind,
        before: &Fields,
        after: &Fields,
    ) -> Outcome<Vec<(Path, Value)>> {
        match kind {
            Kind::JobOrder => self.order_follows(open, before, after),
            Kind::Visit => self.visit_follows(open, before, after),
            _ => Ok(Vec::new()),
        }
    }

    /// What follows from choosing a visit's company: its only workplace, and its main contact as a participant.
    fn visit_follows(&self, open: &Open, before: &Fields, after: &Fields) -> Outcome<Vec<(Path, Value)>> {
        let mut values = Vec::new();
        let left = before.id("company");
        // What was promised there stays with the visit, also when it was begun without a company.
        if left != after.id("company") && (left.is_some() || before.filled("started_at")) {
            values.push((Path::item(FORMER, left.unwrap_or_default(), "left"), true.into()));
        }
        let Some(company) = after.id("company").filter(|company| left != Some(*company)) else {
            return Ok(values);
        };
        if let (Some(only), None) = (self.only_workplace(open, company)?, after.id("workplace")) {
            values.push((Path::known("workplace"), only.to_string().into()));
        }
        if after.items("contacts").is_empty()
            && let Some(main) = self.main_contact(open, company)?
        {
            let item = self.new_id()?;
            let put = |field: &str, value: Value| (Path::item("contacts", item, field), value);
            values.extend([
                put(ALIVE, true.into()),
                put(RANK, rank::between(None, None).into()),
                put("contact", main.to_string().into()),
            ]);
        }
        Ok(values)
    }

    fn only_workplace(&self, open: &Open, company: RecordId) -> Outcome<Option<RecordId>> {
        let workplaces = open.workspace.children(company, Kind::Workplace)?;
        Ok(if let [only] = &workplaces[..] { Some(only.key.id) } else { None })
    }

    fn main_contact(&self, open: &Open, company: RecordId) -> Outcome<Option<RecordId>> {
        let contacts = open.workspace.children(company, Kind::Contact)?;
        let only = contacts.first().filter(|_| contacts.len() == 1);
        let main = contacts.iter().find(|one| one.fields.flag("main") == Some(true)).or(only);
        Ok(main.map(|main: &Record| main.key.id))
    }

    /// What follows from choosing an order's company or workplace: its only workplace, its main contact, and the unit
    /// that is responsible by the workplace's kommune (R18).
    fn order_follows(&self, open: &Open, before: &Fields, after: &Fields) -> Outcome<Vec<(Path, Value)>> {
        let mut values = Vec::new();
        let mut workplace = after.id("workplace");
        if let Some(company) = after.id("company").filter(|company| before.id("company") != Some(*company)) {
            if let (Some(only), None) = (self.only_workplace(open, company)?, workplace) {
                workplace = Some(only);
                values.push((Path::known("workplace"), only.to_string().into()));
            }
            if let (Some(main), None) = (self.main_contact(open, company)?, after.id("contact")) {
                values.push((Path::known("contact"), main.to_string().into()));
            }
        }
        if workplace != before.id("workplace") {
            let units = open.workspace.all(Kind::Unit)?;
            let unit_of = |workplace: Option<RecordId>| -> Outcome<Option<RecordId>> {
                let Some(id) = workplace else { return Ok(None) };
                let place = open.workspace.record(&RecordKey::new(Kind::Workplace, id))?;
                Ok(place.and_then(|place| order::default_responsible_unit(&place.fields, &units)))
            };
            let chosen = after.id("responsible_unit");
            // The unit follows the workplace as long as nobody has chosen another.
            if chosen.is_none() || chosen == unit_of(before.id("workplace"))? {
                let unit = unit_of(workplace)?.filter(|unit| chosen != Some(*unit));
                values.extend(unit.map(|unit| (Path::known("responsible_unit"), unit.to_string().into())));
            }
        }
        Ok(values)
    }
}
