/**
 * Whether questionnaires kept what they promise: what was tapped stands on the ballot, of an anonymous one nothing of it
 * stands anywhere else, and the close keeps every ballot and nothing that says whose it is. Ballots are looked at in the
 * last moment before each close, when they still have a household, and once more in the end.
 */
import { addMonths, HOUR, MINUTE, startOfDay, type Instant, type LocalDate } from '../../src/core/calendar.js';
import { OVERALL, type Direction, type Grade } from '../../src/core/terms.js';
import type { SimulatedWorld } from '../helpers/simulated.js';
import { ESTATE_ID, ZONE } from './estate.js';
import { CHECKED } from './staff.js';
import { grouped, plainRows, type Ledger, type VisitRow } from './ledger.js';

export type SurveyRow = {
  readonly id: string;
  readonly anonymous: number;
  /** JSON: item and text of each question. */
  readonly questions: string;
  readonly closesAt: number;
  readonly closedAt: number | null;
};
export type BallotRow = {
  readonly id: string;
  readonly surveyId: string;
  readonly household: string | null;
  readonly tokenHash: string | null;
  readonly issuedAt: number | null;
  readonly returnedAt: number | null;
  readonly source: string | null;
  /** As they are stored: sealed while the survey is open. */
  readonly answers: string | null;
  readonly remark: string | null;
};
export type BallotBook = {
  readonly surveys: readonly SurveyRow[];
  /** As they were in the last moment before their survey closed, or are now where it is open. */
  readonly before: readonly BallotRow[];
  readonly now: readonly BallotRow[];
  /** The words of a column, unsealed where it is sealed. */
  readonly open: (text: string | null) => string | null;
};

/** The half-years' begins within the time that is played. */
const halfYears = (from: LocalDate, end: Instant): readonly Instant[] =>
  Array.from({ length: 36 }, (_, at) => addMonths(from, at))
    .filter((date) => ['01', '07'].includes(date.slice(5, 7)))
    .map((date) => startOfDay(`${date.slice(0, 7)}-01` as LocalDate, ZONE))
    .filter((at) => at > startOfDay(from, ZONE) && at < end);

/** Just before the half-years' ends, with which surveys close. */
export const closesOf = (from: LocalDate, end: Instant): readonly Instant[] =>
  halfYears(from, end).map((at) => (at - 1) as Instant);

/** When the half-years' rounds are there and nobody is asked yet. */
export const openingsOf = (from: LocalDate, end: Instant): readonly Instant[] =>
  [startOfDay(from, ZONE), ...halfYears(from, end)].map((at) => (at + 8 * HOUR + MINUTE) as Instant);

/** Whose questionnaire goes out when. */
export const dueQuestionnaires = (
  world: SimulatedWorld,
): Promise<readonly { readonly no: number; readonly household: string; readonly nextAt: number }[]> =>
  plainRows(
    world,
    `SELECT v."no", v."household", v."nextAt" FROM "Visit" v
      JOIN "Ballot" b ON b."surveyId" = v."estateId" || ':' || v."clause" || ':' || v."startedBy"
        AND b."household" = v."household"
      WHERE v."eventId" IS NULL AND v."status" IN ('drawn', 'assigned') AND v."nextAt" IS NOT NULL ORDER BY v."no"`,
  );

const SELECT = 'SELECT b.* FROM "Ballot" b JOIN "Survey" s ON s."id" = b."surveyId"';

/** Every ballot of a survey that is not closed yet. */
export const openBallots = (world: SimulatedWorld): Promise<readonly BallotRow[]> =>
  plainRows(world, `${SELECT} WHERE s."closedAt" IS NULL`);

/** `seen`: the ballots of each look before a close, in order. */
export async function readBallots(world: SimulatedWorld, seen: readonly (readonly BallotRow[])[]): Promise<BallotBook> {
  const now = await plainRows<BallotRow>(world, `${SELECT} ORDER BY b."id"`);
  const looks = [...seen, await openBallots(world)].flat();
  const open = (text: string | null): string | null =>
    text === null || text.startsWith('{') ? text : world.ctx.box.open(text);
  return {
    surveys: await plainRows<SurveyRow>(world, 'SELECT * FROM "Survey" ORDER BY "id"'),
    before: [...new Map(looks.map((row) => [row.id, row])).values()],
    now,
    open,
  };
}

/** A survey and the household's ballot of it, where the visit brought a questionnaire. */
export function ballotOf(
  { surveys, before }: BallotBook,
  { eventId, clause, startedBy, household }: VisitRow,
): { readonly survey: SurveyRow; readonly ballot: BallotRow | undefined } | null {
  const survey = surveys.find(({ id }) => eventId === null && id === `${ESTATE_ID}:${clause}:${startedBy}`);
  if (survey === undefined) return null;
  return { survey, ballot: before.find((row) => row.surveyId === survey.id && row.household === household) };
}

/** What a tap on a grade says of a questionnaire: all of it, or, where it is a bad one, the whole and no direction. */
function answersOf(survey: SurveyRow, grade: Grade): Readonly<Partial<Record<Direction, Grade>>> {
  const items = (JSON.parse(survey.questions) as readonly (readonly [Direction, string])[]).map(([item]) => item);
  if (grade === 'dissatisfied' && items.includes(OVERALL)) return { [OVERALL]: grade };
  return Object.fromEntries(items.map((item) => [item, grade]));
}

/** Whether it asks questions of its own: they are no directions. */
export const asksItsOwn = ({ questions }: SurveyRow): boolean =>
  (JSON.parse(questions) as readonly (readonly [Direction, string])[]).every(([item]) => item !== OVERALL);

/** Whether a ballot says what was tapped and what the words beside it mean, and nothing else. */
export function holdsTap(
  { open }: BallotBook,
  survey: SurveyRow,
  ballot: BallotRow | undefined,
  grade: Grade,
  beside: Readonly<Partial<Record<Direction, Grade>>>,
): boolean {
  const answers = JSON.parse(open(ballot?.answers ?? null) ?? '{}') as object;
  return sameAnswers(answers, { ...answersOf(survey, grade), ...beside }) && (ballot?.returnedAt ?? null) !== null;
}

/** Whether a ballot says what staff entered: the grade of the whole, and their note. */
const holdsSheet = ({ open }: BallotBook, survey: SurveyRow, ballot: BallotRow | undefined, grade: Grade): boolean =>
  open(ballot?.answers ?? null) ===
    JSON.stringify(asksItsOwn(survey) ? answersOf(survey, grade) : { [OVERALL]: grade }) &&
  open(ballot?.remark ?? null) === JSON.stringify({ '0': CHECKED });

const sameAnswers = (one: object, other: object): boolean =>
  JSON.stringify(Object.entries(one).toSorted()) === JSON.stringify(Object.entries(other).toSorted());

/** What of an anonymous questionnaire stands where it must not, or does not stand where it must. */
export function ballotFaults(ledger: Ledger, book: BallotBook, graded: ReadonlyMap<number, Grade>): readonly string[] {
  const records = grouped(ledger.records, ({ visitNo }) => visitNo);
  const ofVisits = ledger.visits.flatMap((visit) => {
    const found = ballotOf(book, visit);
    if (found === null) return [];
    const { survey, ballot } = found;
    const given = records.get(visit.no) ?? [];
    const isReturned = (ballot?.returnedAt ?? null) !== null;
    const grade = graded.get(visit.no);
    const isEntered = grade === undefined || holdsSheet(book, survey, ballot, grade);
    const tells = given.some((one) => [one.grade, one.grades, one.remark, one.topics].some((said) => said !== null));
    return [
      ...(given.length > 0 === isReturned ? [] : [`visit ${visit.no}: ${given.length} records, ballot ${isReturned}`]),
      ...(isEntered ? [] : [`visit ${visit.no}: what staff entered is not on its ballot`]),
      ...(survey.anonymous === 1 && given.length > 1 ? [`visit ${visit.no}: ${given.length} records`] : []),
      ...(survey.anonymous === 1 && tells ? [`visit ${visit.no}: its record tells what was answered`] : []),
    ];
  });
  return [...ofVisits, ...book.surveys.flatMap((survey) => surveyFaults(book, survey))];
}

function surveyFaults({ before, now, open }: BallotBook, survey: SurveyRow): readonly string[] {
  const { id, anonymous, closesAt, closedAt } = survey;
  const [had, has] = [before, now].map((rows) => rows.filter(({ surveyId }) => surveyId === id));
  if (had === undefined || has === undefined) return [];
  const faults: string[] = [];
  const given = (rows: readonly BallotRow[]): readonly string[] =>
    rows
      .map(({ issuedAt, returnedAt, answers, remark }) =>
        JSON.stringify([issuedAt !== null, returnedAt !== null, open(answers), open(remark)]),
      )
      .toSorted();
  if (JSON.stringify(given(had)) !== JSON.stringify(given(has))) faults.push(`${id}: the close changed its ballots`);
  const sealed = [...(closedAt === null ? has : []), ...had].flatMap(({ answers, remark }) => [answers, remark]);
  if (sealed.some((text) => text?.startsWith('{') === true))
    faults.push(`${id}: answers were readable before its close`);
  if (closedAt !== null && has.some(({ tokenHash }) => tokenHash !== null)) faults.push(`${id}: links after its close`);
  if (closedAt === null || anonymous === 0) return faults;
  const names = new Set(had.flatMap(({ id: name, household }) => [name, household ?? name]));
  const tells = has.filter(
    ({ id: name, household, source, issuedAt, returnedAt }) =>
      household !== null ||
      source !== null ||
      names.has(name) ||
      [issuedAt, returnedAt].some((at) => at !== null && at !== closesAt - 1),
  );
  return tells.length === 0 ? faults : [...faults, `${id}: ${tells.length} ballots tell whose they are`];
}
