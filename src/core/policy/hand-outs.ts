/** 发放的资料 (p10.6): what is handed out on the visits of a policy, and how staff write it. */
import type { Policy } from './schema.js';

/** The papers that a policy has handed out on its visits; empty where it has none. */
export const handOutsOf = ({ clauses }: Pick<Policy, 'clauses'>): readonly string[] =>
  clauses.flatMap(({ handedOut, forms = [] }) => (handedOut === true ? forms : []));

const BETWEEN = /[\s、，,;；。]+|(?<=\p{Script=Han})[和与及](?=\p{Script=Han})/u;
const MOST_PAPERS = 10;
const LONGEST = 30;

/** What was handed out, paper by paper: 服务卡和使用说明书两份 → 服务卡, 使用说明书两份. */
export const papersIn = (text: string): readonly string[] =>
  text
    .split(BETWEEN)
    .map((one) => Array.from(one.trim()).slice(0, LONGEST).join(''))
    .filter((one) => one !== '')
    .slice(0, MOST_PAPERS);

/** All that was handed out by now, each once. */
export const withPapers = (before: readonly string[], more: readonly string[]): readonly string[] => [
  ...new Set([...before, ...more]),
];

/** Those of a policy's papers that are not among them yet. */
export const papersLeft = (papers: readonly string[], given: readonly string[]): readonly string[] =>
  papers.filter((paper) => !given.some((one) => one.includes(paper)));

/** What is still to be handed out stands beside what is to be asked: `质量、建议；送上服务卡`. */
export function withHandOuts(
  asked: string,
  policy: Pick<Policy, 'clauses'> | null,
  { handOuts = [] }: { readonly handOuts?: readonly string[] },
): string {
  const papers = policy === null ? [] : papersLeft(handOutsOf(policy), handOuts);
  return papers.length === 0 ? asked : [asked, `送上${papers.join('、')}`].filter((part) => part !== '').join('；');
}
