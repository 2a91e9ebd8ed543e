/** 口语里的日子: dates and regional words as staff write them, put as the other readers know them. */
import { NUMERAL } from './appointment.js';

/** Words of the regions that stand in orders, the longer ones first. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/元月(?!旦)/gu, '1月'],
  [/今朝早|今朝/gu, '今天早上'],
  [/听朝/gu, '明天早上'],
  [/听晚/gu, '明晚'],
  [/听日/gu, '明天'],
  [/[寻琴]日/gu, '昨天'],
  [/晏昼|下昼/gu, '下午'],
  [/上昼|朝早/gu, '上午'],
  [/今儿个?/gu, '今天'],
  [/明儿个?/gu, '明天'],
  [/后儿个?/gu, '后天'],
  [/昨儿个?/gu, '昨天'],
  [/[畀俾]/gu, '给'],
  [/冇/gu, '没'],
  [/唔该晒?/gu, '谢谢'],
  [/唔/gu, '不'],
  [/嘅/gu, '的'],
  [/咗/gu, '了'],
  [/嚟/gu, '来'],
  [/佢/gu, '他'],
  [/边个/gu, '谁'],
  [/搞掂/gu, '搞定'],
  [/俩(?=天)/gu, '两'],
  [/(?:→|->|=>)(?=\s*(?:周|星期|礼拜|[今明后]|大后|下|\d))/gu, '改到'],
  [/→|->|=>/gu, '转给'],
  [/点解/gu, '为什么'],
  [/为啥子|为么子/gu, '为什么'],
  [/啥子|么子|乜嘢/gu, '什么'],
  [/咋个/gu, '怎么'],
  [/一哈(?![哈])|一哈子/gu, '一下'],
  [/(?<![a-z])wo(?=的|今|明|要|还|有)/giu, '我'],
  [/(?:往|向|朝)后(?:顺|推|延|挪|拖|移|错|调)?(?=\s*[\d一二两三四五六七八九十半])/gu, '往后'],
];
const LATER_BY = new RegExp(
  `(?<!提前|往)(?:推后?|顺|挪|移|错开?|押后|压后)(?=${NUMERAL}\\s*个?\\s*(?:天|日|周|星期|礼拜))`,
  'gu',
);
const SOONER_BY = new RegExp(
  `(?:往前(?:提|挪|移|推)?|(?<!推|赶)早)(?=${NUMERAL}\\s*个?\\s*(?:天|日|周|星期|礼拜))`,
  'gu',
);
const HALF_MONTH = /(?<=推[迟后]|往后|延[期后迟]|顺延|晚)\s*半个?月/gu;

/** 元月三号, 听日晏昼, 往后顺一个礼拜: in the words of the rest of the country. */
export const spoken = (text: string): string =>
  SPOKEN.reduce((left, [words, meant]) => left.replaceAll(words, meant), text)
    .replaceAll(LATER_BY, '推迟')
    .replaceAll(SOONER_BY, '提前')
    .replaceAll(HALF_MONTH, '15天');

/** 11/29, 7.21: a month and a day with any sign between them. */
export const dated = (text: string): string =>
  text.replaceAll(
    /(?<![\d./:-])(1[0-2]|0?[1-9])[./](3[01]|[12]\d|0?[1-9])(?![\d./:%]|\s*(?:元|块|分|折|米))[号日]?/gu,
    '$1月$2日',
  );
