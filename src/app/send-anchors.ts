/**
 * Sends anchors 存证 to the manager's chat: after draws of an estate were closed, and once a month. One message for each
 * estate, in the morning; what was sent is kept, so that it is sent once.
 */
import type { Context } from '../context.js';
import { anchorText } from '../core/anchor.js';
import { formatInstant, localDate, startOfDay, startOfMonth, type Instant } from '../core/calendar.js';
import { afterQuiet } from '../core/contact.js';
import type { Role } from '../core/terms.js';
import { chainHead, drawsSince, keepAnchor, lastAnchor } from '../store/anchors.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { ESTATE_DEFAULTS, estates, knownSince, type Estate } from '../store/estates.js';
import { enqueue } from '../store/outbox.js';
import { staffWithRole } from '../store/staff.js';
import { newKey } from './tell-staff.js';

/** Who keeps it; where there is no manager, whoever stands for one. */
const KEEPERS: readonly Role[] = ['manager', 'general-manager', 'supervisor'];

/** Every estate's, where something is to be anchored. One that fails keeps no other back. */
export async function sendAnchors(ctx: Context, now: Instant): Promise<void> {
  for (const estate of await estates(ctx.db.read)) {
    try {
      await ctx.db.write((tx) => sendAnchor(tx, ctx, estate, now));
    } catch (error) {
      ctx.log.error(
        { estate: estate.id, error: error instanceof Error ? error.name : 'unknown' },
        'no anchor was sent',
      );
    }
  }
  ctx.wake('outbox');
}

async function sendAnchor(tx: Tx, ctx: Context, estate: Estate, now: Instant): Promise<void> {
  const last = await lastAnchor(tx, estate.id);
  const draws = await drawsSince(tx, estate.id, last?.at ?? (-1 as Instant));
  const month = startOfDay(startOfMonth(localDate(now, estate.timezone)), estate.timezone);
  const since = last?.at ?? (await knownSince(tx, estate.id)) ?? now;
  if (draws.closed.length === 0 && since >= month) return;
  const head = await chainHead(tx);
  if (head === null) return;
  const at = formatInstant(now, estate.timezone).slice(0, 16).replace('T', ' ');
  const text = anchorText({ estate: estate.name, at, ...head, ...draws });
  await keepAnchor(tx, estate.id, { at: now, ...head, text });
  const to = await keepersOf(tx, estate.id);
  const quietHours = estate.quietHours ?? ESTATE_DEFAULTS.quietHours;
  const notBefore = afterQuiet({ zone: estate.timezone, quietHours }, now);
  await enqueue(
    tx,
    ctx,
    now,
    to.map((userid) => ({
      key: newKey(),
      channel: 'wecom-app',
      to: userid,
      content: { kind: 'text', text },
      purpose: 'alert',
      notBefore,
    })),
  );
  const entry = { at: now, actor: 'system', action: 'anchor.sent', estate: estate.id, subject: `estate:${estate.id}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { ...head, to } }]);
}

async function keepersOf(tx: Tx, estate: string): Promise<readonly string[]> {
  for (const role of KEEPERS) {
    const people = await staffWithRole(tx, estate, role);
    if (people.length > 0) return people.map(({ userid }) => userid);
  }
  return [];
}
