import { describe, expect, it } from 'vitest';
import { fitted, pageStarts } from '../../../src/core/report/page-fit.js';

const total = (heights: readonly number[]): number => Math.round(heights.reduce((sum, one) => sum + one, 0));

const row = (height: number, need: number) => ({ height, need });

describe('rows of one page', () => {
  it('stay as the template has them while all words fit', () => {
    expect(fitted([row(30, 20), row(200, 60)], 300)).toEqual([30, 200]);
  });

  it('a long text takes its room from those that have more than they need', () => {
    const heights = fitted([row(30, 21), row(100, 190), row(200, 21), row(200, 21)], 530);
    expect(total(heights)).toBe(530);
    expect(heights[1]).toBe(190);
    expect(Math.min(...heights)).toBeGreaterThan(24);
  });

  it('no row gets less than its words take, though the page runs over', () => {
    expect(fitted([row(20, 400), row(20, 400)], 500)).toEqual([400, 400]);
  });
});

describe('rows on pages', () => {
  const rows = (count: number): readonly number[] => Array.from({ length: count }, () => 20);

  it('go on where a page is full, later pages holding less by the head that is repeated', () => {
    expect(pageStarts(rows(12), [], { room: 100, repeated: 1 })).toEqual([5, 9]);
    expect(pageStarts(rows(12), [], { room: 100, repeated: 5 })).toEqual([5, 10]);
  });

  it('a place to sign takes the last rows along', () => {
    expect(pageStarts(rows(6), [{ from: 3, to: 5 }], { room: 100 })).toEqual([3]);
    expect(pageStarts(rows(5), [{ from: 2, to: 4 }], { room: 100 })).toEqual([]);
  });

  it('ranges that meet go together, and what is higher than a page is parted', () => {
    expect(
      pageStarts(
        rows(6),
        [
          { from: 2, to: 4 },
          { from: 4, to: 5 },
        ],
        { room: 100 },
      ),
    ).toEqual([2]);
    expect(pageStarts(rows(8), [{ from: 1, to: 7 }], { room: 100 })).toEqual([5]);
    expect(
      pageStarts(
        rows(6),
        [
          { from: 0, to: 5 },
          { from: 3, to: 5 },
        ],
        { room: 100 },
      ),
    ).toEqual([3]);
  });
});
