/** 分句: a reply about the fourteen → pieces of one direction or one broad word each, with its lists kept together. */
import type { Direction, Grade } from '../terms.js';
import { gradeAt } from './item-grade.js';
import { NAME, namedIn } from './item-names.js';
import { ordinals } from './item-numbers.js';
import { reworded } from './item-reworded.js';

/** All of them. */
export const EVERY =
  /全部|全都|统一|统统|所有|每项|每一项|每样|各方面|方方面面|各项|样样|项项|处处|事事|件件|一切|一律|通通|皆|均|全员|全程|没一样|没一项|没有一样|哪样|哪项|哪个都|哪一项|全(?=满意|不满|一般|好|选|给|差|优|良|中(?:$|等)|是(?=不?满意|一般|好|差|[123abc])|[123abc])|^都|(?<![谁啥么人回次遍趟天里])都(?=满意|不满|一般|好|挺|不错|很|选|给|还|行|差|唔|可以)|(?<=^|[样项面处切部个们])都(?=是|可|没|不|强|比)|哪哪|哪儿都|哪都|14项|十四项|没(?:啥|什么|有)?意见|挑不出/u;
/** All that was not named. */
export const REST =
  /其他(?:项目?|各项|方面|的)?|其它(?:项目?|各项|方面|的)?|其余(?:项目?|各项|方面|的)?|剩下|下剩|剩余|剩的|别个|中间的?(?=[都全])|当中(?=[都全])|别的(?:地方|方面|项)?|别地|别[项样]|余下|余者|另外的|另外那些|另外几[项个]|其馀|另的|没(?:[提写点列填选](?:到|出|着)?|说(?:到|出|着))的(?:都|就)?(?:算|是)?|没说的(?=[都全就算按是给打选]|一般|不?满意|还|也)(?:都|就)?(?:算|是)?|没列的|未提及的?|以外的|后面的|前面的|后头|往后|余(?=[:皆都全满一])|旁的|后面(?=都|全|一般|满意|不|没|就)|前头(?=[都全]|不?满意|一般|好)|(?:^|(?<=,))之后(?=都|全|不?满意|一般|麻麻|还行|好|差)|余项/u;
export const EXCEPTING =
  /(?<![清排删解扣消免铲])除(?!非|草|夕|雪|湿|虫|尘|锈|臭)|不包括|不含|(?<=.)[之以]外(?=[都全其均皆别样]|$)/u;

const JOINS = '[、,，和跟与及+\\s]|以及|还有';
/** 停车不满意保安一般: a name behind what is refused of another. */
const AFTER_REFUSED = new RegExp(`((?:${NAME})(?:嘛|呢|的|我|这块|那块|也)*不(?:满意|好|行))(?=${NAME})`, 'gu');
const EXCEPTED = /((?<![清排删解扣消免铲])除(?:了|开|去|却|掉)?|唯独)([^。;；\n!]{1,50})/gu;
const GRADE_END =
  '满意|一般般?|好|差|行|可以|不错|低|慢|贵|凑合|强|没话说|没得说|满分|零分|龟速|到位|给力|赏心悦目|优秀|[一二三四五1-5]颗?星|[abc]';
const BEFORE_NAME = new RegExp(
  `(?<=[^\\s,，。;；!?不难没](?:${GRADE_END})(?:的|吧|了|啊|呀|呢|哦|嘛|哈|啦|喽|点|些)*)(?<![不难没]好|一般|有[点些])(?=${NAME})`,
  'gu',
);
/** In speech without a stop a topic opens with its particle (电梯嘛老停保安嘛挺好). */
const TOPIC = new RegExp(
  `(?<=[^\\s,，。;；!?])(?<!除了?|和|与|跟|、|[+])(?=(?:然后)?(?:那个|这个|就是)?(?:${NAME})(?:嘛|呢|啊(?!姨)|呀|这个|这块|那块|我不?满意))`,
  'gu',
);
const AFTER_UNJUDGED = new RegExp(`(?:没去过|没用过|不清楚|不了解|不知道|没接触过?|不熟悉?|没见过)(?=${NAME})`, 'gu');
const AFTER_FAIRLY = new RegExp(`(?<=[^\\s,，。;；!?]一般(?:般)?(?:的|吧|了|啊)*)(?=${NAME})`, 'gu');
const MARKED = new RegExp(`(${NAME})\\s*(?:[:=是给选打评我]|都|全)*\\s*([123])(?=$|[\\s,，。;；!、])`, 'gu');
const LISTED_MARK = /(?<=[^\d\s,，。;；、+到至~-])\s+([123])(?=$|[,，。;；!]|\s+\D)/gu;

/** 👍保洁 👎停车: a sign before every name, the first word of all. */
const FRONTED = new RegExp(`(?:(?<=^)|(?<=\\s))(不满意|满意|一般)\\s+(${NAME})(?=\\s|$)`, 'gu');
const IN_FRONT = /^\s*(?:不满意|满意|一般)\s/u;
/** 要说满意，数保洁. */
const SUPERLATIVE = /(?:要说|要论|最)(不?满意|一般|差|好|不行)的?[,:]?(?:就|还|要)*(?:数|属|当属)/gu;
/** 卫生打100分，保安80: of a hundred. */
const POINTS = new RegExp(`(${NAME}|其[他它余]都?|剩下都?)(?:打|给|得|评)?(\\d{2}|100)分?(?=$|[,，。;；\\s])`, 'gu');
const byHundred = (points: number): string => (points >= 80 ? '满意' : points >= 60 ? '一般' : '不满意');

/** A name right behind what is refused, or cannot be judged, of another. */
function cutBehind(given: string): string {
  const text = /不(?:满意|好|行)\p{Script=Han}/u.test(given) ? given.replaceAll(AFTER_REFUSED, '$1,') : given;
  return /没去过|没用过|不清楚|不了解|不知道|没接触|不熟|没见过/u.test(text)
    ? text.replaceAll(AFTER_UNJUDGED, '$&,')
    : text;
}

/** At most sixty pieces of a text whose numbers are written as figures. */
export function pieces(given: string, directionsIn: (piece: string) => readonly Direction[]): readonly string[] {
  const fronted = IN_FRONT.test(given);
  const ofFive = /5分/u.test(given) && /[1-4]分/u.test(given) && !/[06-9]分|满分|分制/u.test(given);
  const good = /不行/u.test(given) ? '$1好' : '$&';
  const text = reworded(ordinals(withoutQuestions(given)), directionsIn)
    .replaceAll(/((?:其[他它余]|别的|剩下)(?:的|都|全)*)行(?=$|[,，。;；!])/gu, good)
    .replaceAll(/(?:没有?(?:什么|啥|任何)?|无)(?:可|好|要)?(?:投诉|抱怨)(?:的|过)?(?=$|[,，。;；!\s])/gu, '没意见')
    .replaceAll(/(?<=[给选是打评])([123])[,，]?不对[,，]([123])(?=[,，。;；]|$)/gu, '$2')
    .replaceAll(/才(?=[是给][123](?:$|[\s,，。;；!]))/gu, '')
    .replaceAll(MARKED, (_, ...found: readonly string[]) => `${found[0]}${'abc'[Number(markOf(found)) - 1]},`)
    .replaceAll(
      /(?<=\p{Script=Han})([给打选评])(?:[他她它]们?)?\s*([123])(?=$|[\s,，。;；!])/gu,
      (_, by: string, mark: string) => `${by}${'abc'[Number(mark) - 1]},`,
    )
    .replaceAll(/(?<=满意|一般|好|差|不行|还行)(?=[a-n]{1,6}(?:都|全|不?满意|一般|不好|好|差|不行|还行))/gu, ',')
    .replaceAll(LISTED_MARK, (_, mark: string) => `${'abc'[Number(mark) - 1]},`)
    .replaceAll(/(\d)\s*[、,]\s*(?=第?\d)/gu, '$1+')
    .replaceAll(/(\d)\s+(?=第?\d)(?!\d+\s*[abc])/gu, '$1+')
    .replaceAll(/(其[他它余]|别的|剩下|剩余|余下|全部)(的|都|全)?[ \t]+(?=[^\d\s])/gu, '$1$2')
    .replaceAll(/((?:其[他它余]|别的|剩下|剩余|余下)(?:的|方面|项)*)(?:嘛|么|呢|啊|呀|的话|随便)+[,，\s]+/gu, '$1')
    .replaceAll(FRONTED, (whole, grade: string, name: string) => (fronted ? `${name}${grade},` : whole))
    .replaceAll(/([1-5])分/gu, (whole, points: string) => (ofFive ? `${points}星` : whole))
    .replaceAll(SUPERLATIVE, '$1:')
    .replaceAll(POINTS, (whole, name: string, points: string) =>
      Number(points) < 20 ? whole : `${name}${byHundred(Number(points))},`,
    )
    .replaceAll(/(?<=除了?)\(([^()]*)\)/gu, '$1')
    .replaceAll(EXCEPTED, (_, word: string, list: string) => word + joined(list));
  return cutBehind(headed(text, directionsIn))
    .replaceAll(
      /(然后|但是|但|(?<![写提说点列填选到出着]的)就是(?!说)|不过|(?<![清排删解扣消免铲不])除(?!非|草|夕|雪|湿|虫|尘|锈|臭|外)|其他|其它|其余|剩下|剩余|别的|另外|后面(?=都|全|一般|满意|不))/gu,
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

/** A name that holds what is wrong with it (消防通道堵死). */
const DESCRIBED = /堵|占|堆|停[满了着]|被偷|失窃|异味|乱停|扰民|没地方|没处|[香开换死蔫枯败倒黄]$/u;

/** No more than a name or a number: what is said of the next holds for it too (消防、保洁都好). */
export function isName(piece: string): boolean {
  return (
    !DESCRIBED.test(piece) &&
    /^(?:\d{1,2}(?:[-~到至+]\d{1,2})*(?:项|号)?|[d-n]|\s|的|这|那|方面|块|[就只光单先]?(?:说说?|谈谈?)|说[到下]|[就先]?拿|来[说看]|关于|对于|至于)*$/u.test(
      namedIn(piece).left,
    )
  );
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

/** What stands before a list of directions: 不满意：, 两样一般：, 不满意的只有一个，就是; 巴适的：, 差点意思的有. */
const HEAD =
  /^[,\s]*(?:就|只有|只|(?:非要|硬要|真要|一定要|要)(?:说|挑|论|讲))?(?:(?:14项|全部|这些|所有)?(?:里面?|中|当中)?有)?(?:我|我们|个人)?(?:觉得|认为|感觉)?(?:[一两二三四五六七八九十几\d]{1,2}[项样个条处])?(?:(不满意|一般满意|满意|一般|差|好|[abc])的?|(\p{Script=Han}{1,5})的(?=有|是|就|:))(?:[一两二三四五六七八九十几\d]{1,2}[项样个条处])?(?:只|就|仅)?(?:[一两二三四五六七八九十几\d]{1,2}[项样个条处](?=:))?(?:(?:有|是)(?:[一两二三四五六七八九十几\d]{1,2}[项样个条处])?|就是|:|(?<=只有.{1,3}),就是)+(.+)$/u;
const WORD_OF: Readonly<Record<Grade, string>> = { satisfied: '满意', fairly: '一般', dissatisfied: '不满意' };

/** 不满意：停车、电梯: the grade stands before what it is given to; turned round. */
function headed(text: string, directionsIn: (piece: string) => readonly Direction[]): string {
  return text
    .split(/([;。\n])/u)
    .map((segment) => turnedRound(segment, directionsIn))
    .join('');
}

function turnedRound(segment: string, directionsIn: (piece: string) => readonly Direction[]): string {
  const [, plain, worded = '', list = ''] = HEAD.exec(segment) ?? [];
  const weighed = plain ? null : gradeAt(worded).grade;
  const grade = plain ?? (weighed && WORD_OF[weighed]);
  if (!grade) return segment;
  const parts = list.split(/[、,和跟与及+\s]+/u).filter(Boolean);
  const end = parts.findIndex((part) => !isName(part) || directionsIn(part).length === 0);
  const named = end < 0 ? parts : parts.slice(0, end);
  if (named.length === 0) return segment;
  const numbers = named.flatMap(directionsIn).join('+');
  const rest = parts.slice(named.length).join(',');
  return `${numbers}项${grade}${rest ? `,${turnedRound(rest, directionsIn)}` : ''}`;
}
