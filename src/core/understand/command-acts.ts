/** 办事的口令 in staff's own words: what is done to a task, each only with its task and what else it needs. */
import { type Appointment, findAppointment, NUMERAL } from './appointment.js';
import { localDate } from '../calendar.js';
import { dated } from './command-days.js';
import { DEPARTMENT, departmentGiven, departmentIn, doerIn, SUBJECT } from './command-names.js';
import type { TaskCommand } from './command-signals.js';
import { unclear } from './command-examples.js';
import { endOf, HAN_NUMBER, type NamedTask, numberIn, tasksIn } from './command-task.js';
import { reviewed } from './command-verdicts.js';
import { asWritten } from './command-written.js';
import type { Scene, Understood } from './command.js';
import { METHOD_WAYS } from './command-visits.js';

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
      const department = person === null ? departmentGiven(rest) : null;
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
  if (rest.replaceAll(RETURNS, '') !== rest && !MOVES.test(rest)) return unclear('改期');
  const moved = newDay(MOVED_TO.exec(rest)?.[1] ?? '', scene);
  const last = findAppointment(moved, now, zone);
  const whole: Appointment | null = findAppointment(rest, now, zone) ?? shifted(rest);
  const when = last?.date === undefined || whole?.shiftDays !== undefined ? whole : last;
  if (when === null && !BARE_POSTPONED.test(plain)) return unclear('改期');
  const meant = TODAY.exec(plain);
  const isToday = when?.date === undefined || when.date === localDate(now, zone);
  if (meant !== null && isToday && when?.shiftDays === undefined && !AGREED.test(plain))
    return intention(first.task, meant[0]);
  return { kind: 'command', command: '改期', args: { task: first.task, ...when } };
}

/** 往后捎三天, 搁两天再打, 延1天: so many days, in whatever words it is put off. */
function shifted(rest: string): Appointment | null {
  const [words, number = ''] = SHIFTED.exec(rest) ?? [];
  const days = numberIn(number);
  if (words === undefined || !(days > 0 && days <= MOST_SHIFTED)) return null;
  return { shiftDays: EARLIER.test(rest) ? -days : days };
}
const SHIFTED = new RegExp(
  `(?:往?[后後]|推|延|拖|搁|缓|晚|顺|捱|捎|挪|前|早)\\S{0,4}?(\\d{1,2}|${HAN_NUMBER})\\s*[天日](?!内|下午|上午|早|晚)`,
  'u',
);
const EARLIER = /提前|往前|搬前|早\S{0,2}(?:\d|[一二两三四五])/u;
const MOST_SHIFTED = 60;

/** 改到周四上午 对了今天下雨: what is said behind the new day is no part of it. */
function newDay(moved: string, { now, zone }: Scene): string {
  const [first = ''] = moved.split(/对了|[\s,，。;；]+(?=(?:今天|现在|我|他|她|业主|住户))/u);
  return findAppointment(first, now, zone) === null ? moved : first;
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
  /[上下]午(?:就?没空|不行|有事|没时间|不在|来不及)|(?:原[定来]|本来|之前)(?:约?的?是?)?(?:[今明后]天|周[一二三四五六日])|今天(?:去不[成了]|来不及|没空|不行|不去|不在|有事|没时间|没在家)|今天[^\s,，。;；]{1,8}[\s,，。;；]+(?=.{0,6}(?:(?:下|这|本)?(?:周|星期|礼拜)[一二三四五六日天]|[明后]天|\d+[号日]))|[今明后]天(?:要|得|还要|都要)?(?:上班|上课|开会|出差|加班|值班)\S{0,3}[\s,，]+(?=.{0,8}(?:周|星期|礼拜)[一二三四五六日天])|[今明后]天(?:就?别|不用?|先?不)[去来跑]了?|(?:别|不是|不用|不要)(?:[今明后]天|(?:下|这|本)?(?:周|星期|礼拜)[一二三四五六日天])(?:[去来跑])?了?|(?:出差|出去|出门|旅游|外出|不在家?|回老家)到\s*\d+[号日]/gu;
/** 业主出差月底回: when somebody is back moves nothing by itself. */
export const RETURNS =
  /(?:月底|月初|\d+[号日]|(?:下|这|本)?(?:周|星期|礼拜)[一二三四五六日天末]|[明后]天|下个?月|年后)才?能?回(?:来|家|国)?(?!\p{Script=Han})/gu;
const MOVES = /改|推|放到|挪|延|拖|换|约|再[去打访来]|才[去能]/u;

/** 明天上午十点开会, 业主明天生日: a day and a time of something else. */
export const tellsMore = (plain: string): boolean =>
  /生日|开会/u.test(plain) || (plain.replaceAll(OF_A_VISIT, '').match(/\p{Script=Han}/gu) ?? []).length > MORE;
const MORE = 2;
const OF_A_VISIT =
  /改主意|变卦|[今明后]天|大后天|[上下中]午|[早晚]上?|傍晚|(?:下+|这|本)?个?(?:周|星期|礼拜)|[号单日月点半钟刻末底初一二三四五六七八九十]|任务|左右|以?后|之?前|[再去来打见补跑访约]|上门|电话|回访|业主|住户|人家|客户|阿姨|大[爷妈姐哥叔]|师傅|[我他她说讲才在家有空就要可以行能都还是]|方便|得闲|时间|[吧哈啊了的呢嘛哦那这户个过到又位两下]/gu;

/** 改礼拜一上午, 再联系: behind these the new day stands. */
const MOVED_TO =
  /(?<![不别没莫])(?:改|推|挪|延|拖|换|调|提前?|往后|那就)(?:成|到|在|至|为|约|期|去)?(?!一?下(?![周个星礼月午]))(.+)$/u;

/** Without a time only the order itself is one. */
const BARE_POSTPONED =
  /^改期|^(?:请|帮我|把|麻烦|给)?(?:把)?\s*(?:任务|第|#)?\s*\d+\s*号?(?:单子?|任务)?\s*(?:要|需要|请|帮我|得|申请)?改期(?:吧|一下|哈|啊)*[。.!！]*$|改期(?:吧|一下)?\s*(?:任务|第|#)?\s*\d+\s*号?[。.!！]*$|^\D{0,3}\d+\s*[号单]?(?:先)?(?:延后|推迟|延期|顺延|往后推|往后放放?)(?:一?下|吧|了)*(?=$|[\s,，。.!！])[。.!！]*$/u;

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
  /(?:[\s,，。.;；!！~]*(?:(?:已经?)?(?:完成|搞定|办完|[回]?访完|算完)[了咯啦]?|我都?(?:写上|填[好完]|记[好下上]|登记)了?[哈啊啦]?|我?记一?下?[哈啊]?|请登记(?:为|成)?|(?:麻烦|请|帮我|帮忙|给我|你)*(?:可以)?(?:记|补|录|登|销|填|结|点)(?:录|记)?(?:一?下|掉|了|上|单)+|(?:麻烦|请|帮我|帮忙|给我|你)+记(?:个|为|成)?(?=完成|$)|谢谢|辛苦了?|\p{Extended_Pictographic}\ufe0f?))*[\s,，。.!！~]*$/u;
