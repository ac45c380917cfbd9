import type { Standing, SyncView } from '../bindings';

/** How far one record has come, beside when it was saved. */
export interface SentWords {
  text: string;
  /** The page that helps. */
  leadsTo?: string;
}

/** The corner's words for one record. Null where there is nothing to send and nobody to send it to. */
export function sentWords(standing: Standing, sync: Pick<SyncView, 'state' | 'connected'>): SentWords | null {
  if (standing === 'waits') return { text: 'Venter på dig', leadsTo: '/stillingtagen' };
  if (standing === 'sent') return sync.connected ? { text: 'Sendt' } : null;
  if (sync.state === 'sending') return { text: 'Sendes nu' };
  if (sync.state === 'sign_in') return { text: 'Sendes, når du har logget ind', leadsTo: '/indstillinger' };
  return { text: 'Sendes, når der er net' };
}
