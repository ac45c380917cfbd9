import { untrack } from 'svelte';
import * as backend from '../../bindings';
import type { Failure, GuideView } from '../../bindings';
import type { RecordEditor } from '../../form/autosave.svelte';
import { toFailure } from '../../lib/failure';

/** The checklist behind a match check, or the guide behind a conversation; asked for again when it moves to another version. */
export class Checklist {
  view = $state.raw<GuideView | null>(null);
  failure = $state.raw<Failure | null>(null);

  constructor(editor: () => RecordEditor | null, field: 'template' | 'guide' = 'template') {
    // Every save changes the view; only another record or another version is a reason to ask anew.
    const wanted = $derived(editor() ? `${editor()?.key.id} ${String(editor()?.view.fields[field])}` : null);
    $effect(() => {
      if (wanted === null) return;
      const key = untrack(() => editor()?.key);
      if (!key) return;
      let gone = false;
      backend.guide(key).then(
        (view) => {
          if (!gone) this.view = view;
        },
        (reason: unknown) => {
          if (!gone) this.failure = toFailure(reason);
        },
      );
      return () => {
        gone = true;
      };
    });
  }
}
