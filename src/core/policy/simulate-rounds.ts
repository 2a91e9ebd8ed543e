/** What a simulated month has that no event starts: its part of the rounds, and the calendar's duties. */
import { addDays, startOfDay } from '../calendar.js';
import type { LocalDate } from '../calendar.js';
import { required } from '../sampling.js';
import type { Role } from '../terms.js';
import type { Window } from '../window.js';
import { openDuty, openRound, startOfNextPeriod, startOfPeriod } from './duties.js';
import { firstDayOf, monthAt, monthNumber } from './month-numbers.js';
import type { Policy } from './schema.js';
import type { Round } from './schema-duties.js';
import type { Period } from './words.js';

/** So many visits or duties of a clause, for each of these roles. */
export type Work = { readonly clause: string; readonly by: readonly Role[]; readonly count: number };

type Known = {
  readonly zone: string;
  readonly households: number;
  readonly keyHouseholds: number;
  readonly openRate: number;
};

/**
 * The visits of the rounds in a month: an even part of those whose window runs over several months. A questionnaire
 * goes out in the first month of its window. Records that are looked at again are no visits.
 */
export function roundsIn(policy: Policy, month: number, known: Known): readonly Work[] {
  const { zone } = known;
  return policy.clauses.flatMap(({ id, rounds, step }) =>
    (rounds ?? []).map((round): Work => {
      const total = required(membersOf(round, known), round.rate ?? known.openRate);
      const windows = periodsNear(round.every, month).map((day) => openRound(round, startOfDay(day, zone), zone));
      const parts = windows.map((window) => partOf(window, month, total, step === 'survey', zone));
      return { clause: id, by: round.by, count: parts.reduce((sum, part) => sum + part, 0) };
    }),
  );
}

function membersOf({ of }: Round, { households, keyHouseholds }: Known): number {
  switch (of) {
    case 'records':
      return 0;
    case 'key-households':
      return keyHouseholds;
    case 'households':
    case 'users':
      return households;
    default:
      return of satisfies never;
  }
}

function partOf(window: Window | null, month: number, total: number, atOnce: boolean, zone: string): number {
  if (window === null) return 0;
  const [first, last] = [monthAt(window.earliest, zone), lastMonthOf(window, zone)];
  if (month < first || month > last) return 0;
  if (atOnce) return month === first ? total : 0;
  const months = last - first + 1;
  const upTo = (count: number): number => Math.ceil((total * count) / months);
  return upTo(month - first + 1) - upTo(month - first);
}

/**
 * The calendar duties 职责 of a month: those whose term ends in it. Spot checks of records are among them, one a period
 * from the second on: in the first there is no record yet.
 */
export function dutiesIn(policy: Policy, month: number, first: number, zone: string): readonly Work[] {
  return policy.clauses.flatMap(({ id, duties = [], rounds = [] }) => [
    ...duties.flatMap((duty): readonly Work[] => {
      if (!duty.every || duty.when) return [];
      const ends = periodsNear(duty.every, month).map((day) => endOf(openDuty(duty, startOfDay(day, zone), zone), day));
      return [{ clause: id, by: duty.by, count: ends.filter((one) => one === month).length }];
    }),
    ...rounds.flatMap((round): readonly Work[] => {
      if (round.of !== 'records') return [];
      const later = periodsNear(round.every, month).filter((day) => monthNumber(day) > first);
      const ends = later.map((day) => endOf(openRound(round, startOfDay(day, zone), zone), day));
      return [{ clause: id, by: round.by, count: ends.filter((one) => one === month).length }];
    }),
  ]);

  function endOf(window: Window | null, day: LocalDate): number {
    return window ? lastMonthOf(window, zone) : monthNumber(day);
  }
}

/** The month of a window's last instant. */
const lastMonthOf = ({ due }: Window, zone: string): number => monthAt((due - 1) as Window['due'], zone);

/** The first days of the periods that touch a month, and of the one before them, whose window may reach into it. */
function periodsNear(every: Period, month: number): readonly LocalDate[] {
  const days: LocalDate[] = [];
  let day = startOfPeriod(every, addDays(startOfPeriod(every, firstDayOf(month)), -1));
  while (monthNumber(day) <= month) {
    days.push(day);
    day = startOfNextPeriod(every, day);
  }
  return days;
}
