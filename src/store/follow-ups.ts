/** Follow-ups 跟进: what a nonconformity 不合格, a request 报事 or a wrong number became. */
import type { Instant } from '../core/calendar.js';
import type { Role } from '../core/terms.js';
import type { Tx } from './db.js';
import { findRow, insertRow, updateRows } from './rows.js';

export type NewFollowUp = {
  readonly estate: string;
  readonly visitNo: number | null;
  readonly household: string | null;
  readonly kind: 'nonconformity' | 'request' | 'wrong-person';
  readonly text: string | null;
  /** The role that has it. */
  readonly route: Role;
  readonly assignee: string | null;
};

/** Opens a follow-up; a second one of its kind on the same visit adds its words to the open one. */
export async function openFollowUp(tx: Tx, followUp: NewFollowUp, now: Instant): Promise<number> {
  const { estate, visitNo, kind, text } = followUp;
  const open = visitNo === null ? null : await findRow(tx, 'followUp', { visitNo, kind, status: 'open' });
  if (open !== null) {
    const words = [open.text, text].filter((one) => one !== null && one !== '').join('；');
    await updateRows(tx, 'followUp', { id: open.id }, { text: words === '' ? null : words });
    return open.id;
  }
  const { household, route, assignee } = followUp;
  const made = { estateId: estate, visitNo, household, kind, text, route, assignee, status: 'open', openedAt: now };
  const row = await insertRow(tx, 'followUp', made);
  if (row === null) throw new Error('a follow-up was not stored');
  return row.id;
}

export async function hasOpenFollowUp(tx: Tx, visitNo: number, kind: NewFollowUp['kind']): Promise<boolean> {
  return (await findRow(tx, 'followUp', { visitNo, kind, status: 'open' })) !== null;
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
