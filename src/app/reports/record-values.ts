/** What a record says, by the Chinese name of the field: grades, words, signatures, what came of it. */
import type { Topic } from '../../core/policy/words.js';
import { TOPICS } from '../../core/policy/words.js';
import { saidOnce } from '../../core/report/paper.js';
import { keysOf } from '../../core/terms.js';
import type { RecordFacts } from '../../store/record-facts.js';
import {
  caseStateZh,
  firstTopic,
  gradeZh,
  handlingZh,
  methodZh,
  residentSigned,
  reviewZh,
  topicZh,
  visitorSigned,
} from './paper-words.js';
import { VISIT_VALUES, type Value, type Values } from './visit-values.js';

const topic =
  (...topics: readonly Topic[]): Value =>
  ({ record }) =>
    firstTopic(record, ...topics);

/** The remark, and what is ticked beside it. */
const others: Value = ({ record }) => {
  if (record === null) return '';
  return [record.remark ?? '', record.unfinished ? '没有做完' : ''].filter((one) => one !== '').join('；');
};

/** All that was said, a line each: what is printed as one field. */
const everything: Value = (facts, words) => {
  const { record } = facts;
  if (record === null) return String(VISIT_VALUES['事项内容']?.(facts, words) ?? '');
  const topics = keysOf(TOPICS).flatMap((one) => {
    const said = topicZh(record, one);
    return said === '' ? [] : [`${TOPICS[one].zh}：${said}`];
  });
  const grade = record.grade === null ? [] : [`满意程度：${gradeZh(record.grade)}`];
  const more = String(others(facts, words));
  return [...grade, ...topics, ...(more === '' ? [] : [`其他：${more}`])].join('\n');
};

const withMatter: Value = (facts, words) => {
  const matter = String(VISIT_VALUES['事项内容']?.(facts, words) ?? '');
  const said = facts.record === null ? '' : String(everything(facts, words));
  return [`事项：${matter}`, said].filter((one) => one !== '').join('\n');
};

const isBad = ({ record }: RecordFacts): boolean => record?.unfinished === true || record?.grade === 'dissatisfied';
const problem: Value = (facts, words) => {
  const promised = facts.cases.filter(({ kind }) => kind === 'promise' || kind === 'nonconformity');
  const told = saidOnce(promised.map(({ text }) => text));
  return told !== '' ? told : isBad(facts) ? others(facts, words) : '';
};
const charged: Value = ({ record, event }) => {
  const same = record?.chargeAsQuoted ?? (event?.charge == null ? null : event.charge.quoted === event.charge.charged);
  return same === null ? '' : same ? '一致' : '不一致';
};
const visited: Value = ({ record }, { time }) => time(record?.at ?? null);
const handling: Value = (facts, words) => handlingZh(facts, words);
const review: Value = (facts, words) => reviewZh(facts, words);
const byResident: Value = (facts, words) => residentSigned(facts, words);
const byVisitor: Value = (facts, words) => visitorSigned(facts, words);

export const RECORD_VALUES: Values = {
  ...VISIT_VALUES,
  回访方式: ({ record }) => (record === null ? '' : methodZh(record.method)),
  回访电话: ({ record }) => record?.called ?? '',
  回访时间: visited,
  回访日期: ({ record }, { day }) => day(record?.at ?? null),
  回访人: ({ record, visit }, { person }) => (record === null ? person(visit.assignee) : person(record.by)),
  满意程度: ({ record }) => gradeZh(record?.grade ?? null),
  质量评价: topic('quality'),
  服务质量: topic('quality'),
  维修质量: topic('quality'),
  质量情况: topic('quality'),
  服务效果: topic('effect'),
  服务态度: topic('attitude'),
  服务及时性: topic('timeliness'),
  服务技能: topic('skill'),
  缺点与不足: topic('shortcomings'),
  建议: topic('suggestions'),
  使用人意见: topic('suggestions'),
  客户意见与建议: topic('suggestions', 'shortcomings'),
  需求: topic('needs'),
  客户需求: topic('needs'),
  本季主题: topic('theme'),
  使用情况: topic('use'),
  存在的问题: topic('problems'),
  存在的质量问题: topic('problems'),
  维护提醒与使用建议: topic('advice'),
  收费价格核实: charged,
  收费是否与报价一致: charged,
  其他记录: others,
  情况记录: others,
  回访情况: everything,
  回访内容: withMatter,
  业主提出的问题: problem,
  承诺解决时间: ({ cases }, { time }) => time(cases.find(({ promisedAt }) => promisedAt !== null)?.promisedAt ?? null),
  解决情况: ({ cases }) =>
    saidOnce(
      cases.map((one) => caseStateZh(one)),
      '、',
    ),
  处理结果: ({ cases, event }, { time }) =>
    saidOnce(cases.map(({ outcome }) => outcome)) ||
    (event?.resolvedAt == null ? '' : `${time(event.resolvedAt)} 处理完毕`),
  处理情况: handling,
  处理经过: handling,
  经理处理情况: handling,
  措施: handling,
  发放资料: ({ visit }) => (visit.why.handOuts ?? []).join('、'),
  是否未完或不满意: ({ record }) =>
    record === null ? '' : record.unfinished ? '未完成' : record.grade === 'dissatisfied' ? '不满意' : '否',
  未完成或不满意的情况: (facts, words) => (isBad(facts) ? others(facts, words) : ''),
  现场核查: (facts, words) => (facts.record?.method === 'on-site' ? others(facts, words) : ''),
  整改通知情况: ({ notices }, { day }) =>
    notices
      .map(({ form, number, wantedAt, answer }) => {
        const until = wantedAt === null ? '' : `，${day((wantedAt - 1) as typeof wantedAt)} 前完成`;
        return `《${form}》${number}${until}，${answer === null ? '尚未答复' : '已答复'}`;
      })
      .join('\n'),
  住户签名: byResident,
  客户签名: byResident,
  业主签名: byResident,
  业主签字: byResident,
  受访方签名: byResident,
  '客户签名/日期': byResident,
  回访人签名: byVisitor,
  '回访人签名/日期': byVisitor,
  保修负责人签名: byVisitor,
  执行负责人签名: byVisitor,
  填表人签名: byVisitor,
  审核人: ({ record }, { person, day }) =>
    record?.review == null ? '' : `${person(record.review.by)} ${day(record.review.at)}`,
  审核意见: review,
  主管审核意见: review,
  主管审核: review,
  客服主管审核: review,
  站长审核: review,
  站长意见: review,
};

/** Topics that speak for or against the works. */
const JUDGEMENTS = ['quality', 'effect', 'weather', 'measures', 'performance', 'benefit', 'control', 'use'] as const;

/** 回访纪要 (p10.3): problems, what the users said, measures, and what speaks for and against; `noted`: in the minutes' own words. */
export const minutesValues = (noted: readonly string[]): Values => ({
  存在哪些问题: topic('problems', 'shortcomings'),
  使用人意见: topic('suggestions', 'improvements', 'needs'),
  事后措施: (facts, words) => saidOnce([handlingZh(facts, words), ...noted], '\n'),
  正反两方面的评价意见: (facts, words) => {
    const judged = JUDGEMENTS.flatMap((one) => {
      const said = topicZh(facts.record, one);
      return said === '' ? [] : [`${TOPICS[one].zh}：${said}`];
    });
    const grade = gradeZh(facts.record?.grade ?? null);
    const more = String(others(facts, words));
    return [...(grade === '' ? [] : [`总体评价：${grade}`]), ...judged, ...(more === '' ? [] : [more])].join('\n');
  },
});
