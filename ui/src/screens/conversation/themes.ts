import type { Field, Form, RecordView, SentenceUse, VisitView } from '../../bindings';
import { answerPath, questionOf } from '../../form/question';
import { count } from '../../lib/format';
import type { IconName } from '../../parts/icons';

/** A theme of the guide as the conversation shows it. */
export interface Theme {
  id: string;
  title: string;
  lead: string | null;
  /** Its questions that are shown now. */
  fields: Field[];
  /** How many of its questions have been touched, and how many count. */
  touched: number;
  questions: number;
}

/** The themes that have something to ask now. `typed` are questions that are being answered and not counted yet. */
export function themesOf(form: Form, visit: Pick<VisitView, 'visible' | 'coverage'>, typed: readonly string[] = []): Theme[] {
  const visible = new Set(visit.visible);
  const counted = new Map(visit.coverage.parts.map((part) => [part.part, part]));
  return form.sections.flatMap(({ id, title, lead, fields }) => {
    const shown = fields.filter((field) => visible.has(questionOf(field)));
    if (shown.length === 0) return [];
    const part = counted.get(id);
    const more = shown.filter((field) => typed.includes(questionOf(field))).length;
    const questions = part?.questions ?? 0;
    return [{ id, title, lead, fields: shown, touched: Math.min(questions, (part?.touched ?? 0) + more), questions }];
  });
}

/** What a theme has that nobody has touched. */
export interface Untouched {
  theme: Theme;
  questions: Field[];
}

/** What has not been touched, theme by theme in the order of the guide. */
export function untouchedOf(themes: readonly Theme[], touched: (question: string) => boolean): Untouched[] {
  return themes.flatMap((theme) => {
    const questions = theme.fields.filter((field) => field.counts && !touched(questionOf(field)));
    return questions.length ? [{ theme, questions }] : [];
  });
}

/** What a sentence can become, with the key that does it. */
export const USES: readonly { use: SentenceUse; code: string; key: string; label: string; icon: IconName }[] = [
  { use: 'job_order', code: 'KeyJ', key: 'J', label: 'Jobordre', icon: 'assignment' },
  { use: 'agreement', code: 'KeyA', key: 'A', label: 'Aftale', icon: 'checklist' },
  { use: 'follow_up', code: 'KeyO', key: 'O', label: 'Opfølgning', icon: 'time' },
  { use: 'sparring', code: 'KeyS', key: 'S', label: 'Ønske om sparring', icon: 'chat' },
];

/** The words and the icon of a promise or an order. */
export function useOf(code: string): { label: string; icon: IconName } {
  return USES.find(({ use }) => use === code) ?? { label: 'Aftale', icon: 'checklist' };
}

/** What came from the visit: "1 jobordre, 2 aftaler, 1 opfølgning, 2 noter"; empty when nothing has yet. */
export function tally(visit: Pick<VisitView, 'orders' | 'promises'>, notes: number): string {
  const of = (type: string): number => visit.promises.filter(({ promise_type: each }) => each === type).length;
  const wishes = of('sparring');
  return [
    [visit.orders.length, 'jobordre', 'jobordrer'],
    [of('agreement') + of('alignment'), 'aftale', 'aftaler'],
    [of('follow_up'), 'opfølgning', 'opfølgninger'],
    [wishes, 'ønske om sparring', 'ønsker om sparring'],
    [notes, 'note', 'noter'],
  ]
    .flatMap(([many, one, several]) => (typeof many === 'number' && many > 0 ? [count(many, String(one), String(several))] : []))
    .join(', ');
}

/** "hos Mads Holm, driftsleder"; names only when there are several. On the phone and on a screen nobody is at anybody's. */
export function withWhom(view: Pick<RecordView, 'fields' | 'lists' | 'names'>): string {
  const people = (view.lists.contacts ?? []).flatMap((item) => view.names[`contacts.${item}.contact`] ?? []);
  const [first] = people;
  if (!first) return '';
  const names = people.map(({ name }) => name);
  const away = view.fields.channel === 'phone' || view.fields.channel === 'digital';
  const who = people.length === 1 ? [first.name, first.detail].filter(Boolean).join(', ') : `${names.slice(0, -1).join(', ')} og ${names.at(-1) ?? ''}`;
  return `${away ? 'med' : 'hos'} ${who}`;
}

/** The path of the mark that a question has been touched. */
export function touchedPath(question: string): string {
  return answerPath(question, 'touched');
}
