/**
 * Anchors 存证: a chain of hashes in one database can be rewritten whole, so its head and the hashes of draws are kept
 * outside too: in the manager's chat, and at the foot of reports. The text says all that is needed to check them.
 */
import { createHash } from 'node:crypto';

/** A draw whose key was committed to. */
export type CommittedDraw = { readonly clause: string; readonly period: string; readonly keyHash: string };

/** A draw that was closed, with its population. */
export type ClosedDraw = CommittedDraw & {
  readonly populationHash: string;
  readonly required: number;
  readonly chosen: number;
  readonly short: number;
};

export type Anchor = {
  readonly estate: string;
  /** Local, such as 2026-04-01 09:00. */
  readonly at: string;
  /** The chain's last row then, and its hash. */
  readonly seq: number;
  readonly head: string;
  readonly committed: readonly CommittedDraw[];
  readonly closed: readonly ClosedDraw[];
};

/** So many hex digits of a hash are printed: 64 bits, which nobody can match by trying. */
const SHOWN = 16;

const shown = (hash: string): string => hash.slice(0, SHOWN);

/** The code by which the head is checked. */
export const anchorCode = ({ seq, head }: Pick<Anchor, 'seq' | 'head'>): string => `存证 HF-${seq}-${shown(head)}`;

/** What a text message of the staff app holds, in bytes of UTF-8. */
const MOST_BYTES = 2048;

/** The anchor in words, within so many bytes; what does not fit is covered by one digest. */
export function anchorText(anchor: Anchor, mostBytes = MOST_BYTES): string {
  const { estate, at, committed, closed } = anchor;
  const code = anchorCode(anchor);
  const head = [
    `${estate}抽样与记录存证，${at}`,
    code,
    `请留存本条。日后可用 huifang audit verify --anchor "${code}" 核对记录有没有被改过。`,
  ];
  const lines = [
    ...(committed.length === 0 ? [] : ['抽样密钥（只公布摘要，抽样后公布密钥）：', ...committed.map(committedLine)]),
    ...(closed.length === 0 ? [] : ['已结的抽样：', ...closed.map(closedLine)]),
  ];
  for (let kept = lines.length; kept >= 0; kept -= 1) {
    const rest = lines.slice(kept);
    const digest = rest.length === 0 ? [] : [`其余 ${rest.length} 行的摘要 ${shown(digestOf(rest))}`];
    const text = [...head, ...lines.slice(0, kept), ...digest].join('\n');
    if (kept === 0 || utf8Bytes(text) <= mostBytes) return text;
  }
  return head.join('\n');
}

const committedLine = ({ clause, period, keyHash }: CommittedDraw): string =>
  `${clause} ${period} 密钥 ${shown(keyHash)}`;

const closedLine = (draw: ClosedDraw): string =>
  `${committedLine(draw)} 总体 ${shown(draw.populationHash)} 应抽 ${draw.required} 抽中 ${draw.chosen} 欠 ${draw.short}`;

const digestOf = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');

const utf8Bytes = (text: string): number => new TextEncoder().encode(text).length;

/** What a text on paper says: heads of the chain, and hashes of draws, as far as they are printed. */
export type AnchorClaim =
  | { readonly kind: 'head'; readonly seq: number; readonly hash: string }
  | {
      readonly kind: 'draw';
      readonly clause: string;
      readonly period: string;
      readonly keyHash: string;
      readonly populationHash: string | null;
    };

const HEAD = /HF-(\d{1,12})-([0-9a-f]{16})/giu;
const DRAW = /^\s*(\S+\.\d+) (\S+) 密钥 ([0-9a-f]{16})(?: 总体 ([0-9a-f]{16}))?/gimu;

/** Reads the claims out of a text that was printed or sent; none where it holds none. */
export function readAnchor(text: string): readonly AnchorClaim[] {
  const plain = text.normalize('NFKC');
  const heads = new Map<string, AnchorClaim>();
  for (const [, seq = '', hash = ''] of plain.matchAll(HEAD)) {
    heads.set(`${seq} ${hash}`, { kind: 'head', seq: Number(seq), hash: hash.toLowerCase() });
  }
  const draws = [...plain.matchAll(DRAW)].map(
    ([, clause = '', period = '', keyHash = '', populationHash]): AnchorClaim => ({
      kind: 'draw',
      clause,
      period,
      keyHash: keyHash.toLowerCase(),
      populationHash: populationHash?.toLowerCase() ?? null,
    }),
  );
  return [...heads.values(), ...draws];
}
