/** 到访台账 of an estate and period: for an inspector, as objects or as a table's rows, read page by page. */
import type { Context } from '../context.js';
import { formatInstant, type Instant } from '../core/calendar.js';
import { periodRange, type Period } from '../core/period.js';
import { standing } from '../core/reach.js';
import { LEDGER_HEADS, ledgerRows, type LedgerVisit } from '../core/report/reach-ledger.js';
import type { TextTable } from '../forms/table-file.js';
import type { Estate } from '../store/estates.js';
import { ledgerPage, staffNames } from '../store/reach-ledger.js';

/** So many visits are read at once. */
const PAGE = 500;

/** All drawn households whose windows end in the period, by the visit's number. */
export async function* ledgerVisits(
  { db, box }: Pick<Context, 'db' | 'box'>,
  estate: Estate,
  period: Period,
): AsyncIterable<LedgerVisit> {
  const question = { estate: estate.id, range: periodRange(period, estate.timezone) };
  for (let after = 0; ;) {
    const page = await ledgerPage(db.read, box, question, { after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.visit;
  }
}

/** The same as a table. */
export async function ledgerTable(ctx: Context, estate: Estate, period: Period): Promise<TextTable> {
  const scene = { zone: estate.timezone, now: ctx.clock.now(), names: await staffNames(ctx.db.read) };
  const visits = ledgerVisits(ctx, estate, period);
  async function* rows(): AsyncIterable<readonly string[]> {
    for await (const visit of visits) yield* ledgerRows(visit, scene);
  }
  return { heads: LEDGER_HEADS, rows: rows() };
}

/** A drawn household as other systems read it: instants in the estate's offset, the outcome as it stands now. */
export function ledgerItem(visit: LedgerVisit, estate: Estate, now: Instant) {
  const iso = (at: Instant): string => formatInstant(at, estate.timezone);
  return {
    ...visit,
    visit: String(visit.visit),
    earliest: iso(visit.earliest),
    due: iso(visit.due),
    outcome: standing(visit, visit.attempts, now),
    outcomeAt: visit.outcomeAt === null ? null : iso(visit.outcomeAt),
    replaces: visit.replaces === null ? null : String(visit.replaces),
    replacedBy: visit.replacedBy === null ? null : String(visit.replacedBy),
    attempts: visit.attempts.map((attempt) => ({ ...attempt, at: iso(attempt.at) })),
  };
}
