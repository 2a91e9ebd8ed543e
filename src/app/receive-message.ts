/** An inbox row → who wrote → their talk or command; worked in one transaction with the row's own end. */
import { backoffMs } from '../channels/backoff.js';
import type { TaskCard } from '../channels/channel.js';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Tx } from '../store/db.js';
import {
  ClaimLost,
  deferInbox,
  failInbox,
  finishInbox,
  finishNotices,
  MAX_ATTEMPTS,
  newestInbox,
  type ClaimedInbox,
} from '../store/inbox.js';
import { WecomError } from '../wecom/errors.js';
import { readKfMessage } from '../wecom/kf-message.js';
import { readMessage } from '../wecom/message.js';
import { fetchMedia, type FetchMedia } from './fetch-media.js';
import { pullKf, type SyncKf } from './pull-kf.js';
import { receiveFromResident } from './receive-resident.js';
import type { Directory } from './change-roster.js';
import { receiveFromStaff } from './receive-staff.js';

/** What the work of the inbox reaches out to, beside rows. */
export type Receivers = {
  /** The account of 微信客服 that is ours, and how its pages and files are fetched; null where it is not configured. */
  readonly kf: { readonly account: string; readonly sync: SyncKf; readonly fetchMedia: FetchMedia } | null;
  /** How what staff send to the app is fetched; null where it is not configured. */
  readonly fetchAppMedia: FetchMedia | null;
  /** The company's contacts; null where they cannot be asked. */
  readonly directory: Directory | null;
  /** Puts words in the place of a card's buttons, or another card in its place; what fails is only said in the log. */
  readonly updateCard: (userid: string, responseCode: string, shown: string | TaskCard) => Promise<void>;
  /** Runs something once so much time has passed, by the clock on the wall; the answer calls it off. */
  readonly after: (ms: number, run: () => void) => () => void;
};

/** The transaction in which a message's effects commit, and with them the end of its row. */
export type Finish = (work: (tx: Tx, now: Instant) => Promise<void>) => Promise<void>;

/** Works a claimed row. A failure gives it back for later, and puts it aside after the last try; nothing is lost. */
export async function workInbox(ctx: Context, receivers: Receivers, row: ClaimedInbox, jitter: number): Promise<void> {
  let finished = false;
  const finish: Finish = async (work) => {
    await ctx.db.write(async (tx) => {
      const now = ctx.clock.now();
      await work(tx, now);
      await finishInbox(tx, row.id, ctx.instance, now);
    });
    finished = true;
    ctx.wake('outbox');
  };
  try {
    await dispatch(ctx, receivers, row, finish);
    if (!finished) await finish(async () => undefined);
  } catch (error) {
    if (error instanceof ClaimLost) return;
    if (error instanceof PullUnfinished || error instanceof WecomError) return putOff(ctx, row, error, jitter);
    const name = error instanceof Error ? error.name : 'unknown';
    const last = row.attempts >= MAX_ATTEMPTS;
    ctx.log[last ? 'error' : 'warn'](
      { inbox: row.id, attempts: row.attempts, error: name },
      last ? 'a message was put aside' : 'a message could not be worked; it comes again',
    );
    const retryAt = (ctx.clock.now() + backoffMs(row.attempts, jitter)) as Instant;
    await ctx.db.write((tx) => failInbox(tx, row, ctx.instance, retryAt, name));
  }
}

/** The longest pause between two tries to reach the platform: whoever wrote is waiting. Nobody waits for a picture. */
const LONGEST_WAIT_MS = 60_000;

/** That the platform cannot be reached, or refuses, says nothing against the row: it waits for as long as it takes. */
async function putOff(
  ctx: Context,
  row: ClaimedInbox,
  error: PullUnfinished | WecomError,
  jitter: number,
): Promise<void> {
  ctx.log.warn({ inbox: row.id, attempts: row.attempts, reason: error.message }, 'a pull has to wait');
  const asked = error instanceof WecomError ? (error.retryAfterMs ?? 0) : 0;
  const longest = row.source === 'media' ? Infinity : LONGEST_WAIT_MS;
  const waitMs = Math.max(asked, Math.min(longest, backoffMs(row.attempts, jitter)));
  const retryAt = (ctx.clock.now() + waitMs) as Instant;
  await ctx.db.write((tx) => deferInbox(tx, row, ctx.instance, retryAt, error.message));
}

async function dispatch(ctx: Context, receivers: Receivers, row: ClaimedInbox, finish: Finish): Promise<void> {
  if (row.source === 'media') {
    const sources = { kf: receivers.kf?.fetchMedia ?? null, app: receivers.fetchAppMedia };
    return fetchMedia(ctx, sources, row, finish);
  }
  // A NUL means nothing in any message, and PostgreSQL stores none.
  const body = ctx.box
    .open(row.body)
    .replaceAll('\0', '')
    .replaceAll(/(?<!\\)\\u0000/g, '');
  if (row.source === 'kf-message') {
    const written = readKfMessage(JSON.parse(body));
    if (written.kind !== 'unreadable' && isForeign(receivers, written.openKfId)) {
      return ctx.log.info({ inbox: row.id, account: written.openKfId }, 'written to another kf account; kept');
    }
    return receiveFromResident(ctx, written, finish);
  }
  const message = readMessage(body);
  if (message.kind === 'kf-notice') {
    if (receivers.kf === null || isForeign(receivers, message.openKfId)) return;
    // Whatever rang before a pull begins is in that pull.
    const upTo = await newestInbox(ctx.db.read);
    const token = ctx.clock.now() - row.receivedAt < PULL_TOKEN_MS ? message.token : '';
    const whole = await pullKf(ctx, receivers.kf.sync, receivers.kf.account, token);
    if (!whole) throw new PullUnfinished('there is more, or another instance is pulling');
    return finish((tx, now) => finishNotices(tx, row.person, upTo, now));
  }
  if (row.source === 'app') return receiveFromStaff(ctx, receivers, message, finish);
  ctx.log.info({ inbox: row.id, kind: message.kind }, 'kept, and nothing to do for it');
}

/** A company may have other accounts, which ring here too; what names none is ours. */
const isForeign = ({ kf }: Receivers, openKfId: string): boolean =>
  kf !== null && openKfId !== '' && openKfId !== kf.account;

/** A notice's token is good for ten minutes; a little less here, for the call takes time too. */
const PULL_TOKEN_MS = 570_000;

/** The notice comes again, so that what arrived after the other's last page is pulled too. */
class PullUnfinished extends Error {
  override readonly name = 'PullUnfinished';
}
