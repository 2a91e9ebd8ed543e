/**
 * 口述回访记录: 完成 12 opens a short dialogue with a member of staff, kept as a row, that ends in a record, or in none. One
 * of a person's is open at a time; those begun before it wait. What somebody else did meanwhile is seen at every step.
 */
import type { TaskCard } from '../channels/channel.js';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { advanceRecord } from '../core/record-talk/record-talk.js';
import {
  EMPTY_DRAFT,
  newRecordSession,
  type Button,
  type RecordEffect,
  type RecordInput,
  type RecordSession,
} from '../core/record-talk/record-talk-types.js';
import { WAKE_CLAIM_MS } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { phonesOnFile, readPhone } from '../store/people.js';
import { currentRecord } from '../store/records.js';
import {
  openRecordTalk,
  recordTalkOf,
  recordTalksOf,
  saveRecordTalk,
  type StoredRecordTalk,
} from '../store/record-talks.js';
import { staffOf, type Staff } from '../store/staff.js';
import type { Said } from './answer.js';
import { labelPhoto } from './fetch-media.js';
import { openTask, type OpenTask } from './open-task.js';
import { draftOf } from './record-draft.js';
import { recordFormOf } from './record-form.js';
import { objection, recordVisit } from './record-visit.js';
import { recordedZh } from './recorded-words.js';
import { offerScreen } from './sign-on-screen.js';
import { sayToStaff } from './say-to-staff.js';
import { newKey } from './tell-staff.js';

/** Whose it is, and about which visit. */
type Place = { readonly staff: Staff; readonly task: OpenTask };

/** A step of the record of a visit; it begins with `session`, or with what stands of it. */
export async function stepRecord(
  tx: Tx,
  ctx: Context,
  { staff, no }: { readonly staff: Staff; readonly no: number },
  input: RecordInput,
  now: Instant,
  session?: RecordSession,
): Promise<readonly Said[]> {
  const found = await openTask(tx, ctx, staff, { no, action: 'record visit', now });
  if ('kind' in found) return [found.text, ...(await closed(tx, ctx, staff, no, now))];
  const { visit } = found;
  const stored = await recordTalkOf(tx, ctx.box, staff.userid, visit.no);
  const before = await currentRecord(tx, visit.no);
  const from = session ?? (input.kind === 'begun' && !isOn(stored) ? null : (stored?.session ?? null));
  if (from?.state !== 'confirmed') {
    const refusal = await objection(tx, found, { by: staff, at: now }, now, before);
    if (refusal !== null) return [refusal.text, ...(await closed(tx, ctx, staff, visit.no, now))];
  }
  const begun = from ?? (await begin(tx, ctx, { staff, task: found }));
  const other = await openRecordTalk(tx, ctx.box, staff.userid);
  const aside = other !== null && other.visitNo !== visit.no && begun.state !== 'confirmed' ? [other.visitNo] : [];
  const said = await walk(tx, ctx, { staff, task: found }, { session: begun, input }, now);
  return [...aside.map((one) => `任务 ${one} 的记录先放着，接着填请写：完成 ${one}`), ...said];
}

/** It is not done, and can be gone on with. */
const isOn = (talk: StoredRecordTalk | null): boolean =>
  talk !== null && (talk.session.state === 'open' || talk.session.state === 'put-aside');

/** Anew: one's own record is changed, else an empty one is filled in. */
async function begin(tx: Tx, ctx: Context, { staff, task }: Place): Promise<RecordSession> {
  const record = await currentRecord(tx, task.visit.no);
  const own = record?.by === staff.userid ? await draftOf(tx, ctx, record) : null;
  return newRecordSession(own ?? EMPTY_DRAFT, own !== null);
}

async function walk(
  tx: Tx,
  ctx: Context,
  place: Place,
  { session, input }: { readonly session: RecordSession; readonly input: RecordInput },
  now: Instant,
): Promise<readonly Said[]> {
  const { staff, task } = place;
  const form = await recordFormOf(tx, ctx, task, staff);
  const turn = advanceRecord(session, await dialled(tx, ctx, place, input, now), form, now);
  const { userid } = staff;
  const wake = turn.effects.findLast((effect) => effect.kind === 'wake');
  const isOver = turn.session.state === 'confirmed' || turn.session.state === 'given-up';
  // What was recorded stands in the record, and what was given up nowhere.
  const kept = isOver ? { ...turn.session, draft: EMPTY_DRAFT, photos: [] } : turn.session;
  const row = { userid, visitNo: task.visit.no, session: kept, open: kept.state === 'open', wakeAt: wake?.at ?? null };
  await saveRecordTalk(tx, ctx.box, row, now);
  const said: Said[] = [];
  for (const effect of turn.effects) said.push(...(await carriedOut(tx, ctx, place, effect, now)));
  return isOver && turn.session.state !== session.state ? [...said, ...(await waiting(tx, ctx, userid))] : said;
}

async function carriedOut(
  tx: Tx,
  ctx: Context,
  { staff, task }: Place,
  effect: RecordEffect,
  now: Instant,
): Promise<readonly Said[]> {
  switch (effect.kind) {
    case 'say':
      return [effect.buttons.length === 0 ? effect.text : cardOf(task, effect)];
    case 'record': {
      const answer = await recordVisit(
        tx,
        ctx,
        { visit: task.visit.no, by: staff, at: null, draft: effect.draft },
        now,
      );
      return [recordedZh(answer, task.visit.no), ...offerScreen(answer)];
    }
    case 'label':
      await labelPhoto(tx, effect.file, { label: effect.label }, now);
      return [];
    case 'wake':
      return [];
    default:
      return effect satisfies never;
  }
}

/** A card with what is asked and what can be tapped; its buttons name the visit, so that an old one is never another's. */
function cardOf(
  { visit }: OpenTask,
  { text, buttons }: { readonly text: string; readonly buttons: readonly Button[] },
): TaskCard {
  return {
    taskId: `r${visit.no}-${newKey().slice(0, 8)}`,
    title: `回访记录 ${visit.no}`,
    description: text,
    facts: [],
    buttons: buttons.map((one) => ({ key: `rec:${visit.no}:${one.choice}`, text: one.text })),
  };
}

/** A tap on whose number was called names it: the number is read, and who read it stands in the audit chain. */
async function dialled(
  tx: Tx,
  ctx: Context,
  { staff, task: { visit } }: Place,
  input: RecordInput,
  now: Instant,
): Promise<RecordInput> {
  const nth = input.kind === 'tapped' ? /^call:(\d)$/.exec(input.choice)?.[1] : undefined;
  if (nth === undefined || visit.household === null) return input;
  const callee = (await phonesOnFile(tx, visit.estate, visit.household))[Number(nth)];
  const whose = { estate: visit.estate, resident: callee?.id ?? '' };
  const phone = await readPhone(tx, ctx, whose, { actor: staff.userid, why: `任务 ${visit.no} 回访电话`, at: now });
  return { kind: 'tapped', choice: `number:${phone ?? ''}` };
}

/** It ends without a record: whatever stood of it is gone. */
export async function closed(
  tx: Tx,
  ctx: Context,
  { userid }: Staff,
  no: number,
  now: Instant,
): Promise<readonly Said[]> {
  const talk = await recordTalkOf(tx, ctx.box, userid, no);
  if (talk === null || !isOn(talk)) return [];
  const session = { ...newRecordSession(EMPTY_DRAFT, talk.session.corrects), state: 'given-up' as const };
  await saveRecordTalk(tx, ctx.box, { ...talk, session, open: false, wakeAt: null }, now);
  return [`您填到一半的任务 ${no} 的记录没有记下。`];
}

/** Those that were begun before and are not done. */
async function waiting(tx: Tx, ctx: Context, userid: string): Promise<readonly Said[]> {
  const all = await recordTalksOf(tx, ctx.box, userid);
  return all
    .filter(isOn)
    .slice(0, 3)
    .map(({ visitNo }) => `任务 ${visitNo} 的记录还没填完，接着填请写：完成 ${visitNo}`);
}

/** Time has passed without a word, unless one came since it was claimed. */
export async function wakeRecordTalk(
  tx: Tx,
  ctx: Context,
  { userid, visitNo }: Pick<StoredRecordTalk, 'userid' | 'visitNo'>,
  now: Instant,
): Promise<void> {
  const talk = await recordTalkOf(tx, ctx.box, userid, visitNo);
  const staff = await staffOf(tx, userid);
  if (talk?.wakeAt !== now + WAKE_CLAIM_MS || staff === null) return;
  await saveRecordTalk(tx, ctx.box, { ...talk, wakeAt: null }, now);
  await sayToStaff(tx, ctx, userid, await stepRecord(tx, ctx, { staff, no: visitNo }, { kind: 'silent' }, now), now);
}
