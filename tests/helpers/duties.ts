/** Duties as they stand, in short lines, for tests. */
import { formatInstant } from '../../src/core/calendar.js';
import type { Db } from '../../src/store/db.js';

const ZONE = 'Asia/Shanghai';
const shortly = (at: bigint | null): string =>
  at === null
    ? '—'
    : formatInstant(Number(at) as never, ZONE)
        .slice(5, 16)
        .replace('T', ' ');

/** `p02.16 duty:0 open 03-25 00:00 liuyan`: clause, part, status, due, who has it. */
export async function dutyLines(db: Db, where: { readonly policyId?: string; readonly eventId?: string } = {}) {
  const rows = await db.read.duty.findMany({ where, orderBy: { no: 'asc' } });
  return rows.map((row) => [row.clause, row.item, row.status, shortly(row.due), row.assignee ?? '—'].join(' '));
}
