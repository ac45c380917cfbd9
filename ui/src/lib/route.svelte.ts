import { tick } from 'svelte';

/** Where the window is: the part of the address after `#`, always beginning with a slash. */
function fromHash(): string {
  const path = decodeURI(window.location.hash.replace(/^#/, ''));
  return path.startsWith('/') ? path : '/i-dag';
}

/** The record or list that a path shows; sections of one record are one page, the pages of a visit are not. */
export function pageOf(path: string): string {
  const parts = path.split('/');
  return parts.slice(0, parts[1] === 'besoeg' ? 4 : 3).join('/');
}

class Route {
  #path = $state(fromHash());
  // Kept as a value of its own: what hears of a new page hears nothing of a new section.
  #page = $derived(pageOf(this.#path));
  #focusWanted = false;
  /** Where each page was reached from, for as long as the window is open. Nothing of it is kept: it says whom the user looked at. */
  readonly #from = new Map<string, string>();

  /** The path, e.g. `/jobordrer/0198…/requirements`. */
  get path(): string {
    return this.#path;
  }

  /** The path's parts, e.g. `['jobordrer', '0198…', 'requirements']`. */
  get parts(): string[] {
    return this.#path.split('/').filter((part) => part !== '');
  }

  /** The page without its section: changes when another page is shown. */
  get page(): string {
    return this.#page;
  }

  /** The path that this page was reached from; null when it was not reached from another page, or is a place of the menu. */
  get cameFrom(): string | null {
    return this.#from.get(this.#page) ?? null;
  }

  /** Follows the address bar; called once by the window. */
  follow(): () => void {
    const changed = (): void => this.#moveTo(fromHash(), true);
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }

  #moveTo(path: string, step: boolean): void {
    if (path === this.#path) return;
    const page = pageOf(path);
    if (page !== this.page) {
      this.#focusWanted = true;
      if (step) this.#arrive(page);
    }
    this.#path = path;
  }

  /** Notes where a record's page is reached from. Whoever goes back to a page has not come to it from the one behind it. */
  #arrive(page: string): void {
    if (page.split('/').length < 3) return;
    for (let behind: string | undefined = this.#path; behind !== undefined; behind = this.#from.get(pageOf(behind))) {
      if (pageOf(behind) === page) return;
    }
    this.#from.set(page, this.#path);
  }

  /** Goes to a path. `replace` leaves no step behind for "back". */
  go(path: string, replace = false): void {
    const address = `#${encodeURI(path)}`;
    if (replace) window.history.replaceState(null, '', address);
    else window.history.pushState(null, '', address);
    this.#moveTo(path, !replace);
  }

  /**
   * Moves focus to a new page's heading, once per navigation: whoever renders the heading asks. Nothing moves when the user
   * has opened a dialog in the meantime.
   */
  async arrive(heading: HTMLElement): Promise<void> {
    if (!this.#focusWanted) return;
    this.#focusWanted = false;
    await tick();
    if (document.querySelector('dialog[open]')) return;
    heading.focus({ preventScroll: true });
  }
}

export const route = new Route();

/** Goes to a path, e.g. `go('/jobordrer')`. */
export function go(path: string, replace = false): void {
  route.go(path, replace);
}

/** The address of a path, for links. */
export function href(path: string): string {
  return `#${encodeURI(path)}`;
}
