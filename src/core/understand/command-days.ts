/** 口语里的日子: dates and regional words as staff write them, put as the other readers know them. */
import { addDays, type LocalDate } from '../calendar.js';
import { NUMERAL, numberOf } from './appointment.js';
import { SPOKEN } from './command-spoken.js';
import { comingFeast, FEAST, lunarDays } from './feasts.js';

const LATER_BY = new RegExp(
  `(?<!提前|往)(?:推后?|顺|挪|移|错开?|押后|压后)(?=${NUMERAL}\\s*个?\\s*(?:天|日|周|星期|礼拜))`,
  'gu',
);
const SOONER_BY = new RegExp(
  `(?:往前(?:提|挪|移|推|赶)?|(?<!推|赶)早)(?=${NUMERAL}\\s*个?\\s*(?:天|日|周|星期|礼拜))`,
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
    ['satisfaction(?: rate)?', '满意率'],
    ['(?:monthly|month) report', '月报'],
    ['(?:quarterly|quarter) report', '季报'],
    ['surveys?', '调查'],
    ['send(?= ?(?:一|个|调查))', '发'],
    ['export', '导出'],
    ['overdue', '逾期'],
    ['approved?(?= *\\d|$)', '通过'],
    ['reject(?:ed)?|send back', '退回'],
    ['(?:re-?)?assign(?= ?[给到])', '转'],
    ['(?:re-?assign|assign|transfer|forward) (\\d+) to', '转给 $1 '],
    ['reschedule', '改期'],
    ['delay|postpone', '推迟'],
    ['claim(?= *\\d)', '领取'],
    ['day ?off', '请假'],
    ['last month', '上月'],
    ['this month', '本月'],
    ['last week', '上周'],
    ['this week', '本周'],
    ['tomorrow', '明天'],
    ['today', '今天'],
    ['morning', '上午'],
    ['afternoon', '下午'],
    ['evening', '晚上'],
    ['pls|please', '请'],
  ] as const
).map(([letters, meant]) => [new RegExp(`(?<![a-z])(?:${letters})(?![a-z])`, 'giu'), meant] as const);

/** 元月三号, 听日晏昼, 往后顺一个礼拜: in the words of the rest of the country. */
export const spoken = (text: string): string =>
  [...SPOKEN, ...IN_LETTERS]
    .reduce((left, [words, meant]) => left.replaceAll(words, meant as string), text)
    .replaceAll(LATER_BY, '推迟')
    .replaceAll(SOONER_BY, '提前')
    .replaceAll(HALF_MONTH, '15天')
    .replaceAll(YEAR, (words) =>
      Array.from(words, (sign) => '零一二三四五六七八九'.indexOf(sign.replace(/[〇○]/u, '零'))).join(''),
    );

/** 改到元旦, 元旦那天, 中秋前一天: a feast as a day, not the time after it. */
const FEAST_DAY = new RegExp(
  `(${FEAST})节?(?:(?:的?([前后])([一两二三1-3])天)|(前[夕夜])|(?=(?:那|当|一)[天日]|当日|[上下]午|[早晚]上|中午|(?!.*\\d[号日])(?:[\\s,，]*(?:请|休)|[我俺](?:请|休|歇|不))))|(?<=[到至约改成是])(?:在|成)?(${FEAST})节?(?!后|过|假|期间|前)`,
  'gu',
);
const feastsAsDays = (text: string, today: LocalDate): string =>
  lunarDays(text, today).replaceAll(
    FEAST_DAY,
    (words, name?: string, side?: string, days?: string, eve?: string, alone?: string) => {
      const day = comingFeast(name ?? alone ?? '', today);
      if (day === null) return words;
      const shift = eve !== undefined ? -1 : (side === '前' ? -1 : 1) * (days === undefined ? 0 : numberOf(days));
      const [, month, date] = addDays(day, shift).split('-').map(Number);
      return `${month}月${date}日`;
    },
  );

/** 11/29, 7.21, 冬至: a month and a day with any sign between them, or by the feast's name. */
export const dated = (text: string, today: LocalDate): string =>
  feastsAsDays(text, today).replaceAll(
    /(?<![\d./:-])(1[0-2]|0?[1-9])[./](3[01]|[12]\d|0?[1-9])(?![\d./:%]|\s*(?:元|块|分|折|米))[号日]?/gu,
    '$1月$2日',
  );
