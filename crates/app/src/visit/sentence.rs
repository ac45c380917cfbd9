//! From a sentence in a note to a job order or a promise, with what is known already filled in. The note stays as it is.

use feltmappen_domain::{
    canonical,
    record::{Fields, Kind, Path, RecordId, RecordKey},
    visit::Visit,
};
use serde_json::Value;

use crate::{
    App, ErrorCode, Outcome,
    api::{RecordView, SentenceUse},
};

impl App {
    /// Makes a job order or a promise of a sentence in a note, as one commit.
    pub fn from_sentence(
        &self,
        visit: RecordKey,
        question: Option<RecordId>,
        text: String,
        what: SentenceUse,
    ) -> Outcome<RecordView> {
        let open = self.opened()?;
        let me = open.me()?;
        let record = open.workspace.record(&visit)?.ok_or(ErrorCode::NotHere)?;
        let sentence = canonical::normalise(text.trim().into()).map_err(|_| ErrorCode::BadValue)?;
        if visit.kind != Kind::Visit || text.trim().is_empty() {
            return Err(ErrorCode::BadValue.into());
        }
        let known = Visit::new(&record.fields);
        let contact = record.fields.items("contacts").iter().find_map(|item| item.fields.id("contact"));
        let who = known.consultant().unwrap_or(me.employee);
        let id = |id: Option<RecordId>| Value::from(id.map(|id| id.to_string()));
        let (kind, own): (_, Vec<(&'static str, Value)>) = match what {
            SentenceUse::JobOrder => {
                let own = vec![("tasks", sentence), ("coordinator", id(Some(who))), ("channel", "visit".into())];
                (Kind::JobOrder, own)
            }
            SentenceUse::Agreement | SentenceUse::FollowUp | SentenceUse::Sparring => {
                let promise_type = match what {
                    SentenceUse::FollowUp => "follow_up",
                    SentenceUse::Sparring => "sparring",
                    _ => "agreement",
                };
                let own = vec![
                    ("text", sentence.clone()),
                    ("quote", sentence),
                    ("type", promise_type.into()),
                    ("owner", id(Some(who))),
                    ("question", id(question)),
                ];
                (Kind::Promise, own)
            }
        };
        let shared = [
            ("visit", id(Some(visit.id))),
            ("company", id(known.company())),
            ("workplace", id(known.workplace())),
            ("contact", id(contact)),
        ];
        let fields: Fields = own.into_iter().chain(shared).map(|(path, value)| (Path::known(path), value)).collect();
        let key = RecordKey::new(kind, self.new_id()?);
        self.make_record(&open, me, key, "from_sentence", fields)?;
        self.view(&open, key)
    }
}
