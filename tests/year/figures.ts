/** 满意率 and 回访率 counted again from the rows: issued by the outbox, answers by the newest record of a visit, surveys by their ballots. */
import { startOfDay, addMonths, type Instant, type LocalDate } from '../../src/core/calendar.js';
import type { EventKind } from '../../src/core/terms.js';
import { ratesOf } from '../../src/store/figures.js';
import { asksItsOwn, type BallotBook, type BallotRow, type SurveyRow } from './ballots.js';
import { firstQuestions } from './contacts.js';
import { ESTATE_ID, ZONE } from './estate.js';
import { grouped, isAskedAgain, type Ledger, type VisitRow } from './ledger.js';
import type { Played } from './play.js';

/** What the product says beside what the rows say, for each month from `from`, and for kinds by themselves. */
export async function figuresSideBySide(
  { world }: Played,
  ledger: Ledger,
  book: BallotBook,
  from: LocalDate,
  months: number,
): Promise<readonly { readonly said: object; readonly counted: object }[]> {
  const pairs = [];
  const kinds: readonly (EventKind | null)[] = [null, 'repair', 'complaint'];
  const steps = [...Array.from({ length: months }, (_, at) => [at, at + 1] as const), [0, months] as const];
  for (const [first, last] of steps) {
    for (const kind of kinds) {
      const range = [startOfDay(addMonths(from, first), ZONE), startOfDay(addMonths(from, last), ZONE)] as const;
      const said = await ratesOf(world.ctx.db.read, world.ctx.box, { estate: ESTATE_ID, range, kind });
      const surveys = said.surveys.map(({ id, issued, returned, rate, withheld }) => ({
        id,
        issued,
        returned,
        rate,
        withheld,
      }));
      // Surveys ask about no kind of service.
      const shown = kind === null ? surveyFigures(book, range) : { surveys: [], items: itemsOf([], book) };
      pairs.push({ said: { ...said, surveys }, counted: { ...count(ledger, range, kind), ...shown } });
    }
  }
  return pairs;
}

/** What these ask stands on ballots, and is counted by them. */
const SURVEYS: ReadonlySet<string> = new Set(['p02.7', 'p08.4', 'p10.5']);

function count(ledger: Ledger, [start, end]: readonly [Instant, Instant], kind: EventKind | null): object {
  const isIn = (at: number): boolean => at >= start && at < end;
  const visits = new Map(
    ledger.visits
      .filter((visit) => (kind === null || visit.kind === kind) && !isAskedAgain(visit.startedBy))
      .map((visit) => [visit.no, visit]),
  );
  const isCounted = (no: number | null): boolean => {
    const visit = visits.get(no ?? 0);
    return visit !== undefined && !SURVEYS.has(visit.clause);
  };
  const issued = firstQuestions(ledger).filter(({ visitNo, sentAt }) => isIn(sentAt) && isCounted(visitNo));
  const newest = new Map(ledger.records.map((record) => [record.visitNo, record]));
  // What staff made without a question is issued and answered by its record.
  const asked = new Set(firstQuestions(ledger).map(({ visitNo }) => visitNo));
  const made = [...newest.values()].filter(
    ({ visitNo, grade, at }) =>
      !asked.has(visitNo) && isCounted(visitNo) && grade !== null && isIn(at) && visits.get(visitNo)?.servedBy === null,
  );
  const grades = [...issued, ...made].flatMap(({ visitNo }) => newest.get(visitNo ?? 0)?.grade ?? []);
  const of = (grade: string): number => grades.filter((one) => one === grade).length;
  const [satisfied, fairly, dissatisfied] = [of('satisfied'), of('fairly'), of('dissatisfied')];
  return {
    issued: issued.length + made.length,
    returned: grades.length,
    satisfied,
    fairly,
    dissatisfied,
    rate: percent(satisfied + fairly, grades.length),
    visits: visitFigures(
      [...visits.values()].filter(({ earliest, status }) => isIn(earliest) && status !== 'cancelled'),
    ),
  };
}

/** Fewer returned ballots of an anonymous survey are not shown, nor any of one that is open. */
const FEWEST = 5;

/** What may be said of the surveys whose ballots went out in a time, counted from the ballots as they lie there now. */
function surveyFigures(book: BallotBook, [start, end]: readonly [Instant, Instant]): object {
  const sent = book.now.filter(({ issuedAt }) => issuedAt !== null && issuedAt >= start && issuedAt < end);
  const surveys = [...grouped(sent, ({ surveyId }) => surveyId)].map(([id, ballots]) => {
    const survey = book.surveys.find((one) => one.id === id);
    const returned = ballots.filter(({ returnedAt }) => returnedAt !== null).length;
    const isOpen = (survey?.closedAt ?? null) === null;
    const withheld = survey?.anonymous !== 1 ? null : isOpen ? 'open' : returned < FEWEST ? 'few' : null;
    const rate = isOwn(survey) ? rateOfOwn(ballots, book) : itemsOf(ballots, book)[12]?.rate;
    return { id, ballots, survey, issued: ballots.length, returned, rate: withheld === null ? rate : null, withheld };
  });
  const shown = surveys
    .filter(({ withheld, survey }) => withheld === null && !isOwn(survey))
    .flatMap((one) => one.ballots);
  const sorted = surveys.toSorted((a, b) => (firstOf(a.ballots) < firstOf(b.ballots) ? -1 : 1));
  return {
    items: itemsOf(shown, book),
    surveys: sorted.map(({ ballots: _ballots, survey: _survey, ...figures }) => figures),
  };
}

const isOwn = (survey: SurveyRow | undefined): boolean => survey !== undefined && asksItsOwn(survey);

/** Of questions of its own: the share of the ballots that came back on which nothing is dissatisfied. */
function rateOfOwn(ballots: readonly BallotRow[], { open }: BallotBook): string | null {
  const back = ballots.filter(({ returnedAt }) => returnedAt !== null);
  const good = back.filter(({ answers }) => !(open(answers) ?? '').includes('dissatisfied'));
  return percent(good.length, back.length);
}

const firstOf = (ballots: readonly BallotRow[]): string => ballots.map(({ id }) => id).toSorted()[0] ?? '';

/** The fourteen lines of some ballots. */
function itemsOf(ballots: readonly BallotRow[], { open }: BallotBook) {
  const sheets = ballots.map(({ answers }) => JSON.parse(open(answers) ?? '{}') as Readonly<Record<string, string>>);
  const returned = ballots.filter(({ returnedAt }) => returnedAt !== null).length;
  return Array.from({ length: 14 }, (_, at) => {
    const item = String(at + 1);
    const of = (grade: string): number => sheets.filter((sheet) => sheet[item] === grade).length;
    const [satisfied, fairly, dissatisfied] = [of('satisfied'), of('fairly'), of('dissatisfied')];
    const answered = satisfied + fairly + dissatisfied;
    const rate = percent(satisfied + fairly, returned);
    return { item, issued: ballots.length, returned, answered, satisfied, fairly, dissatisfied, rate };
  });
}

/** With a record, also one that was reviewed or put away since. */
const COMPLETED: readonly string[] = ['recorded', 'reviewed', 'closed'];

function visitFigures(population: readonly VisitRow[]): object {
  const clauses = grouped(population, ({ clause, rate, visit }) => `${clause} ${rate} ${visit}`);
  const required = [...clauses.values()].map((ones) => {
    const rate = ones[0]?.rate ?? null;
    if (rate !== null) return Math.ceil((ones.length * rate) / 100);
    return ones.filter(({ status }) => status !== 'planned' && status !== 'not-drawn').length;
  });
  const completed = population.filter(({ status }) => COMPLETED.includes(status)).length;
  return {
    population: population.length,
    required: required.reduce((sum, one) => sum + one, 0),
    completed,
    rate: percent(completed, population.length),
  };
}

/** One decimal, half up, from whole numbers. */
function percent(part: number, whole: number): string | null {
  if (whole === 0) return null;
  const tenths = Number((BigInt(part) * 2000n + BigInt(whole)) / (2n * BigInt(whole)));
  return (tenths / 10).toFixed(1);
}
