import type { RequirementView, Suggestion } from '../bindings';

/** The list of requirements in a job order. */
export const LIST = 'requirements';
/** Where a requirement that is being written is kept until it is added. */
export const BEING_WRITTEN = 'new_requirement';
/** The longest requirement. */
export const LONGEST = 200;

/** Whether years belong to a requirement. */
export function hasYears(requirement: Pick<RequirementView, 'class' | 'years'>): boolean {
  return requirement.years !== null || ['position', 'experience', 'qualification', 'language'].includes(requirement.class);
}

/** The path of a field of one requirement. */
export function itemPath(id: string, field: string): string {
  return `${LIST}.${id}.${field}`;
}

/** The item that an item comes before after a step up or down; null for the end, undefined when it cannot move. */
export function stepBefore(ids: readonly string[], id: string, step: -1 | 1): string | null | undefined {
  const at = ids.indexOf(id);
  if (at < 0 || (step < 0 && at === 0) || (step > 0 && at === ids.length - 1)) return undefined;
  return ids[step < 0 ? at - 1 : at + 2] ?? null;
}

/** The two parts of "Kan udsøges på certifikat". */
export function splitWhy(why: string): { first: string; rest: string } {
  const first = 'Kan udsøges';
  return why.startsWith(first) ? { first, rest: why.slice(first.length) } : { first: why, rest: '' };
}

/** The sentence that offers a rewrite, and the text that it ends with. */
export function splitOffer(suggestion: Suggestion): { offer: string; text: string } {
  const end = `${suggestion.text}.`;
  const found = suggestion.message.endsWith(end);
  return { offer: found ? suggestion.message.slice(0, -end.length) : suggestion.message, text: found ? suggestion.text : '' };
}
