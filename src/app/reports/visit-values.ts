/**
 * What can stand on a record's form, by the Chinese name of its field: a company's own form picks from the same names.
 * Here what is known of the visit, its event, its household and its works.
 */
import { PARTY_WORDS } from '../../core/event-input.js';
import { HOME_SERVICES } from '../../core/policy/words.js';
import { recordNumber } from '../../core/report/paper.js';
import type { Cell } from '../../core/report/report.js';
import { EVENT_KINDS, REPAIR_CATEGORIES, SEVERITIES } from '../../core/terms.js';
import { matterZh, partyAsked, placeZh } from '../../core/visit-words.js';
import { termFrom, warrantyTerm } from '../../core/window.js';
import type { Event } from '../../core/event.js';
import type { Instant } from '../../core/calendar.js';
import type { RecordFacts } from '../../store/record-facts.js';
import type { PaperWords } from './paper-words.js';

export type Value = (facts: RecordFacts, words: PaperWords) => Cell;
export type Values = Readonly<Record<string, Value>>;

const nameOf: Value = ({ resident }) => resident?.name ?? '';
const placeOf: Value = ({ visit }) => placeZh(visit);
const matterOf: Value = ({ visit, event }) => matterZh(visit, event?.description ?? null);
const resolvedOf: Value = ({ event }, { time }) => time(event?.resolvedAt ?? null);
const workerOf: Value = ({ event }, { person }) => person(event?.worker ?? null);
const departmentOf: Value = ({ event }) => event?.department ?? '';
const yuan = (sum: number): string => `${sum} 元`;

/** The works' name: what it was registered with. */
export const worksName = (event: Event | null): string => event?.description ?? event?.id ?? '';
const acceptedOf: Value = ({ event }) => event?.acceptedOn ?? '';

/** The last day of the longest warranty that is counted in months; empty where none is. */
export function warrantyEnd(event: Event | null): string {
  if (event === null) return '';
  const months = Math.max(0, ...event.warranties.map((one) => ('months' in one ? one.months : 0)));
  if (months === 0 || event.acceptedOn === null) return '';
  const term = event.signedOn === null ? warrantyTerm(event.acceptedOn, months) : termFrom(event.signedOn, months);
  return term.end;
}

/** Who of the works' parties is asked, and as what. */
function partyOf({ visit, event }: RecordFacts) {
  const own = event === null ? undefined : partyAsked(visit, event);
  const name = own?.name ?? visit.counterparty.replace(/^[a-z-]+:/u, '');
  return { kind: own === undefined ? '' : PARTY_WORDS[own.kind], name, own };
}
const partyName: Value = (facts) => {
  const { kind, name } = partyOf(facts);
  return [kind, name].filter((one) => one !== '').join(' ') || placeZh(facts.visit);
};
const partyContact: Value = (facts) => partyOf(facts).own?.contact ?? facts.resident?.name ?? '';

/** Drawn, taken as all are, certain, or named by somebody. */
const drawnOf: Value = ({ visit: { why, rate, quota } }) => {
  if (why.draw?.startsWith('by:') === true) return '指定回访';
  if (why.draw === 'certain' || why.draw === 'became-certain') return '必访';
  if (why.draw === 'replacement') return '替补';
  return rate === 100 || (rate === null && quota === null) ? '全部回访' : '抽样';
};

const hoursOf: Value = ({ event }) => {
  const from = event?.dispatchedAt ?? event?.reportedAt ?? null;
  if (from === null || event?.resolvedAt == null) return '';
  const minutes = Math.round((event.resolvedAt - from) / 60_000);
  return minutes < 60 ? `${minutes} 分钟` : `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分钟`;
};

export const VISIT_VALUES: Values = {
  no: ({ visit }) => recordNumber(visit),
  房号: placeOf,
  单位: placeOf,
  客户姓名: nameOf,
  业主姓名: nameOf,
  联系电话: ({ record, resident }) => record?.called ?? resident?.phone ?? '',
  // A round is of no service.
  服务事项: ({ visit }) => (visit.event === null ? '定期回访' : EVENT_KINDS[visit.kind].zh),
  维修类别: ({ event }) => (event?.category == null ? '' : REPAIR_CATEGORIES[event.category].zh),
  办结时间: resolvedOf,
  完成时间: resolvedOf,
  服务时间: resolvedOf,
  事项内容: matterOf,
  服务内容: matterOf,
  维修内容: matterOf,
  投诉内容: matterOf,
  回访次序: ({ visit }) => `第 ${visit.visit} 次`,
  计划完成日期: ({ visit }, { day }) => day((visit.due - 1) as Instant),
  预约时间: ({ visit }, { time }) => time(visit.why.appointment ?? null),
  领表人签收: ({ visit }, { person, time }) =>
    visit.assignee === null ? '' : `${person(visit.assignee)} ${time(visit.assignedAt)}`,
  抽取方式: drawnOf,
  服务种类: ({ event }) => (event?.service == null ? '' : HOME_SERVICES[event.service].zh),
  服务人员: workerOf,
  维修人: workerOf,
  处理人: workerOf,
  派工部门: departmentOf,
  责任部门: departmentOf,
  是否签订协议: ({ event }) =>
    event?.contractSigned === true
      ? `已签${event.contractSignedOn === null ? '' : `（${event.contractSignedOn}）`}`
      : '未签',
  工单号: ({ event }) => event?.id ?? '',
  维修工单: ({ event }) => event?.id ?? '',
  投诉编号: ({ event }) => event?.id ?? '',
  投诉程度: ({ event }) => (event?.severity == null ? '' : SEVERITIES[event.severity].zh),
  报修时间: ({ event }, { time }) => time(event?.reportedAt ?? null),
  投诉时间: ({ event }, { time }) => time(event?.reportedAt ?? null),
  派工时间: ({ event }, { time }) => time(event?.dispatchedAt ?? null),
  派工日期: ({ event }, { day }) => day(event?.dispatchedAt ?? event?.reportedAt ?? null),
  答复时间: ({ event }, { time }) => time(event?.answeredAt ?? null),
  维修用时: hoursOf,
  报价: ({ event }) => (event?.charge == null ? '' : yuan(event.charge.quoted)),
  实收: ({ event }) => (event?.charge == null ? '' : yuan(event.charge.charged)),
  报价与实收: ({ event }) =>
    event?.charge == null ? '' : `报价 ${yuan(event.charge.quoted)}，实收 ${yuan(event.charge.charged)}`,
  工程名称: ({ event }) => worksName(event),
  竣工验收日期: acceptedOf,
  竣工日期: acceptedOf,
  保修书签署日期: ({ event }) => event?.signedOn ?? event?.acceptedOn ?? '',
  保修期至: ({ event }) => warrantyEnd(event),
  受访单位: partyName,
  业主单位: partyName,
  受访人: partyContact,
  联系人: partyContact,
};
