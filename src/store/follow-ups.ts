/** Follow-ups 跟进: what a nonconformity 不合格, a promise 承诺, a request 报事 or a wrong number became. */
import type { Instant } from '../core/calendar.js';
import type { Grade, Role } from '../core/terms.js';
import type { Db, Tx } from './db.js';
import { findRow, findRows, insertRow, updateRows, type RowOf } from './rows.js';

export type NewFollowUp = {
  readonly estate: string;
  readonly visitNo: number | null;
  readonly household: string | null;
  readonly kind: 'nonconformity' | 'promise' | 'request' | 'wrong-person' | 'finding';
  readonly text: string | null;
  /** The role that has it. */
  readonly route: Role;
  readonly assignee: string | null;
  /** Of a promise: by when the household has its answer. */
  readonly promisedAt?: Instant;
};

/** Opens a follow-up; a second one of its kind on the same visit adds its words, and its time, to the open one. */
export async function openFollowUp(tx: Tx, followUp: NewFollowUp, now: Instant): Promise<number> {
  const { estate, visitNo, kind, text, promisedAt = null } = followUp;
  const open = visitNo === null ? null : await findRow(tx, 'followUp', { visitNo, kind, status: 'open' });
  if (open !== null) {
    const words = [open.text, text].filter((one) => one !== null && one !== '').join('；');
    const told = { text: words === '' ? null : words, promisedAt: promisedAt ?? open.promisedAt };
    await updateRows(tx, 'followUp', { id: open.id }, told);
    return open.id;
  }
  const { household, route, assignee } = followUp;
  const about = { estateId: estate, visitNo, household, kind, text, route, assignee, promisedAt };
  const row = await insertRow(tx, 'followUp', { ...about, status: 'open', openedAt: now });
  if (row === null) throw new Error('a follow-up was not stored');
  return row.id;
}

export async function hasOpenFollowUp(tx: Tx, visitNo: number, kind: NewFollowUp['kind']): Promise<boolean> {
  return (await findRow(tx, 'followUp', { visitNo, kind, status: 'open' })) !== null;
}

/** By when a visit's household was promised an answer; null where it was not. */
export async function promisedFor(tx: Tx, visitNo: number): Promise<Instant | null> {
  const row = await findRow(tx, 'followUp', { visitNo, kind: 'promise' }, 'ORDER BY "id" DESC');
  return row?.promisedAt == null ? null : (Number(row.promisedAt) as Instant);
}

/** How many follow-ups of a kind an estate has open. */
export function countOpenFollowUps(tx: Tx, estate: string, kind: NewFollowUp['kind']): Promise<number> {
  return tx.followUp.count({ where: { estateId: estate, kind, status: 'open' } });
}

/** The name under which a follow-up starts duties and visits, each time that it is worked. */
export const startedByFollowUp = (id: number, round = 1): string => `follow-up:${id}${round > 1 ? `/${round}` : ''}`;

/** The follow-up that started a duty, or started the one that it follows; null where none did. */
export function followUpOf(startedBy: string): number | null {
  const id = /(?:^|:)follow-up:(\d+)(?:\/\d+)?$/.exec(startedBy)?.[1];
  return id === undefined ? null : Number(id);
}

/** A case 个案 as it stands: a follow-up with a number, worked in steps, which are duties. */
export type Case = {
  /** Its number, which people write as 案12. */
  readonly id: number;
  readonly estate: string;
  readonly visitNo: number | null;
  readonly household: string | null;
  readonly kind: NewFollowUp['kind'];
  readonly isOpen: boolean;
  readonly text: string | null;
  readonly assignee: string | null;
  readonly promisedAt: Instant | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly closedBy: string | null;
  /** Which time it is worked: 2 after the household was dissatisfied with what had been done. */
  readonly round: number;
  /** What was done, as the household is told. */
  readonly outcome: string | null;
  /** The visit in which the household was told and asked again, and what it said. */
  readonly recheckNo: number | null;
  readonly answer: CaseAnswer | null;
};
/** A visit tells the household what was done in a case, and asks once more: what it had said, and who is next if it is not good. */
export type Recheck = {
  readonly case: number;
  readonly said: string | null;
  readonly done: string;
  readonly next: string;
};
export type CaseAnswer = Grade | 'not-reached';

const instant = (value: bigint | number | null): Instant | null => (value === null ? null : (Number(value) as Instant));

/** A row as the core knows it. */
export const toCase = (row: RowOf<'followUp'>): Case => ({
  id: row.id,
  estate: row.estateId,
  visitNo: row.visitNo,
  household: row.household,
  kind: row.kind as NewFollowUp['kind'],
  isOpen: row.status === 'open',
  text: row.text,
  assignee: row.assignee,
  promisedAt: instant(row.promisedAt),
  openedAt: Number(row.openedAt) as Instant,
  closedAt: instant(row.closedAt),
  closedBy: row.closedBy,
  round: row.round,
  outcome: row.outcome,
  recheckNo: row.recheckNo,
  answer: row.answer as CaseAnswer | null,
});

export async function caseById(tx: Tx, id: number): Promise<Case | null> {
  const row = await findRow(tx, 'followUp', { id });
  return row === null ? null : toCase(row);
}

/** The case, and on PostgreSQL nobody else changes it before this transaction ends. */
export async function lockCase(tx: Tx, { kind }: Pick<Db, 'kind'>, id: number): Promise<Case | null> {
  if (kind === 'postgres') await tx.$queryRaw`SELECT 1 FROM "FollowUp" WHERE "id" = ${id} FOR UPDATE`;
  return caseById(tx, id);
}

/** The open cases that somebody looks after. */
export async function openCasesHeldBy(tx: Tx, userid: string): Promise<readonly Case[]> {
  return (await findRows(tx, 'followUp', { assignee: userid, status: 'open' }, 'ORDER BY "id"')).map(toCase);
}

/** Those of these estates that are open, the oldest first. */
export async function openCasesAt(tx: Tx, estates: readonly string[]): Promise<readonly Case[]> {
  const rows = await tx.followUp.findMany({
    where: { estateId: { in: [...estates] }, status: 'open' },
    orderBy: { id: 'asc' },
    take: MOST_OPEN,
  });
  return rows.map(toCase);
}
const MOST_OPEN = 100;

export async function giveCaseTo(tx: Tx, id: number, assignee: string | null): Promise<void> {
  await updateRows(tx, 'followUp', { id }, { assignee });
}

/** The cases of a visit, the oldest first. */
export async function casesOfVisit(tx: Tx, visitNo: number): Promise<readonly Case[]> {
  return (await findRows(tx, 'followUp', { visitNo }, 'ORDER BY "id"')).map(toCase);
}

/** Changes what may change of a case; how many there were. */
export function changeCase(
  tx: Tx,
  id: number,
  change: Partial<Pick<Case, 'closedAt' | 'closedBy' | 'round' | 'outcome' | 'recheckNo' | 'answer' | 'text'>> & {
    readonly status?: 'open' | 'closed';
  },
): Promise<number> {
  return updateRows(tx, 'followUp', { id }, change);
}

/** Whether the same words of a household were passed on since then. */
export async function passedOnSince(
  tx: Tx,
  { estate, household, text }: { readonly estate: string; readonly household: string; readonly text: string },
  since: Instant,
): Promise<boolean> {
  const where = { estateId: estate, household, text, kind: 'request', openedAt: { gt: BigInt(since) } };
  return (await tx.followUp.findFirst({ where, select: { id: true } })) !== null;
}
