import { describe, expect, it } from 'vitest';
import { askMethods, rulesOf } from '../../../src/core/policy/visit-rules.js';
import { readPolicyFiles } from '../../../src/policy-files.js';

const p02 = readPolicyFiles(null).policies.get('p02') ?? null;
const isRefused = (clause: string, how: 'written' | 'phone'): boolean =>
  askMethods(rulesOf(p02, { clause, how: [how] }, null, 'Asia/Shanghai'), [how]).fault !== null;

describe('rules of method', () => {
  it('of all visits hold for a round (p02.6), in writing is none of its ways', () => {
    expect([isRefused('p02.1', 'phone'), isRefused('p02.1', 'written')]).toEqual([false, true]);
  });

  it('of visits say nothing of a questionnaire, which comes back in writing (p02.7)', () => {
    expect(isRefused('p02.7', 'written')).toBe(false);
  });
});
