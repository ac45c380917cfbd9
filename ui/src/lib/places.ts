import type { Kind, RecordKey } from '../bindings';
import type { IconName } from '../parts/icons';

/** A place in the main menu. */
export interface Place {
  path: string;
  name: string;
  icon: IconName;
  /** The digit that goes here together with Ctrl. */
  digit?: string;
}

/** Where the work is. */
export const PLACES: readonly Place[] = [
  { path: '/i-dag', name: 'I dag', icon: 'calendar-month', digit: '1' },
  { path: '/besoeg', name: 'Besøg', icon: 'forum', digit: '2' },
  { path: '/jobordrer', name: 'Jobordrer', icon: 'assignment', digit: '3' },
  { path: '/virksomheder', name: 'Virksomheder', icon: 'business', digit: '4' },
  { path: '/kandidater', name: 'Samtykker', icon: 'how-to-reg', digit: '5' },
];

/** What is looked after now and then. */
export const SECOND_PLACES: readonly Place[] = [
  { path: '/stillingtagen', name: 'Kræver din stillingtagen', icon: 'view-split', digit: '7' },
  { path: '/matchtjek', name: 'Match-tjek', icon: 'checklist' },
  { path: '/skabeloner', name: 'Skabeloner', icon: 'document' },
  { path: '/enheder', name: 'Enheder og medarbejdere', icon: 'groups' },
  { path: '/indstillinger', name: 'Indstillinger', icon: 'settings' },
];

const HOMES: Record<Kind, string> = {
  job_order: '/jobordrer',
  company: '/virksomheder',
  workplace: '/virksomheder',
  contact: '/virksomheder',
  unit: '/enheder',
  employee: '/enheder',
  template: '/skabeloner',
  visit: '/besoeg',
  promise: '/i-dag',
  match_check: '/matchtjek',
  candidate: '/kandidater',
  conversation: '/samtaler',
  consent: '/samtykker',
  submittal: '/formidlinger',
};

/** Kinds that have a page for each record. */
const OWN_PAGE: readonly Kind[] = ['job_order', 'company', 'visit', 'match_check', 'template', 'candidate', 'conversation', 'consent', 'submittal'];

/** The page of a record. */
export function pathOf(key: RecordKey): string {
  return OWN_PAGE.includes(key.kind) ? `${HOMES[key.kind]}/${key.id}` : HOMES[key.kind];
}
