/** What a clause asks beside visits, in Chinese: duties, deadlines, rounds, rules of method, warranties, papers. */
import { PART_WORDS } from '../event-input.js';
import { DIRECTIONS, GRADES } from '../terms.js';
import type { Role } from '../terms.js';
import type { WindowRule } from '../window.js';
import { describeEdge, describeWindow, PERIOD_START } from './describe-window.js';
import { describeMatch, describeQuota, methods, named, titles } from './describe.js';
import { followRef } from './follow-ref.js';
import type { Duty, Handling, LeastWarranty, MethodRule, Round } from './schema-duties.js';
import type { Clause, Policy } from './schema.js';
import { HANDLINGS, NEEDS, PERIODS, ROUND_UNITS, TOPICS, TRIGGERS } from './words.js';

/** A duty: when, who, what, to whom, on which paper. */
export function describeDuty(policy: Policy, duty: Duty): string {
  const waited = overdue(duty);
  const says = duty.says ?? (duty.keepYears ? '存档' : '');
  const start = waited ?? (duty.every ? `每${PERIODS[duty.every].zh}` : TRIGGERS[duty.trigger].zh);
  const to = titles(policy, duty.to ?? []);
  const parts = [
    `${start}${whenOf(duty)}：${titles(policy, duty.by)}`,
    says,
    waited === null && duty.within && describeTime(duty),
    duty.dated && '按前一步写明的日期',
    duty.how && methods(duty.how),
    duty.to && !says.includes(to) && `交${to}`,
    duty.form && !says.includes(`《${duty.form}》`) && `《${duty.form}》`,
    duty.signedBy && `签名：${duty.signedBy.map((who) => signer(policy, who)).join('、')}`,
    duty.repeats &&
      `写明同一事项连续投诉 ${duty.repeats.complaints} 次以上、同一种维修 ${duty.repeats.repairs} 次以上的`,
    duty.keepYears && `保管 ${duty.keepYears} 年${duty.handOver === true ? '，期满交接' : ''}`,
    duty.late && describeLate(policy, duty.late),
  ];
  return parts.filter(Boolean).join('，');
}

function whenOf({ when, together, follows }: Duty): string {
  const words = [
    when && describeMatch(when),
    together && `同时有 ${together} 件以上`,
    follows && `接 ${follows.map(followZh).join('、')}`,
  ].filter(Boolean);
  return words.length === 0 ? '' : `（${words.join('，')}）`;
}

/** `p02.15 的第 2 项`, `p06.5 的安排`. */
function followZh(ref: string): string {
  const [clause, item] = followRef(ref);
  if (item === null) return clause;
  const what = item.slice('handle:'.length);
  return isHandling(what)
    ? `${clause} 的${HANDLINGS[what].zh}`
    : `${clause} 的第 ${Number(item.slice('duty:'.length)) + 1} 项`;
}
const isHandling = (what: string): what is keyof typeof HANDLINGS => Object.hasOwn(HANDLINGS, what);

/** `逾期没有办结的，由项目经理办理，逾期后 3 天之内（当天不计）`. */
function describeLate(policy: Policy, { by, says, within }: NonNullable<Duty['late']>): string {
  const term = within ? `，${describeWindow(within, '逾期')}` : '';
  return `逾期没有办结的，由${titles(policy, by)}${says ?? '办理'}${term}`;
}

/** When a duty is to be done: `交回回访记录后 3 天之内（当天不计）`; empty where no term is set. */
export function describeTime(duty: Duty): string {
  const { every, trigger, within } = duty;
  const waited = overdue(duty);
  if (waited !== null) return waited;
  const anchor = every ? PERIOD_START : (SHORT[trigger] ?? TRIGGERS[trigger].zh);
  return within ? describeWindow(within, anchor) : '';
}

/** What waits until a term is over and the thing is still not done: `通知回访人员后超过 3 天仍未完成`. */
function overdue({ trigger, within }: Duty): string | null {
  const words = STILL[trigger];
  if (!words || !within?.through || !('days' in within.through)) return null;
  return `${words.since}后超过 ${within.through.days} 天仍未${words.done}`;
}

const STILL: Partial<Record<Duty['trigger'], { readonly since: string; readonly done: string }>> = {
  'not-done': { since: TRIGGERS.notified.zh, done: '完成' },
  'contact-sheet': { since: TRIGGERS['contact-sheet'].zh, done: '解决' },
};

/** From what a duty's window counts, where the trigger's own words are too long to say it. */
const SHORT: Partial<Record<Duty['trigger'], string>> = { 'risk-remains': '上次回访' };

/** Who signs, by the policy's own titles. */
export function signer(policy: Policy, who: Role | 'resident' | 'visitor'): string {
  if (who === 'resident') return '受访方';
  return who === 'visitor' ? '回访人员' : titles(policy, [who]);
}

/** What else a clause says, a line each. */
export function describeRest(policy: Policy, clause: Clause): readonly string[] {
  const { survey } = clause;
  const lines = [
    ...describeHandlings(policy, clause.handle ?? []).map((words) => `时限：${words}`),
    ...(clause.rounds ?? []).map(
      (round) =>
        `每${PERIODS[round.every].zh}${roundVerb(clause, round)}${ROUND_UNITS[round.of].zh}：` +
        `${round.rate === null ? '比例待定' : `${round.rate}%`}，${titles(policy, round.by)}` +
        `${round.of === 'records' ? '' : `，${methods(round.how)}`}，《${round.record}》`,
    ),
    clause.quota && `抽样：${describeQuota(clause.quota, '户')}`,
    clause.certain && `一律抽中：${clause.certain.map(describeMatch).join('；')}`,
    ...(clause.methodRules ?? []).map((rule) => `方式规则：${describeMethodRule(rule)}`),
    ...(clause.warranties ?? []).map((least) => `最低保修：${describeLeast(least)}`),
    clause.content && `内容：${named(TOPICS, clause.content)}${clause.graded ? '，逐项评分' : ''}`,
    survey?.anonymous && '问卷不记名',
    survey?.questions && `问题：${survey.questions.join('；')}`,
    survey?.directions && `方面：${named(DIRECTIONS, survey.directions)}`,
    survey?.days && `口令发起的调查开放 ${survey.days} 天`,
    survey?.grades && `等级：${named(GRADES, survey.grades)}`,
    survey?.item && survey.satisfied && `满意率＝（${named(GRADES, survey.satisfied)}）÷ 回收票数`,
    survey?.item && `合格线：${typeof survey.passMark === 'number' ? `${survey.passMark}%` : '未填写'}`,
    clause.forms &&
      `${clause.handedOut === true ? '回访时送出并记录' : '图表'}：${clause.forms.map((form) => `《${form}》`).join('、')}`,
  ];
  return lines.filter((line): line is string => typeof line === 'string');
}

function roundVerb({ step }: Clause, { of }: Round): string {
  if (of === 'records') return '抽查';
  return step === 'survey' ? '发放问卷给' : '回访';
}

/** The deadlines of a clause: `小事、急事：接到报告当天处理完毕`; the one for the rest says so. */
export const describeHandlings = (policy: Policy, all: readonly Handling[]): readonly string[] =>
  all.map((one) => describeHandling(policy, one, all));

function describeHandling(
  policy: Policy,
  { what, when, within, soon, says, by, form }: Handling,
  all: readonly Handling[],
): string {
  const others = all.some((one) => one.what === what && one.when);
  const whom = when ? `${describeMatch(when)}：` : others ? '其余：' : '';
  const whose = by ? `由${titles(policy, by)}` : '';
  const warned = soon?.through ? `（${describeEdge(soon.through, REPORTED)}过后提醒将到期）` : '';
  return `${whom}${deadline(within)}${whose}${says ?? HANDLINGS[what].zh}${warned}${form ? `，《${form}》` : ''}`;
}

const REPORTED = '接到报告';
/** By when: `接到报告后 3 天之内（当天不计）`. */
export const deadline = (within: WindowRule): string => describeWindow(within, REPORTED);

/** A rule of method: `用电话时，须注明回访电话号码`. */
export function describeMethodRule({ when, of, only, together, needs }: MethodRule): string {
  const parts = [
    only && `方式限于${methods(only)}`,
    together && `${methods(together)}一并进行`,
    needs && `须${named(NEEDS, needs)}`,
  ];
  const whom = [when && describeMatch(when), of && `用${methods(of)}时`].filter(Boolean).join('，');
  return `${whom === '' ? '' : `${whom}，`}${parts.filter(Boolean).join('，')}`;
}

/** `屋面防水、外墙面防渗漏为 60 个月`. */
export const describeLeast = (least: LeastWarranty): string =>
  `${least.parts.map((part) => PART_WORDS[part]).join('、')}为${spaced(describeTerm(least))}`;

/** Figures stand apart from Chinese. */
const spaced = (words: string): string => (/^\d/.test(words) ? ` ${words}` : words);

/** The least term of a warranty: `24 个月`. */
export function describeTerm({ months, seasons, designLife }: LeastWarranty): string {
  if (designLife) return '设计使用年限';
  return seasons ? `${seasons} 个采暖期、供冷期` : `${months} 个月`;
}
