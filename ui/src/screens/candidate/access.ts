import type { AccessRow } from '../../bindings';
import { date, nearDay, sentence } from '../../lib/format';

/** What was done on one day. */
export interface AccessDay {
  day: string;
  rows: AccessRow[];
}

/** The rows under their Danish days, in the order in which they come. */
export function accessDays(rows: readonly AccessRow[], now = new Date()): AccessDay[] {
  const days: AccessDay[] = [];
  for (const row of rows) {
    const day = sentence(nearDay(row.at, now) ?? date(row.at, now));
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, rows: [row] });
  }
  return days;
}
