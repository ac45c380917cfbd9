import type { ReadyVisit, Tomorrow } from '../bindings';
import { count, dateTime, sentence } from './format';

/** What is said of one visit: green when all is here, amber with what is not. */
export interface ReadyWords {
  ready: boolean;
  text: string;
}

/** "virksomheden, arbejdsstedet og en kontaktperson" */
function together(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} og ${parts.at(-1) ?? ''}`;
}

/** "Klar uden net: 4 besøg, 2 jobordrer og 1 aftale ligger på computeren"; short, only that it is ready. */
export function readyWords(visit: ReadyVisit, proof: Pick<Tomorrow, 'complete'>, short = false): ReadyWords {
  if (visit.missing.length > 0) {
    const what = sentence(together(visit.missing));
    return { ready: false, text: `${what} ligger ikke på computeren endnu. Hentes, når der er net` };
  }
  if (proof.complete === false) return { ready: false, text: 'Besøget ligger her, men ikke alt er hentet endnu' };
  const parts = [
    visit.earlier && count(visit.earlier, 'besøg', 'besøg'),
    visit.orders && count(visit.orders, 'jobordre', 'jobordrer'),
    visit.promises && count(visit.promises, 'aftale', 'aftaler'),
  ].filter((part) => part !== 0);
  if (short || parts.length === 0) return { ready: true, text: 'Klar uden net' };
  return { ready: true, text: `Klar uden net: ${together(parts)} ligger på computeren` };
}

/** "Alt er hentet i dag kl. 7.52." Empty before the first time, and where there is nothing to fetch from. */
export function fetchedWords(proof: Pick<Tomorrow, 'complete' | 'fetched_at'>, now = new Date()): string {
  if (proof.complete === null) return '';
  return proof.fetched_at === null ? 'Ikke alt er hentet endnu.' : `Alt er hentet ${dateTime(proof.fetched_at, now)}.`;
}

/** How tomorrow stands, in one sentence. */
export function tomorrowWords(proof: Tomorrow): ReadyWords {
  const visits = proof.visits.filter(({ tomorrow }) => tomorrow);
  if (visits.length === 0) return { ready: true, text: 'Ingen besøg i morgen.' };
  const ready = visits.filter((visit) => readyWords(visit, proof).ready).length;
  if (ready === visits.length) return { ready: true, text: `${visits.length === 1 ? 'Besøget' : `Alle ${count(visits.length, 'besøg', 'besøg')}`} i morgen er klar uden net.` };
  return { ready: false, text: `${ready} af ${count(visits.length, 'besøg', 'besøg')} i morgen er klar uden net.` };
}
