import * as backend from '../../bindings';
import type { RecordEditor } from '../../form/autosave.svelte';
import { stepBefore } from '../../form/requirements';
import { announce } from '../../lib/announce.svelte';

/** Adds a part at the end; answers its id, or nothing when it could not be added. */
export async function newPart(editor: RecordEditor): Promise<string> {
  let made = '';
  await editor.act(async (key) => {
    const added = await backend.addItem(key, 'parts', [{ path: 'title', value: 'Nyt tema' }]);
    made = added.id;
    return added.view;
  });
  return made;
}

/** Moves a part one step. */
export async function movePart(editor: RecordEditor, part: string, step: -1 | 1): Promise<void> {
  const ids = editor.view.lists.parts ?? [];
  const before = stepBefore(ids, part, step);
  if (before === undefined) return;
  const view = await editor.act((key) => backend.moveItem(key, 'parts', part, before));
  if (view) announce(`Temaet er nu nummer ${ids.indexOf(part) + 1 + step} af ${ids.length}.`);
}

/** Removes a part that stands in no published version. */
export async function removePart(editor: RecordEditor, part: string): Promise<void> {
  await editor.flush();
  const view = await editor.act((key) => backend.removeItem(key, 'parts', part));
  if (view) announce('Temaet er fjernet. Tryk Ctrl+Z for at fortryde.');
}
