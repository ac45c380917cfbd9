import type { ChangeCode, TemplateChange, TemplateRow, TemplateUse } from '../bindings';
import { date } from './format';

/** What a template's question, and the questions together, are called. */
export interface ItemWords {
  one: string;
  many: string;
  /** The one that is already spoken of: "spørgsmålet". */
  this: string;
  /** The heading of a field for a new one. */
  fresh: string;
}

const QUESTION: ItemWords = { one: 'spørgsmål', many: 'spørgsmål', this: 'spørgsmålet', fresh: 'Nyt spørgsmål' };

/** What the items of a template are called. */
export function itemWords(use: string): ItemWords {
  if (use === 'tools') return { one: 'redskab', many: 'redskaber', this: 'redskabet', fresh: 'Nyt redskab' };
  if (use === 'alignment') return { one: 'sætning', many: 'sætninger', this: 'sætningen', fresh: 'Ny sætning' };
  return QUESTION;
}

/** How a question is answered, in words. */
const KINDS: Record<string, string> = {
  note: 'Notat',
  choice: 'Ét svar',
  choices: 'Flere svar',
  number: 'Tal',
  tools: 'Redskaber',
  tool: 'Redskab',
  decision: 'Besluttet eller ej',
  plan: 'Plan',
  sentence: 'Sætning',
};

const KINDS_OF: Record<TemplateUse, string[]> = {
  visit: ['note', 'choice', 'choices', 'number', 'tools'],
  match_check: ['note', 'decision', 'choice', 'choices', 'number', 'plan'],
  conversation: ['note', 'choice', 'choices', 'number'],
  tools: ['tool'],
  alignment: ['sentence'],
};

/** A kind of question in words; a kind from a newer version says so. */
export function kindWords(kind: string): string {
  return KINDS[kind] ?? `Ukendt slags (${kind})`;
}

/** Whether this version of the app knows a kind. */
export function knownKind(kind: string): boolean {
  return kind in KINDS;
}

/** The kinds that a question of a template can have. */
export function kindsOf(use: string): { value: string; label: string }[] {
  return (KINDS_OF[use as TemplateUse] ?? ['note']).map((value) => ({ value, label: kindWords(value) }));
}

/** The types of visit that a question can be for. */
export const VISIT_TYPES = [
  { value: 'first', label: 'Førstegangsbesøg' },
  { value: 'follow_up', label: 'Opfølgningsbesøg' },
  { value: 'concrete', label: 'Besøg om noget konkret' },
] as const;

/** The types of conversation that a question can be for (R53). */
export const CONVERSATION_TYPES = [
  { value: 'first', label: 'Førstegangssamtale' },
  { value: 'follow_up', label: 'Opfølgningssamtale' },
] as const;

/** The types that a question of such a template can be for; none where it is for all. */
export function typesOf(use: string): readonly { value: string; label: string }[] {
  if (use === 'conversation') return CONVERSATION_TYPES;
  return use === 'visit' ? VISIT_TYPES : [];
}

/** Whether a template's questions are asked, so that how they are answered and when they are shown can be chosen. */
export function isAskedAloud(use: string): boolean {
  return use === 'visit' || use === 'match_check' || use === 'conversation';
}

/** The types of visit in a field, in the order of the list; what is not known is kept at the end. */
export function visitsWith(text: string, visit: string, on: boolean): string | null {
  const now = new Set(text.split(/\s+/).filter(Boolean));
  if (on) now.add(visit);
  else now.delete(visit);
  const known: string[] = VISIT_TYPES.map(({ value }) => value);
  const order = [...known.filter((value) => now.has(value)), ...[...now].filter((value) => !known.includes(value))];
  return order.length ? order.join(' ') : null;
}

/** The types of visit in words; empty when the question is for all. */
export function visitWords(text: string, use = 'visit'): string {
  const chosen = text.split(/\s+/);
  return (use === 'conversation' ? CONVERSATION_TYPES : VISIT_TYPES).filter(({ value }) => chosen.includes(value)).map(({ label }) => label).join(', ');
}

const CHANGES: Record<ChangeCode, string> = {
  part_added: 'Nyt tema',
  part_reworded: 'Temaet har fået et andet navn',
  lead_changed: 'Anden sætning over spørgsmålene',
  part_removed: 'Temaet er fjernet',
  parts_reordered: 'Temaerne står i en anden rækkefølge',
  added: 'Nyt',
  reworded: 'Andre ord',
  help_changed: 'Anden hjælpetekst',
  retired: 'Taget ud',
  restored: 'Sat ind igen',
  moved: 'Flyttet til et andet tema',
  reordered: 'Anden rækkefølge i temaet',
  kind_changed: 'Besvares på en anden måde',
  visits_changed: 'Gælder andre besøgstyper',
  condition_changed: 'Vises under en anden betingelse',
  tools_changed: 'Handler om andre redskaber',
  until_changed: 'Udgår på en anden dag',
  choice_added: 'Nyt svar at vælge',
  choice_reworded: 'Et svar har fået andre ord',
  choice_removed: 'Et svar er fjernet',
};

/** What a change is called. */
export function changeWords(kind: ChangeCode): string {
  return CHANGES[kind];
}

/** The words before and after a change, where they say more than the change's name. A day is written as a day. */
export function changeSides(change: TemplateChange): { before: string; after: string } | null {
  const write = (text: string | null): string => (text && change.kind === 'until_changed' ? date(text) || text : (text ?? ''));
  const [before, after] = [write(change.before), write(change.after)];
  if (before === after || (!before && after === change.title) || (!after && before === change.title)) return null;
  return { before, after };
}

/** "i brug siden 3. november", "følger med programmet", "udkast". */
export function standing(row: Pick<TemplateRow, 'status' | 'published_at'>): string {
  if (row.status !== 'published') return 'udkast';
  return row.published_at ? `i brug siden ${date(row.published_at)}` : 'følger med programmet';
}

/** How often a version is used: "brugt i 12 besøg". Sentences are not counted. */
export function usedWords(use: string, used: number): string {
  if (use === 'alignment') return '';
  const [one, many] = use === 'match_check' ? ['match-tjek', 'match-tjek'] : use === 'conversation' ? ['samtale', 'samtaler'] : ['besøg', 'besøg'];
  if (used === 0) return 'ikke brugt endnu';
  return `brugt i ${used.toLocaleString('da-DK')} ${used === 1 ? one : many}`;
}

/** The largest file of a template, in bytes. */
const LARGEST = 5_000_000;

/** Why a file cannot be a template, with what to do; null when it can. */
export function fileRefusal(file: Pick<File, 'name' | 'size'>): string | null {
  if (file.size === 0) return `»${file.name}« er tom. Gem skabelonen som fil igen, og vælg den på ny.`;
  if (file.size > LARGEST) return `»${file.name}« er for stor til at være en skabelon. Vælg en fil, der er gemt med »Gem som fil«.`;
  return null;
}
