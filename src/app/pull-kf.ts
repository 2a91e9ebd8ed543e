/**
 * Pulls what residents wrote: 微信客服 only rings, the messages are fetched page by page. A page's messages and the
 * cursor behind it commit together; the same page any number of times is the same messages once.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { factOf, giveBackLease, keepFact, takeLease } from '../store/facts.js';
import { insertInbox, LEASE_MS, type InboxEntry } from '../store/inbox.js';
import type { SyncPage, SyncRequest } from '../wecom/client.js';
import { NEEDS_OPERATOR, WecomError } from '../wecom/errors.js';
import { readKfMessage } from '../wecom/kf-message.js';

/** Fetches one page; the client's `syncKf`. */
export type SyncKf = (request: SyncRequest) => Promise<SyncPage>;

/** Beyond this many pages in one go the ringing is stuck; the next notice goes on. */
const MAX_PAGES = 1_000;
const CURSOR_REFUSED = 40058;
/** Without a notice's token the platform allows only a few pulls a minute: the rest waits for the next go. */
const MAX_TOKENLESS_PAGES = 8;

/**
 * Pulls everything there is; `token` is '' where the notice's is too old. False when it has to be asked again: another
 * instance is pulling this account, or there is more than may be pulled in one go.
 */
export async function pullKf(ctx: Context, sync: SyncKf, openKfId: string, token: string): Promise<boolean> {
  const name = `kf-cursor:${openKfId}`;
  const lease = (now: Instant): Promise<boolean> =>
    ctx.db.write((tx) => takeLease(tx, name, ctx.instance, now, LEASE_MS));
  if (!(await lease(ctx.clock.now()))) return false;
  try {
    let usable = token;
    for (let pages = 0; pages < (usable === '' ? MAX_TOKENLESS_PAGES : MAX_PAGES); pages += 1) {
      const pulled = await pullPage(ctx, sync, openKfId, usable);
      if (pulled === 'end') return true;
      if (pulled === 'token-refused') usable = '';
      if (!(await lease(ctx.clock.now()))) return false;
    }
    return false;
  } finally {
    await ctx.db.write((tx) => giveBackLease(tx, name, ctx.instance));
  }
}

type Pulled = 'more' | 'end' | 'token-refused';

/** One page. A cursor that the platform refuses is begun anew: what is known is skipped. */
async function pullPage(ctx: Context, sync: SyncKf, openKfId: string, token: string): Promise<Pulled> {
  const name = `kf-cursor:${openKfId}`;
  const cursor = (await factOf(ctx.db.read, name, ctx.clock.now()))?.value ?? '';
  let page: SyncPage;
  try {
    page = await sync({ openKfId, cursor, ...(token === '' ? {} : { token }) });
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
    if (error.errcode === CURSOR_REFUSED && cursor !== '') {
      ctx.log.warn({ openKfId }, 'the platform refused the cursor: reading from the beginning');
      await ctx.db.write((tx) => keepFact(tx, name, '', ctx.clock.now()));
      return 'more';
    }
    // The notice's token lives ten minutes only; what refuses it goes by several numbers.
    const permanent = error.errcode !== null && error.verdict === 'give-up' && !NEEDS_OPERATOR.has(error.errcode);
    if (token === '' || !permanent) throw error;
    return 'token-refused';
  }
  const now = ctx.clock.now();
  const entries = page.messages.flatMap((message) => entryOf(ctx, message, now));
  await ctx.db.write(async (tx) => {
    await insertInbox(tx, ctx.db.kind, entries);
    // An answer without a cursor moves nothing: from the beginning everything would be read again.
    if (page.nextCursor !== '') await keepFact(tx, name, page.nextCursor, now);
  });
  ctx.wake('inbox');
  return page.hasMore && page.nextCursor !== '' && page.nextCursor !== cursor ? 'more' : 'end';
}

function entryOf(ctx: Context, message: unknown, now: Instant): InboxEntry[] {
  const read = readKfMessage(message);
  if (read.kind === 'unreadable') {
    ctx.log.warn('a kf message without msgid was left out');
    return [];
  }
  return [
    {
      key: `kfmsg:${read.msgId}`,
      source: 'kf-message',
      person: `kf:${read.person}`,
      body: ctx.box.seal(JSON.stringify(message)),
      receivedAt: now,
    },
  ];
}
