/** What the printed record 回访记录 of a visit says: the visit, its record, its event, who lives there, what came of it. */
import type { Instant, LocalDate } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { TopicAnswers } from '../core/policy/content.js';
import type { Grade, Method } from '../core/terms.js';
import type { Box } from './box.js';
import type { Prisma, Tx } from './db.js';
import { toCase, type Case } from './follow-ups.js';
import { toNotice, type StoredNotice } from './notices.js';
import { APART, toVisit, type StoredVisit } from './visits.js';

export type PrintedRecord = {
  readonly id: string;
  readonly grade: Grade | null;
  readonly remark: string | null;
  readonly topics: TopicAnswers;
  /** The number called, in clear. */
  readonly called: string | null;
  readonly unfinished: boolean;
  readonly chargeAsQuoted: boolean | null;
  readonly method: Method | 'paper';
  readonly by: string;
  readonly at: Instant;
  readonly confirmedAt: Instant | null;
  readonly confirmedBy: string | null;
  readonly review: { readonly by: string; readonly at: Instant; readonly opinion: string } | null;
};

export type RecordFacts = {
  readonly visit: StoredVisit;
  /** Null where the visit was not made yet: the paper that a visitor takes along. */
  readonly record: PrintedRecord | null;
  readonly event: Event | null;
  readonly resident: { readonly id: string; readonly name: string; readonly phone: string | null } | null;
  /** What became of it, the oldest first. */
  readonly cases: readonly Case[];
  /** Papers that were issued about it. */
  readonly notices: readonly StoredNotice[];
};

/** Visits of these policies whose record is written on the form of this title. */
type Which = {
  readonly estate: string;
  readonly policies: readonly string[];
  readonly title: string;
};

/** Those recorded in a span, the first recorded first. */
export async function recordsOnForm(
  tx: Tx,
  box: Box,
  { estate, policies, title }: Which,
  [from, to]: readonly [Instant, Instant],
): Promise<readonly RecordFacts[]> {
  const made = await tx.record.findMany({
    where: { estateId: estate, current: true, at: { gte: BigInt(from), lt: BigInt(to) } },
    select: { visitNo: true },
    orderBy: [{ at: 'asc' }, { visitNo: 'asc' }],
  });
  const order = new Map(made.map(({ visitNo }, at) => [visitNo, at]));
  const facts: RecordFacts[] = [];
  for (const some of chunks([...order.keys()])) {
    const rows = await tx.visit.findMany({
      where: {
        estateId: estate,
        policyId: { in: [...policies] },
        record: title,
        OR: [{ no: { in: some } }, { servedBy: { in: some }, status: { notIn: [...APART] } }],
      },
      orderBy: { no: 'asc' },
    });
    facts.push(
      ...(await factsOf(
        tx,
        box,
        rows.map((row) => toVisit(row as never)),
      )),
    );
  }
  const place = ({ visit }: RecordFacts): number => order.get(visit.servedBy ?? visit.no) ?? 0;
  return facts.toSorted((a, b) => place(a) - place(b) || a.visit.no - b.visit.no);
}

/** Those of one visit's number, one record's id or one event's id, also where nothing was recorded yet. */
export async function recordOnForm(
  tx: Tx,
  box: Box,
  { estate, policies, title }: Which,
  id: string,
): Promise<readonly RecordFacts[]> {
  const [, no] = /^(\d{1,9})(?:-\d+)?$/.exec(id) ?? [];
  const named: Prisma.VisitWhereInput =
    no === undefined ? { eventId: id } : { OR: [{ no: Number(no) }, { eventId: id }] };
  const rows = await tx.visit.findMany({
    where: { estateId: estate, policyId: { in: [...policies] }, record: title, ...named },
    orderBy: { no: 'asc' },
    take: CHUNK,
  });
  return factsOf(
    tx,
    box,
    rows.map((row) => toVisit(row as never)),
  );
}

const CHUNK = 400;

function* chunks<T>(all: readonly T[]): Iterable<T[]> {
  for (let at = 0; at < all.length; at += CHUNK) yield all.slice(at, at + CHUNK);
}

async function factsOf(tx: Tx, box: Box, visits: readonly StoredVisit[]): Promise<readonly RecordFacts[]> {
  const leaders = visits.map(({ no, servedBy }) => servedBy ?? no);
  const [first] = visits;
  if (first === undefined) return [];
  const estateId = first.estate;
  const idsOf = <T>(values: readonly (T | null)[]): T[] => [...new Set(values.filter((one) => one !== null))];
  const records = await tx.record.findMany({ where: { visitNo: { in: leaders }, current: true } });
  const events = await tx.event.findMany({
    where: { estateId, id: { in: idsOf(visits.map(({ event }) => event)) } },
    select: { id: true, data: true },
  });
  const people = await tx.resident.findMany({
    where: { estateId, household: { in: idsOf(visits.map(({ household }) => household)) } },
    orderBy: { id: 'asc' },
  });
  const followUps = await tx.followUp.findMany({
    where: { visitNo: { in: [...new Set([...leaders, ...visits.map(({ no }) => no)])] } },
    orderBy: { id: 'asc' },
  });
  const notices = await tx.notice.findMany({
    where: { followUp: { in: followUps.map(({ id }) => id) } },
    orderBy: { id: 'asc' },
  });
  return visits.map((visit, at) => {
    const record = records.find(({ visitNo }) => visitNo === leaders[at]);
    const event = events.find(({ id }) => id === visit.event);
    const answered = record?.confirmedBy ?? record?.by ?? null;
    const own = followUps.filter(({ visitNo }) => visitNo === visit.no || visitNo === leaders[at]);
    const ids = new Set(own.map(({ id }) => id));
    return {
      visit,
      record: record === undefined ? null : printed(record, box),
      event: event === undefined ? null : (JSON.parse(event.data) as Event),
      resident: whoOf(people, visit.household, answered, box),
      cases: own.map((row) => toCase(row as never)),
      notices: notices.filter(({ followUp }) => ids.has(followUp ?? 0)).map((row) => toNotice(row as never)),
    };
  });
}

type RecordRow = Awaited<ReturnType<Tx['record']['findMany']>>[number];
type ResidentRow = Awaited<ReturnType<Tx['resident']['findMany']>>[number];
const instant = (value: bigint | null): Instant | null => (value === null ? null : (Number(value) as Instant));

const printed = (row: RecordRow, box: Box): PrintedRecord => ({
  id: row.id,
  grade: row.grade as Grade | null,
  remark: row.remark,
  topics: row.topics === null ? {} : (JSON.parse(row.topics) as TopicAnswers),
  called: row.calledCipher === null ? null : box.open(row.calledCipher),
  unfinished: row.unfinished,
  chargeAsQuoted: row.chargeAsQuoted,
  method: row.method as PrintedRecord['method'],
  by: row.by,
  at: Number(row.at) as Instant,
  confirmedAt: instant(row.confirmedAt),
  confirmedBy: row.confirmedBy,
  review:
    row.reviewedBy === null || row.reviewedAt === null
      ? null
      : { by: row.reviewedBy, at: Number(row.reviewedAt) as Instant, opinion: row.opinion ?? '' },
});

/** Who answered, where that is known; else the owner, else whoever lives there. */
function whoOf(
  people: readonly ResidentRow[],
  household: string | null,
  answered: string | null,
  box: Box,
): RecordFacts['resident'] {
  const own = people.filter((one) => one.household === household);
  const order = ['owner', 'tenant', 'family', 'other'];
  const [best] = own.toSorted((a, b) => order.indexOf(a.relation) - order.indexOf(b.relation));
  const who = own.find(({ id }) => answered?.endsWith(`/${id}`) === true) ?? best;
  if (who === undefined) return null;
  return { id: who.id, name: who.name, phone: who.phoneCipher === null ? null : box.open(who.phoneCipher) };
}

/** The days of which an order was not drawn (p06.3), by when they were dispatched. */
export async function undrawnDays(
  tx: Tx,
  estate: string,
  policies: readonly string[],
  dayOf: (at: Instant) => LocalDate,
): Promise<ReadonlySet<LocalDate>> {
  const rows = await tx.visit.findMany({
    where: { estateId: estate, policyId: { in: [...policies] }, status: 'not-drawn', eventId: { not: null } },
    select: { eventId: true },
  });
  const days = new Set<LocalDate>();
  for (const some of chunks(rows.flatMap(({ eventId }) => eventId ?? []))) {
    const events = await tx.event.findMany({ where: { estateId: estate, id: { in: some } }, select: { data: true } });
    for (const { data } of events) {
      const { dispatchedAt, reportedAt } = JSON.parse(data) as Event;
      const at = dispatchedAt ?? reportedAt;
      if (at !== null) days.add(dayOf(at));
    }
  }
  return days;
}
