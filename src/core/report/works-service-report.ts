/** 《回访服务报告》 (p10.4): after the last visit of works: who and what, users' opinions, analysis, causes and lessons to write. */
import type { Instant } from '../calendar.js';
import { PARTY_WORDS } from '../event-input.js';
import type { Event } from '../event.js';
import type { Policy } from '../policy/schema.js';
import { countedTally } from '../survey.js';
import { GRADES, METHODS, type Grade, type Method } from '../terms.js';
import { gradesZh, sentence } from './analysis.js';
import { caseRows, casesZh } from './month-summary.js';
import { dayOf, fullDay, headFields, leftTo, titleOf, type Heading } from './period-head.js';
import type { PeriodCase } from './period-values.js';
import type { Names } from './visit-lists.js';
import type { Paper } from './paper.js';

/** One visit of the works; a record that is not there yet is null. */
export type ServiceVisit = {
  readonly visit: number;
  readonly earliest: Instant;
  readonly due: Instant;
  readonly asked: string;
  readonly record: {
    readonly at: Instant;
    readonly by: string;
    readonly method: Method | 'paper';
    readonly grade: Grade | null;
    readonly remark: string | null;
  } | null;
};

export type WorksService = {
  readonly heading: Heading;
  readonly policy: Pick<Policy, 'roles'>;
  readonly event: Event;
  readonly visits: readonly ServiceVisit[];
  readonly cases: readonly PeriodCase[];
};

export function worksServiceReport({ heading, policy, event, visits, cases }: WorksService, names: Names): Paper {
  const lead = titleOf(policy, 'works-lead');
  const made = visits.flatMap(({ record }) => record ?? []);
  const counts: Partial<Record<Grade, number>> = {};
  for (const { grade } of made) if (grade !== null) counts[grade] = (counts[grade] ?? 0) + 1;
  const parties = event.parties.map(
    ({ kind, name, contact }) => `${PARTY_WORDS[kind]}：${name}${contact === null ? '' : `（${contact}）`}`,
  );
  return {
    form: 'works-service-report',
    number: null,
    fields: {
      ...headFields(heading),
      工程名称: event.works ?? event.description ?? event.id,
      验收日期: event.acceptedOn === null ? null : fullDay(event.acceptedOn),
      保修书签署日期: event.signedOn === null ? null : fullDay(event.signedOn),
      有关单位: parties.join('；') || null,
      概况: leftTo(lead),
      总体分析: [
        sentence([`计划回访 ${visits.length} 次`, `已回访 ${made.length} 次`]),
        `${gradesZh(countedTally(made.length, counts))}。`,
        casesZh(cases, heading.madeAt),
      ].join('\n'),
      缺陷原因: leftTo(lead),
      经验与教训: leftTo(lead),
      改进对策: leftTo(lead),
      公司意见: leftTo(titleOf(policy, 'company-leader')),
    },
    lists: {
      单项: visits.map(({ visit, earliest, due, asked, record }, at) => ({
        序号: at + 1,
        次数: visit,
        时段: `${dayOf(earliest, heading.zone)} 至 ${dayOf((due - 1) as Instant, heading.zone)}`,
        受访方: asked,
        回访日期: dayOf(record?.at ?? null, heading.zone),
        方式: record === null ? null : record.method === 'paper' ? '书面' : METHODS[record.method].zh,
        评价: record?.grade == null ? null : GRADES[record.grade].zh,
        意见: record?.remark ?? null,
        回访人: record === null ? null : names(record.by),
      })),
      问题: caseRows(cases, heading),
    },
    charts: [],
  };
}
