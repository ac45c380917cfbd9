import type { Named, RecordView } from '../bindings';
import type { RecordEditor } from '../form/autosave.svelte';

/** What lies over the page: the search, the menu of a narrow window, the dialogs for a new company, a new visit and one record. */
class Shell {
  searching = $state(false);
  menu = $state(false);
  newCompany = $state(false);
  /** The visit being planned begins with this company, if any. */
  planning = $state.raw<{ company: Named | null } | null>(null);
  /** The record that is edited over the page. Its dialog closes with the record, or null when nothing was made. */
  record = $state.raw<{ editor: RecordEditor; closed: (view: RecordView | null) => void } | null>(null);
}

export const shell = new Shell();
