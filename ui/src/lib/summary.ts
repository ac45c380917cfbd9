import type { Today } from '../bindings';
import { daysFromToday, sentence } from './format';
import { some } from './words';

/** The one sentence that says how the day stands, for those who read nothing else. */
export function summary(day: Today, now = new Date()): string {
  const parts: string[] = [];
  const late = day.soon.filter((order) => order.deadline !== null && (daysFromToday(order.deadline, now) ?? 0) < 0).length;
  if (late > 0) parts.push(`${some(late, 'start', 'starter')} er overskredet`);
  if (day.contact.length > 0) parts.push(`${some(day.contact.length, 'virksomhed', 'virksomheder')} venter på kontakt`);
  if (day.drafts.length > 0) parts.push(`${some(day.drafts.length, 'kladde', 'kladder')} venter på dig`);
  if (parts.length === 0) return day.soon.length > 0 ? 'Intet haster.' : 'Intet haster, og ingen kladder venter.';
  return `${sentence(parts.join(', og ').replace(/, og (?=.*, og )/g, ', '))}.`;
}
