//! Templates: versions of guides, tool lists, checklists and sentences.

mod changes;
mod files;
mod moves;
mod versions;

pub(crate) use changes::change_view;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use feltmappen_domain::{
    guide::{self, Guide, Use},
    record::{ALIVE, Fields, Kind, Path, Record, RecordId, RecordKey},
};
use feltmappen_store::ListQuery;
use feltmappen_sync::RecordChange;

use crate::{App, ErrorCode, Me, Open, Outcome, edit::changes_to};

/// So many versions of all templates are looked through.
const VERSIONS: u64 = 1_000;

/// A version of a template, read.
pub(crate) struct Template {
    pub(crate) key: RecordKey,
    pub(crate) published: bool,
    pub(crate) published_at: Option<String>,
    pub(crate) version: u32,
    pub(crate) guide: Guide,
}

/// Published templates that were read before: they never change (R56).
pub(crate) type Published = Mutex<HashMap<RecordId, Arc<Template>>>;

impl Template {
    pub(crate) fn new(key: RecordKey, fields: &Fields) -> Self {
        let guide = Guide::new(fields);
        Self {
            key,
            published: guide::frozen(fields),
            published_at: fields.filled_text("published_at").map(str::to_owned),
            version: u32::try_from(guide.version).unwrap_or(1),
            guide,
        }
    }

    /// What orders versions: the newest is the greatest, the same on every device.
    fn age(&self) -> (u32, Option<&str>, RecordId) {
        (self.version, self.published_at.as_deref(), self.key.id)
    }
}

impl App {
    /// A template; nothing when it is not here.
    pub(crate) fn template(&self, open: &Open, id: RecordId) -> Outcome<Option<Arc<Template>>> {
        let known = || open.published.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(template) = known().get(&id) {
            return Ok(Some(Arc::clone(template)));
        }
        let key = RecordKey::new(Kind::Template, id);
        let Some(record) = open.workspace.record(&key)? else { return Ok(None) };
        let template = Arc::new(Template::new(key, &record.fields));
        if template.published {
            known().insert(id, Arc::clone(&template));
        }
        Ok(Some(template))
    }

    /// Every template that is not discarded, drafts among them unless only published ones are asked for.
    fn all_templates(&self, open: &Open, status: Option<&str>) -> Outcome<Vec<Arc<Template>>> {
        let query = ListQuery { status: status.map(str::to_owned), limit: VERSIONS, ..ListQuery::new(Kind::Template) };
        let rows = open.workspace.page(&query)?.rows;
        let found: Outcome<Vec<_>> = rows.iter().map(|row| self.template(open, row.key.id)).collect();
        Ok(found?.into_iter().flatten().collect())
    }

    /// The newest published template for a use.
    pub(crate) fn newest(&self, open: &Open, template_use: Use) -> Outcome<Option<Arc<Template>>> {
        let all = self.all_templates(open, Some("published"))?;
        let of_use = all.into_iter().filter(|one| one.guide.template_use == Some(template_use));
        Ok(of_use.max_by(|one, other| one.age().cmp(&other.age())))
    }

    /// The newest published template for a use, or the app's own, which need not be stored to be read.
    pub(crate) fn newest_or_own(&self, open: &Open, template_use: Use) -> Outcome<Arc<Template>> {
        if let Some(newest) = self.newest(open, template_use)? {
            return Ok(newest);
        }
        let unit = open.identity().map_or(RecordId::nil(), |me| me.unit);
        let key = RecordKey::new(Kind::Template, guide::default_id(unit, template_use));
        Ok(Arc::new(Template::new(key, &guide::default_fields(template_use))))
    }

    /// The template that a record uses; one that is not here is stood in for by the newest.
    pub(crate) fn in_use(
        &self,
        open: &Open,
        fields: &Fields,
        path: &'static str,
        template_use: Use,
    ) -> Outcome<Arc<Template>> {
        let chosen = fields.id(path).map(|id| self.template(open, id)).transpose()?.flatten();
        chosen.map_or_else(|| self.newest_or_own(open, template_use), Ok)
    }

    /// The version of the newest published template when it is newer than this one.
    pub(crate) fn newer_than(&self, open: &Open, used: &Template, template_use: Use) -> Outcome<Option<u32>> {
        let newest = self.newest(open, template_use)?.filter(|newest| newest.age() > used.age());
        Ok(newest.map(|newest| newest.version))
    }

    /// The template that a new record uses: the newest published one, or the app's own, with the change that makes it.
    pub(crate) fn template_for_new(
        &self,
        open: &Open,
        me: Me,
        template_use: Use,
    ) -> Outcome<(RecordId, Option<RecordChange>)> {
        if let Some(newest) = self.newest(open, template_use)? {
            return Ok((newest.key.id, None));
        }
        let key = RecordKey::new(Kind::Template, guide::default_id(me.unit, template_use));
        let record = open.workspace.record(&key)?;
        let record = record.unwrap_or_else(|| Record { key, home_unit: me.unit, fields: Fields::default() });
        let own = guide::default_fields(template_use);
        let mut values: Vec<_> = own.iter().map(|(path, value)| (path.clone(), value.clone())).collect();
        values.push((Path::known(ALIVE), true.into()));
        let change = changes_to(&record, values);
        Ok((key.id, Some(change).filter(|change| !change.changes.is_empty())))
    }
}

/// A published template takes no change, whichever way it comes (R56).
pub(crate) fn refuse_frozen(record: &Record) -> Outcome<()> {
    let frozen = record.key.kind == Kind::Template && guide::frozen(&record.fields);
    if frozen { Err(ErrorCode::Frozen.into()) } else { Ok(()) }
}
