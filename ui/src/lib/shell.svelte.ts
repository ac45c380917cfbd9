/** What lies over the page: the search, the menu of a narrow window, the dialog for a new company. */
class Shell {
  searching = $state(false);
  menu = $state(false);
  newCompany = $state(false);
}

export const shell = new Shell();
