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
  const rest = same.length === 0 ? [] : ['', `没有变化：${same.join('、')}`];
  return [`${head}，有这些变化：`, ...sections, ...rest].join('\n');
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `【${title}】`, ...lines];

function subjectsDiff(before: readonly Subject[], after: readonly Subject[]): Diff {
  const pairs = before.map((old) => [old, after.find(({ key }) => key === old.key)] as const);
  const fresh = after.filter(({ key }) => !before.some((old) => old.key === key));
  const found = pairs.map(([old, now]): Diff => {
    if (!now) return { lines: [`${nameOf(old)}：不再有`, `  ${saidOf(old)}`], same: [] };
    const changes = changedFacets(old.facets, now.facets);
    if (changes.length === 0) return { lines: [], same: [now.title] };
    const ids = [old, now].map(({ clauses }) => clauses.join('、')).filter(Boolean);
    const lines = changes.map(({ label, words }) => `  ${label}：${words}`);
    return { lines: [`${now.title}（${ids.join(' → ')}）`, ...lines], same: [] };
  });
  return {
    lines: [
      ...found.flatMap(({ lines }) => lines),
      ...fresh.flatMap((one) => [`${nameOf(one)}：新增`, `  ${saidOf(one)}`]),
    ],
    same: found.flatMap(({ same }) => same),
  };
}

const nameOf = ({ title, clauses }: Subject): string => `${title}（${clauses.join('、')}）`;
const saidOf = ({ facets }: Subject): string => facets.map(({ label, shown }) => `${label}：${shown}`).join('；');

/** Whose title changes, and what each role has to do more or less than before. */
function rolesDiff(a: Policy, b: Policy): readonly string[] {
  return keysOf(ROLES).flatMap((role) => {
    const [old, fresh] = [a.roles[role], b.roles[role]];
    if (old === undefined && fresh === undefined) return [];
    const [before, after] = [workOf(a, role), workOf(b, role)];
    const more = [...after].filter(([key]) => !before.has(key)).map(([, title]) => title);
    const less = [...before].filter(([key]) => !after.has(key)).map(([, title]) => title);
    const parts = [more.length > 0 && `新增 ${more.join('、')}`, less.length > 0 && `不再做 ${less.join('、')}`].filter(
      Boolean,
    );
    if (old === fresh && parts.length === 0) return [];
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

/** What a role does, by subject. */
function workOf(policy: Policy, role: Role): ReadonlyMap<string, string> {
  const work = new Map<string, string>();
  for (const kind of keysOf(EVENT_KINDS)) {
    const visits = policy.clauses.filter(({ on }) => on?.some((match) => match.kind?.includes(kind) ?? true));
    const makes = visits.some(({ visits }) =>
      visits?.some(({ by, cases }) => by?.includes(role) || cases?.some((one) => one.by?.includes(role))),
    );
    if (makes) work.set(`visit ${kind}`, `${EVENT_KINDS[kind].zh}回访`);
  }
  for (const { key, title, by, to, signers } of [...residentSubjects(policy), ...staffSubjects(policy)]) {
    if (by.includes(role)) work.set(key, `“${title}”`);
    if (to?.includes(role)) work.set(`to ${key}`, `受理“${title}”`);
    if (signers?.includes(role)) work.set(`sign ${key}`, `签署“${title}”`);
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
