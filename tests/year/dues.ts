/** What each clause asked for and what became of it, counted again from the rows: apart from the product's own counting. */
import { startOfDay, type Instant, type LocalDate } from '../../src/core/calendar.js';
import { complianceIn } from '../../src/app/compliance.js';
import type { ComplianceLine } from '../../src/core/compliance.js';
import { parsePeriod } from '../../src/core/period.js';
import { estateOf } from '../../src/store/estates.js';
import { ESTATE_ID, ZONE } from './estate.js';
import { isAskedAgain, type Ledger, type VisitRow } from './ledger.js';
import type { Played } from './play.js';

export type Count = Pick<ComplianceLine, 'due' | 'inTime' | 'late' | 'open' | 'overdue' | 'excused'>;

/** What became of one thing that fell due. */
type Due = { readonly clause: string; readonly at: number; readonly end: keyof Omit<Count, 'due' | 'overdue'> };

const NEVER_ASKED = ['planned', 'not-drawn', 'cancelled'];
const DONE = ['recorded', 'reviewed', 'closed'];
const EXCUSES = ['refused', 'moved', 'wrong-person'];

/** Everything that fell due: visits, each by its own clause's window, and duties with a term. */
export function duesOf({ visits, duties }: Ledger): readonly Due[] {
  const asked = visits
    .filter(({ status, startedBy }) => !NEVER_ASKED.includes(status) && !isAskedAgain(startedBy))
    .map(dueOf);
  const termed = duties.flatMap(({ clause, status, due, doneAt }): readonly Due[] => {
    if (due === null || status === 'cancelled') return [];
    const done = (doneAt ?? 0) < due ? 'inTime' : 'late';
    return [{ clause, at: due, end: status === 'done' ? done : status === 'excused' ? 'excused' : 'open' }];
  });
  return [...asked, ...termed];
}

function dueOf({ clause, status, outcome, answeredAt, due, why }: VisitRow): Due {
  const at = (JSON.parse(why) as { readonly own?: { readonly due: number } }).own?.due ?? due;
  if (DONE.includes(status)) return { clause, at, end: answeredAt !== null && answeredAt < at ? 'inTime' : 'late' };
  const isExcused = status === 'replaced' || EXCUSES.includes(outcome ?? '');
  return { clause, at, end: isExcused ? 'excused' : 'open' };
}

/** By clause what fell due in a period `(from, to]`. */
export function countDues(dues: readonly Due[], [from, to]: readonly [Instant, Instant], now: Instant): Counts {
  const counts: Record<string, Count> = {};
  for (const { clause, at, end } of dues) {
    if (at <= from || at > to) continue;
    const count = counts[clause] ?? NONE;
    const overdue = count.overdue + (end === 'open' && at <= now ? 1 : 0);
    counts[clause] = { ...count, due: count.due + 1, [end]: count[end] + 1, overdue };
  }
  return counts;
}

type Counts = Readonly<Record<string, Count>>;
const NONE: Count = { due: 0, inTime: 0, late: 0, open: 0, overdue: 0, excused: 0 };

/** What the product says of a period beside what the rows say: for every clause that had anything. */
export async function compliancesSideBySide(
  { world }: Played,
  ledger: Ledger,
  names: readonly string[],
): Promise<readonly { readonly period: string; readonly said: Counts; readonly counted: Counts }[]> {
  const estate = await estateOf(world.ctx.db.read, ESTATE_ID);
  const dues = duesOf(ledger);
  const now = world.now();
  const pairs = [];
  for (const name of names) {
    const period = parsePeriod(name);
    if (period === null || estate === null) throw new TypeError(`no period: ${name}`);
    const lines = await complianceIn(world.ctx, estate, period, now);
    const said = Object.fromEntries(
      lines
        .filter(({ due }) => due > 0)
        .map(({ clause, due, inTime, late, open, overdue, excused }) => [
          clause,
          { due, inTime, late, open, overdue, excused },
        ]),
    );
    const range = [period.from, period.to].map((date: LocalDate) => startOfDay(date, ZONE));
    pairs.push({ period: name, said, counted: countDues(dues, range as [Instant, Instant], now) });
  }
  return pairs;
}
