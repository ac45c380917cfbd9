/** The dkfds icons that the app uses. The build copies exactly these into the page; a new icon is added here first. */
export const ICONS = [
  'arrow-downward', 'arrow-upward', 'assignment', 'business', 'calendar-month', 'chat', 'check',
  'checklist', 'chevron-down', 'chevron-left', 'chevron-right', 'chevron-up', 'close', 'contact-card', 'delete', 'document', 'download',
  'email', 'error', 'flag', 'format-size', 'forum', 'groups', 'hourglass', 'how-to-reg', 'info', 'laptop', 'location', 'lock', 'menu',
  'person', 'person-add', 'plus', 'print', 'reply', 'search', 'settings', 'sort-table-ascending',
  'sort-table-descending', 'sort-table-none', 'success', 'time', 'upload', 'view-split',
  'visibility', 'warning',
] as const;

/** The name of an icon in the page. */
export type IconName = (typeof ICONS)[number];
