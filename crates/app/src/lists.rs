//! The lists: companies, job orders, the day's page, and the choices in a field.

use chrono::Days;
use feltmappen_domain::{
    fold, municipality, numbers, order,
    record::{Kind, Record, RecordId},
};
use feltmappen_store as store;

use crate::{
    App, Open, Outcome,
    api::{CompanyPage, CompanyRow, ListQuery, Named, OrderPage, OrderRow, Sort, Today},
};

/// A page never holds more rows.
const LARGEST_PAGE: u32 = 200;
/// A field offers so many choices; typing narrows them.
const CHOICES: u64 = 20;
/// A whole catalogue of units fits.
const CATALOGUE_CHOICES: usize = 200;
/// The day's page shows so many of each.
const TODAY: usize = 5;
/// A promise is due soon within so many days.
const SOON: u32 = 7;

impl App {
    /// A page of companies.
    pub fn companies(&self, query: ListQuery) -> Outcome<CompanyPage> {
        let open = self.opened()?;
        let page = open.workspace.page(&self.page_query(&open, Kind::Company, query)?)?;
        let all = number(open.workspace.count(Kind::Company)?);
        let rows = page.rows.iter().map(|row| self.company_row(&open, row)).collect::<Outcome<_>>()?;
        Ok(CompanyPage { total: number(page.total), all, rows })
    }

    /// Branches that companies have, in Danish order.
    pub fn branches(&self) -> Outcome<Vec<String>> {
        Ok(self.opened()?.workspace.branches()?)
    }

    /// A page of job orders.
    pub fn orders(&self, query: ListQuery) -> Outcome<OrderPage> {
        let open = self.opened()?;
        let (total, rows) = self.order_rows(&open, query)?;
        Ok(OrderPage { total, all: number(open.workspace.count(Kind::JobOrder)?), rows })
    }

    /// Records to choose from in a field: of a kind, belonging to a company or unit, containing a text.
    pub fn choices(&self, kind: Kind, parent: Option<RecordId>, text: String) -> Outcome<Vec<Named>> {
        let open = self.opened()?;
        let records = match (kind, parent) {
            (Kind::Workplace | Kind::Contact, Some(company)) => open.workspace.children(company, kind)?,
            (Kind::Unit | Kind::Employee, _) => open.workspace.all(kind)?,
            _ => {
                let query = store::ListQuery { text: Some(text), limit: CHOICES, ..store::ListQuery::new(kind) };
                let page = open.workspace.page(&query)?;
                return page.rows.iter().map(|row| self.named(&open, &row.key)).collect();
            }
        };
        let wanted = fold::fold(text.trim()).text;
        let of_unit = |one: &Record| kind != Kind::Employee || parent.is_none() || one.fields.id("unit") == parent;
        let named = records.iter().filter(|one| of_unit(one)).map(|one| self.describe(&open, one));
        let fitting = named.filter(|one| one.as_ref().is_ok_and(|one| fold::fold(&one.name).text.contains(&wanted)));
        fitting.take(CATALOGUE_CHOICES).collect()
    }

    /// The day's page: what burns, what is unfinished, what comes next.
    pub fn today(&self) -> Outcome<Today> {
        let open = self.opened()?;
        let me = open.me()?.employee;
        let of = |status: &str, mine, sort, descending, within_days| ListQuery {
            text: String::new(),
            status: Some(status.to_owned()),
            unit: None,
            mine,
            within_days,
            branch: None,
            sort,
            descending,
            offset: 0,
            limit: LARGEST_PAGE,
        };
        let mine = self.order_rows(&open, of("not_closed", true, Sort::Changed, true, None))?.1;
        let mut contact = Vec::new();
        for row in mine {
            let record = open.workspace.record(&row.key)?;
            let hints = record.map(|order| order::hints(&order.fields)).unwrap_or_default();
            if row.status != "draft" && hints.iter().any(|hint| hint.code == order::HintCode::ContactCompany) {
                contact.push(row);
            }
        }
        contact.truncate(TODAY);
        let mut drafts = self.order_rows(&open, of("draft", false, Sort::Changed, true, None))?.1;
        // A draft may not have its tovholder yet: then it is everybody's, mine among them.
        let mut kept = Vec::new();
        for row in drafts.drain(..) {
            let record = open.workspace.record(&row.key)?;
            let coordinator = record.and_then(|order| order.fields.id("coordinator"));
            if coordinator.is_none_or(|coordinator| coordinator == me) {
                kept.push(row);
            }
        }
        kept.truncate(TODAY);
        let drafts = kept;
        let mut soon = self.order_rows(&open, of("open", true, Sort::Deadline, false, Some(31)))?.1;
        soon.truncate(TODAY);
        let latest = store::ListQuery {
            sort: store::Sort::Changed,
            descending: true,
            limit: TODAY as u64,
            ..store::ListQuery::new(Kind::Company)
        };
        let page = open.workspace.page(&latest)?;
        let companies = page.rows.iter().map(|row| self.company_row(&open, row)).collect::<Outcome<_>>()?;
        let visits = self.next_visits(&open, TODAY)?;
        let promises = self.due_promises(&open, SOON, TODAY)?;
        Ok(Today { contact, drafts, soon, companies, visits, promises })
    }

    fn order_rows(&self, open: &Open, query: ListQuery) -> Outcome<(u32, Vec<OrderRow>)> {
        let page = open.workspace.page(&self.page_query(open, Kind::JobOrder, query)?)?;
        let rows = page.rows.iter().map(|row| self.order_row(open, row)).collect::<Outcome<_>>()?;
        Ok((number(page.total), rows))
    }

    pub(crate) fn page_query(&self, open: &Open, kind: Kind, query: ListQuery) -> Outcome<store::ListQuery> {
        let today = self.danish_now().date_naive();
        let deadline = query.within_days.and_then(|days| today.checked_add_days(Days::new(days.into())));
        let me = if query.mine { Some(open.me()?.employee) } else { None };
        let not_closed = query.status.as_deref() == Some("not_closed");
        Ok(store::ListQuery {
            text: Some(query.text),
            status: query.status.filter(|_| !not_closed),
            include_closed: !not_closed,
            unit: query.unit,
            owner: me,
            deadline_before: deadline.map(|day| day.format("%Y-%m-%d").to_string()),
            branch: query.branch,
            sort: match query.sort {
                Sort::Title => store::Sort::Title,
                Sort::Status => store::Sort::Status,
                Sort::Deadline => store::Sort::Deadline,
                Sort::Changed => store::Sort::Changed,
            },
            descending: query.descending,
            offset: query.offset.into(),
            limit: query.limit.min(LARGEST_PAGE).into(),
            ..store::ListQuery::new(kind)
        })
    }

    fn company_row(&self, open: &Open, row: &store::ListRow) -> Outcome<CompanyRow> {
        let record = open.workspace.record(&row.key)?;
        let text = |path| record.as_ref().and_then(|record| record.fields.text(path)).unwrap_or_default();
        let orders = open.workspace.children(row.key.id, Kind::JobOrder)?;
        let workplaces = open.workspace.children(row.key.id, Kind::Workplace)?;
        let contacts = open.workspace.children(row.key.id, Kind::Contact)?;
        let main = contacts.iter().find(|one| one.fields.flag("main") == Some(true)).or(contacts.first());
        Ok(CompanyRow {
            key: row.key,
            name: row.title.clone(),
            cvr: numbers::cvr::show(text("cvr")),
            branch: text("branch.text").to_owned(),
            place: workplaces.first().map(place_of).unwrap_or_default(),
            contact: main.and_then(|one| one.fields.text("name")).unwrap_or_default().to_owned(),
            open_orders: count(orders.iter().filter(|order| order.fields.text("status") == Some("open"))),
            orders: count(orders.iter()),
            changed_at: row.changed_at.clone(),
        })
    }

    fn order_row(&self, open: &Open, row: &store::ListRow) -> Outcome<OrderRow> {
        let record = open.workspace.record(&row.key)?;
        let name = |path, kind| -> Outcome<String> {
            let id = record.as_ref().and_then(|record| record.fields.id(path));
            id.map_or_else(|| Ok(String::new()), |id| self.name_of(open, kind, id))
        };
        let title = record.as_ref().and_then(|record| record.fields.filled_text("title"));
        let positions = record.as_ref().and_then(|record| record.fields.integer("positions"));
        Ok(OrderRow {
            key: row.key,
            title: title.unwrap_or(&row.title).to_owned(),
            positions: positions.and_then(|positions| u32::try_from(positions).ok()),
            company: name("company", Kind::Company)?,
            workplace: name("workplace", Kind::Workplace)?,
            status: row.status.clone().unwrap_or_default(),
            coordinator: name("coordinator", Kind::Employee)?,
            unit: name("responsible_unit", Kind::Unit)?,
            deadline: row.deadline.clone(),
            changed_at: row.changed_at.clone(),
        })
    }
}

fn place_of(workplace: &Record) -> String {
    let city = workplace.fields.text("address.city").map(str::to_owned);
    let municipality = || municipality::by_code(workplace.fields.text("municipality")?).map(|one| one.name.to_owned());
    city.or_else(municipality).unwrap_or_default()
}

fn count<'a>(records: impl Iterator<Item = &'a Record>) -> u32 {
    u32::try_from(records.count()).unwrap_or(u32::MAX)
}

pub(crate) fn number(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
