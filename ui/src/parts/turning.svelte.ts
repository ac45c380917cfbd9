import { tick } from 'svelte';
import { go } from '../lib/route.svelte';

/** What a page with parts tells of itself. */
interface Parts {
  /** The parts in their order. */
  parts: () => readonly { id: string }[];
  /** The part that the address names; the first one is shown where there is no such part. */
  wanted: () => string | undefined;
  pathTo: (part: string) => string;
  /** Sees to it that what is being typed is saved before another part is shown. */
  leave: () => void;
}

/** Which part of a record its page shows, and how the user turns to another: in the list, below the sheet, or by Alt and an arrow. */
export class Turning {
  /** The heading of the part that is shown: it gets focus when the user has turned to it. */
  heading = $state<HTMLElement>();
  readonly #page: Parts;

  constructor(page: Parts) {
    this.#page = page;
  }

  /** The place of the part that is shown. */
  get at(): number {
    const wanted = this.#page.wanted();
    return Math.max(0, this.#page.parts().findIndex(({ id }) => id === wanted));
  }

  /** Shows a part because the user asked for it, and moves focus to its heading. */
  show = async (part: string): Promise<void> => {
    this.#page.leave();
    go(this.#page.pathTo(part), true);
    await tick();
    this.heading?.focus({ preventScroll: true });
    this.heading?.scrollIntoView({ block: 'nearest' });
  };

  keys = (event: KeyboardEvent): void => {
    if (!event.altKey || event.shiftKey || event.ctrlKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    if (document.querySelector('dialog[open]')) return;
    event.preventDefault();
    const to = this.#page.parts()[this.at + (event.key === 'ArrowUp' ? -1 : 1)];
    if (to) void this.show(to.id);
  };
}
