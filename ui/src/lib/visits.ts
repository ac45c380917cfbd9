import * as backend from '../bindings';
import type { Form, RecordKey, VisitRow } from '../bindings';
import { fieldOf } from '../form/conditions';
import { clockTime, count, day, daysFromToday, time } from './format';
import { go } from './route.svelte';
import { session } from './session.svelte';

/** A visit's status in words and the tone of its badge. */
export function visitStatus(code: string): { text: string; tone: '' | 'info' | 'success' | 'warning' } {
  switch (code) {
    case 'held':
      return { text: 'I gang', tone: 'success' };
    case 'closed':
      return { text: 'Afsluttet', tone: '' };
    case 'cancelled':
      return { text: 'Aflyst', tone: 'warning' };
    default:
      return { text: 'Planlagt', tone: 'info' };
  }
}

function wordOf(form: Form, path: string, code: string): string {
  return fieldOf(form, path)?.choices.find(({ value }) => value === code)?.label ?? '';
}

/** "Opfølgningsbesøg"; "Besøg" until the type is chosen. */
export function visitType(code: string): string {
  return wordOf(session.reference.visit, 'type', code) || 'Besøg';
}

/** "Digitalt"; empty until it is chosen. */
export function visitChannel(code: string): string {
  return wordOf(session.reference.visit, 'channel', code);
}

/** "Aftale", "Opfølgning", "Ønske om sparring". */
export function promiseType(code: string): string {
  return wordOf(session.reference.promise, 'type', code) || 'Aftale';
}

type Times = Pick<VisitRow, 'starts_at' | 'ends_at'>;

/** "kl. 10.30–12.00", or only when it begins; empty without a time. */
export function hours({ starts_at: from, ends_at: to }: Times): string {
  if (from === null) return '';
  const sameDay = to !== null && to > from && daysFromToday(to) === daysFromToday(from);
  return sameDay ? `${time(from)}–${clockTime(to)}` : time(from);
}

/** "i dag kl. 10.30–12.00"; empty without a time. */
export function whenHeld(times: Times, now = new Date()): string {
  return times.starts_at === null ? '' : `${day(times.starts_at, now)} ${hours(times)}`;
}

const HOUR = 3_600_000;

/** From when to when, in ms; an hour when nobody has said how long. Null without a time. */
function span({ starts_at, ends_at }: Times): [number, number] | null {
  const from = Date.parse(starts_at ?? '');
  const to = Date.parse(ends_at ?? '');
  return Number.isNaN(from) ? null : [from, to > from ? to : from + HOUR];
}

/** Visits of one person that are held at the same time, by visit. */
export function clashes(rows: VisitRow[]): Map<string, VisitRow[]> {
  const found = new Map<string, VisitRow[]>();
  const waiting = rows.filter(({ status }) => status === 'planned' || status === 'held');
  const spans = waiting.map((row) => ({ row, at: span(row) }));
  for (const { row, at } of spans) {
    const others = spans.filter((other) => other.row !== row && at && other.at && other.at[0] < at[1] && at[0] < other.at[1]);
    if (others.length) found.set(row.key.id, others.map((other) => other.row));
  }
  return found;
}

/** The next visit that is not over yet: the one under way, or the first planned one. */
export function nextVisit(rows: VisitRow[], now = new Date()): VisitRow | null {
  const under = rows.find(({ status }) => status === 'held');
  return under ?? rows.find((row) => row.status === 'planned' && (span(row)?.[1] ?? 0) > now.getTime()) ?? null;
}

/** "om 49 min", "om 2 t 5 min" today, "om 3 dage" later; empty tomorrow, which its day says, and when it has begun or has no time. */
export function until(visit: VisitRow, now = new Date()): string {
  const days = visit.starts_at === null ? 0 : (daysFromToday(visit.starts_at, now) ?? 0);
  if (days > 0) return days === 1 ? '' : `om ${count(days, 'dag', 'dage')}`;
  const minutes = Math.round((Date.parse(visit.starts_at ?? '') - now.getTime()) / 60_000);
  if (!(minutes > 0)) return '';
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `om ${[whole && `${whole} t`, rest && `${rest} min`].filter(Boolean).join(' ')}`;
}

/** The page of a visit for planning it, talking or its summary. */
export function visitPath(key: RecordKey, page: 'plan' | 'samtale' | 'resume' = 'plan'): string {
  return page === 'plan' ? `/besoeg/${key.id}` : `/besoeg/${key.id}/${page}`;
}

/** Opens the conversation. A planned visit begins by that on its day; looking at the guide before is not visiting. */
export async function openVisit(visit: Pick<VisitRow, 'key' | 'status' | 'starts_at'>): Promise<void> {
  const ahead = visit.starts_at === null ? 0 : (daysFromToday(visit.starts_at) ?? 0);
  if (visit.status === 'planned' && ahead <= 0) await backend.beginVisit(visit.key);
  go(visitPath(visit.key, 'samtale'));
}
