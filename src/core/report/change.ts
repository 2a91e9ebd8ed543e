/** 比上期: how a rate stands to that of the period before. */
import { FEW_RETURNED, percent } from './report.js';

/** `base`: on how many it rests. */
export type Rated = { readonly rate: string | null; readonly base: number };

/** `"92.3"` → 923: differences of decimals are taken in integers. */
const toTenths = (rate: string): number => Number(rate.replace('.', ''));

/** `比 8 月高 1.8 个百分点`; null where either has no rate. */
export function changeZh(rate: string | null, previous: string | null, label: string): string | null {
  if (rate === null || previous === null) return null;
  const tenths = toTenths(rate) - toTenths(previous);
  const points = `${Math.floor(Math.abs(tenths) / 10)}.${Math.abs(tenths) % 10} 个百分点`;
  const beside = /^\d/.test(label) ? ` ${label}` : label;
  return tenths === 0 ? `与${beside}持平` : `比${beside}${tenths > 0 ? '高' : '低'} ${points}`;
}

/** The same as a clause that stands behind a figure: why there is nothing to compare, and whether the other is small. */
export function comparedZh(now: Rated, before: Rated, label: string): string {
  if (now.rate === null) return '';
  const change = changeZh(now.rate, before.rate, label);
  if (change === null) return `，${label}没有可比的数字`;
  return `，${change}${isFewOf(before.base) ? `（${label}只有 ${before.base} 件，仅供参考）` : ''}`;
}

/** Whether a rate rests on so few that it must be said beside it. */
export const isFewOf = (base: number): boolean => base > 0 && base < FEW_RETURNED;

export const FEW_ZH = '件数少，仅供参考';

/** `88.9%（件数少，仅供参考）`; a dash where there is nothing to take a share of. */
export const ratedZh = ({ rate, base }: Rated): string => `${percent(rate)}${isFewOf(base) ? `（${FEW_ZH}）` : ''}`;
