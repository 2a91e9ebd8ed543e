/** 口令: what staff and managers write → a command with its arguments, in set forms or in their own words. */
import type { Instant } from '../calendar.js';
import { type Direction, EVENT_KINDS, type EventKind, keysOf, type Term } from '../terms.js';
import { directionNamed } from './items.js';
import { simplify } from './traditional.js';
import { findPeriod } from './when.js';

/** `period` as contracts.md writes it; each only where the text gives it. */
export type RateArgs = {
  readonly period?: string;
  readonly estate?: string;
  readonly kind?: EventKind;
  readonly item?: Direction;
};

export type Command =
  | { readonly kind: 'command'; readonly command: '满意率' | '回访率'; readonly args: RateArgs }
  | { readonly kind: 'command'; readonly command: '帮助' | '我的任务'; readonly args: Readonly<Record<string, never>> }
  | { readonly kind: 'command'; readonly command: '领取' | '说明'; readonly args: { readonly task: number } };
export type CommandName = Command['command'];

/** `suggest`: what could have been meant, as it can be written. */
export type Unclear = { readonly kind: 'unclear'; readonly suggest: readonly string[] };
export type Understood = Command | Unclear;

const RATE = /满意(?:率|度)|满意比例|满意的?(?:占比|百分比)|多少(?:人|户)?满意/u;
const VISIT_RATE = /回访(?:率|完成率|比例|完成情况|覆盖率)|访问率/u;
const HELP =
  /^(?:帮助|帮忙|help|\?|菜单|命令|怎么用|使用说明|你能做什么|你会什么|能干什么|能做什么|功能|指令)[吗呢啊?。!]*$/iu;
const MINE =
  /我的?(?:任务|工作|活|回访)|今天?(?:有)?(?:什么|哪些)(?:任务|活|要做)|任务(?:列表|清单)|有什么任务|要回访谁|(?:有)?哪些(?:回访)?任务|^任务$/u;
const CLAIM = /领取|认领|领(?=\s*\d)|接单|我来(?:做|接)|(?:^|[^转])接(?=\s*\d)/u;
const EXPLAIN = /说明|为什么|为啥|解释|详情|依据|怎么来的/u;
const NUMBER = /(?:#|no\.?|任务|第)?\s*(\d{1,9})(?!\d|[月年季日%])/iu;
const ITEM = /第\s*(1[0-4]|[1-9])\s*项|(?:^|\s)(1[0-4]|[1-9])\s*项/u;
/** A word that looks like an estate's name but is none of those known. */
const STRANGE_ESTATE = /[\u4e00-\u9fff]{2,6}(?:花园|家园|小区|公寓|广场|名苑|花苑|新村|山庄|豪庭)/u;
/** Words of a request that name nothing, and a rest that does: no figure is given for what was not understood. */
const FILLER =
  /帮我|麻烦|请问|请|看看|看一?下|瞧瞧|查查|查询|查一?下|查|看|给我|发我|一下|我想|想|要|知道|了解|现在|目前|当前|整体|总体|总的|全部|所有|整个|全|咱们?|我们|这边|这里|那边|小区|项目|物业|服务|居民|住户|业主|客户|情况|数据|数字|统计|报告|结果|是|的|有|多少|几|怎么样|怎样|如何|高不高|吗|呢|啊|吧|嘛|了|把|跟我|说说|说|告诉我|告诉|汇报|个|来|度|率|哦|呀|一份|和|跟|比|较/gu;
const STRANGE_REST = /[\u4e00-\u9fff]{2,}|[栋楼幢]/u;
const NOT_A_NAME = /^(?:各|全|所有|每个|本|我们|这个|那个|整个|看看|全部|咱们).{0,2}(?:小区|广场)$/u;

/**
 * Understands one message of staff. `estates` are the names that may be meant; a name may be shortened to what tells it
 * from the others. Pure: `now` and `zone` give 本月 its meaning.
 */
export function understandCommand(text: string, now: Instant, zone: string, estates: readonly string[]): Understood {
  const plain = simplify(text.slice(0, 400).normalize('NFKC'))
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  if (HELP.test(plain)) return { kind: 'command', command: '帮助', args: {} };
  if (RATE.test(plain)) return rate('满意率', plain.replace(RATE, ' '), now, zone, estates);
  if (VISIT_RATE.test(plain)) return rate('回访率', plain.replace(VISIT_RATE, ' '), now, zone, estates);
  if (CLAIM.test(plain)) return numbered('领取', plain);
  if (EXPLAIN.test(plain)) return numbered('说明', plain);
  if (MINE.test(plain)) return { kind: 'command', command: '我的任务', args: {} };
  return { kind: 'unclear', suggest: suggestions(plain) };
}

function rate(
  command: '满意率' | '回访率',
  rest: string,
  now: Instant,
  zone: string,
  estates: readonly string[],
): Understood {
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

function numbered(command: '领取' | '说明', plain: string): Understood {
  const task = Number(NUMBER.exec(plain)?.[1] ?? Number.NaN);
  return Number.isSafeInteger(task) && task > 0
    ? { kind: 'command', command, args: { task } }
    : { kind: 'unclear', suggest: [`${command} 12`, '我的任务'] };
}

/** The estate that a text names: in full, or by a beginning of at least two characters that no other estate has. */
function estateIn(
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

const HINTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/满意|评价|口碑|率/u, ['满意率 本月', '回访率 本月']],
  [/回访|完成|进度/u, ['回访率 本月', '我的任务']],
  [/任务|单|活|待办/u, ['我的任务', '领取 12', '说明 12']],
];

/** The commands nearest to what was written; always 帮助 at the end. */
function suggestions(plain: string): readonly string[] {
  const hint = HINTS.find(([pattern]) => pattern.test(plain))?.[1] ?? ['满意率 本月', '我的任务'];
  return [...hint, '帮助'];
}
