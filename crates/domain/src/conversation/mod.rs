//! Conversations with candidates: the typed view, and what was agreed (D37, D153–D174).

use crate::record::{Fields, RecordId};
use crate::schema::AGREEMENTS;
use crate::typed::view;
use crate::visit::{VisitStatus, VisitType, day_of};

view! {
    /// A conversation with a candidate (D37).
    Conversation {
        /// The candidate.
        candidate: id("candidate") -> RecordId;
        /// The code of the type: `first` or `follow_up`.
        conversation_type: filled_text("type") -> &'a str;
        /// The code of the way it is held.
        channel: filled_text("channel") -> &'a str;
        /// When it begins.
        starts_at: filled_text("starts_at") -> &'a str;
        /// The employee who holds it.
        consultant: id("consultant") -> RecordId;
        /// The version of the guide that is used (R56).
        guide: id("guide") -> RecordId;
        /// When it began.
        started_at: filled_text("started_at") -> &'a str;
        /// When it was closed.
        closed_at: filled_text("closed_at") -> &'a str;
    }
}

impl<'a> Conversation<'a> {
    /// The state; planned when there is none or one that this version does not know.
    pub fn status(&self) -> VisitStatus {
        self.fields().text("status").and_then(VisitStatus::from_code).unwrap_or_default()
    }

    /// The day it is held on.
    pub fn day(&self) -> Option<&'a str> {
        self.starts_at().and_then(day_of)
    }

    /// Which of the guide's questions belong to it: a question for first or follow-up conversations is marked as one for such visits (R53).
    pub fn asks_as(&self) -> Option<VisitType> {
        self.conversation_type().and_then(VisitType::from_code)
    }

    /// What was agreed, in its order.
    pub fn agreements(&self) -> Vec<Agreement> {
        Agreement::all(self.fields())
    }
}

/// Who keeps an agreement (R55).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementOwner {
    /// The citizen.
    Citizen,
    /// An employee; none when nobody is named.
    Employee(Option<RecordId>),
}

/// Something agreed in a conversation (D153, R55). `Debug` would show what was agreed, so there is none.
#[derive(Clone, PartialEq, Eq)]
pub struct Agreement {
    /// The item's id.
    pub id: RecordId,
    /// What is to be done.
    pub text: String,
    /// Who does it; none when nobody has said.
    pub owner: Option<AgreementOwner>,
    /// The day it is due.
    pub due: Option<String>,
    /// The day it was done.
    pub done_at: Option<String>,
    /// What came of it.
    pub result: Option<String>,
}

impl Agreement {
    /// The agreements of a conversation, in their order.
    pub fn all(fields: &Fields) -> Vec<Self> {
        let items = fields.items(AGREEMENTS).into_iter();
        items
            .map(|item| {
                let text = |path: &str| item.fields.filled_text(path).map(str::to_owned);
                Self {
                    id: item.id,
                    text: text("text").unwrap_or_default(),
                    owner: match item.fields.filled_text("owner") {
                        Some("citizen") => Some(AgreementOwner::Citizen),
                        Some("employee") => Some(AgreementOwner::Employee(item.fields.id("employee"))),
                        _ => None,
                    },
                    due: text("due"),
                    done_at: text("done_at"),
                    result: text("result"),
                }
            })
            .collect()
    }

    /// Whether it is still to be done.
    pub const fn open(&self) -> bool {
        self.done_at.is_none()
    }

    /// Whether it says who does it and by when, as every agreement must before it goes on the aftalepapir (R55).
    pub const fn complete(&self) -> bool {
        self.owner.is_some() && self.due.is_some()
    }
}
