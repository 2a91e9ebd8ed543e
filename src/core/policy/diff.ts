/**
 * What would change, and for whom, if one policy took the place of another: text in plain Chinese. Clauses are matched
 * by what they are about, not by their numbers; roles by what they are, not by their titles.
 */
import { EVENT_KINDS, keysOf, ROLES } from '../terms.js';
import type { Role } from '../terms.js';
import { changedFacets, kindsDiff } from './diff-kinds.js';
import type { Diff } from './diff-kinds.js';
import { residentSubjects, staffSubjects } from './diff-subjects.js';
import type { Subject } from './diff-subjects.js';
import type { Policy } from './schema.js';

/** The text of `policy diff A B`. */
export function diffText(a: Policy, b: Policy): string {
  const kinds = kindsDiff(a, b);
  const residents = subjectsDiff(residentSubjects(a), residentSubjects(b));
  const staff = subjectsDiff(staffSubjects(a), staffSubjects(b));
  const sections = [
    section('对住户：什么事回访，何时、多少、怎样', [...kinds.lines, ...residents.lines]),
    section('对员工：职责与时限', staff.lines),
    section('对各岗位', rolesDiff(a, b)),
    section('表格', formsDiff(a, b)),
  ].flat();
  const same = [...new Set([...kinds.same, ...residents.same, ...staff.same])];
  const head = `从《${a.title}》（${a.id}）改为《${b.title}》（${b.id}）`;
  if (sections.length === 0) return `${head}：没有差别`;
  const rest = same.length === 0 ? [] : ['', `没有变化：${same.join('；')}`];
  return [`${head}，有这些变化：`, ...sections, ...rest].join('\n');
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `【${title}】`, ...lines];

function subjectsDiff(before: readonly Subject[], after: readonly Subject[]): Diff {
  const pairs = before.map((old) => [old, after.find(({ key }) => key === old.key)] as const);
  const fresh = after.filter(({ key }) => !before.some((old) => old.key === key));
  const found = pairs.map(([old, now]): Diff => {
    if (!now) return { lines: alone(old, '不再有', '，原为'), same: [] };
    const changes = changedFacets(old.facets, now.facets);
    if (changes.length === 0) return { lines: [], same: [now.title] };
    const ids = [old, now].map(({ clauses }) => clauses.join('、')).filter(Boolean);
    const lines = changes.map(({ label, words }) => `  ${label}：${words}`);
    return { lines: [`${now.title}（${ids.join(' → ')}）`, ...lines], same: [] };
  });
  return {
    lines: [...found.flatMap(({ lines }) => lines), ...fresh.flatMap((one) => alone(one, '新增', '，'))],
    same: found.flatMap(({ same }) => same),
  };
}

/** What only one of the two has; the one thing that is said of it stands in the same line. */
function alone(subject: Subject, word: string, only: string): readonly string[] {
  const [first, ...others] = subject.facets;
  if (first && others.length === 0) return [`${nameOf(subject)}：${word}${only}${first.shown}`];
  return [`${nameOf(subject)}：${word}`, `  ${saidOf(subject)}`];
}

const nameOf = ({ title, clauses }: Subject): string => `${title}（${clauses.join('、')}）`;
const saidOf = ({ facets }: Subject): string => facets.map(({ label, shown }) => `${label}：${shown}`).join('；');

/** Whose title changes, and what each role has to do more or less than before. */
function rolesDiff(a: Policy, b: Policy): readonly string[] {
  return keysOf(ROLES).flatMap((role) => {
    const [old, fresh] = [a.roles[role], b.roles[role]];
    if (old === undefined && fresh === undefined) return [];
    const [before, after] = [workOf(a, role), workOf(b, role)];
    const more = [...after].filter(([key]) => !before.has(key)).map(([, work]) => work);
    const less = [...before].filter(([key]) => !after.has(key)).map(([, work]) => work);
    const parts = [worked(more, '新增'), worked(less, '不再')].filter((words) => words !== '');
    if (parts.length === 0 && (old === undefined || fresh === undefined || old === fresh)) return [];
    const title =
      old === undefined
        ? `${fresh}（原来没有）`
        : fresh === undefined
          ? `${old}（改后没有）`
          : old === fresh
            ? old
            : `${old} → ${fresh}`;
    return [`${title}：${parts.length === 0 ? '职责不变' : parts.join('；')}`];
  });
}

/** What somebody does about a subject: does it, takes it in, signs it. */
type Work = { readonly verb: '' | '受理' | '签署'; readonly title: string };

/** Own work first: `新增 投诉回访，新增受理“绩效考核”`, `不再做 “逾期上门”，不再签署“保修证书”`. */
function worked(all: readonly Work[], change: '新增' | '不再'): string {
  return (['', '受理', '签署'] as const)
    .map((verb) => ({ verb, titles: all.filter((one) => one.verb === verb).map(({ title }) => title) }))
    .filter(({ titles }) => titles.length > 0)
    .map(({ verb, titles }) => `${change}${verb === '' ? OWN[change] : verb}${titles.join(verb === '' ? '、' : '')}`)
    .join('，');
}

const OWN = { 新增: ' ', 不再: '做 ' } as const;

/** What a role does, by subject. */
function workOf(policy: Policy, role: Role): ReadonlyMap<string, Work> {
  const work = new Map<string, Work>();
  for (const kind of keysOf(EVENT_KINDS)) {
    const visits = policy.clauses.filter(({ on }) => on?.some((match) => match.kind?.includes(kind) ?? true));
    const makes = visits.some(({ visits }) =>
      visits?.some(({ by, cases }) => by?.includes(role) || cases?.some((one) => one.by?.includes(role))),
    );
    if (makes) work.set(`visit ${kind}`, { verb: '', title: `${EVENT_KINDS[kind].zh}回访` });
    const setsRate = visits.some(({ visits }) => visits?.some(({ rateBy }) => rateBy?.includes(role)));
    if (setsRate) work.set(`rate ${kind}`, { verb: '', title: `确定${EVENT_KINDS[kind].zh}的回访率` });
  }
  for (const { key, title, by, to, signers } of [...residentSubjects(policy), ...staffSubjects(policy)]) {
    if (by.includes(role)) work.set(key, { verb: '', title: `“${title}”` });
    if (to?.includes(role)) work.set(`to ${key}`, { verb: '受理', title: `“${title}”` });
    if (signers?.includes(role)) work.set(`sign ${key}`, { verb: '签署', title: `“${title}”` });
  }
  return work;
}

function formsDiff(a: Policy, b: Policy): readonly string[] {
  const [before, after] = [formsOf(a), formsOf(b)];
  const named = (forms: readonly string[]): string => forms.map((form) => `《${form}》`).join('');
  const more = after.filter((form) => !before.includes(form));
  const less = before.filter((form) => !after.includes(form));
  return [...(more.length > 0 ? [`新增：${named(more)}`] : []), ...(less.length > 0 ? [`不再用：${named(less)}`] : [])];
}

/** Every form that a policy names. */
function formsOf({ record, clauses }: Policy): readonly string[] {
  const forms = clauses.flatMap((clause) => [
    ...(clause.visits ?? []).map((rule) => rule.record),
    ...(clause.rounds ?? []).map((round) => round.record),
    ...(clause.duties ?? []).map((duty) => duty.form),
    ...(clause.forms ?? []),
  ]);
  return [...new Set([record, ...forms.flatMap((form) => form ?? [])])];
}
