import type { HistoryRow, ValueLook } from '../bindings';
import { date, dateTime, nearDay, sentence } from '../lib/format';

/** What one action of a user changed. */
export interface Act {
  action: string;
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
    const act = known.get(row.action);
    if (act) {
      act.rows.push(row);
      continue;
    }
    const fresh: Act = { action: row.action, at: row.at, who: row.who, rows: [row] };
    known.set(row.action, fresh);
    const day = sentence(nearDay(row.at, now) ?? date(row.at, now));
    const last = days.at(-1);
    if (last?.day === day) last.acts.push(fresh);
    else days.push({ day, acts: [fresh] });
  }
  return days;
}

/** A value of the history as Danes write it; what is no day or moment stays as it was typed. */
export function written(text: string, look: ValueLook, now = new Date()): string {
  const shown = look === 'day' ? date(text, now) : look === 'moment' ? dateTime(text, now) : text;
  return shown || text;
}
