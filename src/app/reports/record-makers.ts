/** 回访记录: the record of each visit on its policy's own form. */
import type { Context } from '../../context.js';
import { periodRange } from '../../core/period.js';
import type { Paper } from '../../core/report/paper.js';
import { recordNumber } from '../../core/report/paper.js';
import type { Cell } from '../../core/report/report.js';
import { matterZh, placeZh } from '../../core/visit-words.js';
import { EVENT_KINDS } from '../../core/terms.js';
import { recordOnForm, recordsOnForm, type RecordFacts } from '../../store/record-facts.js';
import type { Makers, ReportAsk, ReportMaker } from './makers.js';
import {
  gradeZh,
  handlingZh,
  methodZh,
  paperWords,
  residentSigned,
  reviewZh,
  topicZh,
  visitorSigned,
  type PaperWords,
} from './paper-words.js';

type Fields = Readonly<Record<string, Cell>>;
type Fill = (facts: RecordFacts, words: PaperWords) => Fields;

/** The visits that a form is asked for: of one id, or recorded in the period. */
export async function recordsFor(
  ctx: Context,
  { form, estate, period, id }: ReportAsk,
): Promise<readonly RecordFacts[]> {
  const which = { estate: estate.id, policies: form.policies, title: form.title };
  if (id !== null) return recordOnForm(ctx.db.read, ctx.box, which, id);
  return recordsOnForm(ctx.db.read, ctx.box, which, periodRange(period, estate.timezone));
}

const onePaperEach =
  (fill: Fill): ReportMaker =>
  async (ctx, ask): Promise<readonly Paper[]> => {
    const words = await paperWords(ctx.db.read, ask.estate.timezone);
    const facts = await recordsFor(ctx, ask);
    return facts.map((one) => ({
      form: ask.form.key,
      number: recordNumber(one.visit),
      fields: fill(one, words),
      lists: {},
      charts: [],
    }));
  };

const fillP03: Fill = (facts, words) => {
  const { visit, record, event, resident } = facts;
  return {
    领表人签收: visit.assignee === null ? '' : `${words.person(visit.assignee)} ${words.time(visit.assignedAt)}`,
    计划完成日期: words.day((visit.due - 1) as typeof visit.due),
    房号: placeZh(visit),
    客户姓名: resident?.name ?? '',
    联系电话: record?.called ?? resident?.phone ?? '',
    回访方式: record === null ? '' : methodZh(record.method),
    服务事项: EVENT_KINDS[visit.kind].zh,
    办结时间: words.time(event?.resolvedAt ?? null),
    事项内容: matterZh(visit, event?.description ?? null),
    质量评价: topicZh(record, 'quality'),
    服务效果: topicZh(record, 'effect'),
    满意程度: gradeZh(record?.grade ?? null),
    回访时间: words.time(record?.at ?? null),
    缺点与不足: topicZh(record, 'shortcomings'),
    建议: topicZh(record, 'suggestions'),
    其他记录: otherWords(facts),
    住户签名: residentSigned(facts, words),
    回访人签名: visitorSigned(facts, words),
    主管审核意见: reviewZh(facts, words),
    经理处理情况: handlingZh(facts, words),
  };
};

/** The remark, and what is ticked beside it. */
export function otherWords({ record }: RecordFacts): string {
  if (record === null) return '';
  return [record.remark ?? '', record.unfinished ? '没有做完' : ''].filter((one) => one !== '').join('；');
}

export const recordMakers: Makers = {
  'record-p03': onePaperEach(fillP03),
};
