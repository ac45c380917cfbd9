import { tick } from 'svelte';
import * as backend from '../bindings';
import type { RecordEditor } from './autosave.svelte';
import { controlId } from './ids';
import { Removal } from './removal.svelte';

/** The rows of a list that are filled in where they stand: added at the end, removed and brought back, with the focus where the work goes on. */
export class Rows {
  readonly removal: Removal;
  /** What the rows and the note about a removed one stand in. */
  box = $state<HTMLElement>();
  readonly #editor: () => RecordEditor;

  /** Of a row, `first` is the field that is filled in first; `called` is what a row without words is called, with its number. */
  constructor(
    editor: () => RecordEditor,
    readonly list: string,
    readonly first: string,
    readonly called: string,
  ) {
    this.#editor = editor;
    this.removal = new Removal(list);
  }

  get ids(): readonly string[] {
    return this.#editor().view.lists[this.list] ?? [];
  }

  add = async (): Promise<void> => {
    let made = '';
    await this.#editor().act(async (key) => {
      const added = await backend.addItem(key, this.list, []);
      made = added.id;
      return added.view;
    });
    if (!made) return;
    this.removal.last = null;
    await tick();
    this.#reach(made);
  };

  remove = async (id: string): Promise<void> => {
    const editor = this.#editor();
    const text = editor.text(`${this.list}.${id}.${this.first}`) || `${this.called} ${this.ids.indexOf(id) + 1}`;
    if (!(await this.removal.remove(editor, id, text))) return;
    await tick();
    this.box?.querySelector<HTMLElement>('.fm-removed button')?.focus();
  };

  bringBack = async (): Promise<void> => {
    const before = this.ids;
    if (!(await this.removal.bringBack(this.#editor()))) return;
    await tick();
    const back = this.ids.find((id) => !before.includes(id));
    if (back) this.#reach(back);
  };

  #reach(id: string): void {
    document.getElementById(controlId(this.#editor(), `${this.list}.${id}.${this.first}`))?.focus();
  }
}
