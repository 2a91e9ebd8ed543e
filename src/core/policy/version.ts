/**
 * A version of a policy: a file's text together with an estate's own parameters. What is kept of it is one text that
 * says both; its hash is what visits and duties point to, so that each is explained by what it was planned under.
 */
import { createHash } from 'node:crypto';

export type Parameters = Readonly<Record<string, unknown>>;

/** The first line of a kept text; YAML reads it as a comment. */
const HEAD = '# 项目参数 ';

/** The text that is kept: the parameters on a line of their own, then the file as it stood. */
export const keptText = (text: string, parameters: Parameters): string => `${HEAD}${stable(parameters)}\n${text}`;

/** The version's name: SHA-256 of the kept text, in hex. */
export const versionOfText = (kept: string): string => createHash('sha256').update(kept).digest('hex');

/** A kept text's two parts; a text without our first line is a file without parameters. */
export function readKeptText(kept: string): { readonly text: string; readonly parameters: Parameters } {
  const end = kept.indexOf('\n');
  if (!kept.startsWith(HEAD) || end === -1) return { text: kept, parameters: {} };
  return { text: kept.slice(end + 1), parameters: JSON.parse(kept.slice(HEAD.length, end)) as Parameters };
}

/** Parameters as text: the same whatever the order in which they are given. */
export const stable = (parameters: Parameters): string =>
  JSON.stringify(Object.fromEntries(Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1))));
