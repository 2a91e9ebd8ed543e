/** 口令的迹象: what the model weighs of a message of staff: its stretches of characters, what it names put by signs. */
import type { Scene, Understood } from './command.js';
import { estateIn } from './command-context.js';
import { doerIn } from './command-names.js';
import { factsOf, rank } from './command-rank.js';
import { tasksIn } from './command-task.js';
import { fromDialect } from './dialect.js';
import { findPeriod } from './when.js';

/** Characters that are weighed; what is longer is no order but a record. */
const READ = 80;
const LONGEST = 4;
const HOUSEHOLD = /(?<![\d-])\d{1,3}(?:-\d{1,4}){1,3}(?![\d-])|\d+(?:栋|幢|座|号楼)(?:\d+单元)?(?:\d+室?)?/gu;

/** A task as №, a household as 房, an estate as 园, a period as 期, a colleague as 名, any other figure as 0. */
export function signed(plain: string, { now, zone, estates }: Scene): string {
  const estate = estateIn(plain, estates);
  const placed = estate === null || estate === 'many' ? plain : plain.replace(estate.words, '园');
  const housed = placed.replaceAll(HOUSEHOLD, '房');
  const tasked = tasksIn(housed).reduceRight(
    (text, { at, words }) => `${text.slice(0, at)}№${text.slice(at + words.length)}`,
    housed,
  );
  const period = findPeriod(tasked, now, zone);
  const dated = period === null ? tasked : tasked.replace(period.words, '期');
  const person = doerIn(dated);
  return (person === null ? dated : dated.replace(person, '名'))
    .replaceAll(/\d+/gu, '0')
    .replaceAll(/[?？]+/gu, '?')
    .replaceAll(/[^\p{L}\p{N}№?]+/gu, ',')
    .replaceAll(/^,+|,+$/gu, '')
    .toLowerCase()
    .slice(0, READ);
}

/** Opens what the rules read, which no stretch of a text does. */
export const RULED = '!';

/** What the rules read: a command, nothing, or something that is only told of. */
const ruledSign = (read: Understood): string =>
  read.kind === 'command' ? RULED + read.command : read.asks === undefined ? `${RULED}unclear` : `${RULED}asks`;

/** Opens what single words speak for, whether or not the rules took it for said. */
export const HINTED = '%';
const MOST_HINTS = 3;
/** How plainly the words speak for the first of them. */
const plainness = (score: number): string => (score >= 10 ? 'name' : score >= 8 ? 'plain' : 'hint');

/** The commands that words speak for, the likeliest first, and what is named beside a task. */
function hints(plain: string, scene: Scene): readonly string[] {
  const facts = factsOf(plain, scene);
  const ranked = rank(plain, facts).slice(0, MOST_HINTS);
  const [first] = ranked;
  return [
    ...ranked.map(({ command }) => HINTED + command),
    ...(first === undefined ? [] : [`${HINTED}${first.command}:${plainness(first.score)}`]),
    ...(['task', 'when', 'doer'] as const).filter((fact) => facts[fact]).map((fact) => HINTED + fact),
  ];
}

/** Each stretch of up to four characters once, each pair with one between, what single words speak for, what the rules read. */
export function commandSigns(plain: string, scene: Scene, read: Understood): ReadonlySet<string> {
  const characters = Array.from(`^${fromDialect(signed(plain, scene))}$`);
  const out = new Set<string>([ruledSign(read), ...hints(plain, scene)]);
  for (let at = 0; at < characters.length; at += 1) {
    let stretch = '';
    for (let size = 0; size < LONGEST && at + size < characters.length; size += 1) {
      stretch += characters[at + size];
      out.add(stretch);
    }
    if (at + 2 < characters.length) out.add(`${characters[at]}_${characters[at + 2]}`);
  }
  return out;
}
