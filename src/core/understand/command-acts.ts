/** 办事的口令 in staff's own words: what is done to a task, each only with its task and what else it needs. */
import { type Appointment, findAppointment, NUMERAL } from './appointment.js';
import { localDate } from '../calendar.js';
import { dated } from './command-days.js';
import { DEPARTMENT, departmentIn, doerIn } from './command-names.js';
import type { Ranked, TaskCommand } from './command-signals.js';
import { type NamedTask, tasksIn } from './command-task.js';
import type { Scene, Understood } from './command.js';
import { METHOD_WAYS } from './command-visits.js';

/** How each is written, for whoever left out what it needs. */
const EXAMPLES: Readonly<Partial<Record<Ranked, string>>> = {
  完成: '完成 12 上门 满意',
  改期: '改期 12 明天下午',
  转给: '转给 王芳 12',
  无人应答: '无人应答 12 电话',
  审核: '审核 12 通过',
  请假: '请假 3天 代班 李四',
  发起调查: '发起调查 全体 年度满意度调查',
  抽查: '抽查 5户',
  导出: '导出 回访记录表 9月',
  雨停: '雨停',
};
const NO_NUMBER = [
  '我的任务',
  '满意率',
  '回访率',
  '待办',
  '不满意',
  '帮助',
  '逾期',
  '执行率',
  '月报',
  '季报',
  '汇总表',
  '统计表',
  '绩效',
  '重点户',
  '流程图',
  '主题',
  '未覆盖',
];

/** A command as it can be written. */
export const exampleOf = (command: Ranked): string =>
  EXAMPLES[command] ?? (NO_NUMBER.includes(command) ? command : `${command} 12`);

const unclear = (command: Ranked, ...more: readonly string[]): Understood => ({
  kind: 'unclear',
  suggest: [exampleOf(command), ...more, command === '审核' ? '待办' : '我的任务'],
});

/** The command with its task read from the text; several tasks at once only where they can be told apart. */
export function actCommand(command: TaskCommand, plain: string, scene: Scene): Understood {
  const named = tasksIn(plain);
  const [first] = named;
  if (first === undefined) return unclear(command);
  const { task } = first;
  const several = new Set(named.map((one) => one.task)).size > 1;
  const rest = without(plain, first);
  switch (command) {
    case '改期':
      return postponed(plain, named, scene);
    case '审核':
      return reviewed(plain, named);
    case '转给': {
      const given = GIVEN_TO.test(rest) ? departmentIn(rest) : null;
      const person = given === null ? doerIn(rest) : null;
      const department = person === null ? departmentIn(rest) : null;
      if (several || (person === null && department === null)) return unclear(command);
      return {
        kind: 'command',
        command,
        args: person === null ? { task, department: department ?? '' } : { task, person },
      };
    }
    case '无人应答': {
      if (several) return unclear(command);
      const method = METHOD_WAYS.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
      return { kind: 'command', command, args: { task }, method };
    }
    case '完成': {
      if (several) return unclear(command);
      const text = saidAfter(plain, first);
      return { kind: 'command', command, args: { task, ...(text === '' ? {} : { text }) } };
    }
    case '领取':
    case '说明':
      return several ? unclear(command) : { kind: 'command', command, args: { task } };
    case '拒访':
    case '已搬走':
    case '找错人':
      return several ? unclear(command) : { kind: 'command', command, args: { task } };
    default:
      return command satisfies never;
  }
}

/** 移交环境部 垃圾的事: the department stands right behind the order. */
const GIVEN_TO = new RegExp(`(?:给|转|交|派|让|由|归|到|找|请)\\s*${DEPARTMENT.source}`, 'u');

const without = (text: string, { at, words }: NamedTask): string =>
  `${text.slice(0, at)} ${text.slice(at + words.length)}`;

/** A second number with 号 is a day: 改期 12 15号. Without a time only its own name is an order. */
function postponed(plain: string, named: readonly NamedTask[], scene: Scene): Understood {
  const { now, zone } = scene;
  const first = taskAmong(named, plain);
  if (first === undefined) return unclear('改期');
  const others = named.filter((one) => one !== first && one.task !== first.task);
  if (others.some(({ words }) => !/号/u.test(words)) && !DAY_ALONE.test(plain)) return unclear('改期');
  if (others.length > 2) return unclear('改期');
  const rest = dated(without(plain, first).replace(DAY_ALONE, '$1$2号')).replaceAll(NOT_TODAY, ' ');
  const moved = newDay(MOVED_TO.exec(rest)?.[1] ?? '', scene);
  const last = findAppointment(moved, now, zone);
  const whole: Appointment | null = findAppointment(rest, now, zone);
  const when = last?.date === undefined || whole?.shiftDays !== undefined ? whole : last;
  if (when === null && !BARE_POSTPONED.test(plain)) return unclear('改期');
  const meant = TODAY.exec(plain);
  const isToday = when?.date === undefined || when.date === localDate(now, zone);
  if (meant !== null && isToday && when?.shiftDays === undefined && !AGREED.test(plain))
    return intention(first.task, meant[0]);
  return { kind: 'command', command: '改期', args: { task: first.task, ...when } };
}

/** 改到周四上午 对了今天下雨: what is said behind the new day is no part of it. */
function newDay(moved: string, { now, zone }: Scene): string {
  const [first = ''] = moved.split(/对了|[\s,，。;；]+(?=(?:今天|现在|我|他|她|业主|住户))/u);
  return findAppointment(first, now, zone)?.date === undefined ? moved : first;
}

/** 6号下午去 13: the day has its sign, the task stands by itself. */
function taskAmong(named: readonly NamedTask[], plain: string): NamedTask | undefined {
  const [first, second, ...others] = named;
  if (first === undefined || second === undefined || others.length > 0) return first;
  const behind = plain.slice(first.at + first.words.length);
  const isDay = /号\s*$/u.test(first.words) && /^\s*(?:[上中下]午|早|晚|去|再|吧|以?后|一早|之?前)/u.test(behind);
  return isDay && !/号/u.test(second.words) && !DAY_ALONE.test(plain) ? second : first;
}

/** What is not the new day: 今天不行, 原定今天, 出差到28号. */
export const NOT_TODAY =
  /[上下]午(?:就?没空|不行|有事|没时间|不在|来不及)|(?:原[定来]|本来|之前)(?:约?的?是?)?(?:[今明后]天|周[一二三四五六日])|今天(?:去不[成了]|来不及|没空|不行|不去|不在|有事|没时间|没在家)|[今明后]天(?:就?别|不用?|先?不)[去来跑]了?|(?:出差|出去|出门|旅游|外出|不在家?|回老家)到\s*\d+[号日]/gu;
/** 改礼拜一上午, 再联系: behind these the new day stands. */
const MOVED_TO = /(?:改|推|挪|延|拖|换|调|往后|那就)(?:成|到|在|至|约|期|去)?(?!一?下)(.+)$/u;

/** Without a time only the order itself is one. */
const BARE_POSTPONED =
  /^改期|^(?:请|帮我|把|麻烦|给)?(?:把)?\s*(?:任务|第|#)?\s*\d+\s*号?(?:单子?|任务)?\s*(?:要|需要|请|帮我|得|申请)?改期(?:吧|一下|哈|啊)*[。.!！]*$|改期(?:吧|一下)?\s*(?:任务|第|#)?\s*\d+\s*号?[。.!！]*$/u;

/** 12改到15: a day of the month without its sign. */
const DAY_ALONE = /(改(?:期|约)?(?:到|成|至|为)?|[推拖延挪]到)\s*(3[01]|[12]\d|[1-9])(?=$|[\s,，])/u;

/** Whoever goes today as planned moves nothing: 12今天下午去. */
const TODAY = new RegExp(
  `今(?:[天日儿]|(?=[早晚]))(?:上午|中午|下午|晚上|傍晚|[早晚])?(?:${NUMERAL}(?:点半?|[::]\\d{2}))?`,
  'u',
);
const AGREED = /改|提前?到|约|业主|住户|人家|阿姨|答应|再|才|推|拖|延|缓|挪|换|提前|来不及|没空|不行/u;
const intention = (task: number, when: string): Understood => ({
  kind: 'unclear',
  suggest: [`改期 ${task} ${when}`, `完成 ${task}`],
  asks: `任务 ${task} 打算${when}去，不用报备。与住户约好了这个时间才算改期`,
});

const RETURN =
  /退回|打回|驳回|退了|退掉|重[写填]|不(?:通过|同意|批准?|予通过|[给能]?过(?=$|[\s,，了])|能通过)|(?:通|批|审核?)不过(?=$|[\s,，])|通不过|退给(?:他们?|她们?|\p{Script=Han}{2,3}(?=[\s,，]|$))?|退(?=$|[\s,，])/u;
const UNFIT = /重做|不过(?=$|[\s,，了])|^\s*退|不行|不合格|不合要求|重来|返工/u;
const APPROVE =
  /\b(?:pass|approved?)\b|(?<=[,，\s]|[两三四五六七八九十]条(?:都|全)?)[过批准](?=$|[\s,，了吧])|放行|允许|没意见|^\s*(?:[过批准行]|可以|ok)(?=$|[\s,，了吧])|审核?过(?=$|[\s,，了])|(?<=审核.*)\bok\b|\bok\b(?=.*审核)|(?<!不|没|未)(?:审核)?(?:通过|同意|批准)(?!不)|批了|批过|准了|审[了过]|可以\s*过|过关|没问题|没毛病|过了|给过|批(?=\s*$|\s+)|可以(?=\s*$)|(?<!不)合格|准(?=$|[\s,，])|[都全给](?:过|批|准)(?=$|[\s,，了吧哈])|签(?:了|过)|(?<=审核\D*\d+\s*)(?:批|准|过|可以|行|ok)/iu;
const POLITE =
  /^(?:审核|给?[过批准]|通过|可以|没问题|改改?|好的?|行|ok|记录|谢谢|辛苦了?|妥了|行了|就行|不影响|哈|啦|了|吧|掉|去|回去|给?[他她它]|一下|呢|嘛|咯|噻|的|嗯|呃|[\s,，])+$/u;

/** 审核 12 退回 照片不清楚; both at once is no verdict. */
function reviewed(plain: string, named: readonly NamedTask[]): Understood {
  const text = named
    .reduce((left, { words }) => left.replace(words, ' '), plain)
    .replace(/^请?审[核批]?\s+|^\s*审核\s+(?=[行过批准好]|可以|ok)/iu, ' ');
  const back = RETURN.exec(text) ?? UNFIT.exec(text);
  const passed = APPROVE.exec(back === null ? text : text.replace(back[0], ' '));
  const found = back ?? passed;
  if (found === null || (back !== null && passed !== null && passed.index < back.index))
    return unclear('审核', '审核 12 退回 照片不清楚');
  const tasks = [...new Set(named.map(({ task }) => task))];
  const [task] = tasks;
  const said = text
    .slice(found.index + found[0].length)
    .replace(/^(?:回去|掉|去|了|吧|哈|啦|给他)+/u, '')
    .replace(/^[\s,，、:：。;；!！]+|[\s,，。!！\p{Extended_Pictographic}\ufe0f\u200d]+$/gu, '')
    .replace(/^(?:通过|过了|退了|退掉|退回)[\s,，]*/u, '');
  const after = POLITE.test(said) ? '' : said;
  const opinion = after === '' && back !== null ? reasonIn(plain, named) : after;
  const args = {
    ...(tasks.length > 1 ? { tasks } : { task: task ?? 0 }),
    verdict: back === null ? ('approve' as const) : ('return' as const),
    ...(opinion === '' ? {} : { opinion }),
  };
  return { kind: 'command', command: '审核', args };
}

/** 经核,任务65照片与描述不符,予以退回: the reason may stand before the verdict. */
function reasonIn(plain: string, named: readonly NamedTask[]): string {
  const last = named.at(-1);
  const between = plain.slice(last === undefined ? 0 : last.at + last.words.length).split(RETURN)[0] ?? '';
  const [reason = ''] = between
    .split(/[,，。;；:：]+|\s{2,}/u)
    .map((piece) => piece.replaceAll(NO_REASON, '').trim())
    .filter((piece) => piece.length > 3)
    .slice(-1);
  return reason;
}
const NO_REASON =
  /^(?:(?:请|把|将|给|予以|经核|我|审核|任务|记录(?=$|[\s,，要先请退])|[这那](?:[条份个张]|单)?|这?户|单子?|都|的|要|先|麻烦|帮我|号)\s*)+|(?:予以|请|先|都|要|应|直接|所以|给他|把它|让他|不行|不可以|不合格|退|[\s,，])+$/gu;

/** What was heard, where it tells a grade; the rest of a sentence is only how it was said that the visit is done. */
function saidAfter(plain: string, task: NamedTask): string {
  const clauses = without(plain, task).split(/[\s,，。;；]+/u);
  const from = clauses.findIndex((clause) => /满意|一般|不错|挺好|还行|很好|太差|意见/u.test(clause));
  const said = from < 0 ? '' : clauses.slice(from).join(' ').trim();
  return said.replace(/\s*(?:已经?)?(?:完成|搞定|办完)了?$/u, '');
}
