/** 转交图片与语音: a resident's file goes to those who look after it, in WeCom; to whom it went is in the audit log. */
import type { Context } from '../context.js';
import type { FileContent } from '../channels/channel.js';
import type { Instant } from '../core/calendar.js';
import type { Role } from '../core/terms.js';
import { isTask } from '../core/visit.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import type { SentFile } from '../store/files.js';
import { enqueue } from '../store/outbox.js';
import type { StoredVisit } from '../store/visits.js';
import { newKey, peopleFor } from './tell-staff.js';

type Given = {
  readonly estate: Estate;
  readonly visit: StoredVisit | null;
  readonly file: Pick<SentFile, 'id' | 'media'>;
  /** The first of these that has a person gets it, and so does whoever has the visit as a task by now. */
  readonly roles: readonly Role[];
};

export async function giveFile(
  tx: Tx,
  ctx: Context,
  { estate, visit, file, roles }: Given,
  now: Instant,
): Promise<void> {
  const assignee = visit !== null && isTask(visit) && visit.assignee !== null ? [visit.assignee] : [];
  const people = [...new Set([...assignee, ...(await peopleFor(tx, estate, roles, now))])];
  const about = visit === null ? { estate: estate.id } : { visitNo: visit.no };
  const content: FileContent = { kind: file.media, file: file.id };
  await enqueue(
    tx,
    ctx,
    now,
    people.map((to) => ({ key: newKey(), channel: 'wecom-app', to, content, purpose: 'alert', ...about })),
  );
  const subject = visit === null ? `estate:${estate.id}` : `visit:${visit.no}`;
  const entry = { at: now, actor: 'system', action: 'media.given', estate: estate.id, subject };
  await appendAudit(
    tx,
    ctx.db,
    people.map((to) => ({ ...entry, detail: { file: file.id, to } })),
  );
}
