import { describe, expect, it } from 'vitest';
import { readInput, estateInput, residentInput, staffInput } from '../../src/app/people-input.js';
import { parseInstant } from '../../src/core/calendar.js';
import type { Instant } from '../../src/core/calendar.js';
import { parseEvent } from '../../src/core/event.js';
import { sampleEstate } from '../../src/sandbox/sample-estate.js';
import { neighbourMonth, sampleMonth } from '../../src/sandbox/sample-month.js';

const UNTIL = parseInstant('2026-03-10T10:00:00+08:00') as Instant;
const sample = sampleEstate();
const month = sampleMonth(sample, UNTIL);
const distinct = (values: readonly unknown[]): number => new Set(values).size;

describe('the sample estate', () => {
  it('has some hundred households, each its own, and people whose ids, phones and chats are theirs alone', () => {
    const { residents } = sample;
    expect(residents).toHaveLength(120);
    for (const field of ['id', 'household', 'phone'] as const)
      expect(distinct(residents.map((one) => one[field]))).toBe(120);
    const bound = residents.flatMap(({ externalUserId }) => externalUserId ?? []);
    expect(distinct(bound)).toBe(bound.length);
  });

  it('is taken by the intake without a fault', () => {
    const faults = [
      readInput(estateInput, sample.estate),
      ...sample.residents.map((one) => readInput(residentInput, one)),
      ...sample.staff.map((one) => readInput(staffInput, one)),
      ...month.map((one) => parseEvent(one)),
      readInput(estateInput, sample.neighbour.estate),
      ...sample.neighbour.residents.map((one) => readInput(residentInput, one)),
      ...neighbourMonth(sample, UNTIL).map((one) => parseEvent(one)),
    ].flatMap((read) => ('errors' in read ? read.errors : []));
    expect(faults).toEqual([]);
  });

  it('lets one play only residents who consented and have a chat, and one of them never writes', () => {
    const played = sample.cast.map(({ resident }) => sample.residents.find(({ id }) => id === resident));
    expect(played.every((one) => one?.consent === true && one.externalUserId !== undefined)).toBe(true);
    expect(sample.cast.filter(({ silent }) => silent)).toHaveLength(1);
    expect(sample.cast[0]?.silent).toBe(false);
  });
});

describe('the sample month', () => {
  it('is the same each time for the same day', () => {
    expect(sampleMonth(sampleEstate(), UNTIL)).toEqual(month);
  });

  it('holds eighty services of thirty days, all finished after they were reported and before the demo begins', () => {
    expect(month).toHaveLength(80);
    expect(distinct(month.map(({ id }) => id))).toBe(80);
    for (const { reportedAt, resolvedAt } of month) {
      const [reported, resolved] = [parseInstant(reportedAt) as number, parseInstant(resolvedAt) as number];
      expect(reported).toBeLessThan(resolved);
      expect(resolved).toBeLessThan(UNTIL);
      expect(resolved).toBeGreaterThan(UNTIL - 31 * 86_400_000);
    }
  });

  it('keeps away from the first household of the page, so that nothing stands in the way of its first question', () => {
    expect(month.some(({ household }) => household === sample.residents[0]?.household)).toBe(false);
  });
});
