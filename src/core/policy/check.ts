/** What no single word of a clause can show: windows that are empty, terms that are missing, rates that contradict. */
import { parseInstant } from '../calendar.js';
import type { Instant } from '../calendar.js';
import { openWindow } from '../window.js';
import type { Bound, WindowRule } from '../window.js';
import { followRef } from './follow-ref.js';
import type { Duty, Handling } from './schema-duties.js';
import type { Clause, Head, VisitRule } from './schema.js';
import type { Fault, Path, SourceFile } from './source-file.js';

const TERMS: ReadonlySet<string> = new Set(['agreement', 'warranty', 'signed-warranty', 'season']);

const RULES = [
  'visits',
  'handle',
  'rounds',
  'content',
  'duties',
  'survey',
  'forms',
  'methodRules',
  'certain',
  'quota',
  'warranties',
] as const;

type Report = (path: Path, expected: string, found: string) => Fault;

/** Faults of one clause whose words are all right; `path` is where it stands. */
export function checkClause(clause: Clause, head: Head, source: SourceFile, path: Path): readonly Fault[] {
  const report: Report = (inner, expected, found) => source.fault([...path, ...inner], expected, found);
  return [
    ...checkWhole(clause, head, report),
    ...(clause.visits ?? []).flatMap((rule, index) => checkVisit(rule, index, head, report)),
    ...(clause.duties ?? []).flatMap((duty, index) => checkDuty(duty, index, clause, report)),
    ...(clause.handle ?? []).flatMap((one, index) => checkHandling(one, index, clause, report)),
    ...rolesOf(clause).flatMap(([role, where]) =>
      role in head.roles ? [] : [report(where, 'roles 中写明称谓的岗位', `“${role}”`)],
    ),
  ];
}

function checkWhole(clause: Clause, head: Head, report: Report): readonly Fault[] {
  const faults: Fault[] = [];
  if (!clause.id.startsWith(`${head.id}.`))
    faults.push(report(['id'], `以 ${head.id}. 开头的条款号`, `“${clause.id}”`));
  if (!RULES.some((part) => clause[part] !== undefined)) {
    faults.push(report([], `至少一项规则（${RULES.join('、')}）`, '一项也没有'));
  }
  if ((clause.visits || clause.handle) && !clause.on) faults.push(report(['on'], '服务事项的条件', '缺少此项'));
  return faults;
}

function checkVisit(rule: VisitRule, index: number, head: Head, report: Report): readonly Fault[] {
  const faults: Fault[] = [];
  const here: Path = ['visits', index];
  const anchor = rule.anchor ?? 'resolvedAt';
  if ((rule.window === undefined) === (rule.series === undefined)) {
    const found = rule.window ? '两者都有' : '两者都没有';
    faults.push(report(here, 'window 与 series 其中之一', found));
  }
  const needsTerm =
    rule.series !== undefined || (rule.window !== undefined && boundsOf(rule.window).some(countsOnTerm));
  if (needsTerm && !TERMS.has(anchor)) {
    faults.push(report([...here, 'anchor'], `有起止的期间（${[...TERMS].join('、')}）`, `“${anchor}”`));
  } else if (rule.window && !TERMS.has(anchor) && isEmpty(rule.window)) {
    faults.push(report([...here, 'window'], '止点晚于起点', '空窗口'));
  }
  if (rule.rate !== undefined && rule.rate !== null && rule.quota) {
    faults.push(report([...here, 'quota'], 'rate 与 quota 其中之一', '两者都有'));
  }
  if (rule.quota && 'tiers' in rule.quota && !tiersInOrder(rule.quota.tiers)) {
    faults.push(report([...here, 'quota', 'tiers'], '由小到大、只有最后一档不写 upTo 的分档', '次序不对'));
  }
  if (rule.after && rule.after.visit > index) {
    faults.push(report([...here, 'after', 'visit'], '前面某次回访的序号', String(rule.after.visit)));
  }
  if (!rule.by && !(rule.cases ?? []).some(({ by }) => by))
    faults.push(report([...here, 'by'], '负责的岗位', '缺少此项'));
  if (anchor === 'season' && !rule.season) faults.push(report([...here, 'season'], '季节的起止日', '缺少此项'));
  return faults;
}

/** Set going by a duty of another clause; by an event of the clause's own kind. */
const FOLLOWERS: readonly Duty['trigger'][] = [
  'reported',
  'approved',
  'contact-sheet',
  'handed-up',
  'settled',
  'referred',
];
const OF_EVENTS: readonly Duty['trigger'][] = ['received', 'finished', 'expired'];

function checkDuty(duty: Duty, index: number, clause: Clause, report: Report): readonly Fault[] {
  const missing = (word: string, expected: string): Fault => report(['duties', index, word], expected, '缺少此项');
  if (duty.trigger === 'period' && !duty.every) return [missing('every', '周期（month、quarter 等）')];
  if (FOLLOWERS.includes(duty.trigger) && !duty.follows) return [missing('follows', '接在哪一条之后（条款号的列表）')];
  if (OF_EVENTS.includes(duty.trigger) && !clause.on) return [report(['on'], '服务事项的条件', '缺少此项')];
  return [];
}

/** A clause that a duty follows must be there, and have a duty that can be done. */
export function checkFollows(clauses: readonly Clause[], source: SourceFile): readonly Fault[] {
  return clauses.flatMap((clause, at) =>
    (clause.duties ?? []).flatMap(({ follows }, index) =>
      (follows ?? []).flatMap((id, place) => {
        const [clauseId, item] = followRef(id);
        const followed = clauses.find((one) => one.id === clauseId);
        const duties = followed?.duties ?? [];
        const items = [
          ...duties.map((_, nth) => `duty:${nth}`),
          ...(followed?.handle ?? []).map(({ what }) => `handle:${what}`),
        ];
        if (item === null ? duties.some((duty) => duty.follows === undefined) : items.includes(item)) return [];
        const found = followed ? `“${id}”没有职责` : `“${id}”`;
        return [source.fault(['clauses', at, 'duties', index, 'follows', place], '本文件中有职责的条款', found)];
      }),
    ),
  );
}

function checkHandling({ by }: Handling, index: number, clause: Clause, report: Report): readonly Fault[] {
  if (by || clause.visits) return [];
  return [report(['handle', index, 'by'], '负责的岗位（本条没有回访）', '缺少此项')];
}

function rolesOf(clause: Clause): readonly (readonly [string, Path])[] {
  const lists: (readonly [readonly string[] | undefined, Path])[] = [];
  for (const [index, rule] of (clause.visits ?? []).entries()) {
    lists.push([rule.by, ['visits', index, 'by']]);
    for (const [at, one] of (rule.cases ?? []).entries()) lists.push([one.by, ['visits', index, 'cases', at, 'by']]);
  }
  for (const [index, duty] of (clause.duties ?? []).entries()) {
    lists.push([duty.by, ['duties', index, 'by']], [duty.to, ['duties', index, 'to']]);
    lists.push([duty.late?.by, ['duties', index, 'late', 'by']]);
  }
  for (const [index, round] of (clause.rounds ?? []).entries()) lists.push([round.by, ['rounds', index, 'by']]);
  for (const [index, one] of (clause.handle ?? []).entries()) lists.push([one.by, ['handle', index, 'by']]);
  return lists.flatMap(([roles, path]) => (roles ?? []).map((role, at) => [role, [...path, at]] as const));
}

const boundsOf = (rule: WindowRule): readonly Bound[] =>
  [rule.from, rule.through, rule.before].filter((bound) => bound !== undefined);
const countsOnTerm = (bound: Bound): boolean => 'part' in bound || ('of' in bound && bound.of === 'after-term');

/** Tried on a day from which no clamping hides an empty window. */
const isEmpty = (rule: WindowRule): boolean =>
  openWindow(rule, { kind: 'instant', at: parseInstant('2026-03-02T12:00:00Z') as Instant }, 'UTC') === null;

function tiersInOrder(tiers: readonly { readonly upTo?: number | undefined }[]): boolean {
  const ends = tiers.map(({ upTo }) => upTo ?? Number.POSITIVE_INFINITY);
  return (
    ends.at(-1) === Number.POSITIVE_INFINITY && ends.every((end, index) => index === 0 || end > (ends[index - 1] ?? 0))
  );
}
