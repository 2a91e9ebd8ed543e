/**
 * 存档: when a visit's record is put away, for how long it is kept, and what becomes of it then. A policy gives a date by
 * a duty with `keepYears` (p02.18, p03.14, p05.14), or a time from when the record is settled by `archive` at its head.
 */
import { addDays, addMonths, localDate, startOfDay, type Instant } from '../calendar.js';
import type { Role } from '../terms.js';
import { openWindow, type WindowRule } from '../window.js';
import { dutiesWith, type PlacedDuty } from './due-duties.js';
import { openDuty, startOfNextPeriod } from './duties.js';
import type { Policy } from './schema.js';

export type ArchiveRule = {
  /** The duty that gives the date; null where the head gives a time. */
  readonly placed: PlacedDuty | null;
  readonly within: WindowRule | null;
  /** Null: for as long as there is no word. */
  readonly keepYears: number | null;
  readonly handOver: boolean;
  /** Who hands over what was kept long enough. */
  readonly by: readonly Role[];
};

/** When a record was made, and since when nothing of it is open any more. */
export type Settled = { readonly madeAt: Instant; readonly settledAt: Instant };

/** How a policy archives records of a form; null where it says nothing of it. */
export function archiveRuleOf(policy: Policy, record: string): ArchiveRule | null {
  const dated = dutiesWith(policy, 'period').filter(({ duty }) => duty.keepYears !== undefined);
  const placed = dated.find(({ duty }) => duty.form === record) ?? dated[0];
  if (placed !== undefined) {
    const { keepYears = null, handOver = false, by } = placed.duty;
    return { placed, within: null, keepYears, handOver, by };
  }
  if (policy.archive === undefined) return null;
  const { within, keepYears = null, handOver = false } = policy.archive;
  return { placed: null, within, keepYears, handOver, by: HANDING_OVER };
}

const HANDING_OVER: readonly Role[] = ['supervisor', 'manager'];

/** So many periods a record may be late: who looks at it after that looks too late for anybody. */
const MOST_PERIODS = 400;

/**
 * When a record is put away: by the date for the period in which it was made; one that was not settled by then with the
 * next period's (p02.18 “随下月存档”).
 */
export function archivedAt({ placed, within }: ArchiveRule, { madeAt, settledAt }: Settled, zone: string): Instant {
  if (within !== null) return openWindow(within, { kind: 'instant', at: settledAt }, zone)?.due ?? settledAt;
  const every = placed?.duty.every;
  let at = madeAt;
  for (let tries = 0; placed !== null && every !== undefined && tries < MOST_PERIODS; tries += 1) {
    const due = openDuty(placed.duty, at, zone)?.due ?? null;
    if (due === null || due >= settledAt) return due ?? settledAt;
    at = startOfDay(startOfNextPeriod(every, localDate(at, zone)), zone);
  }
  return settledAt;
}

/** Until when what was put away is kept: whole years of days after the day itself; null: no term. */
export function keptUntil(years: number | null, since: Instant, zone: string): Instant | null {
  if (years === null) return null;
  return startOfDay(addDays(addMonths(localDate(since, zone), 12 * years), 1), zone);
}

/** Of several policies whose record it is: the longest term, and a list first where one of them wants it. */
export function strictest(rules: readonly ArchiveRule[]): Pick<ArchiveRule, 'keepYears' | 'handOver'> {
  const years = rules.flatMap(({ keepYears }) => keepYears ?? []);
  return {
    keepYears: years.length === 0 ? null : Math.max(...years),
    handOver: rules.some(({ handOver }) => handOver),
  };
}
