/** Surveys sent out by order 口令发起的调查, in the database: whom one would reach, how it stands, and its end before its time. */
import type { Instant } from '../core/calendar.js';
import { toSurvey, type StoredSurvey } from './ballots.js';
import type { StoredConversation } from './conversations.js';
import type { Tx } from './db.js';
import type { KfState } from './identities.js';
import type { Resident } from './people.js';
import { ORDERED } from './rounds.js';
import { changedByText, rowsOfText } from './statements.js';

/** A survey with the number by which people name it: surveys of an estate in the order in which they were opened. */
export type NumberedSurvey = StoredSurvey & { readonly number: number; readonly isOrdered: boolean };

/** All of an estate, the oldest first. */
export async function surveysOf(tx: Tx, estate: string): Promise<readonly NumberedSurvey[]> {
  const rows = await tx.survey.findMany({ where: { estateId: estate }, orderBy: [{ openedAt: 'asc' }, { id: 'asc' }] });
  return rows.map((row, at) => ({ ...toSurvey(row), number: at + 1, isOrdered: row.period.includes(ORDERED) }));
}

/** A resident, and what 微信客服 allows towards them; no identity: they never wrote there. */
export type Facing = Pick<Resident, 'household' | 'consent' | 'optedOut'> & {
  readonly identity: KfState | null;
};

/** All residents of an estate, one row an identity. */
export async function residentsFacing(tx: Tx, estate: string): Promise<readonly Facing[]> {
  type Row = Pick<Facing, 'household'> & {
    readonly consent: boolean | number;
    readonly optedOut: boolean | number;
    readonly externalId: string | null;
    readonly lastHeardAt: bigint | number | null;
    readonly sentSince: number | null;
    readonly serviceState: number | null;
  };
  const rows = await rowsOfText<Row>(
    tx,
    `SELECT r."household", r."consent", r."optedOut", i."externalId", i."lastHeardAt", i."sentSince", i."serviceState"
      FROM "Resident" r LEFT JOIN "ChannelIdentity" i ON i."estateId" = r."estateId" AND i."residentId" = r."id"
        AND i."channel" = 'wecom-kf'
      WHERE r."estateId" = ?`,
    [estate],
  );
  return rows.map(({ household, consent, optedOut, externalId, lastHeardAt, sentSince, serviceState }) => ({
    household,
    consent: Boolean(consent),
    optedOut: Boolean(optedOut),
    identity:
      externalId === null
        ? null
        : {
            lastHeardAt: lastHeardAt === null ? null : (Number(lastHeardAt) as Instant),
            sentSince: Number(sentSince ?? 0),
            serviceState: Number(serviceState ?? 0),
          },
  }));
}

/** When each household of an estate was contacted since, as the contact limit counts it. */
export async function contactsOf(
  tx: Tx,
  estate: string,
  since: Instant,
): Promise<ReadonlyMap<string, readonly Instant[]>> {
  const rows = await rowsOfText<{ household: string; askedAt: bigint | number }>(
    tx,
    `SELECT "household", "askedAt" FROM "Visit" WHERE "estateId" = ? AND "household" IS NOT NULL AND "servedBy" IS NULL
      AND "joinedTo" IS NULL AND "askedAt" > ? AND "startedBy" NOT LIKE 'follow-up:%'`,
    [estate, since],
  );
  const contacts = new Map<string, Instant[]>();
  for (const { household, askedAt } of rows)
    contacts.set(household, [...(contacts.get(household) ?? []), Number(askedAt) as Instant]);
  return contacts;
}

const OF_SURVEY = `"estateId" = ? AND "clause" = ? AND "startedBy" = ? AND "eventId" IS NULL`;
const ofSurvey = ({ estate, clause, period }: StoredSurvey): readonly unknown[] => [estate, clause, period];

/** How a survey stands: ballots, and its visits by status. */
export type SurveyProgress = {
  readonly households: number;
  readonly issued: number;
  readonly returned: number;
  readonly reminded: number;
  readonly byStatus: ReadonlyMap<string, number>;
};

export async function progressOf(tx: Tx, survey: StoredSurvey): Promise<SurveyProgress> {
  const [ballots] = await rowsOfText<Readonly<Record<'households' | 'issued' | 'returned', bigint | number>>>(
    tx,
    `SELECT count(*) AS "households", count("issuedAt") AS "issued", count("returnedAt") AS "returned"
      FROM "Ballot" WHERE "surveyId" = ?`,
    [survey.id],
  );
  const [reminders] = await rowsOfText<{ count: bigint | number }>(
    tx,
    `SELECT count(DISTINCT o."visitNo") AS "count" FROM "Outbox" o WHERE o."purpose" = 'remind' AND o."visitNo" IN
      (SELECT "no" FROM "Visit" WHERE ${OF_SURVEY})`,
    ofSurvey(survey),
  );
  const rows = await rowsOfText<{ status: string; count: bigint | number }>(
    tx,
    `SELECT "status", count(*) AS "count" FROM "Visit" WHERE ${OF_SURVEY} GROUP BY "status"`,
    ofSurvey(survey),
  );
  return {
    households: Number(ballots?.households ?? 0),
    issued: Number(ballots?.issued ?? 0),
    returned: Number(ballots?.returned ?? 0),
    reminded: Number(reminders?.count ?? 0),
    byStatus: new Map(rows.map(({ status, count }) => [status, Number(count)])),
  };
}

/** Talks of a survey whose households were asked and have not answered. */
export async function silentTalks(
  tx: Tx,
  survey: StoredSurvey,
): Promise<
  readonly { readonly id: number; readonly session: StoredConversation['session']; readonly askedAt: Instant }[]
> {
  const rows = await rowsOfText<{ id: bigint | number; session: string; askedAt: bigint | number }>(
    tx,
    `SELECT c."id", c."session", v."askedAt" FROM "Conversation" c JOIN "Visit" v ON v."no" = c."visitNo"
      WHERE v."estateId" = ? AND v."clause" = ? AND v."startedBy" = ? AND v."eventId" IS NULL
        AND v."status" = 'asked' AND v."askedAt" IS NOT NULL ORDER BY c."id"`,
    ofSurvey(survey),
  );
  return rows.map(({ id, session, askedAt }) => ({
    id: Number(id),
    session: JSON.parse(session) as StoredConversation['session'],
    askedAt: Number(askedAt) as Instant,
  }));
}

/** So many ids a statement. */
const AT_ONCE = 500;

/** These talks wake now. */
export async function wakeTalks(tx: Tx, ids: readonly number[], now: Instant): Promise<void> {
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const page = ids.slice(from, from + AT_ONCE);
    const places = page.map(() => '?').join(', ');
    await changedByText(tx, `UPDATE "Conversation" SET "wakeAt" = ? WHERE "id" IN (${places})`, [now, ...page]);
  }
}

/** The survey's window ends now: nothing more goes out, nothing more is taken in. */
export async function endWindow(tx: Tx, survey: StoredSurvey, now: Instant): Promise<void> {
  await changedByText(tx, `UPDATE "Survey" SET "closesAt" = ? WHERE "id" = ?`, [now, survey.id]);
  await changedByText(
    tx,
    `UPDATE "Conversation" SET "wakeAt" = NULL WHERE "visitNo" IN (SELECT "no" FROM "Visit" WHERE ${OF_SURVEY})`,
    ofSurvey(survey),
  );
  await changedByText(
    tx,
    `UPDATE "Visit" SET "due" = ?, "nextAt" = NULL, "updatedAt" = ? WHERE ${OF_SURVEY}
      AND "status" IN ('drawn', 'assigned', 'asked', 'postponed', 'with-staff')`,
    [now, now, ...ofSurvey(survey)],
  );
}
