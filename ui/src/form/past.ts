import type { HistoryRow, ValueLook } from '../bindings';
import { date, dateTime, nearDay, sentence } from '../lib/format';

/** What one action of a user changed, or what came from somebody else at one time. */
export interface Act {
  /** Different for each act. */
  key: string;
  /** What can be undone here; null for what came from outside. */
  action: string | null;
  at: string;
  who: string;
  rows: HistoryRow[];
}

/** The acts of one day. */
export interface PastDay {
  day: string;
  acts: Act[];
}

/** The history as a person remembers it: days, and in them what was done, the latest first. */
export function byDay(rows: readonly HistoryRow[], now = new Date()): PastDay[] {
  const days: PastDay[] = [];
  const known = new Map<string, Act>();
  for (const row of rows) {
    const key = row.outside ? `${row.at} ${row.who}` : row.action;
    const act = known.get(key);
    if (act) {
      act.rows.push(row);
      continue;
    }
    const fresh: Act = { key, action: row.outside ? null : row.action, at: row.at, who: row.who || 'Andetsteds', rows: [row] };
    known.set(key, fresh);
    const day = sentence(nearDay(row.at, now) ?? date(row.at, now));
    // What came from outside may be older than what came before it.
    const group = days.find((one) => one.day === day);
    if (group) group.acts.push(fresh);
    else days.push({ day, acts: [fresh] });
  }
  return days;
}

/** A value of the history as Danes write it; what is no day or moment stays as it was typed. */
export function written(text: string, look: ValueLook, now = new Date()): string {
  const shown = look === 'day' ? date(text, now) : look === 'moment' ? dateTime(text, now) : text;
  return shown || text;
}
