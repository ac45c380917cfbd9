import { untrack } from 'svelte';
import * as backend from '../../bindings';
import type { Coverage, Failure, Form, GuideView } from '../../bindings';
import type { RecordEditor } from '../../form/autosave.svelte';
import { touchedWords } from '../../lib/checks';
import { toFailure } from '../../lib/failure';
import type { NavPart } from '../../parts/PartNav.svelte';

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

/** The parts of a guide for the list of parts, each with how many of its questions have been touched. */
export function guideParts(form: Form | null, touched: Coverage['parts']): NavPart[] {
  const covered = new Map(touched.map((part) => [part.part as string, part]));
  return (form?.sections ?? []).map((part) => {
    const cover = covered.get(part.id);
    const [filled, total] = [cover?.touched ?? 0, cover?.questions ?? 0];
    const state = filled === 0 ? ('untouched' as const) : filled === total ? ('done' as const) : ('begun' as const);
    return { id: part.id, title: part.title, info: touchedWords(cover), progress: { filled, total, state } };
  });
}
