/** 办回访的口令: what staff write of a visit that is theirs: done, nobody there, refused, moved, another time, a colleague. */
import type { Method } from '../terms.js';
import { type Appointment, findAppointment } from './appointment.js';
import type { Scene, Understood } from './command.js';

/** `text`: what was heard, as it was written. */
export type DoneArgs = { readonly task: number; readonly text?: string };

/** How it was tried; null where the words do not tell. Beside the arguments, which are those of contracts.md. */
export type NoAnswer = {
  readonly kind: 'command';
  readonly command: '无人应答';
  readonly args: { readonly task: number };
  readonly method: Method | null;
};

export type VisitCommandWords =
  | { readonly kind: 'command'; readonly command: '完成'; readonly args: DoneArgs }
  | NoAnswer
  | {
      readonly kind: 'command';
      readonly command: '拒访' | '已搬走' | '找错人';
      readonly args: { readonly task: number };
    }
  | { readonly kind: 'command'; readonly command: '改期'; readonly args: { readonly task: number } & Appointment }
  | {
      readonly kind: 'command';
      readonly command: '转给';
      readonly args: { readonly task: number; readonly person: string };
    };

const TASK = '(?:任务|回访|#|no\\.?|第)?\\s*(\\d{1,7})(?!\\d|[.:-]\\d|\\s*[月年季日天%点分])\\s*(?:号|单)?';
const ANY_TASK = new RegExp(`(?<![\\d.:-])${TASK}`, 'iu');
const DONE_WORD = '(?:已经?|都)?(?:回访)?(?:完成|办完|做完|办好|搞定|访完)(?!率|情况)了?(?:回访|记录)?';
const DONE_FIRST = new RegExp(`^${DONE_WORD}\\s*[::]?\\s*${TASK}[\\s,，、:：。;；]*(.*)$`, 'isu');
const DONE_AFTER = new RegExp(`^${TASK}\\s*(?:这单|这户|的?回访)?\\s*${DONE_WORD}[\\s,，、:：。;；]*(.*)$`, 'isu');

export const DONE = new RegExp(`${DONE_FIRST.source}|${DONE_AFTER.source}`, 'isu');
export const NO_ANSWER =
  /无人(?:应答|接听|应门|在家)|没(?:有)?人(?:应答|接|应|在|开门|理)|打不通|不接(?:电话|(?!受))|没接(?:电话)?|敲门不应|不在家/u;
export const REFUSED = /拒访|拒绝(?:接受)?(?:回访|访问)|不(?:愿意?|肯|让|同意|接受)(?:接受)?(?:被)?回访|不让进/u;
export const MOVED = /搬(?:走|家|离)了?/u;
export const WRONG_PERSON = /找错(?:人|了)|打错(?:人|了)|错号|号码(?:不对|错|有误)|不是(?:本人|业主|这家|住户)/u;
export const POSTPONE = /改期|改(?:到|约|成|在|时间)|另约|推迟|延期|延后|顺延|推后|往后推/u;
export const HAND_ON = /转(?:给|交|派|到)|(?:交|派|让)给/u;

/** A number is there that can be a task's: without one the words are no order. */
export const namesTask = (plain: string): boolean => ANY_TASK.test(plain);

/** 完成 12 电话 13800000000 满意 师傅准时. */
export function doneCommand(plain: string, { text }: Scene): Understood {
  const found = matchDone(plain);
  const written = matchDone(text);
  const said = written?.task === found?.task ? written?.said : found?.said;
  if (found === null) return { kind: 'unclear', suggest: ['完成 12 上门 满意', '我的任务'] };
  const args = { task: found.task, ...(said === undefined || said === '' ? {} : { text: said }) };
  return { kind: 'command', command: '完成', args };
}

function matchDone(text: string): { readonly task: number; readonly said: string } | null {
  const [, task, said = ''] = DONE_FIRST.exec(text) ?? DONE_AFTER.exec(text) ?? [];
  return task === undefined ? null : { task: Number(task), said: said.trim() };
}

const WAYS: readonly (readonly [RegExp, Method])[] = [
  [/对讲/u, 'intercom'],
  [/电话|打|接|拨/u, 'phone'],
  [/上门|登门|入户|敲门|开门|在家|没人在|应门|家里/u, 'in-person'],
];

/** 无人应答 12 电话. */
export function noAnswerCommand(plain: string): Understood {
  const task = taskIn(plain);
  if (task === null) return { kind: 'unclear', suggest: ['无人应答 12 电话', '无人应答 12 上门'] };
  const method = WAYS.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
  return { kind: 'command', command: '无人应答', args: { task }, method };
}

/** 拒访 12, 已搬走 12, 找错人 12. */
export function excuseCommand(command: '拒访' | '已搬走' | '找错人', plain: string): Understood {
  const task = taskIn(plain);
  return task === null
    ? { kind: 'unclear', suggest: [`${command} 12`, '我的任务'] }
    : { kind: 'command', command, args: { task } };
}

/** 改期 12 明天下午. Without a time that is understood the task alone is given. */
export function postponeCommand(plain: string, { now, zone }: Scene): Understood {
  const found = ANY_TASK.exec(plain);
  if (found === null) return { kind: 'unclear', suggest: ['改期 12 明天下午', '改期 12 11月28日 15:00'] };
  const task = Number(found[1]);
  const when = findAppointment(plain.replace(found[0], ' '), now, zone);
  return { kind: 'command', command: '改期', args: { task, ...when } };
}

const PERSON = new RegExp(`(?:${HAND_ON.source})\\s*([\\u4e00-\\u9fff·]{2,8}|[a-z][\\w.@-]*)`, 'iu');

/** 转给 王芳 12. To oneself it is taking it over. */
export function handOnCommand(plain: string): Understood {
  const task = taskIn(plain);
  if (task !== null && /(?:转|交|派|让)给我(?!们)/u.test(plain))
    return { kind: 'command', command: '领取', args: { task } };
  const person = PERSON.exec(plain)?.[1]?.replace(/(?:来?(?:做|办|跟进|处理|回访)|吧|了)$/u, '');
  if (task === null || person === undefined) return { kind: 'unclear', suggest: ['转给 王芳 12', '我的任务'] };
  return { kind: 'command', command: '转给', args: { task, person } };
}

function taskIn(plain: string): number | null {
  const found = ANY_TASK.exec(plain);
  return found === null ? null : Number(found[1]);
}
