/** Words of a member of staff → a command, or a word of the record that they are making → what they may have of it. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { isOtherOrder } from '../core/record-talk/meant.js';
import { isConfirmation } from '../core/record-talk/record-talk.js';
import { RECORD_TALK_LASTS_MS, type RecordInput } from '../core/record-talk/record-talk-types.js';
import { understandCommand, type Understood } from '../core/understand/command.js';
import { oneByOne } from '../core/understand/command-several.js';
import type { Estate } from '../store/estates.js';
import { openRecordTalk, recordTalksOf } from '../store/record-talks.js';
import type { Staff } from '../store/staff.js';
import { askedBack } from '../store/staff-threads.js';
import { answerChat, toWhom } from './answer-chat.js';
import { answerCommand } from './answer-command.js';
import { answersPreview } from './answer-preview.js';
import { words, type Answer, type Asker } from './answer.js';
import { byHousehold, byRoom } from './by-household.js';
import { stepRecord } from './dictate-record.js';
import { registered } from './register-event.js';
import {
  answersBack,
  keepingThread,
  offered,
  photoNamed,
  withNumber,
  type InFull,
  type SaidByStaff,
} from './staff-thread.js';

export async function answerWords(ctx: Context, asker: Asker, text: string, now: Instant): Promise<Answer> {
  const names = namesFor(asker, text);
  const read = (one: string): Understood => understandCommand(one, now, asker.zone, names);
  const said = { text, names, now, read };
  const alone = { text, understood: read(text) };
  const asked = await askedBack(ctx.db.read, ctx.box, asker.staff.userid, now);
  const kept = (inFull: InFull, answer: Answer): Answer => keepingThread(ctx, asker, asked, inFull, answer);
  const shown = await answersPreview(ctx, asker, said);
  if (shown !== null)
    return kept(NOTHING_OPEN, 'texts' in shown ? shown : await answerCommand(ctx, asker, shown.understood, now));
  const back = answersBack(asked, said, alone.understood);
  if (back !== null && 'texts' in back) return kept(NOTHING_OPEN, back);
  if (back !== null) {
    const entered = await registered(ctx, asker, { ...said, text: back.text });
    if (entered !== null && 'texts' in entered) return kept(NOTHING_OPEN, entered);
    const meant = entered ?? back;
    return kept(meant, await answerCommand(ctx, asker, meant.understood, now));
  }
  if (!isOtherOrder(alone.understood, text)) {
    const input = await ofRecord(ctx, asker.staff, text, now);
    const isElsewhere =
      input !== null && (isOfItsTask(alone.understood, input.no) || isOfAnother(alone.understood, input.no));
    if (input !== null && !isElsewhere) return kept(NOTHING_OPEN, stepped(ctx, asker.staff, input.no, input.input));
  }
  const meant = await meantBy(ctx, asker, said, alone);
  if ('texts' in meant) return kept(alone, meant);
  return kept(meant, await answerCommand(ctx, asker, meant.understood, now));
}

/** Nothing is asked back after it. */
const NOTHING_OPEN: InFull = { text: '', understood: { kind: 'command', command: '帮助', args: {} } };

/** What is meant by words that answer nothing; the answer itself, where they are no order or need one thing more. */
async function meantBy(ctx: Context, asker: Asker, said: SaidByStaff, alone: InFull): Promise<InFull | Answer> {
  const { text, names } = said;
  const { understood } = alone;
  const entered = await registered(ctx, asker, said);
  if (entered !== null) return entered;
  if (understood.kind === 'command') {
    const room = await byRoom(ctx, asker, said, understood);
    return typeof room === 'string' ? words(room) : room === null ? alone : { text, understood: room };
  }
  const chat = await answerChat(ctx, asker, text);
  if (chat !== null) return chat;
  const photo = await photoNamed(ctx, asker, said);
  if (photo !== null) return photo;
  const spoken = await withNumber(ctx, asker, said);
  if (spoken !== null) return typeof spoken === 'string' ? words(spoken) : spoken;
  const there = await byHousehold(ctx, asker, said);
  if (there !== null) return typeof there === 'string' ? words(there) : { text, understood: there };
  if (understood.asks !== undefined) return alone;
  const several = oneByOne(text, names);
  if (several !== null) return { text, understood: several };
  const handed = await toWhom(ctx, asker, said, understood);
  if (handed !== null) return handed;
  const offer = await offered(ctx, asker, said);
  return offer === null ? alone : { text, understood: offer };
}

/** 照片 12, 电话 12 while 12 is recorded: another number beside them is a picture's name, or one that was called. */
const isOfItsTask = (understood: Understood, no: number): boolean =>
  understood.kind === 'command' &&
  (understood.command === '照片' || understood.command === '电话') &&
  understood.args.task === no;

/** 把39转给小李 while 12 is recorded: what is to be done with another task is no word of this one's resident. */
const isOfAnother = (understood: Understood, no: number): boolean =>
  understood.kind === 'command' &&
  (understood.command === '转给' || understood.command === '改期' || understood.command === '无人应答') &&
  understood.args.task !== no;

/** A step of the record of a visit, as an answer. */
export const stepped = (ctx: Context, staff: Staff, no: number, input: RecordInput): Answer => ({
  texts: [],
  files: [],
  writes: (tx, at) => stepRecord(tx, ctx, { staff, no }, input, at),
});

/** Whose record words belong to: the one that is open; a second 确认 to the one that was confirmed just before. */
async function ofRecord(
  ctx: Context,
  { userid }: Staff,
  text: string,
  now: Instant,
): Promise<{ readonly no: number; readonly input: RecordInput } | null> {
  const open = await openRecordTalk(ctx.db.read, ctx.box, userid);
  if (open !== null) return { no: open.visitNo, input: { kind: 'said', text } };
  if (!text.trim().startsWith('确认') || !isConfirmation(text)) return null;
  const all = await recordTalksOf(ctx.db.read, ctx.box, userid);
  const last = all.find(({ session }) => session.state === 'confirmed');
  if (last === undefined || now - last.updatedAt > RECORD_TALK_LASTS_MS) return null;
  return { no: last.visitNo, input: { kind: 'tapped', choice: 'confirm:0' } };
}

/** The names that may be meant: one's own estates, and another one only where it is named in full. */
function namesFor({ staff, estates }: Asker, text: string): readonly string[] {
  const own = estates.filter((estate) => staff.roles.some((role) => role.estate === estate.id));
  const named = estates.filter((estate: Estate) => !own.includes(estate) && text.includes(estate.name));
  return [...own, ...named].map(({ name }) => name);
}
