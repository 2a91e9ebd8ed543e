/** 调查 进度、提醒、结束、结果: how a survey stands, what is done for it until its end, and what came of it. */
import type { Context } from '../context.js';
import { asksItsOwn, FEWEST_SHOWN } from '../core/ballot.js';
import { localDate, MINUTE, type Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import { FEW_RETURNED_NOTE, isFew, percent } from '../core/report/report.js';
import { codeOf, orderDigest } from '../core/survey-order.js';
import { rate, surveyRates, type ItemRate } from '../core/survey.js';
import { keepWaiting, markUsed, waitingOf } from '../store/confirmations.js';
import type { Tx } from '../store/db.js';
import { estateOf, lockEstate, type Estate } from '../store/estates.js';
import type { Staff } from '../store/staff.js';
import { ballotsOfSurvey, figuresOf } from '../store/survey-figures.js';
import {
  endWindow,
  progressOf,
  silentTalks,
  surveysOf,
  wakeTalks,
  type NumberedSurvey,
  type SurveyProgress,
} from '../store/survey-orders.js';
import { fitted } from './answer.js';
import { keepAct } from './keep-act.js';
import { CONFIRM_MINUTES, refusalOf } from './launch-survey.js';

export const ENDS = 'end-survey';

/** The surveys that are meant: the one of a number, else all that `suits`. In words where there is none. */
async function meant(
  tx: Tx,
  estate: Estate,
  no: number | undefined,
  suits: (survey: NumberedSurvey) => boolean,
): Promise<readonly NumberedSurvey[] | string> {
  const all = await surveysOf(tx, estate.id);
  if (all.length === 0) return `${estate.name}还没有做过调查。可以写：发起调查 全体。`;
  if (no === undefined) return all.filter(suits);
  const found = all.find(({ number }) => number === no);
  return found === undefined ? `${estate.name}没有调查 ${no}，现有调查 1 到 ${all.length}。` : [found];
}

const isOpenAt =
  (now: Instant) =>
  (survey: NumberedSurvey): boolean =>
    survey.closedAt === null && now < survey.closesAt;
const headOf = ({ number, title }: NumberedSurvey): string => `调查 ${number}《${title}》`;
const percentZh = (part: number, whole: number): string => percent(rate(part, whole));
const MOST_SHOWN = 5;

/** 调查 进度: what went out and came back, and who is silent; no grade. */
export async function surveyProgress(tx: Tx, estate: Estate, no: number | undefined, now: Instant): Promise<string> {
  const found = await meant(tx, estate, no, isOpenAt(now));
  if (typeof found === 'string') return found;
  if (found.length === 0) return `${estate.name}现在没有进行中的调查。看上次的写：调查 结果。`;
  const lines: string[] = [];
  for (const survey of found.slice(-MOST_SHOWN)) {
    const progress = await progressOf(tx, survey);
    lines.push(
      `${headOf(survey)}：回收 ${progress.returned}／发出 ${progress.issued}（${percentZh(progress.returned, progress.issued)}），共 ${progress.households} 户`,
    );
    const more = restOf(progress);
    if (survey.closedAt === null && more.length > 0) lines.push(`还没有回来的：${more.join('，')}。`);
    lines.push(
      survey.closedAt === null && now < survey.closesAt
        ? `收到 ${shortTime(survey.closesAt, estate.timezone)} 为止。`
        : survey.closedAt === null
          ? '已停止收卷，正在整理。'
          : `已结束（${shortTime(survey.closedAt, estate.timezone)}）。看结果写：调查 结果 ${survey.number}。`,
    );
  }
  return fitted(lines);
}

function restOf({ byStatus, reminded }: SurveyProgress): readonly string[] {
  const of = (...statuses: readonly string[]): number =>
    statuses.reduce((sum, status) => sum + (byStatus.get(status) ?? 0), 0);
  const parts = [
    ['已问、等回复', of('asked')],
    ['还没轮到问', of('drawn', 'assigned', 'postponed')],
    ['转同事收', of('with-staff')],
    ['联系不上', of('unreachable')],
  ] as const;
  const shown = parts.flatMap(([words, count]) => (count > 0 ? [`${words} ${count} 户`] : []));
  return reminded > 0 && shown.length > 0 ? [...shown, `已提醒过 ${reminded} 户`] : shown;
}

/** 调查 提醒: those who were asked before today and are silent hear their one reminder now; nobody hears a second one. */
export async function remindOfSurvey(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  estate: Estate,
  no: number | undefined,
  now: Instant,
): Promise<string> {
  const survey = await oneOpen(tx, estate, no, '调查 提醒', now);
  if (typeof survey === 'string') return survey;
  const silent = (await silentTalks(tx, survey)).filter(({ session }) => session.state === 'asked');
  const today = localDate(now, estate.timezone);
  const fresh = silent.filter(({ session }) => !session.reminded);
  const due = fresh.filter(({ askedAt }) => localDate(askedAt, estate.timezone) < today);
  await wakeTalks(
    tx,
    due.map(({ id }) => id),
    now,
  );
  const act = { action: 'survey.remind', subject: `survey:${survey.id}`, detail: { households: due.length } };
  if (due.length > 0) await keepAct(tx, ctx, { staff, estate, now }, act);
  const left = [
    ...(silent.length > fresh.length ? [`${silent.length - fresh.length} 户已提醒过，只提醒一次`] : []),
    ...(fresh.length > due.length ? [`${fresh.length - due.length} 户今天才问，不催`] : []),
  ];
  const rest = left.length === 0 ? '' : `另有 ${left.join('；')}。`;
  if (due.length === 0) return `${headOf(survey)}：没有要提醒的。${rest}`;
  return `${headOf(survey)}：给 ${due.length} 户发提醒，免打扰时段里的等到早上。${rest}`;
}

/** The open survey that is meant; where there are several, its number is asked for. */
async function oneOpen(
  tx: Tx,
  estate: Estate,
  no: number | undefined,
  example: string,
  now: Instant,
): Promise<NumberedSurvey | string> {
  const found = await meant(tx, estate, no, isOpenAt(now));
  if (typeof found === 'string') return found;
  const [first, ...others] = found;
  if (first === undefined) return `${estate.name}现在没有进行中的调查。`;
  if (others.length > 0)
    return [`哪一个？请写：${example} ${first.number}。进行中的：`, ...found.map(headOf)].join('\n');
  return isOpenAt(now)(first) ? first : `${headOf(first)}已经结束。看结果写：调查 结果 ${first.number}。`;
}

type Ending = { readonly estate: string; readonly survey: number };

/** 结束调查: says what would end, and asks. */
export async function previewEnd(
  tx: Tx,
  staff: Staff,
  estate: Estate,
  no: number | undefined,
  now: Instant,
): Promise<string> {
  const survey = await oneOpen(tx, estate, no, '结束调查', now);
  if (typeof survey === 'string') return survey;
  if (!survey.isOrdered)
    return `${headOf(survey)}是制度（${survey.clause}）定期的，到 ${shortTime(survey.closesAt, estate.timezone)} 自己结束，不能提前。`;
  const digest = digestOf(survey);
  const code = codeOf(digest);
  const what: Ending = { estate: estate.id, survey: survey.number };
  const until = (now + CONFIRM_MINUTES * MINUTE) as Instant;
  await keepWaiting(tx, ENDS, staff.userid, { code, digest, what, usedAt: null }, { now, until });
  const progress = await progressOf(tx, survey);
  const few =
    survey.anonymous && progress.returned < FEWEST_SHOWN
      ? `\n注意：回收不足 ${FEWEST_SHOWN} 份，结束后不显示结果。`
      : '';
  return [
    `【还没有结束】${headOf(survey)}：回收 ${progress.returned}／发出 ${progress.issued}（${percentZh(progress.returned, progress.issued)}），还有 ${progress.households - progress.returned} 户没有回来。`,
    `结束后不再发问、不再收卷，${survey.anonymous ? '谁答了什么不再查得到，' : ''}不能恢复。${few}`,
    `确认请在 ${CONFIRM_MINUTES} 分钟内回复：确认结束 ${code}。`,
  ].join('\n');
}

const digestOf = ({ id, closesAt }: NumberedSurvey): string => orderDigest({ end: id, closesAt });

/** 确认结束 4821. */
export async function confirmEnd(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  code: number | null,
  now: Instant,
): Promise<string> {
  const waiting = await waitingOf<Ending>(tx, ENDS, staff.userid, now);
  const estate = waiting === null ? null : await estateOf(tx, waiting.what.estate);
  if (waiting === null || estate === null)
    return `没有等您确认结束的调查，或已超过 ${CONFIRM_MINUTES} 分钟。请重新写：结束调查。`;
  if (code !== waiting.code) return '数字对不上，什么都没有结束。请核对最后一条提示里的四位数。';
  if (waiting.usedAt !== null) return '这次调查已经结束了。';
  const refusal = await refusalOf(tx, ctx, staff, estate, now);
  if (refusal !== null) return refusal;
  await lockEstate(tx, ctx.db, estate.id);
  const survey = (await surveysOf(tx, estate.id)).find(({ number }) => number === waiting.what.survey);
  if (survey === undefined || !isOpenAt(now)(survey) || digestOf(survey) !== waiting.digest)
    return '这次调查已经结束了。';
  await markUsed(tx, ENDS, staff.userid, waiting, now);
  await endWindow(tx, survey, now);
  const act = { action: 'survey.end', subject: `survey:${survey.id}`, detail: { before: survey.closesAt } };
  await keepAct(tx, ctx, { staff, estate, now }, act);
  return `${headOf(survey)}已停止收卷。一小时内整理好，看结果写：调查 结果 ${survey.number}。`;
}

/** 调查 结果: of one that was closed, question by question; of few anonymous ballots nothing. */
export async function surveyResult(tx: Tx, ctx: Context, estate: Estate, no: number | undefined): Promise<string> {
  const found = await meant(tx, estate, no, ({ closedAt }) => closedAt !== null);
  if (typeof found === 'string') return found;
  const survey = found.at(-1);
  if (survey === undefined) return `${estate.name}还没有结束的调查。看回收写：调查 进度。`;
  const ballots = await ballotsOfSurvey(tx, ctx.box, survey.id);
  const { issued, returned, rate: whole, withheld } = figuresOf(survey, ballots);
  const head = `${headOf(survey)}：${asksItsOwn(survey.questions) ? '总的' : '综合评议'}满意率 ${percent(whole)}（回收 ${returned}／发出 ${issued}）`;
  const back = `${headOf(survey)}：回收 ${returned}／发出 ${issued}（${percentZh(returned, issued)}）。`;
  if (withheld === 'open')
    return `${back}不记名调查结束前不看答案；${shortTime(survey.closesAt, estate.timezone)} 结束。`;
  if (withheld === 'few') return `${back}回收不足 ${FEWEST_SHOWN} 份，不记名调查不显示结果。`;
  if (returned === 0) return `${back}没有收回，没有结果。`;
  const rates = new Map(surveyRates(ballots).map((one) => [one.item, one]));
  const lines = survey.questions.flatMap(({ item, text }) => {
    const one = rates.get(item);
    return one === undefined ? [] : [lineOf(text, one, survey.anonymous)];
  });
  const few = isFew(returned) ? [`${FEW_RETURNED_NOTE}。`] : [];
  const state = survey.closedAt === null ? ['还在进行，数字会变。'] : [];
  return fitted([head, ...few, ...state, ...lines]);
}

/** A direction that so few answered that they could be guessed is not told apart. */
function lineOf(text: string, one: ItemRate, anonymous: boolean): string {
  if (anonymous && one.answered < FEWEST_SHOWN) return `· ${text} —（答的不足 ${FEWEST_SHOWN} 份，不单列）`;
  return `· ${text} ${percent(one.rate)}（答 ${one.answered}：满意 ${one.satisfied}、一般 ${one.fairly}、不满意 ${one.dissatisfied}）`;
}
