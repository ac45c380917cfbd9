/** Danish dates, times and numbers, as people in Denmark read them and always in Danish time. */

import { inDenmark, type WallTime } from './denmark';

const MONTHS = [
  'januar', 'februar', 'marts', 'april', 'maj', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'december',
];
const WEEKDAYS = ['søndag', 'mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag'];
const SMALL_NUMBERS = ['ingen', 'en', 'to', 'tre', 'fire', 'fem', 'seks', 'syv', 'otte', 'ni', 'ti', 'elleve', 'tolv'];

let numbers: Intl.NumberFormat | undefined;

/** The calendar day of an ISO date or an instant, with an hour and minute for an instant; null if it is neither. */
function read(value: string): WallTime | null {
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (plain) return { year: Number(plain[1]), month: Number(plain[2]), day: Number(plain[3]), hour: 0, minute: 0, second: 0 };
  const instant = new Date(value);
  return Number.isNaN(instant.getTime()) ? null : inDenmark(instant);
}

function dayNumber(moment: WallTime): number {
  return Math.round(Date.UTC(moment.year, moment.month - 1, moment.day) / 86_400_000);
}

function showClock(moment: WallTime): string {
  return `kl. ${moment.hour}.${String(moment.minute).padStart(2, '0')}`;
}

function showDay(moment: WallTime, now: WallTime): string {
  const day = `${moment.day}. ${MONTHS[moment.month - 1] ?? ''}`;
  return moment.year === now.year ? day : `${day} ${moment.year}`;
}

/** "kl. 11.34" of an instant (RFC 3339). */
export function time(instant: string): string {
  const moment = read(instant);
  return moment ? showClock(moment) : '';
}

/** "24. november" or, in another year, "24. november 2025"; of an ISO date or an instant. */
export function date(value: string, now = new Date()): string {
  const moment = read(value);
  return moment ? showDay(moment, inDenmark(now)) : '';
}

/** "i dag kl. 11.34", "i går kl. 8.29", "24. november kl. 9.41" of an instant. */
export function dateTime(instant: string, now = new Date()): string {
  const moment = read(instant);
  if (!moment) return '';
  return `${nearDay(instant, now) ?? showDay(moment, inDenmark(now))} ${showClock(moment)}`;
}

/** "i går", "i dag" or "i morgen" of an ISO date or an instant; null for other days. */
export function nearDay(value: string, now = new Date()): string | null {
  const days = daysFromToday(value, now);
  return days === -1 ? 'i går' : days === 0 ? 'i dag' : days === 1 ? 'i morgen' : null;
}

/** The day in words when it is near, otherwise the date: "i morgen", "24. november". */
export function day(value: string, now = new Date()): string {
  return nearDay(value, now) ?? date(value, now);
}

/** Days from today in Denmark to an ISO date or an instant; negative for the past, null when it is no date. */
export function daysFromToday(value: string, now = new Date()): number | null {
  const moment = read(value);
  return moment ? dayNumber(moment) - dayNumber(inDenmark(now)) : null;
}

/** Today in Denmark as an ISO date. */
export function today(now = new Date()): string {
  const moment = inDenmark(now);
  return new Date(Date.UTC(moment.year, moment.month - 1, moment.day)).toISOString().slice(0, 10);
}

/** "10.30" of an instant, without "kl." in front. */
export function clockTime(instant: string): string {
  return time(instant).replace('kl. ', '');
}

/** "tirsdag 24. november" of an instant. */
export function weekday(now = new Date()): string {
  const moment = inDenmark(now);
  const name = WEEKDAYS[new Date(Date.UTC(moment.year, moment.month - 1, moment.day)).getUTCDay()] ?? '';
  return `${name} ${moment.day}. ${MONTHS[moment.month - 1] ?? ''}`;
}

/** "100.000". Made when it is needed: the first of Intl in a window reads every language there is. */
export function number(value: number): string {
  numbers ??= new Intl.NumberFormat('da-DK');
  return numbers.format(value);
}

/** "1 stilling", "2 stillinger", "1.200 stillinger". */
export function count(value: number, one: string, many: string): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A count as a word where a sentence reads better so: "to", "13". `one` gives the gender: "en" or "et". */
export function inWords(value: number, one: 'en' | 'et' = 'en'): string {
  return value === 1 ? one : (SMALL_NUMBERS[value] ?? number(value));
}

/** The first letter as a capital: for a sentence that begins with a computed word. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase('da') + text.slice(1);
}
