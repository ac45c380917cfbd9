import type { Field, RecordView, Scalar } from '../bindings';

/** The question that a field of a guide asks. */
export function questionOf(field: Pick<Field, 'path'>): string {
  return field.path.split('.')[1] ?? '';
}

/** A value of an answer, beside its note. */
export function answerPath(question: string, name: 'touched' | 'note' | 'choice' | 'number' | 'decided'): string {
  return `answers.${question}.${name}`;
}

/** The mark of a choice where several can be made. */
export function pickPath(choice: string): string {
  return `picks.${choice}.chosen`;
}

/** A mark of a tool. */
export function toolPath(tool: string, mark: 'offered' | 'interested'): string {
  return `tools.${tool}.${mark}`;
}

/** Whether the question has controls of its own, so that its note stands below them under a label of its own. */
export function hasControls(field: Pick<Field, 'widget'>): boolean {
  return field.widget !== 'question_note';
}

const inWords = (value: Scalar): string => (value === true ? 'Ja' : value === false ? 'Nej' : String(value ?? ''));

/** What is kept as the answer to a question that this version cannot draw, in the order of its names. */
export function keptAnswer(view: Pick<RecordView, 'fields'>, question: string): string[] {
  const begin = `answers.${question}.`;
  return Object.entries(view.fields)
    .filter(([path, value]) => path.startsWith(begin) && path !== `${begin}touched` && !path.startsWith(`${begin}@`) && value !== null && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => inWords(value));
}

/** What the two answers to a question about a decision are called: a question of what is decided is answered so. */
export function decisionOptions(label: string): { value: 'yes' | 'no'; label: string }[] {
  const [yes, no] = /^er det besluttet\b/i.test(label.trim()) ? ['Besluttet', 'Ikke besluttet'] : ['Ja', 'Nej'];
  return [
    { value: 'yes', label: yes ?? '' },
    { value: 'no', label: no ?? '' },
  ];
}
