/** A message of a member of staff → a command → what they may have of it. */
import type { Context } from '../context.js';
import { HOUR, type Instant } from '../core/calendar.js';
import { understandCommand, type Understood } from '../core/understand/command.js';
import { estates, type Estate } from '../store/estates.js';
import { enqueue, wroteSince } from '../store/outbox.js';
import { staffOf, type Staff } from '../store/staff.js';
import type { AppHead, AppInbound, CardClick } from '../wecom/message.js';
import { answerCommand } from './answer-command.js';
import type { Answer } from './answer.js';
import { claimTask } from './claim-task.js';
import type { Finish, Receivers } from './receive-message.js';
import { newKey } from './tell-staff.js';

type Read = Exclude<AppInbound, { kind: 'unreadable' }>;

export async function receiveFromStaff(
  ctx: Context,
  receivers: Receivers,
  message: AppInbound,
  finish: Finish,
): Promise<void> {
  if (message.kind === 'unreadable') return;
  if (message.kind === 'card-click') return clicked(ctx, receivers, message, finish);
  const text = textOf(message);
  if (text === null) return;
  const staff = await staffOf(ctx.db.read, message.from);
  if (staff === null || !staff.active) return tellStranger(ctx, finish, message.from);
  const all = await estates(ctx.db.read);
  const now = ctx.clock.now();
  const zone = all.find((one) => staff.roles.some((role) => role.estate === one.id))?.timezone ?? ctx.defaultZone;
  const understood: Understood = understandCommand(text, now, zone, namesFor(staff, all, text));
  await answer(ctx, finish, staff.userid, await answerCommand(ctx, { staff, estates: all, zone }, understood, now));
}

/** The names that may be meant: one's own estates, and another one only where it is named in full. */
function namesFor(staff: Staff, all: readonly Estate[], text: string): readonly string[] {
  const own = all.filter((estate) => staff.roles.some((role) => role.estate === estate.id));
  const named = all.filter((estate) => !own.includes(estate) && text.includes(estate.name));
  return [...own, ...named].map(({ name }) => name);
}

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

/** Stores the files and queues the texts and pictures, in order. */
async function answer(ctx: Context, finish: Finish, to: string, { texts, files, writes }: Answer): Promise<void> {
  await finish(async (tx, now) => {
    const channel = 'wecom-app' as const;
    const added = writes === undefined ? [] : await writes(tx, now);
    const messages = [...texts, ...added].map((text) => ({
      key: newKey(),
      channel,
      to,
      content: { kind: 'text' as const, text },
      purpose: 'reply' as const,
    }));
    const pictures = [];
    for (const file of files) {
      const id = newKey();
      await tx.file.create({ data: { id, ...file, bytes: Uint8Array.from(file.bytes), createdAt: BigInt(now) } });
      pictures.push({
        key: newKey(),
        channel,
        to,
        content: { kind: 'image' as const, file: id },
        purpose: 'reply' as const,
      });
    }
    await enqueue(tx, ctx, now, [...messages, ...pictures]);
  });
}

/** A button on a task card: what counts is who clicks and what they may do, never what the card says. */
async function clicked(ctx: Context, receivers: Receivers, click: AppHead & CardClick, finish: Finish): Promise<void> {
  const no = Number(/^claim:(\d{1,9})$/.exec(click.eventKey)?.[1] ?? NaN);
  const staff: Staff | null = await staffOf(ctx.db.read, click.from);
  if (staff === null || !staff.active) return tellStranger(ctx, finish, click.from);
  if (!Number.isInteger(no)) return;
  let said = '';
  await finish(async (tx, now) => {
    const claimed = await claimTask(tx, ctx, staff, no, now);
    said = claimed.button;
    await enqueue(tx, ctx, now, [
      {
        key: newKey(),
        channel: 'wecom-app',
        to: staff.userid,
        content: { kind: 'text', text: claimed.text },
        purpose: 'reply',
      },
    ]);
  });
  if (click.responseCode === '' || said === '') return;
  await receivers.updateCard(staff.userid, click.responseCode, said).catch((error: unknown) => {
    ctx.log.warn({ visit: no, error: error instanceof Error ? error.name : 'unknown' }, 'a card could not be updated');
  });
}
