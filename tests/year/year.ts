/** The years that are played: each policy by itself, and those that are adopted together most. */
import type { LocalDate } from '../../src/core/calendar.js';
import { describePromises, type PromiseOptions } from './promises.js';

/** What every year has in common. YEAR_SIZE plays a smaller one, as 0.1: a tenth of households and services. */
const SIZE = Number(process.env['YEAR_SIZE'] ?? 1);
const YEAR = {
  households: Math.round(3_000 * SIZE),
  events: Math.round(20_000 * SIZE),
  from: '2026-01-01' as LocalDate,
  until: '2027-01-01' as LocalDate,
  months: 13,
  restDays: 45,
  contactPeriodDays: 7,
  talks: 0.2,
  seed: 'a year',
  periods: ['2026', '2026Q1', '2026Q2', '2026Q3', '2026Q4', '2026-07', '2027Q1'],
} as const satisfies Partial<PromiseOptions>;

/** By these it is seen that the promises hold of something; of a smaller year a part of them. */
const least = (asked: number, questionnaires: number): PromiseOptions['atLeast'] => {
  const of = (share: number): number => Math.floor(asked * share * SIZE);
  return {
    asked: of(1),
    answered: of(0.5),
    reminded: of(0.1),
    silent: of(0.05),
    optedOut: of(0.01),
    exceptions: 0,
    closedDraws: 0,
    questionnaires: Math.floor(questionnaires * SIZE),
    askedAgain: of(0.01),
    added: of(0.02),
  };
};

/**
 * Describes a year under these policies. `asked`: so many questions must have reached residents at the least, and
 * `questionnaires`: so many of those that ask about all directions must have been answered by a tap.
 */
export function describeYear(
  policies: readonly string[],
  {
    asked,
    questionnaires = 0,
    quiet = {},
  }: { readonly asked: number; readonly questionnaires?: number; readonly quiet?: PromiseOptions['quiet'] },
): void {
  const title = `a year of ${YEAR.households} households and ${YEAR.events} services under ${policies.join(', ')}`;
  describePromises(title, { ...YEAR, policies, quiet, atLeast: least(asked, questionnaires) });
}
