/** 请假与代班的口令: from when, for how many days, and who stands in. */
import { addDays, daysBetween, localDate, type LocalDate } from '../calendar.js';
import { findAppointment, NUMERAL, numberOf } from './appointment.js';
import type { Scene, Understood } from './command.js';

/** `date`: the first day, where it is not today. */
export type LeaveArgs = { readonly days?: number; readonly date?: LocalDate; readonly person?: string };

export type LeaveCommand =
  | { readonly kind: 'command'; readonly command: '请假'; readonly args: LeaveArgs }
  | { readonly kind: 'command'; readonly command: '销假'; readonly args: Readonly<Record<string, never>> };

const LEAVE = /请个?[事病年产婚丧]?假|我?要?休[年病产]?假/u;
const BACK = /销假|取消请假|不请假了|提前(?:回来|上班)/u;
const DAYS = new RegExp(`(${NUMERAL})\\s*[天日](?!后|之后|以后)`, 'u');
const HALF_OR_ONE = /半天|一天|当天/u;
const DEPUTY =
  /(?:代班|代理|顶班|替班)(?:人|的?是|给|由|请)?\s*[:]?\s*([\u4e00-\u9fff·]{2,4}|[a-z][\w.-]*)|(?:由|请|让)([\u4e00-\u9fff·]{2,4}?)(?:来)?(?:代班|代理|顶班|替班|代)/iu;
/** To a day, that day included: 请假到周五. */
const UNTIL = /(?:到|至)\s*(.+)$/u;

export const LEAVE_READERS: readonly (readonly [RegExp, (plain: string, scene: Scene) => Understood])[] = [
  [BACK, () => ({ kind: 'command', command: '销假', args: {} })],
  [LEAVE, leaveCommand],
];

/** 请假 3天 代班 李四; without a length only what was understood is given. */
function leaveCommand(plain: string, scene: Scene): Understood {
  const deputy = DEPUTY.exec(plain);
  const person = deputy?.[1] ?? deputy?.[2];
  const rest = plain.replace(deputy?.[0] ?? '', ' ').replace(LEAVE, ' ');
  const today = localDate(scene.now, scene.zone);
  const counted = DAYS.exec(rest.replaceAll(/\d{1,2}月\d{1,2}[日号]/gu, ' '));
  const until = UNTIL.exec(rest);
  const begins = dateIn(until === null ? rest : rest.slice(0, until.index), scene) ?? today;
  const ends = until === null ? null : dateIn(until[1] ?? '', scene);
  const length = counted !== null ? numberOf(counted[1]) : HALF_OR_ONE.test(rest) || begins !== today ? 1 : null;
  const days = ends !== null && ends >= begins ? daysBetween(begins, addDays(ends, 1)) : length;
  const args: LeaveArgs = {
    ...(days === null || days < 1 ? {} : { days }),
    ...(begins === today ? {} : { date: begins }),
    ...(person === undefined ? {} : { person }),
  };
  return { kind: 'command', command: '请假', args };
}

const dateIn = (text: string, { now, zone }: Scene): LocalDate | null => findAppointment(text, now, zone)?.date ?? null;
