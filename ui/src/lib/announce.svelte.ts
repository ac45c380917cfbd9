import { untrack } from 'svelte';

/** What the polite live region says. One sentence at a time; the same sentence twice is said twice. */
class Announcer {
  #text = $state('');
  #turn = $state(0);

  /** The text of the live region. */
  get text(): string {
    // A trailing space makes a repeated sentence a change that screen readers notice.
    return this.#turn % 2 === 0 ? this.#text : `${this.#text} `;
  }

  /** Says a sentence; safe to call from an effect. */
  say(text: string): void {
    untrack(() => (this.#turn += 1));
    this.#text = text;
  }
}

export const announcer = new Announcer();

/** Says a sentence to those who listen instead of look. */
export function announce(text: string): void {
  announcer.say(text);
}
