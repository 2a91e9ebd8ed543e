/**
 * 回访流程图: what stands on it, taken from the policy's file. From top to bottom: the steps that the policy has, the
 * visits as a table, and a question wherever its rules part: drawn or not, done in time or not, in order or not.
 */
import { keysOf, ROLES } from '../terms.js';
import { describeDuty, describeHandlings } from './describe-rest.js';
import { describeMatch, describeQuota, describeTimes, methods, titles } from './describe.js';
import { NOT_COUNTED } from './describe-window.js';
import { drawChart } from './flow-chart-draw.js';
import { headOf, isAnswer, NONCONFORMING, questionsOf, saysOf } from './flow-chart-questions.js';
import type { Place } from './flow-chart-questions.js';
import type { ChartItem, Table } from './flow-chart-shapes.js';
import type { Row } from './flow-chart-text.js';
import type { Clause, Policy, VisitRule } from './schema.js';
import type { Round } from './schema-duties.js';
import { PERIODS, ROUND_UNITS, STEPS, UNITS } from './words.js';
import type { Step, Trigger } from './words.js';

/** The flow chart of a policy as SVG, one portrait A4 sheet, all text escaped. */
export function explainSvg(policy: Policy): string {
  const roles = keysOf(ROLES).flatMap((role) => policy.roles[role] ?? []);
  const subtitles = [`${policy.flowChart ?? '回访流程图'}（${policy.id}）`, `岗位：${roles.join('、')}`];
  return drawChart(policy.title, subtitles, itemsOf(policy));
}

function itemsOf(policy: Policy): readonly ChartItem[] {
  const steps = keysOf(STEPS).filter((step) => policy.clauses.some((clause) => clause.step === step));
  const questions = questionsOf(policy, steps);
  const after = (place: Place): readonly ChartItem[] =>
    questions.filter(({ at }) => at === place).map(({ branch }) => branch);
  const isPut = questions.some(({ at, branch }) => at === 'improve' || branch.question === NONCONFORMING);
  let number = 0;
  const box = (words: string, rows: readonly Row[]): readonly ChartItem[] => {
    if (rows.length === 0) return [];
    number += 1;
    return [{ kind: 'box', title: `${number}. ${words}`, rows }];
  };
  const stepBoxes = (list: readonly Step[]): readonly ChartItem[] =>
    list.flatMap((step) =>
      step === 'improve' && isPut ? after(step) : [...box(titleOf(policy, step), rowsOf(policy, step)), ...after(step)],
    );
  const at = keysOf(STEPS).indexOf('visit');
  const [before, later] = [keysOf(STEPS).slice(0, at), keysOf(STEPS).slice(at + 1)];
  const first = stepBoxes(before.filter((step) => step !== 'notify'));
  number += 1;
  const table = tableOf(policy, `${number}. 确定回访：什么事、何时、多少、由谁`);
  return [
    ...first,
    table,
    ...after('drawn'),
    ...stepBoxes(['notify']),
    ...box(STEPS.visit.zh, visitRows(policy)),
    ...after('visit'),
    ...stepBoxes(later),
  ];
}

/** A step's own words; of signatures only where somebody signs. A questionnaire follows no single visit. */
function titleOf(policy: Policy, step: Step): string {
  if (step === 'survey') return `${STEPS.survey.zh}（定期，另行组织）`;
  if (step !== 'record') return STEPS[step].zh;
  const signed = policy.clauses.some(
    (clause) => clause.step === step && clause.duties?.some(({ signedBy }) => signedBy),
  );
  return signed ? STEPS.record.zh : '填写记录';
}

/**
 * The rows of a step. How an event itself is handled stands under 接报处理 and how its visits are planned under the plan,
 * also where the clause's visits come later.
 */
function rowsOf(policy: Policy, step: Step): readonly Row[] {
  return policy.clauses.flatMap((clause): readonly Row[] => {
    if (clause.step === step) return isAnswer(clause) ? [] : [{ head: headOf(clause), text: saysOf(clause) }];
    if (step === 'plan' && isTabled(clause)) return dutiesOf(policy, clause, ['planned']);
    if (step !== 'handle' || !clause.handle || !clause.visits) return [];
    return [{ head: headOf(clause), text: describeHandlings(policy, clause.handle).join('；') }];
  });
}

const dutiesOf = (policy: Policy, clause: Clause, triggers: readonly Trigger[]): readonly Row[] =>
  (clause.duties ?? [])
    .filter(({ trigger }) => triggers.includes(trigger))
    .map((duty) => ({ head: clause.id, text: describeDuty(policy, duty) }));

const isTabled = (clause: Clause): boolean =>
  clause.step === 'visit' && (clause.visits !== undefined || (clause.rounds?.length ?? 0) > 0);

/** How a visit is made; what of the step stands neither in the table nor in a question. */
function visitRows(policy: Policy): readonly Row[] {
  const signed = policy.needsSignature ? '，请受访方签名确认' : '';
  return [
    { head: '方式与记录', text: `${methods(policy.how)}；《${policy.record}》${signed}` },
    ...policy.clauses
      .filter(({ step }) => step === 'visit')
      .flatMap((clause) => {
        if (isTabled(clause)) return dutiesOf(policy, clause, ['period', 'visited', 'recorded']);
        return isAnswer(clause) ? [] : [{ head: headOf(clause), text: saysOf(clause) }];
      }),
  ];
}

function tableOf(policy: Policy, title: string): Table {
  const rows = policy.clauses
    .filter(isTabled)
    .flatMap((clause) => [
      ...(clause.visits ? [visitCells(policy, clause, clause.visits)] : []),
      ...(clause.rounds ?? []).map((round) => roundCells(policy, clause, round)),
    ]);
  const same = rows.every((row) => row.at(-1) === policy.record);
  const heads = ['事项', '时间', '比例', '由谁', '记录'];
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
    const whom = index > 0 && rule.when ? `（${describeMatch(rule.when)}）` : '';
    return `${nth}${whom}${nth === '' ? '' : '：'}${describeTimes(rule)}`;
  });
  const distinct = (read: (rule: VisitRule) => string): string => [...new Set(rules.map(read))].join('\n');
  return [
    headOf(clause),
    times.join('\n'),
    distinct((rule) => rateOf(policy, clause, rule)),
    distinct((rule) => whoOf(policy, rule)),
    distinct((rule) => rule.record ?? policy.record),
  ];
}

function roundCells(policy: Policy, clause: Clause, round: Round): readonly string[] {
  const rate = round.rate === null ? '待定' : `${round.rate}%`;
  const time = `每${PERIODS[round.every].zh}一次：${ROUND_UNITS[round.of].zh}`;
  return [headOf(clause), time, rate, titles(policy, round.by), round.record];
}

/** Of 100% it does not matter over which period it is counted. */
function rateOf(policy: Policy, { sampling }: Clause, { rate, quota, rateBy }: VisitRule): string {
  if (quota) return describeQuota(quota, UNITS[sampling?.unit ?? 'event'].zh);
  if (typeof rate !== 'number') return `由${rateBy ? titles(policy, rateBy) : '负责人'}定`;
  return rate === 100 || !sampling?.period ? `${rate}%` : `${rate}%（按${PERIODS[sampling.period].zh}）`;
}

/** Who visits, and who or how in which case. */
function whoOf(policy: Policy, rule: VisitRule): string {
  const cases = (rule.cases ?? []).flatMap((one) => {
    const words = [one.by && titles(policy, one.by), one.how && methods(one.how)].filter(Boolean);
    return words.length === 0 ? [] : [`${describeMatch(one.when)}：${words.join('，')}`];
  });
  const who = [titles(policy, rule.by ?? []), rule.how && rule.how.join() !== policy.how.join() && methods(rule.how)];
  return [who.filter(Boolean).join('，'), ...cases].join('\n');
}
