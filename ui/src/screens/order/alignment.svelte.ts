import { untrack } from 'svelte';
import * as backend from '../../bindings';
import type { AlignmentView, Failure, Section, SectionState, StatusOutcome } from '../../bindings';
import type { RecordEditor } from '../../form/autosave.svelte';
import { toFailure } from '../../lib/failure';
import { count, day } from '../../lib/format';

/** The part of a job order's page that stands after the parts of its form. */
export const ALIGNMENT = 'alignment';

/** Until its form has come. */
const BLANK: Section = { id: ALIGNMENT, title: 'Forventningsafstemning', lead: null, question: null, fields: [] };
/** The kind of need, when, how and who (R34). */
const STEPS = 4;

/** The alignment of the job order on the page: its form, its sentences and what it lacks, as the order stands. */
export class OrderAlignment {
  view = $state.raw<AlignmentView | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The user has asked for it to be ended: what is missing is said at its field too. */
  asked = $state(false);
  #editor: () => RecordEditor | null;
  #turn = 0;

  constructor(editor: () => RecordEditor | null) {
    this.#editor = editor;
    const answers = $derived(this.#answers());
    $effect(() => {
      void answers;
      untrack(() => void this.load());
    });
  }

  /** The part as a section of the page. */
  get section(): Section {
    return this.view?.form.sections[0] ?? BLANK;
  }

  /** How far it is, for the list of parts. */
  get state(): SectionState {
    const open = Math.min(this.view?.missing.length ?? STEPS, STEPS);
    const at = { section: ALIGNMENT, filled: STEPS - open, total: STEPS };
    if (this.view?.done_at) return { ...at, filled: STEPS, state: 'done', info: `Afstemt ${day(this.view.done_at)}` };
    if (open === STEPS) return { ...at, state: 'untouched', info: 'Ikke begyndt' };
    return { ...at, state: 'begun', info: open === 0 ? 'Klar til at afslutte' : `${count(open, 'ting', 'ting')} mangler` };
  }

  async load(): Promise<void> {
    const editor = this.#editor();
    if (!editor) return;
    const turn = ++this.#turn;
    try {
      const view = await backend.alignment(editor.key);
      if (turn !== this.#turn) return;
      this.view = view;
      this.failure = null;
    } catch (reason) {
      if (turn === this.#turn) this.failure = toFailure(reason);
    }
  }

  /** Ends it if nothing stands in the way. Answers whether it is ended. */
  async complete(): Promise<boolean> {
    const editor = this.#editor();
    if (!editor) return false;
    let outcome = null as StatusOutcome | null;
    await editor.flush();
    await editor.act(async (key) => {
      outcome = await backend.completeAlignment(key);
      return outcome.view;
    });
    if (outcome === null) return false;
    await this.load();
    this.asked = !outcome.done;
    return outcome.done;
  }

  /** What is saved of it, null until the order is open; another answer means that it may look otherwise. */
  #answers(): string | null {
    const fields = this.#editor()?.view.fields;
    if (!fields) return null;
    return Object.keys(fields).filter((path) => path.startsWith('alignment.')).sort().map((path) => `${path}=${String(fields[path])}`).join('\n');
  }
}
