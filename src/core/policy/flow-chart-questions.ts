/** The questions of a flow chart: where a policy's rules part, and what is done when the answer is no. */
import { describeDuty } from './describe-rest.js';
import { EVENT_KINDS } from '../terms.js';
import type { Branch } from './flow-chart-shapes.js';
import type { Row } from './flow-chart-text.js';
import type { Clause, Policy, VisitRule } from './schema.js';
import type { Step, Trigger } from './words.js';

/** Where on the chart a question stands. */
export type Place = 'drawn' | Step;
type Question = { readonly at: Place; readonly branch: Branch };

/** Where it is asked whether a visit found all in order. */
export const NONCONFORMING = '合格？';

/** After the last of these steps it is known whether a visit found all in order. */
const JUDGED: readonly Step[] = ['visit', 'record', 'review'];

/** All questions of a policy, in the order in which they are asked. */
export function questionsOf(policy: Policy, steps: readonly Step[]): readonly Question[] {
  const judged = steps.findLast((step) => JUDGED.includes(step)) ?? 'visit';
  const recorded: Step = steps.includes('record') ? 'record' : judged;
  return [
    ...drawn(policy),
    ...asked(policy, 'not-done', 'visit', { question: '按期完成？', yes: '已完成', no: '未完成', leads: 'back' }),
    ...asked(policy, 'risk-remains', 'visit', {
      question: '险情已除？',
      yes: '已除或没有险情',
      no: '未除',
      leads: 'back',
    }),
    ...asked(policy, 'promise', recorded, { question: '当场解决？', yes: '已解决', no: '未解决', leads: 'on' }),
    ...nonconforming(policy, judged),
    ...repeated(policy),
  ];
}

/** Whether somebody may be left out: then most of a population hear nothing. */
function drawn(policy: Policy): readonly Question[] {
  if (!isDrawn(policy)) return [];
  const yes = ratesOf(policy).includes(100) ? '抽中，或属全部回访' : '抽中';
  const rows = [{ head: '', text: '不回访' }];
  return [{ at: 'drawn', branch: { kind: 'branch', question: '抽中？', yes, no: '未抽中', rows, leads: 'nowhere' } }];
}

const ratesOf = ({ clauses }: Policy): readonly (number | null | undefined)[] =>
  clauses
    .filter(({ step }) => step === 'visit')
    .flatMap(({ visits = [], rounds = [] }) => [...visits, ...visits.flatMap(ownRates), ...rounds])
    .map(({ rate }) => rate);

/** The cases of a visit that have a rate of their own. */
const ownRates = ({ cases = [] }: VisitRule): NonNullable<VisitRule['cases']> =>
  cases.filter(({ rate }) => rate !== undefined);

/** Whether a policy leaves it to a draw who is visited. */
export const isDrawn = (policy: Policy): boolean => ratesOf(policy).some((rate) => rate !== 100);

type Words = Pick<Branch, 'question' | 'yes' | 'no' | 'leads'>;

function asked(policy: Policy, trigger: Trigger, at: Place, words: Words): readonly Question[] {
  const rows = dutyRows(policy, trigger);
  return rows.length === 0 ? [] : [{ at, branch: { kind: 'branch', ...words, rows } }];
}

/** What is put right and followed up stands in the branch: what was in order needs none of that. */
function nonconforming(policy: Policy, at: Step): readonly Question[] {
  if (!hasNonconformity(policy)) return [];
  const rows = [...dutyRows(policy, 'nonconformity'), ...improvements(policy)];
  return [{ at, branch: { kind: 'branch', question: NONCONFORMING, yes: '合格', no: '不合格', rows, leads: 'on' } }];
}

const hasNonconformity = ({ clauses }: Policy): boolean =>
  clauses.some(({ duties }) => duties?.some(({ trigger }) => trigger === 'nonconformity'));

/** What is put right only when something happens (again): a question in place of a step of its own. */
function repeated(policy: Policy): readonly Question[] {
  if (hasNonconformity(policy)) return [];
  const clauses = policy.clauses.filter(({ step, on }) => step === 'improve' && on);
  const [match] = clauses[0]?.on ?? [];
  const [kind] = match?.kind ?? [];
  if (!kind || clauses.length < policy.clauses.filter(({ step }) => step === 'improve').length) return [];
  const question = `${match?.repeat ? '再次' : '有'}${EVENT_KINDS[kind].zh}？`;
  const rows = improvements(policy);
  return [{ at: 'improve', branch: { kind: 'branch', question, yes: '没有', no: '有', rows, leads: 'on' } }];
}

const improvements = ({ clauses }: Policy): readonly Row[] =>
  clauses.filter(({ step }) => step === 'improve').map((clause) => ({ head: headOf(clause), text: saysOf(clause) }));

export const headOf = ({ id, title }: Clause): string => `${id}　${title}`;
export const saysOf = ({ says }: Clause): string => says.replace(/。$/, '');

/** The duties with a trigger, outside of what is put right afterwards. */
function dutyRows(policy: Policy, trigger: Trigger): readonly Row[] {
  return policy.clauses
    .filter(({ step }) => step !== 'improve')
    .flatMap((clause) =>
      (clause.duties ?? [])
        .filter((duty) => duty.trigger === trigger)
        .map((duty) =>
          isAll(clause)
            ? { head: headOf(clause), text: saysOf(clause) }
            : { head: clause.id, text: afterTrigger(describeDuty(policy, duty)) },
        ),
    );
}

/** Whether a clause says nothing but its one duty: then its own words say it best. */
const isAll = ({ duties, visits, rounds, handle }: Clause): boolean =>
  duties?.length === 1 && !visits && !rounds && !handle;

/** Whether a clause says nothing but what is done when an answer is no: it stands in the question, and nowhere else. */
export const isAnswer = (clause: Clause): boolean =>
  isAll(clause) && clause.duties !== undefined && clause.duties.every(({ trigger }) => ASKED.includes(trigger));

/** What is done when an answer is no. */
export const ASKED: readonly Trigger[] = ['not-done', 'risk-remains', 'promise', 'nonconformity'];

/** The branch's own label says the trigger already. */
export const afterTrigger = (words: string): string => words.slice(words.indexOf('：') + 1);
