/** 职责的口令: what staff write of duties 事, of a danger that is gone or not, and that the rain has stopped. */
import { estateIn } from './command-context.js';
import type { Scene, Understood } from './command.js';

export type DutyCommandWords =
  | {
      readonly kind: 'command';
      readonly command: '办结' | '结案';
      readonly args: { readonly duty: number; readonly text?: string };
    }
  | { readonly kind: 'command'; readonly command: '说明'; readonly args: { readonly duty: number } }
  | {
      readonly kind: 'command';
      readonly command: '险情已除' | '险情未除';
      readonly args: { readonly task: number; readonly text?: string };
    }
  | { readonly kind: 'command'; readonly command: '雨停'; readonly args: { readonly estate?: string } };

const DUTY =
  '(?:第|#|no\\.?)?\\s*(?:事|事项|职责)?\\s*(\\d{1,9})(?!\\d|[.:-]\\d|[月年季日天%点分]|(?<!(?:事|事项|职责)\\s*\\d{1,9})\\s+[月年季日天%点分])\\s*(?:号)?';
const REST = '[\\s,，、:：。;；]*(.*)$';
const DONE_DUTY = new RegExp(`^(?:办结|了结|销号)\\s*[::]?\\s*${DUTY}${REST}`, 'isu');
/** 完成 says of a visit that it was made; of a duty only where 事 is said. */
const FINISHED = new RegExp(`^(?:已经?)?(?:完成|办完|办好|做完)了?\\s*事(?:项)?\\s*(\\d{1,9})${REST}`, 'isu');
const AFTERWARDS = new RegExp(`^事(?:项)?\\s*(\\d{1,9})\\s*(?:已经?)?(?:办结|完成|办完|办好|做完)了?${REST}`, 'isu');
const CLOSED = new RegExp(`^(?:结案|停止观察)\\s*[::]?\\s*${DUTY}${REST}`, 'isu');
const TASK = '(?:任务|第|#|no\\.?)?\\s*(\\d{1,9})(?!\\d)\\s*(?:号)?';
const GONE = /险情?(?:已经?|都)?(?:排除|解除|消除|消失|除)(?!了?吗|没)|危险(?:已经?|都)?(?:排除|解除|消除)/u;
const REMAINS = /险情?(?:还|仍)?(?:未|没有?|没能)(?:排除|解除|消除|除)|险情?(?:还在|仍在|依然)/u;
/** A place that is none of those known: rain over is told of one estate and no other. */
const STRANGE_PLACE =
  /[\u4e00-\u9fff]{2}(?:花园|家园|小区|公寓|广场|名苑|新村|山庄|豪庭)|^雨停了?\s+\p{Script=Han}{2,6}$/u;

export const DUTY_DONE: Pick<RegExp, 'test'> = {
  test: (plain) => [DONE_DUTY, FINISHED, AFTERWARDS].some((pattern) => pattern.test(plain)) || plain.startsWith('办结'),
};
export const CASE_CLOSED = /^(?:结案|停止观察)/u;
export const DANGER = new RegExp(`${REMAINS.source}|${GONE.source}`, 'u');
/** 说明 事12: a duty's number is not a visit's. */
export const EXPLAIN_DUTY =
  /(?:说明|为什么|为啥|解释|详情|依据).*?(?:事项?|职责)\s*\d|事项?\s*\d+.*(?:说明|为什么|为啥|解释|详情|依据)/u;

/** 办结 12 已汇总. */
export function dutyDoneCommand(plain: string, { text }: Scene): Understood {
  const read = (from: string) => firstMatch(from, DONE_DUTY, FINISHED, AFTERWARDS);
  return dutyCommand('办结', read(plain), read(text));
}

/** 结案 事12: what was watched need not be watched any more. */
export function caseClosedCommand(plain: string, { text }: Scene): Understood {
  return dutyCommand('结案', firstMatch(plain, CLOSED), firstMatch(text, CLOSED));
}

type Match = { readonly no: number; readonly said: string } | null;

function dutyCommand(command: '办结' | '结案', found: Match, written: Match): Understood {
  if (found === null) return { kind: 'unclear', suggest: [`${command} 12`, '我的任务'] };
  const said = written?.no === found.no ? written.said : found.said;
  return { kind: 'command', command, args: { duty: found.no, ...(said === '' ? {} : { text: said }) } };
}

function firstMatch(text: string, ...patterns: readonly RegExp[]): Match {
  for (const pattern of patterns) {
    const [, digits, said = ''] = pattern.exec(text) ?? [];
    if (digits !== undefined && Number(digits) > 0) return { no: Number(digits), said: said.trim() };
  }
  return null;
}

/** 说明 事12. */
export function explainDutyCommand(plain: string): Understood {
  const duty = Number(/(?:事项?|职责)\s*(\d{1,9})/u.exec(plain)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(duty) || duty <= 0) return { kind: 'unclear', suggest: ['说明 事12', '我的任务'] };
  return { kind: 'command', command: '说明', args: { duty } };
}

/** 险情已除 12, 险情未除 12: the number is that of a visit. */
export function dangerCommand(plain: string): Understood {
  const command = REMAINS.test(plain) ? '险情未除' : '险情已除';
  const task = Number(new RegExp(TASK, 'iu').exec(plain)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(task) || task <= 0) return { kind: 'unclear', suggest: [`${command} 12`, '我的任务'] };
  return { kind: 'command', command, args: { task } };
}

/** 雨停; 雨停 翠湖. */
export function rainCommand(plain: string, { estates }: Scene): Understood {
  const estate = estateIn(plain, estates);
  if (estate === 'many' || (estate === null && STRANGE_PLACE.test(plain))) {
    return { kind: 'unclear', suggest: estates.slice(0, 5).map((name) => `雨停 ${name}`) };
  }
  return { kind: 'command', command: '雨停', args: estate === null ? {} : { estate: estate.name } };
}
