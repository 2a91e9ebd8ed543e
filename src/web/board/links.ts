/** Addresses within the board: what was chosen goes along. */
import type { View } from './view.js';

type Given = Readonly<Record<string, string | number | undefined>>;

/** `path?a=1&b=2`, without what is not given. */
export function link(path: string, given: Given): string {
  const pairs = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** The estate and the period that a page keeps for the next one. */
export const keptOf = ({ estate, estates, period }: View): { readonly estate?: string; readonly period: string } => ({
  ...(estate === null || estates.length === 1 ? {} : { estate: estate.id }),
  period: period.name,
});
