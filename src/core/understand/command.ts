/** 口令: what staff and managers write → a command with its arguments, in set forms or in their own words. */
import type { Instant } from '../calendar.js';
import { actCommand, exampleOf } from './command-acts.js';
import { findAppointment } from './appointment.js';
import { CHECK_VERDICT, checkVerdict } from './command-checks.js';
import { caseCommand, IS_CASE, type CaseCommand } from './command-cases.js';
import { PICK, SET_RATE, setRateCommand, type DrawCommand } from './command-draws.js';
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
  rainCommand,
} from './command-duties.js';
import { BACK, leaveCommand, type LeaveCommand } from './command-leave.js';
import { keyHousehold, OVERSIGHT_READERS, type OversightCommand } from './command-oversight.js';
import { type PhoneCommand, phoneCommand, PHONES } from './command-phones.js';
import { type PhotoCommand, photoCommand, PHOTOS } from './command-photos.js';
import { spoken } from './command-days.js';
import { exportCommand, isQuery, queryCommand, type QueryCommand } from './command-queries.js';
import { acts, type Facts, isAsked, isOfTask, isSetForm, rank, type Score } from './command-rank.js';
import { type RateArgs, rateCommand } from './command-rates.js';
import { REVIEW_READERS, type ReviewCommand } from './command-review.js';
import { handsOn, isOtherAway } from './command-names.js';
import type { Ranked } from './command-signals.js';
import { mendSlips } from './command-slips.js';
import { launchCommand, SURVEY, surveyCommand, type SurveyCommand } from './command-surveys.js';
import { digits, tasksIn } from './command-task.js';
import { askFirst } from './command-told.js';
import { freeTheme, readTheme, THEME, type ThemeArgs } from './command-theme.js';
import {
  BARE_RECORD,
  bareRecord,
  CHANGE,
  changeCommand,
  DONE,
  doneCommand,
  type VisitCommandWords,
} from './command-visits.js';
import { WHOSE_TASKS, whoseTasks } from './command-whose.js';
import { simplify } from './traditional.js';

export type Command =
  | { readonly kind: 'command'; readonly command: '满意率' | '回访率'; readonly args: RateArgs }
  | { readonly kind: 'command'; readonly command: '主题'; readonly args: ThemeArgs }
  | { readonly kind: 'command'; readonly command: '帮助'; readonly args: Readonly<Record<string, never>> }
  | { readonly kind: 'command'; readonly command: '领取' | '说明'; readonly args: { readonly task: number } }
  | CaseCommand
  | ReviewCommand
  | DrawCommand
  | QueryCommand
  | SurveyCommand
  | OversightCommand
  | LeaveCommand
  | VisitCommandWords
  | PhoneCommand
  | PhotoCommand
  | DutyCommandWords;
export type CommandName = Command['command'];

/** `suggest`: what could have been meant, as it can be written; `asks`: the question, where one thing is likely. */
export type Unclear = { readonly kind: 'unclear'; readonly suggest: readonly string[]; readonly asks?: string };
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

const HELP =
  /^(?:帮助|帮忙|help|\?|菜单|命令|怎么用|使用说明|你能做什么|你会什么|能干什么|能做什么|功能|指令)[吗呢啊?。!]*$/iu;

/** The first that meets the text reads it; `plain` is simplified, on one line. */
type Reader = readonly [pattern: Pick<RegExp, 'test'>, read: (plain: string, scene: Scene) => Understood];
/** Words about a task count only where a task is named. */
const withTask = (pattern: RegExp): Pick<RegExp, 'test'> => ({
  test: (plain) => pattern.test(plain) && tasksIn(plain).length > 0,
});
/** What changes something is an order only where it is not asked about. */
const ordered = (pattern: Pick<RegExp, 'test'>, asked: Pick<RegExp, 'test'> = { test: isAsked }) => ({
  test: (plain: string): boolean => pattern.test(plain) && !asked.test(plain),
});
/** Free words may hold any question but one about the order itself, at the end. */
const ASKED_LAST = /(?:吗|么|没|没有)[?？。]*$/u;
const ASKED_BACK =
  /怎么|什么|[啥咋谁]|忘|记得|(?:没|别|不用|不要|不想|该|要不要|想|能|以后|再)\p{Script=Han}{0,2}(?:销假|取消)|销假(?:[单条后时]|手续|流程)|[吗没吧][?？。]*$/u;
/** 主题是不是该换了: of the theme, and no theme. */
const ABOUT_THEME =
  /主题(?:是不是|要不要|该不该|什么|怎么|谁|哪|几|有没有|还没|还是|定了|定好|出来|换了?[吗没]|多少|能不能)/u;
const MAY_CHANGE = ordered(CHANGE, ASKED_LAST);
/** Set forms, whose order and rest tell more than their words do. */
const SET_FORMS: readonly Reader[] = [
  [IS_CASE, caseCommand],
  [SURVEY, surveyCommand],
  [CHECK_VERDICT, checkVerdict],
  ...REVIEW_READERS,
  [ordered(SET_RATE), (plain, { estates }) => setRateCommand(plain, estates)],
  [
    { test: (plain) => THEME.test(plain) && !ABOUT_THEME.test(plain) },
    (plain, scene) => ({ kind: 'command', command: '主题', args: readTheme(plain, scene) }),
  ],
  [HELP, () => ({ kind: 'command', command: '帮助', args: {} })],
  [ordered(DUTY_DONE, ASKED_LAST), dutyDoneCommand],
  [ordered(CASE_CLOSED), caseClosedCommand],
  [ordered(withTask(DANGER)), dangerCommand],
  [PHOTOS, photoCommand],
  [PHONES, phoneCommand],
  [EXPLAIN_DUTY, explainDutyCommand],
  [DONE, doneCommand],
  [MAY_CHANGE, changeCommand],
  [ordered(BARE_RECORD, ASKED_LAST), bareRecord],
  [ordered(withTask(PICK)), picked],
  [ordered(BACK, ASKED_BACK), () => ({ kind: 'command', command: '销假', args: {} })],
  [WHOSE_TASKS, whoseTasks],
  ...OVERSIGHT_READERS,
];

/**
 * Understands one message of staff: a set form, else the command that its words speak for most. What changes something
 * is carried out only where no other is as likely. An estate may be named by what tells it from the others. Pure.
 */
export function understandCommand(text: string, now: Instant, zone: string, estates: readonly string[]): Understood {
  const cut = text.slice(0, MOST_CHARACTERS);
  const plain = digits(mendSlips(spoken(onOneLine(simplify(cut.normalize('NFKC')))), estates));
  const scene = { now, zone, estates, text: onOneLine(cut) };
  for (const [pattern, read] of SET_FORMS) {
    if (!pattern.test(plain)) continue;
    const set = read(plain, scene);
    return set.kind === 'unclear' || pattern === MAY_CHANGE ? set : askFirst(set, plain, scene);
  }
  return askFirst(inFreeWords(plain, scene), plain, scene);
}

function inFreeWords(plain: string, scene: Scene): Understood {
  const facts = factsOf(plain, scene);
  const scores = rank(plain, facts);
  const likeliest = meant(scores, plain, facts);
  return likeliest === null ? { kind: 'unclear', suggest: suggestions(plain, scores) } : read(likeliest, plain, scene);
}

/** A record may hold what a resident said at length. */
const MOST_CHARACTERS = 1_000;
const onOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();

/** What a text names that speaks for a command by itself. */
function factsOf(plain: string, { now, zone }: Scene): Facts {
  const [first] = tasksIn(plain);
  if (first === undefined) return { task: false, when: false, doer: false };
  const rest = `${plain.slice(0, first.at)} ${plain.slice(first.at + first.words.length)}`;
  return { task: true, when: findAppointment(rest, now, zone) !== null, doer: handsOn(rest) };
}

/** The one that is meant; null where none is, or where two are and one of them would change something. */
function meant(scores: readonly Score[], plain: string, { task }: Facts): Ranked | null {
  const able = scores.filter(({ command }) => task || !isOfTask(command) || isSetForm(plain, command));
  const [first, second] = able.length > 0 ? able : scores;
  if (first === undefined) return null;
  if (second !== undefined && second.score === first.score) return null;
  if (second !== undefined && acts(first.command) && acts(second.command) && first.score - second.score < CLEARLY)
    return null;
  return first.command;
}
const CLEARLY = 1;

/** Reads the arguments of the command that is meant. */
function read(command: Ranked, plain: string, scene: Scene): Understood {
  if (isOfTask(command)) return actCommand(command, plain, scene);
  if (isQuery(command)) return queryCommand(command, plain, scene);
  switch (command) {
    case '满意率':
    case '回访率':
      return rateCommand(command, plain, scene);
    case '帮助':
      return { kind: 'command', command, args: {} };
    case '请假':
      return isOtherAway(plain.replaceAll(/代班.*$/gu, ' '))
        ? { kind: 'unclear', suggest: [exampleOf(command), '帮助'] }
        : leaveCommand(plain, scene);
    case '雨停':
      return rainCommand(plain, scene);
    case '主题':
      return freeTheme(plain, scene);
    case '导出':
      return exportCommand(plain, scene);
    case '发起调查':
      return launchCommand(plain, scene);
    case '重点户':
      return keyHousehold(plain, scene);
    default:
      return command satisfies never;
  }
}

function picked(plain: string): Understood {
  const task = tasksIn(plain)[0]?.task;
  return task === undefined
    ? { kind: 'unclear', suggest: ['抽取 12', '我的任务'] }
    : { kind: 'command', command: '抽取', args: { task } };
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

/** The commands nearest to what was written, about the task that is named; always 帮助 at the end. */
function suggestions(plain: string, scores: readonly Score[]): readonly string[] {
  const [named] = tasksIn(plain);
  const withNo = (example: string): string =>
    named === undefined ? example : example.replace(/(?<!事|\d)12(?!\d)/u, String(named.task));
  if (scores.length > 0) return [...scores.slice(0, 3).map(({ command }) => withNo(exampleOf(command))), '帮助'];
  const hint = HINTS.find(([pattern]) => pattern.test(plain))?.[1] ?? ['满意率 本月', '我的任务'];
  const isOfFigures = hint[0]?.includes('率') === true;
  if (named !== undefined && isOfFigures) return [...ABOUT_TASK.map(withNo), '帮助'];
  return [...hint.map(withNo), '帮助'];
}
const ABOUT_TASK = ['完成 12 上门 满意', '修改 12 一般', '说明 12'];
