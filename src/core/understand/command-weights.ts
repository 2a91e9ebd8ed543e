/** 轻重: how much a stretch of text says of a command, and what speaks for one. */

/** How much a stretch of text says: the command's own name, words for nothing else, words that go with it, a hint. */
export const NAME = 8;
export const PLAIN = 6;
export const LIKELY = 4;
export const HINT = 2;

export type Signals = {
  /** It changes something: it is carried out only where it is plain. */
  readonly acts?: true;
  /** Words that count only beside a task's number. */
  readonly ofTask?: true;
  /** It may be asked for as a favour: 能不能改到明天. */
  readonly favour?: true;
  /** What a text names that speaks for it by itself, beside a task. */
  readonly fact?: 'when' | 'doer';
  readonly for: readonly (readonly [RegExp, number])[];
  readonly against?: RegExp;
};
