/** 回访流程图: what stands on it, taken from the policy's file: a box for every step, and the branch of what is not right. */
import { describeDuty, describeHandlings } from './describe-rest.js';
import { describeMatch, describeRate, describeSeries, describeWindow, titles } from './describe.js';
import { drawChart } from './flow-chart-draw.js';
import type { ChartItem, Row } from './flow-chart-draw.js';
import type { Duty } from './schema-duties.js';
import type { Clause, Policy, VisitRule } from './schema.js';
import { ANCHORS, STEPS } from './words.js';
import type { Step } from './words.js';
import { keysOf } from '../terms.js';

/** The flow chart of a policy as SVG, one portrait A4 sheet, all text escaped. */
export function explainSvg(policy: Policy): string {
  return drawChart(policy.title, `${policy.flowChart ?? '回访流程图'}（${policy.id}）`, itemsOf(policy));
}

/** After the last of these steps it is known whether a visit found all in order. */
const JUDGED: readonly Step[] = ['visit', 'record', 'review'];

function itemsOf(policy: Policy): readonly ChartItem[] {
  const branch = branchOf(policy);
  const used = keysOf(STEPS).filter((step) => policy.clauses.some((clause) => clause.step === step));
  const steps = used.filter((step) => branch === null || step !== 'improve');
  const judged = steps.findLast((step) => JUDGED.includes(step));
  return steps.flatMap((step, index): readonly ChartItem[] => {
    const box: ChartItem = {
      kind: 'box',
      title: `${index + 1}. ${STEPS[step].zh}`,
      rows: rowsOf(policy, step),
    };
    return branch && step === judged ? [box, branch] : [box];
  });
}

/** The rows of a step; how the event itself is handled stands under 接报处理, also where its visit comes later. */
function rowsOf(policy: Policy, step: Step): readonly Row[] {
  return policy.clauses.flatMap((clause) => {
    if (clause.step === step) return [rowOf(policy, clause)];
    if (step !== 'handle' || !clause.handle || !clause.visits) return [];
    return [{ head: headOf(clause), text: describeHandlings(policy, clause.handle).join('；') }];
  });
}

const headOf = ({ id, title }: Clause): string => `${id}　${title}`;

/**
 * Where it goes when a visit finds nonconforming work, or a danger that remains; null where the policy says nothing.
 * What is put right and followed up stands in it: what was in order needs none of that.
 */
function branchOf(policy: Policy): ChartItem | null {
  const rows = (trigger: Duty['trigger']) =>
    policy.clauses
      .filter((clause) => clause.step !== 'improve')
      .flatMap((clause) =>
        (clause.duties ?? [])
          .filter((duty) => duty.trigger === trigger)
          .map((duty) => ({ head: clause.id, text: afterTrigger(describeDuty(policy, duty)) })),
      );
  const improved = rowsOf(policy, 'improve');
  const [wrong, danger] = [rows('nonconformity'), rows('risk-remains')];
  const has = policy.clauses.some(({ duties }) => duties?.some(({ trigger }) => trigger === 'nonconformity'));
  if (has) {
    const all = [...wrong, ...improved];
    return { kind: 'branch', question: '合格？', yes: '合格', no: '不合格', rows: all, back: false };
  }
  if (danger.length === 0) return null;
  return {
    kind: 'branch',
    question: '险情已除？',
    yes: '已除',
    no: '未除',
    rows: [...danger, ...improved],
    back: true,
  };
}

/** The branch's own label says the trigger already. */
const afterTrigger = (words: string): string => words.slice(words.indexOf('：') + 1);

function rowOf(policy: Policy, clause: Clause): Row {
  const head = headOf(clause);
  const [first, ...more] = clause.visits ?? [];
  if (!first) return { head, text: clause.says.replace(/。$/, '') };
  const windows = [first, ...more].map((rule, index) => {
    const whom = index > 0 && rule.when ? `${describeMatch(rule.when)}的，` : '';
    return `${more.length > 0 ? `第 ${index + 1} 次，` : ''}${whom}${windowOf(rule)}`;
  });
  return { head, text: [...windows, rateOf(policy, first, clause), whoOf(policy, first)].join('；') };
}

/** Of 100% it does not matter how it is counted. */
const rateOf = (policy: Policy, rule: VisitRule, clause: Clause): string =>
  rule.rate === 100 ? '100%' : describeRate(policy, rule, clause);

function windowOf(rule: VisitRule): string {
  const anchor = ANCHORS[rule.anchor ?? 'resolvedAt'].zh;
  if (rule.series) return describeSeries(rule.series, anchor);
  if (!rule.window) return '';
  return describeWindow(rule.window, anchor) + (rule.after ? `，在第 ${rule.after.visit} 次完成之后` : '');
}

/** Who visits, and who in which case. */
function whoOf(policy: Policy, rule: VisitRule): string {
  const cases = (rule.cases ?? []).flatMap((one) =>
    one.by ? [`${describeMatch(one.when)}：${titles(policy, one.by)}`] : [],
  );
  const who = titles(policy, rule.by ?? []);
  return cases.length > 0 ? `${who}（${cases.join('，')}）` : who;
}
