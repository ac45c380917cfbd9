import { tick } from 'svelte';
import type { RecordEditor } from './autosave.svelte';

/** The id of a field's control; the first control where it has several. */
export function controlId(editor: RecordEditor, path: string): string {
  return `${editor.name}-${path.replaceAll('.', '-').replaceAll('@', '')}`;
}

/** Moves focus to a field, after what is being rendered has been rendered. */
export async function focusField(editor: RecordEditor, path: string): Promise<void> {
  await tick();
  const control = document.getElementById(controlId(editor, path));
  // What is folded away cannot take focus.
  for (let folded = control?.closest<HTMLDetailsElement>('details:not([open])'); folded; folded = folded.parentElement?.closest<HTMLDetailsElement>('details:not([open])')) folded.open = true;
  const target = control?.matches('fieldset, div, ul') ? control.querySelector<HTMLElement>('input, select, textarea, button') : control;
  target?.focus();
  target?.scrollIntoView({ block: 'center' });
}
