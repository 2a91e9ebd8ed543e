/** 听懂的结果: what a reply means. */
import type { Direction, EventKind, Grade } from '../terms.js';
import type { Intent } from './intent.js';

export type Asked = {
  readonly question: 'single' | 'items14' | 'clarify';
  readonly reply: string;
  readonly about: EventKind;
};

/** What else one message can hold beside its main meaning. */
export type Beside = 'request' | 'human' | 'question' | 'postpone';
type Common = { readonly and?: readonly Beside[]; readonly why: readonly string[] };

/** One member per kind, so that a switch narrows; a grade can stand beside it. */
type Otherwise<K> = K extends string
  ? { readonly kind: K; readonly grade?: Grade; readonly remark?: string | null } & Common
  : never;

/** `why`: the words that decided, for the record and the supervisor. */
export type Understanding =
  | ({ readonly kind: 'grade'; readonly grade: Grade; readonly remark: string | null } & Common)
  | ({
      readonly kind: 'grades';
      readonly grades: Readonly<Partial<Record<Direction, Grade>>>;
      readonly remark: string | null;
    } & Common)
  | Otherwise<Intent | 'unclear'>;

/** What else a message holds, from its intents; `fault`: something is broken, which asks for work. */
export function besides(intents: ReadonlyMap<Intent, string>, fault: boolean): readonly Beside[] {
  const and: Beside[] = [];
  if (intents.has('request') || fault) and.push('request');
  if (intents.has('human')) and.push('human');
  if (intents.has('question') && !intents.has('request')) and.push('question');
  if (intents.has('postpone')) and.push('postpone');
  return and;
}

export function withAnd(and: readonly Beside[]): { readonly and?: readonly Beside[] } {
  return and.length > 0 ? { and } : {};
}
