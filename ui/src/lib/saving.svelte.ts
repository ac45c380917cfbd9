import { SvelteSet } from 'svelte/reactivity';
import type { Failure } from '../bindings';
import { toFailure } from './failure';

/** What the save mark says. */
export type SaveState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: string }
  | { kind: 'failed'; failure: Failure };

/** After this long a save is said to be under way; before that it is not worth a word. */
const PATIENCE_MS = 1000;

/**
 * The one save state of the window. "Gemt" is only said when everything typed is on disk: while anything is only typed or
 * under way the mark keeps still, and a failure stays until the same thing has been saved.
 */
class Saving {
  #underWay = $state(0);
  #slow = $state(false);
  #dirty = new SvelteSet<string>();
  #at = $state<string | null>(null);
  #failures = $state<Record<string, Failure>>({});
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What to show. */
  get state(): SaveState {
    const failure = this.failed;
    if (failure) return { kind: 'failed', failure };
    if (this.#underWay > 0) return this.#slow ? { kind: 'saving' } : { kind: 'idle' };
    return this.#at === null || this.#dirty.size > 0 ? { kind: 'idle' } : { kind: 'saved', at: this.#at };
  }

  /** The failure that still stands, if any. */
  get failed(): Failure | null {
    return Object.values(this.#failures)[0] ?? null;
  }

  /** True while anything is not saved yet. */
  get unsettled(): boolean {
    return this.#underWay > 0 || this.#dirty.size > 0 || this.failed !== null;
  }

  /** When something was last saved, RFC 3339 in UTC. */
  get at(): string | null {
    return this.#at;
  }

  /**
   * Runs a saving call and keeps the state. `what` names what is saved (a field, a record), so that a later success of the
   * same thing clears its failure. `saved` tells whether a call that went well saved anything at all. The promise settles as
   * the call's does.
   */
  async run<T>(save: () => Promise<T>, what = '', saved: (result: T) => boolean = () => true): Promise<T> {
    this.#underWay += 1;
    if (this.#underWay === 1) this.#timer = setTimeout(() => (this.#slow = true), PATIENCE_MS);
    try {
      const result = await save();
      if (saved(result)) {
        delete this.#failures[what];
        this.#at = new Date().toISOString();
      }
      return result;
    } catch (reason) {
      this.fail(what, toFailure(reason));
      throw reason;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) {
        clearTimeout(this.#timer);
        this.#slow = false;
      }
    }
  }

  /** Something has been typed that is not on disk, until `forget`. */
  dirty(what: string): void {
    this.#dirty.add(what);
  }

  /** Something cannot be saved, until it is or `forget`. */
  fail(what: string, failure: Failure): void {
    this.#failures[what] = failure;
  }

  /** Nothing of it is unsaved any more: it is on disk, or the user has dealt with it in another way. */
  forget(what = ''): void {
    this.#dirty.delete(what);
    delete this.#failures[what];
  }

  /** Starts a page afresh: what was saved on another page is no news here. Failures stay. */
  clear(): void {
    this.#at = null;
  }
}

export const saving = new Saving();
