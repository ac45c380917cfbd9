import * as backend from '../../bindings';
import type { RecordEditor } from '../../form/autosave.svelte';
import { announce } from '../../lib/announce.svelte';
import { BEING_NOTED } from './conversation.svelte';

const adding = new WeakSet<RecordEditor>();

/** Makes a note of what stands in the field for quick notes. What is typed meanwhile stays in it. */
export async function addNote(editor: RecordEditor): Promise<boolean> {
  const wanted = editor.text(BEING_NOTED);
  if (!wanted.trim() || adding.has(editor)) return false;
  adding.add(editor);
  try {
    const values = [
      { path: 'text', value: wanted.trim() },
      { path: 'at', value: new Date().toISOString().replace(/\.\d+Z$/, 'Z') },
    ];
    if (!(await editor.act(async (key) => (await backend.addItem(key, 'notes', values)).view))) return false;
    const now = editor.text(BEING_NOTED);
    const more = now.startsWith(wanted) ? now.slice(wanted.length).trimStart() : now;
    await editor.release(BEING_NOTED);
    if (more) editor.keep(BEING_NOTED, more);
    announce('Noten er gemt.');
    return true;
  } finally {
    adding.delete(editor);
  }
}
