import * as backend from '../bindings';
import type { PathValue, RecordKey, RecordView, Scalar } from '../bindings';
import type { RecordEditor } from './autosave.svelte';

/** Stands in for a record where a choice becomes an item of one of its lists; a record that is there already is not added twice. */
export class Adding {
  /** Where the choice being made is kept. */
  readonly path: string;

  constructor(
    private readonly editor: RecordEditor,
    private readonly list: string,
    /** The item's field that holds the choice. */
    private readonly field: string,
    private readonly onadded: (id: string) => void,
  ) {
    this.path = `${list}.new`;
  }

  get key(): RecordKey {
    return this.editor.key;
  }

  get exists(): boolean {
    return this.editor.exists;
  }

  get name(): string {
    return this.editor.name;
  }

  get view(): RecordView {
    return this.editor.view;
  }

  value(path: string): Scalar {
    return path === this.path ? null : this.editor.value(path);
  }

  async set(values: PathValue[]): Promise<boolean> {
    const id = values.find(({ path }) => path === this.path)?.value;
    if (typeof id !== 'string') return true;
    if (chosenIn(this.editor, this.list, this.field).some(({ value }) => value === id)) {
      this.onadded(id);
      return true;
    }
    const view = await this.editor.act(async (key) => (await backend.addItem(key, this.list, [{ path: this.field, value: id }])).view);
    if (view) this.onadded(id);
    return view !== null;
  }
}

/** The records chosen in a list, in its order. */
export function chosenIn(editor: RecordEditor, list: string, field: string): { item: string; path: string; value: Scalar }[] {
  return (editor.view.lists[list] ?? []).map((item) => {
    const path = `${list}.${item}.${field}`;
    return { item, path, value: editor.value(path) };
  });
}
