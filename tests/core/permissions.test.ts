import { describe, expect, it } from 'vitest';
import { can } from '../../src/core/permissions.js';
import type { Role } from '../../src/core/terms.js';

const staff = (role: Role, estate = 'cuihu') => ({ userid: 'wang', roles: [{ estate, role }] });
const there = { estate: 'cuihu' };

describe('who may do what', () => {
  it.each([
    'supervisor',
    'manager',
    'quality',
    'customer-service-hq',
    'vice-president',
    'general-manager',
    'company-leader',
  ] as const)('a %s sees the rates of the estate', (role) =>
    expect(can(staff(role), 'see rates', there)).toEqual({ allowed: true }),
  );

  it('a steward sees no rates, and the refusal names who does', () => {
    const refused = can(staff('steward'), 'see rates', there);
    expect(refused).toMatchObject({ allowed: false, who: expect.arrayContaining(['supervisor', 'manager']) });
  });

  it('a role counts only in its own estate', () => {
    expect(can(staff('manager', 'jinyuan'), 'see rates', there).allowed).toBe(false);
    expect(can({ userid: 'nobody', roles: [] }, 'see own tasks', there).allowed).toBe(false);
  });

  it('a task without a person is claimed by anyone who visits, a colleague’s only by the supervisor or manager', () => {
    expect(can(staff('steward'), 'claim task', { ...there, assignee: null }).allowed).toBe(true);
    expect(can(staff('steward'), 'claim task', { ...there, assignee: 'wang' }).allowed).toBe(true);
    expect(can(staff('steward'), 'claim task', { ...there, assignee: 'zhang' })).toEqual({
      allowed: false,
      who: ['supervisor', 'manager'],
    });
    expect(can(staff('supervisor'), 'claim task', { ...there, assignee: 'zhang' }).allowed).toBe(true);
  });

  it('a record is reviewed by the roles of its clause, and by those that a role without a person falls to', () => {
    expect(can(staff('department-head'), 'review record', { ...there, by: ['department-head'] }).allowed).toBe(true);
    expect(can(staff('manager'), 'review record', { ...there, by: ['supervisor'] }).allowed).toBe(true);
    expect(can(staff('steward'), 'review record', { ...there, by: ['supervisor'] })).toMatchObject({ allowed: false });
  });

  it('dissatisfied records are for those who answer for the figures', () => {
    expect(can(staff('quality'), 'see dissatisfied', there).allowed).toBe(true);
    expect(can(staff('steward'), 'see dissatisfied', there).allowed).toBe(false);
  });
});
