/** What a policy asks of staff beside visits, as it falls due: from periods, events, follow-ups and duties done. */
import { addDays, DAY, localDate, startOfDay } from '../calendar.js';
import type { Instant, LocalDate } from '../calendar.js';
import type { Event } from '../event.js';
import type { Role } from '../terms.js';
import { mostlyOver, type Window } from '../window.js';
import { startsOf } from './anchors.js';
import { openDuty, periodOf, startOfNextPeriod, startOfPeriod } from './duties.js';
import { deadlinesOf } from './handling.js';
import type { Deadline } from './handling.js';
import { followRef } from './follow-ref.js';
import { matches, matchesAny } from './match.js';
import type { Duty } from './schema-duties.js';
import type { Clause, Policy } from './schema.js';
import { HANDLINGS } from './words.js';
import type { DutyTrigger, Trigger } from './words.js';

/** A duty as it falls due; its identity within the estate is (policy, clause, item, startedBy). */
export type DueDuty = {
  readonly policy: string;
  readonly clause: string;
  readonly item: string;
  readonly trigger: DutyTrigger;
  readonly startedBy: string;
  readonly says: string;
  readonly form: string | null;
  readonly by: readonly Role[];
  readonly to: readonly Role[];
  readonly earliest: Instant;
  readonly soonAt: Instant | null;
  readonly due: Instant | null;
  readonly period: string | null;
  readonly source: string;
};

/** A duty with where it stands in its policy. */
export type PlacedDuty = { readonly clause: Clause; readonly duty: Duty; readonly index: number };

/** The duties of a policy with one of these triggers. */
export function dutiesWith(policy: Policy, ...triggers: readonly Trigger[]): readonly PlacedDuty[] {
  return policy.clauses.flatMap((clause) =>
    (clause.duties ?? []).flatMap((duty, index) => (triggers.includes(duty.trigger) ? [{ clause, duty, index }] : [])),
  );
}

/**
 * The duties of the periods from the one that holds `since` to the one that holds `now`; what was over by `since` is
 * left out. One that waits for an event begins with the event.
 */
export function periodDuties(policy: Policy, since: Instant, now: Instant, zone: string): readonly DueDuty[] {
  const today = localDate(now, zone);
  return dutiesWith(policy, 'period').flatMap((placed) => {
    const { every, when } = placed.duty;
    const found: DueDuty[] = [];
    if (!every || when) return found;
    for (let day = startOfPeriod(every, localDate(since, zone)); day <= today; day = startOfNextPeriod(every, day)) {
      const period = periodOf(every, day);
      found.push(dueDuty(policy, placed, { startedBy: period, period, at: startOfDay(day, zone), zone }));
    }
    return found.filter(({ due }) => due === null || due > since);
  });
}

/** The deadlines of handling an event, and what its planning, reception, end and the end of its warranty ask for. */
export function eventDuties(policy: Policy, event: Event, now: Instant, zone: string): readonly DueDuty[] {
  const deadlines = policy.clauses.flatMap((clause) =>
    deadlinesOf(clause, event, zone).map((deadline) => handlingDuty(policy, clause, deadline, event)),
  );
  const started = dutiesWith(policy, ...EVENT_TRIGGERS).flatMap((placed) => {
    const at = asksFor(placed, event, zone) && !isOwnPlan(placed) ? startOf(placed.duty, event, now, zone) : null;
    return at === null ? [] : [dueDuty(policy, placed, { startedBy: event.id, period: null, at, zone })];
  });
  return [...soonest(deadlines), ...started];
}

const EVENT_TRIGGERS: readonly Trigger[] = ['planned', 'accepted', 'received', 'finished', 'expired'];

/** Where a clause is for no event in particular, planning and telling the visitors is what the program itself does. */
const isOwnPlan = ({ clause, duty }: PlacedDuty): boolean => duty.trigger === 'planned' && clause.on === undefined;

/** Where several clauses of a policy set a time for the same thing, the soonest holds: a principle gives way (p01.12). */
const soonest = (deadlines: readonly DueDuty[]): readonly DueDuty[] =>
  deadlines.filter((one, index) =>
    deadlines.every((other, at) => {
      if (other.item !== one.item || at === index || other.due === null || one.due === null) return true;
      return at < index ? one.due < other.due : one.due <= other.due;
    }),
  );

/** Whether an event is one that a duty of a clause is for; a clause for no event in particular is for all. */
export function asksFor({ clause, duty }: PlacedDuty, event: Event, zone: string): boolean {
  return (!clause.on || matchesAny(clause.on, event, zone)) && (!duty.when || matches(duty.when, event, zone));
}

function startOf(duty: Duty, event: Event, now: Instant, zone: string): Instant | null {
  if (duty.trigger === 'received') return event.reportedAt ?? event.resolvedAt ?? now;
  if (duty.trigger === 'planned') return now;
  if (duty.trigger === 'accepted') return event.acceptedOn === null ? null : startOfDay(event.acceptedOn, zone);
  if (duty.trigger === 'finished') return event.resolvedAt;
  const { anchor = 'warranty', termMonths } = duty;
  const [start] = startsOf({ anchor, termMonths }, event, {}, zone);
  return start?.anchor.kind === 'term' ? startOfDay(addDays(start.anchor.end, 1), zone) : null;
}

/** A defect that was mended is watched 大缺陷观察 (p06.2): from when, and under which duty. */
export type Watch = PlacedDuty & { readonly from: Instant };

/** Whether a policy has anything watched. */
export const hasWatches = (policy: Policy): boolean =>
  dutiesWith(policy, 'period').some(({ duty }) => duty.when !== undefined);

/** What is watched of an event, once it is mended. */
export function watchesOf(policy: Policy, event: Event, zone: string): readonly Watch[] {
  const from = event.resolvedAt;
  if (from === null) return [];
  return dutiesWith(policy, 'period')
    .filter((placed) => placed.duty.when !== undefined && asksFor(placed, event, zone))
    .map((placed) => ({ ...placed, from }));
}

/** The watch itself: it lasts until somebody closes it. */
export function watchDuty(policy: Policy, watch: Watch, event: string, zone: string): DueDuty {
  const start = { startedBy: event, period: null, at: watch.from, zone };
  const duty = dueDuty(policy, watch, start);
  const term = { earliest: watch.from, soonAt: null, due: null };
  return { ...duty, ...term, item: `watch:${watch.index}`, says: `${duty.says}，直到结案` };
}

/** The looks that a watch has asked for by now, one a period; none in the period that was all but over as it began. */
export function looksOf(policy: Policy, watch: Watch, event: string, now: Instant, zone: string): readonly DueDuty[] {
  const { every } = watch.duty;
  const [looks, today]: [DueDuty[], LocalDate] = [[], localDate(now, zone)];
  if (!every) return looks;
  for (let day = startOfPeriod(every, localDate(watch.from, zone)); day <= today; day = startOfNextPeriod(every, day)) {
    const period = periodOf(every, day);
    const look = dueDuty(policy, watch, { startedBy: `${event}/${period}`, period, at: startOfDay(day, zone), zone });
    const earliest = Math.max(look.earliest, watch.from) as Instant;
    if (look.due === null || look.due - earliest >= DAY) looks.push({ ...look, earliest });
  }
  return looks;
}

/**
 * The duties that one done sets going: those that follow it by its number, and those of the clauses that follow its
 * clause, if it is the last of its own.
 */
export function followingDuties(policy: Policy, done: Pick<DueDuty, 'clause' | 'item'>): readonly PlacedDuty[] {
  const clause = policy.clauses.find(({ id }) => id === done.clause);
  const last = (clause?.duties ?? []).findLastIndex(({ follows }) => follows === undefined);
  const follows = (ref: string): boolean => {
    const [id, item] = followRef(ref);
    return id === done.clause && done.item === (item ?? `duty:${last}`);
  };
  return policy.clauses.flatMap((other) =>
    (other.duties ?? []).flatMap((duty, index) =>
      duty.follows?.some(follows) === true ? [{ clause: other, duty, index }] : [],
    ),
  );
}

/** What started a duty, when, and the period that it is counted in. */
export type DutyStart = {
  readonly startedBy: string;
  readonly period: string | null;
  readonly at: Instant;
  readonly zone: string;
};

/** A duty of a policy as it falls due; without a term of its own it may be done at any time. */
export function dueDuty(policy: Policy, { clause, duty, index }: PlacedDuty, start: DutyStart): DueDuty {
  const window = openDuty(duty, start.at, start.zone);
  const { form = null } = duty;
  return {
    policy: policy.id,
    clause: clause.id,
    item: `duty:${index}`,
    trigger: duty.trigger,
    startedBy: start.startedBy,
    says: saysOf(duty, clause),
    form,
    by: duty.by,
    to: duty.to ?? [],
    ...(window ? termOf(window) : { earliest: start.at, soonAt: null, due: null }),
    period: start.period,
    source: clause.source.join(''),
  };
}

const saysOf = (duty: Duty, clause: Clause): string =>
  duty.says ??
  (duty.keepYears === undefined ? clause.title : `《${duty.form ?? clause.title}》存档，保管 ${duty.keepYears} 年`);

function handlingDuty(policy: Policy, clause: Clause, deadline: Deadline, event: Event): DueDuty {
  const earliest = event.reportedAt as Instant;
  const { what, soon, due, by, says, form } = deadline;
  return {
    policy: policy.id,
    clause: clause.id,
    item: `handle:${what}`,
    trigger: 'handling',
    startedBy: event.id,
    says: says ?? `${clause.title}：${HANDLINGS[what].zh}`,
    form,
    by,
    to: [],
    earliest,
    soonAt: soon ?? dueSoonAt({ earliest, due }),
    due,
    period: null,
    source: clause.source.join(''),
  };
}

const termOf = (window: Window) => ({ ...window, soonAt: dueSoonAt(window) });

/**
 * A quarter of a year's or half-year's time is weeks: said so long before, it is forgotten. A week is what a duty is planned
 * in. Where a clause itself says when something is due soon (`soon`), neither this nor the share counts.
 */
const SOON_AT_MOST_AHEAD_MS = 7 * DAY;

/** What is due soon is said when most of the time is over (policies.md §1, Clocks), at most a week before its end. */
export const dueSoonAt = (window: Window): Instant =>
  Math.max(mostlyOver(window), window.due - SOON_AT_MOST_AHEAD_MS) as Instant;

/**
 * When the event itself tells that something was done: an answer, an arrangement, the end. What is solved was also
 * answered, looked at and arranged by then.
 */
export function doneByEvent(item: string, { answeredAt, dispatchedAt, resolvedAt }: Event): Instant | null {
  switch (item) {
    case 'handle:answered':
    case 'handle:told':
      return answeredAt ?? resolvedAt;
    case 'handle:arranged':
      return dispatchedAt ?? resolvedAt;
    default:
      return item.startsWith('handle:') ? resolvedAt : null;
  }
}
