/** 调查的口令: a survey that is sent out by order, and what is asked and done of one: its progress, a reminder, its end, its result. */
import type { LocalDate } from '../calendar.js';
import { findAppointment } from './appointment.js';
import { estateIn, withoutWords } from './command-context.js';
import { percentIn, targetIn } from './command-names.js';
import { asWritten } from './command-written.js';
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

const QUOTED = /[《「『"“]([^《「『"“》」』"”]{2,})[》」』"”]/u;
const TITLE =
  /(?:(?:题目|标题|主题|名字|名称)(?:就?[叫是为写定:]|\s)*|(?<=^|[\s,，。])就?叫(?:做|作)?)\s*(\S+)|(?:就|围绕|针对)\s*((?!\d+(?:栋|幢|座|号楼))[^\s,，。]{2,}?)(?=\s*[,，]?\s*(?:问卷|调查)?(?:对|给|向|发|做|搞|开展|进行))|(?:[问听](?:问|听|一?下)|(?<=[\s,，])(?:就|主要|重点)?问(?![题卷问])|关于|内容(?:就?[是写为]|[:：]))\s*([^\s,，。]+?)(?:的?(?:调查|问卷|情况))*(?=$|[\s,，。])/u;
/** 做一次满意度调查: the survey's name without the words for holding it. */
const NAMED_SURVEY =
  /(?:[发做搞弄来推办]|开展|组织|发起|启动|安排)(?:放|起|送)?(?:一?[个次份张下期轮])?\s*((?![个次份张小])[\p{Script=Han}\d]{2,14}(?:调查|问卷|调研|测评))/u;
/** 对3栋发起调查 电梯更换意见: what stands behind the words by itself. */
const SET_SURVEY =
  /(?:发起一?[个次份项]?|[发做搞弄]一?[个次份]?|^|\s)(?:调查|问卷)(?:[::]\s*|\s+|[,，]\s*|(?<=^发起调查))(.+)$/u;
const SAMPLE =
  /(?:随机)?抽(?:样|取|查)?(?:个|出)?\s*(?:\d+(?:\.\d+)?\s*%|百分之\S+?(?=$|[\s,，。的])|[\d一二两三四五六七八九]成|一半|[二两三四五六七八九十]分之[一二两三四五六七八九])?(?:的?(?:住户|业主|户|人))?|(?<=^|[\s,，。])(?:\d+(?:\.\d+)?\s*%|百分之[一二三四五六七八九十]+|[一二两三四五六七八九]成|一半|[二三四五六七八九十]分之[一二三四五六七八九])(?:的?(?:住户|业主|户|人))?(?=$|[\s,，。])/u;
const EXACT = /(\d+(?:\.\d+)?)\s*%/u;
const DAYS = /(?:为期|开放|收|答)?\s*(\d{1,3})\s*天(?:之?内|为止)?(?:收(?:齐|回)?|截止|结束)?/u;
const UNTIL =
  /(?:到|至|截止到?)?\s*(?:这|下)?个?(?:周|星期|礼拜)[一二三四五六日天](?:之?前|截止|结束|为止)(?:收(?:齐|回)?)?|(?:到|至|截止到?)?\s*(?:\d{4}年)?\d{1,2}月\d{1,2}[日号](?:之?前|截止|结束|为止)?(?:收(?:齐|回)?)?/u;

/** 发起调查 3栋 抽样20% 电梯使用情况 12月10日前. Whom it goes to must be said. */
export function launchCommand(plain: string, { now, zone, estates, text }: Scene): Understood {
  const found = targetIn(plain);
  const estate = estateIn(plain, estates);
  const sample = SAMPLE.exec(plain)?.[0] ?? null;
  const exact = EXACT.exec(plain)?.[1];
  const percent = sample === null ? null : exact === undefined ? percentIn(plain) : Number(exact);
  const others = found === null ? null : targetIn(plain.replace(found.words, ' '));
  const isVague =
    (others !== null && others.target !== found?.target) ||
    (found === null && percent === null) ||
    (sample !== null && percent === null);
  if (isVague || estate === 'many' || !ASKS_VIEWS.test(plain))
    return {
      kind: 'unclear',
      suggest: ['发起调查 全体 年度满意度调查', '发起调查 3栋 电梯使用情况', '发起调查 全体 抽样20%'],
    };
  const days = DAYS.exec(plain);
  const until = UNTIL.exec(plain);
  const date =
    until === null ? undefined : findAppointment(until[0].replace(/^(?:截止到?|到|至)/u, ''), now, zone)?.date;
  const term = date === undefined ? undefined : until?.[0];
  const left = withoutWords(plain, found?.words, estate?.words, sample, days?.[0], term)
    .replaceAll(/(?:针对|面向|围绕)\s+的?/gu, '')
    .trim();
  const [, named, about, asked] = TITLE.exec(left) ?? [];
  const set = SET_SURVEY.exec(left)?.[1]?.replaceAll(/\s+/gu, ' ').trim();
  const title =
    QUOTED.exec(left)?.[1] ??
    matterOf(named) ??
    about ??
    VIEWS.exec(left)?.[1] ??
    matterOf(asked) ??
    matterOf(set) ??
    NAMED_SURVEY.exec(left)?.[1] ??
    titleLeft(left);
  return {
    kind: 'command',
    command: '发起调查',
    args: {
      target: found?.target ?? '全体',
      ...(estate === null ? {} : { estate: estate.name }),
      ...(title === undefined
        ? {}
        : { title: asWritten(title.replace(/(?<=\S{2})的(?:调查|问卷)$/u, ''), plain, text) }),
      ...(percent === null ? {} : { percent }),
      ...(date === undefined ? {} : { date }),
      ...(days === null ? {} : { days: Number(days[1]) }),
    },
  };
}

const ASKS_VIEWS = /调查|问卷|调研|测评|征[求集询]|[问听]|意见|投票/u;

/** 问问他们对停车收费怎么看的: what it is about. */
const matterOf = (asked: string | undefined): string | undefined =>
  asked
    ?.replace(/的?(?:调查|问卷)表?(?:发给?|给|到).*$/u, '')
    .replace(/[\s,，、。;；!！]+(?:范围|对象|截止|今天|马上|尽快|先|再|请|麻烦|谢谢|辛苦|收到).*$/u, '')
    .replaceAll(/^[\s,，、。;；:：!！]+|[\s,，、。;；:：!！]+$/gu, '')
    .replace(/(?<=\S{3})的$/u, '')
    .replace(/^问(?!题|卷)(?:一?下)?(?=\S{2})/u, '')
    .replace(/^(?:一下)?(?:大家|他们|业主|住户)*对(?=\S{2})/u, '')
    .replace(/(?:是?怎么看|有(?:什么|啥)(?:看法|意见)|的(?:看法|想法|态度))的?$/u, '');

/** 想听听住户对停车收费的看法: what the views are of. */
const VIEWS = /对([^\s,，。]{2,}?)的?(?:看法|意见|想法|态度|是?怎么看)/u;

/** What is left of an order to hold a survey when its own words are taken away is what it asks. */
function titleLeft(left: string): string | undefined {
  const rest = left
    .replaceAll(LAUNCH_WORDS, ' ')
    .replaceAll(/^[\s,，、:：。;；]+|[\s,，、:：。;；]+$/gu, '')
    .replace(/^(?:问问?(?![卷题])(?:一?下|大家)?|题目(?:是|叫)?|关于|主题)(?=\S{2})/u, '')
    .replaceAll(/\s+/gu, ' ')
    .split(/[,，。;；]/u)
    .map((piece) => piece.trim())
    .map((piece) => piece.replace(/(?<=调查|问卷|.{4})(?:可以|能|该|就)(?:发|推|开始|启动|做)了?吧?$/u, ''))
    .filter((piece) => !/^(?:今天|马上|尽快|先|再|现在)?(?:就|先)?(?:发|做|弄|搞)|截止$/u.test(piece))
    .join(',')
    .replaceAll(/^[\s,]+|[\s,]+$|,(?=,)/gu, '')
    .trim();
  return Array.from(rest).length >= 2 ? rest : undefined;
}
const LAUNCH_WORDS =
  /(?<=\p{Script=Han}(?:问卷|调查))(?:发起|发|搞|做|弄|启动|安排)(?:起来|一下|一个|出去|[吧嘛呗])*(?=$|[\s,，])|(?:问卷|调查)(?:发起|发|搞|做|弄|启动|安排)(?:起来|一下|一个|[吧嘛呗])?(?=$|[\s,，])|(?:给我)?(?:发起来|搞起来|做起来|弄起来|发出去)(?:\p{Script=Han}|$)*$|(?:请|麻烦|帮我|我要|我想)?(?:给|对|向|跟|就|针对)?\s*(?:发起|开展|组织|启动|安排|[发做搞弄推办来])(?:放|起|送|出)?(?:一?[个次份张下期轮])?\s*(?:小|简单的?)?(?:问卷|调查|调研|测评)(?:给|到|[嘛吧呗](?=$|[\s,，]))?|^(?:请|麻烦|帮我)?(?:给|对|向|跟)\s|(?<=^|[\s,，])(?:问卷|调查)(?=$|[\s,，])|(?<=问卷|调查)(?:给|到)|(?<=\s)(?:给|对|向)(?=\s|$)|的?(?:住户|业主|居民)|\s发起$/gu;

const NAMED = '(?:调查|问卷)(?:表)?\\s*(?:\\d{1,4}\\s*号?)?\\s*的?\\s*';
const FORMS: readonly (readonly [SurveyAct, RegExp])[] = [
  ['confirm-launch', /^确认(?:发起|发送|发出)(?:调查|问卷)?(?:[\s::,，]*\d+)?[。.!！]*$/u],
  ['confirm-end', /^确认(?:结束|截止)(?:调查|问卷)?(?:[\s::,，]*\d+)?[。.!！]*$/u],
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
  ['result', new RegExp(`^(?:看看?|查看?)?(?:上次)?${NAMED}结果|^《[^》]+》.{0,12}结果[。.!！]*$`, 'u')],
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
export const surveyCommand = (plain: string, scene: Scene): Understood => surveyed(actOf(plain), plain, scene);

/** 催催没填问卷的, 4号调查填了多少了: what is done or asked of a survey, in any words. */
const IN_WORDS: readonly (readonly [SurveyAct, RegExp])[] = [
  ['remind', /催|提醒|再问问/u],
  ['end', /结束|截止|停(?![车水电])|关(?:了|掉|闭)|收了吧|可以收|不(?:收|等|发)了/u],
  ['result', /结果|统计出来|结论/u],
  ['progress', /./u],
];
const OF_A_SURVEY =
  /(?:调查|问卷).{0,8}(?:收[回了到]|填[了的完]|回收|进[度展行]|做?得?(?:咋样|怎么?样|如何)|结果|截止|结束|停|关(?!于)|可以收|催|提醒|回了|多少(?:人|份|户)|几份)|(?:催|提醒|停|结束|截止|关(?!于)|看看?|查|收).{0,12}(?:调查|问卷)/u;
const OF_ANOTHER =
  /满意率|回访率|台账|表|导出|发起|发(?:份|个)?(?:问卷|调查)|[做搞弄开组](?:展|织|个|一|次)|主题|不想|谁出|全体|抽样|关于|发一?[个份次]|给.{1,8}发|先别|不要|怎么发|记录|吗[?？]?$|要不要|什么时候|抽|[做搞弄](?![得的了完到])\S{2,6}(?:调查|问卷)/u;
export const SURVEY_IN_WORDS: Pick<RegExp, 'test'> = {
  test: (plain) => OF_A_SURVEY.test(plain) && !OF_ANOTHER.test(plain),
};
export function surveyInWords(plain: string, scene: Scene): Understood {
  const act = IN_WORDS.find(([, words]) => words.test(plain))?.[0] ?? null;
  return surveyed(
    act !== null && act !== 'progress' && act !== 'result' && ASKED.test(plain) ? null : act,
    plain,
    scene,
  );
}

function surveyed(act: SurveyAct | null, plain: string, { estates }: Scene): Understood {
  const estate = estateIn(plain, estates);
  if (act === null || estate === 'many') return { kind: 'unclear', suggest: ['调查 进度', '调查 结果', '结束调查'] };
  const no = /(?<!\d)\d{1,9}(?!\d|\s*(?:栋|幢|座|号楼|单元|%|月|天))/u.exec(
    estate === null ? plain : plain.replace(estate.words, ' '),
  )?.[0];
  const isCode = act === 'confirm-launch' || act === 'confirm-end';
  const which = no === undefined ? {} : isCode ? { code: Number(no) } : { survey: Number(no) };
  return {
    kind: 'command',
    command: '调查',
    args: { act, ...which, ...(estate === null ? {} : { estate: estate.name }) },
  };
}
