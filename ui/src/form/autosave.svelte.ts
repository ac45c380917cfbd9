import { SvelteMap } from 'svelte/reactivity';
import type { Failure, PathValue, RecordKey, RecordView, Scalar } from '../bindings';
import { toFailure } from '../lib/failure';
import { IDLE_MS, LONGEST_MS, PAUSE_MS, RETRY_MS, sizeProblem, TOO_LARGE, type Gateway, type Ledger } from './rules';
import { Slot, type Chosen } from './slot.svelte';

let editors = 0;

/** The choice is not saved, and no newer one has taken its place. */
const unsaved = ({ slot, revision }: Chosen): boolean => slot.revision === revision && slot.left < revision;

/** One record under the user's hands: keeps every keystroke, and never lets an answer replace what is being edited. */
export class RecordEditor {
  /** What is saved, as last answered. */
  view = $state.raw() as RecordView;
  /** The latest action that failed and is not tried again by itself. */
  refusal = $state.raw<Failure | null>(null);

  #slots = new SvelteMap<string, Slot>();
  #warnings = new SvelteMap<string, string>();
  #queue: Promise<unknown> = Promise.resolve();
  #issued = 0;
  #applied = 0;
  #gateway: Gateway;
  #ledger: Ledger;
  #create: (() => Promise<RecordView>) | null;

  /** Begins the ids of the form's elements; two forms on one page never share them. */
  readonly name = `r${(editors += 1)}`;

  constructor(view: RecordView, gateway: Gateway, ledger: Ledger, create: (() => Promise<RecordView>) | null = null) {
    this.view = view;
    this.#gateway = gateway;
    this.#ledger = ledger;
    this.#create = create;
  }

  /** The record. */
  get key(): RecordKey {
    return this.view.key;
  }

  /** False until the first save has made the record. */
  get exists(): boolean {
    return this.#create === null;
  }

  /** Why something is not saved right now. */
  get failure(): Failure | null {
    for (const slot of this.#slots.values()) if (slot.failure) return slot.failure;
    return this.refusal;
  }

  /** Everything the user has written is on disk and made a change where its format holds. */
  get settled(): boolean {
    for (const slot of this.#slots.values()) if (!slot.settled) return false;
    return true;
  }

  /** What a field shows: the user's own text as long as it is not settled, otherwise what is saved. */
  value(path: string): Scalar {
    const slot = this.#slots.get(path);
    return slot ? slot.value : (this.view.fields[path] ?? null);
  }

  /** A field's value as text. */
  text(path: string): string {
    const value = this.value(path);
    return value === null ? '' : String(value);
  }

  /** What is wrong with a field's format, when it is time to say so. */
  problem(path: string): string | null {
    const warning = this.#warnings.get(path);
    if (warning !== undefined) return warning;
    const slot = this.#slots.get(path);
    if (slot) return slot.tooLarge || slot.noisy ? slot.problem : null;
    return this.#savedProblem(path);
  }

  /** Says something at a field until the user goes on in it. */
  warn(path: string, message: string): void {
    this.#warnings.set(path, message);
  }

  /** The field got focus: from now on its text is the user's alone. */
  focus(path: string): void {
    const slot = this.#slot(path);
    slot.focused = true;
  }

  /** Keeps a text that is no field yet, such as a list item being written. It never becomes a change. */
  keep(path: string, text: string): void {
    this.#slot(path).draftOnly = true;
    this.edit(path, text || null);
  }

  /** What was kept has become something else. It shows no longer, at once: who goes on writing does not write behind it. */
  async release(path: string): Promise<void> {
    const slot = this.#slots.get(path);
    slot?.stop();
    this.#slots.delete(path);
    if (slot) this.#ledger.forget(this.#what(slot));
    this.view = { ...this.view, fields: { ...this.view.fields, [path]: null } };
    await this.act((key) => this.#gateway.discardDraft(key, path));
  }

  /** The user typed. */
  edit(path: string, value: Scalar): void {
    const slot = this.#slot(path);
    this.#warnings.delete(path);
    if (Object.is(slot.value, value)) return;
    slot.value = value;
    slot.revision += 1;
    slot.leaving = false;
    slot.chosen = null;
    const tooLarge = sizeProblem(value);
    if (tooLarge) {
      slot.tooLarge = true;
      slot.problem = tooLarge;
      slot.stop();
      this.#tell(slot);
      return;
    }
    this.#fits(slot);
    this.#tell(slot);
    const now = Date.now();
    slot.dirtySince ??= now;
    slot.after('save', Math.max(0, Math.min(PAUSE_MS, slot.dirtySince + LONGEST_MS - now)), () => void this.#sync(slot));
    if (!slot.draftOnly) slot.after('idle', IDLE_MS, () => void this.#leave(slot));
  }

  /** The field was left, or Enter was pressed in it. */
  blur(path: string, still = false): Promise<void> {
    const slot = this.#slots.get(path);
    if (!slot) return Promise.resolve();
    slot.focused = still;
    return this.#leave(slot);
  }

  /** Chooses: saved at once, as one action. Answers whether it was saved. */
  async set(values: PathValue[]): Promise<boolean> {
    const chosen = values.map(({ path, value }) => {
      const slot = this.#slot(path);
      slot.stop();
      slot.value = value;
      slot.revision += 1;
      this.#fits(slot);
      this.#tell(slot);
      return { slot, revision: slot.revision };
    });
    for (const { slot } of chosen) slot.chosen = chosen;
    return this.#put(chosen);
  }

  /** Runs another action on the record after everything before it. Answers null when it failed. */
  async act(work: (key: RecordKey) => Promise<RecordView>): Promise<RecordView | null> {
    const what = `${this.name}.action`;
    try {
      const view = await this.#enqueue(work, what);
      this.refusal = null;
      return view;
    } catch (failure) {
      this.#ledger.forget(what);
      this.refusal = toFailure(failure);
      return null;
    }
  }

  /** Fetches what is saved, after everything that is being saved. */
  async refresh(read: (key: RecordKey) => Promise<RecordView>): Promise<void> {
    const turn = this.#queue.then(async () => {
      const ticket = ++this.#issued;
      this.#apply(await read(this.key), ticket);
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Takes over what another action of the user, such as undo, made of the record. Only unsaved text stands against it. */
  adopt(view: RecordView): void {
    if (view.key.id !== this.key.id) return;
    this.#apply(view, ++this.#issued);
    for (const slot of this.#slots.values()) {
      if (slot.left !== slot.revision || slot.tooLarge || slot.draftOnly) continue;
      slot.value = view.fields[slot.path] ?? null;
      slot.problem = this.#savedProblem(slot.path);
    }
  }

  /** Everything typed goes to disk now and counts as left. */
  async flush(): Promise<void> {
    await Promise.all([...this.#slots.values()].map((slot) => this.#leave(slot)));
    await this.#queue;
  }

  /** The window is going away: every draft is sent at once, without waiting for a turn. */
  flushNow(): void {
    for (const slot of this.#slots.values()) {
      if (slot.saved < slot.revision && !slot.chosen && !slot.tooLarge && this.exists) {
        void this.#gateway.saveDraft(this.key, slot.path, slot.value).catch(() => undefined);
      }
      void this.#leave(slot);
    }
  }

  /** Nobody looks at the record any more; what is not settled goes on being saved. */
  async close(): Promise<void> {
    for (const slot of this.#slots.values()) slot.focused = false;
    await this.flush();
  }

  #savedProblem(path: string): string | null {
    return this.view.problems.find((each) => each.path === path)?.problem.message ?? null;
  }

  #slot(path: string): Slot {
    const known = this.#slots.get(path);
    if (known) return known;
    const slot = new Slot(path, this.view.fields[path] ?? null);
    slot.problem = this.#savedProblem(path);
    slot.noisy = slot.problem !== null;
    this.#slots.set(path, slot);
    return slot;
  }

  #leave(slot: Slot): Promise<void> {
    slot.stop('save', 'idle');
    if (slot.problem) slot.noisy = true;
    if (slot.left === slot.revision || slot.tooLarge) {
      this.#settle(slot);
      return Promise.resolve();
    }
    slot.leaving = true;
    return this.#sync(slot);
  }

  async #sync(slot: Slot): Promise<void> {
    slot.stop('retry');
    if (slot.chosen) {
      await this.#put(slot.chosen);
      return;
    }
    let wrote = false;
    try {
      await this.#enqueue(async (key) => {
        const revision = slot.revision;
        if (slot.tooLarge || this.#slots.get(slot.path) !== slot) return null;
        if (slot.saved < revision) {
          const saved = await this.#gateway.saveDraft(key, slot.path, slot.value);
          wrote = true;
          slot.saved = Math.max(slot.saved, revision);
          if (slot.revision === revision) {
            slot.dirtySince = null;
            slot.problem = saved.problem?.message ?? null;
          }
        }
        if (slot.draftOnly) {
          slot.left = slot.saved;
          return null;
        }
        if (!slot.leaving || slot.left >= slot.saved || slot.revision !== revision) return null;
        const view = await this.#gateway.leaveField(key, slot.path);
        wrote = true;
        slot.left = revision;
        slot.noisy = slot.problem !== null;
        return view;
      }, this.#what(slot), () => wrote);
      if (this.#slots.get(slot.path) !== slot) return;
      slot.failure = null;
      this.#tell(slot);
      this.#settle(slot);
    } catch (failure) {
      const now = this.#slots.get(slot.path);
      if (now !== slot) {
        if (!now) this.#ledger.forget(this.#what(slot));
        return;
      }
      slot.failure = toFailure(failure);
      if (slot.tooLarge) this.#tell(slot);
      else slot.after('retry', RETRY_MS, () => void this.#sync(slot));
    }
  }

  /** Saves the choices that still stand as one action; what fails is tried again, whichever of them has been replaced. */
  async #put(entries: Chosen[]): Promise<boolean> {
    for (const entry of entries) if (unsaved(entry)) entry.slot.stop();
    const what = `${this.name}.choice`;
    let wanted: Chosen[] = [];
    try {
      await this.#enqueue(async (key) => {
        wanted = entries.filter(unsaved);
        if (!wanted.length) return null;
        const view = await this.#gateway.setFields(key, wanted.map(({ slot }) => ({ path: slot.path, value: slot.value })));
        for (const { slot, revision } of wanted) slot.saved = slot.left = revision;
        return view;
      }, what, () => wanted.length > 0);
      for (const { slot, revision } of wanted) {
        if (slot.revision !== revision) continue;
        slot.failure = null;
        this.#tell(slot);
        this.#settle(slot);
      }
      return true;
    } catch (reason) {
      for (const { slot } of entries.filter(unsaved)) {
        slot.failure = toFailure(reason);
        this.#ledger.fail(this.#what(slot), slot.failure);
        slot.after('retry', RETRY_MS, () => void this.#put(entries));
      }
      this.#ledger.forget(what);
      return false;
    }
  }

  /** The value is no longer too large, if it was. */
  #fits(slot: Slot): void {
    if (!slot.tooLarge) return;
    slot.tooLarge = false;
    slot.failure = null;
    this.#ledger.forget(this.#what(slot));
  }

  /** Tells the ledger how much of a field is on disk. */
  #tell(slot: Slot): void {
    const what = this.#what(slot);
    if (slot.saved === slot.revision) this.#ledger.forget(what);
    else this.#ledger.dirty(what);
    if (!slot.tooLarge) return;
    slot.failure = TOO_LARGE;
    this.#ledger.fail(what, TOO_LARGE);
  }

  #what(slot: Slot): string {
    return `${this.name}.field.${slot.path}`;
  }

  #settle(slot: Slot): void {
    if (slot.settled && !slot.draftOnly && this.#slots.get(slot.path) === slot) {
      slot.stop();
      this.#slots.delete(slot.path);
    }
  }

  #enqueue<T extends RecordView | null>(work: (key: RecordKey) => Promise<T>, what: string, saved?: (result: T) => boolean): Promise<T> {
    const turn = this.#queue.then(() =>
      this.#ledger.run(async () => {
        if (this.#create) {
          this.#apply(await this.#create(), ++this.#issued);
          this.#create = null;
        }
        const ticket = ++this.#issued;
        const view = await work(this.key);
        if (view) this.#apply(view, ticket);
        return view;
      }, what, saved),
    );
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #apply(view: RecordView, ticket: number): void {
    if (ticket < this.#applied) return;
    this.#applied = ticket;
    this.view = view;
  }
}
