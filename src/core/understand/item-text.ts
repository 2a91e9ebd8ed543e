/** 分句: a reply about the fourteen → pieces of one direction or one broad word each, with its lists kept together. */
import type { Direction } from '../terms.js';
import { ALL_NAMES, namedIn } from './item-names.js';
import { ordinals } from './item-numbers.js';

/** All of them. */
export const EVERY =
  /全部|全都|统统|所有|每项|每一项|每样|各方面|方方面面|各项|样样|项项|处处|事事|件件|一切|一律|通通|皆|均|全员|全程|没一样|没一项|没有一样|哪样|哪项|哪个都|哪一项|全(?=满意|不满|一般|好|选|给|差|是(?=不?满意|一般|好|差|[123abc])|[123abc])|^都|都(?=满意|不满|一般|好|挺|不错|很|选|给|还|行|差|唔|是|可以|可|没|不|强|比)|哪哪|哪儿都|哪都|14项|十四项|没(?:啥|什么|有)?意见|挑不出/u;
/** All that was not named. */
export const REST =
  /其他(?:项目?|各项|方面|的)?|其它(?:项目?|各项|方面|的)?|其余(?:项目?|各项|方面|的)?|剩下|剩余|剩的|别的(?:地方|方面|项)?|别地|余下|余者|另外的|另外几项|其馀|另的|没[提说](?:到)?的(?:都|就)?(?:算|是)?|没列的|未提及的?|以外的|后面的|前面的|后头|往后|旁的|后面(?=都|全|一般|满意|不|没|就)/u;
export const EXCEPTING =
  /(?<![清排删解扣消免铲])除(?!非|草|夕|雪|湿|虫|尘|锈|臭)|不包括|不含|(?<=.)[之以]外(?=[都全其均皆别样]|$)/u;

const JOINS = '[、,，和跟与及+\\s]|以及|还有';
const NAME = ALL_NAMES.map(([, name]) => name.source).join('|');
const EXCEPTED = /((?<![清排删解扣消免铲])除(?:了|开|去|却|掉)?|唯独)([^。;；\n!]{1,50})/gu;
const GRADE_END = '满意|一般般?|好|差|行|可以|不错|低|慢|贵|凑合|强|没话说|没得说|[abc]';
const BEFORE_NAME = new RegExp(
  `(?<=[^\\s,，。;；!?不难没](?:${GRADE_END})(?:的|吧|了|啊|呀|呢|哦|嘛|哈|啦|喽|点|些)*)(?<![不难没]好|一般|有[点些])(?=${NAME})`,
  'gu',
);
/** In speech without a stop a topic opens with its particle (电梯嘛老停保安嘛挺好). */
const TOPIC = new RegExp(
  `(?<=[^\\s,，。;；!?])(?<!除了?|和|与|跟|、|[+])(?=(?:然后)?(?:那个|这个|就是)?(?:${NAME})(?:嘛|呢|啊(?!姨)|呀|这个|这块|那块|我不?满意))`,
  'gu',
);
const AFTER_FAIRLY = new RegExp(`(?<=[^\\s,，。;；!?]一般(?:般)?(?:的|吧|了|啊)*)(?=${NAME})`, 'gu');
const MARKED = new RegExp(`(${NAME})\\s*(?:[:=是给选打评我]|都|全)*\\s*([123])(?=$|[\\s,，。;；!、])`, 'gu');
const LISTED_MARK = /(?<=[^\d\s,，。;；、+到至~-])\s+([123])(?=$|[,，。;；!]|\s+\D)/gu;

/** 👍保洁 👎停车: a sign before every name, the first word of all. */
const FRONTED = new RegExp(`(?:(?<=^)|(?<=\\s))(不满意|满意|一般)\\s+(${NAME})(?=\\s|$)`, 'gu');
const IN_FRONT = /^\s*(?:不满意|满意|一般)\s/u;
/** 要说满意，数保洁. */
const SUPERLATIVE = /(?:要说|要论|最)(不?满意|一般)的?[,:]?(?:要)?(?:数|属|当属)/gu;
/** 卫生打100分，保安80: of a hundred. */
const POINTS = new RegExp(`(${NAME}|其[他它余]都?|剩下都?)(?:打|给|得|评)?(\\d{2}|100)分?(?=$|[,，。;；\\s])`, 'gu');
const byHundred = (points: number): string => (points >= 80 ? '满意' : points >= 60 ? '一般' : '不满意');

/** At most sixty pieces of a text whose numbers are written as figures. */
export function pieces(given: string, directionsIn: (piece: string) => readonly Direction[]): readonly string[] {
  const fronted = IN_FRONT.test(given);
  const text = ordinals(withoutQuestions(given))
    .replaceAll(MARKED, (_, ...found: readonly string[]) => `${found[0]}${'abc'[Number(markOf(found)) - 1]},`)
    .replaceAll(LISTED_MARK, (_, mark: string) => `${'abc'[Number(mark) - 1]},`)
    .replaceAll(/(\d)\s*[、,]\s*(?=第?\d)/gu, '$1+')
    .replaceAll(/(\d)\s+(?=第?\d)(?!\d+\s*[abc])/gu, '$1+')
    .replaceAll(/(其[他它余]|别的|剩下|剩余|余下|全部)(的|都|全)?[ \t]+(?=[^\d\s])/gu, '$1$2')
    .replaceAll(FRONTED, (whole, grade: string, name: string) => (fronted ? `${name}${grade},` : whole))
    .replaceAll(SUPERLATIVE, '$1:')
    .replaceAll(POINTS, (whole, name: string, points: string) =>
      Number(points) < 20 ? whole : `${name}${byHundred(Number(points))},`,
    )
    .replaceAll(/(?<=除了?)\(([^()]*)\)/gu, '$1')
    .replaceAll(EXCEPTED, (_, word: string, list: string) => word + joined(list));
  return headed(text, directionsIn)
    .replaceAll(
      /(然后|但是|但|就是(?!说)|不过|(?<![清排删解扣消免铲不])除(?!非|草|夕|雪|湿|虫|尘|锈|臭|外)|其他|其它|其余|剩下|剩余|别的|另外|后面(?=都|全|一般|满意|不))/gu,
      ',$1',
    )
    .replaceAll(/(?<=除[^,，。;]{1,20}(?:外|了)?),(?=其[他它余]|剩|别的)/gu, '')
    .replaceAll(/(?<=好|满意|行|可以|不错)就(?=电梯|停车|保[安洁]|绿化|卫生|消防|会所|车|维修|第?\d)/gu, ',就')
    .replaceAll(BEFORE_NAME, ',')
    .replaceAll(AFTER_FAIRLY, ',')
    .replaceAll(TOPIC, ',')
    .replaceAll(/(满意|一般|好|差|还行|可以|不错|不行|没去过|没用过|不清楚|不了解|[abc])\s*(?=第?\d)/gu, '$1,')
    .split(/[,，。;；!?\n\s、()（）]+/u)
    .filter(Boolean)
    .slice(0, 60);
}

const markOf = (found: readonly unknown[]): string =>
  found.findLast((part): part is string => typeof part === 'string' && /^[123]$/u.test(part)) ?? '1';

const QUESTION = /(?<![没满])(\p{Script=Han})不\1|吗|不[?]$|几[点时号]|多少|什么时候|哪里|在哪/u;

/** A question grades nothing (停车费涨不涨？). */
function withoutQuestions(text: string): string {
  return text.replaceAll(/[^,，。;；!?\n]{1,60}[?]/gu, (clause) => (QUESTION.test(clause) ? '' : clause));
}

/** No more than a name or a number: what is said of the next holds for it too (消防、保洁都好). */
export function isName(piece: string): boolean {
  return /^(?:\d{1,2}(?:项|号)?|[d-n]|\s|的|这|那|方面)*$/u.test(namedIn(piece).left);
}

/** The names at the head of a list as one piece: 停车、会所外 → 停车+会所外. */
function joined(list: string): string {
  const parts = list.split(new RegExp(`(${JOINS})`, 'u'));
  let out = parts[0] ?? '';
  for (let at = 1; at < parts.length; at += 2) {
    const next = parts[at + 1] ?? '';
    const name = /^(.*?)(?=(?:以|之)?外|都|全|均|皆|一律|其[他它余]|$)/u.exec(next)?.[1] ?? '';
    const before = /[^+]*$/u.exec(out)?.[0] ?? '';
    if (name === '' || !isName(name) || !isName(before)) return out + parts.slice(at).join('');
    out += `+${next}`;
  }
  return out;
}

/** What stands before a list of directions: 不满意：, 两样一般：, 不满意的只有一个，就是. */
const HEAD =
  /^,?(?:(?:14项|全部|这些|所有)?(?:里面?|中|当中)?有)?(?:[一两二三四五六七八九十几\d]{1,2}[项样个条处])?(不满意|一般满意|满意|一般|差|好|[abc])的?(?:[一两二三四五六七八九十几\d]{1,2}[项样个条处])?(?:只|就|仅)?(?:(?:有|是)(?:[一两二三四五六七八九十几\d]{1,2}[项样个条处])?|就是|:|(?<=只有.{1,3}),就是)+(.+)$/u;

/** 不满意：停车、电梯: the grade stands before what it is given to; turned round. */
function headed(text: string, directionsIn: (piece: string) => readonly Direction[]): string {
  return text
    .split(/([;。\n])/u)
    .map((segment) => {
      const [, grade = '', list = ''] = HEAD.exec(segment) ?? [];
      const parts = list.split(/[、,和跟与及+\s]+/u).filter(Boolean);
      const end = parts.findIndex((part) => !isName(part) || directionsIn(part).length === 0);
      const named = end < 0 ? parts : parts.slice(0, end);
      if (named.length === 0) return segment;
      const numbers = named.flatMap(directionsIn).join('+');
      return [`${numbers}项${grade}`, ...parts.slice(named.length)].join(',');
    })
    .join('');
}
