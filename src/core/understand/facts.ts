/** 事实: whole patterns that are facts or moods, each with its class, tested on every clause. */
import { anyOf } from './any.js';
import { BLAMES } from './facts-blame.js';
import { FAILURES } from './facts-failed.js';
import { PRAISES } from './facts-good.js';
import type { WordClass } from './lexicon.js';

type Fact = readonly [RegExp, Exclude<WordClass, 'none'>];
const FACTS: readonly Fact[] = [...PRAISES, ...FAILURES, ...BLAMES];

/** Few clauses hold a fact: a group is looked through only where one of it is there. */
const GROUP = 16;
const GROUPS = Array.from({ length: Math.ceil(FACTS.length / GROUP) }, (_, at) => {
  const facts = FACTS.slice(at * GROUP, (at + 1) * GROUP);
  return { any: anyOf(facts.map(([pattern]) => pattern)), facts };
});

/** The facts of a clause in the order of the tables; the first of a place does not hide the others. */
export function factsIn(
  clause: string,
): readonly { readonly cls: Fact[1]; readonly word: string; readonly at: number }[] {
  return GROUPS.flatMap(({ any, facts }) =>
    any.test(clause)
      ? facts.flatMap(([pattern, cls]) => {
          const hit = pattern.exec(clause);
          return hit ? [{ cls, word: hit[0], at: hit.index }] : [];
        })
      : [],
  );
}
