import * as backend from '../../bindings';
import type { Failure, RecordKey, SummaryView } from '../../bindings';
import { toFailure } from '../../lib/failure';
import { overOnePage, placesOf, signature, type Place } from './page';

/** A text is looked through this long after the last key. */
const PAUSE_MS = 600;

/** The page for the company: as it was made, and what in it has to be looked at. */
export class SummaryPage {
  made = $state.raw<SummaryView | null>(null);
  places = $state.raw<Place[]>([]);
  /** The text that the places belong to. */
  looked = $state.raw('');
  failure = $state.raw<Failure | null>(null);
  long = $state(false);
  #seen = $state<string | null>(null);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly key: RecordKey) {}

  /** The user has looked at exactly the places that are pointed out now. */
  get confirmed(): boolean {
    return this.places.length > 0 && this.#seen === signature(this.places);
  }

  /** The places have been looked at, or not. */
  confirm(seen: boolean): void {
    this.#seen = seen ? signature(this.places) : null;
  }

  /** Makes the page anew from the visit. */
  async load(): Promise<void> {
    try {
      const made = await backend.summary(this.key);
      this.made = made;
      this.#put(made.saved ?? made.text, placesOf(made.saved ?? made.text, made.findings));
      this.failure = null;
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  /** The text has changed: it is looked through when the typing rests. */
  typed(text: () => string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(text()), PAUSE_MS);
  }

  /** Looks a text through now. */
  async look(text: string): Promise<void> {
    clearTimeout(this.#timer);
    const turn = (this.#turn += 1);
    try {
      const findings = await backend.summaryFindings(this.key, text);
      if (turn === this.#turn) this.#put(text, placesOf(text, findings));
    } catch (reason) {
      if (turn === this.#turn) this.failure = toFailure(reason);
    }
  }

  /** Nobody looks at the page any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  #put(text: string, places: Place[]): void {
    this.looked = text;
    this.places = places;
    this.long = overOnePage(text);
  }
}
