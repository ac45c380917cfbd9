import type { Scalar, TemplateProblem } from '../../bindings';

/** What a template's text can be read from: a record under autosave, or a view. */
export interface Source {
  value: (path: string) => Scalar;
  lists: { [key in string]: string[] };
}

/** A part of a template with its questions in order. */
export interface DraftPart {
  id: string;
  title: string;
  questions: string[];
}

/** The part of questions whose own part is gone. */
export const ELSEWHERE = '00000000-0000-0000-0000-000000000000';

const text = (value: Scalar): string => (value === null ? '' : String(value));

/** The parts of a template; questions without one stand at the end. */
export function partsOf(source: Source): DraftPart[] {
  const parts = (source.lists.parts ?? []).map((id): DraftPart => ({ id, title: text(source.value(`parts.${id}.title`)), questions: [] }));
  const known = new Map(parts.map((part) => [part.id, part]));
  const rest: DraftPart = { id: ELSEWHERE, title: 'Øvrige spørgsmål', questions: [] };
  for (const id of source.lists.questions ?? []) (known.get(text(source.value(`questions.${id}.part`))) ?? rest).questions.push(id);
  return rest.questions.length ? [...parts, rest] : parts;
}

/** The choices of each question, in order. */
export function choicesOf(source: Source): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const id of source.lists.choices ?? []) {
    const question = text(source.value(`choices.${id}.question`));
    found.set(question, [...(found.get(question) ?? []), id]);
  }
  return found;
}

/** What a part, question or choice is called, also when it has no words yet. */
export function nameOf(subject: string, source: Source): string {
  const said = (path: string): string => text(source.value(path)).trim();
  if (source.lists.parts?.includes(subject)) return said(`parts.${subject}.title`) || 'Tema uden navn';
  if (source.lists.choices?.includes(subject)) return said(`choices.${subject}.label`) || 'Svar uden tekst';
  return said(`questions.${subject}.text`) || 'Uden tekst';
}

/** Where a problem is put right: the part to show, the question to open and the field to go to. */
export interface Remedy {
  part: string | null;
  question: string | null;
  path: string;
}

/** Where to go for a problem; the template's name when it is about the whole. */
export function remedyOf(problem: Pick<TemplateProblem, 'code' | 'question'>, source: Source): Remedy {
  const { code, question: subject } = problem;
  const parts = partsOf(source);
  if (subject !== null) {
    if (parts.some((part) => part.id === subject)) {
      return { part: subject, question: null, path: code === 'empty_part' ? `new_question.${subject}` : `parts.${subject}.title` };
    }
    const owner = (source.lists.choices ?? []).includes(subject) ? text(source.value(`choices.${subject}.question`)) : subject;
    const part = parts.find((each) => each.questions.includes(owner))?.id ?? null;
    if (part !== null) {
      const path = owner === subject ? `questions.${owner}.${FIELD_OF[code] ?? 'text'}` : `choices.${subject}.label`;
      return { part, question: owner, path: code === 'no_choices' ? `new_choice.${owner}` : path };
    }
  }
  const first = parts[0]?.id ?? null;
  return code === 'nothing' && first ? { part: first, question: null, path: `new_question.${first}` } : { part: null, question: null, path: 'title' };
}

const FIELD_OF: Partial<Record<TemplateProblem['code'], string>> = {
  no_tools: 'tools_part',
  unknown_visit: 'visits',
  day: 'until',
  unknown_question: 'when_choice',
  unknown_choice: 'when_choice',
  circle: 'when_choice',
};
