/** 居家服务情况统计分析报告, 职能回访分析与整改意见, 回访服务报告, and the lists that count visits and households. */
import { addDays, addMonths } from '../../../../src/core/calendar.js';
import { inSpan, isDone, rateOf, recountGrades, type Counted } from '../recount.js';
import {
  caseParts,
  caseRows,
  casesIn,
  dayOf,
  gradeParts,
  lowestParts,
  nonconformingIn,
  nonconformingRows,
  periodSpan,
  RAISED,
  spanOf,
  totalOf,
  type Span,
} from './lines.js';
import { inWords, type Recount, type Row } from './said.js';

const homesOf = (some: readonly { readonly household: string | null }[]): number =>
  new Set(some.flatMap(({ household }) => household ?? [])).size;
const inWindow = (all: Counted, clause: string, span: Span) =>
  all.allVisits.filter(
    (visit) =>
      visit.clause === clause &&
      inSpan(visit.earliest, span) &&
      visit.status !== 'cancelled' &&
      !visit.startedBy.startsWith('follow-up:'),
  );

/** p04: 100 户以下三成, 100 至 300 户两成, 300 户以上一成. */
const tierOf = (homes: number): number => (homes < 100 ? 30 : homes <= 300 ? 20 : 10);
/** p04.8: what was asked for is summed up to the 5th of a quarter's third month. */
const NEEDS_DAY = 5;
const TOPICS = ['timeliness', 'skill', 'attitude'] as const;
const SERVICES = [
  ['p04.1', '清洁家政'],
  ['p04.2', '维修家政'],
] as const;

export const homeServiceReport: Recount = (all, asked) => {
  const { policy, now, from, to } = asked;
  const last = addMonths(to, -1);
  const span = spanOf(addDays(addMonths(from, -1), NEEDS_DAY), addDays(last, NEEDS_DAY));
  const months = [-1, 0, 1].map((at) => addMonths(from, at));
  const draws = months.flatMap((month) =>
    SERVICES.map(([clause, service]) => {
      const own = inWindow(all, clause, spanOf(month, addMonths(month, 1)));
      const homes = homesOf(own);
      const made = homesOf(own.filter(({ status }) => isDone(status)));
      const needed = Math.ceil((homes * tierOf(homes)) / 100);
      const label = `${month.slice(0, 4)} 年 ${Number(month.slice(5, 7))} 月`;
      const drawn = homesOf(own.filter(({ status }) => !['planned', 'not-drawn'].includes(status)));
      return { label, service, homes, made, needed, drawn };
    }),
  );
  const own = all.records
    .filter(({ at, visitNo }) => inSpan(at, span) && all.isUnder(visitNo, policy))
    .toSorted((a, b) => Number(a.at - b.at) || a.visitNo - b.visitNo);
  const services = SERVICES.map(([clause, label]) => {
    const under = all.records.filter(({ at, visitNo }) => inSpan(at, span) && all.isUnder(visitNo, clause));
    return { label, handled: null, visited: 0, ...recountGrades(under) };
  });
  const said = own.map(({ topics }) => JSON.parse(topics ?? '{}') as Record<string, string>);
  const topics = TOPICS.map((topic) => recountGrades(said.map((one) => ({ grade: one[topic] ?? null }))));
  const needs = own.flatMap(({ at }, nth) =>
    [said[nth]?.['needs'], said[nth]?.['suggestions']].flatMap((words) => (words === undefined ? [] : [{ at, words }])),
  );
  const wrong = nonconformingIn(all, policy, span, now);
  const cases = casesIn(all, policy, span, RAISED);
  const short = draws.filter(({ made, needed }) => made < needed);
  return {
    fields: {
      统计分析: inWords(
        ...services.flatMap(gradeParts),
        ...gradeParts(totalOf(services)),
        ...topics.flatMap(({ rate, answered }) => (rate === null ? [] : [rate, answered])),
        ...short.flatMap(({ label, made, needed }) => [label, needed - made]),
        ...(wrong.length === 0 ? [] : [wrong.length]),
        ...caseParts(cases, now),
      ),
      需求汇总: inWords(...(needs.length === 0 ? [] : [needs.length])),
    },
    lists: {
      抽样: draws.map(({ label, homes, made, needed, drawn }) => ({
        月份: label,
        服务户数: homes,
        抽样比例: `不低于 ${tierOf(homes)}%`,
        应访户数: needed,
        抽中户数: drawn,
        已访户数: made,
        回访比例: rateOf(made, homes),
      })),
      总评: services.map((one) => ({ 回访记录: one.records, 有评价: one.answered, ...gradeRow(one) })),
      评价: topics.map((one) => ({ 评价份数: one.answered, ...gradeRow(one) })),
      需求: needs.map(({ at, words }) => ({ 日期: dayOf(at), 需求: words })),
      不合格: nonconformingRows(wrong),
      问题: caseRows(cases, now),
    },
  };
};

const gradeRow = ({ satisfied, fairly, dissatisfied, rate }: ReturnType<typeof recountGrades>): Row => ({
  满意: satisfied,
  一般满意: fairly,
  不满意: dissatisfied,
  满意率: rate,
});

export const functionVisits: Recount = (all, asked) => {
  const span = periodSpan(asked);
  const clause = 'p08.2';
  const own = inWindow(all, clause, span);
  const drawn = homesOf(own.filter(({ status }) => !['planned', 'not-drawn'].includes(status)));
  const made = homesOf(own.filter(({ status }) => isDone(status)));
  const draws = all.draws.filter((draw) => draw.clause === clause && draw.period === asked.from.slice(0, 7));
  const sizes = draws.map(({ size }) => size ?? 0);
  const whole = draws.length === 0 ? all.households.length : sizes.reduce((sum, size) => sum + size, 0);
  const heard = all.records
    .filter(({ at, visitNo }) => inSpan(at, span) && all.isUnder(visitNo, clause))
    .toSorted((a, b) => Number(a.at - b.at) || a.visitNo - b.visitNo);
  const names = new Map(all.staff.map(({ userid, name }) => [userid, name]));
  const nameOf = (who: string): string => (who.startsWith('resident:') ? '住户本人' : (names.get(who) ?? who));
  const whoOf = ({ visitNo, by }: (typeof heard)[number]): string => all.byNo.get(visitNo)?.assignee ?? by;
  const people = [...new Set(heard.map(whoOf))].toSorted().map((who) => {
    return { label: nameOf(who), ...recountGrades(heard.filter((record) => whoOf(record) === who)) };
  });
  return {
    fields: {
      总户数: whole,
      抽中户数: drawn,
      已回访户数: made,
      完成率: rateOf(made, drawn),
      统计分析: inWords(
        whole,
        drawn,
        made,
        ...(made < drawn ? [drawn - made] : []),
        ...gradeParts(recountGrades(heard)),
        ...lowestParts(people),
      ),
    },
    lists: {
      按职能: people.map((one) => ({ 回访人: one.label, 回访户数: one.records, ...gradeRow(one) })),
      记录: heard.map((record) => ({ 日期: dayOf(record.at), 回访人: nameOf(whoOf(record)) })),
    },
  };
};

export const worksServiceReport: Recount = (all, asked, said) => {
  const { policy, now } = asked;
  const event = String(said.fields['编号']);
  const visits = all.allVisits
    .filter(
      ({ eventId, policyId, status, startedBy }) =>
        eventId === event && policyId === policy && status !== 'cancelled' && !startedBy.startsWith('follow-up:'),
    )
    .toSorted((a, b) => Number(a.due - b.due) || a.no - b.no);
  const recordOf = (no: number) => all.allRecords.find(({ visitNo }) => visitNo === no);
  const records = visits.map(({ no, servedBy }) => recordOf(servedBy ?? no) ?? null);
  const made = records.flatMap((record) => record ?? []);
  const cases = all.cases.filter(({ visitNo }) => {
    if (all.byNo.get(visitNo ?? 0)?.eventId !== event) return false;
    return all.allVisits.some((one) => one.policyId === policy && (one.no === visitNo || one.servedBy === visitNo));
  });
  return {
    fields: {
      总体分析: inWords(visits.length, made.length, ...gradeParts(recountGrades(made)), ...caseParts(cases, now)),
    },
    lists: {
      单项: visits.map(({ visit }, at) => ({ 次数: visit, 回访日期: dayOf(records[at]?.at ?? null) })),
      问题: caseRows(cases, now),
    },
  };
};

const PUT_ASIDE = ['not-drawn', 'cancelled', 'replaced'];
const isChosen = ({ status, rate }: Counted['visits'][number]): boolean =>
  !PUT_ASIDE.includes(status) && (status !== 'planned' || rate === 100);

export const visitPlan: Recount = (all, asked) => {
  const [from, to] = periodSpan(asked);
  const own = all.visits
    .filter((visit) => visit.policyId === asked.policy && isChosen(visit))
    .filter(({ earliest, due }) => Number(earliest) < to && Number(due) > from)
    .toSorted((a, b) => Number(a.due - b.due) || a.no - b.no);
  const nobody = own.filter(({ assignee }) => assignee === null).length;
  return {
    fields: { 说明: inWords(own.length, ...(nobody === 0 ? [] : [nobody])) },
    lists: { 计划: own.map(({ no }) => ({ 任务: no })) },
  };
};

/** A row for what one person took of one matter on one day: how many are to be visited. */
export const formSignOut: Recount = (all, asked) => {
  const taken = all.visits
    .filter((visit) => visit.policyId === asked.policy && isChosen(visit) && visit.assignee !== null)
    .filter(({ assignedAt }) => inSpan(assignedAt, periodSpan(asked)))
    .toSorted((a, b) => Number((a.assignedAt ?? 0n) - (b.assignedAt ?? 0n)) || a.no - b.no);
  const groups = new Map<string, string[]>();
  for (const { assignedAt, assignee, eventId, startedBy, counterparty } of taken) {
    const key = `${dayOf(assignedAt)} ${assignee} ${eventId ?? startedBy}`;
    groups.set(key, [...(groups.get(key) ?? []), counterparty]);
  }
  return { lists: { 签收: [...groups.values()].map((visited) => ({ 回访人数: new Set(visited).size })) } };
};

export const keyHouseholds: Recount = (all, asked) => {
  const key = all.households.filter(({ keyHousehold }) => Boolean(keyHousehold));
  const visited = key.filter(({ code }) =>
    all.records.some(({ visitNo, at }) => {
      return all.byNo.get(visitNo)?.household === code && inSpan(at, periodSpan(asked));
    }),
  );
  return { fields: { 说明: inWords(key.length, visited.length) } };
};
