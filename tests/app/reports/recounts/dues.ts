/** What fell due in a span and what became of it, clause by clause, from the rows. */
import { isDone, rateOf, type Counted } from '../recount.js';
import type { Span } from './lines.js';

type Sum = {
  readonly due: number;
  readonly inTime: number;
  readonly late: number;
  readonly open: number;
  readonly overdue: number;
  readonly excused: number;
};
/** One thing that fell due. `by`: whoever has it. */
export type Due = {
  readonly policy: string;
  readonly clause: string;
  readonly at: number;
  readonly end: 'inTime' | 'late' | 'open' | 'excused';
  readonly reason: string | null;
};
export type ClauseDues = Sum & {
  readonly policy: string;
  readonly clause: string;
  readonly title: string;
  readonly reasons: readonly (readonly [string, number])[];
};

/** What a visit counts as, by an end of its window; null: nobody had to make it. */
export function visitDue(visit: Counted['allVisits'][number], at: number): Due | null {
  const { policyId: policy, clause, status, outcome, answeredAt, startedBy } = visit;
  if (['planned', 'not-drawn', 'cancelled'].includes(status)) return null;
  if (startedBy.startsWith('follow-up:') || startedBy.includes('/survey-')) return null;
  const of = { policy, clause, at };
  if (isDone(status)) {
    const isInTime = answeredAt !== null && Number(answeredAt) < at;
    return { ...of, end: isInTime ? 'inTime' : 'late', reason: null };
  }
  if (status === 'replaced') return { ...of, end: 'excused', reason: 'replaced' };
  if (outcome !== null && ['refused', 'moved', 'wrong-person'].includes(outcome))
    return { ...of, end: 'excused', reason: outcome };
  return { ...of, end: 'open', reason: status === 'unreachable' ? (outcome ?? 'unreachable') : null };
}

export function dutyDue({ policyId: policy, clause, status, due, doneAt }: Counted['duties'][number]): Due | null {
  if (due === null || status === 'cancelled') return null;
  const of = { policy, clause, at: Number(due), reason: null };
  if (status === 'done') return { ...of, end: doneAt !== null && doneAt < due ? 'inTime' : 'late' };
  return status === 'excused' ? { ...of, end: 'excused', reason: 'noted' } : { ...of, end: 'open' };
}

/** An end at the span's last midnight belongs to it. */
export const sumOfDues = (dues: readonly (Due | null)[], [from, to]: Span, now: number): Sum => {
  const own = dues.flatMap((one) => (one !== null && one.at > from && one.at <= to ? [one] : []));
  const count = (end: Due['end']): number => own.filter((one) => one.end === end).length;
  return {
    due: own.length,
    inTime: count('inTime'),
    late: count('late'),
    open: count('open'),
    overdue: own.filter(({ end, at }) => end === 'open' && at <= now).length,
    excused: count('excused'),
  };
};

export const sumOf = (sums: readonly Sum[]): Sum => {
  const sum = (name: keyof Sum): number => sums.reduce((all, one) => all + one[name], 0);
  return {
    due: sum('due'),
    inTime: sum('inTime'),
    late: sum('late'),
    open: sum('open'),
    overdue: sum('overdue'),
    excused: sum('excused'),
  };
};

/** 执行率: in time of what was done or is past its end. */
export const keptRateOf = ({ inTime, late, overdue }: Pick<Sum, 'inTime' | 'late' | 'overdue'>): string | null =>
  rateOf(inTime, inTime + late + overdue);

/** By policy and clause, in their order; a leader's own clause counts by its own window. */
export function duesIn(all: Counted, span: Span, now: number): readonly ClauseDues[] {
  const visits = all.allVisits.map((visit) => {
    const own = (JSON.parse(visit.why) as { readonly own?: { readonly due: number } }).own;
    return visitDue(visit, own?.due ?? Number(visit.due));
  });
  const [from, to] = span;
  const dues = [...visits, ...all.duties.map(dutyDue)].flatMap((one) =>
    one !== null && one.at > from && one.at <= to ? [one] : [],
  );
  const clauses = [...new Set(dues.map(({ clause }) => clause))].toSorted(byNumber);
  return clauses.map((clause) => {
    const own = dues.filter((one) => one.clause === clause);
    const reasons = new Map<string, number>();
    for (const { reason } of own) if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    const policy = own[0]?.policy ?? '';
    const title = all.titles.get(clause) ?? clause;
    return {
      policy,
      clause,
      title,
      ...sumOfDues(own, span, now),
      reasons: [...reasons].toSorted(([, a], [, b]) => b - a),
    };
  });
}

/** p03.2 before p03.10. */
const byNumber = (a: string, b: string): number => {
  const [left = '', right = ''] = [a.split('.')[0], b.split('.')[0]];
  return left === right ? Number(a.split('.')[1]) - Number(b.split('.')[1]) : left < right ? -1 : 1;
};
