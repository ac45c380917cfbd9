import type { Failure, Kind, OrderRow, SyncStatus } from '../bindings';
import type { IconName } from '../parts/icons';
import { count, inWords, sentence } from './format';

/** The two lines in the lower left corner, and the same as one sentence for the live region. */
export interface SyncWords {
  icon: IconName;
  tone: 'offline' | 'decide' | 'fault';
  first: string;
  second: string;
  spoken: string;
}

/** How the sync status reads. */
export function sync(status: SyncStatus): SyncWords {
  const rest = status.unsent > 0 ? 'alt andet er gemt her' : 'alt andet er gemt';
  if (status.state === 'decide') {
    const first = `${count(status.items, 'ting', 'ting')} venter på dig`;
    return { icon: 'view-split', tone: 'decide', first, second: rest, spoken: `${first}. ${sentence(rest)}.` };
  }
  const second = status.unsent > 0 ? 'sendes, når der er net' : 'du kan lukke låget';
  return { icon: 'laptop', tone: 'offline', first: 'Alt er gemt her', second, spoken: `Alt er gemt her. ${sentence(second)}.` };
}

/** What the corner says while something is not on disk: the only red there is. */
export function unsaved(failure: Failure): SyncWords {
  const first = failure.code === 'disk_full' ? 'Disken er fuld' : 'Det sidste er ikke gemt';
  const second = failure.code === 'disk_full' ? 'det sidste er ikke gemt' : 'teksten står her endnu';
  return { icon: 'error', tone: 'fault', first, second, spoken: `${failure.happened} ${failure.kept} ${failure.todo}` };
}

/** A kind's name in the plural, as a heading. */
export const KIND_HEADINGS: Record<Kind, string> = {
  job_order: 'Jobordrer',
  company: 'Virksomheder',
  workplace: 'Arbejdssteder',
  contact: 'Kontaktpersoner',
  unit: 'Enheder',
  employee: 'Medarbejdere',
  template: 'Skabeloner',
  visit: 'Besøg',
  promise: 'Aftaler og opfølgninger',
  match_check: 'Match-tjek',
};

/** A kind's icon. */
export const KIND_ICONS: Record<Kind, IconName> = {
  job_order: 'assignment',
  company: 'business',
  workplace: 'location',
  contact: 'contact-card',
  unit: 'groups',
  employee: 'person',
  template: 'document',
  visit: 'forum',
  promise: 'flag',
  match_check: 'checklist',
};

/** A job order's status in words and the tone of its badge. */
export function status(code: string): { text: string; tone: '' | 'info' | 'success' | 'warning' } {
  switch (code) {
    case 'open':
      return { text: 'Åben', tone: 'success' };
    case 'inactive':
      return { text: 'Midlertidig inaktiv', tone: 'warning' };
    case 'closed':
      return { text: 'Lukket', tone: '' };
    default:
      return { text: 'Kladde', tone: 'info' };
  }
}

/** "Lagermedarbejder, 2 stillinger"; an order without a title says so. */
export function orderName(order: Pick<OrderRow, 'title' | 'positions'>): string {
  const title = order.title || 'Uden stillingsbetegnelse';
  return order.positions === null ? title : `${title}, ${count(order.positions, 'stilling', 'stillinger')}`;
}

/** "3 jobordrer mangler kontakt" and the like as a clause: "tre jobordrer", "én jobordre". */
export function some(value: number, one: string, many: string, gender: 'en' | 'et' = 'en'): string {
  if (value === 1) return `${gender === 'en' ? 'én' : 'ét'} ${one}`;
  return `${inWords(value)} ${many}`;
}
