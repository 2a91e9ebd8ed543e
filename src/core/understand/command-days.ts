/** 口语里的日子: dates and regional words as staff write them, put as the other readers know them. */
import { NUMERAL } from './appointment.js';

/** Words of the regions that stand in orders, the longer ones first. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/元月(?!旦)/gu, '1月'],
  [/今朝早/gu, '今天早上'],
  [/今朝/gu, '今天'],
  [/明朝(?!代)/gu, '明天'],
  [/上半[天日]/gu, '上午'],
  [/下半[天日]/gu, '下午'],
  [/夜里(?:厢|头|向)?/gu, '晚上'],
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
  [/莫得/gu, '没得'],
  [/(?<=[交转派])拨/gu, '给'],
  [/帮手(?=[转改领查])/gu, '帮我'],
  [/己(?=经|完成|处理|回访|阅|办)/gu, '已'],
  [/査/gu, '查'],
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
  [/(?<=说明|领取|完成|改期|审核|任务)\s*[-—]+\s*(?=\d)/gu, ' '],
  [/点解/gu, '为什么'],
  [/为啥子|为么子/gu, '为什么'],
  [/啥子|么子|乜嘢/gu, '什么'],
  [/咋个/gu, '怎么'],
  [/一哈(?![哈])|一哈子/gu, '一下'],
  [/俺(?!们)/gu, '我'],
  [/(?<![a-z])wo(?=的|今|明|要|还|有)/giu, '我'],
  [/(?:往|向|朝)后(?:顺|推|延|挪|拖|移|错|调|放|摆|靠)?(?=\s*[\d一二两三四五六七八九十半])/gu, '往后'],
];
const LATER_BY = new RegExp(
  `(?<!提前|往)(?:推后?|顺|挪|移|错开?|押后|压后)(?=${NUMERAL}\\s*个?\\s*(?:天|日|周|星期|礼拜))`,
  'gu',
);
const SOONER_BY = new RegExp(
  `(?:往前(?:提|挪|移|推)?|(?<!推|赶)早)(?=${NUMERAL}\\s*个?\\s*(?:天|日|周|星期|礼拜))`,
  'gu',
);
const HALF_MONTH = /(?<=推[迟后]?|往后|延[期后迟]?|顺延|晚|拖|缓)\s*半个?月/gu;

/** 二零二六年: the figures of a year. */
const YEAR = /二[零〇○][一二三四][零〇○一二三四五六七八九](?=年)/gu;

/** Commands in the letters of their sounds, or in English. */
const IN_LETTERS: readonly (readonly [RegExp, string])[] = (
  [
    ['wo ?de ?ren ?wu|my tasks?|to-?do(?: list)?', '我的任务'],
    ['bu ?man ?yi', '不满意'],
    ['man ?yi ?(?:lv|lü|du)', '满意率'],
    ['hui ?fang ?(?:lv|lü)', '回访率'],
    ['zhi ?xing ?(?:lv|lü)', '执行率'],
    ['bang ?zhu', '帮助'],
    ['yue ?bao', '月报'],
    ['ji ?bao', '季报'],
    ['hui ?zong(?: ?biao)?', '汇总表'],
    ['tong ?ji(?: ?biao)?', '统计表'],
    ['qing ?jia', '请假'],
    ['gai ?qi', '改期'],
    ['ling ?qu', '领取'],
    ['wan ?cheng', '完成'],
    ['zhuan ?gei', '转给'],
    ['shen ?he', '审核'],
    ['tong ?guo', '通过'],
    ['tui ?hui', '退回'],
    ['shuo ?ming', '说明'],
    ['dai ?ban', '待办'],
    ['yu ?qi', '逾期'],
    ['chou ?cha', '抽查'],
    ['ji ?xiao', '绩效'],
    ['liu ?cheng ?tu', '流程图'],
    ['zhong ?dian ?hu', '重点户'],
    ['yu ?ting', '雨停'],
    ['zhu ?ti', '主题'],
    ['dao ?chu', '导出'],
    ['wu ?ren ?ying ?da', '无人应答'],
    ['ben ?yue', '本月'],
    ['shang ?yue', '上月'],
    ['ming ?tian', '明天'],
  ] as const
).map(([letters, meant]) => [new RegExp(`(?<![a-z])(?:${letters})(?![a-z])`, 'giu'), meant] as const);

/** 元月三号, 听日晏昼, 往后顺一个礼拜: in the words of the rest of the country. */
export const spoken = (text: string): string =>
  [...SPOKEN, ...IN_LETTERS]
    .reduce((left, [words, meant]) => left.replaceAll(words, meant), text)
    .replaceAll(LATER_BY, '推迟')
    .replaceAll(SOONER_BY, '提前')
    .replaceAll(HALF_MONTH, '15天')
    .replaceAll(YEAR, (words) =>
      Array.from(words, (sign) => '零一二三四五六七八九'.indexOf(sign.replace(/[〇○]/u, '零'))).join(''),
    );

/** 11/29, 7.21: a month and a day with any sign between them. */
export const dated = (text: string): string =>
  text
    .replaceAll(/(?<=[到至约改])元旦(?!后|过)/gu, '1月1日')
    .replaceAll(/(?<=[到至约改])国庆节?(?!后|过)/gu, '10月1日')
    .replaceAll(
      /(?<![\d./:-])(1[0-2]|0?[1-9])[./](3[01]|[12]\d|0?[1-9])(?![\d./:%]|\s*(?:元|块|分|折|米))[号日]?/gu,
      '$1月$2日',
    );
