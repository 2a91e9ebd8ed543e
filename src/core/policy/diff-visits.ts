/** The visits of a policy on one kind of event, as facets that can be compared with another policy's. */
import type { EventKind, Method } from '../terms.js';
import { describeMatch, describeRate, describeTimes, methods, visitors } from './describe.js';
import type { Match } from './schema-base.js';
import type { Clause, Policy, VisitRule } from './schema.js';

/** One thing that is said of a subject: `same` is compared, `shown` is read. Roles are compared, not their titles. */
export type Facet = { readonly label: string; readonly same: string; readonly shown: string };

/** One visit: for which of the events, and what is said of it. */
export type VisitFacets = { readonly clause: string; readonly whom: string; readonly facets: readonly Facet[] };

/** Every visit that a policy asks for on a kind of event. */
export function visitsOn(policy: Policy, kind: EventKind): readonly VisitFacets[] {
  return policy.clauses.flatMap((clause) => {
    const matching = (clause.on ?? []).filter((match) => match.kind?.includes(kind) ?? true);
    if (matching.length === 0) return [];
    return (clause.visits ?? []).map((rule, index) => {
      const limits = rule.when ? [{ ...matching[0], ...rule.when }] : matching;
      const nth = (clause.visits?.length ?? 0) > 1 ? `第 ${index + 1} 次` : '';
      const whom = [[...new Set(limits.map(limitsOf))].join('；'), nth].filter(Boolean).join('，');
      return { clause: clause.id, whom, facets: facetsOf(policy, clause, rule) };
    });
  });
}

/** What a match says beside the kind. */
function limitsOf(match: Match): string {
  const { kind, ...limits } = match;
  return kind && Object.keys(limits).length === 0 ? '' : describeMatch(limits);
}

function facetsOf(policy: Policy, clause: Clause, rule: VisitRule): readonly Facet[] {
  const cases = (rule.cases ?? []).map((one) => ({ ...one, whom: describeMatch(one.when) }));
  const time = { same: describeTimes(rule, { on: [] }), shown: describeTimes(rule, clause) };
  const rate = (of: Policy): string =>
    [
      describeRate(of, rule, clause),
      ...cases.flatMap((one) => (typeof one.rate === 'number' ? [`${one.whom} ${one.rate}%`] : [])),
    ].join('；');
  const who = (of: Policy): string =>
    [
      visitors(of, rule.by ?? []),
      ...cases.flatMap((one) => (one.by ? [`${one.whom}：${visitors(of, one.by)}`] : [])),
    ].join('；');
  const how = (list: (given: readonly Method[]) => string): string =>
    [
      list(rule.how ?? policy.how),
      ...cases.flatMap((one) => (one.how ? [`${one.whom}限于${list(one.how)}`] : [])),
    ].join('；');
  const untitled = { ...policy, roles: {} };
  const record = `《${rule.record ?? policy.record}》`;
  return [
    { label: '时间', ...time },
    { label: '回访率', same: rate(untitled), shown: rate(policy) },
    { label: '人员', same: who(untitled), shown: who(policy) },
    { label: '方式', same: how((given) => given.toSorted().join()), shown: how(methods) },
    { label: '记录', same: record, shown: record },
  ];
}
