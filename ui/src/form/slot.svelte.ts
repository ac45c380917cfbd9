import type { Failure, Scalar } from '../bindings';

/** A field as it was when it was chosen. */
export interface Chosen {
  slot: Slot;
  revision: number;
}

/** One field while the user works in it: what stands in it, and how much of that is saved. */
export class Slot {
  /** What stands in the field. Only the user changes it while the field has focus. */
  value = $state.raw<Scalar>(null);
  /** The field has focus. */
  focused = $state(false);
  /** What is wrong with the value, in Danish. */
  problem = $state.raw<string | null>(null);
  /** The problem may be shown: the field has been left, or was wrong before it got focus. */
  noisy = $state(false);
  /** Why the latest save did not succeed. */
  failure = $state.raw<Failure | null>(null);

  /** Counts the user's edits. */
  revision = 0;
  /** The newest edit that is on disk as a draft. */
  saved = 0;
  /** The newest edit that has been made a change (or was found not to hold). */
  left = 0;
  /** The field has been left since its newest edit. */
  leaving = false;
  /** The choice that it is part of, which is saved as one action and without a draft. */
  chosen: Chosen[] | null = null;
  /** Kept as a draft only: the form itself makes something of it. */
  draftOnly = false;
  /** Too large to be saved at all. */
  tooLarge = false;
  /** When the oldest edit that is not on disk was made. */
  dirtySince: number | null = null;

  #timers: Partial<Record<'save' | 'idle' | 'retry', ReturnType<typeof setTimeout>>> = {};

  constructor(readonly path: string, value: Scalar) {
    this.value = value;
  }

  /** Nothing of it is unsaved or unsent. */
  get settled(): boolean {
    return !this.focused && !this.tooLarge && this.left === this.revision;
  }

  /** Runs `work` after `delay` ms; a new call under the same name replaces the old one. */
  after(name: 'save' | 'idle' | 'retry', delay: number, work: () => void): void {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(work, delay);
  }

  /** Stops the named timers, or all of them. */
  stop(...names: ('save' | 'idle' | 'retry')[]): void {
    for (const name of names.length ? names : (['save', 'idle', 'retry'] as const)) clearTimeout(this.#timers[name]);
  }
}
