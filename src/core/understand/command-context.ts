/** 口令的内容: the period, the estate, the kind and whatever else a question of staff names, read by the same readers for all. */
import type { Instant, LocalDate } from '../calendar.js';
import type { DayPart } from '../reach.js';
import { type Direction, EVENT_KINDS, type EventKind, keysOf, type Term } from '../terms.js';
import { findAppointment } from './appointment.js';
import { ASKER, countIn, DEPARTMENT, departmentIn, percentIn, personLeft, policyIn } from './command-names.js';
import type { Scene } from './command.js';
import { directionNamed } from './item-directions.js';
import { findPeriod } from './when.js';

/** Each only where the text gives it; names and forms as contracts.md writes them. */
export type ContextArgs = {
  readonly period?: string;
  readonly date?: LocalDate;
  readonly part?: DayPart;
  readonly estate?: string;
  readonly kind?: EventKind;
  readonly item?: Direction;
  readonly person?: string;
  readonly department?: string;
  readonly policy?: string;
  readonly percent?: number;
  readonly count?: number;
};
export type ContextKey = keyof ContextArgs;

/** `left`: the text without what was understood. `strange`: what cannot be left out without answering something else. */
export type Context = { readonly args: ContextArgs; readonly left: string; readonly estate: 'many' | 'one' | 'none' };

/** Reads from a text what a command takes; `words` are the command's own. */
export function readContext(text: string, words: RegExp, keys: readonly ContextKey[], scene: Scene): Context {
  const { now, zone, estates } = scene;
  const asked = withoutStories(uncompared(text.replaceAll(ASKER, ' '), now, zone), words, scene);
  let left = asked.replaceAll(new RegExp(words.source, 'gu'), ' ');
  const take = (found: { readonly words: string } | null): void => {
    if (found !== null) left = left.replace(found.words, ' ');
  };
  const wants = (key: ContextKey): boolean => keys.includes(key);
  const args: { -readonly [Key in ContextKey]?: ContextArgs[Key] } = {};
  const estate = estateIn(left, estates);
  if (estate !== 'many' && estate !== null) {
    args.estate = estate.name;
    take(estate);
  }
  const policy = wants('policy') ? policyIn(text) : null;
  if (policy !== null) args.policy = policy.id;
  take(policy === null ? null : { words: policy.words.replace(/的?(?:制度|流程)$/u, '') });
  take(policy);
  const percent = wants('percent') ? percentIn(left) : null;
  if (percent !== null) args.percent = percent;
  const when = wants('date') ? findAppointment(withoutPeriods(left), now, zone) : null;
  const period = findPeriod(left, now, zone);
  if (when?.date !== undefined) args.date = when.date;
  else if (period !== null) args.period = period.name;
  const part = when?.part ?? (wants('part') ? partOf(when?.time) : undefined);
  if (part !== undefined) args.part = part;
  take(period);
  const count = wants('count') ? countIn(left) : null;
  if (count !== null) {
    args.count = count.count;
    take(count);
  }
  const department = wants('department') ? departmentIn(left) : null;
  const kind = kindIn(department === null ? left : left.replace(department, ' '));
  if (department !== null) args.department = department;
  take(department === null ? null : { words: department });
  const item = wants('item') ? itemIn(left, kind?.kind ?? null) : null;
  if (item !== null) args.item = item;
  else if (kind !== null && wants('kind')) args.kind = kind.kind;
  if (wants('kind')) take(kind);
  const person = wants('person') && item === null ? personLeft(left.replaceAll(FILLER, ' ')) : null;
  if (person !== null) args.person = person;
  take(person === null ? null : { words: person });
  return { args, left, estate: estate === 'many' ? 'many' : estate === null ? 'none' : 'one' };
}

/** 今年的满意率，跟去年比呢: what it is set beside is not what is asked, where that is named. */
function uncompared(text: string, now: Instant, zone: string): string {
  const rest = text.replace(COMPARED, ' ');
  return rest !== text && findPeriod(rest, now, zone) !== null ? rest : text;
}
const COMPARED =
  /(?:跟|和|与|同|(?<![分占对])比)\s*(?:去年(?:同期|同月)?|前年|上上?个?(?:月|季度?|周|星期|礼拜)|上年)(?:相比|对比|比起来|比|高|低|好|差)?/u;

/**
 * 昨天轮休了一天，看看我还剩几单: a clause that names a time and tells of something else is no part of the question. What
 * names little beside the time, an estate or a kind is.
 */
function withoutStories(text: string, words: RegExp, { now, zone, estates }: Scene): string {
  const clauses = text.split(/(?<=[,，。;；!！?？])/u);
  if (clauses.length < 2 || !clauses.some((clause) => words.test(clause))) return text;
  return clauses.map((clause) => (isStory(clause) ? ' ' : clause)).join('');

  function isStory(clause: string): boolean {
    if (words.test(clause) || ASKS.test(clause)) return false;
    if (TOLD_DONE.test(clause)) return true;
    const period = findPeriod(clause, now, zone);
    const when = period === null ? WHEN.exec(clause)?.[0] : period.words;
    if (when === undefined) return false;
    const estate = estateIn(clause, estates);
    const rest = clause
      .replace(when, ' ')
      .replace(estate === null || estate === 'many' ? '' : estate.words, ' ')
      .replace(kindIn(clause)?.words ?? '', ' ')
      .replace(DEPARTMENT, ' ')
      .replace(/期间|时间|范围|为|的(?:电话|回访|记录|单子?).*$/gu, ' ')
      .replaceAll(FILLER, ' ');
    return (rest.match(/\p{Script=Han}/gu) ?? []).length > TELLING;
  }
}
/** 绿化今年到底行不行，满意率报个数; 把我上周打的电话里头，给差评的翻出来: what is asked, or whose. */
const ASKS = /怎么样|咋样|行不行|好不好|如何|^\s*(?:把|将)/u;
/** 上午跑完了，下午还有没. */
const TOLD_DONE = /^(?:我|俺)?(?:[上下]午|早上|今天|昨天)(?:的|都)?[跑做办打访忙弄干]完了?[,，。;；]?$/u;
const WHEN = /[今明后]天|(?:周|星期|礼拜)[一二三四五六日天]|[上下]午|早上|晚上/u;
/** So many characters beside what is known tell a story. */
const TELLING = 2;

/** 下午三点前: the part of the day of such a time. */
function partOf(time: string | undefined): DayPart | undefined {
  if (time === undefined) return undefined;
  return time < '12:00' ? 'morning' : time < '18:00' ? 'afternoon' : 'evening';
}

/** 上周五 is no coming Friday: days before today are periods. */
const withoutPeriods = (text: string): string =>
  text.replaceAll(/上+个?(?:周|星期|礼拜)[一二三四五六日天]?|\d{1,2}月份?(?!\d)/gu, ' ');

/** Words of a request that name nothing. */
export const FILLER =
  /帮我|帮忙|麻烦|请问|请|你好|您好|谢谢|辛苦|看看|看一?下|瞧瞧|瞅瞅|查查|查询|查一?下|查|看|拉一?下|拉个?|列一?下|列出?|列个?|报给?我?|给我|给|发我|发|一下|我想|想|要|知道|晓得|了解|现在|目前|当前|整体|总体|总的|全部|所有|整个|全|咱们?|我们|俺们?|这边|这里|那边|那块儿?|这块儿?|小区|项目|物业|服务|居民|住户|业主|客户|情况|数据|数字|统计|报告|结果|名单|名字|是不是|是|的|有没有|有|多少|几|怎么样|怎样|咋样|如何|高不高|够不够|达标|干得|做得|吗|呢|啊|吧|嘛|哈|了|把|跟我|说说|说|告诉我|告诉|汇报|个|来着|来|度|率|哦|呀|一份|一张|和|跟|比|较|出|没|还|就|又|都|那|这|拿|用|做|开会|等着|赶紧|马上|急|问|在|到|从|里|回访|负责的?|经手的?|跟的|手上|手里|手头|名下|排一?下|点个名|谁|哪些|哪个|哪几|最近|近期/gu;

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

/** The estate with which a text begins, and what stands behind it. */
export function estateFirst(
  text: string,
  estates: readonly string[],
): { readonly estate: string | null; readonly left: string } {
  const found = estateIn(text, estates);
  const isFirst = found !== null && found !== 'many' && text.startsWith(found.words);
  return isFirst
    ? { estate: found.name, left: text.slice(found.words.length).trim() }
    : { estate: null, left: text.trim() };
}

/** The text without words that were read already. */
export const withoutWords = (text: string, ...read: readonly (string | null | undefined)[]): string =>
  read.reduce<string>((left, words) => (words == null ? left : left.replace(words, ' ')), text);

/** What staff call a kind beside its own terms. */
const ALSO_KINDS: readonly (readonly [string, EventKind])[] = [
  ['入户服务', 'home-service'],
  ['应急抢险', 'emergency-aid'],
  ['应急', 'emergency-aid'],
  ['抢险', 'emergency-aid'],
  ['客诉', 'complaint'],
  ['宣传', 'publication'],
  ['上门服务', 'home-service'],
  ['家政', 'home-service'],
  ['合同期服务', 'contracted-service'],
  ['合同服务', 'contracted-service'],
  ['社区刊物', 'publication'],
  ['刊物', 'publication'],
  ['竣工', 'works-completion'],
  ['居家保洁', 'home-service'],
  ['房屋修缮', 'repair'],
  ['抢险救急', 'emergency-aid'],
  ['救急', 'emergency-aid'],
  ['居家维修', 'home-service'],
  ['居家', 'home-service'],
  ['公共区域的维修', 'public-area-repair'],
  ['公共区域', 'public-area-repair'],
  ['公共部位', 'public-area-repair'],
  ['公区', 'public-area-repair'],
  ['公维', 'public-area-repair'],
  ['完工回访', 'works-completion'],
  ['完工', 'works-completion'],
  ['文体', 'activity'],
  ['承包服务', 'contracted-service'],
  ['收费服务', 'paid-service'],
  ['抢救', 'emergency-aid'],
  ['突发救助', 'emergency-aid'],
  ['救助', 'emergency-aid'],
  ['急救', 'emergency-aid'],
  ['修的', 'repair'],
];
const KIND_WORDS: readonly (readonly [string, EventKind])[] = [
  ...ALSO_KINDS,
  ...keysOf(EVENT_KINDS).flatMap((kind) => {
    const term: Term = EVENT_KINDS[kind];
    return [kind, term.zh, ...(term.also ?? [])].map((word) => [word, kind] as const);
  }),
].toSorted(([a], [b]) => b.length - a.length);

export function kindIn(text: string): { readonly kind: EventKind; readonly words: string } | null {
  const plain = text.replaceAll(/其他(?!管理|服务)/gu, ' ');
  const found = KIND_WORDS.find(([word]) => word !== 'other' && word !== '其他' && plain.includes(word));
  return found === undefined ? null : { kind: found[1], words: found[0] };
}

/** Whoever wants to know is no part of what is asked. */
const WHO_ASKS = /(?:领导|经理|主管|老板|总监|主任)(?!们)/gu;
const ITEM = /第\s*(1[0-4]|[1-9])\s*[项条题]|(?<![\d月])(1[0-4]|[1-9])\s*项/u;
const HAN_ITEM = /(?:第|(?<=^|\s)(?=十))\s*(十[一二三四]?|[一二三四五六七八九])\s*[项条题]/u;
const HAN_ITEMS = '一二三四五六七八九十';

function itemIn(text: string, kind: EventKind | null): Direction | null {
  const item = ITEM.exec(text);
  if (item) return (item[1] ?? item[2]) as Direction;
  const han = HAN_ITEM.exec(text)?.[1];
  if (han !== undefined) return String((han.length === 2 ? 10 : 0) + HAN_ITEMS.indexOf(han.slice(-1)) + 1) as Direction;
  if (/综合(?:评[议价]|\s|$)|总评/u.test(text)) return '13';
  if (/其他[”"」’]?(?:那|这)?一?[项条]/u.test(text)) return '14';
  return kind === null ? directionNamed(text.replaceAll(WHO_ASKS, ' ')) : null;
}
