/**
 * 填写回访记录: a visit that a member of staff made becomes its record, if it keeps the rules of every policy that it
 * serves. Chat, the API and paper forms all come here. One's own record can be corrected: appended, never overwritten.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { shortTime, startTime } from '../core/day-words.js';
import type { Method } from '../core/terms.js';
import { decide, isReviewed } from '../core/visit.js';
import { gapsOf, type Gap, type RecordDraft } from '../core/visit-record.js';
import { addAttempt, attemptsOf, settleAttempts } from '../store/attempts.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { appendRecord, confirmRecord, currentRecord, type StoredRecord } from '../store/records.js';
import { staffOf, type Staff } from '../store/staff.js';
import { type StoredVisit } from '../store/visits.js';
import { closeTalk } from './ask-signature.js';
import {
  ENTERED_BY,
  enterSheet,
  exampleFor,
  ofItsQuestions,
  recordable,
  withBallot,
  withOverall,
} from './enter-sheet.js';
import { ballotFor, isSurveyOver, type BallotOf } from './fill-ballot.js';
import { moveVisit } from './move-visit.js';
import { openTask, type OpenTask, type TaskRefused } from './open-task.js';
import { raiseNonconformity, raisePromise, type Fault } from './raise-follow-ups.js';
import { draftOf, merged, same } from './record-draft.js';
import { rulesOfTask } from './record-form.js';

/** `at`: when the visit was made; null: now, or as the record that is corrected says. */
export type RecordRequest = {
  readonly visit: number;
  readonly by: Staff;
  readonly at: Instant | null;
  readonly draft: RecordDraft;
  /** Who brought it, where it was not the visitor: another system's token. */
  readonly via?: string;
};
type Made = RecordRequest & { readonly at: Instant };

/** Whether the resident's signature is asked for: not, there already, asked for in chat, or still to be had on paper. */
export type Signature = 'not-needed' | 'signed' | 'asked' | 'waiting';

export type RecordAnswer =
  | {
      readonly kind: 'recorded' | 'corrected' | 'unchanged';
      readonly record: string;
      readonly task: OpenTask;
      readonly draft: RecordDraft;
      readonly signature: Signature;
      readonly raised: Fault | null;
      /** By when the household has an answer, where this record promised one that a policy sees to. */
      readonly promised: Instant | null;
    }
  | {
      readonly kind: 'gaps';
      readonly gaps: readonly Gap[];
      readonly example: string;
      /** All that is known; `corrects`: with one's own record before. */
      readonly draft: RecordDraft;
      readonly corrects: boolean;
    }
  | TaskRefused;

/** Records the visit, or corrects one's own record of it; what is missing is said with a line that would be whole. */
export async function recordVisit(tx: Tx, ctx: Context, asked: RecordRequest, now: Instant): Promise<RecordAnswer> {
  const task = await openTask(tx, ctx, asked.by, { no: asked.visit, action: 'record visit', now });
  if ('kind' in task) return task;
  const current = await currentRecord(tx, task.visit.no);
  const found = await ballotFor(tx, ctx, task.visit);
  const own = current?.by === asked.by.userid ? withBallot(found, await draftOf(tx, ctx, current)) : null;
  const request: Made = { ...asked, at: asked.at ?? (own === null ? now : (current?.at ?? now)) };
  const refusal = await objection(tx, task, request, now, current);
  if (refusal !== null) return refusal;
  const draft = withOverall(ofItsQuestions(found, own === null ? request.draft : merged(request.draft, own)));
  const rules = await rulesOfTask(tx, ctx, task, found === null ? [] : ENTERED_BY);
  const meets = task.visit.household !== null;
  const gaps = gapsOf(rules, meets, draft, request.at);
  if (gaps.length > 0)
    return {
      kind: 'gaps',
      gaps,
      example: exampleFor(found, rules, meets, request.visit),
      draft,
      corrects: own !== null,
    };
  // A record that was returned is made again, even in the same words.
  const isOver = 'kind' in decide({ kind: 'record', method: 'paper', by: asked.by.userid }, task.visit, now);
  if (isOver && own !== null && current !== null && same(draft, own)) {
    const signature = signatureNow(task.visit, current.confirmedAt !== null, false);
    return { kind: 'unchanged', record: current.id, task, draft, signature, raised: null, promised: null };
  }
  return write(tx, ctx, { ...task, found }, { ...request, draft }, current, now);
}

/** Why the visit takes no record of this person, made `at` then; null if nothing stands against it. */
export async function objection(
  tx: Tx,
  { visit, estate }: OpenTask,
  { by, at }: Pick<Made, 'by' | 'at'>,
  now: Instant,
  before: StoredRecord | null,
): Promise<TaskRefused | null> {
  const refuse = (reason: TaskRefused['reason'], text: string): TaskRefused => ({ kind: 'refused', reason, text });
  const when = (instant: Instant): string => shortTime(instant, estate.timezone);
  if (isReviewed(visit.status))
    return refuse('over', `任务 ${visit.no} 的记录已经审核，不再改动。有新情况请告诉客服主管。`);
  if (await isSurveyOver(tx, visit, now)) return refuse('over', `任务 ${visit.no} 的问卷已经结束，不能再录入。`);
  if (at > now) return refuse('future', '回访的时间还没有到，请核对日期。');
  if (at < visit.earliest) {
    return refuse(
      'too-early',
      `任务 ${visit.no} 从 ${startTime(visit.earliest, estate.timezone, now)} 起才可以回访，请到时再办。`,
    );
  }
  const command = { kind: 'record', method: 'paper', by: by.userid } as const;
  if (!('kind' in decide(command, visit, now))) return null;
  if (before === null) return refuse('over', `任务 ${visit.no} 已经结束，不用再记录。`);
  if (before.by === by.userid) return null;
  const who = before.by.startsWith('resident:') ? '住户' : ((await staffOf(tx, before.by))?.name ?? before.by);
  return refuse('over', `任务 ${visit.no} 已有记录（${who}，${when(before.at)}），不用再记。`);
}

async function write(
  tx: Tx,
  ctx: Context,
  task: OpenTask & { readonly found: BallotOf | null },
  { by: { userid: by }, at, draft, via }: Made,
  before: StoredRecord | null,
  now: Instant,
): Promise<RecordAnswer> {
  const { visit, found } = task;
  const method: Method | 'paper' = draft.paper === null ? firstMethod(visit, draft) : 'paper';
  const { grade, grades, remark, topics, unfinished, chargeAsQuoted, numberCalled } = recordable(found, draft);
  const calledCipher = numberCalled === null ? null : ctx.box.seal(numberCalled);
  const said = { grade, grades, remark, topics, unfinished, chargeAsQuoted, calledCipher };
  const record = await appendRecord(tx, visit, { ...said, method, by, at, why: [] });
  await noteMade(tx, ctx, visit, { by, at, draft });
  if (found !== null) await enterSheet(tx, ctx, found, draft, at);
  const first = await moveVisit(tx, ctx, visit, {
    command: { kind: 'record', method, by },
    actor: by,
    now,
    // What a resident answered in time stays in time, though the record was returned.
    change: { nextAt: null, answeredAt: before?.by.startsWith('resident:') ? (visit.answeredAt ?? at) : at },
  });
  const moved = first ?? (await moveVisit(tx, ctx, visit, { command: { kind: 'correct', by }, actor: by, now }));
  const left = moved ?? visit;
  const entry = { at: now, actor: by, estate: visit.estate, subject: `visit:${visit.no}` };
  const detail = { record, grade, method, hasRemark: remark !== null, unfinished, paper: draft.paper !== null, via };
  await appendAudit(tx, ctx.db, [{ ...entry, action: `record.${first === null ? 'correct' : 'record'}`, detail }]);
  const raised = faultOf(recordable(found, draft), before);
  if (raised !== null) await raiseNonconformity(tx, ctx, { ...task, visit: left }, remark, now, raised);
  const promised = await raisePromise(tx, ctx, { ...task, visit: left }, { at, until: draft.promisedAt, remark }, now);
  if (draft.signed) await confirmRecord(tx, visit.no, `paper:${by}`, now);
  const asked = await closeTalk(tx, ctx, { ...task, visit: left }, { grade, remark, signed: draft.signed, by }, now);
  const kind = first === null ? 'corrected' : 'recorded';
  return {
    kind,
    record,
    task: { ...task, visit: left },
    draft,
    signature: signatureNow(left, draft.signed, asked),
    raised,
    promised,
  };
}

const signatureNow = ({ needsSignature }: StoredVisit, signed: boolean, asked: boolean): Signature =>
  signed ? 'signed' : !needsSignature ? 'not-needed' : asked ? 'asked' : 'waiting';

/** A nonconformity: a dissatisfied grade, else work left undone; not again where the record before said so already. */
function faultOf(draft: RecordDraft, before: StoredRecord | null): Fault | null {
  const isBad = ({ grade, grades }: Pick<RecordDraft, 'grade' | 'grades'>): boolean =>
    grade === 'dissatisfied' || Object.values(grades ?? {}).includes('dissatisfied');
  if (isBad(draft)) return before !== null && isBad(before) ? null : 'dissatisfied';
  return draft.unfinished && before?.unfinished !== true ? 'unfinished' : null;
}

/** The way that the policy names first of those in which it was made. */
const firstMethod = ({ how }: StoredVisit, { methods }: RecordDraft): Method =>
  how.find((method) => methods.includes(method)) ?? methods[0] ?? 'written';

/** Each way in which the visit was made is an attempt that succeeded; what proves it is noted with it. */
async function noteMade(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  { by, at, draft }: { readonly by: string; readonly at: Instant; readonly draft: RecordDraft },
): Promise<void> {
  const notes = [
    ...(draft.photo === null ? [] : [`照片：${draft.photo}`]),
    ...(draft.paper === null ? [] : [`纸质记录：${draft.paper}`]),
  ];
  const note = notes.length === 0 ? null : notes.join('；');
  await settleAttempts(tx, visit.no, 'silent');
  const known = (await attemptsOf(tx, ctx.box, visit.no)).filter((one) => one.at === at && one.outcome === 'answered');
  const channels = draft.methods.length === 0 ? (['paper'] as const) : draft.methods;
  for (const channel of channels) {
    if (known.some((one) => one.channel === channel && one.note === note)) continue;
    await addAttempt(tx, ctx.box, visit, { channel, at, by, outcome: 'answered', note });
  }
}
