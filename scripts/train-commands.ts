/**
 * `npx tsx scripts/train-commands.ts`: learns src/core/understand/command-leaning-weights.ts from the labelled messages of
 * staff in tests/data (never from the unread ones). The same data give the same weights; `npx oxfmt`
 * formats them. `--folds 5` prints instead how often the model is right on a fifth that it has not seen, by how sure it is.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseInstant } from '../src/core/calendar.js';
import { byRules } from '../src/core/understand/command.js';
import { COMMAND_LEANINGS } from '../src/core/understand/command-leaning.js';
import { isOrder } from '../src/core/understand/command-judge.js';
import { plainOf } from '../src/core/understand/command-plain.js';
import { commandSigns, HINTED, RULED } from '../src/core/understand/command-signs.js';
import { chances, type Example, learn, likelihoods, type Model, writeWeights } from './learn.js';

type Label = { readonly command?: string };
type Row = {
  readonly now: string;
  readonly estates: readonly string[];
  readonly reply: string;
  readonly expect: Label;
  readonly also: readonly Label[];
};
/** `also`: what else a careful person could understand. */
type Labelled = Example & { readonly also: readonly number[] };

const HOW = { kinds: COMMAND_LEANINGS.length, epochs: 20, rate: 0.3, freedom: 20 };
/** A stretch all of whose weights are smaller than this part of the largest is not written. */
const PRUNED = 40;
/**
 * Every message is learnt a second time, for half, without what the rules read in it: they were written for these very
 * messages and are right of them more often than they will be.
 */
const UNRULED = 0.5;
const ZONE = 'Asia/Shanghai';

const { values: options } = parseArgs({ options: { folds: { type: 'string' } } });
const learnt = ['own', 'late', 'more', 'orders'].flatMap((name) =>
  readFileSync(new URL(`../tests/data/commands-${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => labelled(JSON.parse(line) as Row, name === 'orders')),
);
if (options.folds) report(Number(options.folds));
else
  writeWeights(
    modelOf(learnt),
    '/** Learnt by scripts/train-commands.ts: stretches of text, and of each a weight for every command. */',
    new URL('../src/core/understand/command-leaning-weights.ts', import.meta.url),
    PRUNED,
  );

function labelled({ now, estates, reply, expect, also }: Row, onlyOrders: boolean): readonly Labelled[] {
  const at = parseInstant(now);
  if (at === null) throw new Error(`no instant: ${now}`);
  const scene = { now: at, zone: ZONE, estates, text: reply };
  const label = labelOf(expect);
  const plain = plainOf(reply, estates);
  const ruled = byRules(plain, scene);
  // What else than an order it may be is not labelled.
  const isOpen = onlyOrders && expect.command === undefined && ruled.kind === 'command' && !isOrder(ruled.command);
  const stretches = [...commandSigns(plain, scene, ruled)];
  return label < 0 || isOpen ? [] : [{ stretches, label, also: also.map(labelOf), weight: 1 }];
}

function modelOf(examples: readonly Labelled[]): Model {
  return learn(examples, HOW, (one) => [
    one,
    {
      ...one,
      stretches: one.stretches.filter((stretch) => !stretch.startsWith(RULED) && !stretch.startsWith(HINTED)),
      weight: UNRULED,
    },
  ]);
}

function labelOf({ command = 'unclear' }: Label): number {
  return COMMAND_LEANINGS.findIndex((leaning) => leaning === command);
}

function report(folds: number): void {
  const chance = chances();
  const fold = learnt.map(() => Math.floor(chance.next().value * folds));
  const judged = Array.from({ length: folds }, (_, at) => {
    const model = modelOf(learnt.filter((_one, i) => fold[i] !== at));
    return learnt
      .filter((_one, i) => fold[i] === at)
      .map((one) => {
        const likely = likelihoods(
          model,
          one.stretches.flatMap((stretch) => model.rows.get(stretch) ?? []),
        );
        const sure = Math.max(...likely);
        const best = likely.indexOf(sure);
        return { sure, right: best === one.label || one.also.includes(best) };
      });
  }).flat();
  for (const least of [0, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const some = judged.filter(({ sure }) => sure >= least);
    const right = some.filter((one) => one.right).length;
    process.stdout.write(
      `sure ≥ ${least}: ${some.length} of ${judged.length}, right ${((100 * right) / some.length).toFixed(1)} %\n`,
    );
  }
}
