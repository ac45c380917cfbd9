import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Field, Form, Named, PromiseView, TemplateRow, Today, VisitRow } from '../src/bindings';
import { decisionOptions } from '../src/form/question';
import { lackWords, planWords, shownForm, touchedWords } from '../src/lib/checks';
import { summary } from '../src/lib/summary';
import { changeSides, itemWords, kindWords, standing, usedWords, visitsWith, visitWords } from '../src/lib/templates';
import { clashes, hours, nextVisit, until, whenHeld } from '../src/lib/visits';
import { overOnePage, withoutThemes } from '../src/screens/conversation/page';
import { tally, withWhom } from '../src/screens/conversation/themes';
import { today } from '../src/lib/format';

const NOW = new Date('2026-11-24T08:41:00Z');
const row = (id: string, more: Partial<VisitRow> = {}): VisitRow => ({
  key: { kind: 'visit', id }, company: `Firma ${id}`, place: '', visit_type: 'first', channel: 'digital', starts_at: null, ends_at: null, status: 'planned', consultant: 'Maja', purpose: '', open_promises: 0, ...more,
});
const late = { key: { kind: 'promise', id: 'a' }, late: true, done_at: null } as PromiseView;
const version = (published_at: string | null): TemplateRow => ({ key: { kind: 'template', id: 'b1' }, title: 'Samtaleguide', version: 1, status: 'published', published_at, used: 12 });
const asked = (id: string): Field => ({ path: `answers.${id}.note`, label: id, hint: null, question: null, widget: 'question_note', choices: [], max_chars: null, show_when: null, d: [], wide: false, counts: true });
const FORM: Form = { id: 'f', sections: [{ id: 'p1', title: '', lead: null, question: null, fields: [asked('q1')] }, { id: 'p2', title: '', lead: null, question: null, fields: [asked('q5')] }] };

beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

describe('visits in words', () => {
  const today = { starts_at: '2026-11-24T09:30:00Z', ends_at: '2026-11-24T11:00:00Z' };

  it('say when they are held, also over midnight and without an end', () => {
    expect(whenHeld(today, NOW)).toBe('i dag kl. 10.30–12.00');
    expect(hours({ ...today, ends_at: null })).toBe('kl. 10.30');
    expect(hours({ ...today, ends_at: '2026-11-26T11:00:00Z' })).toBe('kl. 10.30');
    expect(hours({ ...today, ends_at: '2026-11-24T08:00:00Z' })).toBe('kl. 10.30');
    expect(whenHeld({ starts_at: null, ends_at: null })).toBe('');
  });

  it('are at the same time when they overlap, not when one ends as the other begins', () => {
    const found = clashes([row('a', today), row('b', { starts_at: '2026-11-24T11:00:00Z' }), row('c', { starts_at: '2026-11-24T11:30:00+01:00', ends_at: '2026-11-24T12:00:00+01:00' }), row('d', { ...today, status: 'cancelled' }), row('e')]);
    expect([...found].map(([id, others]) => [id, others.map(({ key }) => key.id)])).toEqual([['a', ['c']], ['c', ['a']]]);
  });

  it('name the next one: under way before planned, and never one that is over', () => {
    const over = row('a', { starts_at: '2026-11-24T06:00:00Z' });
    const soon = row('b', today);
    expect(nextVisit([over, soon], NOW)?.key.id).toBe('b');
    expect(nextVisit([over, soon, row('c', { status: 'held' })], NOW)?.key.id).toBe('c');
    expect(nextVisit([over], NOW)).toBeNull();
    expect(until(soon, NOW)).toBe('om 49 min');
    expect(until(row('c', { starts_at: '2026-11-24T10:46:00Z' }), NOW)).toBe('om 2 t 5 min');
    expect(until(row('c', { starts_at: '2026-11-25T10:46:00Z' }), NOW)).toBe('');
  });

  it('stand in the sentence of the day', () => {
    const day = (visits: VisitRow[], promises: PromiseView[] = []): Today => ({ contact: [], drafts: [], soon: [], companies: [], visits, promises });
    expect(summary(day([row('a', today)]), NOW)).toBe('Intet haster, og ingen kladder venter. Dit næste besøg er kl. 10.30.');
    expect(summary(day([], [late]), NOW)).toBe('Én aftale er overskredet.');
    expect(summary(day([row('a', { status: 'held' })]), NOW)).toContain('Dit besøg hos Firma a er i gang.');
  });
});

describe('words of a conversation', () => {
  it('count what came from it', () => {
    expect(tally({ orders: [], promises: [] }, 0)).toBe('');
    const wish = { promise_type: 'sparring' } as PromiseView;
    expect(tally({ orders: [{} as Named], promises: [wish, wish] }, 1)).toBe('1 jobordre, 2 ønsker om sparring, 1 note');
  });

  it('say whom it was with', () => {
    const of = (names: string[], channel: string | null = null): string =>
      withWhom({ fields: { channel }, lists: { contacts: names }, names: Object.fromEntries(names.map((name) => [`contacts.${name}.contact`, { key: { kind: 'contact', id: name }, name, detail: 'chef' }])) });
    expect(of([])).toBe('');
    expect(of(['Mads'])).toBe('hos Mads, chef');
    expect(of(['Mads', 'Anna', 'Bo'], 'phone')).toBe('med Mads, Anna og Bo');
  });

  it('leave themes out of the page, and the heading when nothing is left under it', () => {
    const text = 'Besøg\n\nDet kan vi tage næste gang\n- A\n- B\n\nHilsen\n';
    expect(withoutThemes(text, ['A'])).toBe('Besøg\n\nDet kan vi tage næste gang\n- B\n\nHilsen\n');
    expect(withoutThemes(text, ['A', 'B'])).toBe('Besøg\n\nHilsen\n');
    expect(withoutThemes(text, ['C'])).toBe(text);
    expect(overOnePage('linje\n'.repeat(40))).toBe(false);
    expect(overOnePage('ord '.repeat(2000))).toBe(true);
  });
});

describe('words of match checks', () => {
  it('answer what is asked: decided where the question asks for a decision, otherwise yes and no', () => {
    expect(decisionOptions('Er det besluttet og meldt ud, hvem der udsøger?').map(({ label }) => label)).toEqual(['Besluttet', 'Ikke besluttet']);
    expect(decisionOptions('Udsøger alle på Jobnet?').map(({ label }) => label)).toEqual(['Ja', 'Nej']);
  });

  it('say what a row lacks and how far a part is', () => {
    expect(lackWords(['plan.r1.due', 'plan.r1.owner'])).toBe('Mangler tidspunkt og ansvarlig');
    expect(lackWords(['plan.r1.owner'])).toBe('Mangler ansvarlig');
    expect(lackWords([])).toBe('');
    expect(planWords({ plan_rows: 4, flagged: 2 })).toBe('4 rækker, 2 mangler tid eller ansvarlig');
    expect(planWords({ plan_rows: 1, flagged: 0 })).toBe('1 række');
    expect(touchedWords({ touched: 3, questions: 11 })).toBe('3 af 11 berørt');
    expect(touchedWords({ touched: 11, questions: 11 })).toBe('Alle 11 berørt');
  });

  it('leave out questions that are not shown, and parts without any', () => {
    expect(shownForm(FORM, ['q5']).sections.map(({ id, fields: shown }) => [id, shown.length])).toEqual([['p2', 1]]);
  });

  it('know the day in Denmark, also when it is yesterday in Greenwich', () => {
    expect(today(new Date('2026-06-20T22:30:00Z'))).toBe('2026-06-21');
  });
});

describe('words of templates', () => {
  it('name what stands in each family', () => {
    expect(itemWords('tools').fresh).toBe('Nyt redskab');
    expect(itemWords('alignment').one).toBe('sætning');
    expect(kindWords('drawing')).toBe('Ukendt slags (drawing)');
    expect(visitWords('concrete first')).toBe('Førstegangsbesøg, Besøg om noget konkret');
  });

  it('keep types of visit that are not known', () => {
    expect(visitsWith('night concrete', 'first', true)).toBe('first concrete night');
    expect(visitsWith('first', 'first', false)).toBeNull();
  });

  it('say since when and how often a version is used', () => {
    expect(standing(version('2025-11-03T09:00:00Z'))).toBe('i brug siden 3. november 2025');
    expect(standing(version(null))).toBe('følger med programmet');
    expect(usedWords('visit', 1200)).toBe('brugt i 1.200 besøg');
    expect(usedWords('match_check', 0)).toBe('ikke brugt endnu');
    expect(usedWords('alignment', 0)).toBe('');
  });

  it('show both sides of a change only where they say more than its name', () => {
    const change = { question: 'q', kind: 'added' as const, title: 'Ny?', before: null, after: 'Ny?', answered: false };
    expect(changeSides(change)).toBeNull();
    expect(changeSides({ ...change, kind: 'until_changed', title: 'Jobrotation', after: '2026-02-01' })).toEqual({ before: '', after: expect.stringContaining('1. februar') });
  });
});
