import { describe, expect, it } from 'vitest';
import type { Field, Form, HistoryRow, RequirementView, UnitRow } from '../src/bindings';
import { isAsked, roomLeft, sectionOf } from '../src/form/conditions';
import { byDay, written } from '../src/form/past';
import { fullYear, readDate, readMoment, readTime, writeDate, writeMoment } from '../src/form/moment';
import { pasteProblem } from '../src/form/paste';
import { hasYears, splitOffer, splitWhy, stepBefore } from '../src/form/requirements';
import { matching } from '../src/screens/catalogue/matching';

const field = (path: string, when?: [string, boolean]): Field => ({
  path,
  label: path,
  hint: null,
  question: null,
  widget: 'text',
  choices: [],
  max_chars: null,
  show_when: when ? { path: when[0], equals: when[1] } : null,
  d: [],
  wide: false,
  counts: true,
});

describe('conditions', () => {
  it('ask for a field only while another field has the value', () => {
    const from = field('terms.temp_from', ['terms.temp', true]);
    expect(isAsked(from, () => null)).toBe(false);
    expect(isAsked(from, (path) => path === 'terms.temp')).toBe(true);
    expect(isAsked(field('title'), () => null)).toBe(true);
  });

  it('find the part of a field and of a list item', () => {
    const form: Form = {
      id: 'job_order',
      sections: [
        { id: 'terms', title: '', lead: null, question: null, fields: [field('terms.pay')] },
        { id: 'requirements', title: '', lead: null, question: null, fields: [field('requirements')] },
      ],
    };
    expect(sectionOf(form, 'terms.pay')).toBe('terms');
    expect(sectionOf(form, 'requirements.0198.text')).toBe('requirements');
    expect(sectionOf(form, 'newer')).toBeNull();
  });
});

describe('room left', () => {
  it('is told near the limit and past it', () => {
    expect(roomLeft('a'.repeat(100), 200)).toBeNull();
    expect(roomLeft('a'.repeat(160), 200)?.text).toBe('Du har 40 tegn tilbage.');
    expect(roomLeft('a'.repeat(203), 200)).toEqual({ text: 'Du har skrevet 3 tegn for meget.', over: true });
    expect(roomLeft('', 10)).toBeNull();
    expect(roomLeft('a'.repeat(1_000_000), 200)?.text).toBe('Du har skrevet 999.800 tegn for meget.');
  });
});

describe('pasting', () => {
  it('takes too much as a draft, but not a whole book', () => {
    expect(pasteProblem('a'.repeat(20_000), 200)).toBeNull();
    expect(pasteProblem('a'.repeat(1_048_576), 5_000)).toContain('1.048.576 tegn, og feltet rummer 5.000');
  });
});

describe('dates', () => {
  it('go from parts to a value and back, whole or half typed', () => {
    expect(writeDate({ day: '4', month: '11', year: '2026' })).toBe('2026-11-04');
    expect(readDate('2026-11-04')).toEqual({ day: '4', month: '11', year: '2026' });
    expect(readDate(writeDate({ day: '4', month: '', year: '' }) ?? '')).toEqual({ day: '4', month: '', year: '' });
    expect(writeDate({ day: ' ', month: '', year: '' })).toBeNull();
    expect(fullYear('26')).toBe('2026');
    expect(fullYear('1926')).toBe('1926');
  });

  it('understand the times that people write', () => {
    expect(readTime('9')).toEqual({ hour: 9, minute: 0 });
    expect(readTime('9.41')).toEqual({ hour: 9, minute: 41 });
    expect(readTime('0941')).toEqual({ hour: 9, minute: 41 });
    expect(readTime('24.00')).toBeNull();
    expect(readTime('kvart i ni')).toBeNull();
  });

  it('are kept in UTC and shown in Danish time, summer and winter', () => {
    expect(writeMoment({ day: '21', month: '11', year: '2026', time: '10.52' })).toBe('2026-11-21T09:52:00Z');
    expect(writeMoment({ day: '21', month: '6', year: '2026', time: '10.52' })).toBe('2026-06-21T08:52:00Z');
    expect(readMoment('2026-06-21T08:52:00Z')).toEqual({ day: '21', month: '6', year: '2026', time: '10.52' });
  });

  it('that cannot be are kept as typed', () => {
    const raw = writeMoment({ day: '31', month: '2', year: '2026', time: '10.52' });
    expect(raw).toBe('2026-02-31T10.52');
    expect(readMoment(raw ?? '')).toEqual({ day: '31', month: '2', year: '2026', time: '10.52' });
    expect(readMoment(writeMoment({ day: '', month: '', year: '', time: '10' }) ?? '').time).toBe('10');
  });
});

describe('requirements', () => {
  it('move one step, and not past the ends', () => {
    const ids = ['a', 'b', 'c'];
    expect(stepBefore(ids, 'b', -1)).toBe('a');
    expect(stepBefore(ids, 'a', 1)).toBe('c');
    expect(stepBefore(ids, 'b', 1)).toBeNull();
    expect(stepBefore(ids, 'c', 1)).toBeUndefined();
    expect(stepBefore(ids, 'a', -1)).toBeUndefined();
  });

  it('show what they are searched by and how they could be', () => {
    expect(splitWhy('Kan udsøges på sprog')).toEqual({ first: 'Kan udsøges', rest: ' på sprog' });
    expect(splitWhy('Kun til udvælgelse')).toEqual({ first: 'Kun til udvælgelse', rest: '' });
    const message = 'Kan udsøges, hvis du skriver det som stilling og år: Lagermedarbejder, 2 år.';
    expect(splitOffer({ class: 'experience', text: 'Lagermedarbejder, 2 år', years: 2, message }).text).toBe('Lagermedarbejder, 2 år');
    expect(splitOffer({ class: 'other', text: 'x', years: null, message: 'Skriv det om.' })).toEqual({ offer: 'Skriv det om.', text: '' });
  });

  it('ask for years where years belong', () => {
    const of = (cls: RequirementView['class'], years: number | null = null) => hasYears({ class: cls, years });
    expect(of('experience')).toBe(true);
    expect(of('driving_licence')).toBe(false);
    expect(of('driving_licence', 3)).toBe(true);
  });
});

describe('the catalogue filter', () => {
  const unit = (id: string, name: string, people: string[]): UnitRow => ({
    key: { kind: 'unit', id },
    name,
    municipality: '',
    employees: people.map((person) => ({ key: { kind: 'employee', id: person }, name: person, title: '' })),
  });
  const units = [unit('1', 'Jobcenter Ærø', ['Maja Thorsen']), unit('2', 'Jobcenter Odense', ['Søren Lund', 'Maja Holm'])];

  it('finds units with everybody in them and people with their unit', () => {
    expect(matching(units, 'ærø').map(({ employees }) => employees.length)).toEqual([1]);
    expect(matching(units, 'maja').map(({ employees }) => employees.map(({ name }) => name))).toEqual([['Maja Thorsen'], ['Maja Holm']]);
    expect(matching(units, ' ')).toHaveLength(2);
    expect(matching(units, 'zz')).toEqual([]);
  });
});

describe('the history', () => {
  const row = (id: number, action: string, at: string): HistoryRow => ({
    id,
    action,
    at,
    who: 'Maja Thorsen',
    what: `felt ${id}`,
    before: '',
    after: '',
    look: 'text',
    record: { key: { kind: 'company', id: 'c' }, name: '', detail: '' },
    outside: false,
  });

  it('stands by day, and one action of the user stands as one', () => {
    const rows = [row(3, 'b', '2026-11-21T09:00:00Z'), row(2, 'b', '2026-11-21T09:00:00Z'), row(1, 'a', '2026-11-18T09:00:00Z')];
    const days = byDay(rows, new Date('2026-11-21T10:00:00Z'));
    expect(days.map(({ day, acts }) => [day, acts.map(({ rows: all }) => all.length)])).toEqual([
      ['I dag', [2]],
      ['18. november', [1]],
    ]);
  });

  it('keeps apart what came from different people, or at different times, and offers none of it for undoing', () => {
    const outside = (id: number, who: string, at: string): HistoryRow => ({ ...row(id, 'none', at), who, outside: true });
    const early = '2026-11-21T08:00:00Z';
    const late = '2026-11-21T09:00:00Z';
    const rows = [outside(5, 'Søren Holm', late), outside(4, 'Søren Holm', late), outside(3, 'Søren Holm', early), outside(2, '', early), row(1, 'a', early)];
    const acts = byDay(rows, new Date('2026-11-21T10:00:00Z')).flatMap((day) => day.acts);
    expect(acts.map((act) => [act.who, act.rows.length, act.action])).toEqual([
      ['Søren Holm', 2, null],
      ['Søren Holm', 1, null],
      ['Andetsteds', 1, null],
      ['Maja Thorsen', 1, 'a'],
    ]);
    expect(new Set(acts.map((act) => act.key)).size).toBe(4);
  });

  it('names each day once, also when older changes come between newer ones', () => {
    const rows = [row(3, 'c', '2026-11-21T09:00:00Z'), row(2, 'b', '2026-11-20T09:00:00Z'), row(1, 'a', '2026-11-21T08:00:00Z')];
    const days = byDay(rows, new Date('2026-11-21T10:00:00Z'));
    expect(days.map(({ day, acts }) => [day, acts.length])).toEqual([
      ['I dag', 2],
      ['I går', 1],
    ]);
  });

  it('writes days and moments as Danes do, and everything else as it was typed', () => {
    const now = new Date('2026-11-21T10:00:00Z');
    expect(written('2026-12-01', 'day', now)).toBe('1. december');
    expect(written('2026-11-21T08:15:48.334Z', 'moment', now)).toBe('i dag kl. 9.15');
    expect(written('2026-12-01', 'text', now)).toBe('2026-12-01');
    expect(written('', 'day', now)).toBe('');
  });
});
