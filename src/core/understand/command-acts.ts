/** 办事的口令 in staff's own words: what is done to a task, each only with its task and what else it needs. */
import { type Appointment, findAppointment, NUMERAL } from './appointment.js';
import { localDate } from '../calendar.js';
import { dated } from './command-days.js';
import { DEPARTMENT, departmentIn, doerIn, SUBJECT } from './command-names.js';
import type { Ranked, TaskCommand } from './command-signals.js';
import { type NamedTask, tasksIn } from './command-task.js';
import { asWritten } from './command-written.js';
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
      return reviewed(plain, named, scene);
    case '转给': {
      const given = GIVEN_TO.test(rest) && !OF_DEPARTMENT.test(rest) ? departmentIn(rest) : null;
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
      const text = asWritten(saidAfter(plain, first), plain, scene.text);
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

/** 工程部老陆, 维修部的老李: whoever is named behind a department is meant. */
const OF_DEPARTMENT = new RegExp(
  `${DEPARTMENT.source}的?${SUBJECT}(?=$|[^\\p{Script=Han}]|[去来做跟办处看接吧跑先了])`,
  'u',
);

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
  const rest = dated(without(plain, first).replace(DAY_ALONE, '$1$2号'), localDate(now, zone)).replaceAll(
    NOT_TODAY,
    ' ',
  );
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
const MOVED_TO = /(?:改|推|挪|延|拖|换|调|提前?|往后|那就)(?:成|到|在|至|约|期|去)?(?!一?下(?![周个星礼月午]))(.+)$/u;

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
  /(?<!别|不用|不必|先不|莫|不)退回|打回|驳[回了掉]|(?<!别|不用|不)退了|退掉|不(?:通过|同意|批准?|予通过|[给能让]?过(?=$|[\s,，。!！了哈吧啊哦嘛])|能通过)|(?:通|批|审核?)不过(?=$|[\s,，])|通不过|退给(?:他们?|她们?|\p{Script=Han}{2,3}(?=[\s,，]|$))?|(?<!别|不用|不必|先不|莫|不)退(?:返去?)?(?=$|[\s,，。!！])|不认可|(?:这|我)关过不[去了]|不能?签(?=$|[\s,，。])/u;
const UNFIT =
  /重新?[写填整做弄搞](?!好|完|过)(?:一[份张下遍个])?|不过(?=$|[\s,，了])|^\s*退|不行|不合格|不合要求|重来|返工/u;
const APPROVE =
  /\b(?:pass|approved?)\b|(?<=[,，\s]|[两三四五六七八九十]条(?:都|全)?)[过批准](?=$|[\s,，了吧])|放行|允许|没意见|^\s*(?:[过批准行]|可以|ok)(?=$|[\s,，了吧])|审核?过(?=$|[\s,，了])|(?<=审核.*)\bok\b|\bok\b(?=.*审核)|(?<!不|没|未)(?:审核)?(?:通过|同意|批准)(?!不)|批了|批过|准了|审[了过]|可以\s*过|过关|没问题|没毛病|过了|给过|批(?=\s*$|\s+)|可以(?=\s*$)|(?<!不)合格|准(?=$|[\s,，])|[都全给](?:过|批|准)(?=$|[\s,，了吧哈])|签(?:了|过)|(?<=审核\D*\d+\s*)(?:批|准|过|可以|行|ok)/iu;
const POLITE =
  /^(?:审核|给?[过批准]|通过|可以|没问题|没毛病|放行|同意|准予?|办结|批准|改改?|好的?|行|ok|记录|谢谢|辛苦了?|妥了|行了|就行|不影响|哈|啦|了|吧|掉|去|回去|给?[他她它]|一下|呢|嘛|咯|噻|的|嗯|呃|[\s,，])+$/u;

/** 没毛病，通过: of several words for it the plainest is the verdict. */
const PLAINLY = /(?<!不|没|未)(?:通过|同意|批准)(?!不|率)|放行|准[予许]|approved?|\bpass\b/iu;

/** 审核 12 退回 照片不清楚; both at once is no verdict. */
function reviewed(plain: string, named: readonly NamedTask[], { text: written }: Scene): Understood {
  const blank = (words: string): string => ' '.repeat(words.length);
  const text = named
    .reduce((left, { at, words }) => left.slice(0, at) + blank(words) + left.slice(at + words.length), plain)
    .replace(/^请?审[核批]?\s+|^\s*审核\s+(?=[行过批准好]|可以|ok)/iu, blank);
  const back = RETURN.exec(text) ?? UNFIT.exec(text);
  const rest = back === null ? text : text.replace(back[0], blank);
  const passed = (back === null ? PLAINLY.exec(rest) : null) ?? APPROVE.exec(rest);
  const found = back ?? passed;
  if (found === null || (back !== null && passed !== null && passed.index < back.index))
    return unclear('审核', '审核 12 退回 照片不清楚');
  const tasks = [...new Set(judgedOf(named, found.index).map(({ task }) => task))];
  const [task] = tasks;
  const opinion = opinionIn(plain, text, found, back === null ? null : named);
  const args = {
    ...(tasks.length > 1 ? { tasks } : { task: task ?? 0 }),
    verdict: back === null ? ('approve' as const) : ('return' as const),
    ...(opinion === '' ? {} : { opinion: asWritten(opinion, plain, written) }),
  };
  return { kind: 'command', command: '审核', args };
}

/** 102不予通过，收费80与报价60不符: where a record is named before the verdict, numbers behind it are none. */
function judgedOf(named: readonly NamedTask[], verdict: number): readonly NamedTask[] {
  const before = named.filter(({ at }) => at < verdict);
  return before.length === 0 ? named : before;
}

/** What is quoted, else what is said behind the verdict, else why a record goes back, before it. */
function opinionIn(
  plain: string,
  text: string,
  verdict: RegExpExecArray,
  returned: readonly NamedTask[] | null,
): string {
  const quoted = QUOTED.exec(plain)?.[1];
  if (quoted !== undefined) return quoted;
  const said = text
    .slice(verdict.index + verdict[0].length)
    .replace(/^(?:回去|掉|去|了|吧|哈|啦|嘛|噻|哦|啊|呢|呗|给他)+/u, '')
    .replace(/^[\s,，、:：。;；!！]+|[\s,，。!！\p{Extended_Pictographic}\ufe0f\u200d]+$/gu, '')
    .replace(/^(?:通过|过了|退了|退掉|退回)[\s,，]*/u, '')
    .replace(
      /^(?:(?:审核)?意见[\s:：,，]*|(?:审核意见|意见|理由|原因|备注|附言|批语|评语)[就要]?(?:[\s:：,，]+|(?:写|是|为)[\s:：,，]*))|^因为|^(?:其[他它余]|剩下|别的).*$/u,
      '',
    );
  const after = POLITE.test(said) ? '' : said;
  if (returned === null || (after !== '' && !ONLY_AGAIN.test(after))) return after;
  const first = returned[0];
  const between = reasonIn(plain.slice(endOf(returned.at(-1)), Math.max(verdict.index, endOf(returned.at(-1)))));
  return between || reasonIn(plain.slice(0, Math.min(first?.at ?? 0, verdict.index))) || after;
}
const QUOTED =
  /(?:^|[\s,，:：]|意见就?写?成?|备注就?要?写?|理由就?[是写为]?|原因就?[是写为]?|认为|写[上成]?)["“「『]([^"“”「」『』]{2,})["”」』]/u;
const endOf = (task: NamedTask | undefined): number => (task === undefined ? 0 : task.at + task.words.length);
/** 让他补, 重写: what says only that it must be done again, and not why. */
const ONLY_AGAIN =
  /^(?:先|再|去|给?[他她]|让[他她]|叫[他她]|请|麻烦|重新?[写填做来报弄搞审]?|返工|补(?:齐|上|全|充|好|正|说明|材料)*(?:一?下)?|改(?:好|完|了)?|弄好|[了吧哈啊]|再(?:交|报|来|审|签|给|说)|我(?:再|才)?[签审批]|上来|过来|[\s,，])+$/u;

/** 经核,任务65照片与描述不符,予以退回: why, as far as it stands in one stretch of a text. */
function reasonIn(stretch: string): string {
  const reason = stretch
    .replaceAll(NO_REASON, '')
    .replace(/[\s,，。;；:：!！~\p{Extended_Pictographic}\ufe0f]+$/u, '')
    .trim();
  return reason.length > 3 && !/^\S{0,4}(?:让|叫|要|喊)我/u.test(reason) ? reason : '';
}
const NO_REASON =
  /^(?:(?:[\s,，。:：]|因为|请|把|将|给|予以|经核|我(?=看|认为|觉得|不)|认为|(?:审核)?意见(?=[\s:：])|审核|任务|记录(?=$|[\s,，要先请退])|[这那][条份个张单户](?:单子?)?|单子?|的(?:结论|记录|结果)(?=[\s,，])|都|的|要|先|麻烦|帮我|号|不行[啊嘛哦呀]?|不能?[签批过]|不同意|退)\s*)+|(?:[\s,，。]|的?那[个张条份]|予以|请|先|都|要|应|直接|所以|你?给他|你|把它?|将|让他|不行|不可以|不合格|我?不能?[签批过]|不同意|按这个(?:意见)?|退)+$/gu;

/** What was heard, where it tells a grade; the rest of a sentence is only how it was said that the visit is done. */
function saidAfter(plain: string, task: NamedTask): string {
  const clauses = [...plain.matchAll(/[^\s,，。;；!！]+/gu)];
  const graded = clauses.findIndex(
    ({ 0: words, index }) => TELLS_GRADE.test(words) && index + words.length > endOf(task),
  );
  const done = clauses.findIndex(({ 0: words }) => TELLS_DONE.test(words));
  const first = clauses[done >= 0 && done < graded ? done + 1 : graded];
  if (first === undefined) return '';
  const from = first.index < endOf(task) ? heardFrom(plain, endOf(task)) : first.index;
  return plain.slice(from).replace(TO_THE_BOT, '').trim();
}
/** 刚从他家出来都弄好了业主挺满意的: where what was heard begins in a sentence without a sign. */
function heardFrom(plain: string, from: number): number {
  const rest = plain.slice(from);
  const heard = HEARD_OF.exec(rest) ?? HEARD.exec(rest);
  return from + (heard !== null && TELLS_DONE.test(rest.slice(0, heard.index)) ? heard.index : 0);
}
const GRADE_WORD = '(?:满意|一般|不错|挺好|还行|很好|太差|意见)';
const HEARD_OF = new RegExp(
  `(?:业主|住户|客户|人家|家属|租[户客]|阿姨|大[姐爷妈]|老人家)[^业住客\\s,，]{0,10}?${GRADE_WORD}`,
  'u',
);
const HEARD = new RegExp(`(?:评价|表示|说|都|挺|蛮|很|非常|比较|基本|没啥|没什么|没有?|无|不太?)*${GRADE_WORD}`, 'u');
const TELLS_GRADE = /满意|一般|不错|挺好|还行|很好|太差|[没无]\p{Script=Han}{0,2}意见/u;
/** Said of the visit, and of nothing else. */
const TELLS_DONE = /^(?:.{0,14}(?:完成|完毕|[搞做办弄访回跑谈聊打]完|搞[定掂妥]|[做办访弄]好))了?(?:[啦咯哈喽呢])?$/u;
/** What is said to the bot behind the record. */
const TO_THE_BOT =
  /(?:[\s,，。.;；!！~]*(?:(?:已经?)?(?:完成|搞定|办完)了?|(?:麻烦|请|帮我|帮忙|给我|你)*(?:可以)?(?:记|补|录|登|销|填|结|点)(?:录|记)?(?:一?下|掉|了|上|单)+|(?:麻烦|请|帮我|帮忙|给我|你)+记(?:个|为|成)?(?=完成|$)|谢谢|辛苦了?|\p{Extended_Pictographic}\ufe0f?))*[\s,，。.!！~]*$/u;
