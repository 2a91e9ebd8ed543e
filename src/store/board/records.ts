/** All rows of a visit's record 回访记录, the first and each correction, as they were written. */
import type { Instant } from '../../core/calendar.js';
import type { TopicAnswers } from '../../core/policy/content.js';
import type { Direction, Grade, Method } from '../../core/terms.js';
import type { Tx } from '../db.js';
import { findRows } from '../rows.js';

export type RecordRow = {
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
  readonly method: Method | 'paper';
  readonly grade: Grade | null;
  readonly grades: Readonly<Partial<Record<Direction, Grade>>> | null;
  readonly remark: string | null;
  readonly topics: TopicAnswers;
  readonly unfinished: boolean;
  readonly chargeAsQuoted: boolean | null;
  readonly isCurrent: boolean;
  readonly confirmedAt: Instant | null;
  readonly reviewed: boolean;
  readonly reviewedBy: string | null;
  readonly reviewedAt: Instant | null;
  readonly opinion: string | null;
};

const instant = (value: bigint | number | null): Instant | null => (value === null ? null : (Number(value) as Instant));

/** The first written first. */
export async function recordRows(tx: Tx, visitNo: number): Promise<readonly RecordRow[]> {
  const rows = await findRows(tx, 'record', { visitNo }, 'ORDER BY "seq"');
  return rows.map((row) => ({
    id: row.id,
    at: Number(row.at) as Instant,
    by: row.by,
    method: row.method as Method | 'paper',
    grade: row.grade as Grade | null,
    grades: row.grades === null ? null : (JSON.parse(row.grades) as RecordRow['grades']),
    remark: row.remark,
    topics: row.topics === null ? {} : (JSON.parse(row.topics) as TopicAnswers),
    unfinished: Boolean(row.unfinished),
    chargeAsQuoted: row.chargeAsQuoted === null ? null : Boolean(row.chargeAsQuoted),
    isCurrent: Boolean(row.current),
    confirmedAt: instant(row.confirmedAt),
    reviewed: Boolean(row.reviewed),
    reviewedBy: row.reviewedBy,
    reviewedAt: instant(row.reviewedAt),
    opinion: row.opinion,
  }));
}
