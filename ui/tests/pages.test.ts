import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { Pages } from '../src/lib/pages.svelte';

/** A list whose answers come when the test says so. */
function list(total: number, first: number[] = []) {
  const asked: { offset: number; limit: number; answer: (rows: number[] | null) => Promise<void> }[] = [];
  const load = (offset: number, limit: number) =>
    new Promise<number[]>((resolve, reject) => {
      const answer = async (rows: number[] | null) => {
        if (rows) resolve(rows);
        else reject(new Error('cannot be read'));
        await Promise.resolve();
        await Promise.resolve();
        flushSync();
      };
      asked.push({ offset, limit, answer });
    });
  return { pages: new Pages(total, load, first), asked };
}
const run = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);

describe('the rows of a long list', () => {
  it('shows the rows that came along and asks for the rest of the page', async () => {
    const { pages, asked } = list(1000, run(0, 20));
    expect(pages.rows(15, 5)).toEqual(run(15, 5));
    expect(pages.rows(20, 5)).toBeUndefined();
    pages.want(0, 30, 0);
    expect(asked.map(({ offset, limit }) => [offset, limit])).toEqual([[0, 100]]);
    await asked[0]?.answer(run(0, 100));
    expect(pages.rows(20, 5)).toEqual(run(20, 5));
  });

  it('asks for nothing when the rows that came along are all', () => {
    const { pages, asked } = list(7, run(0, 7));
    pages.want(0, 7, 0);
    expect(asked).toEqual([]);
    expect(pages.rows(5, 2)).toEqual([5, 6]);
  });

  it('asks for the page in sight first, and for the next before it is in sight', async () => {
    const { pages, asked } = list(100_000);
    pages.want(40_090, 40_120, 40_090);
    expect(asked.map(({ offset }) => offset)).toEqual([40_100, 40_000]);
    pages.want(40_020, 40_050, 40_020);
    await asked[1]?.answer(run(40_000, 100));
    await asked[0]?.answer(run(40_100, 100));
    expect(asked.length).toBe(3);
    expect(asked[2]?.offset).toBe(39_900);
  });

  it('does not ask for what was only passed on the way', async () => {
    const { pages, asked } = list(100_000);
    for (const from of [0, 5_000, 10_000, 20_000, 50_050]) pages.want(from, from + 20, from);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 5_000]);
    await asked[0]?.answer(run(0, 100));
    expect(asked.map(({ offset }) => offset)).toEqual([0, 5_000, 50_000]);
  });

  it('says what could not be read, and reads it when it is asked again', async () => {
    const { pages, asked } = list(50);
    pages.want(0, 20, 0);
    await asked[0]?.answer(null);
    expect([pages.failed(49), pages.rows(0, 5)]).toEqual([true, undefined]);
    pages.want(5, 25, 5);
    expect(asked.length).toBe(1);
    pages.again(3);
    expect(pages.failed(49)).toBe(false);
    await asked[1]?.answer(run(0, 50));
    expect(pages.rows(45, 5)).toEqual(run(45, 5));
  });

  it('does not ask for ever when there are fewer rows than were counted', async () => {
    const { pages, asked } = list(50);
    pages.want(0, 20, 0);
    await asked[0]?.answer(run(0, 30));
    pages.want(0, 20, 0);
    expect(asked.length).toBe(1);
    expect(pages.rows(28, 5)).toEqual([28, 29]);
  });

  it('asks for nothing more once it is stopped', async () => {
    const { pages, asked } = list(100_000);
    pages.want(40_040, 40_060, 40_040);
    pages.want(50_090, 50_110, 50_090);
    pages.stop();
    await asked[0]?.answer(run(asked[0].offset, 100));
    expect(asked.length).toBe(2);
  });

  it('keeps the page with the focus, however far the list goes on', async () => {
    const { pages, asked } = list(100_000);
    for (let from = 0; from < 5_000; from += 100) {
      pages.want(from + 50, from + 50, 3);
      while (asked.length > 0) {
        const one = asked.shift();
        await one?.answer(run(one.offset, one.limit));
      }
    }
    expect(pages.rows(3, 1)).toEqual([3]);
    expect(pages.rows(1_003, 1)).toBeUndefined();
    expect(pages.rows(4_950, 1)).toEqual([4_950]);
  });
});
