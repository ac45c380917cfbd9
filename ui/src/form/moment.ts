/** Dates and times as a form edits them: parts that may be half typed, and the value they make. */

import { inDenmark } from '../lib/denmark';

/** The parts of a date as typed. */
export interface DateParts {
  day: string;
  month: string;
  year: string;
}

/** Parts of a date with a time of day as typed. */
export interface MomentParts extends DateParts {
  time: string;
}

const pad = (text: string): string => text.padStart(2, '0');
const bare = (text: string): string => text.replace(/^0(?=\d)/, '');

/** "26" typed as a year means 2026. */
export function fullYear(year: string): string {
  return /^\d{2}$/.test(year) ? `20${year}` : year;
}

/** The parts of an ISO date or of what was half typed. */
export function readDate(value: string): DateParts {
  const [year = '', month = '', day = ''] = value.split('-');
  return { day: bare(day), month: bare(month), year };
}

/** The value that typed parts make: an ISO date when whole, what there is when not, null when empty. */
export function writeDate(parts: DateParts): string | null {
  const [day, month, year] = [parts.day.trim(), parts.month.trim(), parts.year.trim()];
  if (!day && !month && !year) return null;
  return `${year}-${month && pad(month)}-${day && pad(day)}`;
}

/** The parts of an instant in Danish time, or of what was half typed. */
export function readMoment(value: string): MomentParts {
  const instant = /(Z|[+-]\d{2}:\d{2})$/.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(instant)) {
    const at = inDenmark(instant);
    return { day: `${at.day}`, month: `${at.month}`, year: `${at.year}`, time: `${at.hour}.${pad(`${at.minute}`)}` };
  }
  const [date = '', time = ''] = value.split('T');
  return { ...readDate(date), time };
}

/** "9", "9.41", "09:41" and "941" as hours and minutes; null when it is no time of day. */
export function readTime(text: string): { hour: number; minute: number } | null {
  const found = /^(\d{1,2})(?:[.:]?(\d{2}))?$/.exec(text.trim());
  if (!found) return null;
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  return hour < 24 && minute < 60 ? { hour, minute } : null;
}

/** The value of typed parts: an instant in UTC when whole, what there is when not, null when empty. */
export function writeMoment(parts: MomentParts): string | null {
  const date = writeDate(parts);
  const time = readTime(parts.time);
  const raw = date === null && !parts.time.trim() ? null : `${date ?? '--'}T${parts.time.trim()}`;
  const whole = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? '');
  if (!whole || !time) return raw;
  const [year, month, day] = [Number(whole[1]), Number(whole[2]), Number(whole[3])];
  const wall = Date.UTC(year, month - 1, day, time.hour, time.minute);
  const checked = new Date(wall);
  if (checked.getUTCMonth() !== month - 1 || checked.getUTCDate() !== day) return raw;
  return new Date(wall - offset(wall)).toISOString().replace('.000Z', 'Z');
}

/** How far Danish clocks are ahead of UTC, in ms, when they show this wall time. */
function offset(wall: number): number {
  const ahead = (instant: number): number => {
    const at = inDenmark(instant);
    return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second) - instant;
  };
  return ahead(wall - ahead(wall));
}
