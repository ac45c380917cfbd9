//! The registry of commands: each use case that a window can call, listed once.

/// Hands the list of commands to another macro, so that the shell's handlers and the window's client come from one place.
#[macro_export]
macro_rules! commands {
    ($expand:ident) => {
        $expand! {
            /// How the app stands: no workspace, locked or open.
            start() -> Start;
            /// Makes the workspace; an empty passphrase leaves the key to the system's keyring.
            create_workspace(passphrase: String) -> Start;
            /// Opens a locked workspace.
            unlock(passphrase: String) -> Start;
            /// Says who I am: a new employee.
            introduce(person: NewPerson) -> Session;
            /// Says who I am: an employee in the catalogue.
            choose_me(employee: RecordId) -> Session;
            /// How the workspace is locked.
            security() -> Security;
            /// Asks for a passphrase at each start from now on; an empty one leaves the key to the keyring again.
            set_passphrase(passphrase: String) -> Security;
            /// Remembers the page that is shown, for the next start.
            remember_place(place: String) -> bool;
            /// Is everything saved and sent?
            sync_status() -> SyncView;
            /// Looks at once whether there is something to send or to fetch.
            send_now() -> SyncView;
            /// Says yes to sending many deletions.
            allow_deletions() -> SyncView;
            /// How this device is connected to central.
            connection() -> Connection;
            /// Connects this device to central, by the address and the token that enrolling it gave.
            connect(address: String, token: String) -> Connection;
            /// Forgets central; what is here stays here.
            disconnect() -> Connection;
            /// Decides some of the fields that two people have changed differently.
            decide(key: RecordKey, choices: Vec<SideChoice>) -> RecordView;
            /// Sends again what central did not take, with corrected values.
            resend(commit: RecordId, values: Vec<RefusedFix>) -> Attention;
            /// Discards what central did not take; it can be brought back for 30 days.
            discard_refused(commit: RecordId) -> Attention;
            /// Brings discarded changes back.
            recover(commit: RecordId) -> Attention;
            /// What others have changed since I was last here.
            news() -> News;
            /// I have seen the news up to this number.
            news_seen(until: i64) -> bool;
            /// Has everything that was written to a record been sent?
            standing(key: RecordKey) -> Standing;
            /// Is everything for the visits of today and tomorrow on this computer?
            tomorrow() -> Tomorrow;
            /// Writes what is not sent to an encrypted file in the folder for downloads.
            rescue_save(passphrase: String) -> RescueFile;
            /// Takes over unsent work from a file, in base64.
            rescue_take(passphrase: String, base64: String) -> RescueFile;
            /// Forms and code lists.
            reference() -> Reference;
            /// Units and employees.
            catalogue() -> Catalogue;
            /// The day's page.
            today() -> Today;
            /// What waits for a decision and what can be brought back.
            attention() -> Attention;
            /// A page of companies.
            companies(query: ListQuery) -> CompanyPage;
            /// Branches that companies have, for the filter.
            branches() -> Vec<String>;
            /// A page of job orders.
            orders(query: ListQuery) -> OrderPage;
            /// A page of visits.
            visits(query: ListQuery) -> VisitPage;
            /// What was promised, what is due first at the top.
            promises(query: PromiseQuery) -> Vec<PromiseView>;
            /// Everything that contains these words.
            search(text: String) -> SearchView;
            /// Records to choose from in a field: of a kind, belonging to a company or unit, beginning with a text.
            choices(kind: Kind, parent: Option<RecordId>, text: String) -> Vec<Named>;
            /// One record as a form shows it.
            open(key: RecordKey) -> RecordView;
            /// Makes a record; a company with a known CVR number is opened instead.
            create(kind: Kind, values: Vec<PathValue>) -> RecordView;
            /// Keeps what is being typed; answers when it is durable.
            save_draft(key: RecordKey, path: Path, value: Scalar) -> Saved;
            /// The field was left: its draft becomes a change if its format holds.
            leave_field(key: RecordKey, path: Path) -> RecordView;
            /// Drops a draft that does not hold; it can be brought back for 30 days.
            discard_draft(key: RecordKey, path: Path) -> RecordView;
            /// Makes a discarded draft the field's draft again.
            restore_draft(id: i64) -> RecordView;
            /// Sets fields at once, as one user action.
            set_fields(key: RecordKey, values: Vec<PathValue>) -> RecordView;
            /// Adds an item at the end of a list.
            add_item(key: RecordKey, list: String, values: Vec<PathValue>) -> Added;
            /// Removes an item; undo brings it back.
            remove_item(key: RecordKey, list: String, item: RecordId) -> RecordView;
            /// Moves an item before another, or to the end.
            move_item(key: RecordKey, list: String, item: RecordId, before: Option<RecordId>) -> RecordView;
            /// Discards a record; it can be brought back for 30 days.
            discard(key: RecordKey) -> RecordView;
            /// Brings a discarded record back.
            restore(key: RecordKey) -> RecordView;
            /// Changes a job order's status if nothing stands in the way.
            set_status(key: RecordKey, status: String, values: Vec<PathValue>) -> StatusOutcome;
            /// The guide, checklist or template behind a record, as a form.
            guide(key: RecordKey) -> GuideView;
            /// What is known of the company before a visit, with source and date.
            preparation(key: RecordKey) -> Preparation;
            /// The visit begins.
            begin_visit(key: RecordKey) -> RecordView;
            /// The visit is over; nothing stands in the way of closing it.
            close_visit(key: RecordKey) -> RecordView;
            /// A closed or cancelled visit goes on.
            reopen_visit(key: RecordKey) -> RecordView;
            /// The visit does not take place.
            cancel_visit(key: RecordKey) -> RecordView;
            /// Makes a job order or a promise of a sentence in a note; the note stays as it is.
            from_sentence(visit: RecordKey, question: Option<RecordId>, text: String, what: SentenceUse) -> RecordView;
            /// The page for the company.
            summary(visit: RecordKey) -> SummaryView;
            /// What in a text looks like it is about a citizen.
            summary_findings(visit: RecordKey, text: String) -> Vec<Finding>;
            /// The page for the company is as it should be.
            save_summary(visit: RecordKey) -> RecordView;
            /// Opens a mail draft with the page; `confirmed` when the findings have been looked at.
            open_mail(visit: RecordKey, confirmed: bool) -> bool;
            /// The alignment of a job order.
            alignment(order: RecordKey) -> AlignmentView;
            /// Ends the alignment if nothing stands in the way.
            complete_alignment(order: RecordKey) -> StatusOutcome;
            /// A page of candidates.
            candidates(query: ListQuery) -> CandidatePage;
            /// What was done with what is known of a candidate, the latest first.
            access_log(candidate: RecordKey) -> AccessOverview;
            /// Writes a candidate's access log as CSV to where the user says; answers where, if anywhere.
            export_access_log(candidate: RecordKey) -> Option<String>;
            /// Somebody has looked at a candidate's CV on Jobnet just now.
            check_cv(key: RecordKey, status: CvStatus) -> RecordView;
            /// A conversation begins, is over, goes on or does not take place.
            conversation_step(key: RecordKey, step: ConversationStep) -> RecordView;
            /// The submittal of a candidate to an order, begun or new: may this CV be sent?
            prepare_submittal(order: RecordKey, candidate: RecordKey) -> PermitView;
            /// What Jobnet says of the CV now.
            confirm_cv(key: RecordKey, status: String) -> PermitView;
            /// Asks whether it may be sent, and takes the answer down when it is yes.
            give_permit(key: RecordKey) -> PermitOutcome;
            /// It has been sent; always taken down.
            record_sent(key: RecordKey, channel: String) -> PermitView;
            /// The candidate has been told.
            told_candidate(key: RecordKey) -> PermitView;
            /// The coordinator approves a CV from another unit.
            approve_cv(key: RecordKey) -> PermitView;
            /// Coordinator and DPO have dealt with a sending that nothing covered.
            review_uncovered(key: RecordKey, note: String) -> PermitView;
            /// A consent for a candidate and an order; nothing is ticked beforehand.
            new_consent(order: RecordKey, candidate: RecordKey) -> RecordView;
            /// A new version of a consent that can no longer be changed.
            new_consent_version(key: RecordKey) -> RecordView;
            /// Finalises a consent if nothing stands in the way.
            finalise_consent(key: RecordKey) -> FinaliseOutcome;
            /// Whether the papers of a consent are those that were made.
            verify_consent(key: RecordKey) -> PapersChecked;
            /// Takes in the signed paper, in base64.
            attach_scan(key: RecordKey, base64: String) -> RecordView;
            /// The signed paper as it was taken in, to be looked at again.
            consent_scan(key: RecordKey) -> ScanView;
            /// Writes the proof of a consent to where the user says; answers where, if anywhere.
            save_proof(key: RecordKey) -> Option<String>;
            /// The citizen takes the consent back.
            withdraw_consent(key: RecordKey, how: String, to: Option<RecordId>) -> RecordView;
            /// The employer of a submittal has been asked to delete what he got.
            erasure_asked(submittal: RecordKey) -> bool;
            /// A candidate's consents.
            wallet(candidate: RecordKey) -> Vec<WalletRow>;
            /// What somebody should do about consents and sendings.
            consent_tasks() -> Vec<ConsentTask>;
            /// Match checks, the latest first.
            match_checks() -> Vec<MatchCheckRow>;
            /// Closes a match check, or opens it again.
            set_check_closed(key: RecordKey, closed: bool) -> RecordView;
            /// Writes a match check's plan as a CSV file to the folder for downloads; answers where.
            export_plan(key: RecordKey) -> String;
            /// A paper of a record, to be looked at.
            paper(key: RecordKey, what: PaperKind) -> PaperView;
            /// The printers of this computer, the usual one first.
            printers() -> Vec<Printer>;
            /// Puts a paper into a printer's queue.
            print_paper(key: RecordKey, what: PaperKind, printer: String, copies: u8) -> bool;
            /// Writes a paper to where the user says; answers where, or nothing when the user would rather not.
            save_paper(key: RecordKey, what: PaperKind) -> Option<String>;
            /// Every template, by use.
            templates() -> Vec<TemplateFamily>;
            /// The draft of a template's next version; made when there is none.
            new_version(template_use: String, from: VersionFrom) -> RecordView;
            /// What a version changes against the newest in use.
            template_changes(key: RecordKey) -> Vec<TemplateChange>;
            /// Takes a draft into use; it never changes afterwards.
            publish(key: RecordKey) -> PublishOutcome;
            /// Writes a template as a file to the folder for downloads; answers where.
            export_template(key: RecordKey) -> String;
            /// Makes a draft of a template's file; an older draft is replaced only when asked for.
            import_template(text: String, replace: bool) -> TemplateImport;
            /// What moving a visit or a match check to the newest version would do.
            moves(key: RecordKey) -> MoveView;
            /// Moves a visit or a match check to the newest version; no answer is dropped.
            move_to_newest(key: RecordKey) -> RecordView;
            /// The changes of the last 30 days, of one record or of all.
            history(key: Option<RecordKey>) -> Vec<HistoryRow>;
            /// Undoes my last change.
            undo() -> Undone;
            /// Undoes the action of one change; `force` also when a field has changed since.
            undo_change(action: RecordId, force: bool) -> Undone;
            /// Makes one company of two: the dropped one's workplaces, contacts, orders, visits and promises move.
            merge_companies(keep: RecordId, drop: RecordId) -> RecordView;
            /// Announces a file to import.
            import_begin(name: String, bytes: u32, what: ImportKind) -> bool;
            /// Hands over the next part of the file, in base64.
            import_chunk(base64: String) -> bool;
            /// What the file looks like.
            import_preview() -> ImportPreview;
            /// Starts the import with what each column is taken for.
            import_start(mapping: Vec<Option<ImportField>>) -> ImportProgress;
            /// Does the next rows.
            import_step() -> ImportProgress;
            /// Stops; rows done so far are kept.
            import_cancel() -> bool;
        }
    };
}

/// Hands the list of events to another macro: what the shell tells the window without being asked.
#[macro_export]
macro_rules! events {
    ($expand:ident) => {
        $expand! {
            /// Whether everything is saved and sent, or what others do, has changed.
            sync_changed -> SyncView;
        }
    };
}
