/** 说到而不是要办: what speaks against taking words for an order: told of others, wished, forbidden, quoted, asked. */
import { actWordsIn, type ActedName, FAVOUR as FAVOURS, isHeaded } from './command-rank.js';
import { tasksIn } from './command-task.js';
import { tellsMore } from './command-acts.js';
import { isLeaveTakenBack } from './command-leave.js';
import { ALREADY_MOVED, UNWILLING } from './command-plainly-told.js';
import { SUBJECT } from './command-names.js';
import type { Command, Scene, Understood } from './command.js';

/** The orders of which anybody may speak without giving them. */
const ORDERS: ReadonlySet<string> = new Set<ActedName>([
  '发起调查',
  '完成',
  '无人应答',
  '拒访',
  '已搬走',
  '找错人',
  '改期',
  '转给',
  '领取',
  '审核',
  '请假',
  '雨停',
]);
const isOrder = (command: string): command is ActedName => ORDERS.has(command);
/** What is reported of a household, who may well be the one who said it. */
const REPORTS: ReadonlySet<string> = new Set(['无人应答', '拒访', '已搬走', '找错人', '改期']);

/** Forbidden or denied: what begins with 不 or 没 itself is denied only by what stands before it. */
const FORBIDDEN =
  /(?:(?<![特分级区性类告])别(?!人|的|家|克|墅)|不要|不用|不必|不该|不应|先不|暂不|暂时不|不是|没必要|无需|不打算|不想|不愿意?|千万[别不])[^,，。;；]{0,8}$/u;
const DENIED = /(?:(?<!差)不(?:能|会|肯|准备|敢)?|没(?:有|能|法|办法)?|未曾?|尚未)$/u;
const DENIES_ITSELF: ReadonlySet<string> = new Set(['审核', '无人应答', '拒访', '找错人']);
/** Wished, feared, supposed, only thought of. */
const SUPPOSED =
  /希望|但愿|巴不得|恨不得|盼|争取|(?<!放|不用)担心|(?<!哪)怕|万一|要是|如果|假如|假若|(?<!\p{Script=Han})[若倘]|除非|以为|觉得|当初|差一?点|本来|原本|打算|准备(?!好)|计划|想着|考虑|估计|大概|也许|可能|好像|似乎|听说|据说|据.{1,4}说|做梦|梦[见到]|幸亏|多亏/u;
/** Not yet done: what is told as done has no morrow. */
const NOT_YET =
  /明[天日晚早儿]|后天|下周|待会|等下|等会|一会|晚点|马上|尽快|尽量|一定|快要?$|快(?:点|些)|即将|说好|答应|下个?月|(?<!上个?)月底|(?<!去)年底|年后|过(?:几天|阵|段|完年)|今晚|去把|(?:要|得|能|会|必须|需要|才|再|该|准备|开始|正在?)$|还?差/u;
/** 63昨天改到周四了: moved by then. */
const JUST_PAST = /(?:昨[天日晚儿]|前天|上周|刚才)(?:就|已经?|都|给|把)?$/u;
const DONE_THINGS: ReadonlySet<string> = new Set(['完成', '拒访', '已搬走', '雨停']);
/** Long past: an order is of now. 昨天派的12 only says which. */
const PAST =
  /(?:昨[天日晚儿]|前天|前几天|上周|上个?月|去年|上个?星期|上个?礼拜)(?!.{0,4}的)|上次|上回|那次|早就|以前|之前|(?<!元旦|国庆|[号日节五六一二三四末])那天|当时|曾经?/u;
/** 等我看完再通过: not now. */
const ONLY_THEN = /等.{1,12}[再才]$/u;
const OF_NOW: ReadonlySet<string> = new Set(['请假', '转给', '审核', '领取', '发起调查']);
const ONCE = /上次|上回|那次|去年|以前|之前|当时/u;
/** What is heard of somebody, who is no resident with a reason. */
const HEARD =
  /(?<!照|再|按|小|传|直|虽|听我|比如|跟你|好|对)(?:说|问(?![题卷])|讲|听说|预报|通知|反映|表示|嚷|答应)(?!好|定|过|妥|完|明|不用)/u;
const ASKED_OF = /问|没(?:有)?答应/u;
/** Words about words. */
const SPOKEN_OF =
  /模板|培训|教材|材料|示例|例子|例如|比如|^例|写着|误发|误点|误触|点错|点成|发错|打字|手滑|手误|按错|按成|口令|指令|格式|照抄|意思/u;
/** Right behind the words: half of it, or whether, or only when. */
const HALF =
  /^取?(?:了|过)?\s*(?:[一二两三四五六七八九十\d]+[次回遍]|一半|一部分|大半|部分|差不多|不了|得了|不成|不掉|不完|的话|之后|以后|后(?!天)|时(?!间)候?|率|度|之?前|的(?:标准|话|时候|是|人)|还是|标准|条件|流程|要求)|^取?(?:了|过)?[没倒]/u;
const LATER =
  /^[我他她]?就(?:给|留|找|让|叫|不管|算|换|发|贴|联系)|^(?:了|过)?(?:理由|原因|缘由|记录|历史|的事|已|成功|好了|完了|过了|被|的话|之后|以后|后(?!天)|还是|不了|不成|的(?:标准|时候|是|人))/u;
const WHETHER = /^\p{Script=Han}{0,4}?(?:了|过|掉|好|到|完|上)*\s*(?:没有?|吗|么)(?=$|[?？。\s,，呀啊哦呢])/u;
const SO_I_GUESS = /^\p{Script=Han}{0,2}(?:了|过)吧|吧[?？]/u;
/** Somebody was there after all. */
const REACHED = /(?:今天|后来|现在|刚才?|这次|再打|又打|回拨).{0,6}(?:通了|接了|接通|接起|联系上|打通|在家|回来)/u;
const UNSETTLED = /(?:还没|没有?|未)(?:最后)?(?:定|说好|答应|同意|想好|约好)|待定|回头再(?:说|定)/u;
const SOME_DAY = /明年|后年|以后|将来|有机会|下次/u;
const OPEN = /到底|究竟|难道|会不会|算不算|(\p{Script=Han})不\1/u;

/** Asked of a task: how it stands. */
const STATE =
  /谁|[了过](?:吗|么|没(?![啥什有意说得]))|没有?[?？]?$|是不是|到底|究竟|吧[?？]|哪[天位个]|什么时候|啥时候|几[号点]|怎么(?:还|又|被|就|会|样)|真的吗|理由|缘由|对不对|[?？]$/u;
/** Asked of what may be done: that is not answered by how it stands. */
const MAY = /能不能|能.*吗|可不可以|可以.*吗|要不要|该不该|怎么办|咋办|咋整|给谁|好不好|多少|标准|区别|还是/u;

/** 转给 王芬 45 打错了 是王芳: said twice, and only the second is meant. */
const CORRECTED = /\S[\s,，]+(?:[打写说]错了?|不对|错了)[\s,，]*(?:应该)?是/u;
export const isCorrected = (plain: string): boolean => CORRECTED.test(plain);
const TAKEN_BACK: ReadonlySet<string> = new Set(['转给', '改期', '请假', '领取']);

/** The order, or what is asked first where something speaks against it. Pure. */
export function askFirst(understood: Understood, plain: string, scene: Scene): Understood {
  if (understood.kind === 'unclear') return asksState(plain) ?? understood;
  const { command } = understood;
  if (command === '销假' && (OTHERS_BACK.test(plain) || (/[明后]天|下周/u.test(plain) && !isLeaveTakenBack(plain))))
    return { kind: 'unclear', suggest: ['销假', '帮助'], asks: NOT_CARRIED_OUT };
  // 全部通过, 除了 21: a form of its own, which takes no words beside it.
  if (command === '审核' && 'all' in understood.args) return understood;
  if (TAKEN_BACK.has(command) && isCorrected(plain)) return asked(understood, scene);
  if (!isOrder(command) || isHeaded(plain, command) || !isOnlyTold(plain, command)) return understood;
  return asksState(plain) ?? asked(understood, scene);
}

/** The question in place of an order. */
export const asked = (order: Command, scene: Scene): Understood => ({
  kind: 'unclear',
  suggest: writtenOut(order, scene),
  asks: NOT_CARRIED_OUT,
});

/** What the question says in place of an order. */
export const NOT_CARRIED_OUT = '这句话像是说到而不是要办，所以没有办。要办的话';

function isOnlyTold(plain: string, command: ActedName): boolean {
  const places = actWordsIn(plain, command);
  return (
    places.some((words) => isOnlyToldAt(plain, command, words)) ||
    (places.length === 0 && isOnlyToldAt(plain, command, wordless(plain))) ||
    (command === '请假' && SOME_DAY.test(plain)) ||
    (command === '改期' && ALREADY_MOVED.test(plain)) ||
    (command === '改期' && places.length === 0 && tellsMore(plain)) ||
    (command === '转给' && places.length === 0 && !HANDED.test(plain) && !/^[转派]/u.test(plain)) ||
    (command === '转给' && !/^[请把将帮让麻]|[\s,，]/u.test(plain) && /[了过][。.!！]*$/u.test(plain)) ||
    (/[?？]\s*$/u.test(plain) && !FAVOUR.test(plain))
  );
}

/** Where no words of the order stand, the clause that names the task is it. */
function wordless(plain: string): { readonly at: number; readonly length: number } {
  const [first] = tasksIn(plain);
  if (first === undefined) return { at: plain.length, length: 0 };
  const end = plain.slice(first.at + first.words.length).search(/[\s,，。;；]/u);
  return { at: end < 0 ? plain.length : first.at + first.words.length + end, length: 0 };
}

function isOnlyToldAt(plain: string, command: ActedName, words: { readonly at: number; readonly length: number }) {
  const before = plain.slice(0, words.at);
  const after = plain.slice(words.at + words.length);
  const last = words.length === 0 ? before : (before.split(/[\s,，。;；!！、:：]+/u).at(-1) ?? '');
  const isToRecord = /^[录填补登写]/u.test(plain.slice(words.at, words.at + words.length));
  const clause = last.replaceAll(FAVOURS, ' ').replace(isToRecord ? /[要想来]$/u : /$^/u, '');
  const rest = after.split(/[\s,，。;；!！]+/u)[0] ?? '';
  return (
    isQuoted(before, after) ||
    SPOKEN_OF.test(before) ||
    (command !== '拒访' && FORBIDDEN.test(clause)) ||
    (REPORTS.has(command) && command !== '改期' && ONCE.test(clause)) ||
    (!DENIES_ITSELF.has(command) && DENIED.test(clause)) ||
    SUPPOSED.test(clause) ||
    (DONE_THINGS.has(command) && NOT_YET.test(clause)) ||
    (REPORTS.has(command) && command !== '改期' && clause.endsWith('应该')) ||
    (command === '完成' && /^[我他她]?(?:就|再|才)(?![说是行好])/u.test(after)) ||
    (command === '改期' && JUST_PAST.test(clause)) ||
    (command === '已搬走' && /(?:隔壁|楼[上下]|对门|对面|邻居)(?:的|那[家户])?(?:都|也|已经?|刚)?$/u.test(clause)) ||
    (OF_NOW.has(command) && (PAST.test(clause) || ONLY_THEN.test(clause))) ||
    (command === '雨停' && ONCE.test(clause)) ||
    isReported(before, clause, command) ||
    isAnothers(clause, after, command) ||
    (REPORTS.has(command) || command === '转给' || command === '请假' ? LATER : HALF).test(after) ||
    WHETHER.test(rest) ||
    (DONE_THINGS.has(command) && SO_I_GUESS.test(rest)) ||
    (command === '无人应答' && REACHED.test(after)) ||
    (command === '审核' && /(?<![给把])(?:业主|住户|客户|他|她)都?不?$/u.test(clause)) ||
    (command === '改期' && UNSETTLED.test(plain)) ||
    (command === '转给' && UNWILLING.test(plain)) ||
    OPEN.test(`${clause}${plain.slice(words.at, words.at + words.length)}${rest}`.replaceAll(FAVOURS, ' '))
  );
}

const FAVOUR = /行[不吗吧?？]|可不可以|可以[不吗吧?？]|能不能|能否|可否|好[不吗吧]|能.*吗|成[吗不]/u;

function isQuoted(before: string, after: string): boolean {
  const open = (before.match(/["“”「『]/gu) ?? []).length;
  const closed = (before.match(/["”」』]/gu) ?? []).length;
  const inside = before.includes('"') ? open % 2 === 1 : open > closed;
  return inside && /["”」』]/u.test(after);
}

function isReported(before: string, clause: string, command: ActedName): boolean {
  if (REPORTS.has(command)) return ASKED_OF.test(clause) || COLLEAGUE_SAID.test(before);
  return HEARD.test(clause) || SOMEBODY_SAID.test(before);
}
const OTHERS_BACK = new RegExp(
  `^(?:${SUBJECT}|业主|住户|客户|租客|他们?|她们?|同事|师傅|家里)\\p{Script=Han}{0,4}?(?:销假|取消请假|提前|不请假)`,
  'u',
);
/** 45给王芳, 王芳去45: a colleague beside a task is told to do it only in such words. */
const DOING = '(?:做|办|跑|跟|接手?|处理|负责|回访|打|弄|盯|看着?|去|来)';
const HANDED = new RegExp(
  `(?:给|让|由|请|叫|喊|换成?|派|归|交|转|找|麻烦|辛苦|托|丢|甩)给?到?\\s*(?:${SUBJECT}|\\p{Script=Han}{2,5}(?:部门?|中心|班|组)|[a-z]\\w+)(?!家|的|签|说|要|拿|问|电话)|(?:应该|该)?是(?:${SUBJECT}|\\p{Script=Han}{2,5}(?:部门?|中心|班|组))的(?=$|[\\s,，])|${SUBJECT}(?:来|去|会|可以|能|先|帮我?|替我?|顺路|正好)*${DOING}(?:进|我的|一?[下趟])?[吧哈的啊]*(?=$|[\\s,，\\d])|(?:交|让|给|归|转|过|派)给?[他她](?:吧|了|咯|啦)?(?=$|[\\s,，。])`,
  'u',
);
const COLLEAGUE_SAID = new RegExp(
  `(?:^|\\s)(?:听|据)?(?!\\p{Script=Han}{1,3}(?:女士|先生|阿姨|大[爷妈姐叔]|奶奶|爷爷|太太|小姐))${SUBJECT}(?:跟我|告诉我|刚才?)*(?:说|讲)`,
  'u',
);
const SOMEBODY_SAID = new RegExp(`(?:^|[\\s,，])(?:${SUBJECT}|业主|住户|领导|老板)[说问]\\s*\\S*$`, 'u');

/** 李四把12领了, 45张伟领了: somebody else has done it, or will. */
const DOES =
  '(?:把|将|已经?|都|也|刚刚?|自己|昨[天晚]|今天|早上|上午|下午|想|要|先|就|早就|他|她|又|来|去|\\d+|号|单子?|任务|[这那个户家条])*$';
const ANOTHER_DOES = new RegExp(
  `(?<![给让由请叫找和跟是换归派转交托为])(?:${SUBJECT}|他们?|她们?|别人|人家|有人|系统|机器人|同事|主管|经理)${DOES}`,
  'u',
);
const TAKES = new RegExp(
  `(?<![给让由请叫找和跟是换归派转交托为])(?:${SUBJECT}|别人|人家|有人|系统|平台|后台|客服|他|她)(?:想|要|自动|已经?|刚刚?|昨天|今天|自己|又)*(?:把|将)`,
  'u',
);
function isAnothers(clause: string, after: string, command: ActedName): boolean {
  if (command === '完成' || command === '领取' || command === '审核') return named(ANOTHER_DOES, clause);
  if (command === '改期' || command === '转给')
    return named(TAKES, clause) && (/了|过/u.test(after) || /想|要/u.test(clause));
  return false;
}
const named = (pattern: RegExp, clause: string): boolean => {
  const found = pattern.exec(clause);
  return found !== null && !/^(?:任务|马上|周[一二三四五六日末]|方便|时间|白天|许多|金额|全部)/u.test(found[0]);
};

/** 说明 12, where it is asked how the one task named stands. */
function asksState(plain: string): Understood | null {
  const [task, ...others] = [...new Set(tasksIn(plain).map((one) => one.task))];
  if (task === undefined || others.length > 0 || !STATE.test(plain) || MAY.test(plain)) return null;
  return { kind: 'command', command: '说明', args: { task } };
}

/** The order as it can be written. */
function writtenOut(understood: Command, { estates }: Scene): readonly string[] {
  const { command, args } = understood;
  const task = 'task' in args ? [String(args.task)] : [];
  const written = [command, ...wordsOf(understood, task, estates)].filter((word) => word !== '').join(' ');
  return [written, task.length > 0 ? `说明 ${task[0]}` : '帮助'];
}

function wordsOf(understood: Command, task: readonly string[], estates: readonly string[]): readonly string[] {
  if (understood.command === '转给') return [understood.args.person ?? understood.args.department ?? '', ...task];
  if (understood.command === '改期') return [...task, understood.args.date ?? '', understood.args.time ?? ''];
  if (understood.command === '请假') return [`${understood.args.days ?? 1}天`];
  if (understood.command === '雨停') return [understood.args.estate ?? estates[0] ?? ''];
  if (understood.command === '发起调查') return [understood.args.target, understood.args.title ?? ''];
  if (understood.command === '审核') {
    const { args } = understood;
    const which = 'tasks' in args ? args.tasks.map(String) : task;
    return args.verdict === undefined ? which : [...which, args.verdict === 'approve' ? '通过' : '退回'];
  }
  return task;
}
