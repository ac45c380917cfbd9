import { describe, expect, it } from 'vitest';
import { Chunks } from '../src/lib/chunks';

describe('the window over a long list', () => {
  it('holds only what is near, at 100,000 rows too', () => {
    const chunks = new Chunks(100_000, 20, 56);
    expect(chunks.length).toBe(5_600_000);
    expect(chunks.within(0, 700)).toEqual([0]);
    expect(chunks.within(2_800_000, 2_801_200)).toEqual([2500, 2501]);
    expect(chunks.within(-900, -100)).toEqual([]);
  });

  it('has a short last chunk', () => {
    const chunks = new Chunks(45, 20, 50);
    expect([chunks.count, chunks.rows(2), chunks.length]).toEqual([3, 5, 2250]);
  });

  it('moves what is below by what a measurement differs', () => {
    const chunks = new Chunks(60, 20, 50);
    expect(chunks.measure(0, 1000)).toBe(0);
    expect(chunks.measure(1, 1100)).toBe(100);
    expect(chunks.top(2)).toBe(2100);
    expect(chunks.measure(1, 1100)).toBe(0);
  });

  it('estimates the rest by the first chunk that was seen', () => {
    const chunks = new Chunks(60, 20, 50);
    chunks.measure(0, 1200);
    expect(chunks.height(1)).toBe(1200);
    expect(chunks.measure(2, 0)).toBe(0);
  });

  it('is empty without rows', () => {
    expect(new Chunks(0, 20, 50).within(0, 1000)).toEqual([]);
  });
});
