/** Visits, records and services of two estates as chance made them, the same each time: to be counted again. */
import type { Instant } from '../../src/core/calendar.js';
import { DAY } from '../../src/core/calendar.js';
import type { EventKind, Grade, VisitStatus } from '../../src/core/terms.js';
import type { Db } from '../../src/store/db.js';
import { upsertStaff } from '../../src/store/staff.js';
import { BOX } from './box.js';

/** 2026-04-02T10:00:00+08:00: after all windows of the first quarter. */
export const NOW = Date.UTC(2026, 3, 2, 2) as Instant;
const FIRST = Date.UTC(2026, 0, 20);

export type MadeEvent = {
  readonly id: string;
  readonly worker: string | null;
  readonly department: string | null;
  readonly reportedAt: number | null;
  readonly resolvedAt: number | null;
};
export type Made = {
  readonly no: number;
  readonly visit: {
    readonly kind: EventKind;
    readonly policyId: string;
    readonly startedBy: string;
    readonly assignee: string | null;
    readonly servedBy: number | null;
    readonly status: VisitStatus;
    readonly earliest: number;
    readonly due: number;
    readonly issuedAt: number | null;
    readonly answeredAt: number | null;
  };
  readonly event: MadeEvent | null;
  /** In their order; the last one counts. */
  readonly records: readonly MadeRecord[];
  readonly record: MadeRecord | null;
};
type MadeRecord = {
  readonly grade: Grade | null;
  readonly at: number;
  readonly by: string;
  readonly unfinished: boolean;
  readonly isReturned: boolean;
};

/** A sequence of numbers below 1 that is the same each time. */
function chance(): () => number {
  let state = 20_260_310;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const STATUSES: readonly VisitStatus[] = [
  'planned',
  'not-drawn',
  'drawn',
  'assigned',
  'asked',
  'postponed',
  'with-staff',
  'unreachable',
  'replaced',
  'cancelled',
];

type Chance = {
  readonly next: () => number;
  readonly pick: <T>(of: readonly T[]) => T;
  readonly some: () => number;
};

/** So many visits of 翠湖, and as many of another estate beside them, which are not told. */
export async function figuresWorld(
  db: Db,
  count: number,
): Promise<{ readonly made: readonly Made[]; readonly events: readonly MadeEvent[] }> {
  const next = chance();
  const by: Chance = {
    next,
    pick: (of) => of[Math.floor(next() * of.length)] as (typeof of)[number],
    some: () => FIRST + Math.floor(next() * 70 * DAY),
  };
  const all = Array.from({ length: count * 2 }, (_, index) => {
    const event = newEvent(index, by);
    const visit = newVisit(index, event, by);
    const isDone = visit.answeredAt !== null;
    const records = isDone ? by.pick([1, 1, 2]) : 0;
    const made = Array.from({ length: records }, () => newRecord(visit.answeredAt ?? 0, by));
    return { estateId: index % 2 === 0 ? 'cuihu' : 'jin', no: index + 1, event, visit, records: made };
  });
  await db.write(async (tx) => {
    for (const [userid, name] of [
      ['zhang', '张伟'],
      ['wang', '王芳'],
    ] as const)
      await upsertStaff(tx, BOX, { userid, name, roles: [{ estate: 'cuihu', role: 'steward', households: [] }] }, NOW);
    await tx.event.createMany({ data: all.map(({ estateId, event, visit }) => eventRow(estateId, event, visit.kind)) });
    await tx.visit.createMany({
      data: all.map(({ estateId, no, event, visit }) => visitRow(estateId, no, event, visit)),
    });
    await tx.record.createMany({
      data: all.flatMap(({ estateId, no, visit, records }) =>
        records.map((record, index) => ({
          ...recordRow(estateId, no, visit, record),
          id: `${no}-${index + 1}`,
          seq: index + 1,
          current: index === records.length - 1,
        })),
      ),
    });
  });
  const own = all.filter(({ estateId }) => estateId === 'cuihu');
  return {
    made: own.map(({ no, event, visit, records }) => ({ no, event, visit, record: records.at(-1) ?? null, records })),
    events: own.map(({ event }) => event),
  };
}

function newEvent(index: number, { next, pick, some }: Chance): MadeEvent {
  const resolvedAt = some();
  return {
    id: `E${index}`,
    worker: pick(['zhang', 'wang', '王芳', '王师傅', null]),
    department: pick(['工程部', '工程部二组', '100%_部', '100xx部', null]),
    reportedAt: pick([resolvedAt - Math.floor(next() * 3 * DAY), null]),
    resolvedAt: pick([resolvedAt, resolvedAt, null]),
  };
}

function newVisit(index: number, event: MadeEvent, { next, pick, some }: Chance): Made['visit'] {
  const isDone = next() < 0.6;
  const issuedAt = next() < 0.6 ? some() : null;
  const due = pick([some(), Date.UTC(2026, 1, 28, 16), Date.UTC(2026, 0, 31, 16)]);
  return {
    kind: pick(['repair', 'complaint', 'help'] as const),
    policyId: pick(['p03', 'p05']),
    startedBy: next() < 0.05 ? `follow-up:${index}` : event.id,
    assignee: pick(['zhang', 'wang', null]),
    servedBy: next() < 0.1 ? 1 : null,
    status: isDone ? pick(['recorded', 'reviewed', 'closed'] as const) : pick(STATUSES),
    earliest: due - 5 * DAY,
    due,
    issuedAt,
    answeredAt: isDone ? (issuedAt ?? some()) + Math.floor(next() * 5 * DAY) : null,
  };
}

const newRecord = (at: number, { next, pick }: Chance): MadeRecord => ({
  grade: pick(['satisfied', 'satisfied', 'fairly', 'dissatisfied', null]),
  at,
  by: pick(['zhang', 'wang', 'resident:cuihu/r-1']),
  unfinished: next() < 0.2,
  isReturned: next() < 0.2,
});

const eventRow = (estateId: string, event: MadeEvent, kind: EventKind) => ({
  estateId,
  id: event.id,
  kind,
  worker: event.worker,
  resolvedAt: event.resolvedAt === null ? null : BigInt(event.resolvedAt),
  data: JSON.stringify({ ...event, kind, description: '写着"department":"工程部"' }),
  hash: '',
  createdAt: 0n,
  updatedAt: 0n,
});

const visitRow = (estateId: string, no: number, event: MadeEvent, visit: Made['visit']) => ({
  ...visit,
  no,
  estateId,
  earliest: BigInt(visit.earliest),
  due: BigInt(visit.due),
  issuedAt: visit.issuedAt === null ? null : BigInt(visit.issuedAt),
  answeredAt: visit.answeredAt === null ? null : BigInt(visit.answeredAt),
  clause: `${visit.policyId}.2`,
  counterparty: '3-2-1204',
  visit: 1,
  eventId: event.id,
  household: '3-2-1204',
  by: '[]',
  how: '[]',
  record: '回访记录表',
  policyVersion: '',
  why: '{}',
  createdAt: 0n,
  updatedAt: 0n,
});

const recordRow = (estateId: string, visitNo: number, visit: Made['visit'], record: MadeRecord) => ({
  visitNo,
  estateId,
  policyId: visit.policyId,
  clause: `${visit.policyId}.2`,
  kind: visit.kind,
  grade: record.grade,
  unfinished: record.unfinished,
  method: 'phone',
  by: record.by,
  at: BigInt(record.at),
  why: '[]',
  reviewedBy: record.isReturned ? 'liu' : null,
});
