/** 发起调查: a preview first, then, by the figures of the preview and by nothing else, the survey itself. */
import type { Context } from '../context.js';
import { localDate, MINUTE, type Instant } from '../core/calendar.js';
import { dayZh, shortTime } from '../core/day-words.js';
import { FEWEST_SHOWN } from '../core/ballot.js';
import { can } from '../core/permissions.js';
import { populationHash } from '../core/sampling.js';
import { codeOf } from '../core/survey-order.js';
import { keepWaiting, markUsed, waitingOf } from '../store/confirmations.js';
import type { Tx } from '../store/db.js';
import { estateOf, lockEstate, type Estate } from '../store/estates.js';
import { surveysOf } from '../store/survey-orders.js';
import type { Staff } from '../store/staff.js';
import { drawHouseholds } from './draw-list.js';
import { keepAct } from './keep-act.js';
import { visitsFor, writeRound } from './open-rounds.js';
import { planSurvey, targetZh, type SurveyOrder, type SurveyPlan } from './plan-survey.js';
import { cut } from './tell-staff.js';
import { titles } from './working-case.js';

/** So long a preview can be confirmed. */
export const CONFIRM_MINUTES = 15;
export const LAUNCHES = 'launch-survey';

export type Kept = { readonly estate: string; readonly order: SurveyOrder };

/** The preview; nothing goes out. */
export async function previewSurvey(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  estate: Estate,
  order: SurveyOrder,
  now: Instant,
): Promise<string> {
  await lockEstate(tx, ctx.db, estate.id);
  const plan = await planSurvey(tx, ctx, estate, order, now);
  if (typeof plan === 'string') return plan;
  return asked(tx, staff, estate, order, plan, now);
}

/** Keeps what was shown, and says it. */
async function asked(
  tx: Tx,
  staff: Staff,
  estate: Estate,
  order: SurveyOrder,
  plan: SurveyPlan,
  now: Instant,
): Promise<string> {
  const code = codeOf(plan.digest);
  const what: Kept = { estate: estate.id, order };
  const until = (now + CONFIRM_MINUTES * MINUTE) as Instant;
  await keepWaiting(tx, LAUNCHES, staff.userid, { code, digest: plan.digest, what, usedAt: null }, { now, until });
  return [
    ...(await previewLines(tx, estate, order, plan)),
    `确认请在 ${CONFIRM_MINUTES} 分钟内回复：确认发起 ${code}。不回复就什么都不发。`,
  ].join('\n');
}

async function previewLines(tx: Tx, estate: Estate, order: SurveyOrder, plan: SurveyPlan): Promise<readonly string[]> {
  const { sheet, closesAt, lastAt, sample } = plan;
  const zone = estate.timezone;
  const count = (reach: SurveyPlan['asked'][number]['reach']): number =>
    plan.asked.filter((one) => one.reach === reach).length;
  const later = count('later');
  const counts = [
    `微信客服 ${count('chat')}`,
    ...(later > 0 ? [`${estate.contactPeriodDays} 天内已联系、稍后再问 ${later}`] : []),
    ...(count('staff') > 0 ? [`微信联系不到、转同事送问卷 ${count('staff')}`] : []),
    ...(plan.refused > 0 ? [`退订或没有同意、不问 ${plan.refused}`] : []),
  ];
  const open = (await surveysOf(tx, estate.id)).filter((one) => one.closedAt === null);
  const items = sheet.own
    ? cut(sheet.questions.map(({ text }) => text).join('、'), 120)
    : `${sheet.questions.length} 个方面`;
  return [
    `【预览，还没有发出】调查 ${plan.number}：${targetZh(estate, order.target)} ${plan.all} 户，要问 ${plan.asked.length} 户`,
    ...(sample === null
      ? []
      : [
          `抽样：从 ${plan.population.length} 户中抽 ${sample.percent}%，密钥指纹 ${sample.keyHash.slice(0, 12)}，重新预览抽中的不变`,
        ]),
    `${counts.join('，')}。`,
    `问 ${items}（${sheet.clause.id}《${sheet.round.record}》），${sheet.anonymous ? '不记名' : '记名'}。`,
    `预计 ${dayZh(localDate(lastAt, zone))} 问完，收到 ${shortTime(closesAt, zone)} 为止；没有回复的提醒一次，再没有回复的转同事。`,
    ...(sheet.anonymous && plan.asked.length < FEWEST_SHOWN * 2
      ? [`户数少：回收不足 ${FEWEST_SHOWN} 份的不记名调查不显示结果。`]
      : []),
    ...(open.length > 0
      ? [
          `注意：还有 ${open.length} 份问卷在进行：${open
            .map(({ number, title }) => `调查 ${number}《${cut(title, 20)}》`)
            .slice(0, 3)
            .join('、')}。`,
        ]
      : []),
  ];
}

/** 确认发起 4821: sends exactly what was shown, once; anything else is shown anew or refused. */
export async function confirmSurvey(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  code: number | null,
  now: Instant,
): Promise<string> {
  const waiting = await waitingOf<Kept>(tx, LAUNCHES, staff.userid, now);
  const estate = waiting === null ? null : await estateOf(tx, waiting.what.estate);
  if (waiting === null || estate === null)
    return `没有等您确认的调查，或预览已超过 ${CONFIRM_MINUTES} 分钟。什么都没有发出；请重新写：发起调查 全体。`;
  if (code === null) return '请带上预览里的四位数，例如：确认发起 4821。什么都没有发出。';
  if (code !== waiting.code)
    return `${code} 不是最近一次预览的数字，什么都没有发出。请核对最后一条预览，或重新写「发起调查 …」。`;
  if (waiting.usedAt !== null) return '这次调查已经发起过了，没有再发一次。看回收请写：调查 进度。';
  const refusal = await refusalOf(tx, ctx, staff, estate, now);
  if (refusal !== null) return `${refusal}什么都没有发出。`;
  await lockEstate(tx, ctx.db, estate.id);
  const { order } = waiting.what;
  const plan = await planSurvey(tx, ctx, estate, order, now);
  if (typeof plan === 'string') return `${plan}\n什么都没有发出。`;
  if (plan.digest !== waiting.digest)
    return `预览之后情况有变，什么都没有发出。请看新的预览：\n${await asked(tx, staff, estate, order, plan, now)}`;
  await markUsed(tx, LAUNCHES, staff.userid, waiting, now);
  await launch(tx, ctx, staff, estate, plan, now);
  return `已发起调查 ${plan.number}《${plan.title}》：问 ${plan.asked.length} 户，收到 ${shortTime(plan.closesAt, estate.timezone)} 为止。看回收写「调查 进度 ${plan.number}」，提前结束写「结束调查 ${plan.number}」。`;
}

/** A right may have been taken since the preview. Null: it stands. */
export async function refusalOf(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  estate: Estate,
  now: Instant,
): Promise<string | null> {
  const allowed = can(staff, 'send survey', { estate: estate.id });
  if (allowed.allowed) return null;
  const act = { action: 'refused.send survey', subject: `staff:${staff.userid}` };
  await keepAct(tx, ctx, { staff, estate, now }, act);
  return `${estate.name}的调查由${titles(allowed.who)}发起和结束。`;
}

async function launch(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  estate: Estate,
  plan: SurveyPlan,
  now: Instant,
): Promise<void> {
  const { sheet, identity, closesAt, title, sample } = plan;
  const opening = {
    asking: { estate, policy: sheet.policy },
    clause: sheet.clause,
    // Of those who are asked all are: nobody takes another's place.
    round: { ...sheet.round, rate: 100 },
    identity,
    window: { earliest: now, due: closesAt },
  };
  const places = new Map(
    sample === null
      ? []
      : (
          await drawHouseholds(tx, ctx, sample.where, { percent: sample.percent, households: plan.population }, now)
        ).map(({ household, drawId, drawPosition }) => [household, { drawId, drawPosition }] as const),
  );
  const members = plan.asked.map(({ code, since }) => {
    const place = places.get(code);
    return { code, since, ...(place === undefined ? {} : { place }) };
  });
  const begins = new Map(plan.asked.map(({ code, at }) => [code, at]));
  const visits = await visitsFor(tx, opening, members, (code) => begins.get(code) ?? now);
  const { anonymous, questions } = sheet;
  await writeRound(tx, ctx, opening, visits, { anonymous, questions, title }, now);
  const subject = `survey:${estate.id}:${identity.clause}:${identity.period}`;
  const households = populationHash(plan.asked.map(({ code }) => code));
  const detail = {
    number: plan.number,
    title,
    all: plan.all,
    asked: plan.asked.length,
    households,
    digest: plan.digest,
  };
  await keepAct(tx, ctx, { staff, estate, now }, { action: 'survey.launch', subject, detail });
}
