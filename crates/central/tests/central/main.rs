//! Central from outside: one suite, run against SQLite and PostgreSQL, and the proofs that need real processes.
//!
//! PostgreSQL is a real server that the tests start for themselves. Where there is none the tests fail and say so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc, reason = "tests panic with the reason")]
#![allow(clippy::disallowed_methods, reason = "the edge: real time passes in real processes")]

mod nodes;
mod plans;
mod suite;
mod support;

/// Every case of the suite on both databases.
macro_rules! on_both {
    ($($module:ident: $($case:ident),+ $(,)?;)+) => {
        mod sqlite {
            $($(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() {
                    crate::suite::$module::$case(crate::support::World::sqlite().await).await;
                }
            )+)+
        }
        mod postgres {
            $($(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() {
                    crate::suite::$module::$case(crate::support::World::postgres().await).await;
                }
            )+)+
        }
    };
}

on_both! {
    pushing:
        what_is_pushed_is_read,
        the_same_commit_twice_gets_the_same_answer,
        the_same_commit_twice_in_one_push,
        a_lost_reply_is_made_good_by_sending_again,
        another_payload_under_a_known_id_is_an_error,
        a_commit_waits_for_what_it_needs,
        a_rejected_need_holds_what_rests_on_it,
        a_commit_is_all_or_nothing,
        one_bad_commit_stops_no_other,
        r76_r77_numbers_are_judged_by_central_too,
        two_sides_make_a_conflict_and_a_person_decides,
        a_push_for_other_data_is_refused,
        many_devices_at_once_leave_no_gap_and_lose_nothing,
        the_same_new_record_from_many_devices_at_once;
    permits:
        r1_not_searchable_is_sent_on_a_consent_alone,
        r2_a_draft_covers_nothing,
        r2_r3_a_consent_that_says_too_little_covers_nothing,
        r4_a_searchable_cv_needs_no_consent,
        r5_the_cv_is_read_on_the_day_and_the_latest_reading_counts,
        r6_a_withdrawn_consent_covers_nothing,
        r7_a_withdrawal_is_always_taken,
        r8_an_expired_consent_covers_nothing,
        r9_a_consent_for_another_covers_nothing,
        r10_no_more_than_was_consented_to,
        r13_that_the_candidate_was_told_is_taken_after_the_sending,
        r14_a_cv_from_another_unit_waits_for_the_coordinator,
        r23_only_an_open_order_takes_candidates,
        what_is_deleted_or_not_here_counts_for_nothing,
        r12_without_a_way_of_sending_nothing_is_permitted,
        r12_a_refused_permit_never_holds_its_fact_back,
        a_permit_is_given_on_what_its_author_saw_or_not_at_all,
        r11_what_a_permit_rests_on_is_sealed;
    reading:
        page_edges,
        a_page_ends_early_when_it_is_large,
        a_record_that_changes_again_moves_to_its_newest_number,
        count_and_hash_are_those_of_what_was_read,
        who_changed_a_record_last_is_told,
        a_sync_without_news_is_one_small_request,
        pages_and_pushes_travel_packed;
    access:
        every_route_asks_who_is_there,
        a_device_reads_and_writes_its_unit_only,
        who_hands_in_is_the_author,
        an_older_program_may_always_hand_in;
    limits:
        every_refusal_is_a_code,
        limits_of_a_push,
        limits_of_a_page,
        a_request_that_takes_too_long_is_told_so,
        what_comes_over_a_slow_line_has_its_time,
        r75_nothing_of_a_person_is_logged_or_counted;
    events:
        a_push_is_heard,
        a_stream_begins_with_how_things_stand_and_ends,
        a_stream_can_be_asked_for_in_any_way,
        who_leaves_is_no_longer_counted;
    erasing:
        a_purged_record_is_gone_everywhere,
        a_commit_about_purged_and_other_records,
        a_ledger_outlives_a_restore;
    safekeeping:
        a_restore_is_rehearsed,
        going_back_twice_says_how_far_for_the_youngest_feed_too,
        a_device_that_was_struck_off_stays_so,
        a_backup_of_one_database_restores_into_the_other,
        verifying_finds_what_does_not_fit,
        a_broken_backup_changes_nothing;
    attachments:
        an_attachment_comes_in_pieces_and_goes_on_where_it_stopped,
        pieces_that_do_not_fit_are_refused,
        a_commit_waits_for_the_attachment_it_names,
        a_text_that_looks_like_an_attachment_waits_for_nothing,
        a_guard_that_names_an_attachment_waits_for_nothing,
        purging_destroys_the_key,
        what_nobody_finishes_is_given_up_and_may_begin_anew,
        what_has_only_been_announced_is_not_given_up,
        a_piece_that_is_gone_comes_again,
        orphaned_work_is_kept_once_and_opened,
        orphaned_work_is_opened_for_the_leader_without_what_was_erased,
        orphaned_work_is_for_the_unit_that_owns_the_records;
}
