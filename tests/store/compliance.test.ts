import { describe, expect, it } from 'vitest';
import { DAY, type Instant } from '../../src/core/calendar.js';
import { complianceOf } from '../../src/core/compliance.js';
import { complianceRows } from '../../src/store/compliance.js';
import { saveVisit, type StoredVisit } from '../../src/store/visits.js';
import { after, NOW, putVisit, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const RANGE = [after(-10 * DAY), NOW] as const;

async function put(startedBy: string, given: Partial<StoredVisit>): Promise<void> {
  const visit = await putVisit(test.db, { startedBy, earliest: after(-20 * DAY), due: after(-DAY) });
  await test.db.write((tx) => saveVisit(tx, { ...visit, status: 'recorded', ...given }, NOW));
}
const counted = async (range: readonly [Instant, Instant] = RANGE) => {
  const rows = await complianceRows(test.db.read, { estate: 'cuihu', range, now: NOW });
  const { inTime, late, open, overdue, due } = complianceOf([], rows)[0] ?? {};
  return { due, inTime, late, open, overdue };
};

describe('what fell due in a period', () => {
  it('is in time before its end, late from its end on', async () => {
    const due = after(-DAY);
    await put('A', { answeredAt: (due - 1) as Instant });
    await put('B', { answeredAt: due });
    await put('C', { status: 'with-staff' });
    await put('D', { status: 'not-drawn' });
    expect(await counted()).toEqual({ due: 3, inTime: 1, late: 1, open: 1, overdue: 1 });
  });

  it('belongs to the period whose last midnight is its end', async () => {
    await put('END', { due: RANGE[1], status: 'asked' });
    await put('BEFORE', { due: RANGE[0], status: 'asked' });
    expect(await counted()).toMatchObject({ due: 1, open: 1, overdue: 1 });
    expect(await counted([after(-30 * DAY), RANGE[0]])).toMatchObject({ due: 1 });
  });

  it('is judged by the clause’s own window where the visit also serves others', async () => {
    const own = { earliest: after(-20 * DAY), due: after(-2 * DAY), by: [], how: [], needsSignature: false };
    await put('LED', {
      due: after(-12 * DAY),
      answeredAt: after(-11 * DAY),
      why: { source: '投诉处理完毕后回访', own },
    });
    expect(await counted()).toMatchObject({ due: 1, inTime: 1, late: 0 });
  });

  it('holds duties, and nothing of another estate', async () => {
    const duty = {
      estateId: 'cuihu',
      policyId: 'p08',
      clause: 'p08.4',
      trigger: 'period',
      says: '写报告',
      by: '["manager"]',
      to: '[]',
      earliest: 0n,
      due: BigInt(after(-DAY)),
      policyVersion: 'v1',
      source: '原文',
      createdAt: 0n,
      updatedAt: 0n,
    };
    const doneAt = BigInt(after(-2 * DAY));
    await test.db.write((tx) =>
      tx.duty.createMany({
        data: [
          { ...duty, item: 'duty:0', startedBy: 'a', status: 'done', doneAt },
          { ...duty, item: 'duty:0', startedBy: 'b', status: 'open' },
          { ...duty, item: 'duty:0', startedBy: 'c', status: 'open', due: null },
          { ...duty, item: 'duty:0', startedBy: 'd', status: 'cancelled' },
          { ...duty, item: 'duty:0', startedBy: 'e', status: 'open', estateId: 'jinyuan' },
        ],
      }),
    );
    expect(await counted()).toEqual({ due: 2, inTime: 1, late: 0, open: 1, overdue: 1 });
  });
});
