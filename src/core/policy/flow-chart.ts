/**
 * 回访流程图: what stands on it, taken from the policy's file. From top to bottom: the steps that the policy has, the
 * visits as a table, and a question wherever its rules part: drawn or not, done in time or not, in order or not.
 */
import { keysOf, ROLES } from '../terms.js';
import { describeDuty, describeHandlings, describeLeast, describeMethodRule } from './describe-rest.js';
import { methods, named } from './describe.js';
import { drawChart } from './flow-chart-draw.js';
import {
  afterTrigger,
  ASKED,
  headOf,
  isAnswer,
  isDrawn,
  NONCONFORMING,
  questionsOf,
  saysOf,
} from './flow-chart-questions.js';
import type { Place } from './flow-chart-questions.js';
import type { ChartItem } from './flow-chart-shapes.js';
import { isTabled, tableOf } from './flow-chart-table.js';
import type { Row } from './flow-chart-text.js';
import type { Clause, Policy } from './schema.js';
import { PERIODS, STEPS, TOPICS } from './words.js';
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
    ...stepBoxes(['record']),
    ...box('定期汇总上报', tabledDuties(policy, ['period'])),
    ...stepBoxes(later.filter((step) => step !== 'record')),
  ];
}

/** A step's own words; of signatures only where somebody signs. A questionnaire follows no single visit, but a period. */
function titleOf(policy: Policy, step: Step): string {
  if (step === 'survey') {
    const rounds = policy.clauses.flatMap((clause) => (clause.step === step ? (clause.rounds ?? []) : []));
    const times = [...new Set(rounds.map(({ every }) => `每${PERIODS[every].zh}一次，`))];
    return `${STEPS.survey.zh}（${times.join('')}另行组织）`;
  }
  if (step !== 'record') return STEPS[step].zh;
  const signed = policy.clauses.some(
    (clause) => clause.step === step && clause.duties?.some(({ signedBy }) => signedBy),
  );
  return signed ? STEPS.record.zh : '填写记录';
}

/**
 * The rows of a step. How an event itself is received and handled stands under 接报处理 and how its visits are planned
 * under the plan, also where the clause's visits come later.
 */
function rowsOf(policy: Policy, step: Step): readonly Row[] {
  return policy.clauses.flatMap((clause): readonly Row[] => {
    if (clause.step === step) return isAnswer(clause) ? [] : [{ head: headOf(clause), text: toldOf(clause) }];
    if (!isTabled(clause)) return [];
    if (step === 'plan') return dutiesOf(policy, clause, ['planned']);
    if (step !== 'handle') return [];
    const received = dutiesOf(policy, clause, ['received']).map(({ text }) => text);
    const text = [...describeHandlings(policy, clause.handle ?? []), ...received].join('；');
    return text === '' ? [] : [{ head: headOf(clause), text }];
  });
}

/** What a clause says, and the least warranties that it sets. */
function toldOf(clause: Clause): string {
  const least = (clause.warranties ?? []).map(describeLeast).join('；');
  return `${saysOf(clause)}${least === '' ? '' : `。最低保修：${least}`}`;
}

/** The box says when what is planned and received is done. */
const PLACED: readonly Trigger[] = ['planned', 'received'];

const dutiesOf = (policy: Policy, clause: Clause, triggers: readonly Trigger[]): readonly Row[] =>
  (clause.duties ?? [])
    .filter(({ trigger }) => triggers.includes(trigger))
    .map((duty) => {
      const words = describeDuty(policy, duty);
      return { head: headOf(clause), text: PLACED.includes(duty.trigger) && !duty.when ? afterTrigger(words) : words };
    });

const tabledDuties = (policy: Policy, triggers: readonly Trigger[]): readonly Row[] =>
  policy.clauses.filter(isTabled).flatMap((clause) => dutiesOf(policy, clause, triggers));

/** How a visit is made; what of the step stands neither in the table nor in a question. */
function visitRows(policy: Policy): readonly Row[] {
  const signed = policy.needsSignature ? '，请受访方签名确认' : '';
  return [
    { head: '方式与记录', text: `${waysOf(policy)}；《${policy.record}》${signed}` },
    ...policy.clauses
      .filter(({ step }) => step === 'visit')
      .flatMap((clause) => {
        if (isTabled(clause)) return [...askedOf(clause), ...dutiesOf(policy, clause, elsewhere(clause))];
        return isAnswer(clause) ? [] : [{ head: headOf(clause), text: toldOf(clause) }];
      }),
    { head: '联系不上', text: unreachable(policy) },
  ];
}

/** The methods of a policy: any of them, or all in the same visit. */
function waysOf({ how, clauses }: Policy): string {
  const rules = clauses.flatMap(({ on, methodRules }) => (on ? [] : (methodRules ?? [])));
  const together = rules.some((rule) => !rule.when && !rule.of && how.every((one) => rule.together?.includes(one)));
  return `${methods(how)}${together ? '一并进行' : ''}`;
}

/** What the visits of one clause ask about, and the rules of their method. */
function askedOf(clause: Clause): readonly Row[] {
  const words = [
    clause.content && `内容：${named(TOPICS, clause.content)}`,
    ...(clause.methodRules ?? []).map(describeMethodRule),
  ].filter(Boolean);
  return words.length === 0 ? [] : [{ head: headOf(clause), text: words.join('；') }];
}

/** The triggers of a clause's duties that no other box and no question shows. */
const elsewhere = ({ duties = [] }: Clause): readonly Trigger[] =>
  duties.map(({ trigger }) => trigger).filter((one) => ![...PLACED, ...ASKED, 'period'].includes(one));

function unreachable(policy: Policy): string {
  const tried = `换不同时段联系 ${policy.attempts ?? 3} 次，仍联系不上的`;
  const others = isDrawn(policy) ? '从同一批未抽中的里另抽补上，没有可补的' : '';
  return `${tried}${others}作未完成并写明原因（默认）`;
}
