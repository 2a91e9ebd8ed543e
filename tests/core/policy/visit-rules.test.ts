import { describe, expect, it } from 'vitest';
import { askMethods, rulesOf } from '../../../src/core/policy/visit-rules.js';
import type { Method } from '../../../src/core/terms.js';
import { readPolicyFiles } from '../../../src/policy-files.js';

const { policies } = readPolicyFiles(null);
const p02 = policies.get('p02') ?? null;
const isRefused = (clause: string, how: 'written' | 'phone'): boolean =>
  askMethods(rulesOf(p02, { clause, how: [how] }, null, 'Asia/Shanghai'), [how]).fault !== null;

describe('rules of method', () => {
  it('of all visits hold for a round (p02.6), in writing is none of its ways', () => {
    expect([isRefused('p02.1', 'phone'), isRefused('p02.1', 'written')]).toEqual([false, true]);
  });

  it('of visits say nothing of a questionnaire, which comes back in writing (p02.7)', () => {
    expect(isRefused('p02.7', 'written')).toBe(false);
  });

  it('let an estate with p02 and p05 record a visit at the door and on site: “等” leaves other ways open beside one of its own', () => {
    const both = ['in-person', 'on-site'] as const;
    const faults = (ids: readonly string[], how: readonly Method[]) =>
      ids.map((id) => {
        const policy = policies.get(id) ?? null;
        const clause = policy?.clauses.find(({ methodRules }) => methodRules !== undefined)?.id ?? '';
        return askMethods(rulesOf(policy, { clause, how }, null, 'Asia/Shanghai'), how).fault?.clause ?? null;
      });
    expect(faults(['p02', 'p05', 'p09'], both)).toEqual([null, null, null]);
    expect(faults(['p02', 'p05', 'p09'], ['in-person'])).toEqual([null, 'p05.8', 'p09.5']);
    expect(faults(['p02', 'p05', 'p09'], ['written'])).toEqual(['p02.6', 'p05.8', 'p09.5']);
  });
});
