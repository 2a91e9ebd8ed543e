/**
 * The second reading of what is no visit of an event: by when it must be handled, and what the calendar asks for. As in
 * `oracle.ts`, written by hand from the clauses, with days and clocks of its own.
 */
import { localDay, midnight, monthsOn, nextMonth } from './oracle.js';
import type { Given } from './oracle.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `clause what` → by when, and from when it is due soon where the source says so. */
export type Deadlines = Readonly<Record<string, { readonly due: number; readonly soon?: number }>>;

/** By when an event must be handled, under all eleven policies. */
export function expectedDeadlines(event: Given, zone: string): Deadlines {
  if (typeof event['reportedAt'] !== 'string') return {};
  const x = Date.parse(event['reportedAt']);
  const d = localDay(x, zone);
  const atOnce = { due: x + 30 * MINUTE };
  const within = (days: number): { readonly due: number } => ({ due: midnight(d + days + 1, zone) });
  const found: Record<string, { due: number; soon?: number }> = {};
  const isPublic = event['location'] === 'public';
  const repair = event.kind === 'repair' && !isPublic;
  if (event.kind === 'complaint' && event['repeatOf'] !== undefined) found['p06.5 arranged'] = { due: x + 24 * HOUR };
  if ((event.kind === 'repair' || event.kind === 'public-area-repair') && event['works'] !== undefined) {
    const urgent = ['urgent', 'major'].includes(String(event['class'])) || event['category'] === 'danger';
    found['p07.5 on-site'] = atOnce;
    found['p10.10 on-site'] = urgent ? atOnce : within(1);
  }
  if (!repair) return found;
  const category = (event['category'] as string | undefined) ?? 'other';
  const own: Readonly<Record<string, Deadlines>> = {
    danger: { 'p01.1 solved': atOnce },
    outage: { 'p01.2 solved': atOnce },
    seepage: { 'p01.3 on-site': atOnce, 'p01.3 solved': within(2) },
    lighting: { 'p01.4 solved': within(0) },
    'low-water-pressure': { 'p01.5 solved': within(0) },
    'tv-reception': { 'p01.6 contacted': atOnce, 'p01.6 solved': within(2) },
    'wall-crack': { 'p01.7 contacted': within(3), 'p01.7 solved': within(3) },
    fitting: { 'p01.8 solved': within(0) },
    blockage: { 'p01.9 solved': within(0) },
    'appliance-simple': { 'p01.10 inspected': within(0) },
    'appliance-specialist': { 'p01.11 told': within(0) },
  };
  Object.assign(found, own[category]);
  if (['outage', 'lighting', 'low-water-pressure', 'fitting', 'other'].includes(category)) {
    const principle: Readonly<Record<string, Deadlines>> = {
      minor: { 'p01.12 answered': within(0), 'p01.12 solved': within(0) },
      urgent: { 'p01.12 answered': within(0), 'p01.12 solved': within(0) },
      general: { 'p01.12 answered': within(0), 'p01.12 solved': within(3) },
      major: { 'p01.12 answered': within(3), 'p01.12 solved': { ...within(15), soon: within(7).due } },
    };
    Object.assign(found, principle[(event['class'] as string | undefined) ?? 'general']);
  }
  return found;
}

/** What the calendar asks for in the month, quarter and half-year that hold a day: `clause` → each term, in their order. */
export function expectedTerms(
  day: number,
  zone: string,
): Readonly<Record<string, readonly (readonly [number, number])[]>> {
  const at = (date: number): number => midnight(date, zone);
  const stretch = (months: number): readonly [number, number] => {
    const first = firstOf(day, months);
    return [first, monthsOn(first, months)];
  };
  const [month, nextMonthStart] = stretch(1);
  const [quarter, nextQuarter] = stretch(3);
  const [half, nextHalf] = stretch(6);
  const wholeMonth = [at(month), at(nextMonthStart)] as const;
  const lastDay = [at(nextQuarter - 1), at(nextQuarter)] as const;
  const archive = [at(nextQuarter), at(nextQuarter + 10)] as const;
  const thirdMonth = monthsOn(quarter, 2);
  return {
    'p02.1': [[at(quarter), at(nextQuarter)]],
    'p02.7': [[at(half), at(nextHalf)]],
    'p02.12': [wholeMonth],
    'p02.16': [
      [at(month), at(month + 24)],
      [at(month + 24), at(month + 25)],
    ],
    'p02.18': [wholeMonth, wholeMonth],
    'p03.13': [lastDay],
    'p03.14': [archive],
    'p04.8': [[at(quarter), at(thirdMonth + 5)]],
    'p04.9': [[at(quarter), at(thirdMonth + 9)]],
    'p05.12': [lastDay],
    'p05.14': [archive],
    'p08.2': [wholeMonth],
    'p08.4': [
      [at(half), at(nextHalf)],
      [at(half), at(nextHalf)],
    ],
  };
}

/** The first day of the stretch of so many months of the year that holds a day. */
function firstOf(day: number, months: number): number {
  let first = day;
  while (nextMonth(first - 1) !== first) first -= 1;
  while (new Date(first * 86_400_000).getUTCMonth() % months !== 0) first = monthsOn(first, -1);
  return first;
}
