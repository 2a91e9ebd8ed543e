/** What is said to a member of staff in reply: words and cards, in their order. */
import type { OutgoingContent } from '../channels/channel.js';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Tx } from '../store/db.js';
import { enqueue } from '../store/outbox.js';
import type { Said } from './answer.js';
import { newKey } from './tell-staff.js';

const contentOf = (said: Said): OutgoingContent =>
  typeof said === 'string' ? { kind: 'text', text: said } : { kind: 'card', card: said };

export async function sayToStaff(tx: Tx, ctx: Context, to: string, said: readonly Said[], now: Instant): Promise<void> {
  const messages = said.map((one) => ({
    key: newKey(),
    channel: 'wecom-app' as const,
    to,
    content: contentOf(one),
    purpose: 'reply' as const,
  }));
  await enqueue(tx, ctx, now, messages);
}
