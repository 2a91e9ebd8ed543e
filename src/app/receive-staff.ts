/** A message of a member of staff → a command → what they may have of it. */
import type { TaskCard } from '../channels/channel.js';
import type { Context } from '../context.js';
import { HOUR, type Instant } from '../core/calendar.js';
import type { Tx } from '../store/db.js';
import { estates } from '../store/estates.js';
import { enqueue, wroteSince } from '../store/outbox.js';
import { keepPaper } from '../store/paper-files.js';
import { staffOf, type Staff } from '../store/staff.js';
import type { AppHead, AppInbound, CardClick } from '../wecom/message.js';
import { answerWords } from './answer-words.js';
import { words, type Answer } from './answer.js';
import { changeRoster } from './change-roster.js';
import { claimTask } from './claim-task.js';
import { stepRecord } from './dictate-record.js';
import type { Finish, Receivers } from './receive-message.js';
import { sayToStaff } from './say-to-staff.js';
import { namePhoto, staffSent } from './staff-photos.js';
import { signOnScreen } from './sign-on-screen.js';
import { tapCheck } from './tap-check.js';
import { saidByTap } from './tap-words.js';
import { newKey } from './tell-staff.js';
import { taskCardTapped } from './task-card-tapped.js';
import { withPatience } from './with-patience.js';

type Read = Exclude<AppInbound, { kind: 'unreadable' }>;

export async function receiveFromStaff(
  ctx: Context,
  receivers: Receivers,
  message: AppInbound,
  finish: Finish,
): Promise<void> {
  if (message.kind === 'unreadable') return;
  if (message.kind === 'card-click') return clicked(ctx, receivers, message, finish);
  if (message.kind === 'contact-change') return changeRoster(ctx, receivers, message, finish);
  const text = textOf(message);
  const isSent = message.kind === 'image' || message.kind === 'file';
  const unheard = UNHEARD[message.kind];
  if (text === null && !isSent && unheard === undefined) return;
  const staff = await staffOf(ctx.db.read, message.from);
  if (staff === null || !staff.active) return tellStranger(ctx, finish, message.from);
  if (isSent && message.mediaId !== '') {
    return finish(async (tx, at) =>
      sayToStaff(tx, ctx, staff.userid, await staffSent(tx, ctx, staff, message, at), at),
    );
  }
  if (text === null) return unheard === undefined ? undefined : answer(ctx, finish, staff.userid, words(unheard));
  await said(ctx, receivers, { staff, text, msgId: message.msgId }, finish);
}

type SaidBy = { readonly staff: Staff; readonly text: string; readonly msgId: string };

/** Words, however they came: written, from the menu, or by a button that stands for them. */
async function said(ctx: Context, receivers: Receivers, { staff, text, msgId }: SaidBy, finish: Finish): Promise<void> {
  const all = await estates(ctx.db.read);
  const now = ctx.clock.now();
  const zone = all.find((one) => staff.roles.some((role) => role.estate === one.id))?.timezone ?? ctx.defaultZone;
  const waiting = { to: staff.userid, message: msgId === '' ? newKey() : msgId };
  const meant = await withPatience(ctx, receivers, waiting, () =>
    answerWords(ctx, { staff, estates: all, zone }, text, now),
  );
  await answer(ctx, finish, staff.userid, meant);
}

/** What staff send that is no order and no photograph: they are told what works. */
const UNHEARD: Readonly<Partial<Record<Read['kind'], string>>> = {
  voice: '语音听不了，请打字，或长按语音「转文字」再发。要办什么可以发「帮助」看。',
  video: '视频收不了，请发照片；要记什么请打字。',
  location: '位置收到了，不用报位置。回访以后请写：完成 12（任务号）。',
  link: '链接看不了。要办什么请打字，发「帮助」看全部说法。',
};

/** Somebody who is no member of staff here is told so once in this time. */
const SAY_AGAIN_MS = HOUR;

async function tellStranger(ctx: Context, finish: Finish, userid: string): Promise<void> {
  const since = (ctx.clock.now() - SAY_AGAIN_MS) as Instant;
  if (await wroteSince(ctx.db.read, 'wecom-app', userid, since)) return;
  await answer(ctx, finish, userid, { texts: [ctx.sayings['unknown-staff']], files: [] });
}

/** What a message asks in words; null for what asks for nothing (entering the app, a position, a photo …). */
function textOf(message: Read): string | null {
  switch (message.kind) {
    case 'text':
      return message.content;
    case 'menu-click':
      return message.eventKey;
    case 'subscribe':
      return '帮助';
    case 'image':
    case 'voice':
    case 'video':
    case 'file':
    case 'location':
    case 'link':
    case 'unsubscribe':
    case 'enter-agent':
    case 'menu-view':
    case 'position':
    case 'card-click':
    case 'card-menu-click':
    case 'taskcard-click':
    case 'contact-change':
    case 'customer-change':
    case 'job-result':
    case 'approval-change':
    case 'kf-notice':
    case 'unknown':
      return null;
    default:
      return message satisfies never;
  }
}

/** Stores the files and queues the texts and files, in order. */
async function answer(ctx: Context, finish: Finish, to: string, { texts, files, writes }: Answer): Promise<void> {
  await finish(async (tx, now) => {
    const channel = 'wecom-app' as const;
    const added = writes === undefined ? [] : await writes(tx, now);
    await sayToStaff(tx, ctx, to, [...texts, ...added], now);
    const sent = [];
    for (const { kind = 'image', sealedFor, ...file } of files) {
      const id = sealedFor === undefined ? newKey() : await keepPaper(tx, ctx.box, { ...file, estate: sealedFor }, now);
      if (sealedFor === undefined)
        await tx.file.create({ data: { id, ...file, bytes: Uint8Array.from(file.bytes), createdAt: BigInt(now) } });
      sent.push({
        key: newKey(),
        channel,
        to,
        content: { kind, file: id },
        purpose: 'reply' as const,
      });
    }
    await enqueue(tx, ctx, now, sent);
  });
}

/** A button on a card: what counts is who clicks and what they may do, never what the card says. */
async function clicked(ctx: Context, receivers: Receivers, click: AppHead & CardClick, finish: Finish): Promise<void> {
  const [, kind = '', no = '', choice = ''] = /^(claim|rec|check):(\d{1,9})(?::(.+))?$/.exec(click.eventKey) ?? [];
  const staff: Staff | null = await staffOf(ctx.db.read, click.from);
  if (staff === null || !staff.active) return tellStranger(ctx, finish, click.from);
  const words = saidByTap(click.eventKey);
  if (words !== null) {
    await said(ctx, receivers, { staff, text: words, msgId: click.msgId }, finish);
    return showTapped(ctx, receivers, click, (await taskCardTapped(ctx, click)) ?? '已点');
  }
  if (kind === '') return;
  let button = '';
  await finish(async (tx, now) => {
    const { text, button: shown } = await tapDone(tx, ctx, { staff, kind, no: Number(no), choice }, now);
    button = shown;
    await sayToStaff(tx, ctx, staff.userid, [text].flat(), now);
  });
  const card = kind === 'claim' && button !== '' ? await taskCardTapped(ctx, click) : null;
  await showTapped(ctx, receivers, click, card ?? button);
}

/** The card shows that it was tapped, where the platform still lets it be changed. */
async function showTapped(
  ctx: Context,
  receivers: Receivers,
  click: AppHead & CardClick,
  shown: string | TaskCard,
): Promise<void> {
  if (click.responseCode === '' || shown === '') return;
  await receivers.updateCard(click.from, click.responseCode, shown).catch((error: unknown) => {
    const name = error instanceof Error ? error.name : 'unknown';
    ctx.log.warn({ card: click.taskId, error: name }, 'a card could not be updated');
  });
}

type Tapped = { readonly staff: Staff; readonly kind: string; readonly no: number; readonly choice: string };

function tapDone(tx: Tx, ctx: Context, { staff, kind, no, choice }: Tapped, now: Instant) {
  if (kind === 'claim') return claimTask(tx, ctx, staff, no, now);
  return kind === 'check' ? tapCheck(tx, ctx, { staff, no }, choice, now) : tapped(tx, ctx, staff, no, choice, now);
}

/** A button of a record that is made, or the resident's signature on the visitor's screen. */
async function tapped(tx: Tx, ctx: Context, staff: Staff, no: number, choice: string, now: Instant) {
  const [, kind, file = ''] = /^(paper|site):(.+)$/.exec(choice) ?? [];
  if (kind !== undefined)
    return { text: await namePhoto(tx, ctx, staff, no, { file, isPaper: kind === 'paper' }, now), button: '已点' };
  if (choice === 'sign') return { text: await signOnScreen(tx, ctx, staff, no, now), button: '已点' };
  return { text: await stepRecord(tx, ctx, { staff, no }, { kind: 'tapped', choice }, now), button: '已点' };
}
