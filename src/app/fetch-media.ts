/**
 * 图片与语音: what a resident sends beside words is fetched at once, for the platform keeps it three days only; it is kept
 * sealed with the visit's record, and given to those who look after it. The fetching is a row of the inbox: what fails is
 * tried again, and what cannot be had any more is said to staff.
 */
import { createHash } from 'node:crypto';
import { MAX_BYTES, EMPTY_BYTES } from '../channels/media.js';
import type { Context } from '../context.js';
import { DAY, type Instant } from '../core/calendar.js';
import { fill } from '../core/conversation/sayings.js';
import { placeZh } from '../core/visit-words.js';
import { householdZh } from '../core/household.js';
import type { PhotoLabel } from '../core/record-talk/record-talk-types.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { factOf, keepFact } from '../store/facts.js';
import { keepSentFile, placeFile, type SentFile } from '../store/files.js';
import { insertInbox, type ClaimedInbox } from '../store/inbox.js';
import type { Resident } from '../store/people.js';
import { visitByNo } from '../store/visits.js';
import type { MediaType } from '../wecom/client.js';
import { NEEDS_OPERATOR, WecomError } from '../wecom/errors.js';
import type { KfInbound } from '../wecom/kf-message.js';
import type { FileAnswer } from '../wecom/transport.js';
import { giveFile } from './give-file.js';
import type { Finish } from './receive-message.js';
import { sayToStaff } from './say-to-staff.js';
import { alertRole, newKey } from './tell-staff.js';

/** What is to be fetched, and whose it is; the body of the row. */
export type WantedMedia = {
  readonly mediaId: string;
  readonly media: MediaType;
  readonly estate: string;
  readonly household: string | null;
  readonly visitNo: number | null;
  /** It was sent to a colleague who has the chat: they have seen it, and it is kept. */
  readonly isSeen?: boolean;
  /** A member of staff sent it: it is kept by this id. */
  readonly sentBy?: string;
  readonly file?: string;
};

/** How its bytes are had; the client's `getMedia`. */
export type FetchMedia = (mediaId: string) => Promise<FileAnswer>;

/** The platform keeps it no longer. */
const KEPT_MS = 3 * DAY;
/** Supervisors first, as of words. */
const LOOK_AFTER = ['supervisor', 'dispatcher', 'manager'] as const;

/** Puts the fetching of the file that a message tells of, if it does, into the inbox, with the message's own effects. */
export async function wantMedia(
  tx: Tx,
  ctx: Context,
  message: KfInbound,
  { resident, ...about }: { readonly resident: Resident } & Pick<WantedMedia, 'visitNo' | 'isSeen'>,
  now: Instant,
): Promise<void> {
  if (!('mediaId' in message) || message.mediaId === '') return;
  const { mediaId, kind: media } = message;
  const wanted = { mediaId, media, estate: resident.estate, household: resident.household, ...about };
  return want(tx, ctx, wanted, message.msgId, now);
}

/** The same of what a member of staff sent. */
export const wantStaffMedia = (
  tx: Tx,
  ctx: Context,
  wanted: WantedMedia & { readonly sentBy: string; readonly file: string },
  msgId: string,
  now: Instant,
): Promise<void> => want(tx, ctx, wanted, `app-${msgId}`, now);

async function want(tx: Tx, ctx: Context, wanted: WantedMedia, msgId: string, now: Instant): Promise<void> {
  const key = `media:${msgId}`;
  const body = ctx.box.seal(JSON.stringify(wanted));
  await insertInbox(tx, ctx.db.kind, [{ key, source: 'media', person: key, body, receivedAt: now }]);
  ctx.wake('inbox');
}

/** How what residents sent is had, and what staff sent; null where that channel is not configured. */
export type MediaSources = { readonly kf: FetchMedia | null; readonly app: FetchMedia | null };

/** Fetches, keeps and gives it. Rejects with a WecomError where it is to be tried again. */
export async function fetchMedia(
  ctx: Context,
  sources: MediaSources,
  row: ClaimedInbox,
  finish: Finish,
): Promise<void> {
  const wanted = JSON.parse(ctx.box.open(row.body)) as WantedMedia;
  const fetch = wanted.sentBy === undefined ? sources.kf : sources.app;
  if (fetch === null) return;
  let file: FileAnswer;
  try {
    file = await fetch(wanted.mediaId);
  } catch (error) {
    if (!(error instanceof WecomError) || !isLost(error, ctx.clock.now() - row.receivedAt)) throw error;
    ctx.log.warn({ inbox: row.id, reason: error.message }, 'what a resident sent cannot be had');
    return finish((tx, now) => tellLost(tx, ctx, wanted, now));
  }
  return finish((tx, now) => keepAndGive(tx, ctx, wanted, file, now));
}

/** It is gone, or larger than anything that can be kept; what the operator has to mend is waited for. */
const isLost = (error: WecomError, ageMs: number): boolean =>
  ageMs >= KEPT_MS || (error.verdict === 'give-up' && (error.errcode === null || !NEEDS_OPERATOR.has(error.errcode)));

async function keepAndGive(tx: Tx, ctx: Context, wanted: WantedMedia, answer: FileAnswer, now: Instant): Promise<void> {
  const estate = await estateOf(tx, wanted.estate);
  if (estate === null) return;
  if (answer.bytes.length <= EMPTY_BYTES) return tellLost(tx, ctx, wanted, now);
  const placed = await placedMeanwhile(tx, wanted, now);
  const { household, visitNo } = placed;
  const { bytes, mime } = answer;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = nameOf(ctx, placed, answer);
  const media = sendable(wanted.media, name, bytes.length);
  const { sentBy = null } = wanted;
  const own = { id: wanted.file ?? newKey(), sentBy, label: sentBy === null ? null : (placed.label ?? 'site') };
  const file: SentFile = { ...own, media, name, mime, sha256, bytes, estate: estate.id, household, visitNo };
  await keepSentFile(tx, ctx.box, file, now);
  const detail = { file: file.id, media, bytes: bytes.length, sha256 };
  const entry = {
    at: now,
    actor: sentBy ?? 'system',
    action: 'media.kept',
    estate: estate.id,
    subject: subjectOf(placed),
  };
  await appendAudit(tx, ctx.db, [{ ...entry, detail }]);
  if (sentBy !== null) return;
  const visit = visitNo === null ? null : await visitByNo(tx, visitNo);
  await giveFile(tx, ctx, { estate, visit, file, roles: wanted.isSeen ? [] : LOOK_AFTER }, now);
}

/** Says of a picture whose and what it is; before it was fetched, that is kept for when it is. */
export async function labelPhoto(
  tx: Tx,
  file: string,
  place: { readonly label: PhotoLabel; readonly visitNo?: number; readonly household?: string | null },
  now: Instant,
): Promise<void> {
  if ((await placeFile(tx, file, place)) > 0) return;
  await keepFact(tx, placeOf(file), JSON.stringify(place), now, (now + KEPT_MS) as Instant);
}

/** What was said of a file of staff's before it was here: by this name of a fact. */
const placeOf = (file: string): string => `photo:${file}`;

async function placedMeanwhile(
  tx: Tx,
  wanted: WantedMedia,
  now: Instant,
): Promise<WantedMedia & { readonly label?: PhotoLabel }> {
  const said = wanted.file === undefined ? null : await factOf(tx, placeOf(wanted.file), now);
  return said === null ? wanted : { ...wanted, ...(JSON.parse(said.value) as Partial<WantedMedia>) };
}

const subjectOf = ({ visitNo, household }: Pick<WantedMedia, 'visitNo' | 'household'>): string =>
  visitNo === null ? `household:${household ?? ''}` : `visit:${visitNo}`;

const ENDINGS: Readonly<Record<MediaType, RegExp>> = {
  image: /\.(?:jpe?g|png)$/i,
  voice: /\.amr$/i,
  video: /\.mp4$/i,
  file: /(?:)/,
};

/** As what the platform would take it again: a picture or a voice of another make goes as a file. */
const sendable = (media: MediaType, name: string, size: number): MediaType =>
  ENDINGS[media].test(name) && size <= MAX_BYTES[media] ? media : 'file';

const BY_MIME: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'audio/amr': 'amr',
  'audio/mpeg': 'mp3',
  'video/mp4': 'mp4',
};

/** What staff see of it: whose it is; of a document its own name too, without what a path or a header could be made of. */
function nameOf({ sayings }: Context, { media, household, visitNo }: WantedMedia, { name, mime }: FileAnswer): string {
  const given = (name ?? '').replaceAll(/[\p{Cc}\p{Cf}"'\\/:*?<>|]/gu, '').trim();
  const ending = /\.([0-9a-z]{1,5})$/i.exec(given)?.[1] ?? BY_MIME[mime.split(';')[0] ?? ''] ?? 'dat';
  const own = media === 'file' ? `-${given.slice(0, 60).replace(/\.[^.]*$/u, '')}` : '';
  const task = visitNo === null ? '' : `-${visitNo}`;
  return `${household ?? ''}${task}-${sayings[`media-${media}`]}${own}.${ending.toLowerCase()}`.replace(/^-/u, '');
}

/** It came, and cannot be looked at: staff ask the resident for it. */
async function tellLost(tx: Tx, ctx: Context, wanted: WantedMedia, now: Instant): Promise<void> {
  const estate: Estate | null = await estateOf(tx, wanted.estate);
  if (estate === null) return;
  const visit = wanted.visitNo === null ? null : await visitByNo(tx, wanted.visitNo);
  const place = visit === null ? householdZh(wanted.household ?? '') : placeZh(visit);
  if (wanted.sentBy !== undefined) {
    const of = wanted.visitNo === null ? '' : `（任务 ${wanted.visitNo}）`;
    return sayToStaff(tx, ctx, wanted.sentBy, [`您刚才发的照片${of}没有取到，请再发一次。`], now);
  }
  const media = ctx.sayings[`media-${wanted.media}`];
  const text = fill(ctx.sayings, 'media-lost', { estate: estate.name, household: place, media });
  await alertRole(tx, ctx, estate, LOOK_AFTER, text, { now, visitNo: wanted.visitNo });
  const entry = { at: now, actor: 'system', action: 'media.lost', estate: estate.id, subject: subjectOf(wanted) };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { media: wanted.media } }]);
}
