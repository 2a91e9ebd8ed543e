/** 请假与代班的口令: from when, for how many days, and who stands in. */
import { addDays, daysBetween, localDate, type LocalDate } from '../calendar.js';
import { findAppointment, NUMERAL, numberOf } from './appointment.js';
import { doerIn } from './command-names.js';
import type { Scene, Understood } from './command.js';

/** `date`: the first day, where it is named. */
export type LeaveArgs = { readonly days?: number; readonly date?: LocalDate; readonly person?: string };

export type LeaveCommand =
  | { readonly kind: 'command'; readonly command: '请假'; readonly args: LeaveArgs }
  | { readonly kind: 'command'; readonly command: '销假'; readonly args: Readonly<Record<string, never>> };

const LEAVE = /请.{0,3}[事病年产婚丧]?假|我?要?休.{0,3}[年病产]?假|请假|[事病年产婚丧]假/u;
export const BACK = /销假|取消请假|不请假了|提前(?:回来|上班)/u;
const DAYS = new RegExp(`(${NUMERAL})\\s*(个)?\\s*([天日]|周|星期|礼拜)(?!后|之后|以后|[一二三四五六日天])`, 'u');
const HALF_OR_ONE = /半天|一天|当天/u;
/** To a day, that day included: 请假到周五. */
const UNTIL = /(?:到|至)\s*(.+)$/u;
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
/** Days of the month and of the week, whose numbers are no length. */
const DATES = /\d{1,2}月\d{1,2}[日号]|(?:下+|这|本)个?(?:周|星期|礼拜)|(?:周|星期|礼拜)[一二三四五六日天]/gu;

/** 请假 3天 代班 李四; without a length only what was understood is given. */
export function leaveCommand(plain: string, scene: Scene): Understood {
  const person = doerIn(plain);
  const rest = inFull(plain.replace(person ?? '', ' ').replace(LEAVE, (words) => words.replaceAll(/[请休假]/gu, ' ')));
  const today = localDate(scene.now, scene.zone);
  const counted = DAYS.exec(rest.replaceAll(DATES, ' '));
  const pair = TWO_DAYS.exec(rest);
  const until = pair === null ? UNTIL.exec(rest) : null;
  const first = dateIn(pair?.[1] ?? (until === null ? rest : rest.slice(0, until.index)), scene);
  const begins = first ?? today;
  const ends = pair !== null ? dateIn(pair[2] ?? '', scene) : until === null ? null : dateIn(until[1] ?? '', scene);
  const isOne = HALF_OR_ONE.test(rest) || (first !== null && until === null);
  const length = counted !== null ? lengthOf(counted) : isOne ? 1 : null;
  const days = ends !== null && ends >= begins ? daysBetween(begins, addDays(ends, 1)) : length;
  const args: LeaveArgs = {
    ...(days === null || days < 1 ? {} : { days }),
    ...(first === null ? {} : { date: first }),
    ...(person === null ? {} : { person }),
  };
  return { kind: 'command', command: '请假', args };
}

const lengthOf = ([, count, , unit = '']: RegExpExecArray): number => numberOf(count) * (/[天日]/u.test(unit) ? 1 : 7);

const dateIn = (text: string, { now, zone }: Scene): LocalDate | null => findAppointment(text, now, zone)?.date ?? null;
