/**
 * `npx tsx scripts/train-leaning.ts`: learns src/core/understand/leaning-weights.ts from the labelled replies of
 * tests/data (never those held back) and the words of the lexicon. The same data give the same weights; `npx oxfmt` formats them.
 * `--folds 4` prints instead how often the model is right on a quarter that it has not seen, by how sure it is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gradeOf } from '../src/core/understand/grade.js';
import { intentsOf } from '../src/core/understand/intent.js';
import { LEANINGS, type Leaning } from '../src/core/understand/leaning.js';
import { describedBy } from '../src/core/understand/item-grade.js';
import { descriptions } from '../src/core/understand/items.js';
import { classifiedWords } from '../src/core/understand/lexicon.js';
import { normalize } from '../src/core/understand/normalize.js';
import { featuresOf, stretchesOf } from '../src/core/understand/signs.js';

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
type Example = {
  readonly stretches: readonly string[];
  readonly label: number;
  readonly also: readonly number[];
  readonly weight: number;
};
type Model = {
  readonly rows: ReadonlyMap<string, number>;
  /** How rare each stretch is, by which it counts; folded into the weights when they are written. */
  readonly rarity: Float64Array;
  readonly weights: Float64Array;
  readonly biases: Float64Array;
};

const KINDS = LEANINGS.length;
/** A stretch all of whose weights are smaller than this part of the largest is not written. */
const PRUNED = 100;
const EPOCHS = 40;
const RATE = 0.2;
/** The larger, the less the weights are held down. */
const FREEDOM = 4;
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
else write(learn([...learnt, ...words()]));

function labelOf(label: Label): number {
  return LEANINGS.findIndex((leaning) => leaning === (label.grade ?? label.kind));
}

function readReplies(name: string): readonly Example[] {
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

function whole(row: Row): readonly Example[] {
  const label = labelOf(row.expect);
  return label < 0 ? [] : [{ stretches: [...featuresIn(row)], label, also: row.also.map(labelOf), weight: 1 }];
}

/** What a reply about the fourteen says of one direction, or of several with the same grade. */
function described({ reply, expect, also }: Row): readonly Example[] {
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

function words(): readonly Example[] {
  return classifiedWords().flatMap(([word, cls]) => {
    const leaning = BY_CLASS[cls];
    return leaning
      ? [{ stretches: [...stretchesOf(word)], label: LEANINGS.indexOf(leaning), also: [], weight: WORD_WEIGHT }]
      : [];
  });
}

/** Numbers from 0 to 1 that are the same in every run. */
function* chances(): Generator<number, never> {
  for (let state = 12345; ;) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    yield state / 0x80000000;
  }
}

function learn(examples: readonly Example[]): Model {
  const counts = new Map<string, number>();
  for (const { stretches } of examples)
    for (const stretch of stretches) counts.set(stretch, (counts.get(stretch) ?? 0) + 1);
  const kept = [...counts].flatMap(([stretch, count]) => (count >= 2 && !/\s/u.test(stretch) ? [stretch] : [])).sort();
  const rows = new Map(kept.map((stretch, row) => [stretch, row]));
  const count = kept.map((stretch) => counts.get(stretch) ?? 1);
  const rarity = Float64Array.from(count, (times) => Math.log(examples.length / times));
  const weights = new Float64Array(rows.size * KINDS);
  const biases = new Float64Array(KINDS);
  /** The mean of the second half: the last step of a run owes much to which reply came last. */
  const mean = new Float64Array(rows.size * KINDS);
  const seen = new Float64Array(rows.size * KINDS).fill(0.01);
  const model = { rows, rarity, weights, biases };
  const known = examples.flatMap(({ stretches, label, weight }) => {
    const at = stretches.flatMap((stretch) => rows.get(stretch) ?? []);
    const unruled = at.filter((row) => !/^[#!=]/u.test(kept[row] ?? ''));
    return [
      { at, label, weight },
      { at: unruled, label, weight: weight * UNRULED },
    ];
  });
  const chance = chances();
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let i = known.length - 1; i > 0; i--) {
      const j = Math.floor(chance.next().value * (i + 1));
      const [a, b] = [known[i], known[j]];
      if (a && b) [known[i], known[j]] = [b, a];
    }
    for (const { at, label, weight } of known) {
      const share = 1 / Math.sqrt(at.length || 1);
      const likely = likelihoods(model, at);
      for (let kind = 0; kind < KINDS; kind++) {
        const error = ((likely[kind] ?? 0) - (kind === label ? 1 : 0)) * weight;
        biases[kind] = (biases[kind] ?? 0) - 0.01 * error;
        for (const row of at) {
          const cell = row * KINDS + kind;
          const held = (weights[cell] ?? 0) / (FREEDOM * 2 * (count[row] ?? 1));
          const slope = error * share * (rarity[row] ?? 1) + held;
          seen[cell] = (seen[cell] ?? 0) + slope * slope;
          weights[cell] = (weights[cell] ?? 0) - (RATE * slope) / Math.sqrt(seen[cell] ?? 1);
        }
      }
    }
    if (epoch >= EPOCHS / 2) for (const [cell, weight] of weights.entries()) mean[cell] = (mean[cell] ?? 0) + weight;
  }
  return { ...model, weights: mean.map((sum) => sum / (EPOCHS / 2)) };
}

function likelihoods({ rarity, weights, biases }: Model, at: readonly number[]): readonly number[] {
  const share = 1 / Math.sqrt(at.length || 1);
  const scores = LEANINGS.map((_, kind) =>
    at.reduce((sum, row) => sum + share * (rarity[row] ?? 1) * (weights[row * KINDS + kind] ?? 0), biases[kind] ?? 0),
  );
  const highest = Math.max(...scores);
  const raw = scores.map((score) => Math.exp(score - highest));
  const all = raw.reduce((sum, one) => sum + one, 0);
  return raw.map((one) => one / all);
}

function report(examples: readonly Example[], folds: number): void {
  const chance = chances();
  const fold = examples.map(() => Math.floor(chance.next().value * folds));
  const judged = Array.from({ length: folds }, (_, at) => {
    const model = learn([...examples.filter((_one, i) => fold[i] !== at), ...words()]);
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

function write({ rows, rarity, weights, biases }: Model): void {
  const folded = weights.map((weight, cell) => weight * (rarity[Math.floor(cell / KINDS)] ?? 1));
  const scale = folded.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const kept = [...rows].filter(([, row]) =>
    folded.subarray(row * KINDS, (row + 1) * KINDS).some((weight) => Math.abs(weight) > scale / PRUNED),
  );
  const marks = kept.flatMap(([, row]) =>
    [...folded.subarray(row * KINDS, (row + 1) * KINDS)].map((weight) =>
      String.fromCharCode('P'.charCodeAt(0) + Math.sign(weight) * Math.round(46 * Math.sqrt(Math.abs(weight) / scale))),
    ),
  );
  const text = `/** Learnt by scripts/train-leaning.ts: stretches of text, and of each a weight for every leaning. */
export const SCALE = ${scale.toFixed(4)};
export const BIASES: readonly number[] = [${[...biases].map((bias) => bias.toFixed(2)).join(', ')}];
export const STRETCHES =
${quoted(kept.map(([stretch]) => stretch).join(' '))};
export const WEIGHTS =
${quoted(marks.join(''))};
`;
  const file = new URL('../src/core/understand/leaning-weights.ts', import.meta.url);
  writeFileSync(file, text);
  process.stdout.write(`${kept.length} stretches, ${text.length} characters\n`);
}

/** A long text as long lines of source. */
function quoted(text: string): string {
  const lines = text.match(/[\s\S]{1,2000}/gu) ?? [''];
  return lines.map((line) => `  '${line.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(' +\n');
}
