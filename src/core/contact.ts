/**
 * When a household may be written to inside a visit's window: never in quiet hours 免打扰时段, not more often than the
 * contact limit 联系上限 allows. The limit moves a contact within its window, never past its due (policies.md §1).
 */
import { addDays, DAY, instantAt, localTime, MINUTE, type Instant } from './calendar.js';
import type { EventKind, RepairCategory } from './terms.js';

/** The residents' channel as 说明 names it. */
export const KF_ZH = '微信客服';

export type ContactRules = {
  readonly zone: string;
  /** ["21:00","09:00"]: from the first, until the second; null when there are none. */
  readonly quietHours: readonly [string, string] | null;
  readonly contactLimit: number;
  readonly contactPeriodDays: number;
};

export type Exemption = 'none' | 'from-limit';

/** Complaints and dangers are exempt from the limit; from quiet hours nothing is. */
export const exemptionOf = (kind: EventKind, category: RepairCategory | null): Exemption =>
  kind === 'complaint' || category === 'danger' ? 'from-limit' : 'none';

export type ContactTime = {
  readonly at: Instant;
  /** The limit would have moved the contact past the window, so it was set aside. */
  readonly limitSetAside: boolean;
};

/**
 * The first instant in `[max(earliest, now), due)` at which a contact may open; null when quiet hours leave none.
 * `recent` are the instants at which conversations with the household were opened.
 */
export function contactTime(
  rules: ContactRules,
  window: { readonly earliest: Instant; readonly due: Instant },
  recent: readonly Instant[],
  now: Instant,
  exemption: Exemption,
): ContactTime | null {
  const opens = Math.max(window.earliest, now) as Instant;
  const first = afterQuiet(rules, opens);
  if (first >= window.due) return null;
  if (exemption !== 'none') return { at: first, limitSetAside: false };
  const allowed = afterQuiet(rules, afterLimit(rules, first, recent));
  return allowed < window.due ? { at: allowed, limitSetAside: false } : { at: first, limitSetAside: true };
}

/** The same instant, or the end of the quiet hours that it falls into. */
export function afterQuiet(rules: Pick<ContactRules, 'zone' | 'quietHours'>, at: Instant): Instant {
  if (rules.quietHours === null) return at;
  const [from, until] = rules.quietHours.map(minutesOf) as [number, number];
  const { date: today, minutes: minute } = localTime(at, rules.zone);
  const quiet = from <= until ? minute >= from && minute < until : minute >= from || minute < until;
  if (!quiet) return at;
  const endsTomorrow = from > until && minute >= from;
  return instantAt(endsTomorrow ? addDays(today, 1) : today, until * MINUTE, rules.zone);
}

function afterLimit(rules: ContactRules, at: Instant, recent: readonly Instant[]): Instant {
  const span = rules.contactPeriodDays * DAY;
  const counted = recent.filter((one) => one > at - span && one <= at).toSorted((a, b) => a - b);
  const over = counted.length - rules.contactLimit;
  return over < 0 ? at : (((counted[over] as number) + span) as Instant);
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
