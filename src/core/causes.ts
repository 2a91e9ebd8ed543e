/**
 * 原因登记 (templates/causes.zh.yaml): what residents are not satisfied with, filed by the fourteen directions and a list
 * of causes that a company edits. A remark names every cause whose words stand in it.
 */
import { z } from 'zod';
import type { Answers, Remarks } from './ballot.js';
import type { Instant } from './calendar.js';
import { faultsOf } from './policy/faults.js';
import { readSource, type Fault } from './policy/source-file.js';
import { DIRECTIONS, EVENT_KINDS, keysOf, type Direction, type EventKind } from './terms.js';
import { directionNamed } from './understand/item-directions.js';
import { plainOf } from './understand/normalize.js';

const direction = z.preprocess(
  (given) => (typeof given === 'number' ? String(given) : given),
  z.enum(keysOf(DIRECTIONS) as [Direction]),
);
const shape = z.strictObject({
  causes: z
    .array(
      z.strictObject({
        says: z.string().trim().min(1),
        direction: direction.optional(),
        again: z.boolean().default(false),
        words: z.array(z.string().trim().min(1)).min(1),
      }),
    )
    .min(1),
  kinds: z.partialRecord(z.enum(keysOf(EVENT_KINDS) as [EventKind]), direction).default({}),
});

/** `again`: the same place is not in order after the repair. */
export type Cause = {
  readonly says: string;
  readonly direction?: Direction | undefined;
  readonly again: boolean;
  readonly words: readonly string[];
};
export type Causes = {
  readonly causes: readonly Cause[];
  /** The direction of a kind of service, for words that name none. */
  readonly kinds: Readonly<Partial<Record<EventKind, Direction>>>;
};

/** The causes of a file, or every fault with its line. */
export function parseCauses(text: string, file: string): Causes | { readonly faults: readonly Fault[] } {
  const source = readSource(text, file);
  if (source.syntax.length > 0) return { faults: source.syntax };
  const parsed = shape.safeParse(source.value);
  if (!parsed.success) return { faults: faultsOf(parsed.error.issues, source, [], source.value, KEYS) };
  const names = parsed.data.causes.map(({ says }) => says);
  const faults = names.flatMap((says, at) =>
    names.indexOf(says) === at ? [] : [source.fault(['causes', at, 'says'], '各不相同的原因', `重复的“${says}”`)],
  );
  return faults.length > 0 ? { faults } : parsed.data;
}

const KEYS = ['causes', 'kinds', 'says', 'direction', 'again', 'words', ...keysOf(EVENT_KINDS)];

/** Words that somebody was not satisfied with; `direction`: the question of a ballot that they stand beside. */
export type Blame = {
  readonly words: string;
  readonly kind: EventKind | null;
  readonly direction: Direction | null;
  readonly event: string | null;
  readonly at: Instant;
};

/** A ballot with what was said beside its grades. */
export type BlameSource = { readonly answers: Answers; readonly remarks: Remarks; readonly at: Instant };

/** Where a remark is filed; `cause` null: none of the list. */
export type Filed = { readonly cause: Cause | null; readonly direction: Direction; readonly blame: Blame };

const ELSE: Direction = '14';

/** Files a remark under each cause that it names, or under none 其他. */
export function fileBlame({ causes, kinds }: Causes, blame: Blame): readonly Filed[] {
  const text = plainOf(blame.words);
  const found = causes.filter(({ words }) => words.some((word) => text.includes(word)));
  const named = (cause: Cause | null): Direction =>
    blame.direction ??
    cause?.direction ??
    directionNamed(text) ??
    (blame.kind === null ? undefined : kinds[blame.kind]) ??
    ELSE;
  if (found.length === 0) return [{ cause: null, direction: named(null), blame }];
  return found.map((cause) => ({ cause, direction: named(cause), blame }));
}

/** When which repair was said not to hold: what the list marks as `again`, once a remark. */
export function failedAgain(filed: readonly Filed[]): readonly { readonly event: string; readonly at: Instant }[] {
  const failed = new Set(filed.flatMap(({ cause, blame }) => (cause?.again === true ? [blame] : [])));
  return [...failed].flatMap(({ event, at }) => (event === null ? [] : [{ event, at }]));
}
