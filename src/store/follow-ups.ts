/** Follow-ups 跟进: what a nonconformity 不合格, a promise 承诺, a request 报事 or a wrong number became. */
import type { Instant } from '../core/calendar.js';
import type { Role } from '../core/terms.js';
import type { Tx } from './db.js';
import { findRow, insertRow, updateRows } from './rows.js';

export type NewFollowUp = {
  readonly estate: string;
  readonly visitNo: number | null;
  readonly household: string | null;
  readonly kind: 'nonconformity' | 'promise' | 'request' | 'wrong-person';
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

/** The name under which a follow-up starts duties. */
export const startedByFollowUp = (id: number): string => `follow-up:${id}`;

/** The follow-up that started a duty, or started the one that it follows; null where none did. */
export function followUpOf(startedBy: string): number | null {
  const id = /(?:^|:)follow-up:(\d+)$/.exec(startedBy)?.[1];
  return id === undefined ? null : Number(id);
}

export async function closeFollowUp(tx: Tx, id: number, now: Instant): Promise<void> {
  await updateRows(tx, 'followUp', { id, status: 'open' }, { status: 'closed', closedAt: now });
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
