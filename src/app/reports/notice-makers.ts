/** 工作联系单 (p11.8), 整改通知 (p09.6), 投访来访记录 (p06.5): each paper that was issued, with what came of it. */
import { DAY, addDays, localDate, startOfDay, type Instant } from '../../core/calendar.js';
import { householdZh } from '../../core/household.js';
import { periodRange } from '../../core/period.js';
import type { Policy } from '../../core/policy/schema.js';
import type { Paper } from '../../core/report/paper.js';
import type { Cell } from '../../core/report/report.js';
import { noticesOnForm, type NoticeFacts } from '../../store/notice-facts.js';
import { policiesOfEstate } from '../policies-of-estate.js';
import type { Makers, ReportMaker } from './makers.js';
import { paperWords, type PaperWords } from './paper-words.js';
import { worksName } from './visit-values.js';

/** `solveDays`: within so many days what the sheet asks for is to be solved; null where no policy of the estate says so. */
type Given = { readonly zone: string; readonly now: Instant; readonly solveDays: number | null };
type Fill = (facts: NoticeFacts, words: PaperWords, given: Given) => Readonly<Record<string, Cell>>;

const paperEach =
  (form: string, fill: Fill): ReportMaker =>
  async (ctx, { form: { key }, estate, period, id, now }): Promise<readonly Paper[]> => {
    const words = await paperWords(ctx.db.read, estate.timezone);
    const which = id === null ? { span: periodRange(period, estate.timezone) } : { id };
    const all = await noticesOnForm(ctx.db.read, ctx.box, { estate: estate.id, form }, which);
    const given = { zone: estate.timezone, now, solveDays: solveDaysOf(policiesOfEstate(ctx, estate), form) };
    return all.map((facts) => ({
      form: key,
      number: facts.notice.number,
      fields: fill(facts, words, given),
      lists: {},
      charts: [],
    }));
  };

const caseOf = ({ case: of }: NoticeFacts): string => (of === null ? '' : `案${of.id}`);
const placeOf = ({ household }: NoticeFacts): string => (household === null ? '' : householdZh(household));
/** An end at midnight is the day before's. */
const lastDay = (at: Instant | null, { day }: PaperWords): string => (at === null ? '' : day((at - 1) as Instant));
const answerOf = ({ notice, answeredBy }: NoticeFacts, { person, time }: PaperWords): string =>
  notice.answer === null ? '' : `${notice.answer}\n${person(answeredBy)} ${time(notice.answeredAt)}`;
const signedBy = ({ notice }: NoticeFacts, { person, time }: PaperWords): string =>
  notice.issuedBy === 'system' ? '' : `${person(notice.issuedBy)}\n${time(notice.issuedAt)} 签发`;

/** The days of the duty that begins as the sheet is issued (p11.9). */
function solveDaysOf(policies: readonly Pick<Policy, 'clauses'>[], form: string): number | null {
  const duties = policies.flatMap(({ clauses }) => clauses.flatMap((clause) => clause.duties ?? []));
  const through = duties.find((duty) => duty.trigger === 'contact-sheet' && duty.form === form)?.within?.through;
  return through !== undefined && 'days' in through && typeof through.days === 'number' ? through.days : null;
}

/** The last day for what a sheet asks for, and whether it was answered later; both blank where no policy sets a term. */
function solvedBy({ notice }: NoticeFacts, { zone, now, solveDays }: Given): { last: string; late: string } {
  if (solveDays === null) return { last: '', late: '' };
  const last = addDays(localDate(notice.issuedAt, zone), solveDays);
  const over = startOfDay(addDays(last, 1), zone);
  const end = notice.answeredAt ?? now;
  return { last, late: end >= over ? `是，超过 ${Math.ceil((end - over) / DAY)} 天，须上报` : '否' };
}

const contactSheet: Fill = (facts, words, given) => {
  const { notice } = facts;
  const { last, late } = solvedBy(facts, given);
  return {
    致: notice.to,
    签发日期: words.day(notice.issuedAt),
    房号: placeOf(facts),
    关联个案: caseOf(facts),
    事项: notice.matter,
    调查情况: notice.finding ?? '',
    要求完成时间: lastDay(notice.wantedAt, words),
    解决期限: last,
    签发人: signedBy(facts, words),
    答复: answerOf(facts, words),
    答复时间: words.time(notice.answeredAt),
    是否超期: late,
  };
};

const rectification: Fill = (facts, words, { now }) => {
  const { notice, event } = facts;
  const late = notice.wantedAt !== null && (notice.answeredAt ?? now) >= notice.wantedAt;
  return {
    致承建商: notice.to,
    签发日期: words.day(notice.issuedAt),
    工程名称: worksName(event),
    存在的问题: notice.matter,
    整改要求: notice.finding ?? '',
    整改期限: lastDay(notice.wantedAt, words),
    关联个案: caseOf(facts),
    签发人: signedBy(facts, words),
    承建商答复: answerOf(facts, words),
    答复时间: words.time(notice.answeredAt),
    是否逾期: notice.wantedAt === null ? '' : late ? '是' : '否',
  };
};

const repeatComplaint: Fill = (facts, words) => {
  const { notice, event, resident, steps } = facts;
  // Heard on a visit, the event is the repair itself; complained of again, it names the repair.
  const isOwn = event?.kind === 'complaint';
  const repair = isOwn ? facts.earlier : event;
  const done = steps.filter(({ form, doneAt }) => form === notice.form && doneAt !== null);
  const arranged = done[0] ?? null;
  const { case: of } = facts;
  return {
    来访人: resident?.name ?? '',
    房号: placeOf(facts),
    联系电话: resident?.phone ?? '',
    来访时间: words.time((isOwn ? event.reportedAt : null) ?? notice.issuedAt),
    原维修:
      repair === null
        ? (event?.repeatOf ?? '')
        : `${repair.id} ${repair.description ?? ''}（${words.day(repair.resolvedAt)} 完成）`,
    来访事由: notice.matter,
    现存缺陷: notice.finding ?? of?.text ?? '',
    报告: notice.to,
    报告时间: words.time(notice.issuedAt),
    特殊回访安排时限: words.time(notice.wantedAt),
    安排时间: words.time(arranged?.doneAt ?? null),
    特殊回访与返修安排: notice.answer ?? arranged?.note ?? '',
    约定完成时间: lastDay(of?.promisedAt ?? null, words),
    完成时间: words.time(of?.closedAt ?? null),
    完成情况: of?.outcome ?? '',
    接待人签名: signedBy(facts, words),
    办公室签名:
      arranged === null || arranged.doneBy === null
        ? ''
        : `${words.person(arranged.doneBy)}\n${words.time(arranged.doneAt)}`,
  };
};

export const noticeMakers: Makers = {
  'contact-sheet': paperEach('工作联系单', contactSheet),
  'rectification-notice': paperEach('整改通知', rectification),
  'repeat-complaint': paperEach('投访来访记录', repeatComplaint),
};
