/** 帮助: what the person may write, with an example each; of one matter only, where that is asked. */
import type { Context } from '../context.js';
import { can, type Action } from '../core/permissions.js';
import { dutiesWith } from '../core/policy/due-duties.js';
import { begunClauses } from '../core/policy/begun.js';
import { handOutsOf } from '../core/policy/hand-outs.js';
import type { Policy } from '../core/policy/schema.js';
import type { Estate } from '../store/estates.js';
import { inMessages, type Asker } from './answer.js';
import { formsFor, shortReports, titlesOf } from './answer-reports.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** Where the reports stand that have a name of one word, as far as the policies have them. */
const SHORT = '〔月报〕';

/** Where the board stands. */
const BOARD = '〔看板〕';

/** A policy of the asker's own, and a clause whose rate one of theirs leaves to somebody. */
const POLICY = '〔制度〕';
const OPEN_CLAUSE = '〔条款〕';

/** Where a policy of theirs leaves visits to staff, and what one has handed out. */
const AFTER_WARRANTY = '〔期后〕';
const HANDED_OUT = '〔资料〕';
/** Where one has something noted at any time: of works, of the services. */
const OF_WORKS = '〔变更〕';
const AT_ONCE = '〔即报〕';

/** The matters by which a long help is told, in this order. */
const GROUPS = ['审核', '跟进', '数字', '报表', '抽查', '调查', '回访', '同事', '住户'] as const;
type Group = (typeof GROUPS)[number];

type Lines = readonly (readonly [Action, string, Group])[];

/** To decide, and to see how it goes: what whoever looks after an estate is told first. */
const OVERSIGHT: Lines = [
  ['review record', '待办：看等您审核的记录和要办的事', '审核'],
  ['review record', '审核 12 通过；审核 12 退回 没写整改情况；全部通过：审核回访记录', '审核'],
  ['see archive', '通过 事13 同意；退回 事13 请补上三栋的数字：审核、审批送来的报表', '审核'],
  ['see archive', '档案；档案 月回访汇总表 9月；档案 12：找存档的报表，取文件', '报表'],
  ['see rates', `满意率 本月；满意率 上月 翠湖 维修；回访率 9月；执行率 三季度 ${POLICY}：看数字和图`, '数字'],
  ['see figures of staff', '绩效 本月；绩效 张伟；满意率 本月 张伟；逾期 工程部：按人、按部门看', '数字'],
  ['see compliance', '执行率 本月；逾期：看制度执行得怎样，什么还没有办', '数字'],
  ['see dissatisfied', '不满意 本月：看不满意的回访和处理结果', '跟进'],
  ['make report', `导出 回访记录表 9月；${SHORT}：要可以打印的表`, '报表'],
  ['see flow chart', `流程图 ${POLICY}：看一项制度的流程图`, '报表'],
  ['open board', `看板：在电脑或手机上打开 ${BOARD}，数字点开就是明细`, '数字'],
  ['check records', '抽查；抽查 5份 上月；抽查 12 属实；抽查 12 不实 住户说没有接到电话：核对抽中的回访记录', '抽查'],
  ['send survey', '发起调查 3栋 电梯使用情况；发起调查 全体 抽样20%：先看预览，回复「确认发起」和四位数才发', '调查'],
  ['see rates', '调查 进度；调查 结果：看问卷的回收和结果', '调查'],
  ['send survey', '调查 提醒；结束调查：提醒没有回复的，或提前结束', '调查'],
  ['see tasks of staff', '赵磊的任务；王芳还有几户：看同事手上的任务', '同事'],
  ['pick visit', '抽取 12：指定一次回访', '抽查'],
  ['pick visit', `回访比例 ${OPEN_CLAUSE} 20%：定下制度留给您定的回访率`, '抽查'],
  ['begin visit', `发起回访 一期屋面 4月10日前：保修期满之后回访一项工程${AFTER_WARRANTY}`, '回访'],
  ['note works change', `工程变更 一期装修 三楼隔断改玻璃：登记一项工程的变更${OF_WORKS}`, '跟进'],
  ['set company theme', '主题 电梯运行您还满意吗？：设定公司本季的主题', '调查'],
  ['set estate theme', '主题 翠湖 新门禁好用吗？：在主题下加本项目的问题', '调查'],
  ['see uncovered events', '未覆盖：看没有制度管的事项', '数字'],
  ['mark key household', '重点户；重点户 3-2-1204 持续关怀；取消重点户 3-2-1204', '住户'],
  [
    'note influential resident',
    '有影响 3-2-1204 王阿姨，热心楼道事务：记下愿意帮忙的业主；取消有影响 3-2-1204 王阿姨',
    '住户',
  ],
  ['see influential residents', '有影响的业主：看记下的', '住户'],
  ['agree answer', '口径 电梯年检：每年三月做：新增统一答复', '住户'],
];

/** To make visits, and what comes of them. */
const WORK: Lines = [
  ['see own tasks', '我的任务；我的任务 明天；这周的任务：看自己要做的回访', '回访'],
  ['claim task', '领取 12：把任务 12 转到自己名下', '回访'],
  ['explain task', '说明 12：看任务 12 的依据、时限和抽样', '回访'],
  ['record visit', '电话 12：看住户的电话，谁看过会留下记录', '回访'],
  ['record visit', '完成 12：问一项答一项；或一句写全：完成 12 电话 13800000000 满意 师傅准时 答复 周五下午', '回访'],
  ['record visit', '修改 12 一般：改自己的记录；105 纸质 B-07 都满意：录入收回的纸质问卷', '回访'],
  ['explain task', '照片 12；照片 12 修前：看任务的照片，或把刚发的照片放到任务里', '回访'],
  ['hand out papers', `发放 12 ${HANDED_OUT}：记下回访中送出的资料`, '回访'],
  ['report matter', `重要信息 12 客户要求更换服务人员：马上报部门经理${AT_ONCE}`, '跟进'],
  ['record visit', '无人应答 12 电话；拒访 12；已搬走 12；找错人 12：记下没有访到', '回访'],
  ['record visit', '改期 12 明天下午：与住户另约时间', '回访'],
  ['see own tasks', '办结 事12 已汇总：办好一件事；说明 事12：看它的依据和时限', '跟进'],
  ['see own tasks', '说明 案3；领取 案3；意见 案3 已核实；上报 案3：看和跟进一件不满意的事', '跟进'],
  ['see own tasks', '办结 案3 已重新疏通：办好并告诉住户，再问一次', '跟进'],
  ['finish duty', '转给 工程部 案3 3月8日前 返修；整改 案3 3月20日前 重做防水：发工作联系单、整改通知', '跟进'],
  ['keep watching', '险情已除 12；险情未除 12：停止或继续跟踪回访', '跟进'],
  ['report rain', '雨停：雨停了，安排雨后回访', '回访'],
  [
    'report event done',
    '报修 3-2-1204 客厅漏水；投诉 3-2-1204 楼上噪音 已处理：把一件事登记下来；办完了写「办完」和登记时的编号',
    '住户',
  ],
  ['hand on task', '转给 王芳 12：请同事去', '同事'],
  ['take leave', '请假 3天 代班 李四；销假：不在的日子由谁代办', '同事'],
  ['see theme', '主题：看本季回访主题', '调查'],
  ['see agreed answers', '口径：看统一答复', '住户'],
  ['see own figures', '绩效 本月；绩效 上月：看自己做得怎样', '数字'],
];

const ITSELF = '· 帮助；帮助 请假：看这份说明，或只看一件事';

/** More than this is told by group. */
const MOST_LINES = 24;
const ALL = /^(?:全部|所有|全|更多)(?:的?说法)?$/u;

/** What the person may do, in as many messages as it takes; of whoever may do much a few of each matter. */
export function help(ctx: Context, asker: Asker, about?: string): readonly string[] {
  const oversight = linesFor(ctx, asker, OVERSIGHT);
  const work = [...linesFor(ctx, asker, WORK), ...ownForms(ctx, asker)];
  const all = [...oversight, ...work];
  const whole = about !== undefined && ALL.test(about);
  const some = about === undefined || whole ? [] : linesOn(about, all);
  if (some.length > 0) return inMessages([`「${about}」可以这样写：`, ...some.map(shown), '· 帮助：看全部说法']);
  const head = about === undefined || whole ? '您可以这样写' : `没有找到「${about}」，全部说法是`;
  const texts = [...work, ...oversight].map(shown);
  if (all.length <= MOST_LINES) return inMessages([`${head}：`, ...texts, ITSELF]);
  if (!whole) return inMessages([`${head}（一类举几句）：`, ...byGroup(all), ...boardIn(all), BY_GROUP]);
  return [
    ...inMessages([`${head}。审核、看数字、要报表：`, ...oversight.map(shown)]),
    ...inMessages(['回访、办事：', ...work.map(shown), ITSELF]),
  ];
}

type Line = { readonly text: string; readonly group: Group };
const shown = ({ text }: Line): string => `· ${text}`;

const BY_GROUP = '要看一类的全部说法，发「帮助 审核」这样的话；一件事发「帮助 请假」；全部发「帮助 全部」。';
/** So many examples of each matter. */
const MOST_EXAMPLES = 4;

/** 【审核】待办；审核 12 通过；…: the first form of each line. */
const byGroup = (lines: readonly Line[]): readonly string[] =>
  GROUPS.flatMap((group) => {
    const forms = lines.filter((one) => one.group === group).map(({ text }) => text.split(/[；：]/u)[0] ?? '');
    const more = forms.length > MOST_EXAMPLES ? '……' : '';
    return forms.length === 0 ? [] : [`【${group}】${forms.slice(0, MOST_EXAMPLES).join('；')}${more}`];
  });

/** The board has an address, which is told whole. */
const boardIn = (lines: readonly Line[]): readonly string[] =>
  lines.filter(({ text }) => text.startsWith('看板')).map(shown);

const mayOf =
  ({ staff }: Asker) =>
  (action: Action): boolean =>
    staff.roles.some(({ estate }) => can(staff, action, { estate }).allowed);

function linesFor(ctx: Context, asker: Asker, lines: Lines): readonly Line[] {
  const may = mayOf(asker);
  const own = asker.estates.filter(({ id }) => can(asker.staff, 'make report', { estate: id }).allowed);
  const reports = shortReports(ctx, own).map((name, nth) => (nth === 0 ? `${name} 9月` : name));
  // 绩效 of all holds one's own.
  const isTold = ([action]: Lines[number]): boolean =>
    may(action) && (action !== 'see own figures' || !may('see figures of staff'));
  const policies = ownPolicies(ctx, asker);
  const words: readonly (readonly [string, string | undefined])[] = [
    [`；${SHORT}`, ['', ...reports].join('；')],
    [BOARD, `${ctx.publicUrl()}/board`],
    [` ${POLICY}`, policies.length === 0 ? '' : ` ${policies[0]?.id}`],
    [OPEN_CLAUSE, policies.flatMap(openClauses)[0]],
    [AFTER_WARRANTY, policies.some((policy) => begunClauses(policy).length > 0) ? '' : undefined],
    [HANDED_OUT, policies.flatMap(handOutsOf)[0]],
    [OF_WORKS, policies.some((policy) => notes(policy, true)) ? '' : undefined],
    [AT_ONCE, policies.some((policy) => notes(policy, false)) ? '' : undefined],
  ];
  // What there is nothing of to write is not told.
  const filled = (line: string): readonly string[] =>
    words.some(([place, word]) => word === undefined && line.includes(place))
      ? []
      : [words.reduce((text, [place, word = '']) => text.replace(place, word), line)];
  return lines.filter(isTold).flatMap(([, line, group]) => filled(line).map((text) => ({ text, group })));
}

/** Of those whom no more than their own clauses let print. */
function ownForms(ctx: Context, asker: Asker): readonly Line[] {
  if (mayOf(asker)('make report')) return [];
  const forms = estatesOf(asker).flatMap((estate) => formsFor(ctx, asker, estate));
  const [first] = forms;
  if (first === undefined) return [];
  return [{ text: `导出 ${first.title}：要可以打印的表，您可以要的有${titlesOf(forms)}`, group: '报表' }];
}

const estatesOf = ({ staff, estates }: Asker): readonly Estate[] =>
  estates.filter(({ id }) => staff.roles.some(({ estate }) => estate === id));

/** Of the estates at which the person works. */
const ownPolicies = (ctx: Context, asker: Asker): readonly Policy[] =>
  estatesOf(asker).flatMap((estate) => policiesOfEstate(ctx, estate));

const notes = (policy: Policy, ofWorks: boolean): boolean =>
  dutiesWith(policy, 'always').some(({ clause }) => (clause.on !== undefined) === ofWorks);

const openClauses = ({ clauses }: Policy): readonly string[] =>
  clauses.filter(({ visits = [] }) => visits.some(({ rateBy }) => rateBy !== undefined)).map(({ id }) => id);

/** Those of the group, or that name it, else those that name a part of it: 怎么请假 is about 请假. */
function linesOn(about: string, lines: readonly Line[]): readonly Line[] {
  const asked = about.replaceAll(/怎么|咋|如何|什么|是|的|呢|吗|[\s?？]/gu, '');
  const characters = Array.from(asked);
  const pairs = characters.slice(1).map((character, nth) => `${characters[nth]}${character}`);
  const naming = (words: readonly string[]): readonly Line[] =>
    lines.filter(({ text }) => words.some((word) => word !== '' && text.includes(word)));
  const group = lines.filter((line) => line.group === asked);
  const whole = [...group, ...naming([asked]).filter((line) => line.group !== asked)];
  return whole.length > 0 ? whole : naming(pairs);
}
