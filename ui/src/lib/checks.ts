import type { CheckView, Form, MatchCheckRow, PartCoverage } from '../bindings';
import { questionOf } from '../form/question';
import { count } from './format';

/** The form with the questions that are shown now; parts without any are left out. */
export function shownForm(form: Form, visible: readonly string[]): Form {
  const shown = new Set(visible);
  const sections = form.sections.map((section) => ({ ...section, fields: section.fields.filter((field) => shown.has(questionOf(field))) }));
  return { ...form, sections: sections.filter((section) => section.fields.length > 0) };
}

/** How many questions are decided, not decided and not chosen yet. */
export function decisions(view: CheckView, form: Form): { decided: number; not: number; open: number } {
  const asked = form.sections.flatMap((section) => section.fields).filter((field) => field.widget === 'question_decision').length;
  return { decided: view.decided, not: view.not_decided, open: Math.max(0, asked - view.decided - view.not_decided) };
}

/** "8 besluttet, 3 ikke besluttet, 9 ikke valgt endnu". */
export function decisionWords({ decided, not, open }: ReturnType<typeof decisions>): string {
  return [`${decided} besluttet`, `${not} ikke besluttet`, open > 0 ? `${open} ikke valgt endnu` : ''].filter(Boolean).join(', ');
}

/** "Ikke begyndt", "3 af 11 berørt", "Alle 11 berørt". */
export function touchedWords(part: Pick<PartCoverage, 'touched' | 'questions'> | undefined): string {
  if (!part) return '';
  if (part.touched === 0) return 'Ikke begyndt';
  return part.touched === part.questions ? `Alle ${part.questions} berørt` : `${part.touched} af ${part.questions} berørt`;
}

/** What a row of the plan lacks (R65): "Mangler tidspunkt og ansvarlig". */
export function lackWords(missing: readonly string[]): string {
  const lacks = (field: string): boolean => missing.some((path) => path === field || path.endsWith(`.${field}`));
  const words = [lacks('due') ? 'tidspunkt' : '', lacks('owner') ? 'ansvarlig' : ''].filter(Boolean);
  return words.length ? `Mangler ${words.join(' og ')}` : '';
}

/** The plan in a list: "4 rækker, 2 mangler tid eller ansvarlig". */
export function planWords(row: Pick<MatchCheckRow, 'plan_rows' | 'flagged'>): string {
  const rows = row.plan_rows === 0 ? 'Ingen rækker' : count(row.plan_rows, 'række', 'rækker');
  return row.flagged > 0 ? `${rows}, ${row.flagged} mangler tid eller ansvarlig` : rows;
}

/** A match check's status in words and the tone of its badge. */
export function checkStatus(code: string): { text: string; tone: '' | 'info' } {
  return code === 'closed' ? { text: 'Afsluttet', tone: '' } : { text: 'I gang', tone: 'info' };
}
