/** The table of a flow chart: for what people are visited, when, how many of them, by whom, and on which form. */
import { describeEvents, describeMatch, describeQuota, describeTimes, methods, titles, visitors } from './describe.js';
import { NOT_COUNTED } from './describe-window.js';
import { headOf } from './flow-chart-questions.js';
import type { Table } from './flow-chart-shapes.js';
import type { Match } from './schema-base.js';
import type { Round } from './schema-duties.js';
import type { Clause, Policy, VisitRule } from './schema.js';
import { PERIODS, ROUND_UNITS, UNITS } from './words.js';

/** Whether a clause's visits stand in the table. */
export const isTabled = (clause: Clause): boolean =>
  clause.step === 'visit' && (clause.visits !== undefined || (clause.rounds?.length ?? 0) > 0);

/** The visits of a policy, a row each; a form that all have alike is left to the box below. */
export function tableOf(policy: Policy, title: string): Table {
  const rows = policy.clauses
    .filter(isTabled)
    .flatMap((clause) => [
      ...(clause.visits ? [visitCells(policy, clause, clause.visits)] : []),
      ...(clause.rounds ?? []).map((round) => roundCells(policy, clause, round)),
    ]);
  const same = rows.every((row) => row.at(-1) === policy.record);
  const heads = ['事项', '时间', '比例', '由谁负责', '记录'];
  const shown = [heads, ...rows].map((row) => (same ? row.slice(0, -1) : row));
  const isCounted = rows.some((row) => row.some((cell) => cell.includes(NOT_COUNTED)));
  const cells = shown.map((row) => row.map((cell) => cell.replaceAll(NOT_COUNTED, '')));
  return {
    kind: 'table',
    title: isCounted ? `${title}（天数不计当天）` : title,
    heads: cells[0] ?? [],
    rows: cells.slice(1),
  };
}

function visitCells(policy: Policy, clause: Clause, rules: readonly VisitRule[]): readonly string[] {
  const times = rules.map((rule, index) => {
    const nth = rules.length > 1 ? `第 ${index + 1} 次` : '';
    const whom = [rule.says, index > 0 && rule.when && describeMatch(rule.when)].filter(Boolean).join('：');
    return `${nth}${whom === '' ? '' : `（${whom}）`}${nth === '' ? '' : '：'}${describeTimes(rule, clause)}`;
  });
  const distinct = (read: (rule: VisitRule) => string): string => [...new Set(rules.map(read))].join('\n');
  return [
    [headOf(clause), whomOf(clause.on ?? [])].filter(Boolean).join('\n'),
    times.join('\n'),
    distinct((rule) => rateOf(policy, clause, rule)),
    distinct((rule) => whoOf(policy, rule)),
    distinct((rule) => recordOf(policy, rule)),
  ];
}

/** For which events a clause is, where its title says too little: for some only of a kind, for many kinds. */
function whomOf(on: readonly Match[]): string {
  const limited = on.some(
    ({ kind = [], category = [], ...limits }) =>
      Math.max(kind.length, category.length) > 2 || Object.keys(limits).some((word) => word !== 'service'),
  );
  const [one] = on;
  if (on.length === 1 && one?.kind?.length === 1 && limited) {
    const words = describeMatch({ ...one, kind: undefined });
    return one.category ? words : `限${words}的`;
  }
  return limited || on.length > 1 ? describeEvents(on) : '';
}

function roundCells(policy: Policy, clause: Clause, round: Round): readonly string[] {
  const rate = round.rate === null ? '待定' : `${round.rate}%`;
  const [period, whom] = [`每${PERIODS[round.every].zh}`, ROUND_UNITS[round.of].zh];
  const time = round.rate === 100 ? `${whom}${period}一次` : `${period}从${whom}中抽取`;
  return [headOf(clause), time, rate, visitors(policy, round.by), round.record];
}

/** Of 100% it does not matter over which period it is counted; which cases have a rate of their own. */
function rateOf(policy: Policy, { sampling }: Clause, { rate, quota, rateBy, cases }: VisitRule): string {
  const unit = UNITS[sampling?.unit ?? 'event'].zh;
  const own = casesOf(cases, (one) => {
    if (one.quota) return describeQuota(one.quota, unit);
    return typeof one.rate === 'number' ? `${one.rate}%` : '';
  });
  return [usual(), ...own].join('\n');

  function usual(): string {
    if (quota) return describeQuota(quota, unit);
    if (typeof rate !== 'number') return `由${rateBy ? titles(policy, rateBy) : '负责人'}定`;
    return rate === 100 || !sampling?.period ? `${rate}%` : `${rate}%（按${PERIODS[sampling.period].zh}）`;
  }
}

/** Who visits, and who or how in which case. */
function whoOf(policy: Policy, rule: VisitRule): string {
  const own = casesOf(rule.cases, (one) =>
    [one.by && visitors(policy, one.by), one.how && methods(one.how)].filter(Boolean).join('，'),
  );
  const who = [visitors(policy, rule.by ?? []), rule.how && rule.how.join() !== policy.how.join() && methods(rule.how)];
  return [who.filter(Boolean).join('，'), ...own].join('\n');
}

/** The form, and that of each case which has one of its own. */
const recordOf = (policy: Policy, rule: VisitRule): string =>
  [rule.record ?? policy.record, ...casesOf(rule.cases, ({ record = '' }) => record)].join('\n');

type Case = NonNullable<VisitRule['cases']>[number];

/** What holds in some cases, a line each; cases of which the same is said share a line. */
function casesOf(cases: readonly Case[] = [], say: (one: Case) => string): readonly string[] {
  const said = [...new Set(cases.map(say))].filter((words) => words !== '');
  return said.map((words) => {
    const whom = cases.filter((one) => say(one) === words).map(({ when }) => describeMatch(when));
    return `${whom.join('；')}：${words}`;
  });
}
