/** Rules in Chinese: windows, rates, who, how, duties, drawn from the same values that plan. */
import { EVENT_KINDS, LOCATIONS, METHODS, REPAIR_CATEGORIES, REPAIR_CLASSES, SEVERITIES } from '../terms.js';
import type { Method, Role, Term } from '../terms.js';
import type { Base, Bound, WindowRule } from '../window.js';
import type { Match } from './schema-base.js';
import type { Clause, Policy, VisitRule } from './schema.js';
import { ANCHORS, PERIODS, UNITS } from './words.js';

/** The 中文 of the words of a table, joined. */
export const named = <K extends string>(table: Readonly<Record<K, Term>>, words: readonly K[]): string =>
  words.map((word) => table[word].zh).join('、');

/** Roles by the policy's own titles. */
export const titles = (policy: Pick<Policy, 'roles'>, roles: readonly Role[]): string =>
  roles.map((role) => policy.roles[role] ?? role).join('、');

export const methods = (how: readonly Method[]): string => named(METHODS, how);

export const BASE_WORDS: Readonly<Record<Base, string>> = {
  anchor: '',
  'after-term': '期满之日',
  'week-end': '当周周日',
  'month-end': '当月最后一天',
  'quarter-start': '季度第一天',
  'quarter-end': '季度最后一天',
  'next-quarter': '下一季度第一天',
  'half-year-end': '半年最后一天',
};

/** A window: `自处理完毕后第 7 天起，至处理完毕满 1 个月之日为止（含当日）`. */
export function describeWindow(rule: WindowRule, anchor: string): string {
  const [first, last] = [rule.from, rule.through].map((bound) => bound && describeEdge(bound, anchor));
  if (first !== undefined && first === last) return `${first}，当日之内`;
  const from = rule.from ? `自${describeEdge(rule.from, anchor)}起` : `自${anchor}起`;
  if (endsWithTerm(rule)) return `${from}，到${anchor}结束为止`;
  if (rule.through) return `${from}，至${describeEdge(rule.through, anchor)}为止（含当日）`;
  return rule.before ? `${from}，到${describeEdge(rule.before, anchor)}之前为止` : from;
}

/** Whether a window ends with its term's last day, however that is written. */
function endsWithTerm({ through, before }: WindowRule): boolean {
  const ends = (bound: Bound | undefined, days: number): boolean =>
    bound !== undefined && 'days' in bound && bound.of === 'after-term' && bound.days === days;
  return ends(through, -1) || ends(before, 0);
}

/** One edge of a window: `处理完毕后第 7 天`. */
export function describeEdge(bound: Bound, anchor: string): string {
  if ('minutes' in bound) return `${anchor}后 ${bound.minutes} 分钟`;
  if ('hours' in bound) return `${anchor}后 ${bound.hours} 小时`;
  if ('part' in bound) {
    const [part, whole] = bound.part;
    return part === whole ? `${anchor}结束` : `${anchor}的 ${part}/${whole} 处`;
  }
  const base = BASE_WORDS[bound.of ?? 'anchor'];
  if ('day' in bound) return base === '' ? `当月 ${bound.day} 日` : `${base}所在月份的 ${bound.day} 日`;
  const start = base === '' ? anchor : base;
  if ('months' in bound) return `${start}满 ${bound.months} 个月之日`;
  if (bound.days === 0) return base === '' ? `${anchor}当天` : base;
  return bound.days > 0 ? `${start}后第 ${bound.days} 天` : `${start}前 ${-bound.days} 天`;
}

/** What a clause is for: `投诉（重大）；公共区域维修（住户报修）`. */
export const describeEvents = (matches: readonly Match[]): string => matches.map(describeMatch).join('；');

export function describeMatch(match: Match): string {
  const limits = [
    match.severity && named(SEVERITIES, match.severity),
    match.category && named(REPAIR_CATEGORIES, match.category),
    match.class && named(REPAIR_CLASSES, match.class),
    match.location && named(LOCATIONS, match.location),
    match.service?.map((service) => (service === 'cleaning' ? '清洁' : '维修')).join('、'),
    ...FLAGS.flatMap(([flag, yes, no]) => (match[flag] === undefined ? [] : [match[flag] ? yes : no])),
  ].filter((text) => text !== undefined && text !== '');
  const kinds = match.kind ? named(EVENT_KINDS, match.kind) : '';
  if (limits.length === 0) return kinds === '' ? '全部' : kinds;
  return kinds === '' ? limits.join('，') : `${kinds}（${limits.join('，')}）`;
}

const FLAGS = [
  ['household', '有住户报修', '无住户'],
  ['rainCaused', '雨水造成', '非雨水造成'],
  ['bigDefect', '大的缺陷', '非大缺陷'],
  ['contractSigned', '已签协议', '未签协议'],
  ['newStaff', '新服务人员', '原服务人员'],
  ['fitOut', '装修工程', '非装修工程'],
  ['repeat', '再次发生', '首次发生'],
  ['underWarranty', '保修期内', '保修期外'],
  ['novelties', '采用四新', '未采用四新'],
  ['newlySigned', '新签协议后的第一次服务', '非新签协议'],
  ['workerComplained', '上次服务被投诉过的人员', '上次服务未被投诉的人员'],
] as const;

/** One visit of a clause, its parts in a row. */
export function describeVisit(policy: Policy, clause: Clause, rule: VisitRule): readonly string[] {
  const anchor = ANCHORS[rule.anchor ?? 'resolvedAt'].zh;
  const window = rule.series ? describeSeries(rule.series, anchor) : rule.window && describeWindow(rule.window, anchor);
  return [
    `对象：${describeEvents(rule.when ? [rule.when] : (clause.on ?? []))}`,
    `时间：${window ?? ''}${rule.after ? `，在第 ${rule.after.visit} 次完成之后` : ''}`,
    `回访率：${describeRate(policy, rule, clause)}`,
    `人员：${titles(policy, rule.by ?? [])}`,
    `方式：${methods(rule.how ?? policy.how)}`,
    `记录：《${rule.record ?? policy.record}》`,
    ...(rule.cases ?? []).map((one) => `其中：${describeMatch(one.when)}，${describeCase(policy, one)}`),
  ];
}

type Case = NonNullable<VisitRule['cases']>[number];

function describeCase(policy: Policy, { rate, by, how, record }: Case): string {
  const parts = [
    by && `由${titles(policy, by)}回访`,
    how && `只用${methods(how)}`,
    typeof rate === 'number' && (rate === 100 ? '一律回访' : `回访率 ${rate}%`),
    record && `记入《${record}》`,
  ];
  return parts.filter(Boolean).join('，');
}

/** T11: within the term; with `times` after it. */
export function describeSeries({ months, from, times }: NonNullable<VisitRule['series']>, anchor: string): string {
  if (times === undefined) {
    return `${anchor}内每 ${months} 个月一次${from === undefined || from === 1 ? '' : `，自第 ${from} 个 ${months} 个月起`}`;
  }
  return months === null ? `${anchor}满后不定期，由员工发起` : `${anchor}满后每 ${months} 个月一次，共 ${times} 次`;
}

/** `30%（按季度、以件计）`, tiers, a day's cap, or who decides. */
export function describeRate(policy: Policy, rule: VisitRule, clause: Clause): string {
  const { unit, period } = clause.sampling ?? { unit: 'event', period: undefined };
  const counted = `（${period ? `按${PERIODS[period].zh}、` : ''}以${UNITS[unit].zh}计）`;
  if (rule.quota) return describeQuota(rule.quota, UNITS[unit].zh) + ('tiers' in rule.quota ? counted : '');
  if (rule.rate === 100) return `100%${counted}`;
  if (typeof rule.rate === 'number') return `${rule.rate}%${counted}`;
  return `由${rule.rateBy ? titles(policy, rule.rateBy) : '负责人'}确定`;
}

/** `99 户以内 30%，300 户以内 20%，更多 10%`, or a day's cap. */
export function describeQuota(quota: NonNullable<VisitRule['quota']>, unit: string): string {
  if ('perDay' in quota) return `每日 ${quota.perDay} ${unit}以内全部回访，超过的随机抽 ${quota.perDay} ${unit}`;
  return quota.tiers.map(({ upTo, percent }) => `${upTo ? `${upTo} ${unit}以内` : '更多'} ${percent}%`).join('，');
}
