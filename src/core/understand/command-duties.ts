/** 职责的口令: what staff write of duties 事, of a danger that is gone or not, and that the rain has stopped. */
import { estateIn } from './command-context.js';
import { ofOneTask } from './command-photos.js';
import { asWritten } from './command-written.js';
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
const DONE_DUTY = new RegExp(`^(?:办结|了结|销号)[\\s::,，]*${DUTY}${REST}`, 'isu');
/** 完成 says of a visit that it was made; of a duty only where 事 is said. */
/** 事12: a duty, whatever is said of it. */
const NAMED =
  /(?<![\p{Script=Han}])事(?:项)?\s*(\d{1,9})(?!\d|\s*[月年天点栋楼])\s*号?|(?<=把|将|的|个|(?:为什么|怎么)有|明|释|下|说|办结|结案|完成?|[办做弄好]了?)事(?:项)?\s*(\d{1,9})(?!\d|\s*[月年天点栋楼])\s*号?/u;
/** 完成 says of a visit that it was made; of a duty only where 事 is said. */
const FINISHED =
  /(?:已经?|都|刚)?(?:办结|[办做弄处搞](?:理)?(?:完|好|妥|定|了)|完成|好了|销(?:了|号|掉)|了结|解决|落实)(?:完毕|到位|完|好)?了?(?:吧|哈|啦)?/u;
const OBSERVED = /结案|停止观察|不用(?:再)?观察|观察(?:期)?(?:够|满|结束|到期|完)了?|(?:可以|能)结(?!果)/u;
const EXPLAINED =
  /为[什甚]么|为啥|什么|啥|咋|怎么|说明|解释|详情|依据|哪来|看看?|查|情况|谁|几|干[嘛啥]|要我|吗[?？]?$|没[?？]?$/u;
const NOT_YET =
  /还没|没有?(?:办|做|弄)|未(?:办|完)|别|先不|不要|等|[明后]天|下周|月底|快(?:要|了)?$|争取|尽快|马上|准备|打算|要是|如果|万一|不是|听说|差不多|估计|应该|(?:要|能|会|得|该|必须)$/u;
/** 办完一半, 办结不了, 办结要什么材料: behind these words nothing is reported as done. */
const UNDONE =
  /^(?:了?(?:一半|一部分|一?大半|差不多|[吗么没])|不[了掉成完]|得了|要(?!紧)|需要?|才|之?后|以后|的(?:话|时候)?(?=$|[\s,，])|谁|什么|吧[?？])/u;
const CLOSED = new RegExp(`^(?:结案|停止观察)[\\s::,，]*${DUTY}${REST}`, 'isu');
const PERIL = '(?:险情?|危险源?|隐患)';
/** 处理好了, 弄完: done with. */
const DONE_WITH = '(?:(?:处[理置]|[办弄搞修做]|清理)(?:完成|完毕|结束|[完好妥定]|到位)+|解决(?=了|$|[\\s,，。]))';
const GONE = new RegExp(
  `${PERIL}(?:的|已经?|都|也|全部?|完全|彻底|妥善|成功|被|现在|给|完成|控制住并?)*(?:排[除掉]|解除|消除|消失|清除|除(?!非)|${DONE_WITH}|不存在了?|过去了|没有?了)(?!了?吗|了?没|不了)|(?:排|除|抢)险(?:工作|作业)?(?:已经?|都)?(?:完成|完毕|结束)(?!了?吗|了?没)|(?:已经?(?:没有?|无)|没有?)(?:任何|什么)?${PERIL}了(?!吗|没)|已经?无(?:任何)?${PERIL}(?=$|[\\s,，。])`,
  'u',
);
const REMAINS = new RegExp(
  `${PERIL}(?:还|仍|都|也|一直)*(?:未|没有?|没能)(?:完全|彻底)?(?:排[除脱掉完]|解除|消除|清除|除|解决|处[理置]|[弄搞修办][完好定])|${PERIL}(?:还在|仍在|仍存在|依然)`,
  'u',
);
/** A place that is none of those known: rain over is told of one estate and no other. */
const STRANGE_PLACE =
  /(?![一二两三四五几各全整每]个|所有|我们|咱们|这个)[\u4e00-\u9fff]{2}(?:花园|家园|小区|公寓|广场|名苑|新村|山庄|豪庭)|^雨停了?\s+\p{Script=Han}{2,6}$/u;

export const DUTY_DONE: Pick<RegExp, 'test'> = {
  test: (plain) => DONE_DUTY.test(plain) || plain.startsWith('办结'),
};
export const ABOUT_DUTY: Pick<RegExp, 'test'> = NAMED;
export const CASE_CLOSED = /^(?:结案|停止观察)/u;
export const DANGER = new RegExp(`${REMAINS.source}|${GONE.source}`, 'u');
/** 办结 12 已汇总. */
export function dutyDoneCommand(plain: string, { text }: Scene): Understood {
  return dutyCommand('办结', firstMatch(plain, DONE_DUTY), firstMatch(text, DONE_DUTY));
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

/** 说明 事12; 事12办好了 已公示; 事12可以结案了: of a duty that is named. */
export function namedDutyCommand(plain: string, { text }: Scene): Understood {
  const no = dutyIn(plain);
  const rest = plain.replace(NAMED, ' ');
  const closed = OBSERVED.exec(rest) ?? (NOT_YET.test(rest) ? null : FINISHED.exec(rest));
  const unclear: Understood = { kind: 'unclear', suggest: [`办结 事${no}`, `说明 事${no}`] };
  if (no <= 0) return unclear;
  if (EXPLAINED.test(rest.slice(0, closed?.index)) || rest.trim() === '')
    return { kind: 'command', command: '说明', args: { duty: no } };
  if (
    closed === null ||
    NOT_YET.test(rest.slice(0, closed.index)) ||
    UNDONE.test(rest.slice(closed.index + closed[0].length).trimStart())
  )
    return unclear;
  const said = rest
    .slice(closed.index + closed[0].length)
    .replace(/[\s,，。]+(?:可以)?(?:办?结|销)(?:了|案|掉)?[吧嘛了]*$/u, '')
    .replaceAll(/^[了吧哈\s,，、:：。;；]+|[\s。]+$/gu, '');
  const args = { duty: no, ...(said === '' ? {} : { text: asWritten(said, plain, text) }) };
  return { kind: 'command', command: OBSERVED.test(rest) ? '结案' : '办结', args };
}
const dutyIn = (text: string): number => {
  const found = NAMED.exec(text);
  return Number(found?.[1] ?? found?.[2] ?? 0);
};

/** 险情已除 12, 险情未除 12: the number is that of a visit. */
export function dangerCommand(plain: string): Understood {
  const command = REMAINS.test(plain) ? '险情未除' : '险情已除';
  return ofOneTask(command, plain);
}

/** 下雨了, 又下雨了: that is no end of it. */
const RAINS = /^(?!.*(?:停|住|歇|晴|不|没|冇|完|过|小了)).*(?:下|落)\p{Script=Han}{0,2}雨/u;

/** 雨停; 雨停 翠湖. */
export function rainCommand(plain: string, { estates }: Scene): Understood {
  const estate = estateIn(plain, estates);
  if (RAINS.test(plain)) return { kind: 'unclear', suggest: ['雨停', '帮助'] };
  if (estate === 'many' || (estate === null && STRANGE_PLACE.test(plain))) {
    return { kind: 'unclear', suggest: estates.slice(0, 5).map((name) => `雨停 ${name}`) };
  }
  return { kind: 'command', command: '雨停', args: estate === null ? {} : { estate: estate.name } };
}
