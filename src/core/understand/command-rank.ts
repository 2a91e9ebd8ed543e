/** 哪条口令: the commands for which a text speaks, weighed by their words. */
import { findAppointment } from './appointment.js';
import type { Scene } from './command.js';
import { NOT_TODAY, RETURNS } from './command-acts.js';
import { handsOn } from './command-names.js';
import { tasksIn } from './command-task.js';
import { ACTED } from './command-signals-acts.js';
import { isRanked, type Ranked, SIGNALS, type TaskCommand } from './command-signals.js';
import { HINT, PLAIN, type Signals } from './command-weights.js';

const TABLE: readonly (readonly [Ranked, Signals])[] = Object.entries(SIGNALS) as [Ranked, Signals][];
const signalsOf = (command: Ranked): Signals => SIGNALS[command];

export const acts = (command: Ranked): boolean => signalsOf(command).acts === true;
export const isOfTask = (command: Ranked): command is TaskCommand => signalsOf(command).ofTask === true;

/** What a text names: a task and, beside it, when or who is to do it. */
export type Facts = { readonly task: boolean; readonly when: boolean; readonly doer: boolean };
/** What a text names that speaks for a command by itself. */
export function factsOf(plain: string, { now, zone }: Scene): Facts {
  const [first] = tasksIn(plain);
  if (first === undefined) return { task: false, when: false, doer: false };
  const rest = `${plain.slice(0, first.at)} ${plain.slice(first.at + first.words.length)}`;
  return {
    task: true,
    when: findAppointment(rest.replaceAll(NOT_TODAY, ' ').replaceAll(RETURNS, ' '), now, zone) !== null,
    doer: handsOn(rest),
  };
}
export type Score = { readonly command: Ranked; readonly score: number };

/** A message that begins with the command's own name means it. */
const BEGINS = 6;
const LEAST = PLAIN;

/** 改期 12 …: the command's name, then what it takes. */
export const isSetForm = (text: string, command: Ranked): boolean =>
  text.startsWith(command) && /^(?:$|[\s:,，、#\d]|任务|no)/iu.test(text.slice(command.length));

export type ActedName = keyof typeof ACTED;
/** Where a text says an order, as its own words tell. */
export function actWordsIn(
  text: string,
  command: ActedName,
): readonly { readonly at: number; readonly length: number }[] {
  const hits = ACTED[command].for.flatMap(([pattern, weight]) => {
    const hit = pattern.exec(text);
    return hit === null || weight < PLAIN ? [] : [{ at: hit.index, length: hit[0].length }];
  });
  return hits;
}
/** 完成 12 …, 退回 12 …: an order in front of its number is one, whatever else is said. */
export function isHeaded(text: string, command: ActedName): boolean {
  if (isSetForm(text, command)) return true;
  const words = actWordsIn(text, command).find(({ at }) => at === 0);
  return words !== undefined && /^\s*(?:任务|#|no\.?)?\s*\d+(?:号|单)?(?=$|[\s,，。])/iu.test(text.slice(words.length));
}

/** A favour is asked for as a question. */
export const FAVOUR =
  /(?:行不行?|可不可以|可以不|好不好|能不能|能否|可否|(?:可以|行|好|成)(?:吗|么|嘛))[?？]?|能(?=.*吗)/gu;
/** Whoever asks does not order. */
const ASKS =
  /谁(?![都也家懂])|哪[些几个位天家户](?!都)|几点(?!都|半)|几号(?!楼)|最[晚迟](?:哪|什么|几|啥)|到底|究竟|难道|会不会|多少|(?<!好)几[个单户家条]|(?<!没|不管)什么|啥|干[嘛吗]|在哪|为什么|凭什么|点解|怎么(?![打敲联叫也都])|咋|是不是|要不要|该不该|有没有|能不能|可不可以|(?:吗|么|没|没有|(?<!满意|高兴|开心|不错|[谢好夸])呢|不)[?？。]*$/u;
/** 改期还是转给: two things to choose from are no order, and neither is what may be. */
const UNSURE =
  /(?:改期|转给?|通过|退回|完成|领取|[去来]|[今明]天|[上下]午|\p{Script=Han}{2})\s*还是(?:\s*(?:改期|转|通过|退回|完成|领取|[今明后]天|周|[上下]午|让|我))(?!.*吧)|如果|要是|万一|假如|也许|可能(?:要|会)?(?:请|改|转|不在|来不)|再说吧|考虑|打算(?!.*(?:代班|替班|顶班))|想问|算了(?!.*(?:[改转推挪]|退回|通过))|先不|先别(?!去|来|跑)|别(?:改|转|领|审|急|发)|不(?:用|要|想|必|需要?)(?:改|转|领|请|审|发)|取消(?:改期|领取|请假|转)/u;
/** What stands even against a set form that takes no words of one's own. */
const TAIL = /(?:吗|么|谁|还是.{0,6}|了没|没有)[?？]?$/u;

/** What is said behind these may be a question of its own. */
const TAKES_QUESTIONS: ReadonlySet<Ranked> = new Set(['审核', '主题', '发起调查']);

/** Whether it is only asked or thought about. */
export const isAsked = (text: string): boolean => ASKS.test(text) || UNSURE.test(text);

/** Whether something speaks against an order, however likely its words make it. */
export const speaksAgainst = (text: string, command: string): boolean =>
  isRanked(command) &&
  acts(command) &&
  signalsOf(command).against?.test(command === '发起调查' ? text.replace(/(?<=调查|问卷).*$/u, '') : text) === true;

function isHedged(text: string, command: Ranked): boolean {
  if (isSetForm(text, command)) return !TAKES_QUESTIONS.has(command) && TAIL.test(text);
  if (command === '发起调查') return isAsked(launchIn(text));
  if (command === '审核') return isAsked(verdictClauses(text));
  const plain = signalsOf(command).favour === true ? text.replaceAll(FAVOUR, ' ').trim() : text;
  return isAsked(plain);
}

/** 给12栋发问卷，内容是岗亭要不要撤: what is asked of the residents is no doubt about the order. */
const launchIn = (text: string): string =>
  text
    .split(/[\s,，。;；:：]+/u)
    .filter((clause) => /调查|问卷|调研|测评/u.test(clause))
    .join(' ')
    .replaceAll(FAVOUR, ' ')
    .replace(/(?<=调查|问卷)(?![了吗么没]).*$/u, '')
    .trim();

/** 29给过，以后写明几点到的: what is said behind a verdict is an opinion, unless it asks of the verdict itself. */
const verdictClauses = (text: string): string => {
  const [verdict] = VERDICT_CLAUSE.exec(text) ?? [];
  return verdict === undefined || /(?:吗|么|[?？])\s*$/u.test(text.replace(/[?？](?=.*\p{Script=Han})/gu, ''))
    ? text
    : verdict;
};
const VERDICT_CLAUSE =
  /^.*?(?:通过|(?:^|[\s,，给让都])过|批|准|退回?|打回去?|驳回?|不[能给]?签|放行)(?:了|吧|嘛|哈|去|掉|噻|呗|咯)*(?=[\s,，。;；:：])/u;

/** The commands for which a text speaks, the likeliest first; none that acts where it is only asked or thought about. */
export function rank(whole: string, facts: Facts): readonly Score[] {
  const judged = VERDICT_CLAUSE.exec(whole)?.[0] ?? '';
  const isVerdict = tasksIn(judged).length > 0 && ACTED.审核.for.some(([pattern]) => pattern.test(judged));
  return TABLE.flatMap(([command, { for: signals, against, ofTask, fact }]) => {
    const text = isVerdict && command !== '审核' ? judged : whole;
    const set = isSetForm(text, command);
    const weights = signals.flatMap(([pattern, weight]) => (pattern.test(text) ? [weight] : []));
    if (fact !== undefined && facts[fact] && !isVerdict) weights.push(PLAIN - 1);
    if (weights.length === 0 || (!set && against?.test(isVerdict ? judged : text) === true)) return [];
    if (acts(command) && isHedged(text, command)) return [];
    // What is said twice is surer by a little: many words for the same are no stronger than its name.
    const said = Math.max(...weights) + weights.length - 1;
    const score = said + (set || text.startsWith(command) ? BEGINS : 0) + (ofTask === true && facts.task ? HINT : 0);
    return score >= LEAST ? [{ command, score }] : [];
  }).toSorted((a, b) => b.score - a.score);
}

/** The one that is meant; null where none is, or where two are and one of them would change something. */
export function meant(scores: readonly Score[], plain: string, { task }: Facts): Ranked | null {
  const able = scores.filter(({ command }) => task || !isOfTask(command) || isSetForm(plain, command));
  const [first, second] = able.length > 0 ? able : scores;
  if (first === undefined) return null;
  if (second !== undefined && second.score === first.score) return null;
  if (second !== undefined && acts(first.command) && acts(second.command) && first.score - second.score < CLEARLY)
    return null;
  return first.command;
}
const CLEARLY = 1;
