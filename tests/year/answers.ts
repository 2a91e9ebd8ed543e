/** Whether what residents tapped and wrote stands where it should: in the visit's record, or on the questionnaire's ballot. */
import { ballotOf, holdsTap, type BallotBook } from './ballots.js';
import { grouped, type Ledger, type RecordRow } from './ledger.js';
import type { Played } from './play.js';
import { ADDED, ADDED_MEANS } from './residents.js';

type Answers = {
  /** Its survey and ballot, where a visit brought a questionnaire. */
  readonly surveyOf: (visit: number) => ReturnType<typeof ballotOf>;
  /** What of a visit's records residents made, in order. */
  readonly given: ReadonlyMap<number, readonly RecordRow[]>;
};

function answersIn({ visits, records }: Ledger, book: BallotBook): Answers {
  const surveys = new Map(visits.map((visit) => [visit.no, ballotOf(book, visit)]));
  const byResidents = records.filter(({ by }) => by.startsWith('resident:')).toSorted((a, b) => a.seq - b.seq);
  return { surveyOf: (no) => surveys.get(no) ?? null, given: grouped(byResidents, ({ visitNo }) => visitNo) };
}

/**
 * Visits of which something else is recorded than was tapped. Of an anonymous questionnaire its ballot says it, with the
 * word that was added to the tap, or to the tap before it: it belongs to the visit that the reply to that tap asked of.
 */
export function otherThanTapped({ residents }: Played, ledger: Ledger, book: BallotBook): readonly unknown[] {
  const { surveyOf, given } = answersIn(ledger, book);
  const alsoTold = new Set(
    [...residents.added].map((no) => {
      const first = given.get(no)?.[0];
      return first === undefined ? null : askedInReply(ledger, no, first);
    }),
  );
  return [...residents.tapped].filter(([no, grade]) => {
    const [first, next] = given.get(no) ?? [];
    const found = surveyOf(no);
    const addedHere = first !== undefined && residents.added.has(no) && askedInReply(ledger, no, first) === null;
    const beside = addedHere || alsoTold.has(no) ? ADDED_MEANS : {};
    if (found?.survey.anonymous === 1)
      return first?.seq === 1 && !holdsTap(book, found.survey, found.ballot, grade, beside);
    return first?.seq === 1 && first.grade !== grade && next?.grade !== grade;
  });
}

/**
 * Visits whose record was made by a tap, and lacks the word that came with it within the minute: it is a remark or, where
 * something beside the grade was asked in between, such as the quarter's theme, what was said to that. Where the reply to
 * the tap asked of the next visit, the word answers that one.
 */
export function withoutAdded({ residents }: Played, ledger: Ledger, book: BallotBook): readonly number[] {
  const { surveyOf, given } = answersIn(ledger, book);
  const current = (no: number) => given.get(no)?.find((record) => record.current === 1);
  return [...residents.added].filter((no) => {
    const first = given.get(no)?.[0];
    if (first?.seq !== 1 || first.grade !== residents.tapped.get(no) || surveyOf(no) !== null) return false;
    const after = askedInReply(ledger, no, first);
    if (after === null) return !holdsWord(current(no));
    // Of words about one of two visits a tap may think better of, later. What a questionnaire was told stands on its ballot.
    return surveyOf(after) === null && !(given.get(after) ?? []).some(holdsWord);
  });
}

/** The visit that the reply to a visit's first answer asked of. */
function askedInReply(ledger: Ledger, no: number, { at }: RecordRow): number | null {
  const to = toWhom(ledger, no);
  const next = ledger.outbox.find(
    ({ purpose, sentAt, recipient }) => purpose === 'next' && sentAt === at && recipient === to,
  );
  return next?.visitNo ?? null;
}

/** Whom a visit's question was sent, by itself or in the reply to the answer about another. */
const toWhom = ({ outbox }: Ledger, no: number): string | undefined =>
  outbox.find(({ purpose, visitNo }) => (purpose === 'ask' || purpose === 'next') && visitNo === no)?.recipient;

const holdsWord = (record: RecordRow | undefined): boolean =>
  record !== undefined && (record.remark?.includes(ADDED) === true || record.topics?.includes(ADDED) === true);

/** How many questionnaires were answered by a tap. */
export function questionnairesTapped({ residents }: Played, ledger: Ledger, book: BallotBook): number {
  const { surveyOf, given } = answersIn(ledger, book);
  return [...residents.tapped.keys()].filter((no) => given.has(no) && surveyOf(no) !== null).length;
}
