/** 发放: what was handed out on a visit is written down as it is given (p10.6); paper questionnaires so handed out are issued ballots. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { householdMatch, parseHouseholdPattern } from '../core/household.js';
import { handOutsOf, papersIn, papersLeft, withPapers } from '../core/policy/hand-outs.js';
import type { HandOutCommand } from '../core/understand/command-hand-outs.js';
import { markIssuedOnPaper, surveyOfVisit, unissuedHouseholds } from '../store/ballots.js';
import type { Tx } from '../store/db.js';
import type { Staff } from '../store/staff.js';
import { surveysOf } from '../store/survey-orders.js';
import { saveVisit } from '../store/visits.js';
import { permitted, words, written, type Answer, type Asker } from './answer.js';
import { keepAct, type Acting } from './keep-act.js';
import { openTask, type OpenTask } from './open-task.js';
import { targetZh } from './plan-survey.js';
import { policyOfVisit } from './policies-of-estate.js';

/** What was handed out, on a visit by its number or to a building. */
export function answerHandOut(ctx: Context, asker: Asker, { args }: HandOutCommand, now: Instant): Answer {
  const { staff } = asker;
  const { task, target, text } = args;
  if (task !== undefined) return written((tx, at) => handOut(tx, ctx, { staff, no: task, now: at }, text));
  if (target === undefined) return words(WHERE);
  const example = `已发放纸质问卷 ${target}`;
  const found = permitted(ctx, asker, 'hand out papers', { name: args.estate, example, now });
  if ('answer' in found) return found.answer;
  const { estate } = found;
  return written((tx, at) => handOutBallots(tx, ctx, { staff, estate, now: at }, target));
}

const WHERE =
  '是在哪次回访中发放的？请写任务号：发放 12 服务卡 使用说明。任务号看「我的任务」。纸质问卷按楼栋发的，请写：已发放纸质问卷 3栋。';

type HandingOut = { readonly staff: Staff; readonly no: number; readonly now: Instant };

async function handOut(
  tx: Tx,
  ctx: Context,
  { staff, no, now }: HandingOut,
  text: string | undefined,
): Promise<string> {
  const task = await openTask(tx, ctx, staff, { no, action: 'record visit', now });
  if ('kind' in task) return task.text;
  const { visit, estate } = task;
  if (visit.status === 'closed') return `任务 ${no} 的记录已经存档，不能再补记。`;
  if (await surveyOfVisit(tx, visit)) return handOutSheet(tx, ctx, task, staff, now);
  const policy = policyOfVisit(ctx, estate, visit);
  const papers = policy === null ? [] : handOutsOf(policy);
  const more = papersIn(text ?? '');
  if (more.length === 0) return `发放了什么？请写：发放 ${no} ${papers.length === 0 ? '服务卡' : papers.join(' ')}。`;
  const given = withPapers(visit.why.handOuts ?? [], more);
  await saveVisit(tx, { ...visit, why: { ...visit.why, handOuts: given } }, now);
  const act = { action: 'visit.hand-outs', subject: `visit:${visit.no}`, detail: { papers: more } };
  await keepAct(tx, ctx, { staff, estate, now }, act);
  const left = papersLeft(papers, given);
  const rest = left.length === 0 || papers.length === 0 ? '' : `还没有发：${left.join('、')}。`;
  return `已记下任务 ${no} 发放：${given.join('、')}，写进《${visit.record}》。${rest}`;
}

/** A sheet of a questionnaire, to the household of the visit. */
async function handOutSheet(
  tx: Tx,
  ctx: Context,
  { visit, estate }: OpenTask,
  staff: Staff,
  now: Instant,
): Promise<string> {
  const { no } = visit;
  const survey = await surveyOfVisit(tx, visit);
  const isOver = survey === null || survey.closedAt !== null || survey.closesAt <= now;
  if (isOver) return `任务 ${no} 的问卷已经结束，不用再发。`;
  const given = await markIssuedOnPaper(tx, survey.id, [visit.household ?? ''], now);
  if (given === 0) return `任务 ${no} 的问卷此前已经发出。收回后录入：完成 ${no} 纸质 B-07 全部满意。`;
  await keepAct(tx, ctx, { staff, estate, now }, { action: 'survey.hand-outs', subject: `visit:${no}` });
  return `已记下任务 ${no} 的纸质问卷发出，计入发出票数。收回后录入：完成 ${no} 纸质 B-07 全部满意。`;
}

/** Sheets to a building: of the open questionnaires, each household that none was issued to has it now. */
async function handOutBallots(tx: Tx, ctx: Context, acting: Acting, target: string): Promise<string> {
  const { estate, now } = acting;
  const open = (await surveysOf(tx, estate.id)).filter(({ closedAt, closesAt }) => closedAt === null && now < closesAt);
  const [survey] = open.toReversed();
  if (survey === undefined) return `${estate.name}现在没有进行中的调查。要发起请写：发起调查 ${target}。`;
  const pattern = parseHouseholdPattern(target);
  const unissued = await unissuedHouseholds(tx, survey.id);
  const households = unissued.filter((code) => householdMatch([pattern], code) !== null);
  if (households.length === 0)
    return `调查 ${survey.number}《${survey.title}》中，${targetZh(estate, target)}没有还未发出的问卷。`;
  const given = await markIssuedOnPaper(tx, survey.id, households, now);
  const detail = { target, count: given };
  await keepAct(tx, ctx, acting, { action: 'survey.hand-outs', subject: `survey:${survey.id}`, detail });
  return `已记下调查 ${survey.number}《${survey.title}》在${targetZh(estate, target)}发出纸质问卷 ${given} 份，计入发出票数。收回后按户录入：完成 任务号 纸质 B-07 全部满意。`;
}
