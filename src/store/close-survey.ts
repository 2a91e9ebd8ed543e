/**
 * The end of a survey in the database. Of an anonymous one nothing is left that ties a household to its answers: ballots
 * are written anew in another order, without token, household, source or time of their own, and what was said goes.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { Instant } from '../core/calendar.js';
import { opened, toSurvey, type StoredSurvey } from './ballots.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';
import { insertRows, updateRows } from './rows.js';
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

/** So many rows a statement. */
const ROWS = 100;

/** Puts the ballots away as they are counted from now on; how many went out and came back. */
export async function putAwayBallots(
  tx: Tx,
  box: Box,
  survey: StoredSurvey,
  now: Instant,
): Promise<{ readonly issued: number; readonly returned: number }> {
  const rows = await tx.ballot.findMany({ where: { surveyId: survey.id }, orderBy: { id: 'asc' } });
  // The last instant of the survey is in every period that its end is in.
  const last = survey.closesAt - 1;
  const plain = (text: string | null): string | null => (text === null ? null : JSON.stringify(opened(box, text)));
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
  await tx.ballot.deleteMany({ where: { surveyId: survey.id } });
  for (let from = 0; from < order.length; from += ROWS) await insertRows(tx, 'ballot', order.slice(from, from + ROWS));
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
