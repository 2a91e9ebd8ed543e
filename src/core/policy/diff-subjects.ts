/** What a policy asks beside visits on events, as subjects that can be matched with those of another policy. */
import { PART_WORDS } from '../event-input.js';
import type { Role } from '../terms.js';
import { DIRECTIONS, GRADES } from '../terms.js';
import { deadline, describeMethodRule, describeTerm, describeTime, signer } from './describe-rest.js';
import { describeEvents, describeMatch, methods, named, titles } from './describe.js';
import type { Facet } from './diff-visits.js';
import type { Duty, MethodRule } from './schema-duties.js';
import type { Clause, Policy } from './schema.js';
import { HANDLINGS, PERIODS, ROUND_UNITS, TOPICS, TRIGGERS } from './words.js';

/** `key` says what it is about, in any policy; `title` in this one. */
export type Subject = {
  readonly key: string;
  readonly title: string;
  readonly clauses: readonly string[];
  readonly by: readonly Role[];
  /** To whom it goes, and who signs. */
  readonly to?: readonly Role[];
  readonly signers?: readonly string[];
  readonly facets: readonly Facet[];
};

const facet = (label: string, shown: string, same: string = shown): Facet => ({ label, same, shown });
const given = (label: string, shown: string | undefined, same?: string): readonly Facet[] =>
  shown === undefined || shown === '' ? [] : [facet(label, shown, same)];

/** What concerns residents: rounds, questionnaires, what is asked, how a visit may be made. */
export function residentSubjects(policy: Policy): readonly Subject[] {
  return numbered([
    ...policy.clauses.flatMap((clause) => (clause.rounds ?? []).map((round) => roundSubject(policy, clause, round))),
    ...contentOf(policy),
    ...methodRulesOf(policy),
    ...surveyOf(policy),
  ]);
}

/** What concerns staff: deadlines of handling, duties, least warranties. */
export function staffSubjects(policy: Policy): readonly Subject[] {
  return numbered(
    policy.clauses.flatMap((clause) => [
      ...(clause.handle ?? []).map(({ what, when, within, by = [] }): Subject => {
        const whom = [describeEvents(clause.on ?? []), when && describeMatch(when)].filter(Boolean).join('，');
        const title = `${whom}，${HANDLINGS[what].zh}的时限`;
        return { key: title, title, clauses: [clause.id], by, facets: [facet('时限', deadline(within))] };
      }),
      ...(clause.duties ?? []).map((duty) => dutySubject(policy, clause, duty)),
      ...(clause.warranties ?? []).flatMap((least) =>
        least.parts.map((part): Subject => {
          const title = `${PART_WORDS[part]}的最低保修`;
          return { key: title, title, clauses: [clause.id], by: [], facets: [facet('期限', describeTerm(least))] };
        }),
      ),
    ]),
  );
}

function roundSubject(policy: Policy, clause: Clause, round: NonNullable<Clause['rounds']>[number]): Subject {
  const kind = clause.survey || round.how.includes('written') ? '问卷' : '';
  const title =
    round.of === 'records' ? '抽查回访记录' : `${kind === '' ? '定期回访' : '发放问卷：'}${ROUND_UNITS[round.of].zh}`;
  const rate = round.rate === null ? '比例待定' : `${round.rate}%`;
  return {
    key: `round ${round.of} ${kind}`,
    title,
    clauses: [clause.id],
    by: round.by,
    facets: [
      facet('周期', `每${PERIODS[round.every].zh}一次`),
      facet('比例', rate),
      facet('人员', titles(policy, round.by), round.by.join()),
      ...(round.of === 'records' ? [] : [facet('方式', methods(round.how), round.how.toSorted().join())]),
      facet('记录', `《${round.record}》`),
    ],
  };
}

/** One subject of all clauses that say something of it; none where nothing is said. */
function joined(key: string, title: string, clauses: readonly Clause[], facets: readonly Facet[]): readonly Subject[] {
  return facets.length === 0 ? [] : [{ key, title, clauses: clauses.map(({ id }) => id), by: [], facets }];
}

function contentOf({ clauses }: Policy): readonly Subject[] {
  const saying = clauses.filter(({ content }) => content);
  const topics = [...new Set(saying.flatMap(({ content }) => content ?? []))];
  return joined('content', '回访内容', saying, given('所问', named(TOPICS, topics), topics.toSorted().join()));
}

function methodRulesOf({ clauses, needsSignature }: Policy): readonly Subject[] {
  const saying = clauses.filter(({ methodRules }) => methodRules);
  const rules = saying.flatMap(({ on, methodRules }) =>
    (methodRules ?? []).map(
      (rule) => `${on ? `${describeEvents(on)}，` : ''}${describeMethodRule(needsSignature ? unsigned(rule) : rule)}`,
    ),
  );
  return joined('method-rules', '方式与签名的规定', saying, [
    ...given('方式', rules.join('；'), rules.toSorted().join()),
    ...given('签名', needsSignature ? '受访方在记录上签名确认' : undefined),
  ]);
}

/** A signature that every visit needs is told by itself. */
function unsigned({ needs = [], ...rule }: MethodRule): MethodRule {
  const others = needs.filter((one) => one !== 'resident-signature');
  return others.length === 0 ? rule : { ...rule, needs: others };
}

function surveyOf({ clauses }: Policy): readonly Subject[] {
  const saying = clauses.filter(({ survey }) => survey);
  const surveys = saying.flatMap(({ survey }) => survey ?? []);
  const directions = [...new Set(surveys.flatMap((one) => one.directions ?? []))];
  const grades = [...new Set(surveys.flatMap((one) => one.grades ?? []))];
  const marks = surveys.flatMap(({ item, passMark }) =>
    item
      ? [`${item === 'each' ? '单项' : '综合评议'} ${typeof passMark === 'number' ? `${passMark}%` : '未填写'}`]
      : [],
  );
  const own = surveys.flatMap((one) => one.questions ?? []);
  return joined('survey', '满意度调查', saying, [
    ...given('记名', surveys.some((one) => one.anonymous) ? '不记名' : undefined),
    ...given('问题', own.length === 0 ? undefined : own.join('；')),
    ...given('方面', directions.length === 0 ? undefined : `${directions.length} 项`, named(DIRECTIONS, directions)),
    ...given('等级', named(GRADES, grades)),
    ...given('合格线', marks.join('，')),
  ]);
}

function dutySubject(policy: Policy, clause: Clause, duty: Duty): Subject {
  const { says, every, trigger, by, to = [], how, form, signedBy = [], repeats, keepYears, handOver } = duty;
  const time = [every && `每${PERIODS[every].zh}`, describeTime(duty)].filter(Boolean).join('，');
  const several = (clause.duties?.length ?? 0) > 1 || clause.methodRules !== undefined;
  const word = every ? (form ?? '定期') : TRIGGERS[trigger].zh;
  return {
    key: keyOf(duty),
    title: several && word !== clause.title ? `${clause.title}·${word}` : clause.title,
    clauses: [clause.id],
    by,
    to,
    signers: signedBy,
    facets: [
      // How it is put differs from paper to paper: it is shown, and not compared.
      ...given('内容', says, ''),
      ...given('时间', time),
      facet('人员', titles(policy, by), by.join()),
      ...given('交给', titles(policy, to), to.join()),
      ...given('方式', how && methods(how)),
      ...given('表格', form && `《${form}》`),
      ...given('签名', signedBy.map((who) => signer(policy, who)).join('、'), signedBy.join()),
      ...given('重复', repeats && `投诉 ${repeats.complaints} 次、维修 ${repeats.repairs} 次以上写入报告`),
      ...given('保管', keepYears === undefined ? undefined : `${keepYears} 年${handOver === true ? '，期满交接' : ''}`),
    ],
  };
}

/** What a duty is about, in any policy: archiving, the analysis of repeats, else what sets it going. */
function keyOf({ trigger, every, form, keepYears, repeats }: Duty): string {
  if (keepYears !== undefined) return 'archive';
  if (repeats) return 'analysis';
  return trigger === 'period' ? `period ${every ?? ''} ${form ?? ''}` : trigger;
}

/** Several of the same key are told apart by their order. */
function numbered(subjects: readonly Subject[]): readonly Subject[] {
  const seen = new Map<string, number>();
  return subjects.map((subject) => {
    const number = (seen.get(subject.key) ?? 0) + 1;
    seen.set(subject.key, number);
    return number === 1 ? subject : { ...subject, key: `${subject.key} ${number}` };
  });
}
