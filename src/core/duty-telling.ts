/** When somebody is told of a duty 提醒: as it begins, when it is due soon, when it is overdue; each once. */
import type { Instant } from './calendar.js';
import { afterQuiet } from './contact.js';
import type { ContactRules } from './contact.js';
import type { Event } from './event.js';
import { staffMessageAt, type DutyDays } from './working-calendar.js';

export type Moment = { readonly kind: 'begins' | 'soon' | 'overdue'; readonly at: Instant };

/** What decides when somebody is told. */
export type Told = {
  readonly trigger: string;
  readonly item: string;
  readonly earliest: Instant;
  readonly soonAt: Instant | null;
  readonly due: Instant | null;
};

/** Danger and urgency wait for no morning. */
export const isUrgent = (event: Pick<Event, 'category' | 'class'> | null): boolean =>
  event?.category === 'danger' || event?.class === 'urgent';

/**
 * Deadlines of handling begin with the report itself: whoever took it in knows of them, unless it cannot wait, or is for
 * somebody else to arrange (p06.5: the office is told at once).
 */
function momentsOf({ trigger, item, earliest, soonAt, due }: Told, urgent: boolean): readonly Moment[] {
  const isKnown = trigger === 'handling' && item !== ARRANGED && !urgent;
  return [
    ...(isKnown ? [] : [{ kind: 'begins' as const, at: earliest }]),
    ...(soonAt === null || due === null || soonAt >= due ? [] : [{ kind: 'soon' as const, at: soonAt }]),
    ...(due === null ? [] : [{ kind: 'overdue' as const, at: due }]),
  ];
}

const ARRANGED = 'handle:arranged';

/** What is to be said of an open duty now: the last moment that has come; null before the first. */
export const momentNow = (duty: Told, urgent: boolean, now: Instant): Moment['kind'] | null =>
  momentsOf(duty, urgent).findLast(({ at }) => at <= now)?.kind ?? null;

/** When the first moment after `now` is told, outside quiet hours unless it is urgent; null: none comes. */
export function nextTelling(duty: Told, urgent: boolean, rules: TellingRules, now: Instant): Instant | null {
  const next = momentsOf(duty, urgent).find(({ at }) => at > now);
  return next === undefined ? null : tellingAt(urgent, rules, next.at, duty.due);
}

/** The same for a duty of which nobody was told yet: what has come already is told at once. */
export function firstTelling(duty: Told, urgent: boolean, rules: TellingRules, now: Instant): Instant | null {
  if (momentNow(duty, urgent, now) !== null) return tellingAt(urgent, rules, now, duty.due);
  return nextTelling(duty, urgent, rules, now);
}

/** When staff may be told: outside quiet hours, and on a duty day where the estate has those. */
export type TellingRules = Pick<ContactRules, 'zone' | 'quietHours'> & { readonly days?: DutyDays };

/** The instant itself, unless it falls outside duty days or into quiet hours: then as those end; a duty day, before the due. */
export function tellingAt(urgent: boolean, rules: TellingRules, at: Instant, due: Instant | null = null): Instant {
  if (urgent) return at;
  const onDuty = rules.days === undefined ? at : staffMessageAt(at, end(due, at), rules.days);
  return afterQuiet(rules, onDuty);
}

/** What is overdue already, or never due, waits for the next duty day. */
const end = (due: Instant | null, at: Instant): Instant => (due === null || due <= at ? (Infinity as Instant) : due);
