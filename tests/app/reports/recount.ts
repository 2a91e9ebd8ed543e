/** The independent count: every row of the database read plainly, and counted by loops. */
import type { Context } from '../../../src/context.js';
import type { Event } from '../../../src/core/event.js';
import type { PaperRow } from '../../../src/core/report/paper.js';
import { EVENT_KINDS, keysOf } from '../../../src/core/terms.js';

const DONE = ['recorded', 'reviewed', 'closed'];
export const isDone = (status: string): boolean => DONE.includes(status);

export type Counted = Awaited<ReturnType<typeof readAll>>;

export async function readAll({ db }: Context, estate: string) {
  const tx = db.read;
  const of = { where: { estateId: estate } };
  const visits = await tx.visit.findMany({ ...of, orderBy: { no: 'asc' } });
  const surveys = await tx.survey.findMany(of);
  const rows = await tx.record.findMany({ ...of, orderBy: { seq: 'asc' } });
  const byNo = new Map(visits.map((visit) => [visit.no, visit]));
  const surveyed = new Set(surveys.map(({ clause, period }) => `${clause}/${period}`));
  const counts = (no: number): boolean => {
    const visit = byNo.get(no);
    return (
      visit !== undefined &&
      !visit.startedBy.startsWith('follow-up:') &&
      !(visit.eventId === null && surveyed.has(`${visit.clause}/${visit.startedBy}`))
    );
  };
  return {
    events: (await tx.event.findMany(of)).map(({ data }) => JSON.parse(data) as Event),
    visits: visits.filter(({ no }) => counts(no)),
    allVisits: visits,
    allRecords: rows.filter(({ current }) => Boolean(current)),
    records: rows.filter(({ current, visitNo }) => Boolean(current) && counts(visitNo)),
    cases: await tx.followUp.findMany({ ...of, orderBy: { id: 'asc' } }),
    households: await tx.household.findMany({ ...of, orderBy: { code: 'asc' } }),
    /** Whether a visit, or one that it served, is of the policy or clause. */
    isUnder: (no: number, policy: string): boolean =>
      visits.some(
        (visit) =>
          (visit.no === no || (visit.servedBy === no && isDone(visit.status))) &&
          (visit.policyId === policy || visit.clause === policy),
      ),
  };
}

export const inSpan = (value: bigint | number | null, [from, to]: readonly [number, number]): boolean =>
  value !== null && Number(value) >= from && Number(value) < to;

/** What a kind's row of a report must hold. */
export function recountKind(all: Counted, policy: string, kind: string, span: readonly [number, number]) {
  const handled = new Set<string>();
  const visited = new Set<string>();
  if (kind === 'contracted-service') {
    for (const visit of all.allVisits) {
      if (visit.kind !== kind || visit.policyId !== policy || visit.status === 'cancelled') continue;
      if (visit.eventId === null || !inSpan(visit.earliest, span) || visit.startedBy.startsWith('follow-up:')) continue;
      handled.add(visit.eventId);
      if (isDone(visit.status)) visited.add(visit.eventId);
    }
  } else {
    for (const event of all.events) if (event.kind === kind && inSpan(event.resolvedAt, span)) handled.add(event.id);
    for (const visit of all.allVisits) {
      if (visit.policyId !== policy || visit.eventId === null || visit.startedBy.startsWith('follow-up:')) continue;
      if (handled.has(visit.eventId) && isDone(visit.status)) visited.add(visit.eventId);
    }
  }
  const records = all.records.filter(
    (record) =>
      record.kind === kind && record.eventId !== null && inSpan(record.at, span) && all.isUnder(record.visitNo, policy),
  );
  return { handled: handled.size, visited: visited.size, ...recountGrades(records) };
}

/** Grades of records, and the rate by whole arithmetic: one decimal, half up. */
export function recountGrades(records: readonly { readonly grade: string | null }[]) {
  const of = (grade: string): number => records.filter((record) => record.grade === grade).length;
  const [satisfied, fairly, dissatisfied] = [of('satisfied'), of('fairly'), of('dissatisfied')];
  const answered = satisfied + fairly + dissatisfied;
  return {
    records: records.length,
    answered,
    satisfied,
    fairly,
    dissatisfied,
    rate: rateOf(satisfied + fairly, answered),
  };
}

export const rateOf = (part: number, whole: number): string | null =>
  whole === 0 ? null : `${(Math.round((part / whole) * 1000 + 1e-9) / 10).toFixed(1)}%`;

export const isWrong = (record: { grade: string | null; grades: string | null; unfinished: boolean }): boolean =>
  record.grade === 'dissatisfied' || (record.grades ?? '').includes('"dissatisfied"') || Boolean(record.unfinished);

/** Each kind's row as it is counted by loops; kinds without anything have no row. */
export function kindRows(counted: Counted, policy: string, range: readonly [number, number]): readonly PaperRow[] {
  return keysOf(EVENT_KINDS).flatMap((kind) => {
    const one = recountKind(counted, policy, kind, range);
    if (one.handled === 0 && one.records === 0) return [];
    return [
      {
        类别: EVENT_KINDS[kind].zh,
        处理宗数: one.handled,
        回访宗数: one.visited,
        回访率: rateOf(one.visited, one.handled),
        回访记录: one.records,
        有评价: one.answered,
        满意: one.satisfied,
        一般满意: one.fairly,
        不满意: one.dissatisfied,
        满意率: one.rate,
      },
    ];
  });
}
