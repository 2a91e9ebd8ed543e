/** 回访流程图: of the policy as the estate has adopted it, drawn from its file. */
import type { Context } from '../../context.js';
import { explainSvg } from '../../core/policy/flow-chart.js';
import { pngOfSvg } from '../../forms/chart.js';
import { policiesOfEstate } from '../policies-of-estate.js';
import type { Estate } from '../../store/estates.js';

/** The picture and what it is of; else why there is none. */
export function flowChart(
  ctx: Context,
  estate: Estate,
  id: string | null,
): { readonly svg: string; readonly policy: string } | { readonly says: string } {
  const adopted = estate.policies.map((one) => one.id);
  const wanted = id ?? (adopted.length === 1 ? adopted[0] : undefined);
  const titles = (ids: readonly string[]): string =>
    ids.map((one) => `${one}（${ctx.policies.get(one)?.title ?? ''}）`).join('、');
  if (wanted === undefined) {
    return {
      says:
        adopted.length === 0 ? `${estate.name}没有采用任何制度。` : `请写明哪一项制度的流程图：${titles(adopted)}。`,
    };
  }
  const policy = policiesOfEstate(ctx, estate).find((one) => one.id === wanted) ?? ctx.policies.get(wanted) ?? null;
  if (policy === null) return { says: `没有制度「${wanted}」；现有：${titles([...ctx.policies.keys()])}。` };
  return { svg: explainSvg(policy), policy: policy.id };
}

/** Pixels across: A4 that can be read on a phone and printed. */
const WIDTH = 1400;
/** As many pictures as policies that are usually asked for; one is the same until its policy changes. */
const MOST_KEPT = 12;
const kept = new Map<string, Promise<Uint8Array | null>>();

/** The picture as PNG; null where what draws it is not installed. */
export function flowChartPng(svg: string): Promise<Uint8Array | null> {
  const known = kept.get(svg);
  if (known !== undefined) return known;
  const drawn = pngOfSvg(svg, WIDTH);
  drawn.catch(() => kept.delete(svg));
  const [oldest] = kept.keys();
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(svg, drawn);
  return drawn;
}
