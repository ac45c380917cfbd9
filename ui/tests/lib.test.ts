import { describe, expect, it } from 'vitest';
import { cvrDigits, cvrProblem } from '../src/lib/cvr';
import { isFailure, toFailure } from '../src/lib/failure';
import { folded } from '../src/lib/folded';
import { passphraseProblems } from '../src/lib/passphrase';
import { pieces } from '../src/lib/pieces';
import { pathOf } from '../src/lib/places';
import { summary } from '../src/lib/summary';
import { sync, unsaved } from '../src/lib/words';
import type { OrderRow, Today } from '../src/bindings';

const now = new Date('2026-11-24T10:00:00Z');
const order = (deadline: string | null): OrderRow => ({
  key: { kind: 'job_order', id: 'a' },
  title: 'Kok',
  positions: 1,
  company: '',
  workplace: '',
  status: 'open',
  coordinator: '',
  unit: '',
  deadline,
  changed_at: '2026-11-20T10:00:00Z',
});
const day = (part: Partial<Today>): Today => ({ contact: [], drafts: [], soon: [], companies: [], visits: [], promises: [], ...part });

describe('marks', () => {
  it('cut a text into marked and unmarked pieces', () => {
    expect(pieces('Gaffeltruck', [{ start: 6, end: 11 }])).toEqual([
      { text: 'Gaffel', marked: false },
      { text: 'truck', marked: true },
    ]);
  });

  it('survive overlap, disorder and marks outside the text', () => {
    const cut = pieces('abcdef', [{ start: 3, end: 9 }, { start: 1, end: 2 }, { start: 1, end: 4 }, { start: 20, end: 21 }]);
    expect(cut.map((piece) => piece.text).join('')).toBe('abcdef');
    expect(cut.filter((piece) => piece.marked).map((piece) => piece.text).join('')).toBe('bcdef');
  });

  it('count as the window does, also beside emoji', () => {
    expect(pieces('😀ø', [{ start: 2, end: 3 }])).toEqual([
      { text: '😀', marked: false },
      { text: 'ø', marked: true },
    ]);
  });
});

describe('a CVR number', () => {
  it('is read as people write it', () => {
    expect(cvrDigits('DK 13 74 81 36')).toBe('13748136');
    expect(cvrProblem('13 74 81 36')).toBe('');
    expect(cvrProblem('')).toBe('');
  });

  it.each(['1374813', '13748137', 'abcdefgh', '00000000'])('%s is refused with a reason', (text) => {
    expect(cvrProblem(text)).not.toBe('');
  });
});

describe('a new passphrase', () => {
  it('must be long enough and written twice alike', () => {
    expect(passphraseProblems('', '').passphrase).toContain('12 tegn');
    expect(passphraseProblems('kort', 'kort').passphrase).toContain('8 tegn');
    expect(passphraseProblems('rød cykel regn', '').repeated).not.toBe('');
    expect(passphraseProblems('rød cykel regn', 'rød cykel sne').repeated).not.toBe('');
    expect(passphraseProblems('rød cykel regn', 'rød cykel regn')).toEqual({ passphrase: '', repeated: '' });
  });
});

describe('failures', () => {
  it('keep the app’s own sentences', () => {
    const failure = { code: 'disk_full', happened: 'a', kept: 'b', todo: 'c' } as const;
    expect(toFailure(failure)).toBe(failure);
    expect(isFailure(new Error('x'))).toBe(false);
  });

  it('get words when nobody foresaw them', () => {
    expect(toFailure('invoke failed')).toMatchObject({ code: 'internal' });
  });
});

describe('the corner', () => {
  it('says that all is saved, and what waits', () => {
    expect(sync({ state: 'saved_here', unsent: 4 })).toMatchObject({ first: 'Alt er gemt her', second: 'sendes, når der er net', tone: 'offline' });
    expect(sync({ state: 'saved_here', unsent: 0 }).second).toBe('du kan lukke låget');
    expect(sync({ state: 'decide', items: 3, unsent: 1 })).toMatchObject({ first: '3 ting venter på dig', tone: 'decide' });
  });

  it('is red only when something is not on disk', () => {
    const failure = { code: 'disk_full', happened: 'Disken er fuld.', kept: 'x.', todo: 'y.' } as const;
    expect(unsaved(failure)).toMatchObject({ first: 'Disken er fuld', tone: 'fault' });
  });
});

describe('the sentence of the day', () => {
  it('counts what burns', () => {
    const text = summary(day({ soon: [order('2026-11-20'), order('2026-11-30')], contact: [order(null)], drafts: [order(null), order(null)] }), now);
    expect(text).toBe('Én start er overskredet, én virksomhed venter på kontakt, og to kladder venter på dig.');
  });

  it('is calm when nothing does', () => {
    expect(summary(day({}), now)).toBe('Intet haster, og ingen kladder venter.');
    expect(summary(day({ soon: [order('2026-11-30')] }), now)).toBe('Intet haster.');
  });
});

describe('names and pages', () => {
  it('are compared without regard to letters that sound alike', () => {
    expect(folded('  Ærø  KOMMUNE ')).toBe('aeroe kommune');
    expect(folded('Aabenraa')).toBe(folded('Åbenrå'));
  });

  it('lead to the page of a record', () => {
    expect(pathOf({ kind: 'company', id: 'x' })).toBe('/virksomheder/x');
    expect(pathOf({ kind: 'employee', id: 'x' })).toBe('/enheder');
  });
});
