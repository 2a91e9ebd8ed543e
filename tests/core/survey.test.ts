import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rate, satisfaction, surveyRates } from '../../src/core/survey.js';
import type { Ballot } from '../../src/core/survey.js';
import type { Grade } from '../../src/core/terms.js';

const ballots = (count: number, answers: Ballot['answers'], returned = true): readonly Ballot[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${JSON.stringify(answers)}${index}`, returned, answers }));

describe('a rate', () => {
  test.each([
    [72, 90, '80.0'],
    [1, 3, '33.3'],
    [2, 3, '66.7'],
    [1, 8, '12.5'],
    [1, 2000, '0.1'],
    [1, 2001, '0.0'],
    [0, 7, '0.0'],
    [7, 7, '100.0'],
  ])('%i of %i is %s', (part, whole, expected) => {
    expect(rate(part, whole)).toBe(expected);
  });

  test('of nothing is none', () => {
    expect(rate(0, 0)).toBeNull();
  });

  test('is rounded half up from integers, to one decimal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 5000 }), (whole, given) => {
        const part = Math.min(given, whole);
        const tenths = Math.round(Number(rate(part, whole)) * 10);
        expect(2 * Math.abs(tenths * whole - 1000 * part)).toBeLessThanOrEqual(whole);
        expect(2 * (1000 * part - tenths * whole)).toBeLessThan(whole);
      }),
    );
  });
});

describe('a survey', () => {
  const votes = [
    ...ballots(50, { '8': 'satisfied', '13': 'satisfied' }),
    ...ballots(22, { '8': 'fairly' }),
    ...ballots(10, { '8': 'dissatisfied' }),
    ...ballots(8, { '1': 'satisfied' }),
    ...ballots(30, {}, false),
  ];

  test('p08.8：停车场管理，回收九十张', () => {
    expect(surveyRates(votes)[7]).toEqual({
      item: '8',
      issued: 120,
      returned: 90,
      answered: 82,
      satisfied: 50,
      fairly: 22,
      dissatisfied: 10,
      rate: '80.0',
    });
  });

  test('has fourteen lines in their order, the thirteenth being the overall rating', () => {
    const lines = surveyRates(votes);
    expect(lines.map(({ item }) => item).join()).toBe('1,2,3,4,5,6,7,8,9,10,11,12,13,14');
    expect(lines[12]).toMatchObject({ answered: 50, returned: 90, rate: '55.6' });
  });

  test('a ballot that came back blank was issued, not returned', () => {
    expect(surveyRates(ballots(3, {}))[0]).toMatchObject({ issued: 3, returned: 0, rate: null });
    expect(surveyRates([])[13]).toMatchObject({ issued: 0, returned: 0, rate: null });
  });
});

test('a single service is rated by the same formula: asked and answered', () => {
  const grades: readonly Grade[] = ['satisfied', 'satisfied', 'fairly', 'dissatisfied'];
  expect(satisfaction(9, 4, grades)).toEqual({
    issued: 9,
    returned: 4,
    satisfied: 2,
    fairly: 1,
    dissatisfied: 1,
    rate: '75.0',
  });
  expect(satisfaction(5, 0, []).rate).toBeNull();
});
