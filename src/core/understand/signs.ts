/** 迹象: what the model weighs of a reply: its stretches of characters, and what the rules saw in it. */
import type { Evidence } from './evidence.js';
import type { Verdict } from './grade.js';
import type { Intent } from './intent.js';

/** Characters of a text that are weighed; what is longer is read from its end, where a conclusion stands. */
const READ = 160;

/** The stretches of a normalised text that are weighed: each once, figures as 0, punctuation as one sign. */
export function stretchesOf(text: string): Set<string> {
  const plain = text
    .slice(-READ)
    .replaceAll(/\d/gu, '0')
    .replaceAll(/[^\p{L}\p{N}〔〕?"“”⭐]+/gu, ',')
    .replaceAll(/^,+|,+$/gu, '');
  const framed = `^${plain}$`;
  const out = new Set<string>();
  for (let size = 1; size <= 3; size++)
    for (let at = 0; at + size <= framed.length; at++) out.add(framed.slice(at, at + size));
  return out;
}

/** The classes of a reply's opinions, and which stand first and last. */
export function classSigns(evidence: readonly Evidence[], clauses: number): readonly string[] {
  return evidence.flatMap(({ cls, other, asked, clause }) => [
    `#${cls}${other ? 'o' : ''}${asked ? 'a' : ''}`,
    ...(clause === clauses - 1 ? [`#L${cls}`] : []),
    ...(clause === 0 ? [`#F${cls}`] : []),
  ]);
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
