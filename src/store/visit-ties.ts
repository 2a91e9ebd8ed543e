/** Visits that share a conversation: the one that is carried out, and those that it serves. */
import { mergedContent, type Content } from '../core/policy/content.js';
import type { Instant } from '../core/calendar.js';
import type { VisitStatus } from '../core/terms.js';
import { Prisma, type Db, type Tx } from './db.js';
import { findRows, type RowOf } from './rows.js';
import { rowsOf } from './statements.js';
import { APART, toVisit, type StoredVisit, type Why } from './visits.js';

/** The visits on the same event that one conversation serves beside its own, oldest first. */
export async function servedBy(tx: Tx, no: number): Promise<readonly StoredVisit[]> {
  const rows = await findRows(tx, 'visit', { servedBy: no }, 'ORDER BY "no"');
  return rows.map(toVisit);
}

/** The visit, and the drawn ones whose record its own is too. */
export async function recordedWith(tx: Tx, visit: StoredVisit): Promise<readonly StoredVisit[]> {
  return [visit, ...(await servedBy(tx, visit.no)).filter(({ status }) => !APART.includes(status))];
}

/** What the conversation of a visit asks, for itself and for the drawn visits that it serves; on all of their forms. */
export async function contentOfVisit(tx: Tx, visit: StoredVisit): Promise<Content> {
  const all = await recordedWith(tx, visit);
  return mergedContent(all.map(({ why, record }) => withRecord(why.content ?? NOTHING, record)));
}

const NOTHING: Content = { topics: [], graded: [], forms: [] };
const withRecord = (content: Content, record: string): Content => ({ ...content, forms: [record, ...content.forms] });

/** The form titles of many visits, with those of the drawn visits that each serves. */
export async function formsOf(tx: Tx, nos: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await tx.visit.findMany({
    where: { OR: [{ no: { in: [...nos] } }, { servedBy: { in: [...nos] }, status: { notIn: [...APART] } }] },
    select: { no: true, servedBy: true, record: true, why: true },
    orderBy: { no: 'asc' },
  });
  const forms = new Map<number, readonly string[]>();
  for (const { no, servedBy: leader, record, why } of rows) {
    const { content = NOTHING } = JSON.parse(why) as Why;
    const of = leader ?? no;
    forms.set(of, [...new Set([...(forms.get(of) ?? []), record, ...content.forms])]);
  }
  return forms;
}

/** The policies that a visit is made under: its own, and those of the visits that it serves. */
export async function policiesServed(tx: Tx, { no, policy }: StoredVisit): Promise<ReadonlySet<string>> {
  const served = await findRows(tx, 'visit', { servedBy: no });
  return new Set([policy, ...served.map(({ policyId }) => policyId)]);
}

/** Those of a conversation about several visits: the one that it was opened with, and the ones that joined it. */
export async function visitsTogether(
  tx: Tx,
  { kind }: Pick<Db, 'kind'>,
  visit: StoredVisit,
): Promise<readonly StoredVisit[]> {
  const opener = visit.joinedTo ?? visit.no;
  if (kind === 'postgres' && visit.joinedTo !== null) {
    await tx.$queryRaw`SELECT 1 FROM "Visit" WHERE "no" = ${opener} FOR UPDATE`;
  }
  const rows = await rowsOf<RowOf<'visit'>>(
    tx,
    Prisma.sql`SELECT * FROM "Visit" WHERE "no" = ${opener} OR "joinedTo" = ${opener} ORDER BY "no"`,
  );
  return rows.map(toVisit);
}

/** Those of them that were not asked yet. */
export async function waitingWith(tx: Tx, db: Pick<Db, 'kind'>, visit: StoredVisit): Promise<readonly StoredVisit[]> {
  const all = await visitsTogether(tx, db, visit);
  return all.filter(({ no, status, joinedTo }) => no !== visit.no && joinedTo !== null && AHEAD.includes(status));
}

/** Somebody is to go, and the household was not asked. */
const AHEAD: readonly VisitStatus[] = ['drawn', 'assigned'];

/**
 * The other visits of a household that could be asked now, and that nobody is at: on PostgreSQL what another instance
 * holds is left to it.
 */
export async function joinable(
  tx: Tx,
  { kind }: Pick<Db, 'kind'>,
  { no, estate, household }: StoredVisit,
  now: Instant,
): Promise<readonly StoredVisit[]> {
  if (household === null) return [];
  // By the household: its visits are few, those whose windows are open are many.
  const rows = await rowsOf<RowOf<'visit'>>(
    tx,
    Prisma.sql`SELECT * FROM "Visit"
      WHERE "estateId" = ${estate} AND "household" = ${household} AND "no" <> ${no} AND "servedBy" IS NULL
        AND "joinedTo" IS NULL AND +"earliest" <= ${now} AND +"due" > ${now} ORDER BY "due", "no"`,
  );
  const ahead = rows.filter(({ status }) => AHEAD.includes(status as VisitStatus));
  if (kind === 'sqlite' || ahead.length === 0) return ahead.map(toVisit);
  const free = await tx.$queryRaw<{ no: number }[]>`
    SELECT "no" FROM "Visit" WHERE "estateId" = ${estate} AND "household" = ${household}
      AND "status" IN ('drawn', 'assigned') AND "servedBy" IS NULL AND "joinedTo" IS NULL FOR UPDATE SKIP LOCKED`;
  return ahead.filter((row) => free.some((one) => Number(one.no) === row.no)).map(toVisit);
}
