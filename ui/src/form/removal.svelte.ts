import * as backend from '../bindings';
import { announce } from '../lib/announce.svelte';
import type { RecordEditor } from './autosave.svelte';

/** The item of a list that was removed last, and how to bring it back. */
export class Removal {
  /** What was removed, and the action that did it. */
  last = $state.raw<{ text: string; action: string | null } | null>(null);

  constructor(private readonly list: string) {}

  /** Removes an item. Answers whether it is gone. */
  async remove(editor: RecordEditor, item: string, text: string): Promise<boolean> {
    await editor.flush();
    const view = await editor.act((key) => backend.removeItem(key, this.list, item));
    if (!view) return false;
    this.last = { text, action: null };
    const [latest] = await backend.history(editor.key).catch(() => []);
    if (latest) this.last = { text, action: latest.action };
    return true;
  }

  /** Brings the item back. Answers whether it is there. */
  async bringBack(editor: RecordEditor): Promise<boolean> {
    const { text = '', action = null } = this.last ?? {};
    const view = await editor.act(async () => {
      const undone = action === null ? await backend.undo() : await backend.undoChange(action, true);
      return undone.result === 'done' ? undone.view : editor.view;
    });
    if (!view) return false;
    this.last = null;
    announce(`Tilbage igen: ${text}`);
    return true;
  }
}
