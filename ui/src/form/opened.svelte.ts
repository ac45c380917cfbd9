import { untrack } from 'svelte';
import type { Failure, RecordKey } from '../bindings';
import { toFailure } from '../lib/failure';
import type { RecordEditor } from './autosave.svelte';
import { openEditor, releaseEditor } from './editors';

/** The record that a page is about, opened for as long as the page shows it. */
export class Opened {
  editor = $state.raw<RecordEditor | null>(null);
  failure = $state.raw<Failure | null>(null);

  constructor(key: () => RecordKey) {
    $effect(() => {
      const wanted = key();
      let gone = false;
      let mine: RecordEditor | null = null;
      // What opening reads of records that are open already is no reason to open anew.
      untrack(() => openEditor(wanted)).then(
        (editor) => {
          if (gone) return void releaseEditor(editor);
          mine = editor;
          this.failure = null;
          this.editor = editor;
        },
        (failure: unknown) => {
          if (!gone) this.failure = toFailure(failure);
        },
      );
      return () => {
        gone = true;
        this.editor = null;
        if (mine) void releaseEditor(mine);
      };
    });
  }
}
