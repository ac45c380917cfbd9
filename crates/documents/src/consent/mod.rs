//! The consent to pass on CV data: one citizen, one workplace, one order (D232, R1–R3, L5).

mod build;
#[cfg(test)]
mod tests;
pub(crate) mod words;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    Paper, Refusal, input,
    input::{Authority, Order, Personal, Workplace},
    tree::Document,
};

/// All that stands on a consent form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Whose copy it is.
    pub copy: Copy,
    /// What tells this document from all others.
    pub document_id: String,
    /// The version of the form's words.
    pub form_version: String,
    /// When the document is made.
    pub made: DateTime<FixedOffset>,
    /// Who is responsible for the data.
    pub authority: Authority,
    /// Who consents.
    pub citizen: Citizen,
    /// The only place that gets the data.
    pub recipient: Workplace,
    /// The job it is about.
    pub order: Order,
    /// What the recipient needs the data for, in one sentence.
    pub purpose: Personal,
    /// Exactly what is passed on.
    pub items: Vec<Item>,
    /// How it is sent.
    pub channel: Channel,
    /// The last day on which it may be sent.
    pub valid_until: NaiveDate,
    /// How the consent is given.
    pub given: Given,
    /// Who interpreted, if somebody did.
    pub interpreter: Option<Personal>,
    /// Who consents for the citizen, if somebody does.
    pub representative: Option<Representative>,
    /// How long the consent is kept, as a sentence.
    pub retention: String,
}

/// Whose copy it is.
#[derive(Clone, std::marker::Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Copy {
    /// The citizen's.
    Citizen,
    /// The municipality's; the only one that may have a CPR number on it, masked (L10).
    Authority,
    /// The employer's: without CPR number, date of birth and age (R15, L14), and without the signature.
    Employer,
}

/// Who consents.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Citizen {
    /// The full name.
    pub name: Personal,
    /// The CPR number as it is shown, `010190-••••`; only on the municipality's copy.
    pub masked_cpr: Option<Personal>,
}

/// Who consents for the citizen.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Representative {
    /// The full name.
    pub name: Personal,
    /// By what right.
    pub basis: Personal,
}

/// A thing that is passed on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What kind of thing.
    pub kind: ItemKind,
    /// Which one, where that needs saying.
    pub detail: Option<Personal>,
}

/// The kinds of things that can be passed on.
#[derive(Clone, std::marker::Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Name, telephone and mail address.
    Contact,
    /// Education.
    Education,
    /// Experience.
    Experience,
    /// Qualifications and certificates.
    Qualifications,
    /// Languages.
    Languages,
    /// Driving licence.
    DrivingLicence,
    /// What the citizen says about himself.
    Description,
    /// An enclosure.
    Attachment,
}

/// The ways in which a CV may be sent (D233, R12). Ordinary mail is not among them.
#[derive(Clone, std::marker::Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Jobnet for employers.
    Jobag,
    /// Encrypted mail.
    SecureMail,
    /// Digital Post.
    DigitalPost,
}

/// How a consent is given.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "how", rename_all = "snake_case", deny_unknown_fields)]
pub enum Given {
    /// Signed on the screen.
    OnScreen {
        /// When.
        at: DateTime<FixedOffset>,
        /// Where.
        place: String,
        /// The employee who was there.
        witness: Personal,
        /// The line of the pen.
        signature: Signature,
    },
    /// To be signed on paper.
    OnPaper,
    /// Said aloud.
    Orally {
        /// When.
        at: DateTime<FixedOffset>,
        /// Where, or by telephone.
        place: String,
        /// To which employee.
        to: Personal,
    },
}

/// A signature: the line of the pen alone. How fast and how hard it was drawn is nowhere (L20).
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Width and height of the field it was drawn in.
    pub field: [f32; 2],
    /// Its strokes: points in the field, from the upper left corner.
    pub strokes: Vec<Vec<[f32; 2]>>,
}

impl std::fmt::Debug for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signature(••••)")
    }
}

impl Paper for Consent {
    fn document(&self) -> Result<Document, Refusal> {
        if let Given::OnScreen { signature, .. } = &self.given
            && !signature.is_drawn()
        {
            return Err(Refusal::Empty("given.signature".to_owned()));
        }
        let consent = input::ready(self)?;
        if consent.items.is_empty() {
            return Err(Refusal::Empty("items".to_owned()));
        }
        if consent.copy == Copy::Employer {
            input::without_cpr(consent.told_to_the_employer())?;
            input::without_age(consent.told_of_the_citizen())?;
        }
        Ok(build::document(&consent))
    }
}

impl Consent {
    /// The free texts that stand on the employer's copy, by field.
    fn told_to_the_employer(&self) -> Vec<(String, &str)> {
        let mut texts: Vec<(String, &str)> = vec![
            ("citizen.name".to_owned(), &self.citizen.name),
            ("order.title".to_owned(), &self.order.title),
            ("purpose".to_owned(), &self.purpose),
        ];
        for (place, item) in self.items.iter().enumerate() {
            texts.extend(item.detail.as_deref().map(|detail| (format!("items.{place}.detail"), detail)));
        }
        texts
    }

    /// Those of them that are about the citizen alone.
    fn told_of_the_citizen(&self) -> Vec<(String, &str)> {
        self.told_to_the_employer().into_iter().filter(|(field, _)| field != "order.title").collect()
    }
}

impl Signature {
    /// Whether something was drawn that can be shown: points, in a field that has a size.
    fn is_drawn(&self) -> bool {
        let finite = |point: &[f32; 2]| point.iter().all(|length| length.is_finite());
        let mut points = self.strokes.iter().flatten().peekable();
        self.field.iter().all(|side| side.is_finite() && *side >= 1.0) && points.peek().is_some() && points.all(finite)
    }

    /// The strokes in a field of another size, with the same proportions and nothing outside.
    fn scaled(&self, [width, height]: [f32; 2]) -> ([f32; 2], Vec<Vec<[f32; 2]>>) {
        let by = (width / self.field[0]).min(height / self.field[1]);
        let within = |[x, y]: [f32; 2]| [x.clamp(0.0, self.field[0]) * by, y.clamp(0.0, self.field[1]) * by];
        let strokes = self.strokes.iter().filter(|points| !points.is_empty());
        let strokes = strokes.map(|points| points.iter().map(|point| within(*point)).collect()).collect();
        (self.field.map(|side| side * by), strokes)
    }
}
