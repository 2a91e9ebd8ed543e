/**
 * 个案的步骤: what a case asks beside the duties that a clause itself names: who takes over what was not done in time, who
 * works it again where the household is still dissatisfied, and by when the household is told and asked.
 */
import type { Instant } from '../calendar.js';
import type { Role } from '../terms.js';
import { openWindow, type Window } from '../window.js';
import { dutiesWith, dueSoonAt, type DueDuty, type DutyStart } from './due-duties.js';
import { ladderOf } from './ladder.js';
import type { Duty } from './schema-duties.js';
import type { Policy } from './schema.js';

const LATE = 'late:';

/** The duty whose item this is: `duty:2`, or `late:2` of whoever took it over; null where it is no clause's own. */
export function placedAt(policy: Policy, clauseId: string, item: string): Duty | null {
  const nth = /^(?:duty|late):(\d+)$/.exec(item)?.[1];
  const clause = policy.clauses.find(({ id }) => id === clauseId);
  return nth === undefined ? null : (clause?.duties?.[Number(nth)] ?? null);
}

/** The item of the other one of the two who have it: the one it was first given to, and the one it went up to. */
export function counterpart(item: string): string | null {
  if (item.startsWith('duty:')) return item.replace('duty:', LATE);
  return item.startsWith(LATE) ? item.replace(LATE, 'duty:') : null;
}

/** A duty that was not done in its time goes up, as its clause says (p11.9: not solved in 5 days → manager). */
export function lateStep(policy: Policy, duty: DueDuty, zone: string): DueDuty | null {
  const late = duty.item.startsWith('duty:') ? placedAt(policy, duty.clause, duty.item)?.late : undefined;
  if (late === undefined || duty.due === null) return null;
  const at = duty.due;
  return {
    ...duty,
    item: duty.item.replace('duty:', LATE),
    by: late.by,
    says: late.says ?? duty.says,
    ...termOf(late.within ? openWindow(late.within, { kind: 'instant', at }, zone) : null, at),
  };
}

/** By when the household is told what was done, and asked again; null where the policy does not ask again. */
export const recheckWindow = ({ recheck }: Policy, at: Instant, zone: string): Window | null =>
  recheck === undefined ? null : openWindow(recheck, { kind: 'instant', at }, zone);

/**
 * Who works a case that was closed `round - 1` times and left the household dissatisfied: as the policy says, else whoever
 * comes next where a role has nobody.
 */
export function againRole(policy: Pick<Policy, 'again' | 'fallback'>, round: number): Role {
  const [first, ...next] = ladderOf(policy, []);
  const by = policy.again?.by ?? next;
  return by[Math.min(round - 2, by.length - 1)] ?? first;
}

/** Whoever was `asked` is still dissatisfied: one level higher works the case again. */
export function againStep(
  policy: Policy,
  { clause, round, asked }: { readonly clause: string; readonly round: number; readonly asked: string },
  start: DutyStart,
): DueDuty {
  const by = againRole(policy, round);
  return caseStep(policy, clause, `again:${round}`, { by: [by], says: `${asked}仍不满意，重新办理`, start });
}

/** A policy that names nobody for a nonconformity: whoever has what a role without anybody leaves (p01: the supervisor). */
export const defaultStep = (
  policy: Policy,
  { clause, asked }: { readonly clause: string; readonly asked: string },
  start: DutyStart,
): DueDuty =>
  caseStep(policy, clause, 'case:0', {
    by: [ladderOf(policy, [])[0]],
    says: `查明原因，解决${asked}不满意的事`,
    start,
  });

/** What was given to somebody by name, with its own time. */
export function givenStep(policy: Policy, { clause, item, says, by, form, until }: Given, start: DutyStart): DueDuty {
  const step = caseStep(policy, clause, item, { by, says, start });
  return { ...step, form, ...termOf(until === null ? null : { earliest: start.at, due: until }, start.at) };
}

type Given = {
  readonly clause: string;
  readonly item: string;
  readonly says: string;
  readonly by: readonly Role[];
  readonly form: string | null;
  readonly until: Instant | null;
};

function caseStep(
  policy: Policy,
  clauseId: string,
  item: string,
  { by, says, start }: { readonly by: readonly Role[]; readonly says: string; readonly start: DutyStart },
): DueDuty {
  const [named] = dutiesWith(policy, 'nonconformity');
  const clause = policy.clauses.find(({ id }) => id === (named?.clause.id ?? clauseId));
  const within = policy.again?.within;
  const window = within === undefined ? null : openWindow(within, { kind: 'instant', at: start.at }, start.zone);
  return {
    policy: policy.id,
    clause: clause?.id ?? clauseId,
    item,
    trigger: 'nonconformity',
    startedBy: start.startedBy,
    says,
    form: named?.duty.form ?? null,
    by,
    to: [],
    ...termOf(window, start.at),
    period: start.period,
    source: clause?.source.join('') ?? '',
  };
}

const termOf = (window: Window | null, at: Instant): Pick<DueDuty, 'earliest' | 'soonAt' | 'due'> =>
  window === null ? { earliest: at, soonAt: null, due: null } : { ...window, soonAt: dueSoonAt(window) };
