/** The independent count: every row of the database read plainly, and counted by loops. */
import type { Context } from '../../../src/context.js';
import type { Event } from '../../../src/core/event.js';

const DONE = ['recorded', 'reviewed', 'closed'];
export const isDone = (status: string): boolean => DONE.includes(status);

export type Counted = Awaited<ReturnType<typeof readAll>>;

export async function readAll({ db, box, policies }: Pick<Context, 'db' | 'box' | 'policies'>, estate: string) {
  const tx = db.read;
  const of = { where: { estateId: estate } };
  const visits = await tx.visit.findMany({ ...of, orderBy: { no: 'asc' } });
  const surveys = await tx.survey.findMany({ ...of, orderBy: [{ closesAt: 'asc' }, { id: 'asc' }] });
  const rows = await tx.record.findMany({ ...of, orderBy: [{ visitNo: 'asc' }, { seq: 'asc' }] });
  const surveyed = new Set(surveys.map(({ clause, period }) => `${clause}/${period}`));
  const counted = visits.filter(
    ({ startedBy, eventId, clause }) =>
      !startedBy.startsWith('follow-up:') && !(eventId === null && surveyed.has(`${clause}/${startedBy}`)),
  );
  const numbers = new Set(counted.map(({ no }) => no));
  const under = new Map<number, Set<string>>();
  for (const { no, servedBy, status, policyId, clause } of visits)
    for (const leader of [no, ...(servedBy !== null && isDone(status) ? [servedBy] : [])])
      under.set(leader, new Set([...(under.get(leader) ?? []), policyId, clause]));
  const open = (text: string | null): Record<string, string> =>
    JSON.parse(text === null ? '{}' : text.startsWith('{') ? text : box.open(text)) as Record<string, string>;
  const sheets = (await tx.ballot.findMany({ ...of, orderBy: { id: 'asc' } })).map(
    ({ surveyId, issuedAt, returnedAt, answers, remark }) => ({
      surveyId,
      issuedAt,
      returnedAt,
      answers: open(answers),
      remarks: open(remark),
    }),
  );
  return {
    estate,
    events: (await tx.event.findMany(of)).map(({ data }) => JSON.parse(data) as Event),
    visits: counted,
    allVisits: visits,
    byNo: new Map(visits.map((visit) => [visit.no, visit])),
    rows,
    allRecords: rows.filter(({ current }) => Boolean(current)),
    records: rows.filter(({ current, visitNo }) => Boolean(current) && numbers.has(visitNo)),
    cases: await tx.followUp.findMany({ ...of, orderBy: { id: 'asc' } }),
    duties: await tx.duty.findMany({ ...of, orderBy: { no: 'asc' } }),
    draws: await tx.draw.findMany(of),
    households: await tx.household.findMany({ ...of, orderBy: { code: 'asc' } }),
    surveys,
    sheets,
    titles: new Map(
      [...policies.values()].flatMap(({ clauses }) => clauses.map(({ id, title }) => [id, title] as const)),
    ),
    staff: await tx.staff.findMany({ include: { roles: true } }),
    /** Whether a visit, or one that it served, is of the policy or clause. */
    isUnder: (no: number, policy: string): boolean => under.get(no)?.has(policy) ?? false,
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
