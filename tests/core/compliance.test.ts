import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canFallDue, complianceOf, complianceRate, sumOf, type ComplianceRow } from '../../src/core/compliance.js';
import { keysOf, REACH_OUTCOMES, VISIT_STATUSES } from '../../src/core/terms.js';
import { readPolicyFiles } from '../../src/policy-files.js';

const p03 = readPolicyFiles(null).policies.get('p03');
if (p03 === undefined) throw new Error('no p03');

const visit = (given: Partial<Extract<ComplianceRow, { unit: 'visit' }>>): ComplianceRow => ({
  unit: 'visit',
  policy: 'p03',
  clause: 'p03.1',
  status: 'recorded',
  outcome: null,
  inTime: true,
  over: true,
  count: 1,
  ...given,
});
const line = (...rows: readonly ComplianceRow[]) => complianceOf([p03], rows).find(({ clause }) => clause === 'p03.1');

describe('the lines of compliance', () => {
  it('are every clause that can have dues, zeros included, in the order of the policy', () => {
    const lines = complianceOf([p03], []);
    expect(lines.map(({ clause }) => clause)).toEqual(p03.clauses.filter(canFallDue).map(({ id }) => id));
    expect(lines.every(({ due, reasons }) => due === 0 && Object.keys(reasons).length === 0)).toBe(true);
    expect(lines.map(({ clause }) => clause)).toContain('p03.1');
  });

  it('count what was done in time and late, what is open, and what is excused with its reason', () => {
    expect(
      line(
        visit({ count: 5 }),
        visit({ status: 'reviewed', inTime: false, count: 2 }),
        visit({ status: 'asked', inTime: false, over: false, count: 3 }),
        visit({ status: 'with-staff', inTime: false, count: 4 }),
        visit({ status: 'unreachable', outcome: 'unreachable', inTime: false }),
        visit({ status: 'unreachable', outcome: 'silent', inTime: false, count: 3 }),
        visit({ status: 'unreachable', outcome: 'not-done', inTime: false, count: 2 }),
        visit({ status: 'unreachable', outcome: 'moved', inTime: false, count: 2 }),
        visit({ status: 'with-staff', outcome: 'refused', inTime: false }),
        visit({ status: 'replaced', outcome: 'replaced', inTime: false }),
      ),
    ).toEqual({
      policy: 'p03',
      clause: 'p03.1',
      title: expect.any(String) as string,
      due: 24,
      inTime: 5,
      late: 2,
      open: 13,
      overdue: 10,
      excused: 4,
      reasons: { unreachable: 1, silent: 3, 'not-done': 2, moved: 2, refused: 1, replaced: 1 },
    });
  });

  it('leave out what was never asked for', () => {
    const never = (['planned', 'not-drawn', 'cancelled'] as const).map((status) => visit({ status }));
    expect(line(...never)?.due).toBe(0);
  });

  it('count a visit that was made after a refusal as made', () => {
    expect(line(visit({ outcome: 'refused' }))).toMatchObject({ inTime: 1, excused: 0 });
  });

  it('hold duties as well, and clauses of policies that were left since', () => {
    const duty = { unit: 'duty', policy: 'p08', clause: 'p08.4', inTime: false, over: true, count: 2 } as const;
    const rows: readonly ComplianceRow[] = [
      { ...duty, status: 'done' },
      { ...duty, status: 'open' },
      { ...duty, status: 'excused' },
      { ...duty, status: 'cancelled' },
    ];
    const found = complianceOf([p03], rows).find(({ clause }) => clause === 'p08.4');
    expect(found).toMatchObject({ due: 6, late: 2, open: 2, overdue: 2, excused: 2, reasons: { noted: 2 } });
  });

  it('always add up', () => {
    const row = fc.record({
      unit: fc.constant('visit' as const),
      policy: fc.constant('p03'),
      clause: fc.constantFrom('p03.1', 'p03.2', 'p03.4'),
      status: fc.constantFrom(...keysOf(VISIT_STATUSES)),
      outcome: fc.constantFrom(null, ...keysOf(REACH_OUTCOMES)),
      inTime: fc.boolean(),
      over: fc.boolean(),
      count: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const counted = rows.filter(({ status }) => !['planned', 'not-drawn', 'cancelled'].includes(status));
        const lines = complianceOf([p03], rows);
        for (const { due, inTime, late, open, overdue, excused } of lines) {
          expect(due).toBe(inTime + late + open + excused);
          expect(overdue).toBeLessThanOrEqual(open);
        }
        expect(sumOf(lines).due).toBe(counted.reduce((sum, { count }) => sum + count, 0));
      }),
    );
  });
});

describe('the rate', () => {
  it('is done in time of what had to be done by now, and nothing where nothing had to', () => {
    expect(complianceRate({ inTime: 2, late: 1, overdue: 0 })).toBe('66.7');
    expect(complianceRate({ inTime: 9, late: 0, overdue: 1 })).toBe('90.0');
    expect(complianceRate({ inTime: 0, late: 0, overdue: 0 })).toBeNull();
  });
});
