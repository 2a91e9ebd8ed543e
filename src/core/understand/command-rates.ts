/** 满意率、回访率 as staff write them: the period, the estate, the kind and the item that a text names. */
import { type Direction, EVENT_KINDS, type EventKind, keysOf, type Term } from '../terms.js';
import type { Scene, Understood } from './command.js';
import { directionNamed } from './items.js';
import { findPeriod } from './when.js';

/** `period` as contracts.md writes it; each only where the text gives it. */
export type RateArgs = {
  readonly period?: string;
  readonly estate?: string;
  readonly kind?: EventKind;
  readonly item?: Direction;
};

const ITEM = /第\s*(1[0-4]|[1-9])\s*项|(?:^|\s)(1[0-4]|[1-9])\s*项/u;
/** A word that looks like an estate's name but is none of those known. */
const STRANGE_ESTATE = /[\u4e00-\u9fff]{2,6}(?:花园|家园|小区|公寓|广场|名苑|花苑|新村|山庄|豪庭)/u;
/** Words of a request that name nothing, and a rest that does: no figure is given for what was not understood. */
export const FILLER =
  /帮我|麻烦|请问|请|看看|看一?下|瞧瞧|查查|查询|查一?下|查|看|给我|发我|一下|我想|想|要|知道|了解|现在|目前|当前|整体|总体|总的|全部|所有|整个|全|咱们?|我们|这边|这里|那边|小区|项目|物业|服务|居民|住户|业主|客户|情况|数据|数字|统计|报告|结果|是|的|有|多少|几|怎么样|怎样|如何|高不高|吗|呢|啊|吧|嘛|了|把|跟我|说说|说|告诉我|告诉|汇报|个|来|度|率|哦|呀|一份|和|跟|比|较/gu;
const STRANGE_REST = /[\u4e00-\u9fff]{2,}|[栋楼幢]/u;
/** A date that is none, such as 2026-13 or 14月: no other period's figure is given in its place. */
const STRANGE_PERIOD = /\d{4}\s*[-/.年]\s*\d|\d{1,2}\s*月|[qQ]\s*\d/u;
const NOT_A_NAME = /^(?:各|全|所有|每个|本|我们|这个|那个|整个|看看|全部|咱们).{0,2}(?:小区|广场)$/u;

/** A request for a rate: `rest` is the text without the words for the rate itself. */
export function rateCommand(command: '满意率' | '回访率', rest: string, { now, zone, estates }: Scene): Understood {
  const estate = estateIn(rest, estates);
  if (estate === 'many') return { kind: 'unclear', suggest: estates.slice(0, 5).map((name) => `${command} ${name}`) };
  const named = estate ? rest.replace(estate.words, ' ') : rest;
  const strange = estate
    ? null
    : STRANGE_ESTATE.exec(named.replaceAll(/帮我|看看|查一?下|上个?月|本月|这个月|的/gu, ' '));
  if (strange && !NOT_A_NAME.test(strange[0])) {
    return {
      kind: 'unclear',
      suggest: estates.length > 0 ? estates.slice(0, 5).map((name) => `${command} ${name}`) : [command],
    };
  }
  const period = findPeriod(named, now, zone);
  const left = period ? named.replace(period.words, ' ') : named;
  if (STRANGE_PERIOD.test(left)) return { kind: 'unclear', suggest: [`${command} 本月`, `${command} 2026-09`] };
  const item = ITEM.exec(left);
  const kind = kindIn(left);
  const direction = item
    ? ((item[1] ?? item[2]) as Direction)
    : kind
      ? null
      : command === '满意率'
        ? directionNamed(left)
        : null;
  if (estate === null && kind === null && direction === null && STRANGE_REST.test(left.replaceAll(FILLER, ''))) {
    return { kind: 'unclear', suggest: estates.slice(0, 5).map((name) => `${command} ${name}`) };
  }
  return {
    kind: 'command',
    command,
    args: {
      ...(period ? { period: period.name } : {}),
      ...(estate ? { estate: estate.name } : {}),
      ...(kind ? { kind } : {}),
      ...(direction ? { item: direction } : {}),
    },
  };
}

/** The estate that a text names: in full, or by a beginning of at least two characters that no other estate has. */
export function estateIn(
  text: string,
  estates: readonly string[],
): { readonly name: string; readonly words: string } | 'many' | null {
  const whole = estates.filter((name) => name !== '' && text.includes(name)).sort((a, b) => b.length - a.length)[0];
  if (whole) return { name: whole, words: whole };
  const hits = estates.flatMap((name) => {
    const chars = Array.from(name);
    for (let length = chars.length - 1; length >= 2; length--) {
      const words = chars.slice(0, length).join('');
      if (text.includes(words)) return [{ name, words }];
    }
    return [];
  });
  const longest = Math.max(0, ...hits.map((hit) => hit.words.length));
  const best = hits.filter((hit) => hit.words.length === longest);
  return best.length > 1 ? 'many' : (best[0] ?? null);
}

const KIND_WORDS: readonly (readonly [string, EventKind])[] = keysOf(EVENT_KINDS)
  .flatMap((kind) => {
    const term: Term = EVENT_KINDS[kind];
    return [kind, term.zh, ...(term.also ?? [])].map((word) => [word, kind] as const);
  })
  .sort(([a], [b]) => b.length - a.length);

function kindIn(text: string): EventKind | null {
  const plain = text.replaceAll(/其他(?!管理|服务)/gu, ' ');
  return (
    KIND_WORDS.find(([word, kind]) =>
      word === 'other' || word === '其他' ? false : plain.includes(word) && kind !== undefined,
    )?.[1] ?? null
  );
}
