/** What an issued paper 书面通知 says in print: itself, the case, the event and the household that it is about. */
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { Box } from './box.js';
import type { Prisma, Tx } from './db.js';
import { toDuty, type StoredDuty } from './duties.js';
import { eventOf } from './events.js';
import { caseById, type Case } from './follow-ups.js';
import { toNotice, type StoredNotice } from './notices.js';

export type NoticeFacts = {
  readonly notice: StoredNotice;
  readonly answeredBy: string | null;
  readonly household: string | null;
  readonly event: Event | null;
  /** The event that it repeats. */
  readonly earlier: Event | null;
  readonly case: Case | null;
  readonly resident: { readonly name: string; readonly phone: string | null } | null;
  /** The steps of its case, the oldest first. */
  readonly steps: readonly StoredDuty[];
};

/** Those of a form that were issued in a span; or by an id: its number, its case's number, its event's or works' id. */
export async function noticesOnForm(
  tx: Tx,
  box: Box,
  { estate, form }: { readonly estate: string; readonly form: string },
  which: { readonly span: readonly [Instant, Instant] } | { readonly id: string },
): Promise<readonly NoticeFacts[]> {
  const rows = await tx.notice.findMany({
    where: { estateId: estate, form, ...('span' in which ? issuedIn(which.span) : namedBy(which.id)) },
    orderBy: { id: 'asc' },
  });
  const facts: NoticeFacts[] = [];
  for (const row of rows) {
    const notice = toNotice(row);
    const event = row.eventId === null ? null : await eventOf(tx, estate, row.eventId);
    const steps =
      row.followUp === null
        ? []
        : await tx.duty.findMany({ where: { followUp: row.followUp }, orderBy: { no: 'asc' } });
    facts.push({
      notice,
      answeredBy: row.answeredBy,
      household: row.household,
      event,
      earlier: event?.repeatOf == null ? null : await eventOf(tx, estate, event.repeatOf),
      case: row.followUp === null ? null : await caseById(tx, row.followUp),
      resident: row.household === null ? null : await residentOfHousehold(tx, box, estate, row.household),
      steps: steps.map((step) => toDuty(step as never)),
    });
  }
  return facts;
}

const issuedIn = ([from, to]: readonly [Instant, Instant]): Prisma.NoticeWhereInput => ({
  issuedAt: { gte: BigInt(from), lt: BigInt(to) },
});

function namedBy(id: string): Prisma.NoticeWhereInput {
  const no = /^(?:案)?(\d{1,9})$/u.exec(id)?.[1];
  return { OR: [{ number: id }, { eventId: id }, ...(no === undefined ? [] : [{ followUp: Number(no) }])] };
}

async function residentOfHousehold(
  tx: Tx,
  box: Box,
  estateId: string,
  household: string,
): Promise<NoticeFacts['resident']> {
  const people = await tx.resident.findMany({ where: { estateId, household }, orderBy: { id: 'asc' } });
  const who = people.find(({ relation }) => relation === 'owner') ?? people[0];
  if (who === undefined) return null;
  return { name: who.name, phone: who.phoneCipher === null ? null : box.open(who.phoneCipher) };
}
