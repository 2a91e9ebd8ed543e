/** Whether households were left in peace as promised: windows, quiet hours, the contact limit, consent. */
import { DAY, HOUR, MINUTE } from '../../src/core/calendar.js';
import { grouped, isAskedAgain, type Ledger, type OutboxRow, type VisitRow } from './ledger.js';
import type { Played } from './play.js';

/** Local hour of the day at UTC+8, with its fraction. */
const hourOf = (at: number): number => ((at + 8 * HOUR) % DAY) / HOUR;
const isQuiet = (at: number): boolean => hourOf(at) < 9 || hourOf(at) >= 21;

/** The first question of each visit that was delivered, in the order of delivery. */
export function firstQuestions(ledger: Ledger): readonly Question[] {
  const known = questions.get(ledger);
  if (known !== undefined) return known;
  const found = findQuestions(ledger);
  questions.set(ledger, found);
  return found;
}

type Question = OutboxRow & { readonly sentAt: number };
const questions = new WeakMap<Ledger, readonly Question[]>();

function findQuestions({ outbox }: Ledger): readonly Question[] {
  const known = new Set<number>();
  return outbox
    .filter(
      (row): row is OutboxRow & { sentAt: number } =>
        (row.purpose === 'ask' || row.purpose === 'next') && row.status === 'sent',
    )
    .toSorted((a, b) => a.sentAt - b.sentAt)
    .filter(({ visitNo }) => {
      if (visitNo === null || known.has(visitNo)) return false;
      known.add(visitNo);
      return true;
    });
}

export function windowFaults(ledger: Ledger): readonly string[] {
  const visits = new Map(ledger.visits.map((visit) => [visit.no, visit]));
  const isInside = (visitNo: number | null, sentAt: number): boolean => {
    const visit = visits.get(visitNo ?? 0);
    return visit !== undefined && sentAt >= visit.earliest && sentAt < visit.due;
  };
  const asked = firstQuestions(ledger).filter(({ visitNo, sentAt }) => !isInside(visitNo, sentAt));
  // What is asked again, because nothing came or because the resident wanted it later, too.
  const again = ledger.outbox.filter(
    ({ purpose, sentAt, visitNo }) => purpose === 'remind' && sentAt !== null && !isInside(visitNo, sentAt),
  );
  return [
    ...asked.map(({ visitNo }) => `visit ${visitNo} was asked outside its window`),
    ...again.map(({ visitNo }) => `visit ${visitNo} was asked again outside its window`),
  ];
}

/** Nothing in quiet hours, but for the answer to somebody who has just written. */
export function quietFaults({ world }: Played): readonly string[] {
  return world.seen.flatMap(({ at, to, channel }) => {
    if (channel !== 'wecom-kf' || !isQuiet(at)) return [];
    const heard = (world.heard.get(to) ?? []).some((one) => one <= at && at - one < MINUTE);
    return heard ? [] : [`${to} saw a message at ${new Date(at + 8 * HOUR).toISOString()}`];
  });
}

/** More than one contact in `periodDays`: only complaints and dangers, or with the exception on record. */
export function limitFaults(
  { visits }: Ledger,
  periodDays: number,
  isExempt: (visit: VisitRow) => boolean,
): readonly string[] {
  // What is asked in another one's conversation is no contact of its own.
  const asked = visits.filter(
    ({ askedAt, household, servedBy, joinedTo, startedBy }) =>
      askedAt !== null && household !== null && servedBy === null && joinedTo === null && !isAskedAgain(startedBy),
  );
  return [...grouped(asked, ({ household }) => household).values()].flatMap((ofHome) =>
    ofHome.flatMap((visit) => {
      const at = visit.askedAt ?? 0;
      const before = ofHome.filter(
        (other) => other !== visit && earlier(other, visit) && at - (other.askedAt ?? 0) < periodDays * DAY,
      );
      if (before.length < 1 || isExempt(visit) || isException(visit)) return [];
      return [`visit ${visit.no} was one contact too many for ${visit.household}`];
    }),
  );
}

const earlier = (a: VisitRow, b: VisitRow): boolean =>
  (a.askedAt ?? 0) < (b.askedAt ?? 0) || (a.askedAt === b.askedAt && a.no < b.no);

/** The limit was set aside for the window's sake, and the visit says so. */
export const isException = ({ why }: VisitRow): boolean =>
  ((JSON.parse(why) as { exceptions?: readonly string[] }).exceptions ?? []).length > 0;

/** Whoever gave no consent sees nothing but answers to own words; after 退订 nobody is asked. */
export function consentFaults({ homes, optedOut }: Played, ledger: Ledger): readonly string[] {
  const without = new Set(homes.filter(({ consent }) => !consent).map(({ person }) => person));
  const proactive = ledger.outbox.filter(
    ({ channel, purpose }) => channel === 'wecom-kf' && (purpose === 'ask' || purpose === 'remind'),
  );
  return proactive.flatMap(({ recipient, sentAt, visitNo, purpose }) => {
    if (without.has(recipient)) return [`${recipient} never agreed, and was asked for visit ${visitNo}`];
    const stopped = optedOut.get(recipient);
    const after = stopped !== undefined && sentAt !== null && sentAt > stopped;
    return after ? [`${recipient} wrote 退订, and got another ${purpose} for visit ${visitNo}`] : [];
  });
}
