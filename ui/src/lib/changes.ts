import type { RecordView } from '../bindings';

type Listener = (view: RecordView) => void;
const listeners = new Set<Listener>();

/** Hears of a record that changed outside its own page's fields, such as by undo. Returns how to stop listening. */
export function onChanged(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells the open page that a record looks different now. */
export function changed(view: RecordView): void {
  for (const listener of listeners) listener(view);
}
