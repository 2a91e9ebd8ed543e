import { describe, expect, it } from 'vitest';
import { againRole } from '../../../src/core/policy/case-steps.js';
import type { Role } from '../../../src/core/terms.js';

const rounds = (policy: Parameters<typeof againRole>[0]): readonly Role[] =>
  [2, 3, 4].map((round) => againRole(policy, round));

describe('who works a case again', () => {
  it('is whom the policy names, the last of them from then on', () => {
    expect(rounds({ again: { by: ['office', 'manager'] } })).toEqual(['office', 'manager', 'manager']);
    expect(rounds({ again: { by: ['department-manager'] } })).toEqual([
      'department-manager',
      'department-manager',
      'department-manager',
    ]);
  });

  it('is, where it names nobody, who comes after the first where a role has nobody', () => {
    expect(rounds({})).toEqual(['manager', 'general-manager', 'general-manager']);
    expect(rounds({ fallback: ['works-lead', 'project-management'] })).toEqual([
      'project-management',
      'supervisor',
      'manager',
    ]);
  });
});
