import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import * as backend from '../../bindings';
import type { Field, GuideView, Mark, Named, PromiseView, RecordView, SentenceUse, VisitView } from '../../bindings';
import type { RecordEditor } from '../../form/autosave.svelte';
import { questionOf } from '../../form/question';
import { sentenceAt } from '../../form/sentence';
import { announce } from '../../lib/announce.svelte';
import { session } from '../../lib/session.svelte';
import { themesOf, touchedPath, untouchedOf, useOf, type Theme, type Untouched } from './themes';

/** Where a quick note that is being written is kept until it is saved. */
export const BEING_NOTED = 'new_note';
/** The longest quick note. */
export const LONGEST_NOTE = 5_000;

/** What has been made of the sentences of one note. */
export interface Made {
  promises: PromiseView[];
  orders: { order: Named; text: string }[];
}

const NOTHING: Made = { promises: [], orders: [] };

/** A conversation under way: which questions have been touched, and what its sentences become. */
export class Conversation {
  /** The question whose note was written in last; its sentence can become something. */
  active = $state<string | null>(null);
  /** The sentence that would become something, while the note itself is at rest. */
  pending = $state.raw<Mark | null>(null);
  /** What stands in the way of making something of the sentence. */
  said = $state<string | null>(null);

  #fields: Map<string, Field>;
  #tools: Map<string, GuideView['tools'][number]['tools']>;
  #typed = new SvelteSet<string>();
  #tasks = new SvelteMap<string, string>();
  #born = new SvelteMap<string, string>();
  #area: HTMLTextAreaElement | null = null;
  #wanted: string | null = null;
  #pressed = false;
  #turns: Promise<void> = Promise.resolve();

  constructor(
    readonly editor: RecordEditor,
    readonly guide: GuideView,
  ) {
    this.#fields = new Map(guide.form.sections.flatMap(({ fields }) => fields.map((field) => [questionOf(field), field] as const)));
    this.#tools = new Map(guide.tools.map(({ question, tools }) => [question, tools]));
  }

  #visit = $derived.by((): VisitView | null => this.editor.view.visit);
  #untouched = $derived(new Set(this.#visit?.untouched ?? []));
  #ahead = $derived([...this.#typed].filter((id) => this.#untouched.has(id) && typeof this.editor.value(touchedPath(id)) !== 'boolean'));

  /** The themes that have something to ask now, with how much of them has been touched. */
  readonly themes: Theme[] = $derived.by(() => (this.#visit ? themesOf(this.guide.form, this.#visit, this.#ahead) : []));

  #made = $derived.by(() => {
    const made = new Map<string, Made>();
    const at = (question: string): Made => {
      const known = made.get(question) ?? { promises: [], orders: [] };
      made.set(question, known);
      return known;
    };
    for (const promise of this.#visit?.promises ?? []) if (promise.question) at(promise.question).promises.push(promise);
    for (const order of this.#visit?.orders ?? []) {
      const text = this.#tasks.get(order.key.id) ?? '';
      const question = this.#born.get(order.key.id) ?? this.#noteWith(text);
      if (question) at(question).orders.push({ order, text: text || order.name });
    }
    return made;
  });

  /** The tools that a question is about. */
  toolsOf(question: string): GuideView['tools'][number]['tools'] {
    return this.#tools.get(question) ?? [];
  }

  /** What was made of a note's sentences. */
  madeOf(question: string): Made {
    return this.#made.get(question) ?? NOTHING;
  }

  /** The sentences of a note that have become something. */
  sentencesOf(question: string): string[] {
    const { promises, orders } = this.madeOf(question);
    return [...promises.map(({ quote, text }) => quote ?? text), ...orders.map(({ text }) => text)];
  }

  /** Whether a question has been touched: marked so, or not marked and answered. */
  touched(question: string): boolean {
    const mark = this.editor.value(touchedPath(question));
    if (typeof mark === 'boolean') return mark;
    return this.#typed.has(question) || !this.#untouched.has(question);
  }

  /** What has not been touched, theme by theme. */
  untouched(): Untouched[] {
    return untouchedOf(this.themes, (question) => this.touched(question));
  }

  /** A note has got its first letter, or lost its last. */
  filled(question: string, filled: boolean): void {
    if (filled) this.#typed.add(question);
    else this.#typed.delete(question);
  }

  /** A note got focus. While a finger is down nothing moves under it. */
  focused(question: string, area: HTMLTextAreaElement): void {
    this.#area = area;
    this.#wanted = question;
    this.pending = null;
    if (!this.#pressed) this.#settle();
  }

  /** A note lost focus: its sentence is marked for as long as it can become something. */
  left(area: HTMLTextAreaElement): void {
    this.pending = sentenceAt(area.value, area.selectionStart, area.selectionEnd);
  }

  /** A finger or a button is down, or up again. */
  pressing(down: boolean): void {
    this.#pressed = down;
    if (!down) this.#settle();
  }

  /** Another theme is shown. */
  turned(): void {
    this.#area = null;
    this.#wanted = null;
    this.#settle();
    this.pending = null;
  }

  /** Fetches what the orders of the visit say, so that each stands under the note it came from. */
  async learn(): Promise<void> {
    for (const { key } of this.#visit?.orders ?? []) {
      if (this.#tasks.has(key.id)) continue;
      const view = await backend.open(key).catch(() => null);
      if (view) this.#tasks.set(key.id, String(view.fields.tasks ?? ''));
    }
  }

  /** Makes something of the selected sentence, or of the one around the cursor. The note stays as it is. */
  turn(use: SentenceUse): Promise<void> {
    const [area, question] = [this.#area, this.active];
    const place = area && question && area.isConnected ? sentenceAt(area.value, area.selectionStart, area.selectionEnd) : null;
    if (!area || !question || !place) {
      this.#tell('Skriv en sætning i en note først.');
      return Promise.resolve();
    }
    const text = area.value.slice(place.start, place.end);
    // One after the other, so that two quick presses never make the same thing twice.
    this.#turns = this.#turns.then(() => this.#make(question, text, use));
    return this.#turns;
  }

  async #make(question: string, text: string, use: SentenceUse): Promise<void> {
    const { label } = useOf(use);
    if (this.#already(question, use, text)) return this.#tell(`Sætningen er allerede gjort til: ${label}.`);
    await this.editor.flush();
    let made: RecordView | null = null;
    const done = await this.editor.act(async (key) => {
      made = await backend.fromSentence(key, question, text, use);
      return backend.open(key);
    });
    const record = made as RecordView | null;
    if (record?.key.kind === 'job_order') {
      this.#born.set(record.key.id, question);
      this.#tasks.set(record.key.id, text);
    }
    if (!done) return;
    this.said = null;
    announce(`${label} er oprettet: ${text} Noten er uændret.`);
    void session.refreshSync();
  }

  #tell(message: string): void {
    this.said = message;
    announce(message);
  }

  #already(question: string, use: SentenceUse, text: string): boolean {
    const { promises, orders } = this.madeOf(question);
    if (use === 'job_order') return orders.some((each) => each.text === text);
    return promises.some((each) => each.promise_type === use && (each.quote ?? each.text) === text);
  }

  #settle(): void {
    if (this.active === this.#wanted) return;
    this.active = this.#wanted;
    this.said = null;
  }

  /** The question whose saved note holds a text. */
  #noteWith(text: string): string | null {
    if (!text) return null;
    const { fields } = this.editor.view;
    for (const [question, { path }] of this.#fields) if (String(fields[path] ?? '').includes(text)) return question;
    return null;
  }
}
