import type { Field, RecordView } from '../../bindings';

/** A field's value as text: choices in words, yes and no in Danish, references by name. */
export function showValue(field: Field, view: RecordView): string {
  const value = view.fields[field.path] ?? null;
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'Ja' : 'Nej';
  const named = view.names[field.path];
  if (named) return named.name;
  return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
}
