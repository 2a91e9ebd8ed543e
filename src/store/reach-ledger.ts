/** The reach ledger 到访台账 of an estate and period, page by page: drawn households with all attempts to reach them. */
import type { Instant } from '../core/calendar.js';
import { maskedPhone } from '../core/reach.js';
import type { LedgerVisit } from '../core/report/reach-ledger.js';
import type { AttemptOutcome, Grade, ReachOutcome, VisitStatus } from '../core/terms.js';
import type { Box } from './box.js';
import type { Prisma, Tx } from './db.js';

/** The visits whose windows end in `range`, `(start, end]`: at its end a window that is through the last day ends too. */
export type LedgerQuestion = { readonly estate: string; readonly range: readonly [Instant, Instant] };

type VisitRow = NonNullable<Awaited<ReturnType<Tx['visit']['findUnique']>>>;

/** Up to `limit` visits with a number above `after`, by number. */
export async function ledgerPage(
  tx: Tx,
  box: Box,
  { estate, range: [start, end] }: LedgerQuestion,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly LedgerVisit[]> {
  const visits = await tx.visit.findMany({
    where: { estateId: estate, due: { gt: BigInt(start), lte: BigInt(end) }, no: { gt: after }, ...DRAWN },
    orderBy: { no: 'asc' },
    take: limit,
  });
  const nos = visits.map(({ no }) => no);
  const talks = [...new Set(visits.map(talkOf))];
  const attempts = await tx.attempt.findMany({
    where: { visitNo: { in: talks } },
    orderBy: [{ visitNo: 'asc' }, { number: 'asc' }],
  });
  const records = await tx.record.findMany({ where: { visitNo: { in: talks }, current: true } });
  const replacing = await tx.visit.findMany({
    where: { replaces: { in: nos } },
    select: { no: true, replaces: true },
  });
  return visits.map((visit) => {
    const record = records.find(({ visitNo }) => visitNo === talkOf(visit)) ?? null;
    return {
      ...plain(visit),
      assignee: visit.assignee,
      replacedBy: replacing.find(({ replaces }) => replaces === visit.no)?.no ?? null,
      grade: (record?.grade ?? null) as Grade | null,
      called: record?.calledCipher == null ? null : maskedPhone(box.open(record.calledCipher)),
      signature:
        record === null
          ? null
          : record.confirmedAt !== null
            ? 'signed'
            : visit.needsSignature
              ? 'waiting'
              : 'not-needed',
      attempts: attempts
        .filter(({ visitNo }) => visitNo === talkOf(visit))
        .map(({ number, channel, at, by, outcome, note }) => ({
          number,
          channel: channel as LedgerVisit['attempts'][number]['channel'],
          at: Number(at) as Instant,
          by,
          outcome: outcome as AttemptOutcome,
          note: note === null ? null : box.open(note),
        })),
    };
  });
}

/** Drawn: cancelled ones only where somebody was to go already. */
const DRAWN: Prisma.VisitWhereInput = {
  status: { notIn: ['planned', 'not-drawn'] },
  NOT: { status: 'cancelled', assignedAt: null },
};

/** The visit by whose conversation and record this one is made. */
const talkOf = ({ no, servedBy }: VisitRow): number => servedBy ?? no;

const plain = (row: VisitRow) => ({
  visit: row.no,
  household: row.household,
  counterparty: row.counterparty,
  policy: row.policyId,
  clause: row.clause,
  event: row.eventId,
  form: row.record,
  status: row.status as VisitStatus,
  earliest: Number(row.earliest) as Instant,
  due: Number(row.due) as Instant,
  outcome: row.outcome as ReachOutcome | null,
  outcomeAt: row.outcomeAt === null ? null : (Number(row.outcomeAt) as Instant),
  replaces: row.replaces,
});

/** The names of all staff, by userid: a ledger names those who left too. */
export async function staffNames(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.staff.findMany({ select: { userid: true, name: true } });
  return new Map(rows.map(({ userid, name }) => [userid, name]));
}
