import { describe, expect, it } from 'vitest';
import { contentOf, contentZh, mergedContent } from '../../../src/core/policy/content.js';
import type { Policy } from '../../../src/core/policy/schema.js';
import { readPolicyFiles } from '../../../src/policy-files.js';

const { policies } = readPolicyFiles(null);
const of = (clause: string) => contentOf(policies.get(clause.slice(0, 3)) as Policy, clause);

describe('what a visit asks about', () => {
  it.each([
    ['p02.3', 'p02.8', ['effect', 'satisfaction', 'suggestions', 'needs', 'theme']],
    ['p02.1', 'p02.8', ['effect', 'satisfaction', 'suggestions', 'needs', 'theme']],
    ['p03.2', 'p03.7', ['quality', 'effect', 'satisfaction', 'shortcomings', 'suggestions']],
    ['p05.2', 'p05.9', ['quality', 'effect', 'satisfaction', 'shortcomings', 'suggestions']],
    ['p06.3', 'p06.4', ['quality', 'attitude']],
    ['p09.2', 'p09.7', ['use', 'problems', 'advice']],
    ['p10.1', 'p10.2', ['quality', 'use', 'problems', 'suggestions']],
    ['p11.1', 'p11.6', ['quality', 'attitude', 'charge', 'satisfaction', 'shortcomings', 'suggestions']],
  ] as const)('%s: what its policy says of all visits (%s)', (clause, _, topics) => {
    expect(of(clause)).toMatchObject({ topics, graded: [] });
  });

  it('is a clause’s own where it has some (p07), and nothing where nothing is said (p08)', () => {
    expect(of('p07.7').topics).toEqual(['weather', 'suggestions', 'measures', 'improvements', 'needs']);
    expect(of('p07.8').topics).toEqual(['performance']);
    expect(of('p07.12').topics).toEqual(['quality', 'suggestions']);
    expect(of('p08.1').topics).toEqual([]);
  });

  it('is graded one by one under p04 only', () => {
    expect(of('p04.2').graded).toEqual(['timeliness', 'skill', 'attitude']);
    expect(
      [...policies.values()].flatMap(({ clauses }) => clauses.filter(({ graded }) => graded)).map(({ id }) => id),
    ).toEqual(['p04.4']);
  });

  it('of merged visits is everything once, on every form', () => {
    const merged = mergedContent([of('p02.3'), of('p06.3'), of('p02.12')]);
    expect(merged).toEqual({
      topics: ['effect', 'satisfaction', 'suggestions', 'needs', 'theme', 'quality', 'attitude'],
      graded: [],
      forms: ['重点户明细及服务情况'],
    });
  });

  it('is said in a few words', () => {
    expect(contentZh(of('p06.3'))).toBe('质量、态度');
    expect(contentZh(mergedContent([of('p04.1'), of('p06.3')]))).toBe('质量、及时性、技能、态度（逐项评分）');
    expect(contentZh(of('p08.1'))).toBe('');
  });
});
