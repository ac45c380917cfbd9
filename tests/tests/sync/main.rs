//! Devices and central as real processes, with a network between them that fails: no value that was called saved is ever
//! lost, none comes twice, and in the end everybody has what central has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc, reason = "tests panic with the reason")]
#![allow(clippy::disallowed_methods, reason = "the edge: real time passes in real processes")]
#![allow(clippy::print_stdout, reason = "what was measured goes to the terminal")]

mod attachments;
mod consents;
mod deletions;
mod editors;
mod faults;
mod kills;
mod partition;
/// The tests of central start their PostgreSQL in the same way.
#[path = "../../../crates/central/tests/central/support/postgres.rs"]
#[allow(dead_code, reason = "central's own tests need more of it")]
mod postgres;
mod rescue;
mod restore;
mod revoked;
mod sign_in;
mod slow;
mod world;

use feltmappen_proofs::LIMIT;

/// Every case against central on both databases.
macro_rules! on_both {
    ($($module:ident: $($case:ident),+ $(,)?;)+) => {
        mod sqlite {
            $($(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() {
                    crate::$module::$case(crate::world::World::new(crate::world::Backend::Sqlite)).await;
                }
            )+)+
        }
        mod postgres_server {
            $($(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() {
                    crate::$module::$case(crate::world::World::new(crate::world::Backend::Postgres)).await;
                }
            )+)+
        }
    };
}

on_both! {
    attachments:
        an_attachment_goes_on_where_it_was_cut,
        central_is_killed_in_the_middle_of_an_attachment,
        what_belongs_to_tomorrow_is_fetched_unasked,
        an_attachment_comes_back_after_a_restore,
        an_attachment_of_an_erased_record_is_gone_everywhere;
    consents:
        a_finalised_consent_and_its_papers_reach_a_colleague,
        a_withdrawal_that_a_device_had_not_heard_of_stops_its_permit_and_not_the_fact,
        a_permit_that_is_covered_holds_everywhere,
        who_had_not_seen_it_sealed_can_only_let_it_stand,
        a_consent_is_not_finalised_by_deciding_on_what_its_papers_do_not_say;
    editors:
        two_editors_of_a_check_and_of_a_template_meet_item_by_item;
    faults:
        requests_and_replies_that_are_cut_lose_and_double_nothing,
        requests_that_come_again_and_again_double_nothing;
    kills:
        a_device_is_killed_between_any_two_steps,
        central_is_killed_in_the_middle_of_a_push;
    partition:
        both_go_on_without_a_network_and_one_decides;
    restore:
        central_comes_back_from_an_old_backup;
    revoked:
        a_device_that_is_struck_off_says_so_and_hands_in_what_it_has;
    sign_in:
        a_token_that_is_not_good_any_more_asks_to_sign_in_and_work_goes_on,
        who_goes_to_another_unit_takes_nothing_along;
    deletions:
        many_deletions_wait_for_a_yes;
    rescue:
        unsent_work_reaches_another_computer_once;
}
