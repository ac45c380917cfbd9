import type { Failure, Kind, OrderRow, SyncView } from '../bindings';
import type { IconName } from '../parts/icons';
import { count, inWords, number, sentence } from './format';

/** The two lines in the lower left corner, and the same as one sentence for the live region. */
export interface SyncWords {
  /** An icon, or a ring that turns. */
  icon: IconName | 'ring';
  tone: 'done' | 'sending' | 'offline' | 'decide' | 'fault';
  first: string;
  second: string;
  spoken: string;
  /** The page that helps. */
  leadsTo?: string;
}

type Status<View> = View extends unknown ? Omit<View, 'news' | 'latest' | 'connected'> & { connected?: boolean } : never;

/** How the sync status reads. */
export function sync(status: Status<SyncView>): SyncWords {
  const put = (icon: SyncWords['icon'], tone: SyncWords['tone'], first: string, second: string, leadsTo?: string): SyncWords => ({
    icon,
    tone,
    first,
    second,
    spoken: `${first}. ${sentence(second)}.`,
    ...(leadsTo !== undefined && { leadsTo }),
  });
  switch (status.state) {
    case 'all_sent':
      return put('success', 'done', 'Alt er gemt og sendt', 'du kan lukke låget');
    case 'sending':
      return put('ring', 'sending', `Gemt. Sender ${count(status.unsent, 'ændring', 'ændringer')}`, 'vent med at lukke låget');
    case 'saved_here':
      return put('laptop', 'offline', 'Alt er gemt her', status.unsent > 0 ? 'sendes, når der er net' : 'du kan lukke låget');
    case 'sign_in':
      return put('lock', 'decide', 'Log ind for at sende', 'alt er gemt her', '/indstillinger');
    case 'disk_full':
      return put('error', 'fault', 'Disken er fuld', 'det, du har gemt, ligger her');
    case 'first_sync':
      if (status.paused) return put('laptop', 'offline', fetched(status.done, status.total), 'resten, når der er net');
      return put('ring', 'offline', status.total > 0 ? `Henter: ${number(status.done)} af ${number(status.total)}` : 'Henter det, der er hos kollegerne', 'du kan arbejde imens');
    case 'decide': {
      const rest = status.unsent > 0 ? 'alt andet er gemt her' : status.connected ? 'alt andet er sendt' : 'alt andet er gemt';
      return put('view-split', 'decide', `${count(status.items, 'ting', 'ting')} venter på dig`, rest, '/stillingtagen');
    }
  }
}

/** How far a reading came that broke off; after a restart nobody knows of how much. */
function fetched(done: number, total: number): string {
  if (total > 0) return `Hentet: ${number(done)} af ${number(total)}`;
  return done > 0 ? `Hentet: ${number(done)} indtil nu` : 'Ikke alt er hentet endnu';
}

/** Below a list's heading: whether everything of it is here. */
export function theRest(status: SyncView | null): string {
  if (status?.state !== 'first_sync') return 'Alle ligger på computeren.';
  return status.paused ? 'Resten hentes, når der er net.' : 'Resten er på vej.';
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
  candidate: 'Kandidater',
  conversation: 'Samtaler',
  consent: 'Samtykker',
  submittal: 'Formidlinger',
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
  candidate: 'person',
  conversation: 'forum',
  consent: 'how-to-reg',
  submittal: 'reply',
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
