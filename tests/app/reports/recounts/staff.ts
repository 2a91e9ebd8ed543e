/** 绩效数据: what each had to do and did, and the work of each, by what they are called. */
import { inSpan, rateOf, recountGrades, type Counted } from '../recount.js';
import { dutyDue, keptRateOf, sumOf, sumOfDues, visitDue } from './dues.js';
import { isFew, periodSpan, type Span } from './lines.js';
import { inWords, type Cell, type Recount } from './said.js';

export type Tally = ReturnType<typeof recountGrades> & { readonly issued: number };

/** Questions delivered in the span, and records made in it without one, of the visits that are somebody's. */
export function tallyOf(all: Counted, visits: Counted['visits'], span: Span): Tally {
  const own = visits.filter(({ servedBy }) => servedBy === null);
  const asked = own.filter(({ issuedAt }) => inSpan(issuedAt, span));
  const graded = new Map(all.allRecords.filter(({ grade }) => grade !== null).map((one) => [one.visitNo, one]));
  const unasked = own.filter(({ no, issuedAt }) => issuedAt === null && inSpan(graded.get(no)?.at ?? null, span));
  const counted = recountGrades([...asked, ...unasked].flatMap(({ no }) => graded.get(no) ?? []));
  return { ...counted, issued: asked.length + unasked.length };
}

const HOUR = 3_600_000;
const ratedCell = ({ rate, answered }: Tally): Cell =>
  rate === null ? null : inWords(rate, ...(isFew(answered) ? [answered] : []));

export const performance: Recount = (all, asked) => {
  const span = periodSpan(asked);
  const { now } = asked;
  const here = all.staff.filter(({ active, roles }) => active && roles.some(({ estateId }) => estateId === all.estate));
  const labelOf = (who: string): string => {
    const name = here.find(({ userid }) => userid === who)?.name ?? who;
    return here.filter((one) => one.name === name).length > 1 ? `${name}（${who}）` : name;
  };
  const isStaff = new Set(all.staff.map(({ userid }) => userid));
  const workerOf = new Map(all.events.map(({ id, worker }) => [id, worker]));
  const whos = new Set([
    ...all.allVisits.flatMap(({ assignee }) => assignee ?? []),
    ...all.duties.flatMap(({ assignee }) => assignee ?? []),
    ...all.rows.map(({ by }) => by).filter((by) => isStaff.has(by)),
    ...all.events.flatMap(({ worker }) => worker ?? []),
  ]);
  const people = [...new Set([...whos].map(labelOf))].toSorted().map((name) => {
    const isTheirs = (who: string | null): boolean => who !== null && labelOf(who) === name;
    const tasks = sumOfDues(
      all.allVisits
        .filter(({ assignee, servedBy }) => isTheirs(assignee) && servedBy === null)
        .map((visit) => visitDue(visit, Number(visit.due))),
      span,
      now,
    );
    const duties = sumOfDues(all.duties.filter(({ assignee }) => isTheirs(assignee)).map(dutyDue), span, now);
    const made = all.rows.filter(({ by, at }) => isStaff.has(by) && isTheirs(by) && inSpan(at, span));
    const work = all.events.filter(({ worker, resolvedAt }) => isTheirs(worker) && inSpan(resolvedAt, span));
    const took = work.flatMap(({ reportedAt, resolvedAt }) =>
      reportedAt === null || resolvedAt === null ? [] : [resolvedAt - reportedAt],
    );
    return {
      name,
      tasks,
      duties,
      made,
      work,
      took,
      visits: tallyOf(
        all,
        all.visits.filter(({ assignee }) => isTheirs(assignee)),
        span,
      ),
      services: tallyOf(
        all,
        all.visits.filter(({ eventId }) => isTheirs(workerOf.get(eventId ?? '') ?? null)),
        span,
      ),
    };
  });
  const unfinished = new Set(
    all.allRecords.filter((record) => Boolean(record.unfinished)).map(({ eventId }) => eventId),
  );
  const staff = people.filter(({ tasks, duties, made }) => tasks.due + duties.due + made.length > 0);
  const workers = people.filter(({ work, services }) => work.length > 0 || services.issued > 0);
  const total = (of: (one: Tally) => number): number => workers.reduce((sum, { services }) => sum + of(services), 0);
  return {
    fields: {
      经办服务满意率: rateOf(
        total(({ satisfied, fairly }) => satisfied + fairly),
        total(({ answered }) => answered),
      ),
    },
    lists: {
      回访人员: staff.map(({ name, tasks, duties, made, visits }) => {
        const both = sumOf([tasks, duties]);
        return {
          姓名: name,
          应办回访: tasks.due,
          要办的事: duties.due,
          按时: both.inTime,
          补办: both.late,
          逾期未办: both.overdue,
          有理由: both.excused,
          按时率: keptRateOf(both),
          亲自回访: new Set(made.map(({ visitNo }) => visitNo)).size,
          审核退回: made.filter(({ reviewed, reviewedBy }) => reviewedBy !== null && !reviewed).length,
          回访满意率: ratedCell(visits),
        };
      }),
      维修服务人员: workers.map(({ name, work, took, services }) => ({
        姓名: name,
        完成件数: work.length,
        平均小时: took.length === 0 ? null : meanOf(took),
        没有做完: work.filter(({ id }) => unfinished.has(id)).length,
        发出: services.issued,
        回收: services.answered,
        满意: services.satisfied,
        一般满意: services.fairly,
        不满意: services.dissatisfied,
        满意率: ratedCell(services),
      })),
    },
  };
};

const meanOf = (took: readonly number[]): string => {
  const mean = took.reduce((sum, ms) => sum + ms, 0) / took.length / HOUR;
  return (Math.round(mean * 10 + 1e-9) / 10).toFixed(1);
};
