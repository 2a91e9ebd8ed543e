/** What must hold after any stretch of an estate's time, whatever the policies and however the residents answer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, startOfDay } from '../../src/core/calendar.js';
import { parseEvent } from '../../src/core/event.js';
import { canFallDue } from '../../src/core/compliance.js';
import { planAll } from '../../src/core/policy/plan.js';
import type { Clause } from '../../src/core/policy/schema.js';
import { verifyAudit } from '../../src/store/audit.js';
import { otherThanTapped, questionnairesTapped, withoutAdded } from './answers.js';
import { ballotFaults, readBallots, type BallotBook } from './ballots.js';
import { compliancesSideBySide } from './dues.js';
import { consentFaults, firstQuestions, isException, limitFaults, quietFaults, windowFaults } from './contacts.js';
import { drawFaults } from './draws.js';
import { ZONE } from './estate.js';
import { figuresSideBySide } from './figures.js';
import { formFaults } from './forms.js';
import { grouped, isAskedAgain, readLedger, type Ledger, type VisitRow } from './ledger.js';
import { play, type Played, type PlayOptions } from './play.js';

export type PromiseOptions = PlayOptions & {
  readonly months: number;
  /** Periods in which the compliance of each clause is counted again. */
  readonly periods: readonly string[];
  /** Clauses that ask for something and of which nothing can come in this time, each with the reason. */
  readonly quiet?: Readonly<Record<string, string>>;
  /** So much must have happened at the least, or the promises would hold of nothing. */
  readonly atLeast: {
    readonly asked: number;
    readonly answered: number;
    readonly reminded: number;
    readonly silent: number;
    readonly optedOut: number;
    readonly exceptions: number;
    readonly closedDraws: number;
    /** Questionnaires that were answered by a tap. */
    readonly questionnaires: number;
    readonly askedAgain: number;
    readonly added: number;
  };
};

const FOR_MANY: readonly string[] = ['publication', 'activity'];
const ANSWERED = ['recorded', 'reviewed', 'closed'];

/** Plays the time once, then looks at what came of it. */
export function describePromises(title: string, options: PromiseOptions): void {
  describe(title, () => {
    let played: Played;
    let ledger: Ledger;
    let book: BallotBook;
    beforeAll(async () => {
      played = await play(options);
      ledger = await readLedger(played.world);
      book = await readBallots(played.world, played.ballots);
      leading = new Map(ledger.visits.filter(({ servedBy }) => servedBy === null).map((visit) => [visit.no, visit]));
      dangers = new Set(
        played.sendings.filter(({ event }) => event['category'] === 'danger').map(({ event }) => event.id),
      );
    });
    afterAll(() => played.world.close());

    let leading: ReadonlyMap<number, VisitRow>;
    const leaders = (): readonly VisitRow[] => [...leading.values()];
    let dangers: ReadonlySet<string | null>;
    const isDanger = ({ eventId }: VisitRow): boolean => dangers.has(eventId);

    it('had enough happen', () => {
      const reminded = ledger.outbox.filter(({ purpose, status }) => purpose === 'remind' && status === 'sent');
      const least = Object.entries({
        asked: firstQuestions(ledger).length,
        answered: leaders().filter(({ answeredAt }) => answeredAt !== null).length,
        reminded: reminded.length,
        silent: ledger.audit.filter(({ action }) => action === 'visit.silent').length,
        optedOut: played.optedOut.size,
        exceptions: ledger.visits.filter(isException).length,
        closedDraws: ledger.draws.filter(({ closedAt, size }) => closedAt !== null && size > 0).length,
        questionnaires: questionnairesTapped(played, ledger, book),
        askedAgain: played.residents.askedAgain.size,
        added: played.residents.added.size,
      }).filter(([name, count]) => count < options.atLeast[name as keyof PromiseOptions['atLeast']]);
      expect(least).toEqual([]);
    });

    it('makes each visit that an event asks for once, however often the event was sent', () => {
      const policies = options.policies.flatMap((id) => played.world.ctx.policies.get(id) ?? []);
      const last = new Map(played.sendings.map(({ event }) => [event.id, event]));
      const expected = [...last.values()].flatMap((event) => {
        const parsed = parseEvent(event);
        if ('errors' in parsed) throw new TypeError(`${event.id} is no event`);
        return FOR_MANY.includes(parsed.event.kind) ? [] : planAll(policies, parsed.event, ZONE);
      });
      expect(policies).toHaveLength(options.policies.length);
      // Of a service for many, which households are visited is the draw's matter.
      const made = ledger.visits.filter(
        ({ eventId, kind, why, startedBy }) =>
          eventId !== null && !FOR_MANY.includes(kind) && !isFollowing(why) && !isAskedAgain(startedBy),
      );
      const names = made.map((one) => [one.clause, one.startedBy, one.counterparty, one.visit].join(' '));
      const wanted = expected.map((one) => [one.clause, one.event, one.counterparty, one.visit].join(' '));
      // What comes after the first rain is planned once it has rained.
      const waits = new Set([...last.values()].flatMap(({ id, rainCaused }) => (rainCaused === true ? [id] : [])));
      const [has, asks] = [new Set(names), new Set(wanted)];
      expect(names.filter((name) => !asks.has(name) && !waits.has(name.split(' ')[1] ?? ''))).toEqual([]);
      expect(wanted.filter((name) => !has.has(name))).toEqual([]);
    });

    it('lets nothing fall due twice', () => {
      expect(twice(ledger.visits, (one) => [one.clause, one.startedBy, one.counterparty, one.visit])).toEqual([]);
      expect(twice(ledger.duties, (one) => [one.clause, one.item, one.startedBy])).toEqual([]);
    });

    it('draws within one visit of the rate at every moment, and meets the quota at each close or records what is short', () => {
      const end = startOfDay(addDays(options.until, options.restDays), ZONE);
      const overdue = ledger.draws.filter(
        ({ period, closedAt, size }) => closedAt === null && size > 0 && endsBefore(period, end),
      );
      expect(overdue).toEqual([]);
      expect(drawFaults(ledger)).toEqual([]);
    });

    it('asks inside the window', () => expect(windowFaults(ledger)).toEqual([]));

    it('writes to nobody in quiet hours who has not just written', () => expect(quietFaults(played)).toEqual([]));

    it('keeps the contact limit, but for complaints, dangers, and exceptions that are on record', () => {
      expect(
        limitFaults(ledger, options.contactPeriodDays, (visit) => visit.kind === 'complaint' || isDanger(visit)),
      ).toEqual([]);
    });

    it('asks nobody who never agreed, or who wrote 退订', () => expect(consentFaults(played, ledger)).toEqual([]));

    it('has one record that counts for each visit that was answered, and none for the others', () => {
      const current = grouped(
        ledger.records.filter((record) => record.current === 1),
        ({ visitNo }) => visitNo,
      );
      const wrong = leaders().filter((visit) => {
        const answered = visit.answeredAt !== null;
        return (
          (current.get(visit.no)?.length ?? 0) !== (answered ? 1 : 0) || ANSWERED.includes(visit.status) !== answered
        );
      });
      expect(wrong).toEqual([]);
      expect([...current.keys()].filter((no) => !leading.has(no))).toEqual([]);
    });

    it('records the grade that was tapped, at once or over what words had said', () =>
      expect(otherThanTapped(played, ledger, book)).toEqual([]));

    it('completes a record with the word that came within a minute', () =>
      expect(withoutAdded(played, ledger, book)).toEqual([]));

    it('keeps the answers to a questionnaire on its ballot, and of an anonymous one nowhere else, nor whose they are', () =>
      expect(ballotFaults(ledger, book, played.staff.graded)).toEqual([]));

    it('reminds once at most, and once more at the wish of a resident who put the question off after the reminder', () => {
      const reminders = grouped(
        ledger.outbox.filter(({ purpose }) => purpose === 'remind'),
        ({ visitNo }) => visitNo,
      );
      const promises = grouped(
        ledger.outbox.filter(({ purpose, status }) => purpose === 'reply' && status === 'sent'),
        ({ visitNo }) => visitNo,
      );
      const unasked = [...reminders].filter(([no, [first, second, ...more]]) => {
        if (first === undefined || second === undefined) return false;
        const promised = (promises.get(no) ?? []).some(
          ({ sentAt }) => earlier(first.sentAt, sentAt) && earlier(sentAt, second.sentAt),
        );
        return more.length > 0 || !promised;
      });
      expect(unasked).toEqual([]);
    });

    it('hands a visit without an answer to a person before its window ends, and leaves none lying', () => {
      const now = played.world.now();
      const lying = leaders().filter(
        ({ status, due }) => due <= now && ['drawn', 'assigned', 'asked', 'postponed'].includes(status),
      );
      expect(lying).toEqual([]);
      const late = ledger.audit.filter(({ action, subject, at }) => {
        const visit = action === 'visit.hand-over' ? leading.get(Number(subject.slice('visit:'.length))) : undefined;
        return visit !== undefined && at >= visit.due && visit.askedAt !== null;
      });
      expect(late).toEqual([]);
    });

    it('sends nobody to visit their own work', () => {
      const workers = new Map(played.sendings.map(({ event }) => [event.id, event['worker']]));
      const own = ledger.visits.filter(
        ({ assignee, eventId }) => assignee !== null && workers.get(eventId ?? '') === assignee,
      );
      expect(own).toEqual([]);
      expect(leaders().some(({ assignee }) => assignee !== null)).toBe(true);
    });

    it('computes the compliance of each clause as the rows say it: due is done, late, open and excused', async () => {
      const pairs = await compliancesSideBySide(played, ledger, options.periods);
      for (const { said, counted } of pairs) expect(said).toEqual(counted);
      const lines = pairs.flatMap(({ said }) => Object.values(said));
      expect(lines.filter((one) => one.due !== one.inTime + one.late + one.open + one.excused)).toEqual([]);
      expect(lines.length).toBeGreaterThan(0);
    });

    it('had something come of each clause that can be triggered', () => {
      const had = new Set([...ledger.visits, ...ledger.duties].map(({ clause }) => clause));
      const asking = options.policies
        .flatMap((id) => played.world.ctx.policies.get(id)?.clauses ?? [])
        .filter(asksForSomething);
      const without = asking.map(({ id }) => id).filter((id) => !had.has(id));
      expect(without).toEqual(Object.keys(options.quiet ?? {}));
    });

    it('refuses nothing that staff do', () => expect(played.staff.refused).toEqual([]));

    it('leaves no message behind', async () => {
      const waiting = ledger.outbox.filter(({ status }) => !['sent', 'refused'].includes(status));
      expect(waiting).toEqual([]);
      expect(await played.world.ctx.db.read.inbox.count({ where: { status: { not: 'done' } } })).toBe(0);
    });

    it('keeps a whole chain of audit', async () => {
      const { rows, faults } = await verifyAudit(played.world.ctx.db.read);
      expect([rows, faults]).toEqual([ledger.audit.length, []]);
    });

    it(
      'prints each form whole, with the numbers that the rows come to',
      async () => expect(await formFaults(played)).toEqual([]),
      600_000,
    );

    it('counts a question as issued when it was first delivered, however often it is asked again', () => {
      const first = new Map(firstQuestions(ledger).map(({ visitNo, sentAt }) => [visitNo, sentAt] as const));
      expect(leaders().filter(({ no, issuedAt }) => issuedAt !== (first.get(no) ?? null))).toEqual([]);
    });

    it('says the same figures as the rows, counted by themselves', async () => {
      for (const { said, counted } of await figuresSideBySide(played, ledger, book, options.from, options.months)) {
        expect(said).toEqual(counted);
      }
    });
  });
}

/** Kept by whoever makes, records and reviews a visit: nothing of its own falls due. */
const WITH_THE_VISIT: readonly string[] = ['planned', 'notified', 'visited', 'recorded', 'handed-back', 'always'];

const asksForSomething = (clause: Clause): boolean =>
  canFallDue(clause) || (clause.duties ?? []).some(({ trigger }) => !WITH_THE_VISIT.includes(trigger));

/** A visit that looks again at a danger was asked for by the one before it, not by the event. */
const isFollowing = (why: string): boolean => (JSON.parse(why) as { readonly follows?: number }).follows !== undefined;

/** What more than one row has in common. */
function twice<T>(rows: readonly T[], identity: (row: T) => readonly unknown[]): readonly string[] {
  const groups = grouped(rows, (row) => identity(row).join(' '));
  return [...groups].filter(([, ones]) => ones.length > 1).map(([one]) => one);
}

/** Whether a quarter or month in text form ends before an instant. */
function endsBefore(period: string, at: number): boolean {
  const [, year, quarter, month] = /^(\d{4})(?:Q([1-4])|-(\d{2}))$/.exec(period) ?? [];
  const last = month === undefined ? Number(quarter) * 3 : Number(month);
  return Date.UTC(Number(year), last, 1) - 8 * 3_600_000 < at - 3_600_000;
}

/** Whether one sending was before another; what was never sent is neither. */
const earlier = (one: number | null, other: number | null): boolean => one !== null && other !== null && one < other;
