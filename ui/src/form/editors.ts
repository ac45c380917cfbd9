import { create, discardDraft, leaveField, open, saveDraft, setFields } from '../bindings';
import type { Kind, PathValue, RecordKey, RecordView, Scalar } from '../bindings';
import { onChanged } from '../lib/changes';
import { saving } from '../lib/saving.svelte';
import { RecordEditor } from './autosave.svelte';
import type { Gateway } from './rules';

const gateway: Gateway = { saveDraft, leaveField, setFields, discardDraft };

interface Held {
  editor: RecordEditor;
  users: number;
}

const held = new Set<Held>();

function hold(editor: RecordEditor): RecordEditor {
  held.add({ editor, users: 1 });
  return editor;
}

function holding(editor: RecordEditor): Held | undefined {
  return [...held].find((each) => each.editor === editor);
}

/** Opens a record for editing. A record that still has something unsaved keeps it. */
export async function openEditor(key: RecordKey): Promise<RecordEditor> {
  for (const entry of held) if (entry.users === 0 && entry.editor.settled) held.delete(entry);
  const known = [...held].find((each) => each.editor.exists && each.editor.key.id === key.id);
  if (known) {
    known.users += 1;
    await known.editor.refresh(open);
    return known.editor;
  }
  return hold(new RecordEditor(await open(key), gateway, saving));
}

/** A form for a record that is made at the first save, so that looking leaves nothing behind. */
export function newEditor(kind: Kind, values: PathValue[]): RecordEditor {
  const fields: Record<string, Scalar> = Object.fromEntries(values.map(({ path, value }) => [path, value]));
  const blank: RecordView = {
    key: { kind, id: '' },
    title: '',
    subtitle: '',
    alive: true,
    fields,
    lists: {},
    problems: [],
    names: {},
    saved_at: null,
    order: null,
    company: null,
    visit: null,
    check: null,
  };
  return hold(new RecordEditor(blank, gateway, saving, () => create(kind, values)));
}

/** The page or dialog is gone. Unsaved text stays here, and is tried again, until it is on disk. */
export async function releaseEditor(editor: RecordEditor): Promise<void> {
  const entry = holding(editor);
  if (!entry) return;
  entry.users -= 1;
  if (entry.users > 0) return;
  await editor.close();
  if (entry.users === 0 && editor.settled) held.delete(entry);
}

/** A record changed by other means (undo, restore): its form shows it, except for the field being edited. */
export function adoptView(view: RecordView): void {
  for (const { editor } of held) editor.adopt(view);
}

/** Something came from outside: open forms show it, except for the field being edited. */
export async function refreshOpen(): Promise<void> {
  const editors = [...held].filter((entry) => entry.users > 0 && entry.editor.exists).map((entry) => entry.editor);
  await Promise.allSettled(editors.map((editor) => editor.refresh(open)));
}

/** Everything typed anywhere goes to disk and counts as left. */
export async function flushAll(): Promise<void> {
  await Promise.all([...held].map(({ editor }) => editor.flush()));
}

function flushNow(): void {
  for (const { editor } of held) editor.flushNow();
}

if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', flushNow);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flushNow();
  });
}

onChanged(adoptView);
