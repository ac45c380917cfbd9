import type { Failure } from '../bindings';

const fields = ['code', 'happened', 'kept', 'todo'] as const;

/** Whether a rejected promise carries the app's own three sentences. */
export function isFailure(reason: unknown): reason is Failure {
  if (typeof reason !== 'object' || reason === null) return false;
  const seen = reason as Record<string, unknown>;
  return fields.every((field) => typeof seen[field] === 'string');
}

/** The failure behind a rejected promise, with words for what was never foreseen. */
export function toFailure(reason: unknown): Failure {
  if (isFailure(reason)) return reason;
  return {
    code: 'internal',
    happened: 'Der er en fejl i programmet.',
    kept: 'Det, der var gemt, er stadig gemt på computeren.',
    todo: 'Prøv igen. Sker det mere end én gang, så luk programmet, og åbn det igen.',
  };
}
