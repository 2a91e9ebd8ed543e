/** 请假与代班的口令: from when, for how many days, and who stands in. */
import { addDays, daysBetween, HOUR, instantAt, localDate, type LocalDate } from '../calendar.js';
import type { DayPart } from '../reach.js';
import { findAppointment, NUMERAL, numberOf } from './appointment.js';
import { dated } from './command-days.js';
import { doerIn, SUBJECT } from './command-names.js';
import type { Scene, Understood } from './command.js';

/** `date`: the first day, where it is named; `part`: the half of it. */
export type LeaveArgs = {
  readonly days?: number;
  readonly date?: LocalDate;
  readonly part?: DayPart;
  readonly person?: string;
};

export type LeaveCommand =
  | { readonly kind: 'command'; readonly command: '请假'; readonly args: LeaveArgs }
  | { readonly kind: 'command'; readonly command: '销假'; readonly args: Readonly<Record<string, never>> };

const LEAVE = /告.{0,2}假|[登报]个?假|请.{0,3}[事病年产婚丧]?假|我?要?休.{0,3}[年病产]?假|请假|[事病年产婚丧]假/u;
const BACK =
  /^(?:我|本人|来|现在|已|已经|今天|可以|申请|要|帮我|给我|请|[\s,，])*(?:销个?假|取消请假|销掉假期?)|^(?:我|本人)?(?:提前)?回来了?[\s,，]*(?:假|上班了)|假期?取消|假不(?:休|请|用)了|请的假.{0,2}不(?:用|请|休)|^(?:我|本人)?(?:已经?)?(?:返岗|回岗|到岗|归队|复工|复岗)|^(?:我|本人)(?:已经?|今天|明天)?提前(?:回来|上班)|提前(?:回来|上班)了?[\s,，]+销假|[\s,，]销假|提前销假/u;
/** 把假消了, 假作废, 那两天假不要了: a leave that was asked for is taken back, or ended before its time. */
const ENDED =
  /(?:[销消]|取消|撤销|撤掉?|撤回|作废|终止|结束|退)(?:了|掉|个)?(?:我|本人)?(?:的|那|这|之前|[今明后昨]天|剩下?|余下|请的|几|[一二两三四五六七八九\d]+[天日]|[个条张]|[病事年婚产]|\s)*(?:休假|请假|假期?|假条)(?!单)|(?:休假|假期?|假条|请假)(?:单|申请|那?[件个]?事|这?[件个]?事)?(?:也|都|就|给|帮|替|我|你|先|可以|直接|请)*(?:[销消]|取消|撤|退|作废|终止|结束|不(?:请|休|用请|用休|要|用|放)了|算了|[休放用请]?(?:完|满|到期)了)(?:了|掉|回)?/u;
const OTHERS_LEAVE = /不准|不批|不许|不能|国庆|春节|放假安排|谁/u;
/** Asked or only thought of. */
const ASKED_BACK =
  /怎么|什么|[啥咋谁]|忘|记得|要不要|[用需]不[用需]|能不能|可不可以|是不是|条子|(?:没|别|不用|不要|不想|该|要不要|想|能|以后|再)\p{Script=Han}{0,2}(?:销假|取消)|销假(?:[单条后时]|手续|流程)|(?:[吗没]|了吧)[?？。]*$/u;
export const IS_BACK: Pick<RegExp, 'test'> = {
  test: (plain) => (BACK.test(plain) || endsLeave(plain)) && !ASKED_BACK.test(plain),
};
/** A leave of days to come may be taken back, which no return may. */
export const isLeaveTakenBack = (plain: string): boolean =>
  endsLeave(plain) && !/^[销消]/u.test(ENDED.exec(plain)?.[0] ?? '');
export const endsLeave = (plain: string): boolean => ENDED.test(plain) && !OTHERS_LEAVE.test(plain);
const DAYS = new RegExp(`(${NUMERAL})\\s*(个)?\\s*([天日]|周|星期|礼拜)(半)?(?!后|之后|以后|[一二三四五六日天])`, 'u');
const HALF = /半[天日]/u;
const ONE = /一天|当天/u;
/** To a day, that day included: 请假到周五. */
const UNTIL = /(?:到|至)\s*(.+)$/u;
/** 跟刘主管说好了, 她顶: agreed with whom. */
const STANDS_IN = new RegExp(
  `(?:跟|和|找|与)(${SUBJECT})(?:都|已经?|也)*(?:说|讲|换|商量|谈|约|沟通)(?:好|妥|过)`,
  'u',
);
/** 11月27到29, 11.27-11.29, 27到29号: the days of the month in full. */
const MONTH_DAYS =
  /(\d{1,2})[月.](\d{1,2})[日号]?\s*(?:到|至|[-~—]+)\s*(?:(\d{1,2})[月.])?(\d{1,2})(?!\d|[月.点天])[日号]?/u;
const MONTHS_DAYS = /(?<![\d月.])(\d{1,2})[日号]?\s*(?:到|至|[-~—]+)\s*(\d{1,2})[日号]/u;
const inFull = (text: string): string =>
  MONTH_DAYS.test(text)
    ? text.replace(MONTH_DAYS, (_, month, from, last, to) => `${month}月${from}日到${last ?? month}月${to}日`)
    : text.replace(MONTHS_DAYS, '$1日到$2日');
/** 周四周五: two days one after the other. */
const TWO_DAYS =
  /((?:下+|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天])\s*(?:和|、|跟)?\s*((?:下+|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天])/u;
/** 明后两天: two days one after the other, from so many days on. */
const NEAR_DAYS: readonly (readonly [RegExp, number])[] = [
  [/今天?[和、跟,]?\s*明[两2]?天/u, 0],
  [/明天?[和、跟,]?\s*后[两2]?天/u, 1],
  [/后天[和、跟,]?\s*大后天/u, 2],
];
/** 25-27号, 25号26号, 25、26号: to the last of them. */
const spans = (text: string): string =>
  text
    .replaceAll(/(?<!\d)(\d{1,2})[日号]?\s*(?:[-~—、和跟]|到|至)\s*(?=(?:\d{1,2}月)?\d{1,2}[日号])/gu, '$1号到')
    .replaceAll(/(\d{1,2}[日号])(?=\d{1,2}[日号])/gu, '$1到')
    .replaceAll(/(周|星期|礼拜)六[、和]?[日天]/gu, '$1六$1日');
/** Days of the month and of the week, whose numbers are no length. */
const DATES =
  /(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号](?=起|开始|到|至|请|休|[,，\s])|(?:下+|这|本)个?(?:周|星期|礼拜)|(?:周|星期|礼拜)[一二三四五六日天]/gu;

/** 请假 3天 代班 李四; without a length only what was understood is given. */
export function leaveCommand(plain: string, scene: Scene): Understood {
  const person = doerIn(plain) ?? STANDS_IN.exec(plain)?.[1] ?? null;
  const today = localDate(scene.now, scene.zone);
  const rest = inFull(spans(dated(plain.replace(person ?? '', ' '), today))).replace(LEAVE, (words) =>
    words.replaceAll(/[请休告假]/gu, ' '),
  );
  const counted = DAYS.exec(rest.replaceAll(DATES, ' '));
  const pair = TWO_DAYS.exec(rest);
  const until = pair === null ? UNTIL.exec(rest) : null;
  const near = NEAR_DAYS.find(([words]) => words.test(rest));
  const first =
    near !== undefined
      ? addDays(today, near[1])
      : dateIn(pair?.[1] ?? (until === null ? rest : rest.slice(0, until.index)), scene);
  const begins = first ?? today;
  const last = pair?.[2] ?? until?.[1];
  const ends = near !== undefined ? addDays(begins, 1) : last === undefined ? null : endIn(last, begins, scene);
  const isHalf = HALF.test(rest);
  const part = counted === null && ends === null ? halfIn(plain, isHalf) : undefined;
  const isOne = ONE.test(rest) || (first !== null && until === null && part === undefined);
  const length = counted !== null ? lengthOf(counted) : isHalf ? 0.5 : isOne ? 1 : null;
  const days = ends !== null && ends >= begins ? daysBetween(begins, addDays(ends, 1)) : length;
  const args: LeaveArgs = {
    ...(days === null || days <= 0 ? {} : { days }),
    ...(first === null ? (part === undefined ? {} : { date: today }) : { date: first }),
    ...(part === undefined ? {} : { part }),
    ...(person === null ? {} : { person }),
  };
  // 小组长请的假: neither when nor how long, and nobody who asks for it.
  if (Object.keys(args).length === 0 && !FOR_ONESELF.test(plain))
    return { kind: 'unclear', suggest: ['请假 3天 代班 李四', '帮助'] };
  return { kind: 'command', command: '请假', args };
}
const FOR_ONESELF =
  /^(?:我|俺|本人|想|要|得|就|帮我|给我|替我|申请|需要|麻烦|你好|您好|领导|经理|主管|家里有事|有事|有点事|[\s,，])*(?:请|告|休|歇|调休|出差|来不了|[登报]个假|[事病年产婚丧]假)|我.{0,8}(?:请|告|休).{0,3}假/u;

/** 下午请半天, 请明天上午的假: the half of the day that is asked for. */
function halfIn(text: string, isHalf: boolean): DayPart | undefined {
  const [, half] = /([上下]午)(?:.{0,12}半[天日]|的?(?:请|休|歇|不来|不在|来不了)|的?假)/u.exec(text) ?? [];
  const said = half ?? (isHalf ? /[上下]午/u.exec(text)?.[0] : undefined);
  return said === undefined ? undefined : said === '上午' ? 'morning' : 'afternoon';
}

const lengthOf = ([, count, , unit = '', half]: RegExpExecArray): number =>
  numberOf(count) * (/[天日]/u.test(unit) ? 1 : 7) + (half !== undefined && /[天日]/u.test(unit) ? 0.5 : 0);

const dateIn = (text: string, { now, zone }: Scene): LocalDate | null => findAppointment(text, now, zone)?.date ?? null;

/** The last day, which is not before the first: 下周一到周三. */
function endIn(text: string, begins: LocalDate, scene: Scene): LocalDate | null {
  const ends = dateIn(text, scene);
  return ends === null || ends >= begins ? ends : dateIn(text, { ...scene, now: instantAt(begins, HOUR, scene.zone) });
}
