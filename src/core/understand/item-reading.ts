/** 读到哪儿: what has been read of a reply about the fourteen, piece by piece. */
import type { Direction, Grade } from '../terms.js';
import { gradeAt, type Said } from './item-grade.js';

export type Grades = Partial<Record<Direction, Grade>>;

export type Reading = {
  named: Grades;
  rest: Grade | null;
  left: Set<Direction>;
  pending: Direction[];
  excepted: Set<Direction>;
  except: boolean;
  last: readonly Direction[];
  /** Said last, and then doubted (不对). */
  doubted: Direction[];
  /** Said outright, which no description of the same undoes (绿化满意，因为新种了树). */
  readonly firm: Set<Direction>;
  /** The last piece that described a direction, which the next may go on with. */
  open: string;
  /** Described, without a grade that could be told: left out of all and of the rest. */
  readonly vague: Set<Direction>;
  /** What was told of a direction without a grade that could be told. */
  readonly tales: Map<Direction, string>;
  /** What was named last was described, not only named: the next grade is not its own. */
  told: boolean;
  /** All that were spoken of, in their order. */
  readonly spoken: Direction[];
  /** What was said of all was doubted: it holds if one direction is put right. */
  restDoubted: boolean;
  /** Opened as the only subject (就说消防). */
  only: boolean;
  /** What was told last without a grade that could be told. */
  telling: string;
  /** The rest was named as not judged; a grade may yet follow (剩下没接触，一般吧). */
  waiting: boolean;
  /** Praised in words that turn into their opposite beside a fact. */
  suspect: readonly Direction[];
  /** All of it was praised in quotes, which a fact turns. */
  mocked: boolean;
  /** Of what was told last the rules and the model think differently: only a grade said outright is its own. */
  torn: boolean;
  /** The grade of all had a subject of its own (灯满意). */
  subject: boolean;
  /** The grade of all was weighed from what was told, not said. */
  guessed: boolean;
  /** The praise of all was only called out. */
  exclaimed: boolean;
  /** What was named last without a grade is only wanted. */
  wished: boolean;
  /** The last direction with a grade was blamed. */
  blamed: boolean;
  readonly seen: Map<string, Said>;
};

/** Nothing read yet. */
export function opened(): Reading {
  return {
    named: {},
    rest: null,
    left: new Set(),
    pending: [],
    excepted: new Set(),
    except: false,
    last: [],
    doubted: [],
    suspect: [],
    firm: new Set(),
    open: '',
    vague: new Set(),
    tales: new Map(),
    told: false,
    restDoubted: false,
    only: false,
    spoken: [],
    telling: '',
    waiting: false,
    blamed: false,
    wished: false,
    mocked: false,
    guessed: false,
    subject: false,
    torn: false,
    exclaimed: false,
    seen: new Map(),
  };
}

/** A stretch's grade, read once for all that say the same (满意 of fourteen items). */
export function said(state: Reading, text: string): Said {
  const known = state.seen.get(text);
  if (known !== undefined) return known;
  const grade = gradeAt(text);
  state.seen.set(text, grade);
  return grade;
}

/** What is excepted from a grade has the other one. */
export const opposite = (grade: Grade | null | undefined): Grade =>
  grade === 'dissatisfied' ? 'satisfied' : 'dissatisfied';

export const graded = (state: Reading, text: string): Grade | null => said(state, text).grade;
