import { describe, expect, it } from 'vitest';
import { inDenmark } from '../src/lib/denmark';
import { count, date, dateTime, day, daysFromToday, inWords, number, sentence, time, weekday } from '../src/lib/format';

const now = new Date('2026-11-24T10:00:00Z');

describe('times in Denmark', () => {
  it('are shown in Danish time, winter and summer', () => {
    expect(time('2026-11-24T10:34:00Z')).toBe('kl. 11.34');
    expect(time('2026-06-24T06:05:00Z')).toBe('kl. 8.05');
    expect(time('2026-11-23T23:30:00Z')).toBe('kl. 0.30');
  });

  it('say when it was near in words', () => {
    expect(dateTime('2026-11-24T09:52:00Z', now)).toBe('i dag kl. 10.52');
    expect(dateTime('2026-11-23T07:29:00Z', now)).toBe('i går kl. 8.29');
    expect(dateTime('2026-11-22T07:29:00Z', now)).toBe('22. november kl. 8.29');
  });

  it('count an instant late in the evening to the Danish day', () => {
    expect(dateTime('2026-11-23T23:30:00Z', now)).toBe('i dag kl. 0.30');
  });

  it('are empty for what is no time', () => {
    expect([time(''), date('x'), dateTime('x'), daysFromToday('x')]).toEqual(['', '', '', null]);
  });
});

describe('the clock in Denmark', () => {
  const system = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', dateStyle: 'short', timeStyle: 'medium' });
  const two = (value: number): string => String(value).padStart(2, '0');
  const shown = (instant: number): string => {
    const at = inDenmark(instant);
    return `${at.year}-${two(at.month)}-${two(at.day)} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
  };

  it('shows what the system shows around each change of the clocks', () => {
    const hour = 3_600_000;
    for (let year = 1980; year <= 2050; year += 1) {
      for (const month of [2, 3, 8, 9]) {
        const last = Date.UTC(year, month + 1, 0) - new Date(Date.UTC(year, month + 1, 0)).getUTCDay() * 24 * hour;
        for (let second = 0; second < 4 * 3600; second += 899) {
          const instant = last + second * 1000;
          expect(shown(instant)).toBe(system.format(instant));
        }
      }
    }
  });
});

describe('dates', () => {
  it('leave out this year only', () => {
    expect(date('2026-11-24', now)).toBe('24. november');
    expect(date('2025-03-01', now)).toBe('1. marts 2025');
    expect(date('2027-01-01', now)).toBe('1. januar 2027');
  });

  it('do not shift by a time zone', () => {
    expect(daysFromToday('2026-11-24', now)).toBe(0);
    expect(daysFromToday('2026-11-23', now)).toBe(-1);
    expect(day('2026-11-25', now)).toBe('i morgen');
    expect(day('2026-12-02', now)).toBe('2. december');
  });

  it('count whole days over the change of the clock', () => {
    expect(daysFromToday('2026-10-26', new Date('2026-10-24T12:00:00Z'))).toBe(2);
  });

  it('name the day of the week', () => {
    expect(weekday(now)).toBe('tirsdag 24. november');
  });
});

describe('numbers', () => {
  it('read as Danish', () => {
    expect(number(100000)).toBe('100.000');
    expect(count(1, 'stilling', 'stillinger')).toBe('1 stilling');
    expect(count(1200, 'stilling', 'stillinger')).toBe('1.200 stillinger');
    expect([inWords(1), inWords(1, 'et'), inWords(3), inWords(13)]).toEqual(['en', 'et', 'tre', '13']);
    expect(sentence('én frist')).toBe('Én frist');
  });
});
