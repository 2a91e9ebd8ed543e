/** 迹象: what the model weighs of a reply: its stretches of characters, and what the rules saw in it. */
import type { Evidence } from './evidence.js';
import type { Verdict } from './grade.js';
import type { Intent } from './intent.js';

/** Characters of a text that are weighed; what is longer is read from its end, where a conclusion stands. */
const READ = 160;

const NOT = /[不没未无别]/u;

/**
 * The stretches of a normalised text that are weighed: each once, figures as 0, punctuation as one sign; what follows a
 * not in its clause stands for itself as well (`~漏` of 没再漏).
 */
export function stretchesOf(text: string): Set<string> {
  const plain = text
    .slice(-READ)
    .replaceAll(/\d/gu, '0')
    .replaceAll(/[^\p{L}\p{N}〔〕?"“”⭐]+/gu, ',')
    .replaceAll(/^,+|,+$/gu, '');
  const out = new Set<string>();
  addStretches(out, `^${plain}$`, 3, '');
  if (NOT.test(plain))
    for (const clause of plain.split(/[,?]/u)) {
      const at = clause.search(NOT);
      if (at >= 0) addStretches(out, clause.slice(at + 1), 2, '~');
    }
  return out;
}

function addStretches(out: Set<string>, text: string, longest: number, mark: string): void {
  for (let size = 1; size <= longest; size++)
    for (let at = 0; at + size <= text.length; at++) out.add(mark + text.slice(at, at + size));
}

const CONTRAST = /但|就是|只是|不过|可是|可(?=我|惜)|然而|虽|尽管/u;

/** The classes of a reply's opinions, which stand first and last, and which of them stand together. */
export function classSigns(evidence: readonly Evidence[], clauses: number, text: string): readonly string[] {
  const classes = [...new Set(evidence.map(({ cls, other, asked }) => cls + (other ? 'o' : '') + (asked ? 'a' : '')))];
  if (classes.length === 0) return [];
  classes.sort();
  const all = classes.join('+');
  const pairs = classes.flatMap((one, at) => classes.slice(at + 1).map((two) => `#${one}&${two}`));
  const places = evidence.flatMap(({ cls, clause }) => [
    ...(clause === clauses - 1 ? [`#L${cls}`] : []),
    ...(clause === 0 ? [`#F${cls}`] : []),
  ]);
  const contrasted = CONTRAST.test(text) ? [`#${all}~`] : [];
  return [...classes.map((cls) => `#${cls}`), `#=${all}`, ...contrasted, ...pairs, ...places];
}

/** Everything that is weighed. Signs of the rules open with a mark that no stretch has. */
export function featuresOf(
  question: string,
  text: string,
  verdict: Verdict,
  intents: ReadonlyMap<Intent, string>,
): ReadonlySet<string> {
  const out = stretchesOf(text);
  for (const sign of verdict.signs) out.add(sign);
  for (const intent of intents.keys()) out.add(`!${intent}`);
  out.add(`=${verdict.grade}`);
  if (verdict.explicit) out.add(`=${verdict.grade}!`);
  out.add(`=${question}`);
  out.add(`=${Math.min(6, Math.floor(Math.log2(text.length + 1)))}`);
  return out;
}
