/** Rules in Chinese: windows, rates, who, how, duties, drawn from the same values that plan. */
import { PARTY_WORDS } from '../event-input.js';
import { EVENT_KINDS, LOCATIONS, METHODS, REPAIR_CATEGORIES, REPAIR_CLASSES, SEVERITIES } from '../terms.js';
import type { Method, Role, Term } from '../terms.js';
import { describeWindow } from './describe-window.js';
import { monthDayWords } from './parameters.js';
import type { Match } from './schema-base.js';
import type { Clause, Policy, VisitRule } from './schema.js';
import { ANCHORS, EACH, ENDS, HOME_SERVICES, PERIODS, UNITS } from './words.js';

/** The 中文 of the words of a table, joined. */
export const named = <K extends string>(table: Readonly<Record<K, Term>>, words: readonly K[]): string =>
  words.map((word) => table[word].zh).join('、');

/** Roles by the policy's own titles. */
export const titles = (policy: Pick<Policy, 'roles'>, roles: readonly Role[]): string =>
  roles.map((role) => policy.roles[role] ?? role).join('、');

/** Who makes a visit: several go together. */
export const visitors = (policy: Pick<Policy, 'roles'>, roles: readonly Role[]): string =>
  roles.length > 1 ? `${titles(policy, roles)}共同` : titles(policy, roles);

export const methods = (how: readonly Method[]): string => named(METHODS, how);

/** What a clause is for: `投诉（重大）；公共区域维修（住户报修）`. */
export const describeEvents = (matches: readonly Match[]): string => matches.map(describeMatch).join('；');

export function describeMatch(match: Match): string {
  const limits = [
    match.severity && named(SEVERITIES, match.severity),
    match.category && named(REPAIR_CATEGORIES, match.category),
    match.class && named(REPAIR_CLASSES, match.class),
    match.location && named(LOCATIONS, match.location),
    match.service && named(HOME_SERVICES, match.service),
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
  ['novelties', '采用四新技术', '未采用四新技术'],
  ['newlySigned', '新签协议后的第一次服务', '非新签协议'],
  ['workerComplained', '上次服务被投诉过的人员', '上次服务未被投诉的人员'],
] as const;

/** One visit of a clause, its parts in a row. */
export function describeVisit(policy: Policy, clause: Clause, rule: VisitRule): readonly string[] {
  return [
    `对象：${rule.says ? `${rule.says}：` : ''}${describeEvents(rule.when ? [rule.when] : (clause.on ?? []))}`,
    `时间：${describeTimes(rule, clause)}`,
    `回访率：${describeRate(policy, rule, clause)}`,
    `人员：${visitors(policy, rule.by ?? [])}`,
    `方式：${methods(rule.how ?? policy.how)}`,
    `记录：《${rule.record ?? policy.record}》`,
    ...(rule.cases ?? []).map((one) => `其中：${describeMatch(one.when)}，${describeCase(policy, one)}`),
  ];
}

/** When a visit is due, and for what it is repeated: `每个保修部位，保修期满前 60 天之内`. */
export function describeTimes(rule: VisitRule, clause: Pick<Clause, 'on'>): string {
  if (rule.season) return describeSeason(rule.season);
  const anchor = anchorOf(rule, clause.on ?? []);
  const window = rule.series ? describeSeries(rule.series, anchor) : rule.window && describeWindow(rule.window, anchor);
  const each = rule.parties?.map((kind) => PARTY_WORDS[kind]).join('、') ?? (rule.each && EACH[rule.each].zh);
  const begun = rule.begun && `员工发起的，${describeWindow(rule.begun, '发起')}`;
  const parts = [each && `${each}各一次`, window, begun, rule.after && `在第 ${rule.after.visit} 次完成之后`];
  return parts.filter(Boolean).join('，');
}

/** Of the seasons that begin in the warranty, each. */
const describeSeason = ({ start, end }: NonNullable<VisitRule['season']>): string =>
  `保修期内每个${ANCHORS.season.zh}（${monthDayWords(start)}至 ${monthDayWords(end)}）`;

/** From what a visit counts, as people say it of these events: `发行、举办`; 处理完毕 where they differ too much. */
function anchorOf({ anchor = 'resolvedAt', when }: VisitRule, on: readonly Match[]): string {
  const kinds = when?.kind ?? on.flatMap(({ kind = [] }) => kind);
  const ends = [...new Set(kinds.map((kind) => ENDS[kind]))];
  if (anchor !== 'resolvedAt' || ends.length === 0 || ends.length > 2 || ends.includes(undefined))
    return ANCHORS[anchor].zh;
  return ends.join('、');
}

type Case = NonNullable<VisitRule['cases']>[number];

function describeCase(policy: Policy, { rate, by, how, record }: Case): string {
  const parts = [
    by && `由${visitors(policy, by)}负责`,
    how && `方式限于${methods(how)}`,
    typeof rate === 'number' && (rate === 100 ? '一律回访' : `回访率 ${rate}%`),
    record && `记入《${record}》`,
  ];
  return parts.filter(Boolean).join('，');
}

/** T11: within the term; with `times` after it. */
export function describeSeries({ months, from, times }: NonNullable<VisitRule['series']>, anchor: string): string {
  const stretch = months === 6 ? '半年' : months === 12 ? '一年' : `${months} 个月`;
  if (times === undefined) {
    return `${anchor}内每${spaced(stretch)}一次${from === undefined || from === 1 ? '' : `，自第 ${from} 个${spaced(stretch)}起`}`;
  }
  return months === null ? `${anchor}满后不定期，由员工发起` : `${anchor}满后每${spaced(stretch)}一次，共 ${times} 次`;
}

/** Figures stand apart from Chinese. */
const spaced = (words: string): string => (/^\d/.test(words) ? ` ${words}` : words);

/** `30%（按季度、以件计）`, tiers, a day's cap, or who decides. */
export function describeRate(policy: Policy, rule: VisitRule, clause: Clause): string {
  const { unit, period } = clause.sampling ?? { unit: 'event', period: undefined };
  /** Of 100% it does not matter over which period it is counted. */
  if (rule.rate === 100) return `100%（以${UNITS[unit].zh}计）`;
  const counted = `（${period ? `按${PERIODS[period].zh}、` : ''}以${UNITS[unit].zh}计）`;
  if (rule.quota) return describeQuota(rule.quota, UNITS[unit].zh) + ('tiers' in rule.quota ? counted : '');
  if (typeof rule.rate === 'number') return `${rule.rate}%${counted}`;
  return `由${rule.rateBy ? titles(policy, rule.rateBy) : '负责人'}确定`;
}

/** `99 户以内 30%，100 至 300 户 20%，301 户以上 10%`, or a day's cap. */
export function describeQuota(quota: NonNullable<VisitRule['quota']>, unit: string): string {
  if ('perDay' in quota) return `每日 ${quota.perDay} ${unit}以内全部回访，超过的随机抽 ${quota.perDay} ${unit}`;
  return quota.tiers
    .map(({ upTo, percent }, index) => {
      const below = quota.tiers[index - 1]?.upTo;
      if (upTo === undefined) return `${below === undefined ? '' : `${below + 1} ${unit}以上 `}${percent}%`;
      return `${below === undefined ? `${upTo} ${unit}以内` : `${below + 1} 至 ${upTo} ${unit}`} ${percent}%`;
    })
    .join('，');
}
