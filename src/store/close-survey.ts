/**
 * The end of a survey in the database. Of an anonymous one nothing is left that ties a household to its answers: ballots
 * are written anew in another order, without token, household, source or time of their own, and what was said goes.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { setImmediate as othersGo } from 'node:timers/promises';
import type { Instant } from '../core/calendar.js';
import { opened, toSurvey, type StoredSurvey } from './ballots.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';
import { findRows, insertRows, updateRows, type RowOf } from './rows.js';
import { changedByText, rowsOfText } from './statements.js';

/** Surveys whose window is over and whose ballots are not put away yet. */
export async function surveysToClose(tx: Tx, now: Instant): Promise<readonly StoredSurvey[]> {
  const rows = await tx.survey.findMany({
    where: { closedAt: null, closesAt: { lte: BigInt(now) } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toSurvey);
}

/** The survey's visits after this number, so many of them at most. */
export async function visitsOfSurvey(
  tx: Tx,
  { estate, clause, period }: StoredSurvey,
  after: number,
  limit: number,
): Promise<readonly number[]> {
  const rows = await rowsOfText<{ no: number | bigint }>(
    tx,
    `SELECT "no" FROM "Visit" WHERE "estateId" = ? AND "clause" = ? AND "startedBy" = ? AND "eventId" IS NULL
      AND "no" > ? ORDER BY "no" LIMIT ${limit}`,
    [estate, clause, period, after],
  );
  return rows.map(({ no }) => Number(no));
}

const OVER = `('sent', 'refused', 'dead', 'done')`;

/** The talk about a visit, what was sent in it, and the texts of all that was written to and fro since it was asked. */
export async function forgetTalk(tx: Tx, visitNo: number): Promise<void> {
  const talks = await rowsOfText<{ channel: string; person: string; since: number | bigint | null }>(
    tx,
    `SELECT c."channel", c."person", v."askedAt" AS "since" FROM "Conversation" c
      JOIN "Visit" v ON v."no" = c."visitNo" WHERE c."visitNo" = ?`,
    [visitNo],
  );
  await changedByText(tx, `UPDATE "Outbox" SET "body" = '' WHERE "visitNo" = ? AND "status" IN ${OVER}`, [visitNo]);
  for (const { channel, person, since } of talks) {
    if (since === null) continue;
    await changedByText(
      tx,
      `UPDATE "Outbox" SET "body" = '' WHERE "recipient" = ? AND "channel" = ? AND "createdAt" >= ? AND "status" IN ${OVER}`,
      [person, channel, since],
    );
    const inbox = channel === 'wecom-kf' ? `kf:${person}` : person;
    await changedByText(
      tx,
      `UPDATE "Inbox" SET "body" = '' WHERE "person" = ? AND "receivedAt" >= ? AND "status" IN ${OVER}`,
      [inbox, since],
    );
  }
  await changedByText(tx, `DELETE FROM "File" WHERE "visitNo" = ?`, [visitNo]);
  await changedByText(tx, `DELETE FROM "Conversation" WHERE "visitNo" = ?`, [visitNo]);
}

/** So many rows a statement, and so many before whatever else waits in the process has its turn. */
const ROWS = 100;
const AT_ONCE = 1000;

/** What is sealed on ballots, by its seal, as it is read. */
export type Unsealed = ReadonlyMap<string, string>;

const unsealed = (box: Box, text: string): string => JSON.stringify(opened(box, text));

/** So many ballots are unsealed at once: nothing else waits long. */
const UNSEALED = 250;

/**
 * What the ballots of a survey that is over say: to be read before they are put away, so that the transaction that does
 * that has little left to do.
 */
export async function unsealBallots(reader: Tx, box: Box, { id }: StoredSurvey): Promise<Unsealed> {
  const read = new Map<string, string>();
  for (let after = ''; ;) {
    const rows = await rowsOfText<Pick<RowOf<'ballot'>, 'id' | 'answers' | 'remark'>>(
      reader,
      `SELECT "id", "answers", "remark" FROM "Ballot" WHERE "surveyId" = ? AND "id" > ? ORDER BY "id" LIMIT ${UNSEALED}`,
      [id, after],
    );
    const last = rows.at(-1);
    if (last === undefined) return read;
    for (const text of rows.flatMap(({ answers, remark }) => [answers, remark]))
      if (text !== null) read.set(text, unsealed(box, text));
    after = last.id;
    await othersGo();
  }
}

/** Puts the ballots away as they are counted from now on; how many went out and came back. */
export async function putAwayBallots(
  tx: Tx,
  box: Box,
  survey: StoredSurvey,
  now: Instant,
  read: Unsealed = new Map(),
): Promise<{ readonly issued: number; readonly returned: number }> {
  const rows = await findRows(tx, 'ballot', { surveyId: survey.id }, 'ORDER BY "id"');
  await othersGo();
  // The last instant of the survey is in every period that its end is in.
  const last = survey.closesAt - 1;
  const plain = (text: string | null): string | null =>
    text === null ? null : (read.get(text) ?? unsealed(box, text));
  const kept = rows.map((row) => ({
    ...(survey.anonymous
      ? {
          id: randomUUID(),
          household: null,
          source: null,
          issuedAt: row.issuedAt === null ? null : last,
          returnedAt: row.returnedAt === null ? null : last,
        }
      : {
          id: row.id,
          household: row.household,
          source: row.source,
          issuedAt: row.issuedAt,
          returnedAt: row.returnedAt,
        }),
    surveyId: survey.id,
    estateId: survey.estate,
    tokenHash: null,
    answers: plain(row.answers),
    remark: plain(row.remark),
  }));
  const order = survey.anonymous ? shuffled(kept) : kept;
  await othersGo();
  await changedByText(tx, `DELETE FROM "Ballot" WHERE "surveyId" = ?`, [survey.id]);
  for (let from = 0; from < order.length; from += ROWS) {
    await insertRows(tx, 'ballot', order.slice(from, from + ROWS));
    if (from % AT_ONCE === 0) await othersGo();
  }
  await updateRows(tx, 'survey', { id: survey.id }, { closedAt: now });
  const returned = rows.filter(({ returnedAt }) => returnedAt !== null).length;
  return { issued: rows.filter(({ issuedAt }) => issuedAt !== null).length, returned };
}

/** In an order that nobody can tell. */
function shuffled<T>(items: readonly T[]): readonly T[] {
  const out = [...items];
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    const [one, two] = [out[at] as T, out[other] as T];
    out[at] = two;
    out[other] = one;
  }
  return out;
}
