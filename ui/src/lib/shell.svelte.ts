import type { Named } from '../bindings';

/** What lies over the page: the search, the menu of a narrow window, the dialogs for a new company and a new visit. */
class Shell {
  searching = $state(false);
  menu = $state(false);
  newCompany = $state(false);
  /** The visit being planned begins with this company, if any. */
  planning = $state.raw<{ company: Named | null } | null>(null);
}

export const shell = new Shell();
