/**
 * 发起调查的预览: what a survey by order would ask, of whom, by which way and until when. Nothing is sent. The same order
 * gives the same plan as long as nothing changes; what it shows has a hash, by which a confirmation is known.
 */
import { questionnaireTitle } from '../core/visit-words.js';
import type { Context } from '../context.js';
import { DAY, localDate, type Instant, type LocalDate } from '../core/calendar.js';
import { afterQuiet, contactTime } from '../core/contact.js';
import { drawPeriodOf } from '../core/draw-period.js';
import { householdMatch, parseHouseholdPattern } from '../core/household.js';
import { closingOf, orderDigest, sheetFor, surveyClauses, type Reach, type Sheet } from '../core/survey-order.js';
import type { Tx } from '../store/db.js';
import type { DrawIdentity } from '../store/draws.js';
import type { Estate } from '../store/estates.js';
import { mayBeContacted } from '../store/people.js';
import { householdsWithout, ORDERED, type RoundHousehold, type RoundIdentity } from '../store/rounds.js';
import { contactsOf, residentsFacing, surveysOf, type Facing } from '../store/survey-orders.js';
import { kfObstacle } from './contact-household.js';
import { ensureDraw, KEY_PERIOD, percentOf } from './draw-keys.js';
import { foreseen } from './draw-list.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { usersOfWorks } from './works-users.js';

/** What was ordered, as it was understood. */
export type SurveyOrder = {
  readonly target: string;
  readonly title: string | null;
  readonly percent: number | null;
  readonly date?: LocalDate | undefined;
  readonly days?: number | undefined;
};

export type SurveyPlan = {
  readonly number: number;
  readonly sheet: Sheet;
  readonly title: string;
  readonly identity: RoundIdentity;
  readonly closesAt: Instant;
  /** All households of the target. */
  readonly all: number;
  /** Those who are asked, by the draw where it is a sample: how each is reached, and when it begins. */
  readonly asked: readonly (RoundHousehold & { readonly reach: Exclude<Reach, 'refused'>; readonly at: Instant })[];
  /** Whom the draw is made of. */
  readonly population: readonly string[];
  readonly refused: number;
  readonly sample: { readonly percent: number; readonly where: DrawIdentity; readonly keyHash: string } | null;
  /** When the last one is asked. */
  readonly lastAt: Instant;
  readonly digest: string;
};

/** The plan, or why there is none, in words. */
export async function planSurvey(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  order: SurveyOrder,
  now: Instant,
): Promise<SurveyPlan | string> {
  const { percent, target } = order;
  if (percent !== null && !(Number.isInteger(percent) && percent >= 1 && percent <= 100))
    return `抽样比例应为 1% 到 100% 的整数，现为 ${percent}%。可以写：发起调查 ${target} 抽样20%。`;
  const sheet = sheetFor(surveyClauses(policiesOfEstate(ctx, estate)), order.title);
  if (sheet === null)
    return surveyClauses(policiesOfEstate(ctx, estate)).length === 0
      ? `${estate.name}没有采用带问卷的制度（如 p02、p08、p10），不能发起调查。`
      : '问题最多 14 个，每个不超过 30 字，用「、」隔开。可以写：发起调查 3栋 电梯、门禁、停车。';
  const closesAt = closingOf(now, estate.timezone, { date: order.date, days: order.days ?? sheet.clause.survey?.days });
  if (closesAt === null) return `请写截止日期：发起调查 ${target} 12月10日前。`;
  if (closesAt <= now) return `截止日期已经过去了。请写今天以后的日期，或写开放几天：发起调查 ${target} 7天。`;
  const number = (await surveysOf(tx, estate.id)).length + 1;
  const month = drawPeriodOf(KEY_PERIOD, localDate(now, estate.timezone));
  const { policy, clause } = sheet;
  const where = { estate: estate.id, policy: policy.id, clause: clause.id, period: `${month}${ORDERED}${number}` };
  const households = await targeted(tx, estate, sheet, { ...where, visit: 1 }, target, now);
  if (typeof households === 'string') return households;
  const faced = await facing(tx, estate, sheet, households, closesAt, now);
  const willing = faced.flatMap(({ reach, ...one }) => (reach === 'refused' ? [] : [{ ...one, reach }]));
  const population = willing.map(({ code }) => code);
  if (population.length === 0)
    return `${targetZh(estate, target)} ${households.length} 户都已退订或没有同意回访，没有可以问的。`;
  const drawn = percent === null ? null : await sampleOf(tx, ctx, where, percent, population, now);
  const asked = drawn === null ? willing : willing.filter(({ code }) => drawn.chosen.has(code));
  const sample = drawn === null || percent === null ? null : { percent, where, keyHash: drawn.keyHash };
  const title = titleOf(sheet, order);
  const refused = households.length - willing.length;
  const version = estate.policies.find(({ id }) => id === policy.id)?.version ?? '';
  const reaches = faced.map(({ code, reach }) => [code, reach]);
  const shown = { where, version, title, questions: sheet.questions, anonymous: sheet.anonymous, closesAt, reaches };
  return {
    number,
    sheet,
    title,
    identity: { ...where, visit: 1 },
    closesAt,
    all: households.length,
    asked,
    population,
    refused,
    sample,
    lastAt: Math.max(now, ...asked.map(({ at }) => at)) as Instant,
    digest: orderDigest({ ...shown, asked: asked.map(({ code }) => code), keyHash: sample?.keyHash ?? null }),
  };
}

export const targetZh = ({ name }: Pick<Estate, 'name'>, target: string): string =>
  target === '全体' ? `${name}全体` : `${name} ${target.replace(/(\d+)(?=栋|幢|座|号楼|单元)/gu, ' $1 ').trim()}`;

/** As staff read it: what is asked, of whom. */
function titleOf({ clause, round, own, questions }: Sheet, { target, percent }: SurveyOrder): string {
  const name = own ? questions.map(({ text }) => text).join('、') : questionnaireTitle(clause, round.record);
  return `${name}（${target}${percent === null ? '' : `，抽样 ${percent}%`}）`;
}

/** The households that are meant; in words, that there are none. */
async function targeted(
  tx: Tx,
  estate: Estate,
  { policy, round }: Sheet,
  identity: RoundIdentity,
  target: string,
  now: Instant,
): Promise<readonly RoundHousehold[] | string> {
  const of = round.of === 'records' ? 'households' : round.of;
  const here = await householdsWithout(tx, identity, of);
  const users = of === 'users' ? await usersOfWorks(tx, estate.id, policy.id, now) : 'all';
  const all = users === 'all' ? here : here.filter(({ code }) => users.has(code));
  if (all.length === 0) return `${estate.name}还没有登记住户，没有可以发的。`;
  const pattern = parseHouseholdPattern(target);
  const found = all.filter(({ code }) => householdMatch([pattern], code) !== null);
  if (found.length > 0) return found;
  const buildings = [...new Set(all.map(({ code }) => code.split('-')[0] ?? code))].slice(0, MOST_BUILDINGS);
  return `没有${targetZh(estate, target)}的住户，什么都没有发出。现有：${buildings.map((one) => `${one} 栋`).join('、')}。`;
}
const MOST_BUILDINGS = 20;

/** How each household would be reached, and when it would be asked. */
async function facing(
  tx: Tx,
  estate: Estate,
  { round }: Sheet,
  households: readonly RoundHousehold[],
  due: Instant,
  now: Instant,
): Promise<readonly (RoundHousehold & { readonly reach: Reach; readonly at: Instant })[]> {
  const people = new Map<string, Facing[]>();
  for (const one of await residentsFacing(tx, estate.id))
    people.set(one.household, [...(people.get(one.household) ?? []), one]);
  const contacts = await contactsOf(tx, estate.id, (now - estate.contactPeriodDays * DAY) as Instant);
  const rules = { ...estate, zone: estate.timezone };
  const soonest = afterQuiet(rules, now);
  return households.map((household) => {
    const there = people.get(household.code) ?? [];
    const open = there.filter(mayBeContacted);
    if (there.length > 0 && open.length === 0) return { ...household, reach: 'refused', at: soonest };
    const recent = contacts.get(household.code) ?? [];
    const at = contactTime(rules, { earliest: now, due }, recent, now, 'none')?.at ?? soonest;
    if (at > soonest) return { ...household, reach: 'later', at };
    const byChat = open.some(({ identity }) => identity !== null && kfObstacle(identity, now) === null);
    return { ...household, reach: byChat && round.how.includes('chat') ? 'chat' : 'staff', at };
  });
}

/** 抽样: whom the draw chooses. Its key follows from the survey's number, so that asking again draws nobody else. */
async function sampleOf(
  tx: Tx,
  ctx: Context,
  where: DrawIdentity,
  percent: number,
  households: readonly string[],
  now: Instant,
): Promise<{ readonly chosen: ReadonlySet<string>; readonly keyHash: string }> {
  const draw = await ensureDraw(tx, ctx, where, { unit: 'household', quota: percentOf(percent) }, now);
  return { chosen: new Set(foreseen(ctx, draw, { percent, households })), keyHash: draw.keyHash };
}
