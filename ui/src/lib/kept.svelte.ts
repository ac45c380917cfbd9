import { SvelteMap } from 'svelte/reactivity';
import { saving } from './saving.svelte';

/**
 * Text that is part of no record yet. It stays when its dialog or page goes away, until it is used or emptied, and as long as
 * it stands nothing is called saved: it goes when the window closes.
 */
class Kept {
  #texts = new SvelteMap<string, string>();

  /** What stands under a name, or null. */
  get(what: string): string | null {
    return this.#texts.get(what) ?? null;
  }

  /** Keeps a text; null when it has been used or emptied. */
  set(what: string, text: string | null): void {
    if (text === null) {
      this.#texts.delete(what);
      saving.forget(what);
    } else {
      this.#texts.set(what, text);
      saving.dirty(what);
    }
  }
}

export const kept = new Kept();
