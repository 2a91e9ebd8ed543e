/** 保修证书 (p07.3), 装饰工程保修证书 (p10.9), 工程回访档案 (p09.9): the papers of works, one for each. */
import { addDays, type Instant } from '../../core/calendar.js';
import { PART_WORDS, PARTY_WORDS } from '../../core/event-input.js';
import type { Event, Warranty } from '../../core/event.js';
import { isFitOut } from '../../core/policy/fit-out.js';
import { fieldsOf } from '../../core/report/form.js';
import { recordNumber, type Paper, type PaperRow } from '../../core/report/paper.js';
import type { Cell } from '../../core/report/report.js';
import { VISIT_STATUSES } from '../../core/terms.js';
import { termFrom, warrantyTerm } from '../../core/window.js';
import { staffWithRole } from '../../store/staff.js';
import { worksOf, type WorksFacts } from '../../store/works-facts.js';
import type { Context } from '../../context.js';
import { policiesOfEstate } from '../policies-of-estate.js';
import type { Makers, ReportAsk, ReportMaker } from './makers.js';
import { paperWords, type PaperWords } from './paper-words.js';
import { warrantyEnd, worksName } from './visit-values.js';

/** Every warranty begins on the same day: the one after acceptance (p07.5), or that of its signing (p10.8). */
const firstDay = ({ acceptedOn, signedOn }: Event): string =>
  signedOn ?? (acceptedOn === null ? '' : addDays(acceptedOn, 1));

function termRow(works: Event, warranty: Warranty): PaperRow {
  const { part } = warranty;
  const words = PART_WORDS[part];
  if ('designLifeYears' in warranty) {
    const years = `设计合理使用年限 ${warranty.designLifeYears} 年`;
    return { 部位: words, 保修期限: years, 起始日期: firstDay(works), 截止日期: '' };
  }
  if ('seasons' in warranty) {
    const seasons = `${warranty.seasons} 个采暖期、供冷期`;
    return { 部位: words, 保修期限: seasons, 起始日期: firstDay(works), 截止日期: '' };
  }
  const { months } = warranty;
  if (works.acceptedOn === null) return { 部位: words, 保修期限: `${months} 个月`, 起始日期: '', 截止日期: '' };
  const { start, end } =
    works.signedOn === null ? warrantyTerm(works.acceptedOn, months) : termFrom(works.signedOn, months);
  return { 部位: words, 保修期限: `${months} 个月`, 起始日期: start, 截止日期: end };
}

/** What was put right under the warranty, and who accepted it. */
function repairRows(
  { repairs, duties }: WorksFacts,
  { day, person, time }: PaperWords,
  signed: string,
): readonly PaperRow[] {
  return repairs.map((repair) => {
    const accepted = duties.find(
      ({ event, form, doneAt }) => event === repair.id && form?.includes('保修证书') === true && doneAt !== null,
    );
    const part = repair.part === null ? '' : `${PART_WORDS[repair.part]}：`;
    return {
      日期: day(repair.resolvedAt ?? repair.reportedAt),
      保修内容: `${part}${repair.description ?? repair.id}`,
      维修结果: repair.resolvedAt === null ? '办理中' : `${day(repair.resolvedAt)} 修理完毕`,
      维修人: person(repair.worker),
      [signed]:
        accepted === undefined
          ? ''
          : `${accepted.note ?? '已签认'}（${person(accepted.doneBy)} ${time(accepted.doneAt)} 登记）`,
    };
  });
}

/** What the works are: name, acceptance, who took part, what was new. */
function overview({ works }: WorksFacts): string {
  const parties = works.parties.map(({ kind, name }) => `${PARTY_WORDS[kind]}：${name}`);
  return [
    `工程名称：${worksName(works)}`,
    ...(works.acceptedOn === null ? [] : [`竣工验收日期：${works.acceptedOn}`]),
    ...(works.signedOn === null ? [] : [`保修书签署日期：${works.signedOn}`]),
    ...parties,
    ...(works.novelties.length === 0 ? [] : [`采用的新材料、新工艺：${works.novelties.join('、')}`]),
  ].join('\n');
}

/** One certificate for each works: a fit-out's own (p10), else that of a building (p07). */
const certificate =
  (isForFitOut: boolean, signed: string): ReportMaker =>
  async (ctx, ask): Promise<readonly Paper[]> => {
    const words = await paperWords(ctx.db.read, ask.estate.timezone);
    const all = await worksOf(ctx.db.read, ctx.box, ask.estate.id, ask.id);
    const policies = policiesOfEstate(ctx, ask.estate);
    const isOurs = ({ works }: WorksFacts): boolean => isFitOut(works, policies) === isForFitOut;
    const wanted = ask.id === null ? all.filter(isOurs) : all;
    const lead = await leadName(ctx, ask, isForFitOut ? 'works-lead' : 'warranty-lead');
    const { 名称, 地址, 电话, 联系部门, 联系人 } = ctx.forms.company;
    return wanted.map((facts) => ({
      form: ask.form.key,
      number: facts.works.id,
      fields: known(ask, {
        工程简况: overview(facts),
        保修单位名称: 名称,
        地址,
        电话,
        联系部门,
        联系人,
        保修负责人: lead,
        执行负责人: lead,
      }),
      lists: {
        保修时间: facts.works.warranties.map((one) => termRow(facts.works, one)),
        保修情况记录: repairRows(facts, words, signed),
      },
      charts: [],
    }));
  };

/** Those that the form prints: the two certificates share what they say. */
const known = ({ form }: ReportAsk, values: Readonly<Record<string, Cell>>): Readonly<Record<string, Cell>> => {
  const names = new Set(fieldsOf(form).map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
};

async function leadName(
  ctx: Context,
  { estate }: ReportAsk,
  role: 'warranty-lead' | 'works-lead' | 'project-management',
): Promise<string> {
  return (await staffWithRole(ctx.db.read, estate.id, role)).map(({ name }) => name).join('、');
}

/** The cover and the index: every visit, notice and paper of the works, done or still to come. */
const archive: ReportMaker = async (ctx, ask) => {
  const words = await paperWords(ctx.db.read, ask.estate.timezone);
  const lead = await leadName(ctx, ask, 'project-management');
  const all = await worksOf(ctx.db.read, ctx.box, ask.estate.id, ask.id);
  return all.map((facts) => ({
    form: ask.form.key,
    number: facts.works.id,
    fields: {
      工程名称: worksName(facts.works),
      竣工验收日期: facts.works.acceptedOn ?? '',
      保修期至: warrantyEnd(facts.works),
      项目管理部负责人: lead,
      建档日期: words.day(openedOn(facts, ask)),
    },
    lists: {
      参建单位: facts.works.parties.map(({ kind, name, contact, phone }) => ({
        单位类别: PARTY_WORDS[kind],
        名称: name,
        联系人: contact ?? '',
        电话: phone ?? '',
      })),
      卷内目录: indexRows(facts, ask, words),
    },
    charts: [],
  }));
};

/** The file is there from the first paper that went into it. */
const openedOn = ({ duties }: WorksFacts, { form: { title } }: ReportAsk): Instant | null =>
  duties.reduce<Instant | null>(
    (first, { form, doneAt }) =>
      form === title && doneAt !== null && (first === null || doneAt < first) ? doneAt : first,
    null,
  );

function indexRows(
  { visits, notices, duties }: WorksFacts,
  { form: { title } }: ReportAsk,
  { day }: PaperWords,
): readonly PaperRow[] {
  const made = visits.filter(({ answeredAt }) => answeredAt !== null);
  // The file is none of its own papers, and a record is one paper however many steps were done on it.
  const isListed = ({ form, no, visitNo }: WorksFacts['duties'][number]): boolean =>
    form === title ||
    notices.some(({ dutyNo }) => dutyNo === no) ||
    made.some((visit) => visit.no === visitNo && visit.record === form);
  const rows = [
    ...made.map((visit) => ({
      文件名称: `《${visit.record}》`,
      文件编号: recordNumber(visit),
      日期: day(visit.answeredAt ?? visit.earliest),
      状态: VISIT_STATUSES[visit.status].zh,
    })),
    ...notices.map((notice) => ({
      文件名称: `《${notice.form}》`,
      文件编号: notice.number,
      日期: day(notice.issuedAt),
      状态: notice.answer === null ? '尚未答复' : '已答复',
    })),
    ...duties.flatMap((duty) => {
      const { form, no, doneAt, trigger, note } = duty;
      return trigger === 'always' && doneAt !== null
        ? [{ 文件名称: `变更登记：${note ?? ''}`, 文件编号: `事${no}`, 日期: day(doneAt), 状态: '已登记' }]
        : form === null || doneAt === null || isListed(duty)
          ? []
          : [{ 文件名称: `《${form}》`, 文件编号: `事${no}`, 日期: day(doneAt), 状态: '已办结' }];
    }),
  ];
  return rows
    .toSorted((a, b) => (a.日期 < b.日期 ? -1 : a.日期 > b.日期 ? 1 : 0))
    .map((row, at) => ({ 序号: at + 1, ...row }));
}

export const worksMakers: Makers = {
  'warranty-certificate': certificate(false, '建设单位验收签认'),
  'fit-out-certificate': certificate(true, '业主验收签认'),
  'works-archive': archive,
};
