/** 请稍候: an answer that takes longer than a few seconds is announced to whoever asked, once. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { SECOND } from '../core/calendar.js';
import { enqueue } from '../store/outbox.js';
import type { Receivers } from './receive-message.js';

/** Most answers are there before it; what takes longer is mostly a report over many records. */
const PATIENCE_MS = 4 * SECOND;
const SAYS = '正在整理，请稍候，好了就发给您。';

/** `message`: what is worked, so that a second try says it no second time. It goes out before the answer, or not at all. */
export async function withPatience<T>(
  ctx: Context,
  { after }: Pick<Receivers, 'after'>,
  { to, message }: { readonly to: string; readonly message: string },
  work: () => Promise<T>,
): Promise<T> {
  let told: Promise<void> = Promise.resolve();
  const stop = after(PATIENCE_MS, () => {
    told = tell(ctx, to, message).catch((error: unknown) => {
      ctx.log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'nobody could be asked to wait');
    });
  });
  try {
    return await work();
  } finally {
    stop();
    await told;
  }
}

async function tell(ctx: Context, to: string, message: string): Promise<void> {
  const now: Instant = ctx.clock.now();
  const said = { channel: 'wecom-app', to, content: { kind: 'text', text: SAYS }, purpose: 'reply' } as const;
  await ctx.db.write((tx) => enqueue(tx, ctx, now, [{ ...said, key: `wait:${message}` }]));
  ctx.wake('outbox');
}
