/**
 * `npx tsx scripts/train-leaning.ts`: learns src/core/understand/leaning-weights.ts from the labelled replies of
 * tests/data (never those held back) and the words of the lexicon. The same data give the same weights; `npx oxfmt` formats them.
 * `--folds 4` prints instead how often the model is right on a quarter that it has not seen, by how sure it is.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gradeOf } from '../src/core/understand/grade.js';
import { intentsOf } from '../src/core/understand/intent.js';
import { LEANINGS, type Leaning } from '../src/core/understand/leaning.js';
import { describedBy } from '../src/core/understand/item-grade.js';
import { descriptions } from '../src/core/understand/items.js';
import { classifiedWords } from '../src/core/understand/lexicon.js';
import { normalize } from '../src/core/understand/normalize.js';
import { featuresOf, stretchesOf } from '../src/core/understand/signs.js';
import { chances, type Example, learn, likelihoods, type Model, writeWeights } from './learn.js';

type Label = {
  readonly kind: string;
  readonly grade?: string;
  readonly grades?: Readonly<Record<string, string>>;
};
type Row = {
  readonly part?: string;
  readonly question: string;
  readonly reply: string;
  readonly expect: Label;
  readonly also: readonly Label[];
};
/** `also`: what else a careful person could understand. */
type Labelled = Example & { readonly also: readonly number[] };

/** A stretch all of whose weights are smaller than this part of the largest is not written. */
const PRUNED = 100;
const HOW = { kinds: LEANINGS.length, epochs: 40, rate: 0.2, freedom: 4 };
/**
 * Every reply is learnt a second time, for half, without what the rules saw in it: they were written for these very
 * replies and are right of them more often than they will be.
 */
const UNRULED = 0.5;
/** A word of the lexicon counts less than a reply that somebody might write. */
const WORD_WEIGHT = 0.3;
const BY_CLASS: Readonly<Record<string, Leaning>> = {
  satisfied: 'satisfied',
  praise: 'satisfied',
  solved: 'satisfied',
  fairly: 'fairly',
  lukewarm: 'fairly',
  dissatisfied: 'dissatisfied',
  blame: 'dissatisfied',
  failed: 'dissatisfied',
};

const { values: options } = parseArgs({ options: { folds: { type: 'string' } } });
const learnt = ['replies-own', 'replies-sample', 'replies-voices', 'replies-make'].flatMap(readReplies);
if (options.folds) report(learnt, Number(options.folds));
else
  writeWeights(
    modelOf([...learnt, ...words()]),
    '/** Learnt by scripts/train-leaning.ts: stretches of text, and of each a weight for every leaning. */',
    new URL('../src/core/understand/leaning-weights.ts', import.meta.url),
    PRUNED,
  );

function labelOf(label: Label): number {
  return LEANINGS.findIndex((leaning) => leaning === (label.grade ?? label.kind));
}

function readReplies(name: string): readonly Labelled[] {
  const file = new URL(`../tests/data/${name}.jsonl`, import.meta.url);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
    .filter((row) => row.part !== 'held' && row.part !== 'blind')
    .flatMap((row) => (row.question === 'items14' ? [...described(row), ...whole(broadly(row))] : whole(row)));
}

/** A reply about the fourteen that gives all of them one grade as that grade; with several it is none of the leanings. */
function broadly(row: Row): Row {
  const of = ({ kind, grades = {} }: Label): Label => {
    const [grade, ...others] = new Set(Object.values(grades));
    return kind === 'grades' && Object.keys(grades).length === 14 && others.length === 0 && grade
      ? { kind: 'grade', grade }
      : { kind };
  };
  return { ...row, expect: of(row.expect), also: row.also.map(of) };
}

function whole(row: Row): readonly Labelled[] {
  const label = labelOf(row.expect);
  return label < 0 ? [] : [{ stretches: [...featuresIn(row)], label, also: row.also.map(labelOf), weight: 1 }];
}

/** What a reply about the fourteen says of one direction, or of several with the same grade. */
function described({ reply, expect, also }: Row): readonly Labelled[] {
  return descriptions(normalize(reply)).flatMap(([piece, about, ruled]) => {
    const [label, ...others] = new Set(about.map((direction) => expect.grades?.[direction]));
    const other = also.flatMap(({ grades }) => about.map((direction) => grades?.[direction]));
    return label === undefined || others.length > 0
      ? []
      : [
          {
            stretches: [...describedBy(piece, ruled)],
            label: labelOf({ kind: 'grade', grade: label }),
            also: other.map((grade) => labelOf({ kind: 'grade', grade: grade ?? '' })),
            weight: 1,
          },
        ];
  });
}

function featuresIn({ question, reply }: Row): ReadonlySet<string> {
  const text = normalize(reply);
  return featuresOf(question, text, gradeOf(text), intentsOf(text));
}

function words(): readonly Labelled[] {
  return classifiedWords().flatMap(([word, cls]) => {
    const leaning = BY_CLASS[cls];
    return leaning
      ? [{ stretches: [...stretchesOf(word)], label: LEANINGS.indexOf(leaning), also: [], weight: WORD_WEIGHT }]
      : [];
  });
}

function modelOf(examples: readonly Labelled[]): Model {
  return learn(examples, HOW, (one) => [
    one,
    { ...one, stretches: one.stretches.filter((stretch) => !/^[#!=]/u.test(stretch)), weight: one.weight * UNRULED },
  ]);
}

function report(examples: readonly Labelled[], folds: number): void {
  const chance = chances();
  const fold = examples.map(() => Math.floor(chance.next().value * folds));
  const judged = Array.from({ length: folds }, (_, at) => {
    const model = modelOf([...examples.filter((_one, i) => fold[i] !== at), ...words()]);
    return examples
      .filter((_one, i) => fold[i] === at)
      .map((one) => {
        const likely = likelihoods(
          model,
          one.stretches.flatMap((s) => model.rows.get(s) ?? []),
        );
        const sure = Math.max(...likely);
        const best = likely.indexOf(sure);
        return {
          sure,
          right: best === one.label || one.also.includes(best),
          reversed: best + one.label === 2 && best !== one.label,
        };
      });
  }).flat();
  for (const least of [0, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const some = judged.filter(({ sure }) => sure >= least);
    const right = some.filter(({ right: ok }) => ok).length;
    process.stdout.write(
      `sure ≥ ${least}: ${some.length} of ${judged.length}, right ${((100 * right) / some.length).toFixed(1)} %, reversed ${some.filter((one) => one.reversed && !one.right).length}\n`,
    );
  }
}
