// Written by `cargo xtask bindings` from the Rust types and the registry of commands. Do not edit.
import { call } from './lib/backend';

export type Added = {
/**
 * The new item.
 */
id: string,
/**
 * The record with it.
 */
view: RecordView, };
export type Attention = {
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
export type Catalogue = {
/**
 * Who I am.
 */
me: string | null,
/**
 * Units by name; mine first.
 */
units: Array<UnitRow>, };
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
orders: Array<Named>, };
export type Condition = {
/**
 * The other field.
 */
path: Path,
/**
 * The value it must have.
 */
equals: string | number | boolean | null, };
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
export type ErrorCode = "wrong_passphrase" | "keyring_unavailable" | "key_lost" | "weak_passphrase" | "damaged" | "read_only" | "disk_full" | "newer_version" | "already_open" | "already_there" | "not_open" | "who_are_you" | "not_here" | "changed_meanwhile" | "bad_value" | "file_too_large" | "file_unreadable" | "mapping_incomplete" | "no_file" | "internal";
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
export type Form = {
/**
 * The code of the form: the kind it fills in.
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
 * True when it can still be undone: nobody changed the field since.
 */
can_undo: boolean, };
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
export type ImportField = "cvr" | "name" | "branch_code" | "branch_text" | "employees" | "jobag_user" | "notes" | "p_number" | "workplace_name" | "street" | "postcode" | "city" | "municipality" | "contact_name" | "contact_title" | "contact_email" | "contact_phone";
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
 * Companies made.
 */
created: number,
/**
 * Companies changed.
 */
updated: number,
/**
 * Companies that already were as the file says.
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
export type Kind = "unit" | "employee" | "company" | "workplace" | "contact" | "job_order";
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
export type MissingCode = "tasks" | "workplace" | "workplace_unknown" | "responsible_unit" | "coordinator" | "coordinator_unit" | "close_reason" | "education_demand" | "experience_years" | "temp_period" | "temp_period_reversed" | "positions";
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
company: CompanyView | null, };
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
 * The kommuner by name.
 */
municipalities: Array<Municipality>, };
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
export type Sort = "title" | "status" | "deadline" | "changed";
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
export type SyncStatus = { "state": "saved_here",
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
unsent: number, };
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
companies: Array<CompanyRow>, };
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
export type ValueLook = "text" | "day" | "moment";
export type Verdict = "empty" | "too_loose" | "good" | "wish_list";
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
export type Widget = "text" | "long_text" | "integer" | "flag" | "date" | "date_time" | "choice" | "company" | "workplace" | "contact" | "unit" | "employee" | "requirements" | "hotline_number" | "municipality" | "cvr" | "p_number" | "branch_code" | "email" | "phone";

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
export const syncStatus = (): Promise<SyncStatus> => call('sync_status');
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
/** The changes of the last 30 days, of one record or of all. */
export const history = (key: RecordKey | null): Promise<Array<HistoryRow>> => call('history', { key });
/** Undoes my last change. */
export const undo = (): Promise<Undone> => call('undo');
/** Undoes the action of one change; `force` also when a field has changed since. */
export const undoChange = (action: string, force: boolean): Promise<Undone> => call('undo_change', { action, force });
/** Makes one company of two: the dropped one's workplaces, contacts and orders move. */
export const mergeCompanies = (keep: string, drop: string): Promise<RecordView> => call('merge_companies', { keep, drop });
/** Announces a file to import. */
export const importBegin = (name: string, bytes: number): Promise<boolean> => call('import_begin', { name, bytes });
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
