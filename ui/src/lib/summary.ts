import type { Today } from '../bindings';
import { dateTime, daysFromToday, sentence, time } from './format';
import { nextVisit } from './visits';
import { some } from './words';

/** What says how the day stands, for those who read nothing else: what burns, and where I am going. */
export function summary(day: Today, now = new Date()): string {
  return [burning(day, now), going(day, now)].filter(Boolean).join(' ');
}

function going(day: Today, now: Date): string {
  const next = nextVisit(day.visits, now);
  if (next?.status === 'held') return `Dit besøg hos ${next.company || 'virksomheden'} er i gang.`;
  if (!next?.starts_at) return '';
  if (Date.parse(next.starts_at) <= now.getTime()) return `Dit besøg hos ${next.company || 'virksomheden'} begyndte ${time(next.starts_at)}.`;
  return `Dit næste besøg er ${daysFromToday(next.starts_at, now) === 0 ? time(next.starts_at) : dateTime(next.starts_at, now)}.`;
}

function burning(day: Today, now: Date): string {
  const parts: string[] = [];
  const late = day.soon.filter((order) => order.deadline !== null && (daysFromToday(order.deadline, now) ?? 0) < 0).length;
  if (late > 0) parts.push(`${some(late, 'start', 'starter')} er overskredet`);
  const broken = day.promises.filter((promise) => promise.late && promise.done_at === null).length;
  if (broken > 0) parts.push(`${some(broken, 'aftale', 'aftaler')} er overskredet`);
  if (day.contact.length > 0) parts.push(`${some(day.contact.length, 'virksomhed', 'virksomheder')} venter på kontakt`);
  if (day.drafts.length > 0) parts.push(`${some(day.drafts.length, 'kladde', 'kladder')} venter på dig`);
  if (parts.length === 0) return day.soon.length + day.promises.length > 0 ? 'Intet haster.' : 'Intet haster, og ingen kladder venter.';
  return `${sentence(parts.join(', og ').replace(/, og (?=.*, og )/g, ', '))}.`;
}
