/** 案12: what those write who work a case 个案, each in the message's own transaction; every step is kept in the audit. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { can, canWork, type Allowed } from '../core/permissions.js';
import type { CaseArgs } from '../core/understand/command-cases.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { saveDuty, stepsOf, type StoredDuty } from '../store/duties.js';
import { estateOf } from '../store/estates.js';
import { caseById, lockCase, type Case } from '../store/follow-ups.js';
import { answerNotice, noticesOf } from '../store/notices.js';
import { staffOf, type Staff } from '../store/staff.js';
import { visitByNo } from '../store/visits.js';
import { words, written, type Answer, type Asker } from './answer.js';
import { askedOf, caseText } from './case-text.js';
import { closeCase } from './close-case.js';
import { finishDuty } from './finish-duty.js';
import { give, handUp, toContractor } from './give-case.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { asSeenBy, unseen } from './seen-by.js';
import { settleStep } from './settle-step.js';
import { keep, titles, untilZh, whatFollows, type Working } from './working-case.js';

export async function answerCases(ctx: Context, { staff }: Asker, args: CaseArgs): Promise<Answer> {
  if (args.act !== 'show') return written((tx, now) => workCase(tx, ctx, staff, args, now));
  const tx = ctx.db.read;
  const found = await caseById(tx, args.case);
  const estate = found === null ? null : await estateOf(tx, found.estate);
  if (found === null || estate === null || !(await maySee(tx, staff, found))) {
    const about = { staff, action: 'see case', estate: estate?.id ?? null, subject: `case:${args.case}` } as const;
    return unseen(ctx, about, `没有您可以查看的 案${args.case}。`);
  }
  return words(...(await caseText(tx, found, estate)));
}

/** Whoever works it or worked a step of it, has its visit, or answers for the estate. */
async function maySee(tx: Tx, staff: Staff, of: Case): Promise<boolean> {
  const isHere = staff.roles.some(({ estate }) => estate === of.estate);
  const steps = await stepsOf(tx, of.id);
  const worked = steps.some((step) => step.doneBy === staff.userid || canWork(staff, step).allowed);
  if (isHere && (worked || of.assignee === staff.userid)) return true;
  const visit = of.visitNo === null ? null : await visitByNo(tx, of.visitNo);
  const thing = visit === null ? { estate: of.estate, assignee: of.assignee } : await asSeenBy(tx, staff, visit);
  // Nobody's visit may be taken by anybody; a case is somebody's.
  return can(staff, 'explain task', { ...thing, assignee: thing.assignee ?? '' }).allowed;
}

async function workCase(tx: Tx, ctx: Context, staff: Staff, args: CaseArgs, now: Instant): Promise<string> {
  const working = await openedFor(tx, ctx, staff, args.case, now);
  if (typeof working === 'string') return working;
  switch (args.act) {
    case 'take':
      return take(tx, ctx, working);
    case 'opinion':
      return args.text === undefined
        ? `请写意见：意见 案${args.case} 已核实，返修不彻底。`
        : note(tx, ctx, working, args.text);
    case 'hand-up':
      return handUp(tx, ctx, working, args.text ?? null);
    case 'give':
      return give(tx, ctx, working, args);
    case 'contractor':
      return toContractor(tx, ctx, working, args);
    case 'close':
      return close(tx, ctx, working, args.text ?? null);
    case 'show':
      return '';
    default:
      return args.act satisfies never;
  }
}

/** The case, held, and the step that the person may work; else what they are told. */
async function openedFor(tx: Tx, ctx: Context, staff: Staff, no: number, now: Instant): Promise<Working | string> {
  const of = await lockCase(tx, ctx.db, no);
  const estate = of === null ? null : await estateOf(tx, of.estate);
  const isHere = estate !== null && staff.roles.some((role) => role.estate === estate.id);
  if (of === null || estate === null || !isHere) {
    await keepRefusal(tx, ctx, staff, no, estate?.id ?? null, now);
    return `没有您可以办理的 案${no}。`;
  }
  if (!of.isOpen) return `案${no} 已经办结${of.outcome === null ? '' : `：${of.outcome}`}。`;
  const open = (await stepsOf(tx, no)).filter(({ status, earliest }) => status === 'open' && earliest <= now);
  const mine = open.filter((step) => canWork(staff, step).allowed);
  const step = mine.find(({ assignee }) => assignee === staff.userid) ?? mine[0];
  if (open.length === 0) return withoutSteps(tx, ctx, staff, of, now);
  if (step === undefined) {
    await keepRefusal(tx, ctx, staff, no, estate.id, now);
    return `案${no} 现在由${await whoHave(tx, staff, open)}办理。需要的话，请向他们了解。`;
  }
  const policy = policiesOfEstate(ctx, estate).find(({ id }) => id === step.policy) ?? null;
  return { staff, estate, of, mine, step, policy, now };
}

/** What residents write beside a visit has no steps: whoever answers for it closes it. */
async function withoutSteps(tx: Tx, ctx: Context, staff: Staff, of: Case, now: Instant): Promise<string> {
  const allowed = can(staff, 'finish duty', { estate: of.estate, assignee: of.assignee, by: ['supervisor'] });
  if (!allowed.allowed) {
    await keepRefusal(tx, ctx, staff, of.id, of.estate, now);
    return `案${of.id} 由${titles(allowed.who)}办理。需要的话，请向他们了解。`;
  }
  await closeCase(tx, ctx, of.id, { by: staff.userid, outcome: null }, now);
  return `案${of.id} 已办结。`;
}

async function whoHave(tx: Tx, staff: Staff, steps: readonly StoredDuty[]): Promise<string> {
  const names: string[] = [];
  for (const step of steps) {
    const holder = step.assignee === null ? null : await staffOf(tx, step.assignee);
    const allowed: Allowed = canWork(staff, step);
    const by = allowed.allowed ? step.by : allowed.who;
    names.push(holder === null ? titles(by) : `${titles(by)}（${holder.name}）`);
  }
  return [...new Set(names)].join('、');
}

const keepRefusal = (tx: Tx, ctx: Context, staff: Staff, no: number, estate: string | null, now: Instant) =>
  appendAudit(tx, ctx.db, [
    { at: now, actor: staff.userid, action: 'refused.work case', estate, subject: `case:${no}` },
  ]);

async function take(tx: Tx, ctx: Context, working: Working): Promise<string> {
  const { staff, step, of, estate, now } = working;
  if (step.assignee === staff.userid) return `案${of.id} 的事${step.no} 已经在您名下。`;
  await saveDuty(tx, { ...step, assignee: staff.userid }, now);
  await keep(tx, ctx, working, 'case.take');
  return `案${of.id} 的事${step.no} 已转到您名下：${step.says}${untilZh(step.due, estate)}。`;
}

async function note(tx: Tx, ctx: Context, working: Working, text: string): Promise<string> {
  const { staff, step, of, now } = working;
  const said = `${staff.name}意见：${text}`;
  await saveDuty(tx, { ...step, note: step.note === null ? said : `${step.note}；${said}` }, now);
  await keep(tx, ctx, working, 'case.opinion');
  const [notice] = (await noticesOf(tx, of.id)).filter(({ form }) => form === step.form).toReversed();
  if (notice !== undefined && ANSWERED.test(text)) {
    await answerNotice(tx, notice, { text, by: staff.userid, at: now });
    return `已记下答复，写在《${notice.form}》第 ${notice.number} 号上（案${of.id}，事${step.no}）。复查后写「办结 案${of.id} 复查结果」。`;
  }
  return `已记下意见（案${of.id}，事${step.no}）。办好请写「办结 案${of.id} 做了什么」，要上报请写「上报 案${of.id}」。`;
}

/** 意见 案3 承建商答复：三天内进场: what was written back to a notice stands on it. */
const ANSWERED = /^.{0,12}(?:答复|回复|回函)/u;

/** No case has more steps for one person. */
const MOST_ROUNDS = 5;

/** 办结 案12 已装隔音门: what this person may do of it is done; with the last step the household is told, and asked. */
async function close(tx: Tx, ctx: Context, working: Working, text: string | null): Promise<string> {
  const { staff, of, mine, now } = working;
  if (text === null && of.kind === 'finding') return `请写处理结果：办结 案${of.id} 已批评教育，重新回访。`;
  if (text === null) return `请写做了什么，会原样告诉${askedOf(of)}：办结 案${of.id} 已重新疏通，试水正常。`;
  const lines: string[] = [];
  // What comes next to the same person is done by the same words: they close the case, and not a step of it.
  for (let [left, round] = [mine, 0]; left.length > 0 && round < MOST_ROUNDS; round += 1) {
    for (const step of left) {
      const fresh = (await stepsOf(tx, of.id)).find(({ no }) => no === step.no);
      if (fresh?.status !== 'open') continue;
      const settled = await settleStep(tx, ctx, fresh, text, now);
      if ('wants' in settled)
        return lines.length === 0 ? settled.wants : `已办结 ${lines.join('、')}。${settled.wants}`;
      await finishDuty(tx, ctx, fresh, { at: now, by: staff.userid, note: text, ...settled }, now);
      lines.push(`事${step.no}`);
    }
    left = (await stepsOf(tx, of.id)).filter(
      ({ status, assignee, earliest }) => status === 'open' && assignee === staff.userid && earliest <= now,
    );
  }
  return `已办结 ${lines.join('、')}。${await whatFollows(tx, of.id, working.estate)}`;
}
