import type { Failure, PathValue, RecordKey, RecordView, Saved, Scalar } from '../bindings';

/** A pause this long after the last key saves the draft. */
export const PAUSE_MS = 500;
/** No key waits longer than this for its save, however fast the typing. */
export const LONGEST_MS = 1_000;
/** A field that has rested this long counts as left. */
export const IDLE_MS = 10_000;
/** A failed save is tried again this often. */
export const RETRY_MS = 4_000;
/** The largest text that the workspace can hold in one field, in bytes. */
export const LARGEST_BYTES = 1_048_576;

/** The calls that keep what the user writes. */
export interface Gateway {
  saveDraft(key: RecordKey, path: string, value: Scalar): Promise<Saved>;
  leaveField(key: RecordKey, path: string): Promise<RecordView>;
  setFields(key: RecordKey, values: PathValue[]): Promise<RecordView>;
  discardDraft(key: RecordKey, path: string): Promise<RecordView>;
}

/** The one place that knows whether everything is saved. `what` names the thing that is saved. */
export interface Ledger {
  run<T>(work: () => Promise<T>, what: string, saved?: (result: T) => boolean): Promise<T>;
  dirty(what: string): void;
  fail(what: string, failure: Failure): void;
  forget(what: string): void;
}

/** What the ledger says as long as a text stands that cannot be saved. */
export const TOO_LARGE: Failure = {
  code: 'bad_value',
  happened: 'En tekst er for stor til at blive gemt.',
  kept: 'Den står i sit felt endnu, men forsvinder, når programmet lukkes.',
  todo: 'Gør den kortere. Et felt kan rumme 1 MB.',
};

const bytes = (text: string): number => (text.length * 3 <= LARGEST_BYTES ? text.length : new TextEncoder().encode(text).length);

/** What to say about a text that cannot be saved, or null when it can. */
export function sizeProblem(value: Scalar): string | null {
  if (typeof value !== 'string') return null;
  const size = bytes(value);
  if (size <= LARGEST_BYTES) return null;
  const megabytes = (size / LARGEST_BYTES).toLocaleString('da-DK', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  return `Teksten fylder ${megabytes} MB, og et felt kan rumme 1 MB. Den er ikke gemt, men står her endnu. Gør den kortere.`;
}
