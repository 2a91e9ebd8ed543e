/** What a member of staff did, kept in the audit under their name. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { appendAudit, type AuditEntry } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import type { Staff } from '../store/staff.js';

/** Who does something, where, and when. */
export type Acting = { readonly staff: Staff; readonly estate: Estate; readonly now: Instant };

/** Keeps it, in the transaction that does it. */
export const keepAct = (
  tx: Tx,
  ctx: Pick<Context, 'db'>,
  { staff, estate, now }: Acting,
  act: Pick<AuditEntry, 'action' | 'subject' | 'detail'>,
): Promise<void> => appendAudit(tx, ctx.db, [{ at: now, actor: staff.userid, estate: estate.id, ...act }]);
