import type { Field, Form, Scalar } from '../bindings';

/** Whether a field is asked for, as the other fields stand. */
export function isAsked(field: Field, value: (path: string) => Scalar): boolean {
  const condition = field.show_when;
  return !condition || value(condition.path) === condition.equals;
}

/** The part of a form in which a field stands; list fields are found by their list. */
export function sectionOf(form: Form, path: string): string | null {
  const list = path.split('.')[0];
  const section = form.sections.find((each) => each.fields.some((field) => field.path === path || field.path === list));
  return section?.id ?? null;
}

/** A field of a form by its path. */
export function fieldOf(form: Form, path: string): Field | null {
  for (const section of form.sections) for (const field of section.fields) if (field.path === path) return field;
  return null;
}

/** What to say about the room left in a field; nothing while there is plenty. */
export function roomLeft(text: string, limit: number | null): { text: string; over: boolean } | null {
  if (limit === null) return null;
  // No text has more characters than units, so a short one need not be counted at each key.
  if (limit - text.length > Math.min(100, limit / 5)) return null;
  const left = limit - (text.length > limit * 4 ? text.length : [...text].length);
  if (left > Math.min(100, limit / 5)) return null;
  const signs = Math.abs(left).toLocaleString('da-DK');
  return left < 0 ? { text: `Du har skrevet ${signs} tegn for meget.`, over: true } : { text: `Du har ${signs} tegn tilbage.`, over: false };
}
