import { choices } from '../bindings';
import type { Failure, Kind, Named } from '../bindings';
import { toFailure } from '../lib/failure';

/** The records that a combobox offers for what is typed. */
export class Options {
  /** The records, best first. */
  list = $state.raw<Named[]>([]);
  /** The text that the list answers. */
  answered = $state<string | null>(null);
  /** Why there is no list. */
  failure = $state.raw<Failure | null>(null);
  #turn = 0;

  /** Fetches; an answer that comes after a newer question is dropped. */
  async load(kind: Kind, parent: string | null, text: string): Promise<void> {
    const turn = (this.#turn += 1);
    try {
      const list = await choices(kind, parent, text);
      if (turn !== this.#turn) return;
      this.list = list;
      this.answered = text;
      this.failure = null;
    } catch (failure) {
      if (turn === this.#turn) this.failure = toFailure(failure);
    }
  }
}
