/**
 * 制度执行率: of what a clause asked for in a period, how much was done in time. What each figure means stands in
 * docs/decisions/0010-compliance.md.
 */
import { clauseNumber } from './policy/plan.js';
import type { Clause, Policy } from './policy/schema.js';
import { rate } from './survey.js';
import { keysOf, REACH_OUTCOMES, type ReachOutcome, type VisitStatus } from './terms.js';

/** Equal visits or duties, counted. `inTime`: done before the end of its window; `over`: that end has passed. */
export type ComplianceRow = {
  readonly policy: string;
  readonly clause: string;
  readonly inTime: boolean;
  readonly over: boolean;
  readonly count: number;
} & (
  | { readonly unit: 'visit'; readonly status: VisitStatus; readonly outcome: ReachOutcome | null }
  | { readonly unit: 'duty'; readonly status: 'open' | 'done' | 'excused' | 'cancelled' }
);

/** Why something was not done: a word of the reach ledger 到访台账, or `noted` for a duty. */
export type ComplianceReason = ReachOutcome | 'noted';

/** `due` is the sum of the four behind it; `overdue` is the part of `open` whose end has passed. */
export type ComplianceLine = {
  readonly policy: string;
  readonly clause: string;
  readonly title: string;
  readonly due: number;
  readonly inTime: number;
  readonly late: number;
  readonly open: number;
  readonly overdue: number;
  readonly excused: number;
  readonly reasons: Readonly<Partial<Record<ComplianceReason, number>>>;
};

/** Whether a clause can have something that falls due: visits, rounds, deadlines of handling, duties with a term. */
export const canFallDue = ({ visits, rounds, handle, duties }: Clause): boolean =>
  visits !== undefined ||
  rounds !== undefined ||
  handle !== undefined ||
  (duties ?? []).some(({ within }) => within !== undefined);

/** A line for every clause of the policies that can have dues, and for each other one that had; in their order. */
export function complianceOf(
  policies: readonly Pick<Policy, 'id' | 'clauses'>[],
  rows: readonly ComplianceRow[],
): readonly ComplianceLine[] {
  const lines = new Map<string, ComplianceLine>();
  for (const { id, clauses } of policies) {
    for (const clause of clauses) if (canFallDue(clause)) lines.set(clause.id, emptyLine(id, clause.id, clause.title));
  }
  for (const row of rows) {
    const place = placeOf(row);
    if (place === null) continue;
    const line = lines.get(row.clause) ?? emptyLine(row.policy, row.clause, titleIn(policies, row.clause));
    lines.set(row.clause, added(line, row, place));
  }
  return [...lines.values()].toSorted(
    (a, b) => compareText(a.policy, b.policy) || clauseNumber(a.clause) - clauseNumber(b.clause),
  );
}

export type CompliancePlace = 'inTime' | 'late' | 'open' | 'excused';
type Place = { readonly of: CompliancePlace; readonly reason: ComplianceReason | null };

/** Where a row counts; null: it was never asked for. */
export function placeOf(row: ComplianceRow): Place | null {
  const done: Place = { of: row.inTime ? 'inTime' : 'late', reason: null };
  if (row.unit === 'duty') {
    if (row.status === 'cancelled') return null;
    if (row.status === 'done') return done;
    return row.status === 'excused' ? { of: 'excused', reason: 'noted' } : { of: 'open', reason: null };
  }
  if (['planned', 'not-drawn', 'cancelled'].includes(row.status)) return null;
  if (['recorded', 'reviewed', 'closed'].includes(row.status)) return done;
  if (row.status === 'replaced') return { of: 'excused', reason: 'replaced' };
  const { outcome } = row;
  if (outcome === 'refused' || outcome === 'moved' || outcome === 'wrong-person')
    return { of: 'excused', reason: outcome };
  return { of: 'open', reason: row.status === 'unreachable' ? (outcome ?? 'unreachable') : null };
}

function added(line: ComplianceLine, { count, over }: ComplianceRow, { of, reason }: Place): ComplianceLine {
  const reasons = reason === null ? line.reasons : { ...line.reasons, [reason]: (line.reasons[reason] ?? 0) + count };
  const overdue = line.overdue + (of === 'open' && over ? count : 0);
  return { ...line, due: line.due + count, [of]: line[of] + count, overdue, reasons };
}

const emptyLine = (policy: string, clause: string, title: string): ComplianceLine => ({
  policy,
  clause,
  title,
  due: 0,
  inTime: 0,
  late: 0,
  open: 0,
  overdue: 0,
  excused: 0,
  reasons: {},
});

const titleIn = (policies: readonly Pick<Policy, 'clauses'>[], clause: string): string =>
  policies.flatMap(({ clauses }) => clauses).find(({ id }) => id === clause)?.title ?? clause;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * 执行率 in percent, one decimal: done in time of what had to be done; what is excused, and what is open and not yet over,
 * stays out of both. Null where nothing had to be done.
 */
export function complianceRate(line: Pick<ComplianceLine, 'inTime' | 'late' | 'overdue'>): string | null {
  return rate(line.inTime, line.inTime + line.late + line.overdue);
}

/** Several lines as one. */
export function sumOf(
  lines: readonly ComplianceLine[],
): Omit<ComplianceLine, 'policy' | 'clause' | 'title' | 'reasons'> {
  const sum = (key: 'due' | 'inTime' | 'late' | 'open' | 'overdue' | 'excused'): number =>
    lines.reduce((total, line) => total + line[key], 0);
  return {
    due: sum('due'),
    inTime: sum('inTime'),
    late: sum('late'),
    open: sum('open'),
    overdue: sum('overdue'),
    excused: sum('excused'),
  };
}

/** `拒访 2、搬走 1`: the most frequent first, so that a paper says the same whenever it is made. */
export const reasonsZh = ({ reasons }: Pick<ComplianceLine, 'reasons'>): string =>
  keysOf(reasons)
    .map((reason) => [reasonZh(reason), reasons[reason] ?? 0] as const)
    .toSorted(([left, a], [right, b]) => b - a || compareText(left, right))
    .map(([says, count]) => `${says} ${count}`)
    .join('、');

/** A reason in words. */
export const reasonZh = (reason: ComplianceReason): string =>
  reason === 'noted' ? '已说明' : REACH_OUTCOMES[reason].zh;
