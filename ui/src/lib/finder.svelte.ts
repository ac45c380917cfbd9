import * as backend from '../bindings';
import type { Failure, SearchView } from '../bindings';
import { toFailure } from './failure';

/**
 * As-you-type search. An answer is shown only if it answers the newest question; while one question is under way only the
 * newest waits behind it, so that fast typing never queues up.
 */
export class Finder {
  /** What is being searched for. */
  text = $state('');
  /** The newest answer, with the text it answers. */
  view = $state.raw<SearchView | null>(null);
  failure = $state.raw<Failure | null>(null);
  #busy = false;

  /** Asks for a text. Resolves when no question waits. */
  async ask(text: string): Promise<void> {
    this.text = text;
    if (this.#busy) return;
    this.#busy = true;
    try {
      let asked: string;
      do {
        asked = this.text;
        await this.#answer(asked.trim());
      } while (asked !== this.text);
    } finally {
      this.#busy = false;
    }
  }

  async #answer(text: string): Promise<void> {
    if (text === '') {
      this.view = null;
      this.failure = null;
      return;
    }
    try {
      const view = await backend.search(text);
      if (text !== this.text.trim()) return;
      this.view = view;
      this.failure = null;
    } catch (reason) {
      if (text !== this.text.trim()) return;
      this.view = null;
      this.failure = toFailure(reason);
    }
  }
}
