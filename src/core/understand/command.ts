/** 口令: what staff and managers write → a command with its arguments, in set forms or in their own words. */
import type { Instant } from '../calendar.js';
import { type RateArgs, rateCommand } from './command-rates.js';
import {
  CASE_CLOSED,
  caseClosedCommand,
  DANGER,
  dangerCommand,
  DUTY_DONE,
  type DutyCommandWords,
  dutyDoneCommand,
  EXPLAIN_DUTY,
  explainDutyCommand,
  RAIN_OVER,
  rainCommand,
} from './command-duties.js';
import {
  DONE,
  doneCommand,
  excuseCommand,
  HAND_ON,
  handOnCommand,
  MOVED,
  namesTask,
  NO_ANSWER,
  noAnswerCommand,
  POSTPONE,
  postponeCommand,
  REFUSED,
  type VisitCommandWords,
  WRONG_PERSON,
} from './command-visits.js';
import { PICK, SET_RATE, setRateCommand, type DrawCommand } from './command-draws.js';
import { LEAVE_READERS, type LeaveCommand } from './command-leave.js';
import { readTheme, THEME, type ThemeArgs } from './command-theme.js';
import { OVERSIGHT_READERS, type OversightCommand } from './command-oversight.js';
import { DISSATISFIED_READERS, REVIEW_READERS, type ReviewCommand } from './command-review.js';
import { simplify } from './traditional.js';

export type Command =
  | { readonly kind: 'command'; readonly command: '满意率' | '回访率'; readonly args: RateArgs }
  | { readonly kind: 'command'; readonly command: '主题'; readonly args: ThemeArgs }
  | { readonly kind: 'command'; readonly command: '帮助' | '我的任务'; readonly args: Readonly<Record<string, never>> }
  | { readonly kind: 'command'; readonly command: '领取' | '说明'; readonly args: { readonly task: number } }
  | ReviewCommand
  | DrawCommand
  | OversightCommand
  | LeaveCommand
  | VisitCommandWords
  | DutyCommandWords;
export type CommandName = Command['command'];

/** `suggest`: what could have been meant, as it can be written. */
export type Unclear = { readonly kind: 'unclear'; readonly suggest: readonly string[] };
export type Understood = Command | Unclear;

/**
 * When and where it is said: `now` and `zone` give 本月 its meaning, `estates` are the names that may be meant; `text` is
 * what was written, in its own characters.
 */
export type Scene = {
  readonly now: Instant;
  readonly zone: string;
  readonly estates: readonly string[];
  readonly text: string;
};

const RATE = /满意(?:率|度)|满意比例|满意的?(?:占比|百分比)|多少(?:人|户)?满意/u;
const VISIT_RATE = /回访(?:率|完成率|比例|完成情况|覆盖率)|访问率/u;
const HELP =
  /^(?:帮助|帮忙|help|\?|菜单|命令|怎么用|使用说明|你能做什么|你会什么|能干什么|能做什么|功能|指令)[吗呢啊?。!]*$/iu;
const MINE =
  /我的?(?:任务|工作|活|回访)|今天?(?:有)?(?:什么|哪些)(?:任务|活|要做)|任务(?:列表|清单)|有什么任务|要回访谁|(?:有)?哪些(?:回访)?任务|^任务$/u;
const CLAIM = /领取|认领|领(?=\s*\d)|接单|我来(?:做|接)|(?:^|[^转])接(?=\s*\d)/u;
const EXPLAIN = /说明|为什么|为啥|解释|详情|依据|怎么来的/u;
const NUMBER = /(?:#|no\.?|任务|第)?\s*(\d{1,9})(?!\d|[月年季日%])/iu;

/** The first that meets the text reads it; `plain` is simplified, on one line. */
type Reader = readonly [pattern: Pick<RegExp, 'test'>, read: (plain: string, scene: Scene) => Understood];
/** Words about a task count only where a task is named. */
const withTask = (pattern: RegExp): Pick<RegExp, 'test'> => ({
  test: (plain) => pattern.test(plain) && namesTask(plain),
});
const READERS: readonly Reader[] = [
  ...REVIEW_READERS,
  [SET_RATE, (plain, { estates }) => setRateCommand(plain, estates)],
  [THEME, (plain, scene) => ({ kind: 'command', command: '主题', args: readTheme(plain, scene) })],
  [HELP, () => ({ kind: 'command', command: '帮助', args: {} })],
  [DUTY_DONE, dutyDoneCommand],
  [CASE_CLOSED, caseClosedCommand],
  [withTask(DANGER), dangerCommand],
  [RAIN_OVER, rainCommand],
  [EXPLAIN_DUTY, explainDutyCommand],
  [DONE, doneCommand],
  [withTask(NO_ANSWER), noAnswerCommand],
  [withTask(REFUSED), (plain) => excuseCommand('拒访', plain)],
  [withTask(MOVED), (plain) => excuseCommand('已搬走', plain)],
  [withTask(WRONG_PERSON), (plain) => excuseCommand('找错人', plain)],
  [withTask(POSTPONE), postponeCommand],
  [withTask(HAND_ON), handOnCommand],
  [withTask(PICK), (plain) => numbered('抽取', plain)],
  ...LEAVE_READERS,
  ...OVERSIGHT_READERS,
  ...DISSATISFIED_READERS,
  [RATE, (plain, scene) => rateCommand('满意率', plain.replace(RATE, ' '), scene)],
  [VISIT_RATE, (plain, scene) => rateCommand('回访率', plain.replace(VISIT_RATE, ' '), scene)],
  [CLAIM, (plain) => numbered('领取', plain)],
  [EXPLAIN, (plain) => numbered('说明', plain)],
  [MINE, () => ({ kind: 'command', command: '我的任务', args: {} })],
];

/**
 * Understands one message of staff. An estate may be named by what tells it from the others. Pure.
 */
export function understandCommand(text: string, now: Instant, zone: string, estates: readonly string[]): Understood {
  const cut = text.slice(0, MOST_CHARACTERS);
  const plain = onOneLine(simplify(cut.normalize('NFKC')));
  const scene = { now, zone, estates, text: onOneLine(cut) };
  for (const [pattern, read] of READERS) if (pattern.test(plain)) return read(plain, scene);
  return { kind: 'unclear', suggest: suggestions(plain) };
}

/** A record may hold what a resident said at length. */
const MOST_CHARACTERS = 1_000;
const onOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();

function numbered(command: '领取' | '说明' | '抽取', plain: string): Understood {
  const task = Number(NUMBER.exec(plain)?.[1] ?? Number.NaN);
  return Number.isSafeInteger(task) && task > 0
    ? ({ kind: 'command', command, args: { task } } as Command)
    : { kind: 'unclear', suggest: [`${command} 12`, '我的任务'] };
}

const HINTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/审|退回/u, ['待办', '审核 12 通过', '审核 12 退回 没写整改情况']],
  [/执行|制度|逾期/u, ['执行率 本月', '逾期']],
  [/满意|评价|口碑|率/u, ['满意率 本月', '回访率 本月']],
  [/回访|完成|进度/u, ['回访率 本月', '我的任务']],
  [/完成|办完|记录/u, ['完成 12 上门 满意', '我的任务']],
  [/改期|推迟|延期/u, ['改期 12 明天下午']],
  [/转[给交派]|交给|派给/u, ['转给 王芳 12']],
  [/应答|拒访|搬走|找错/u, ['无人应答 12 电话', '拒访 12', '已搬走 12', '找错人 12']],
  [/假|代班/u, ['请假 3天 代班 李四', '销假']],
  [/办结|结案|事\s*\d|职责/u, ['办结 12', '说明 事12', '我的任务']],
  [/险/u, ['险情已除 12', '险情未除 12']],
  [/雨/u, ['雨停']],
  [/任务|单|活/u, ['我的任务', '领取 12', '说明 12']],
];

/** The commands nearest to what was written; always 帮助 at the end. */
function suggestions(plain: string): readonly string[] {
  const hint = HINTS.find(([pattern]) => pattern.test(plain))?.[1] ?? ['满意率 本月', '我的任务'];
  return [...hint, '帮助'];
}
