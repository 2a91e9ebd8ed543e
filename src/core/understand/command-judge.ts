/** 规则与分量: what the rules read of a message of staff, set against what its words weigh. */
import { type CommandLeaning, type CommandLeant, commandLeaning } from './command-leaning.js';
import { IS_CASE } from './command-cases.js';
import { ABOUT_DUTY } from './command-duties.js';
import { ASKED_LAST } from './command-ordered.js';
import { type ActedName, actWordsIn, isHeaded, isSetForm, speaksAgainst } from './command-rank.js';
import { endsLeave } from './command-leave.js';
import { isQuery, saysNothingElse, type QueryName } from './command-queries.js';
import { isPlainlyTold } from './command-plainly-told.js';
import { isCorrected } from './command-told.js';
import { isRanked } from './command-signals.js';
import { ACTED } from './command-signals-acts.js';
import type { Scene, Understood } from './command.js';

/** How sure the model must be to stand in where the rules read nothing: for what changes nothing, and for an order. */
const ASKED_FOR = 0.5;
const ORDERED = 0.55;
/** The same where the rules heard an order that is only told of. */
const TOLD = 0.65;
/** The same where a household is told of in words that speak for nothing. */
const WORDLESS = 0.93;
/** So sure of an order that nothing else is asked of its words. */
const SURE = 0.85;
/** How sure that nothing is ordered to ask about an order first, and to leave a list or a figure out. */
const HELD = 0.9;
const NOTHING = 0.6;
/** How sure of another command to take it instead of an order that the rules read, or instead of anything else. */
const INSTEAD = 0.75;
const OTHER = 0.5;
/** An order that the rules read is asked about where another is likelier, or where it is next to excluded. */
const RIVAL = 0.6;
const DOUBTED = 0.3;
/** The same at last, however it was read, and how sure it must be for nothing said beside it to count. */
const DISTRUSTED = 0.6;
const TRUSTED = 0.99;

/** The commands that change something. */
const ORDERS: ReadonlySet<CommandLeaning> = new Set<CommandLeaning>(
  '完成 无人应答 拒访 已搬走 找错人 改期 转给 领取 审核 请假 销假 雨停 主题 发起调查 调查 跟进 办结 结案 险情已除 险情未除 抽取 回访比例'.split(
    ' ',
  ) as CommandLeaning[],
);
export const isOrder = (command: string): boolean => ORDERS.has(command as CommandLeaning);

/** 15 满意吗: a question, and no favour that is asked for as one. */
const isAskedOf = (plain: string): boolean => ASKED_LAST.test(plain) && !/可以|能|行|好|成/u.test(plain);

/** What is read of a household from words for nothing else, and the orders whose words may say something else. */
const PLAINLY: ReadonlySet<string> = new Set(['拒访', '已搬走', '找错人']);
const MAY_BE_DOUBTED: ReadonlySet<string> = new Set(
  '完成 无人应答 改期 转给 领取 审核 请假 雨停 主题 发起调查'.split(' '),
);
/** 67 满意: a grade by itself may be of anything. */
const GRADE_ALONE = /^(?:都|很|非常)*满意$|^\D{0,3}\d+\s*号?\s*\p{Script=Han}{0,2}(?:满意|一般|不满意)$/u;

/** 43为什么催我: asked of a task, whatever else is said. */
const WHY =
  /为(?:什么|啥|何)|凭(?:什么|啥)|干[嘛吗]|怎么(?:又|还|会|就|是|派)|咋(?:又|还|会|就|是|派)|[啥什]么?(?:事|情况|原因)/u;

export type Judged = { readonly take: CommandLeaning; readonly isSure: boolean } | 'as-read' | 'ask' | 'none';

/** 案12, 事12: what has a number of its own kind is read by its own rules. */
const NUMBERED: Pick<RegExp, 'test'> = { test: (plain) => IS_CASE.test(plain) || ABOUT_DUTY.test(plain) };

/** Whether what was read stands, another is meant, it is asked about first, or nothing is ordered. */
export function judged(read: Understood, plain: string, scene: Scene): Judged {
  const leant = commandLeaning(plain, scene, read);
  if (leant === null || NUMBERED.test(plain)) return 'as-read';
  if (isSetOnly(read)) return 'as-read';
  if (read.kind === 'command' && isReport(read.command, plain)) return 'none';
  const { leaning, sure } = leant;
  if (read.kind === 'unclear' && read.asks !== undefined && isCorrected(plain)) return 'as-read';
  if (read.kind === 'command' && read.command === '销假' && endsLeave(plain)) return 'as-read';
  const isAnother = read.kind === 'unclear' || read.command !== leaning;
  const isAnothers = leaning === '转给' && plain.includes('本来');
  if (isAnother && isOrder(leaning) && (isAnothers || isAskedOf(plain) || isPlainlyTold(plain, leaning)))
    return 'as-read';
  if (read.kind === 'unclear') return standsIn(leant, plain, read.asks !== undefined) ? taken(leant) : 'as-read';
  const { command } = read;
  const mayBeTold = MAY_BE_DOUBTED.has(command) && command !== '完成' && isRanked(command);
  if (mayBeTold && isPlainlyTold(plain, command) && !isSetForm(plain, command)) return 'ask';
  const isDoubted =
    MAY_BE_DOUBTED.has(command) &&
    !plain.startsWith(command) &&
    leaning !== command &&
    (sure > RIVAL || leant.likely(command) < DOUBTED);
  if (command === '说明' && WHY.test(plain)) return 'as-read';
  if (command === '月报' && leaning === '季报' && !plain.includes('季')) return 'as-read';
  if (command === leaning || PLAINLY.has(command) || (!isRanked(command) && command !== '销假')) return 'as-read';
  if (isRanked(command) && isSetForm(plain, command)) return 'as-read';
  if (leaning === 'unclear' && isFigure(command) && saysNothingElse(command, plain, scene)) return 'as-read';
  if (leaning === 'unclear')
    return isOrder(command) ? (sure > HELD || isDoubted ? 'ask' : 'as-read') : sure > NOTHING ? 'none' : 'as-read';
  const least = isOrder(command) ? INSTEAD : isOrder(leaning) ? ORDERED : OTHER;
  if (sure > least && !speaksAgainst(plain, leaning)) return taken(leant);
  return isDoubted ? 'ask' : 'as-read';
}

/**
 * How far an order that was read is trusted: `none` where its words weigh for nothing or another, `whole` where they weigh
 * for it beyond doubt, `some` where what is said beside it may still make it doubtful, as in every set form.
 */
export function trustIn(read: Understood, plain: string, scene: Scene): 'none' | 'some' | 'whole' {
  if (read.kind === 'unclear' || !isOrder(read.command) || plain.startsWith(read.command)) return 'some';
  if (NUMBERED.test(plain) || (isActedName(read.command) && isHeaded(plain, read.command))) return 'some';
  const leant = commandLeaning(plain, scene, read);
  if (leant === null) return 'some';
  const likely = leant.likely(read.command as CommandLeaning);
  if (likely < (MAY_BE_DOUBTED.has(read.command) ? DISTRUSTED : DOUBTED)) return 'none';
  // Whose leave it is no stretch of a text tells.
  return likely > TRUSTED && read.command !== '请假' ? 'whole' : 'some';
}

/** What has a set form alone: the model has heard of none. */
type SetOnly = '档案' | '发起回访' | '发放' | '工程变更' | '重要信息';
const SET_ONLY: ReadonlySet<string> = new Set<SetOnly>(['档案', '发起回访', '发放', '工程变更', '重要信息']);
const isSetOnly = (read: Understood): read is Extract<Understood, { readonly command: SetOnly }> =>
  read.kind === 'command' && SET_ONLY.has(read.command);

const isFigure = (command: string): command is QueryName | '满意率' | '回访率' =>
  isQuery(command) || command === '满意率' || command === '回访率';

const taken = ({ leaning, sure }: CommandLeant): Judged => ({ take: leaning, isSure: sure > SURE });

/** 月报写完了, 统计表的数不对: told of a list or a paper, which nobody asks for. */
const REPORT =
  /(?:交|写|签|报|做|发|弄|填|看|打|给)(?:完|好|过|上去|出去|给\p{Script=Han}{1,4}|了字|字)?了[。.!！]*$|(?:不对|不准|打不开|有误|看不懂|太\p{Script=Han}{1,3}了?|好难\p{Script=Han}?|被退回.{0,3})[。.!！]*$|率(?:就?是|有|达到?了?|到了)\s*(?:百分之[一二三四五六七八九]|\d)/u;
const WANTED = /是不是|能|可以|还|给我|发我|帮|看看|看下|要|吗|没|多少|哪|谁|几|查|拉|导|请|[?？]/u;
/** 绩效怎么算的, 上次的月报谁做的: of how it is made, and by whom. */
const HOW_MADE =
  /怎么(?:算|写|填|弄|做|交|画|定|关怀)|(?:什么|啥)时候(?:交|写|填|做)|谁(?:在?[做写画填交](?!得)|负责)|要?[扣罚](?:多少|几)|格式|模板|标准(?:是|$)/u;
const isReport = (command: string, plain: string): boolean =>
  (command === '逾期' && HOW_MADE.test(plain)) ||
  (PAPERS.has(command) && (HOW_MADE.test(plain) || (REPORT.test(plain) && !WANTED.test(plain)))) ||
  (SPOKEN_OF.has(command) && TOLD_OF.test(plain) && !ASKS.test(plain));
const PAPERS: ReadonlySet<string> = new Set(
  '月报 季报 汇总表 统计表 绩效 流程图 重点户 抽查 满意率 回访率 执行率'.split(' '),
);

/** 绩效面谈定在周四, 逾期三天要扣钱的都记住: announced or told, and no list wanted. */
const TOLD_OF =
  /(?:面谈|开会|会议|例会|培训|检查组?|调查组|评审)\S{0,4}(?:在|到|是)?(?:下?周|星期|礼拜|[今明后]天|[上下]午|\d+[号日点])|要?[扣罚]\S{0,3}[钱分款](?!是|的有)|(?:都|大家|各位)(?:给我)?(?:记住|记牢|注意|看好|上点心|抓紧)|抽到(?:我|咱|你)(?!的|手)|[挂贴](?:在|到)?(?:了)?(?:墙|公告栏|电梯)|送了?\S{0,3}锦旗|(?:看|审|读|听)[过完]了[,，\s]*(?:写|做|弄|讲)得|开会\S{0,6}[讲说念]|[理备弄]好(?:等|了)?$|(?:破|超|达到?|过)了?\S{1,3}[成%]了|(?:得|要|必须)\S{0,4}(?:往上|提上|提高|抓一抓|冲一冲)/u;
const ASKS =
  /[?？]|[吗么没]$|有没有|多少|哪|几[个单户份条]|谁(?!都)|发[我给]|给我(?!记|抓)|拉|(?<![调抽检])查|导|帮|把|麻烦/u;
const SPOKEN_OF: ReadonlySet<string> = new Set([...PAPERS, '逾期', '不满意', '待办', '导出', '我的任务']);

const standsIn = ({ leaning, sure }: CommandLeant, plain: string, isTold: boolean): boolean =>
  leaning !== 'unclear' &&
  !GRADE_ALONE.test(plain) &&
  !speaksAgainst(plain, leaning) &&
  sure > (isTold ? TOLD : isReportWithoutWords(leaning, plain) ? WORDLESS : isOrder(leaning) ? ORDERED : ASKED_FOR);

/** 33门没锁: what is told of a household in words that the rules do not know at all. */
const isReportWithoutWords = (leaning: CommandLeaning, plain: string): boolean =>
  (leaning === '无人应答' || PLAINLY.has(leaning)) && actWordsIn(plain, leaning as ActedName).length === 0;

const isActedName = (command: string): command is ActedName => command in ACTED;
