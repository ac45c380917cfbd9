//! The papers besides the consent: letters, sheets and cards, one file each. All of them look alike, for they are made of the
//! same blocks.

mod agreements;
mod notice;
mod order;
mod plan;
mod preparation;
mod summary;
#[cfg(test)]
mod tests;
mod withdrawal;

pub use agreements::{Agreement, AgreementSheet, Earlier, NextTalk};
pub use notice::EmployerNotice;
pub use order::{OrderSheet, Plan, Priority, Requirement, Temp, Terms};
pub use plan::{ActionPlan, PlanRow};
pub use preparation::{Fact, Known, PreparationCard};
pub use summary::{Line, Section, SummaryText, VisitSummary};
pub use withdrawal::{Addressee, How, WithdrawalLetter};
