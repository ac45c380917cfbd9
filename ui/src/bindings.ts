// Written by `cargo xtask bindings` from the Rust types and the registry of commands. Do not edit.
import { call } from './lib/backend';
import { hear } from './lib/hearing';

export type AccessOverview = {
/**
 * So many times in all; the rows are the latest of them.
 */
total: number,
/**
 * The latest first.
 */
rows: Array<AccessRow>, };
export type AccessRow = {
/**
 * When it was noted, RFC 3339.
 */
at: string,
/**
 * What was done, in Danish.
 */
done: string,
/**
 * Where in the app, by which step, or which paper, in Danish.
 */
place: string,
/**
 * What it was done with: the candidate's own details, a consent, a conversation, a submittal.
 */
about: Array<string>, };
export type Added = {
/**
 * The new item.
 */
id: string,
/**
 * The record with it.
 */
view: RecordView, };
export type AgreementView = {
/**
 * The conversation it was agreed in.
 */
conversation: RecordKey,
/**
 * The day of that conversation, ISO date.
 */
agreed: string | null,
/**
 * The item.
 */
id: string,
/**
 * What is to be done.
 */
text: string,
/**
 * citizen or employee; none until somebody has said.
 */
owner: string | null,
/**
 * The employee's name, perhaps empty.
 */
employee: string,
/**
 * The day it is due, ISO date.
 */
due: string | null,
/**
 * The day it was done, ISO date.
 */
done_at: string | null,
/**
 * What came of it.
 */
result: string | null,
/**
 * True when it is due before today and not done.
 */
late: boolean,
/**
 * Whether it says who and when, as every agreement must.
 */
complete: boolean, };
export type AlignmentView = {
/**
 * Its form.
 */
form: Form,
/**
 * What can be told the company.
 */
sentences: Array<SentenceGroup>,
/**
 * What stands in the way of ending it (R34).
 */
missing: Array<Missing>,
/**
 * When it was ended, RFC 3339.
 */
done_at: string | null, };
export type Attention = {
/**
 * Records that I and somebody else have changed differently.
 */
conflicts: Array<ConflictView>,
/**
 * What central did not take.
 */
refused: Array<RefusedView>,
/**
 * What came from central and cannot be read by this version.
 */
unreadable: Array<UnreadableView>,
/**
 * So many deletions at once that they wait for the user's yes; 0 when none do.
 */
deletions: number,
/**
 * Whether this version may no longer read what colleagues do.
 */
too_old: boolean,
/**
 * Changes that were discarded within 30 days instead of being sent.
 */
dropped: Array<RefusedView>,
/**
 * Fields that stand as drafts because their format does not hold.
 */
drafts: Array<WaitingDraft>,
/**
 * Companies that look like the same one.
 */
duplicates: Array<Duplicate>,
/**
 * Records discarded within 30 days.
 */
discarded: Array<Discarded>,
/**
 * Drafts discarded within 30 days.
 */
discarded_drafts: Array<DiscardedDraft>, };
export type Balance = {
/**
 * How many are ufravigelige.
 */
must: number,
/**
 * How many of those can be searched for.
 */
searchable_must: number,
/**
 * How many have not been chosen.
 */
undecided: number,
/**
 * The verdict.
 */
verdict: Verdict,
/**
 * The gauge's pointer, 0–100. Up to 30 is too loose, from 70 a wish list.
 */
position: number,
/**
 * The sentence under the gauge.
 */
message: string, };
export type CandidatePage = {
/**
 * Rows that fit the filter.
 */
total: number,
/**
 * Candidates in all.
 */
all: number,
/**
 * The rows asked for.
 */
rows: Array<CandidateRow>, };
export type CandidateRow = {
/**
 * The candidate.
 */
key: RecordKey,
/**
 * The name.
 */
name: string,
/**
 * What the candidate looks for, first line; perhaps empty.
 */
job_goals: string,
/**
 * The municipality's name, perhaps empty.
 */
municipality: string,
/**
 * Whether employers find the CV, as it was last read.
 */
cv_status: CvStatus,
/**
 * When somebody last looked, RFC 3339.
 */
cv_checked_at: string | null,
/**
 * The name of whom the candidate knows at the unit.
 */
consultant: string,
/**
 * What the best consent is today; none when there is none.
 */
consent: ConsentState | null,
/**
 * What comes next.
 */
next: NextStep | null, };
export type CandidateView = {
/**
 * What is worth saying about the CPR number, in Danish (R76).
 */
cpr_note: string | null,
/**
 * The conversations, the latest first.
 */
conversations: Array<ConversationRow>,
/**
 * What was agreed and is still to be done, across the conversations; what is due first at the top.
 */
agreements: Array<AgreementView>,
/**
 * The submittals, the latest first.
 */
submittals: Array<Named>, };
export type Catalogue = {
/**
 * Who I am.
 */
me: string | null,
/**
 * Units by name; mine first.
 */
units: Array<UnitRow>, };
export type ChangeCode = "part_added" | "part_reworded" | "lead_changed" | "part_removed" | "parts_reordered" | "added" | "reworded" | "help_changed" | "retired" | "restored" | "moved" | "reordered" | "kind_changed" | "visits_changed" | "condition_changed" | "tools_changed" | "until_changed" | "choice_added" | "choice_reworded" | "choice_removed";
export type CheckView = {
/**
 * open or closed.
 */
status: string,
/**
 * The questions that are shown now.
 */
visible: Array<string>,
/**
 * How much of the checklist has been touched.
 */
coverage: Coverage,
/**
 * Questions that are decided.
 */
decided: number,
/**
 * Questions that are marked as not decided.
 */
not_decided: number,
/**
 * Rows of the plan that lack something (R65).
 */
flags: Array<PlanFlag>,
/**
 * The newest published version of the checklist, when it is newer than the one in use.
 */
newer: number | null, };
export type Choice = {
/**
 * The code that is stored.
 */
value: string,
/**
 * The words the user reads.
 */
label: string, };
export type Class = "position" | "qualification" | "certificate" | "education" | "experience" | "language" | "driving_licence" | "personal" | "other";
export type CompanyPage = {
/**
 * Rows that fit the filter.
 */
total: number,
/**
 * Companies in all.
 */
all: number,
/**
 * The rows asked for.
 */
rows: Array<CompanyRow>, };
export type CompanyRow = {
/**
 * The company.
 */
key: RecordKey,
/**
 * Its name.
 */
name: string,
/**
 * Its CVR number as shown, "13 74 81 36"; perhaps empty.
 */
cvr: string,
/**
 * Its branche in words.
 */
branch: string,
/**
 * Where its first workplace lies.
 */
place: string,
/**
 * The main contact's name.
 */
contact: string,
/**
 * Open job orders.
 */
open_orders: number,
/**
 * Job orders in all.
 */
orders: number,
/**
 * When it last changed, RFC 3339 in UTC.
 */
changed_at: string, };
export type CompanyView = {
/**
 * Its workplaces.
 */
workplaces: Array<Named>,
/**
 * Its contacts, the main contact first.
 */
contacts: Array<Named>,
/**
 * Its job orders, open ones first.
 */
orders: Array<Named>,
/**
 * Its visits, the latest first.
 */
visits: Array<VisitRow>,
/**
 * What it has been promised, what is not kept first.
 */
promises: Array<PromiseView>, };
export type Condition = {
/**
 * The other field.
 */
path: Path,
/**
 * The value it must have.
 */
equals: string | number | boolean | null, };
export type ConflictField = {
/**
 * The conflict.
 */
id: string,
/**
 * The field's words; of several that belong together, the first one's.
 */
label: string,
/**
 * How the window writes the values.
 */
look: ValueLook,
/**
 * What both began from.
 */
base: string,
/**
 * What stands in the record now.
 */
theirs: string,
/**
 * What I wanted.
 */
mine: string,
/**
 * Whether an own text can be written instead.
 */
writable: boolean,
/**
 * Only what stands can be chosen: it is sealed, or mine rests on what I saw and is done again by its step (R11).
 */
sealed: boolean, };
export type ConflictView = {
/**
 * The record.
 */
record: Named,
/**
 * Who wrote what stands.
 */
theirs: Whose,
/**
 * When that was, RFC 3339, if it is known.
 */
theirs_at: string | null,
/**
 * Who wanted something else.
 */
mine: Whose,
/**
 * The same, to tell one from another where nobody is named.
 */
author: string,
/**
 * When that was, RFC 3339.
 */
mine_at: string,
/**
 * Whether both are of one person, who changed it on two computers.
 */
one_person: boolean,
/**
 * What must be chosen, one by one.
 */
fields: Array<ConflictField>, };
export type Connection = {
/**
 * Central's address; absent while the device is not connected.
 */
address: string | null,
/**
 * Whether it is spoken with.
 */
running: boolean, };
export type ConsentObstacle = {
/**
 * The reason as a code.
 */
code: string,
/**
 * The field.
 */
path: Path,
/**
 * The record that has the field, when it is another than the consent.
 */
record: Named | null,
/**
 * What to do, and why.
 */
message: string, };
export type ConsentState = "draft" | "valid" | "ending_soon" | "says_too_little" | "expired" | "withdrawn";
export type ConsentTask = {
/**
 * Why.
 */
code: ConsentTaskCode,
/**
 * Where it is done.
 */
key: RecordKey,
/**
 * What to do.
 */
title: string,
/**
 * About whom and where.
 */
detail: string, };
export type ConsentTaskCode = "uncovered" | "erasure" | "tell" | "ending";
export type ConsentView = {
/**
 * What it is today.
 */
state: ConsentState,
/**
 * The same in Danish, with its day.
 */
says: string,
/**
 * The candidate.
 */
candidate: Named,
/**
 * The order.
 */
order: Named,
/**
 * The submittal that waits for it, if there is one.
 */
submittal: RecordKey | null,
/**
 * Who asks: the municipality.
 */
authority: string,
/**
 * What it does in one sentence.
 */
lead: string,
/**
 * The only place that gets the data.
 */
recipient: PlaceView,
/**
 * The job it is about.
 */
job: string,
/**
 * What stands in the way of finalising it.
 */
problems: Array<ConsentObstacle>,
/**
 * Exactly what the employer gets to see.
 */
employer: Array<PaperPiece>,
/**
 * What is passed on, in words.
 */
items: Array<string>,
/**
 * How it is passed on, in words.
 */
channel: string,
/**
 * The last day, in words.
 */
until: string,
/**
 * What has been sent on it.
 */
sent: Array<SentOn>,
/**
 * The consent that came instead of it.
 */
replaced_by: RecordKey | null, };
export type ConversationRow = {
/**
 * The conversation.
 */
key: RecordKey,
/**
 * first or follow_up; empty until chosen.
 */
conversation_type: string,
/**
 * in_person, digital or phone; empty until chosen.
 */
channel: string,
/**
 * When it begins, RFC 3339.
 */
starts_at: string | null,
/**
 * planned, held, closed or cancelled.
 */
status: string,
/**
 * The name of who holds it.
 */
consultant: string,
/**
 * What was agreed in it and is still to be done.
 */
open_agreements: number, };
export type ConversationStep = "begin" | "close" | "reopen" | "cancel";
export type ConversationView = {
/**
 * planned, held, closed or cancelled.
 */
status: string,
/**
 * The candidate.
 */
candidate: Named | null,
/**
 * The questions that are shown now, by type of conversation and conditions (R53).
 */
visible: Array<string>,
/**
 * How much of the guide has been touched.
 */
coverage: Coverage,
/**
 * What was agreed here, in its order.
 */
agreements: Array<AgreementView>,
/**
 * What was agreed in earlier conversations and is still to be done, or was done since this one began (R53).
 */
earlier: Array<AgreementView>,
/**
 * The newest published version of the guide when it is newer than the one in use.
 */
newer: number | null, };
export type Cover = "not_sent" | "covered" | "uncovered";
export type Coverage = {
/**
 * Themes with a touched question.
 */
themes_touched: number,
/**
 * Themes with a question.
 */
themes: number,
/**
 * Touched questions.
 */
questions_touched: number,
/**
 * Questions.
 */
questions: number,
/**
 * Each theme that counts.
 */
parts: Array<PartCoverage>, };
export type CvStatus = "searchable" | "not_searchable" | "unknown";
export type Discarded = {
/**
 * The record.
 */
record: Named,
/**
 * When, RFC 3339 in UTC.
 */
at: string, };
export type DiscardedDraft = {
/**
 * Its number, for bringing it back.
 */
id: number,
/**
 * The record.
 */
record: Named,
/**
 * The field's label.
 */
label: string,
/**
 * What it said, cut to 200 characters.
 */
value: string,
/**
 * When it was discarded, RFC 3339 in UTC.
 */
at: string, };
export type Duplicate = {
/**
 * The one made first.
 */
first: Named,
/**
 * The other.
 */
second: Named,
/**
 * Why they look alike, in Danish.
 */
reason: string, };
export type Earlier = {
/**
 * The visit.
 */
visit: Named,
/**
 * When it began, RFC 3339; perhaps empty.
 */
at: string,
/**
 * The consultant's name.
 */
who: string,
/**
 * The answers in words, by question.
 */
answers: { [key in string]: string }, };
export type EmployeeRow = {
/**
 * The employee.
 */
key: RecordKey,
/**
 * Name.
 */
name: string,
/**
 * Title, perhaps empty.
 */
title: string, };
export type ErrorCode = "wrong_passphrase" | "keyring_unavailable" | "key_lost" | "weak_passphrase" | "damaged" | "read_only" | "disk_full" | "newer_version" | "already_open" | "already_there" | "not_open" | "who_are_you" | "not_here" | "changed_meanwhile" | "bad_value" | "file_too_large" | "file_unreadable" | "mapping_incomplete" | "no_file" | "frozen" | "closed" | "wrong_step" | "not_confirmed" | "no_mail_program" | "cannot_export" | "bad_address" | "bad_token" | "decided_meanwhile" | "not_a_rescue_file" | "rescue_too_large" | "rescue_newer" | "cannot_rescue" | "attachment_too_large" | "attachment_unreadable" | "attachment_not_here" | "no_printers" | "no_such_printer" | "not_printed" | "printer_cannot" | "paper_undrawable" | "paper_has_cpr" | "paper_empty" | "paper_incomplete" | "not_saved_there" | "paper_altered" | "sealed" | "not_permitted" | "finalise_again" | "not_coordinator" | "not_a_paper" | "internal";
export type Fact = {
/**
 * What it is about.
 */
label: string,
/**
 * What is known; absent when nobody typed or imported it ("ikke hentet").
 */
text: string | null,
/**
 * Where it comes from.
 */
source: string | null,
/**
 * From when, an ISO date or RFC 3339.
 */
at: string | null,
/**
 * The record to open.
 */
record: RecordKey | null, };
export type FactGroup = {
/**
 * business, postings, history, promises or candidates.
 */
id: string,
/**
 * Its heading.
 */
title: string,
/**
 * Its facts. Never empty: what nobody knows is a fact without a text.
 */
facts: Array<Fact>, };
export type Failure = {
/**
 * For programs.
 */
code: ErrorCode,
/**
 * What happened.
 */
happened: string,
/**
 * What was kept.
 */
kept: string,
/**
 * What to do now.
 */
todo: string, };
export type Field = {
/**
 * The value's path. For [`Widget::Requirements`] the name of the list.
 */
path: Path,
/**
 * The words above the field.
 */
label: string,
/**
 * How to fill it in.
 */
hint: string | null,
/**
 * The question the consultant asks aloud, without quotation marks.
 */
question: string | null,
/**
 * What the field looks like.
 */
widget: Widget,
/**
 * What can be chosen. For [`Widget::Requirements`] the classes.
 */
choices: Array<Choice>,
/**
 * The longest text, in Unicode scalars.
 */
max_chars: number | null,
/**
 * When the field is shown; always if none.
 */
show_when: Condition | null,
/**
 * The entries of the inventory that the field answers.
 */
d: Array<string>,
/**
 * True for a field that takes the whole width.
 */
wide: boolean,
/**
 * True when the part is only filled in once this field is; notes and the like do not count.
 */
counts: boolean, };
export type FieldProblem = {
/**
 * The field.
 */
path: Path,
/**
 * What is wrong, in Danish.
 */
problem: FormatProblem, };
export type FileProblem = {
/**
 * What, as a code.
 */
code: TemplateProblemCode,
/**
 * The id of the part, question or choice, as the file writes it.
 */
subject: string | null,
/**
 * What is wrong and what to do, in Danish.
 */
sentence: string, };
export type FinaliseOutcome = {
/**
 * True when it was finalised.
 */
done: boolean,
/**
 * What stands in the way.
 */
problems: Array<ConsentObstacle>,
/**
 * The consent afterwards.
 */
view: RecordView, };
export type Finding = {
/**
 * What it looks like.
 */
kind: FindingKind,
/**
 * Where it begins.
 */
from: number,
/**
 * Where it ends.
 */
to: number, };
export type FindingKind = "cpr" | "name";
export type Form = {
/**
 * The code of the form: the kind it fills in, `alignment`, or what a guide is for.
 */
id: string,
/**
 * Its parts in the order of the page.
 */
sections: Array<Section>, };
export type FormatCode = "too_long" | "wrong_type" | "out_of_range" | "date" | "date_time" | "choice" | "reference" | "cvr" | "p_number" | "cpr" | "branch_code" | "email" | "phone" | "municipality";
export type FormatProblem = {
/**
 * The reason as a code.
 */
code: FormatCode,
/**
 * The reason in Danish: what is wrong, and how it is written.
 */
message: string, };
export type GuideView = {
/**
 * The template.
 */
template: RecordKey,
/**
 * Its name.
 */
title: string,
/**
 * Which version it is.
 */
version: number,
/**
 * True when it is in use and never changes again.
 */
published: boolean,
/**
 * A part for each theme, a field for each question. Which of them are shown stands in the record's view.
 */
form: Form,
/**
 * The tools of each question about tools.
 */
tools: Array<ToolGroup>,
/**
 * What was answered at the company's last visit.
 */
earlier: Earlier | null, };
export type Hint = {
/**
 * What it is about.
 */
code: HintCode,
/**
 * The field it belongs to.
 */
path: Path | null,
/**
 * The sentence.
 */
message: string, };
export type HintCode = "contact_company" | "not_for_jobag" | "ask_priorities" | "undecided_requirements" | "nothing_to_search" | "no_title" | "which_education" | "wording";
export type HistoryRow = {
/**
 * Its place in the history.
 */
id: number,
/**
 * The user action it belongs to, for undoing it: all of its changes, or none.
 */
action: string,
/**
 * When, RFC 3339 in UTC.
 */
at: string,
/**
 * Who, by name.
 */
who: string,
/**
 * What was done, in Danish: the field's label or the action.
 */
what: string,
/**
 * The value before, as text.
 */
before: string,
/**
 * The value after, as text.
 */
after: string,
/**
 * How the window writes both.
 */
look: ValueLook,
/**
 * The record it belongs to.
 */
record: Named,
/**
 * Whether it came from central: somebody else did it, or I did on another computer. It has no action to undo here.
 */
outside: boolean, };
export type Hit = {
/**
 * The record found.
 */
key: RecordKey,
/**
 * Its name.
 */
title: string,
/**
 * Marks in the name.
 */
title_marks: Array<Mark>,
/**
 * The second line: where the word stands, or what the record is.
 */
detail: string,
/**
 * Marks in the second line.
 */
detail_marks: Array<Mark>, };
export type HitGroup = {
/**
 * The kind.
 */
kind: Kind,
/**
 * The best first.
 */
hits: Array<Hit>, };
export type ImportColumn = {
/**
 * The header as it stands in the file.
 */
header: string,
/**
 * The first values, cut to 60 characters.
 */
samples: Array<string>,
/**
 * What it is taken for.
 */
target: ImportField | null, };
export type ImportField = "cvr" | "name" | "branch_code" | "branch_text" | "employees" | "jobag_user" | "notes" | "p_number" | "workplace_name" | "street" | "postcode" | "city" | "municipality" | "contact_name" | "contact_title" | "contact_email" | "contact_phone" | "phone" | "email" | "cpr" | "job_goals" | "qualifications" | "driving_licence";
export type ImportKind = "companies" | "candidates";
export type ImportPreview = {
/**
 * The file's name.
 */
name: string,
/**
 * "UTF-8" or "Windows-1252".
 */
encoding: string,
/**
 * Rows after the header.
 */
rows: number,
/**
 * Its columns.
 */
columns: Array<ImportColumn>,
/**
 * What a column can become.
 */
targets: Array<ImportTarget>, };
export type ImportProgress = {
/**
 * Rows done.
 */
done: number,
/**
 * Rows in all.
 */
total: number,
/**
 * Companies or candidates made.
 */
created: number,
/**
 * Companies or candidates changed.
 */
updated: number,
/**
 * Companies or candidates that already were as the file says.
 */
unchanged: number,
/**
 * Rows that could not be used, at most the first 500.
 */
errors: Array<RowError>,
/**
 * Rows that could not be used, in all.
 */
error_count: number,
/**
 * True when all rows have been seen.
 */
finished: boolean, };
export type ImportTarget = {
/**
 * The field.
 */
field: ImportField,
/**
 * Its Danish name.
 */
label: string,
/**
 * The import cannot start without it.
 */
required: boolean, };
export type KeptAnswer = {
/**
 * The question, tool or choice.
 */
question: string,
/**
 * What it says in the version in use; perhaps empty.
 */
text: string,
/**
 * The answer in words.
 */
answer: string,
/**
 * Why it is not shown.
 */
reason: KeptReason, };
export type KeptReason = "gone" | "choice_gone" | "kind_changed";
export type Kind = "unit" | "employee" | "company" | "workplace" | "contact" | "job_order" | "template" | "visit" | "promise" | "match_check" | "candidate" | "conversation" | "consent" | "submittal";
export type ListQuery = {
/**
 * Words that a row must contain; empty for all.
 */
text: string,
/**
 * Only rows with this status; `not_closed` leaves out the closed ones.
 */
status: string | null,
/**
 * Only rows of this unit.
 */
unit: string | null,
/**
 * Only my own rows.
 */
mine: boolean,
/**
 * Only rows with a date within so many days from today (and before).
 */
within_days: number | null,
/**
 * Only companies of this branche text.
 */
branch: string | null,
/**
 * The order.
 */
sort: Sort,
/**
 * The reverse order.
 */
descending: boolean,
/**
 * The first row, counted from 0.
 */
offset: number,
/**
 * How many rows, at most 200.
 */
limit: number, };
export type Mark = {
/**
 * First unit.
 */
start: number,
/**
 * One past the last unit.
 */
end: number, };
export type MatchCheckRow = {
/**
 * The match check.
 */
key: RecordKey,
/**
 * Its name.
 */
title: string,
/**
 * The day it was held, ISO date.
 */
held_on: string | null,
/**
 * open or closed.
 */
status: string,
/**
 * Questions that are decided.
 */
decided: number,
/**
 * Questions to decide.
 */
questions: number,
/**
 * Rows of the plan.
 */
plan_rows: number,
/**
 * Rows of the plan that lack a time or an owner (R65).
 */
flagged: number, };
export type Missing = {
/**
 * The reason as a code.
 */
code: MissingCode,
/**
 * The field to go to.
 */
path: Path,
/**
 * The part of the form it stands in.
 */
section: string,
/**
 * The sentence: what to do, and what it is needed for.
 */
message: string, };
export type MissingCode = "tasks" | "workplace" | "workplace_unknown" | "responsible_unit" | "coordinator" | "coordinator_unit" | "close_reason" | "education_demand" | "experience_years" | "temp_period" | "temp_period_reversed" | "positions" | "alignment_type" | "alignment_mixed" | "alignment_when" | "alignment_presentation" | "alignment_contact";
export type MoveView = {
/**
 * The version in use.
 */
from: number,
/**
 * The newest version; the same when there is none newer.
 */
to: number,
/**
 * The version of the tool list in use; only for a visit.
 */
tools_from: number | null,
/**
 * The newest version of the tool list; only for a visit.
 */
tools_to: number | null,
/**
 * What changes.
 */
changes: Array<TemplateChange>,
/**
 * Answers that the new version does not show where they were given. They stay in the record.
 */
kept: Array<KeptAnswer>, };
export type Municipality = {
/**
 * Its code: four digits with a leading zero, as in Danmarks Adresser.
 */
code: string,
/**
 * Its name without the word kommune.
 */
name: string, };
export type Named = {
/**
 * The record.
 */
key: RecordKey,
/**
 * What it is called.
 */
name: string,
/**
 * A second line, perhaps empty.
 */
detail: string, };
export type NewPerson = {
/**
 * The employee's name.
 */
name: string,
/**
 * The unit the employee belongs to.
 */
unit: string,
/**
 * Title, perhaps empty.
 */
title: string, };
export type News = {
/**
 * The latest, the newest first.
 */
rows: Array<NewsRow>,
/**
 * How many there are in all.
 */
total: number,
/**
 * The number of the latest, for saying that they have been seen.
 */
until: number, };
export type NewsKind = "made" | "changed" | "discarded" | "restored";
export type NewsRow = {
/**
 * The record.
 */
record: Named,
/**
 * The record whose page shows it.
 */
page: RecordKey,
/**
 * Who, by name; empty when it is not known.
 */
who: string,
/**
 * When it was last done, RFC 3339.
 */
at: string,
/**
 * What was done.
 */
what: NewsKind,
/**
 * The labels of the fields that were changed.
 */
fields: Array<string>, };
export type NextStep = {
/**
 * What.
 */
what: NextStepKind,
/**
 * On which day, ISO date; none when it has no day.
 */
day: string | null, };
export type NextStepKind = "held" | "check_cv" | "conversation" | "agreement";
export type OrderPage = {
/**
 * Rows that fit the filter.
 */
total: number,
/**
 * Job orders in all.
 */
all: number,
/**
 * The rows asked for.
 */
rows: Array<OrderRow>, };
export type OrderRow = {
/**
 * The job order.
 */
key: RecordKey,
/**
 * Its title.
 */
title: string,
/**
 * How many positions.
 */
positions: number | null,
/**
 * The company's name.
 */
company: string,
/**
 * The workplace's name or address.
 */
workplace: string,
/**
 * draft, open, inactive or closed.
 */
status: string,
/**
 * The tovholder's name.
 */
coordinator: string,
/**
 * The responsible unit's name.
 */
unit: string,
/**
 * The wished start, ISO date.
 */
deadline: string | null,
/**
 * When it last changed, RFC 3339 in UTC.
 */
changed_at: string, };
export type OrderView = {
/**
 * draft, open, inactive or closed.
 */
status: string,
/**
 * How far each part of the form is.
 */
sections: Array<SectionState>,
/**
 * What is missing before the order can be made ready (R16, R17 …).
 */
missing: Array<Missing>,
/**
 * What is worth saying and stops nothing.
 */
hints: Array<Hint>,
/**
 * The requirements in order.
 */
requirements: Array<RequirementView>,
/**
 * Must-have against nice-to-have.
 */
balance: Balance,
/**
 * The text for the CV search of the fagsystem.
 */
profile: SearchProfile, };
export type PaperKind = "job_order" | "visit_summary" | "preparation_card" | "action_plan" | "agreement_sheet" | "consent_form" | "consent_citizen" | "consent_authority" | "consent_employer" | "withdrawal_letter" | "employer_notice";
export type PaperPiece = {
/**
 * `title`, `heading`, `text`, `fact` or `item`.
 */
look: string,
/**
 * The word before a fact.
 */
about: string,
/**
 * What it says.
 */
text: string, };
export type PaperView = {
/**
 * What it is, without anybody's name.
 */
title: string,
/**
 * What it is called as a file. It names nobody (R75).
 */
file_name: string,
/**
 * The PDF.
 */
base64: string, };
export type PapersChecked = {
/**
 * Every stored paper has the hash that the consent holds.
 */
unchanged: boolean,
/**
 * Making them again gives the same bytes; none when another version of the form or the app made them.
 */
made_again: boolean | null,
/**
 * The hash of each paper by the name of its copy.
 */
hashes: { [key in string]: string },
/**
 * The answer in Danish.
 */
says: string, };
export type PartCoverage = {
/**
 * The theme.
 */
part: string,
/**
 * Its touched questions.
 */
touched: number,
/**
 * Its questions. Never 0.
 */
questions: number, };
export type Path = string;
export type PathValue = {
/**
 * The field.
 */
path: Path,
/**
 * Its value; null removes it.
 */
value: Scalar, };
export type PermitCheckCode = "cv_checked" | "consent" | "consent_candidate" | "consent_workplace" | "consent_job_order" | "consent_in_force" | "consent_channel" | "data" | "job_order" | "channel" | "approved";
export type PermitLine = {
/**
 * What is claimed, in Danish.
 */
title: string,
/**
 * Where that is known from, with its time.
 */
source: string,
/**
 * What is asked about.
 */
code: PermitCheckCode, } & ({ "says": "yes" } | { "says": "not_needed" } | { "says": "no", "reason": PermitReason });
export type PermitNext = {
/**
 * What it does.
 */
code: PermitNextCode,
/**
 * The words on its button.
 */
label: string,
/**
 * The record that it goes to, if it goes to one.
 */
target: RecordKey | null, };
export type PermitNextCode = "check_cv" | "ask_consent" | "open_consent" | "send_to_consented" | "choose" | "open_order" | "approve" | "give_permit" | "record_sent" | "let_apply";
export type PermitOutcome = {
/**
 * True when it was given.
 */
done: boolean,
/**
 * The answer as it stands.
 */
view: PermitView, };
export type PermitReason = "cv_not_checked" | "cv_changed" | "no_consent" | "other_candidate" | "other_workplace" | "other_job_order" | "draft" | "says_too_little" | "withdrawn" | "expired" | "other_channel" | "no_data" | "data_beyond" | "no_job_order" | "job_order_not_open" | "no_channel" | "not_approved" | "no_candidate";
export type PermitView = {
/**
 * The submittal.
 */
key: RecordKey,
/**
 * The question, with the candidate's name.
 */
title: string,
/**
 * The candidate.
 */
candidate: Named,
/**
 * The order.
 */
order: Named,
/**
 * Whether it may be sent as things stand.
 */
allowed: boolean,
/**
 * The first reason why not.
 */
reason: PermitReason | null,
/**
 * The answer in one line.
 */
headline: string,
/**
 * What that means.
 */
lead: string,
/**
 * Where the consent lets it be sent.
 */
consented_to: PlaceView | null,
/**
 * Where it is to be sent.
 */
sends_to: PlaceView,
/**
 * What was checked, what says no at the top.
 */
checks: Array<PermitLine>,
/**
 * The ways on, the main one first.
 */
next: Array<PermitNext>,
/**
 * The consent that it rests on.
 */
consent: Named | null,
/**
 * Another consent fits better than the one that was chosen.
 */
stale: boolean,
/**
 * When it was permitted.
 */
permit_at: string | null,
/**
 * When it was sent.
 */
sent_at: string | null,
/**
 * Whether what was sent was covered.
 */
cover: Cover,
/**
 * Nothing covered it, and nobody has dealt with that.
 */
to_review: boolean,
/**
 * When the candidate was told (R13).
 */
told_at: string | null,
/**
 * The day to follow up on (R36).
 */
follow_up: string | null, };
export type Person = {
/**
 * The employee record.
 */
employee: string,
/**
 * The employee's name.
 */
name: string,
/**
 * The unit the employee belongs to: home unit of everything made here.
 */
unit: string,
/**
 * The unit's name, as configured (never a hard-coded "Jobcenter").
 */
unit_name: string, };
export type PlaceView = {
/**
 * The workplace, when it is here.
 */
key: RecordKey | null,
/**
 * Street and number, or what the workplace is called.
 */
street: string,
/**
 * The city; perhaps empty.
 */
city: string,
/**
 * The company and its numbers: "Nordhavn Kølelogistik A/S, P-nummer 1 099 000 303".
 */
company: string, };
export type PlanFlag = {
/**
 * The row.
 */
item: string,
/**
 * The fields that it lacks.
 */
missing: Array<string>, };
export type Preparation = {
/**
 * Its groups in order.
 */
groups: Array<FactGroup>, };
export type Printer = {
/**
 * What the system calls it.
 */
name: string,
/**
 * What people call it.
 */
title: string,
/**
 * The one that the system takes when nobody chooses.
 */
default: boolean, };
export type Priority = "must" | "nice";
export type ProfileRow = {
/**
 * What is searched by, for example "Kørekort".
 */
label: string,
/**
 * What is searched for, for example "B".
 */
value: string,
/**
 * True when it is a wish: mindre vigtigt, or not chosen yet.
 */
wish: boolean, };
export type Progress = "done" | "begun" | "untouched" | "needed";
export type PromiseQuery = {
/**
 * Only those to this company.
 */
company: string | null,
/**
 * Only those that are not kept.
 */
open_only: boolean,
/**
 * Only my own.
 */
mine: boolean,
/**
 * How many, at most 200.
 */
limit: number, };
export type PromiseView = {
/**
 * The promise.
 */
key: RecordKey,
/**
 * agreement, follow_up, sparring or alignment.
 */
promise_type: string,
/**
 * What was promised.
 */
text: string,
/**
 * The day it is due, ISO date.
 */
due: string | null,
/**
 * The name of who keeps it.
 */
owner: string,
/**
 * The day it was kept, ISO date.
 */
done_at: string | null,
/**
 * True when it is due before today and not kept.
 */
late: boolean,
/**
 * The question it came out of.
 */
question: string | null,
/**
 * The sentence of the note that it was made of, as it stood then.
 */
quote: string | null,
/**
 * The visit it was made at.
 */
visit: Named | null,
/**
 * The company.
 */
company: Named | null,
/**
 * The job order it is about.
 */
order: Named | null, };
export type PublishOutcome = {
/**
 * True when it is published now.
 */
done: boolean,
/**
 * What stands in the way.
 */
problems: Array<TemplateProblem>,
/**
 * The template afterwards.
 */
view: RecordView, };
export type ReadyVisit = {
/**
 * The visit.
 */
visit: Named,
/**
 * It is held tomorrow, not today.
 */
tomorrow: boolean,
/**
 * Other visits to the company that are here.
 */
earlier: number,
/**
 * The company's job orders that are here.
 */
orders: number,
/**
 * Promises to the company that are here.
 */
promises: number,
/**
 * What is missing, in Danish; empty when all is here.
 */
missing: Array<string>, };
export type RecordKey = {
/**
 * What kind of thing it is.
 */
kind: Kind,
/**
 * Its id, unique across kinds.
 */
id: string, };
export type RecordView = {
/**
 * The record.
 */
key: RecordKey,
/**
 * What it is called.
 */
title: string,
/**
 * A second line for the page head.
 */
subtitle: string,
/**
 * False for a discarded record.
 */
alive: boolean,
/**
 * Every field with its value, drafts included.
 */
fields: { [key in Path]: Scalar },
/**
 * The items of each list, in order.
 */
lists: { [key in string]: Array<string> },
/**
 * Drafts whose format does not hold yet.
 */
problems: Array<FieldProblem>,
/**
 * Names of the records that reference fields point at, by path.
 */
names: { [key in string]: Named },
/**
 * When the record was last saved on this computer, RFC 3339 in UTC.
 */
saved_at: string | null,
/**
 * What only a job order has.
 */
order: OrderView | null,
/**
 * What only a company has.
 */
company: CompanyView | null,
/**
 * What only a visit has.
 */
visit: VisitView | null,
/**
 * What only a match check has.
 */
check: CheckView | null,
/**
 * What only a candidate has.
 */
candidate?: CandidateView,
/**
 * What only a conversation has.
 */
conversation?: ConversationView,
/**
 * What only a consent has.
 */
consent?: ConsentView,
/**
 * What only a submittal has: the answer, as long as it is not discarded.
 */
permit?: PermitView, };
export type Recovered = {
/**
 * Fields that were typed but not yet left when the session was cut off.
 */
fields: number,
/**
 * The record that was edited last.
 */
record: Named | null, };
export type Reference = {
/**
 * The job order's form (D64–D101).
 */
order: Form,
/**
 * The company's form.
 */
company: Form,
/**
 * The workplace's form.
 */
workplace: Form,
/**
 * The contact's form.
 */
contact: Form,
/**
 * The unit's form.
 */
unit: Form,
/**
 * The employee's form.
 */
employee: Form,
/**
 * The form for planning a visit (D36).
 */
visit: Form,
/**
 * The form for a promise (D35).
 */
promise: Form,
/**
 * The form for a candidate (D33).
 */
candidate: Form,
/**
 * The form for planning a conversation (D37).
 */
conversation: Form,
/**
 * The form for a consent (L5).
 */
consent: Form,
/**
 * The form for a submittal (D32).
 */
submittal: Form,
/**
 * The kommuner by name.
 */
municipalities: Array<Municipality>, };
export type RefusedFix = {
/**
 * The record.
 */
key: RecordKey,
/**
 * The field.
 */
path: Path,
/**
 * The value.
 */
value: Scalar, };
export type RefusedValue = {
/**
 * The record.
 */
key: RecordKey,
/**
 * The field.
 */
path: Path,
/**
 * The field's words.
 */
label: string,
/**
 * The value, as a person reads it.
 */
text: string,
/**
 * How the window writes it.
 */
look: ValueLook,
/**
 * The value itself.
 */
value: Scalar,
/**
 * Whether it can be corrected as a text.
 */
writable: boolean,
/**
 * What is wrong with it, as a sentence, where this program can tell.
 */
problem: string | null, };
export type RefusedView = {
/**
 * The changes.
 */
commit: string,
/**
 * The first record among them.
 */
record: Named,
/**
 * Why, as a sentence.
 */
why: string,
/**
 * What it says, value by value.
 */
values: Array<RefusedValue>,
/**
 * So many later changes need it and wait with it.
 */
held: number,
/**
 * When central answered, or when it was discarded; RFC 3339.
 */
at: string | null, };
export type RequirementView = {
/**
 * The list item.
 */
id: string,
/**
 * The requirement in the company's words.
 */
text: string,
/**
 * What kind of requirement it is.
 */
class: Class,
/**
 * Ufravigeligt or mindre vigtigt; absent until chosen (R28).
 */
priority: Priority | null,
/**
 * Years of experience.
 */
years: number | null,
/**
 * Whether a CV search can use it (R29).
 */
searchable: boolean,
/**
 * The same in Danish, with what it is searched by.
 */
why: string,
/**
 * How it could be written to be searchable.
 */
suggestion: Suggestion | null, };
export type RescueFile = {
/**
 * Where the file lies; empty after reading one.
 */
path: string,
/**
 * User actions.
 */
commits: number,
/**
 * Fields that were typed in and not left.
 */
drafts: number,
/**
 * Attachments that those name.
 */
attachments: number,
/**
 * Attachments that there was no room for.
 */
left_out: number,
/**
 * Of a file that was read: what was here before, and stayed as it was.
 */
known: number, };
export type RowError = {
/**
 * The line in the file, the header being 1.
 */
line: number,
/**
 * What is wrong, in Danish.
 */
message: string, };
export type Saved = {
/**
 * When it became durable, RFC 3339 in UTC.
 */
at: string,
/**
 * What is wrong with the value's format; it is kept as a draft all the same.
 */
problem: FormatProblem | null, };
export type Scalar = string | number | boolean | null;
export type ScanLook = "pdf" | "jpeg" | "png";
export type ScanView = {
/**
 * What it is.
 */
look: ScanLook,
/**
 * Its bytes.
 */
base64: string, };
export type SearchProfile = {
/**
 * What can be searched for, the ufravigelige first.
 */
rows: Array<ProfileRow>,
/**
 * The profile as text for the clipboard: what to search by, then wishes, then what only serves selection.
 */
text: string,
/**
 * How many requirements are not among the rows, since they only serve selection.
 */
left_out: number, };
export type SearchView = {
/**
 * The text that was searched for.
 */
text: string,
/**
 * Groups in the order of their best find.
 */
groups: Array<HitGroup>, };
export type Section = {
/**
 * The code of the part, for example `requirements`.
 */
id: string,
/**
 * Its heading.
 */
title: string,
/**
 * The sentence above its fields.
 */
lead: string | null,
/**
 * The question the consultant asks aloud, without quotation marks.
 */
question: string | null,
/**
 * Its fields in the order of the page.
 */
fields: Array<Field>, };
export type SectionState = {
/**
 * The part's code.
 */
section: string,
/**
 * How much of what counts is filled in; in the list of requirements each choice counts.
 */
filled: number,
/**
 * How much counts. Never 0, never less than `filled`.
 */
total: number,
/**
 * How far it is.
 */
state: Progress,
/**
 * The words under the part's name: "Udfyldt", "4 af 6 felter", "6 krav, 1 uden valg", "Ikke begyndt", "Mangler".
 */
info: string, };
export type Security = {
/**
 * The system's keyring opens the workspace without a question.
 */
keyring: boolean,
/**
 * A passphrase opens the workspace.
 */
passphrase: boolean,
/**
 * The system's keyring answers on this computer.
 */
keyring_available: boolean, };
export type SentOn = {
/**
 * The submittal.
 */
submittal: RecordKey,
/**
 * Who got the data.
 */
recipient: PlaceView,
/**
 * When it was sent, in words.
 */
sent: string,
/**
 * When the employer was asked to delete it.
 */
erasure_asked_at: string | null, };
export type Sentence = {
/**
 * The sentence.
 */
text: string,
/**
 * When to say it.
 */
help: string | null, };
export type SentenceGroup = {
/**
 * direct, substitution, upskilling or plan; the part's id where a unit has made another.
 */
id: string,
/**
 * Its name.
 */
title: string,
/**
 * When it applies, perhaps empty.
 */
lead: string,
/**
 * The sentences.
 */
sentences: Array<Sentence>, };
export type SentenceUse = "job_order" | "agreement" | "follow_up" | "sparring";
export type Session = {
/**
 * Who I am; absent until the user has said so.
 */
me: Person | null,
/**
 * The page that was shown when the app last closed or was cut off.
 */
last_place: string | null,
/**
 * What the last session left unfinished when it did not end in the ordinary way.
 */
recovered: Recovered | null,
/**
 * A passphrase is asked for at each start.
 */
locking: boolean, };
export type Side = "base" | "theirs" | "mine" | "own";
export type SideChoice = {
/**
 * The conflict.
 */
conflict: string,
/**
 * The side.
 */
side: Side,
/**
 * The own text.
 */
text: string | null, };
export type Sort = "title" | "status" | "deadline" | "changed";
export type Standing = "sent" | "saved_here" | "waits";
export type Start = { "state": "empty",
/**
 * The system's keyring answers, so a passphrase is a choice and not a must.
 */
keyring: boolean, } | { "state": "locked" } | { "state": "open",
/**
 * Who works here, and where the last session ended.
 */
session: Session, };
export type StatusOutcome = {
/**
 * True when the status changed.
 */
done: boolean,
/**
 * What stands in the way, with the field to go to.
 */
missing: Array<Missing>,
/**
 * The record afterwards.
 */
view: RecordView, };
export type Suggestion = {
/**
 * The class it would get.
 */
class: Class,
/**
 * The text it would get.
 */
text: string,
/**
 * The years it would get.
 */
years: number | null,
/**
 * The sentence that offers it; ends with the text and a full stop.
 */
message: string, };
export type SummaryView = {
/**
 * The page, made anew from the visit.
 */
text: string,
/**
 * The page as it has been edited, typing included.
 */
saved: string | null,
/**
 * When it was saved, RFC 3339.
 */
saved_at: string | null,
/**
 * What looks like it is about a citizen, in the edited page or else in the one made anew.
 */
findings: Array<Finding>,
/**
 * The mail addresses of the company's participants.
 */
mail_to: Array<string>,
/**
 * The mail's subject.
 */
subject: string, };
export type SyncView = {
/**
 * The number of the latest change that came from outside: when it grows, what is shown may be old.
 */
latest: number,
/**
 * Records that others have changed, and that I have not said I have seen.
 */
news: number,
/**
 * Whether this device is connected to central.
 */
connected: boolean, } & ({ "state": "all_sent" } | { "state": "sending",
/**
 * Changes that are left.
 */
unsent: number, } | { "state": "saved_here",
/**
 * Commits that have not been sent.
 */
unsent: number, } | { "state": "sign_in",
/**
 * Commits that have not been sent.
 */
unsent: number, } | { "state": "decide",
/**
 * How many.
 */
items: number,
/**
 * Commits that have not been sent.
 */
unsent: number, } | { "state": "disk_full" } | { "state": "first_sync",
/**
 * Records that have come.
 */
done: number,
/**
 * Records in all; 0 when that is not known.
 */
total: number,
/**
 * It goes on when there is a network.
 */
paused: boolean, });
export type TemplateChange = {
/**
 * The question, or the part; nil when it is about all parts.
 */
question: string,
/**
 * What changed.
 */
kind: ChangeCode,
/**
 * What it is called now, or was called when it is gone.
 */
title: string,
/**
 * Before.
 */
before: string | null,
/**
 * After.
 */
after: string | null,
/**
 * True when the question has an answer that the change is about.
 */
answered: boolean, };
export type TemplateFamily = {
/**
 * What they are for.
 */
template_use: TemplateUse,
/**
 * The use in Danish.
 */
title: string,
/**
 * The newest version in use; absent while the app's own is used and nobody has needed it yet.
 */
published: TemplateRow | null,
/**
 * The draft of the next version.
 */
draft: TemplateRow | null,
/**
 * Every version, the newest first.
 */
versions: Array<TemplateRow>, };
export type TemplateImport = { "outcome": "made",
/**
 * The draft.
 */
key: RecordKey, } | { "outcome": "refused",
/**
 * What is wrong with it; at most a hundred.
 */
problems: Array<FileProblem>, } | { "outcome": "draft_there",
/**
 * The draft's name.
 */
title: string,
/**
 * The draft's version.
 */
version: number, };
export type TemplateProblem = {
/**
 * What, as a code.
 */
code: TemplateProblemCode,
/**
 * The part, question or choice.
 */
question: string | null,
/**
 * What is wrong and what to do, in Danish.
 */
sentence: string, };
export type TemplateProblemCode = "too_large" | "not_readable" | "unknown_use" | "no_title" | "nothing" | "too_many_questions" | "too_many_parts" | "too_many_choices" | "duplicate_id" | "bad_id" | "empty_text" | "too_long" | "empty_part" | "unknown_question" | "unknown_choice" | "circle" | "no_choices" | "no_tools" | "unknown_visit" | "day" | "version" | "not_kept";
export type TemplateRow = {
/**
 * The template.
 */
key: RecordKey,
/**
 * Its name.
 */
title: string,
/**
 * Which version it is.
 */
version: number,
/**
 * draft or published.
 */
status: string,
/**
 * When it was published, RFC 3339; absent for the app's own.
 */
published_at: string | null,
/**
 * How many visits or match checks use it.
 */
used: number, };
export type TemplateUse = "visit" | "tools" | "match_check" | "alignment" | "conversation";
export type Today = {
/**
 * Job orders of mine that the company has not been contacted about (R19).
 */
contact: Array<OrderRow>,
/**
 * My drafts, the latest first.
 */
drafts: Array<OrderRow>,
/**
 * Ready job orders with the nearest start.
 */
soon: Array<OrderRow>,
/**
 * The companies I worked with last.
 */
companies: Array<CompanyRow>,
/**
 * My visits today and next.
 */
visits: Array<VisitRow>,
/**
 * My promises that are late or due soon.
 */
promises: Array<PromiseView>, };
export type Tomorrow = {
/**
 * Tomorrow, ISO date.
 */
day: string,
/**
 * The visits, those of today first.
 */
visits: Array<ReadyVisit>,
/**
 * Whether everything that central has for this unit has been fetched; absent while the device is not connected.
 */
complete: boolean | null,
/**
 * Central had nothing at that moment that is not here; RFC 3339, absent before the first time.
 */
fetched_at: string | null, };
export type Tool = {
/**
 * The tool; its marks have the same id.
 */
id: string,
/**
 * What it is called.
 */
name: string,
/**
 * A sentence for the consultant.
 */
help: string | null,
/**
 * From this day it is udgået, ISO date.
 */
until: string | null,
/**
 * True when it is udgået on the visit's day, and stands here because it has been marked.
 */
gone: boolean, };
export type ToolGroup = {
/**
 * The question.
 */
question: string,
/**
 * The part of the tool list.
 */
part: string,
/**
 * The part's name.
 */
title: string,
/**
 * The tools in order.
 */
tools: Array<Tool>, };
export type Undone = { "result": "nothing" } | { "result": "done",
/**
 * The field's or action's name in Danish.
 */
what: string,
/**
 * The record afterwards.
 */
view: RecordView, } | { "result": "ask",
/**
 * The change in question.
 */
change: HistoryRow, };
export type UnitRow = {
/**
 * The unit.
 */
key: RecordKey,
/**
 * Its name, as configured.
 */
name: string,
/**
 * Its kommune's name, perhaps empty.
 */
municipality: string,
/**
 * Employees known here.
 */
employees: Array<EmployeeRow>, };
export type UnreadableView = {
/**
 * Its number.
 */
sequence: number,
/**
 * Why, as a sentence.
 */
why: string,
/**
 * When it came, RFC 3339.
 */
at: string, };
export type ValueLook = "text" | "day" | "moment";
export type Verdict = "empty" | "too_loose" | "good" | "wish_list";
export type VersionFrom = "latest" | "default";
export type VisitPage = {
/**
 * Rows that fit the filter.
 */
total: number,
/**
 * Visits in all.
 */
all: number,
/**
 * The rows asked for.
 */
rows: Array<VisitRow>, };
export type VisitRow = {
/**
 * The visit.
 */
key: RecordKey,
/**
 * The company's name.
 */
company: string,
/**
 * The workplace's name, perhaps empty.
 */
place: string,
/**
 * first, follow_up or concrete; empty until chosen.
 */
visit_type: string,
/**
 * in_person, digital or phone; empty until chosen.
 */
channel: string,
/**
 * When it begins, RFC 3339.
 */
starts_at: string | null,
/**
 * When it ends, RFC 3339.
 */
ends_at: string | null,
/**
 * planned, held, closed or cancelled.
 */
status: string,
/**
 * The consultant's name.
 */
consultant: string,
/**
 * What it is for, perhaps empty.
 */
purpose: string,
/**
 * Promises from this visit that are not kept yet.
 */
open_promises: number, };
export type VisitView = {
/**
 * planned, held, closed or cancelled.
 */
status: string,
/**
 * The questions that are shown now, by type of visit, themes and conditions.
 */
visible: Array<string>,
/**
 * How much of the guide has been touched (R50).
 */
coverage: Coverage,
/**
 * The questions that have not been touched, in the order of the guide (R51).
 */
untouched: Array<string>,
/**
 * What was promised at the visit.
 */
promises: Array<PromiseView>,
/**
 * The job orders made at the visit.
 */
orders: Array<Named>,
/**
 * The consultant's other visits at the same time.
 */
overlapping: Array<Named>,
/**
 * On how many days it is held; 1 for an ordinary visit.
 */
days: number,
/**
 * The newest published version of the guide, or of the tool list, when it is newer than the one in use.
 */
newer: number | null, };
export type WaitingDraft = {
/**
 * The record.
 */
record: Named,
/**
 * The field.
 */
path: string,
/**
 * The field's label.
 */
label: string,
/**
 * What was typed, cut to 200 characters.
 */
value: string,
/**
 * What is wrong, in Danish.
 */
message: string, };
export type WalletRow = {
/**
 * The consent.
 */
key: RecordKey,
/**
 * What it is today.
 */
state: ConsentState,
/**
 * The same in Danish, with its day.
 */
says: string,
/**
 * Who may get the data.
 */
recipient: PlaceView,
/**
 * The job it is about.
 */
job: string,
/**
 * How often data were sent on it.
 */
sent: number, };
export type Whose = { "whose": "me" } | { "whose": "colleague",
/**
 * The name; empty when it is not known, or not yet.
 */
name: string, };
export type Widget = "text" | "long_text" | "integer" | "flag" | "date" | "date_time" | "choice" | "company" | "workplace" | "contact" | "unit" | "employee" | "requirements" | "hotline_number" | "municipality" | "cvr" | "cpr" | "p_number" | "branch_code" | "email" | "phone" | "question_note" | "question_choice" | "question_choices" | "question_number" | "question_tools" | "question_decision" | "question_plan" | "question_other";

/** How the app stands: no workspace, locked or open. */
export const start = (): Promise<Start> => call('start');
/** Makes the workspace; an empty passphrase leaves the key to the system's keyring. */
export const createWorkspace = (passphrase: string): Promise<Start> => call('create_workspace', { passphrase });
/** Opens a locked workspace. */
export const unlock = (passphrase: string): Promise<Start> => call('unlock', { passphrase });
/** Says who I am: a new employee. */
export const introduce = (person: NewPerson): Promise<Session> => call('introduce', { person });
/** Says who I am: an employee in the catalogue. */
export const chooseMe = (employee: string): Promise<Session> => call('choose_me', { employee });
/** How the workspace is locked. */
export const security = (): Promise<Security> => call('security');
/** Asks for a passphrase at each start from now on; an empty one leaves the key to the keyring again. */
export const setPassphrase = (passphrase: string): Promise<Security> => call('set_passphrase', { passphrase });
/** Remembers the page that is shown, for the next start. */
export const rememberPlace = (place: string): Promise<boolean> => call('remember_place', { place });
/** Is everything saved and sent? */
export const syncStatus = (): Promise<SyncView> => call('sync_status');
/** Looks at once whether there is something to send or to fetch. */
export const sendNow = (): Promise<SyncView> => call('send_now');
/** Says yes to sending many deletions. */
export const allowDeletions = (): Promise<SyncView> => call('allow_deletions');
/** How this device is connected to central. */
export const connection = (): Promise<Connection> => call('connection');
/** Connects this device to central, by the address and the token that enrolling it gave. */
export const connect = (address: string, token: string): Promise<Connection> => call('connect', { address, token });
/** Forgets central; what is here stays here. */
export const disconnect = (): Promise<Connection> => call('disconnect');
/** Decides some of the fields that two people have changed differently. */
export const decide = (key: RecordKey, choices: Array<SideChoice>): Promise<RecordView> => call('decide', { key, choices });
/** Sends again what central did not take, with corrected values. */
export const resend = (commit: string, values: Array<RefusedFix>): Promise<Attention> => call('resend', { commit, values });
/** Discards what central did not take; it can be brought back for 30 days. */
export const discardRefused = (commit: string): Promise<Attention> => call('discard_refused', { commit });
/** Brings discarded changes back. */
export const recover = (commit: string): Promise<Attention> => call('recover', { commit });
/** What others have changed since I was last here. */
export const news = (): Promise<News> => call('news');
/** I have seen the news up to this number. */
export const newsSeen = (until: number): Promise<boolean> => call('news_seen', { until });
/** Has everything that was written to a record been sent? */
export const standing = (key: RecordKey): Promise<Standing> => call('standing', { key });
/** Is everything for the visits of today and tomorrow on this computer? */
export const tomorrow = (): Promise<Tomorrow> => call('tomorrow');
/** Writes what is not sent to an encrypted file in the folder for downloads. */
export const rescueSave = (passphrase: string): Promise<RescueFile> => call('rescue_save', { passphrase });
/** Takes over unsent work from a file, in base64. */
export const rescueTake = (passphrase: string, base64: string): Promise<RescueFile> => call('rescue_take', { passphrase, base64 });
/** Forms and code lists. */
export const reference = (): Promise<Reference> => call('reference');
/** Units and employees. */
export const catalogue = (): Promise<Catalogue> => call('catalogue');
/** The day's page. */
export const today = (): Promise<Today> => call('today');
/** What waits for a decision and what can be brought back. */
export const attention = (): Promise<Attention> => call('attention');
/** A page of companies. */
export const companies = (query: ListQuery): Promise<CompanyPage> => call('companies', { query });
/** Branches that companies have, for the filter. */
export const branches = (): Promise<Array<string>> => call('branches');
/** A page of job orders. */
export const orders = (query: ListQuery): Promise<OrderPage> => call('orders', { query });
/** A page of visits. */
export const visits = (query: ListQuery): Promise<VisitPage> => call('visits', { query });
/** What was promised, what is due first at the top. */
export const promises = (query: PromiseQuery): Promise<Array<PromiseView>> => call('promises', { query });
/** Everything that contains these words. */
export const search = (text: string): Promise<SearchView> => call('search', { text });
/** Records to choose from in a field: of a kind, belonging to a company or unit, beginning with a text. */
export const choices = (kind: Kind, parent: string | null, text: string): Promise<Array<Named>> => call('choices', { kind, parent, text });
/** One record as a form shows it. */
export const open = (key: RecordKey): Promise<RecordView> => call('open', { key });
/** Makes a record; a company with a known CVR number is opened instead. */
export const create = (kind: Kind, values: Array<PathValue>): Promise<RecordView> => call('create', { kind, values });
/** Keeps what is being typed; answers when it is durable. */
export const saveDraft = (key: RecordKey, path: Path, value: Scalar): Promise<Saved> => call('save_draft', { key, path, value });
/** The field was left: its draft becomes a change if its format holds. */
export const leaveField = (key: RecordKey, path: Path): Promise<RecordView> => call('leave_field', { key, path });
/** Drops a draft that does not hold; it can be brought back for 30 days. */
export const discardDraft = (key: RecordKey, path: Path): Promise<RecordView> => call('discard_draft', { key, path });
/** Makes a discarded draft the field's draft again. */
export const restoreDraft = (id: number): Promise<RecordView> => call('restore_draft', { id });
/** Sets fields at once, as one user action. */
export const setFields = (key: RecordKey, values: Array<PathValue>): Promise<RecordView> => call('set_fields', { key, values });
/** Adds an item at the end of a list. */
export const addItem = (key: RecordKey, list: string, values: Array<PathValue>): Promise<Added> => call('add_item', { key, list, values });
/** Removes an item; undo brings it back. */
export const removeItem = (key: RecordKey, list: string, item: string): Promise<RecordView> => call('remove_item', { key, list, item });
/** Moves an item before another, or to the end. */
export const moveItem = (key: RecordKey, list: string, item: string, before: string | null): Promise<RecordView> => call('move_item', { key, list, item, before });
/** Discards a record; it can be brought back for 30 days. */
export const discard = (key: RecordKey): Promise<RecordView> => call('discard', { key });
/** Brings a discarded record back. */
export const restore = (key: RecordKey): Promise<RecordView> => call('restore', { key });
/** Changes a job order's status if nothing stands in the way. */
export const setStatus = (key: RecordKey, status: string, values: Array<PathValue>): Promise<StatusOutcome> => call('set_status', { key, status, values });
/** The guide, checklist or template behind a record, as a form. */
export const guide = (key: RecordKey): Promise<GuideView> => call('guide', { key });
/** What is known of the company before a visit, with source and date. */
export const preparation = (key: RecordKey): Promise<Preparation> => call('preparation', { key });
/** The visit begins. */
export const beginVisit = (key: RecordKey): Promise<RecordView> => call('begin_visit', { key });
/** The visit is over; nothing stands in the way of closing it. */
export const closeVisit = (key: RecordKey): Promise<RecordView> => call('close_visit', { key });
/** A closed or cancelled visit goes on. */
export const reopenVisit = (key: RecordKey): Promise<RecordView> => call('reopen_visit', { key });
/** The visit does not take place. */
export const cancelVisit = (key: RecordKey): Promise<RecordView> => call('cancel_visit', { key });
/** Makes a job order or a promise of a sentence in a note; the note stays as it is. */
export const fromSentence = (visit: RecordKey, question: string | null, text: string, what: SentenceUse): Promise<RecordView> => call('from_sentence', { visit, question, text, what });
/** The page for the company. */
export const summary = (visit: RecordKey): Promise<SummaryView> => call('summary', { visit });
/** What in a text looks like it is about a citizen. */
export const summaryFindings = (visit: RecordKey, text: string): Promise<Array<Finding>> => call('summary_findings', { visit, text });
/** The page for the company is as it should be. */
export const saveSummary = (visit: RecordKey): Promise<RecordView> => call('save_summary', { visit });
/** Opens a mail draft with the page; `confirmed` when the findings have been looked at. */
export const openMail = (visit: RecordKey, confirmed: boolean): Promise<boolean> => call('open_mail', { visit, confirmed });
/** The alignment of a job order. */
export const alignment = (order: RecordKey): Promise<AlignmentView> => call('alignment', { order });
/** Ends the alignment if nothing stands in the way. */
export const completeAlignment = (order: RecordKey): Promise<StatusOutcome> => call('complete_alignment', { order });
/** A page of candidates. */
export const candidates = (query: ListQuery): Promise<CandidatePage> => call('candidates', { query });
/** What was done with what is known of a candidate, the latest first. */
export const accessLog = (candidate: RecordKey): Promise<AccessOverview> => call('access_log', { candidate });
/** Writes a candidate's access log as CSV to where the user says; answers where, if anywhere. */
export const exportAccessLog = (candidate: RecordKey): Promise<string | null> => call('export_access_log', { candidate });
/** Somebody has looked at a candidate's CV on Jobnet just now. */
export const checkCv = (key: RecordKey, status: CvStatus): Promise<RecordView> => call('check_cv', { key, status });
/** A conversation begins, is over, goes on or does not take place. */
export const conversationStep = (key: RecordKey, step: ConversationStep): Promise<RecordView> => call('conversation_step', { key, step });
/** The submittal of a candidate to an order, begun or new: may this CV be sent? */
export const prepareSubmittal = (order: RecordKey, candidate: RecordKey): Promise<PermitView> => call('prepare_submittal', { order, candidate });
/** What Jobnet says of the CV now. */
export const confirmCv = (key: RecordKey, status: string): Promise<PermitView> => call('confirm_cv', { key, status });
/** Asks whether it may be sent, and takes the answer down when it is yes. */
export const givePermit = (key: RecordKey): Promise<PermitOutcome> => call('give_permit', { key });
/** It has been sent; always taken down. */
export const recordSent = (key: RecordKey, channel: string): Promise<PermitView> => call('record_sent', { key, channel });
/** The candidate has been told. */
export const toldCandidate = (key: RecordKey): Promise<PermitView> => call('told_candidate', { key });
/** The coordinator approves a CV from another unit. */
export const approveCv = (key: RecordKey): Promise<PermitView> => call('approve_cv', { key });
/** Coordinator and DPO have dealt with a sending that nothing covered. */
export const reviewUncovered = (key: RecordKey, note: string): Promise<PermitView> => call('review_uncovered', { key, note });
/** A consent for a candidate and an order; nothing is ticked beforehand. */
export const newConsent = (order: RecordKey, candidate: RecordKey): Promise<RecordView> => call('new_consent', { order, candidate });
/** A new version of a consent that can no longer be changed. */
export const newConsentVersion = (key: RecordKey): Promise<RecordView> => call('new_consent_version', { key });
/** Finalises a consent if nothing stands in the way. */
export const finaliseConsent = (key: RecordKey): Promise<FinaliseOutcome> => call('finalise_consent', { key });
/** Whether the papers of a consent are those that were made. */
export const verifyConsent = (key: RecordKey): Promise<PapersChecked> => call('verify_consent', { key });
/** Takes in the signed paper, in base64. */
export const attachScan = (key: RecordKey, base64: string): Promise<RecordView> => call('attach_scan', { key, base64 });
/** The signed paper as it was taken in, to be looked at again. */
export const consentScan = (key: RecordKey): Promise<ScanView> => call('consent_scan', { key });
/** Writes the proof of a consent to where the user says; answers where, if anywhere. */
export const saveProof = (key: RecordKey): Promise<string | null> => call('save_proof', { key });
/** The citizen takes the consent back. */
export const withdrawConsent = (key: RecordKey, how: string, to: string | null): Promise<RecordView> => call('withdraw_consent', { key, how, to });
/** The employer of a submittal has been asked to delete what he got. */
export const erasureAsked = (submittal: RecordKey): Promise<boolean> => call('erasure_asked', { submittal });
/** A candidate's consents. */
export const wallet = (candidate: RecordKey): Promise<Array<WalletRow>> => call('wallet', { candidate });
/** What somebody should do about consents and sendings. */
export const consentTasks = (): Promise<Array<ConsentTask>> => call('consent_tasks');
/** Match checks, the latest first. */
export const matchChecks = (): Promise<Array<MatchCheckRow>> => call('match_checks');
/** Closes a match check, or opens it again. */
export const setCheckClosed = (key: RecordKey, closed: boolean): Promise<RecordView> => call('set_check_closed', { key, closed });
/** Writes a match check's plan as a CSV file to the folder for downloads; answers where. */
export const exportPlan = (key: RecordKey): Promise<string> => call('export_plan', { key });
/** A paper of a record, to be looked at. */
export const paper = (key: RecordKey, what: PaperKind): Promise<PaperView> => call('paper', { key, what });
/** The printers of this computer, the usual one first. */
export const printers = (): Promise<Array<Printer>> => call('printers');
/** Puts a paper into a printer's queue. */
export const printPaper = (key: RecordKey, what: PaperKind, printer: string, copies: number): Promise<boolean> => call('print_paper', { key, what, printer, copies });
/** Writes a paper to where the user says; answers where, or nothing when the user would rather not. */
export const savePaper = (key: RecordKey, what: PaperKind): Promise<string | null> => call('save_paper', { key, what });
/** Every template, by use. */
export const templates = (): Promise<Array<TemplateFamily>> => call('templates');
/** The draft of a template's next version; made when there is none. */
export const newVersion = (templateUse: string, from: VersionFrom): Promise<RecordView> => call('new_version', { template_use: templateUse, from });
/** What a version changes against the newest in use. */
export const templateChanges = (key: RecordKey): Promise<Array<TemplateChange>> => call('template_changes', { key });
/** Takes a draft into use; it never changes afterwards. */
export const publish = (key: RecordKey): Promise<PublishOutcome> => call('publish', { key });
/** Writes a template as a file to the folder for downloads; answers where. */
export const exportTemplate = (key: RecordKey): Promise<string> => call('export_template', { key });
/** Makes a draft of a template's file; an older draft is replaced only when asked for. */
export const importTemplate = (text: string, replace: boolean): Promise<TemplateImport> => call('import_template', { text, replace });
/** What moving a visit or a match check to the newest version would do. */
export const moves = (key: RecordKey): Promise<MoveView> => call('moves', { key });
/** Moves a visit or a match check to the newest version; no answer is dropped. */
export const moveToNewest = (key: RecordKey): Promise<RecordView> => call('move_to_newest', { key });
/** The changes of the last 30 days, of one record or of all. */
export const history = (key: RecordKey | null): Promise<Array<HistoryRow>> => call('history', { key });
/** Undoes my last change. */
export const undo = (): Promise<Undone> => call('undo');
/** Undoes the action of one change; `force` also when a field has changed since. */
export const undoChange = (action: string, force: boolean): Promise<Undone> => call('undo_change', { action, force });
/** Makes one company of two: the dropped one's workplaces, contacts, orders, visits and promises move. */
export const mergeCompanies = (keep: string, drop: string): Promise<RecordView> => call('merge_companies', { keep, drop });
/** Announces a file to import. */
export const importBegin = (name: string, bytes: number, what: ImportKind): Promise<boolean> => call('import_begin', { name, bytes, what });
/** Hands over the next part of the file, in base64. */
export const importChunk = (base64: string): Promise<boolean> => call('import_chunk', { base64 });
/** What the file looks like. */
export const importPreview = (): Promise<ImportPreview> => call('import_preview');
/** Starts the import with what each column is taken for. */
export const importStart = (mapping: Array<ImportField | null>): Promise<ImportProgress> => call('import_start', { mapping });
/** Does the next rows. */
export const importStep = (): Promise<ImportProgress> => call('import_step');
/** Stops; rows done so far are kept. */
export const importCancel = (): Promise<boolean> => call('import_cancel');
/** Whether everything is saved and sent, or what others do, has changed. */
export const onSyncChanged = (heard: (told: SyncView) => void): Promise<() => void> => hear<SyncView>('sync_changed', heard);
