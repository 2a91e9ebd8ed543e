/** 主题: the quarter, the estate and the question that a member of staff writes after the word. */
import { addMonths, localDate, quarterOf, type LocalDate } from '../calendar.js';
import { estateIn } from './command-context.js';
import type { Scene, Understood } from './command.js';
import { findPeriod } from './when.js';
import { number, two } from './when-days.js';

/** Each only where the text gives it; without `text` it asks what is in force. */
export type ThemeArgs = { readonly period?: string; readonly estate?: string; readonly text?: string };

/** 主题 at the beginning: elsewhere it may be part of what somebody dictates. */
const THEME =
  /^(?:请|帮我)?(?:设(?:置|定)?|定|改|换|更改|推出|公布|看看?|查看?)?(?:一下)?(?:(?:(?:明年|今年|本|这个?|下个?|[一二三四1-4])+季度?|(?:明年|今年)?(?:1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])月份?)的?)?(?:回访)?主题(?!班会|公园|活动|餐|乐园)/u;

/** 主题是不是该换了: of the theme, and no theme. */
const ABOUT_THEME =
  /主题(?:[先就还都]?(?:别|不用|不要|不改|暂不|不动|不变|没变)|大家|太|好[难虚]|老是|都|的事|的问题|这[个件]?事|再|先|(?:现在|目前|就)*是?(?:啥|什么|哪个)|商量|讨论|是不是|要不要|该不该|什么|怎么|是?谁|哪|几|有(?:什么|啥)(?:用|意义|要求)|用来|是?干(?:嘛|什么|啥)|有没有|还没|还是|定了|定好|出来|[换改]了?[吗没]|多少|能不能)/u;
export const ON_THEME: Pick<RegExp, 'test'> = { test: (plain) => THEME.test(plain) && !ABOUT_THEME.test(plain) };

const LEAD =
  /^.*?主题(?:[就想要我们]*(?:给我|帮我|也|可以)?(?:(?:确定|改[做用]|[定改设换写搞做弄走上]|设定|设置|用这个|换掉[\s,，]*换?)(?:一下[\s,，]*就?[叫是用为])?(?:成|为|作|起|:|：)*|[是为叫用](?!否)|叫做))?[\s:：,，]*/u;
const QUARTER = /^(?:(20\d{2})\s*年?\s*)?(?:(?:q|第)?\s*([1-4一二三四])\s*季度?|q([1-4]))[\s:：,，的]*/iu;
const NEAR = /^(本|这个?|当前?|下个?)季度?[\s:：,，的]*/u;
const ASKS =
  /^(?:(?:现在|目前|到底)?是?(?:什么|啥|哪个|哪些)(?:来着|呀|啊|呢)?|有哪些|怎么样|呢|吗)?(?:$|[?？。]|[\s,，](?=.*(?:忘|记不|说一?下|看看)))/u;
const DIGITS = '一二三四';

/** `text` is one line, as it was written. */
export function readTheme(written: string, { now, zone, estates }: Scene): ThemeArgs {
  const today = localDate(now, zone);
  const text = withoutTail(written);
  const before = /(本|这个?|下个?)季度?的?(?:回访)?主题/u.exec(text)?.[1];
  const ahead =
    /((?:明年|今年)?(?:[一二三四1-4]季度?|(?:1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])月份?))的?(?:回访)?主题/u.exec(
      text,
    )?.[1];
  const period = before === undefined ? aheadOf(ahead, today) : near(before, today);
  const rest = text.replace(LEAD, '');
  const found = quarterAt(rest, today);
  const left = found === null ? rest : rest.slice(found.length);
  const word = left.split(/[\s:：,，]/u, 1)[0] ?? '';
  const named = word === '' ? null : estateIn(word, estates);
  const estate = named === null || named === 'many' || !word.startsWith(named.words) ? null : named;
  const first = (estate === null ? left : left.slice(estate.words.length).replace(/^[\s:：,，]+/u, '')).trim();
  const last = estate === null ? estateLast(first, estates) : null;
  const whole = last === null ? first : first.slice(0, first.length - last.length).replace(/[\s,，、]+$/u, '');
  const said = themeIn(whole);
  const around = estateIn(text.replace(said, ' '), estates);
  const place = estate?.name ?? last?.name ?? (around === null || around === 'many' ? undefined : around.name);
  const quarter = found?.quarter ?? period;
  return {
    ...(quarter === null ? {} : { period: quarter }),
    ...(place === undefined ? {} : { estate: place }),
    ...(ASKS.test(said) ? {} : { text: inFullWidth(unquoted(said)) }),
  };
}

/** 定为消防安全,请录入: what is said to the bot is no part of it. */
const withoutTail = (text: string): string =>
  text.replace(
    /[\s,，。;；]+(?:(?:请|麻烦|烦请)(?:各|大家|录|记|登|帮|知|落|执|安排|更新|设|协)|[您你](?:看|觉得)|行就|谢谢|辛苦|收到回|大家知).*$/u,
    '',
  );
/** 换成邻里和睦，原来那个不用了: the theme, as far as it goes; what stands in quotation marks is all of it. */
const themeIn = (said: string): string =>
  QUOTED.exec(said)?.[1] ??
  said
    .replace(BEHIND, '')
    .replace(/(?<=\p{Script=Han}{2})(?:吧|哈|啦|呗)[\s,，].*$/u, '')
    .replace(/(?<=\p{Script=Han}{2})(?:吧|哈|啦|咯|呗|好了|就行)+$/u, '')
    .replace(/[\s,，。;；~\p{Extended_Pictographic}\ufe0f]+$/u, '');
const QUOTED = /^[^"“「『《]{0,8}["“「『《]([^"“”「」『』《》]+)["”」』》]/u;
const BEHIND =
  /[\s,，。;；]+(?:原[来先]|老的|旧的|以前|[莫别]|不要|先|请|麻烦|大家|各|记得|谢|辛苦|要得|行|好|可以|你|帮|就这|我|收到|领导|经理|\S{2,4}(?:先|也|试点|不变|一起)).*$/u;
const unquoted = (said: string): string => /^["“「『《](.+)["”」』》][。.!！]?$/u.exec(said)?.[1] ?? said;

/** An estate named by a word of its own behind the question. */
function estateLast(
  text: string,
  estates: readonly string[],
): { readonly name: string; readonly length: number } | null {
  const [words = '', word = ''] = /[\s,，](\p{Script=Han}{2,}?)的?$/u.exec(text) ?? [];
  const named = word === '' ? null : estateIn(word, estates);
  if (named === null || named === 'many' || !named.name.startsWith(word)) return null;
  return { name: named.name, length: words.length };
}

/** 明年一季度主题: the quarter before the word. */
function aheadOf(words: string | undefined, today: LocalDate): string | null {
  if (words === undefined) return null;
  const found = quarterAt(words.replace(/^[明今]年/u, ''), today);
  if (found === null) return null;
  return words.startsWith('明年') ? `${Number(today.slice(0, 4)) + 1}${found.quarter.slice(4)}` : found.quarter;
}

function quarterAt(text: string, today: LocalDate): { readonly quarter: string; readonly length: number } | null {
  const nearby = NEAR.exec(text);
  if (nearby) return { quarter: near(nearby[1] ?? '', today), length: nearby[0].length };
  const match = QUARTER.exec(text);
  if (!match) return monthAt(text, today);
  const [words, year, word, latin] = match;
  const numeral = latin ?? word ?? '';
  const number = /\d/.test(numeral) ? Number(numeral) : DIGITS.indexOf(numeral) + 1;
  const current = quarterOf(today);
  // Without a year it is one that is not over.
  const named = `${year ?? today.slice(0, 4)}Q${number}`;
  const quarter = year === undefined && named < current ? `${Number(today.slice(0, 4)) + 1}Q${number}` : named;
  return { quarter, length: words.length };
}

/** 6月: the month that is not over. */
function monthAt(text: string, today: LocalDate): { readonly quarter: string; readonly length: number } | null {
  const [words, year, month] =
    /^(?:(20\d{2})\s*年?\s*)?(1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])月份?(?:的?[\s:：,，]+|$)/u.exec(text) ?? [];
  if (words === undefined) return null;
  return { quarter: monthToCome(number(month), year, today), length: words.length };
}
function monthToCome(month: number, year: string | undefined, today: LocalDate): string {
  const named = `${year ?? today.slice(0, 4)}-${two(month)}`;
  return year === undefined && named < today.slice(0, 7) ? `${Number(today.slice(0, 4)) + 1}-${two(month)}` : named;
}

const near = (word: string, today: LocalDate): string => quarterOf(word.startsWith('下') ? addMonths(today, 3) : today);

const WIDE: Readonly<Record<string, string>> = { '?': '？', '!': '！', ',': '，', ';': '；', ':': '：' };

/** Chinese signs between Chinese words, as residents read them. */
const inFullWidth = (text: string): string =>
  text.replaceAll(/(?<=\p{Script=Han})[?!,;:]/gu, (sign) => WIDE[sign] ?? sign);

const SETS =
  /(?:围绕|以)(\S{2,}?)(?:来做|来|做|开展|为(?=\S{0,4}主题)).*主题|主题(?=.{0,8}["“「『《])[^"“「『《]*(["“「『《][^"”」』》]+["”」』》])|(?:加|定|设|换|搞|弄|上)(?:一?[个条])?主题[\s,，:：]+(?:问问?(?:一?下)?)?(\S.*)$|主题\s*(?:[就想要给我帮也单独另外]*(?:确?定|改|设|换|用|叫|是|为|写|搞|做|弄|走|上|讲|聊|谈)(?:成|为|叫|作|做|起|[:：])*|[:：])[\s:：,，]*(?!是?(?:什么|啥|哪))(\S.*)$/u;
const ASKS_OF = /什么|啥|哪|是谁|吗|呢|来着|看|查|多少|要不要|是不是|好不好|没$|\?|？/u;

/** 下个月回访主题定成春节安全, 这个月的主题是啥来着: the word stands within a sentence. */
export function freeTheme(written: string, { now, zone, estates }: Scene): Understood {
  const text = withoutTail(written);
  const before = text.slice(0, text.indexOf('主题'));
  const asks = ASKS_OF.test(
    text.replaceAll(/调查|问问|["“「『《][^"”」』》]+["”」』》]/gu, ' ').replace(/(?<=主题\s*[:：]).*$/u, ' '),
  );
  const about = asks ? text.replace('主题', ' ') : before;
  const period = findPeriod(about, now, zone);
  const named = estateIn(text, estates);
  const found = asks
    ? undefined
    : SETS.exec(text)
        ?.slice(1)
        .find((one) => one !== undefined);
  const first = found?.trim() ?? '';
  const last = estateLast(first, estates);
  const said = found === undefined ? undefined : themeIn(first.slice(0, first.length - (last?.length ?? 0)));
  if (said === undefined && !asks && !text.endsWith('主题'))
    return { kind: 'unclear', suggest: ['主题', '主题 翠湖 新门禁好用吗？'] };
  const args = {
    ...(period === null ? {} : { period: toCome(period.name, about, localDate(now, zone)) }),
    ...(named === null || named === 'many' ? {} : { estate: named.name }),
    ...(said === undefined ? {} : { text: inFullWidth(unquoted(said)) }),
  };
  return { kind: 'command', command: '主题', args };
}

/** A theme's month without a year is one that is not over. */
const toCome = (period: string, text: string, today: LocalDate): string =>
  /^\d{4}-\d{2}$/u.test(period) && !/20\d{2}|[去前今]年|[上本这]个?月/u.test(text)
    ? monthToCome(Number(period.slice(5)), undefined, today)
    : period;
