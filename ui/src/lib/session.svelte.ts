import * as backend from '../bindings';
import type { Failure, NewPerson, Person, Recovered, Reference, Session, Start, SyncView } from '../bindings';
import { announce } from './announce.svelte';
import { toFailure } from './failure';
import { sync } from './words';

/** How far the window has come towards work. */
export type Phase =
  | { kind: 'starting' }
  | { kind: 'empty'; keyring: boolean }
  | { kind: 'locked' }
  | { kind: 'introduce' }
  | { kind: 'open' }
  | { kind: 'failed'; failure: Failure };

/** The longest that the first page waits for its rows, in milliseconds. */
const ROWS = 150;

function soon(): Promise<void> {
  return new Promise((done) => setTimeout(done, ROWS));
}

/** What is said aloud when it changes. */
function stateOf(status: SyncView): string {
  return status.state === 'first_sync' && status.paused ? 'first_sync_paused' : status.state;
}

/** Who is at work, the forms and code lists, and whether everything is saved and sent. */
class CurrentSession {
  #phase = $state<Phase>({ kind: 'starting' });
  #reference = $state.raw<Reference | null>(null);
  #me = $state.raw<Person | null>(null);
  #recovered = $state.raw<Recovered | null>(null);
  #sync = $state.raw<SyncView | null>(null);
  #lastPlace: string | null = null;
  #asked = 0;
  #answered = 0;
  #entered = false;

  get phase(): Phase {
    return this.#phase;
  }

  /** Who I am; null until somebody has said so. */
  get me(): Person | null {
    return this.#me;
  }

  /** Forms and code lists. Only pages of an open workspace read them, and they are loaded before the first one shows. */
  get reference(): Reference {
    if (!this.#reference) throw new Error('the reference data is read before the workspace is open');
    return this.#reference;
  }

  /** What the last session left unfinished, until the note about it is closed. */
  get recovered(): Recovered | null {
    return this.#recovered;
  }

  /** Is everything saved and sent? Null until the first answer. */
  get sync(): SyncView | null {
    return this.#sync;
  }

  /** The page to begin on: where the last session ended. */
  get lastPlace(): string | null {
    return this.#lastPlace;
  }

  /**
   * Asks how the app stands, and tells which place it begins on before that is shown. Never throws: a failure is a phase
   * with its own page.
   */
  async start(begin: (place: string) => Promise<void> = async () => undefined): Promise<void> {
    this.#phase = { kind: 'starting' };
    try {
      const [start, reference] = await Promise.all([backend.start(), backend.reference()]);
      this.#reference = reference;
      // Drawn once with its rows, the page stands sooner than drawn empty and then again.
      if (start.state === 'open' && start.session.me) await Promise.race([begin(start.session.last_place ?? ''), soon()]);
      await this.#enter(start);
    } catch (reason) {
      this.#phase = { kind: 'failed', failure: toFailure(reason) };
    }
  }

  /** Makes the workspace; an empty passphrase leaves the key to the system's keyring. Throws a Failure. */
  async createWorkspace(passphrase: string): Promise<void> {
    await this.#enter(await backend.createWorkspace(passphrase));
  }

  /** Opens the locked workspace. Throws a Failure, for a wrong passphrase too. */
  async unlock(passphrase: string): Promise<void> {
    await this.#enter(await backend.unlock(passphrase));
  }

  /** Says who I am, as a new employee. Throws a Failure. */
  async introduce(person: NewPerson): Promise<void> {
    await this.#open(await backend.introduce(person));
  }

  /** Says who I am, as an employee in the catalogue. Throws a Failure. */
  async chooseMe(employee: string): Promise<void> {
    await this.#open(await backend.chooseMe(employee));
  }

  /** Closes the note about what came back. */
  closeRecovered(): void {
    this.#recovered = null;
  }

  /** Asks anew whether everything is saved and sent; a change of state is said aloud, a change of a count is not. */
  async refreshSync(): Promise<void> {
    const turn = ++this.#asked;
    try {
      const status = await backend.syncStatus();
      if (turn === this.#asked) this.#show(status);
    } catch {
      // The corner keeps what it knew; a failing command says so where it was asked for.
    }
    this.#answered = Math.max(this.#answered, turn);
  }

  /** Looks at once whether there is something to send or to fetch: the computer may have a network again. */
  async sendNow(): Promise<void> {
    await backend.sendNow().catch(() => undefined); // The corner says how it stands.
    await this.refreshSync();
  }

  /** The shell tells how sync stands. A question that is under way may be answered from before or after: it is asked anew. */
  heard(status: SyncView): void {
    const asking = this.#answered < this.#asked;
    this.#show(status);
    if (asking) void this.refreshSync();
  }

  #show(status: SyncView): void {
    const before = this.#sync;
    this.#sync = status;
    if (before && stateOf(before) !== stateOf(status)) announce(sync(status).spoken);
  }

  async #enter(start: Start): Promise<void> {
    if (start.state === 'empty') this.#phase = { kind: 'empty', keyring: start.keyring };
    else if (start.state === 'locked') this.#phase = { kind: 'locked' };
    else await this.#open(start.session);
  }

  async #open(session: Session): Promise<void> {
    this.#me = session.me;
    if (!this.#entered) {
      this.#recovered = session.recovered;
      this.#lastPlace = session.last_place;
    }
    this.#entered = true;
    this.#phase = session.me ? { kind: 'open' } : { kind: 'introduce' };
  }
}

export const session = new CurrentSession();
