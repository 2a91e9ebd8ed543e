/** 调查的口令: a survey that is sent out by order, and what is asked and done of one: its progress, a reminder, its end, its result. */
import type { LocalDate } from '../calendar.js';
import { findAppointment } from './appointment.js';
import { estateIn } from './command-context.js';
import { percentIn, targetIn } from './command-names.js';
import type { Scene, Understood } from './command.js';

/** Whom it goes to, what it asks, and how long: `percent` of them by a draw. */
export type LaunchArgs = {
  readonly target: string;
  readonly estate?: string;
  readonly title?: string;
  readonly percent?: number;
  readonly date?: LocalDate;
  readonly days?: number;
};
export type SurveyAct = 'progress' | 'remind' | 'result' | 'end' | 'confirm-launch' | 'confirm-end';
/** `survey`: its number; `code`: the figures that a preview asked to be repeated. */
export type SurveyArgs = {
  readonly act: SurveyAct;
  readonly survey?: number;
  readonly code?: number;
  readonly estate?: string;
};

export type SurveyCommand =
  | { readonly kind: 'command'; readonly command: '发起调查'; readonly args: LaunchArgs }
  | { readonly kind: 'command'; readonly command: '调查'; readonly args: SurveyArgs };

const TITLE =
  /(?:题目|标题|主题|名字|名称)(?:就?[叫是为写定:]|\s)+\s*(\S+)|(?:就|围绕|针对)\s*([^\s,，。]{2,}?)(?=\s*(?:对|给|向|发|做|搞|开展|进行))|(?:问问|问一下|关于|内容是)\s*([^\s,，。]+?)(?:的?(?:调查|问卷|情况))?(?=$|[\s,，。])/u;
/** 做一次满意度调查: the survey's name without the words for holding it. */
const NAMED_SURVEY =
  /(?:[发做搞弄来推办]|开展|组织|发起|启动|安排)(?:放|起|送)?(?:一?[个次份张下期轮])?\s*([\p{Script=Han}\d]{2,14}(?:调查|问卷|调研|测评))/u;
/** 对3栋发起调查 电梯更换意见: what stands behind the words by itself. */
const SET_SURVEY =
  /(?:发起一?[个次份项]?|[发做搞弄]一?[个次份]?|^)(?:调查|问卷)(?:[::]\s*|\s+|[,，]\s*|(?<=^发起调查))(.+)$/u;
const SAMPLE = /(?:随机)?抽(?:样|取|查)?\s*(?:\d+(?:\.\d+)?\s*%|百分之\S+?(?=$|[\s,，。的]))?(?:的?(?:住户|业主|户))?/u;
const EXACT = /(\d+(?:\.\d+)?)\s*%/u;
const DAYS = /(?:为期|开放|收|答)?\s*(\d{1,3})\s*天(?:之?内|为止)?/u;
const UNTIL = /(?:到|至|截止到?)?\s*(?:\d{4}年)?\d{1,2}月\d{1,2}[日号](?:之?前|截止|结束|为止)?/u;

/** 发起调查 3栋 抽样20% 电梯使用情况 12月10日前. Whom it goes to must be said. */
export function launchCommand(plain: string, { now, zone, estates }: Scene): Understood {
  const found = targetIn(plain);
  const estate = estateIn(plain, estates);
  const sample = SAMPLE.exec(plain)?.[0] ?? null;
  const exact = EXACT.exec(plain)?.[1];
  const percent = sample === null ? null : exact === undefined ? percentIn(plain) : Number(exact);
  const isVague = (found === null && percent === null) || (sample !== null && percent === null);
  if (isVague || estate === 'many')
    return {
      kind: 'unclear',
      suggest: ['发起调查 全体 年度满意度调查', '发起调查 3栋 电梯使用情况', '发起调查 全体 抽样20%'],
    };
  const days = DAYS.exec(plain);
  const until = UNTIL.exec(plain);
  const date =
    until === null ? undefined : findAppointment(until[0].replace(/^(?:截止到?|到|至)/u, ''), now, zone)?.date;
  const left = [found?.words, estate?.words, sample, days?.[0], date === undefined ? undefined : until?.[0]]
    .reduce<string>((text, words) => (words == null ? text : text.replace(words, ' ')), plain)
    .trim();
  const [, named, about, asked] = TITLE.exec(left) ?? [];
  const set = SET_SURVEY.exec(left)?.[1]?.replaceAll(/\s+/gu, ' ').trim();
  const title = named ?? about ?? asked ?? set ?? NAMED_SURVEY.exec(left)?.[1];
  return {
    kind: 'command',
    command: '发起调查',
    args: {
      target: found?.target ?? '全体',
      ...(estate === null ? {} : { estate: estate.name }),
      ...(title === undefined ? {} : { title }),
      ...(percent === null ? {} : { percent }),
      ...(date === undefined ? {} : { date }),
      ...(days === null ? {} : { days: Number(days[1]) }),
    },
  };
}

const NAMED = '(?:调查|问卷)(?:表)?\\s*(?:\\d{1,4}\\s*号?)?\\s*的?\\s*';
const FORMS: readonly (readonly [SurveyAct, RegExp])[] = [
  ['confirm-launch', /^确认(?:发起|发送|发出)(?:调查|问卷)?(?:\s*[::]?\s*\d+)?$/u],
  ['confirm-end', /^确认(?:结束|截止)(?:调查|问卷)?(?:\s*[::]?\s*\d+)?$/u],
  [
    'end',
    new RegExp(
      `^(?:提前)?(?:结束|截止|停止|关闭)(?:这次|本次)?(?:调查|问卷)|^${NAMED}(?:提前)?(?:结束|截止)(?!$|[了吗没])`,
      'u',
    ),
  ],
  [
    'remind',
    new RegExp(
      `^${NAMED}(?:提醒|催一?[催下])|^(?:提醒|催一?下)(?:还)?(?:没有?|未)(?:回复?|答复?|填|交)(?:问卷|调查)?的?`,
      'u',
    ),
  ],
  ['result', new RegExp(`^(?:看看?|查看?)?(?:上次)?${NAMED}结果`, 'u')],
  [
    'progress',
    new RegExp(`^(?:看看?|查看?)?(?:上次)?${NAMED}(?:进度|进展|回收|情况|怎么样|做得)|^(?:调查|问卷)$`, 'u'),
  ],
];
/** Whoever asks whether to do it gives no order. */
const ASKED = /(?:吗|么|没有?|要不要|谁|什么时候|怎么)[?？。]*$/u;

const actOf = (plain: string): SurveyAct | null => {
  const act = FORMS.find(([, form]) => form.test(plain))?.[0] ?? null;
  return act !== null && act !== 'progress' && act !== 'result' && ASKED.test(plain) ? null : act;
};

export const SURVEY = { test: (plain: string): boolean => actOf(plain) !== null };

/** 调查 进度; 调查 提醒 2; 结束调查 2; 调查 结果 2; 确认发起 4821. */
export function surveyCommand(plain: string, { estates }: Scene): Understood {
  const act = actOf(plain);
  const estate = estateIn(plain, estates);
  if (act === null || estate === 'many') return { kind: 'unclear', suggest: ['调查 进度', '调查 结果', '结束调查'] };
  const no = /\d{1,9}/u.exec(estate === null ? plain : plain.replace(estate.words, ' '))?.[0];
  const isCode = act === 'confirm-launch' || act === 'confirm-end';
  const which = no === undefined ? {} : isCode ? { code: Number(no) } : { survey: Number(no) };
  return {
    kind: 'command',
    command: '调查',
    args: { act, ...which, ...(estate === null ? {} : { estate: estate.name }) },
  };
}
