/** 重复的事: the complaints and repairs of a period of those households that may have had so many of a kind. */
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { FailedAgain, RepeatEvent, RepeatRule } from '../core/repeats.js';
import type { Tx } from './db.js';
import { rowsOfText } from './statements.js';

type Span = readonly [Instant, Instant];

/** So many households, and so many events, a statement. */
const AT_ONCE = 400;

/**
 * Complaints and repairs that were reported, or else done, in the period, a page of households at a time: of those that
 * have as many of a kind as the rule asks for, and of those that said that a repair had failed.
 */
export async function* eventsThatRepeat(
  tx: Tx,
  estate: string,
  span: Span,
  rule: RepeatRule,
  failed: readonly FailedAgain[],
): AsyncGenerator<readonly RepeatEvent[]> {
  const often = await householdsWithMany(tx, estate, span, rule);
  const said = await householdsOfEvents(tx, estate, [...new Set(failed.map(({ event }) => event))]);
  const households = [...new Set([...often, ...said])];
  for (let from = 0; from < households.length; from += AT_ONCE)
    yield await eventsOf(tx, estate, households.slice(from, from + AT_ONCE), span);
}

/** One that is not resolved may still be of the period; one that was resolved before is not. */
const ENDED = `("resolvedAt" IS NULL OR "resolvedAt" >= ?)`;

async function householdsWithMany(tx: Tx, estate: string, [from]: Span, rule: RepeatRule): Promise<readonly string[]> {
  const rows = await rowsOfText<{ household: string }>(
    tx,
    `SELECT "household" FROM "Event" WHERE "estateId" = ? AND "kind" IN ('complaint', 'repair') AND "household" IS NOT NULL
      AND ${ENDED} GROUP BY "household", "kind"
      HAVING count(*) >= CASE "kind" WHEN 'complaint' THEN ${rule.complaints} ELSE ${rule.repairs} END ORDER BY "household"`,
    [estate, from],
  );
  return rows.map(({ household }) => household);
}

async function householdsOfEvents(tx: Tx, estate: string, events: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (let from = 0; from < events.length; from += AT_ONCE) {
    const page = events.slice(from, from + AT_ONCE);
    const places = page.map(() => '?').join(', ');
    // Nothing is said here of the household itself, so that events are found by their ids, never by walking all of them.
    const text = `SELECT "household" FROM "Event" WHERE "estateId" = ? AND "id" IN (${places})`;
    const rows = await rowsOfText<{ household: string | null }>(tx, text, [estate, ...page]);
    found.push(...rows.flatMap(({ household }) => household ?? []));
  }
  return found;
}

async function eventsOf(
  tx: Tx,
  estate: string,
  households: readonly string[],
  [from, to]: Span,
): Promise<readonly RepeatEvent[]> {
  const places = households.map(() => '?').join(', ');
  // A row a household: a quarter may hold a hundred thousand events, and each row costs more than what stands in it.
  const rows = await rowsOfText<{ all: string }>(
    tx,
    `SELECT string_agg("data", ',') AS "all" FROM "Event" WHERE "estateId" = ? AND "household" IN (${places})
      AND "kind" IN ('complaint', 'repair') AND ${ENDED} GROUP BY "household"`,
    [estate, ...households, from],
  );
  return rows.flatMap(({ all }) =>
    (JSON.parse(`[${all}]`) as readonly Event[]).flatMap(
      ({ id, kind, household, category, reportedAt, resolvedAt }) => {
        const at = reportedAt ?? resolvedAt;
        return at !== null && at >= from && at < to ? [{ id, kind, household, category, reportedAt, resolvedAt }] : [];
      },
    ),
  );
}
