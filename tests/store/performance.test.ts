/** Figures by person, department, kind and policy, each against a recount over the same rows that knows nothing of the queries. */
import { describe, expect, it } from 'vitest';
import { parsePeriod, periodRange } from '../../src/core/period.js';
import { performanceOf } from '../../src/store/performance.js';
import { dissatisfiedOf } from '../../src/store/dissatisfied.js';
import { satisfactionByStaff, satisfactionOf, visitRateOf } from '../../src/store/figures.js';
import { overdueOf } from '../../src/store/overdue.js';
import { complianceRows } from '../../src/store/compliance.js';
import { complianceOf, sumOf } from '../../src/core/compliance.js';
import type { EventKind } from '../../src/core/terms.js';
import type { Whose } from '../../src/store/whose.js';
import type { Instant } from '../../src/core/calendar.js';
import { figuresWorld, NOW, type Made } from '../helpers/figures-world.js';
import { useDatabase } from '../helpers/store.js';

const test = useDatabase();
const PERIODS = ['2026-02', '2026-03', '2026Q1', '2026-02-10..2026-03-05'];
const rangeOf = (name: string): readonly [Instant, Instant] => {
  const period = parsePeriod(name);
  if (period === null) throw new TypeError(name);
  return periodRange(period, 'Asia/Shanghai');
};

type Scope = { readonly kind?: EventKind; readonly policy?: string; readonly whose?: Whose };
const whose = (of: Whose['of'], staff: readonly string[], department: string | null = null): Whose => ({
  of,
  staff,
  department,
});
const SCOPES: readonly Scope[] = [
  {},
  { kind: 'repair' },
  { policy: 'p05' },
  ...(['visits', 'work', 'either'] as const).flatMap((of) => [
    { whose: whose(of, ['zhang']) },
    { whose: whose(of, ['wang', '王芳'], '工程部') },
    { whose: whose(of, ['nobody']) },
    { kind: 'complaint' as const, whose: whose(of, ['zhang', 'wang'], '100%_部') },
  ]),
];

/** Whether a visit is in a scope, as one would say it. */
function isIn({ kind, policy, whose: of }: Scope, { visit, event }: Made): boolean {
  if (kind !== undefined && visit.kind !== kind) return false;
  if (policy !== undefined && visit.policyId !== policy) return false;
  if (of === undefined) return true;
  const theirs = visit.assignee !== null && of.staff.includes(visit.assignee);
  const worked =
    event !== null &&
    ((event.worker !== null && of.staff.includes(event.worker)) ||
      (of.department !== null && event.department === of.department));
  return of.of === 'visits' ? theirs : of.of === 'work' ? worked : theirs || worked;
}

const share = (part: number, whole: number): string | null =>
  whole === 0 ? null : (Math.round((part * 1000) / whole + 1e-9) / 10).toFixed(1);
const within = (at: number, [from, to]: readonly [number, number]): boolean => at >= from && at < to;
/** The end of a window belongs to the period that it ends. */
const endsIn = (at: number, [from, to]: readonly [number, number]): boolean => at > from && at <= to;

describe('each figure is what a recount gives', () => {
  it('满意率 and 不满意', async () => {
    const { made } = await figuresWorld(test.db, 240);
    let seen = 0;
    for (const scope of SCOPES) {
      for (const name of PERIODS) {
        const range = rangeOf(name);
        const counted = made.filter(
          (one) => isIn(scope, one) && one.visit.servedBy === null && !one.visit.startedBy.startsWith('follow-up:'),
        );
        const issued = counted.filter(
          ({ visit, record }) =>
            (visit.issuedAt !== null && within(visit.issuedAt, range)) ||
            (visit.issuedAt === null && record?.grade != null && within(record.at, range)),
        );
        const grades = issued.flatMap(({ record }) => (record?.grade == null ? [] : [record.grade]));
        const good = grades.filter((grade) => grade !== 'dissatisfied').length;
        const question = { estate: 'cuihu', range, ...scope };
        const about = [scope, name];
        expect([about, await satisfactionOf(test.db.read, question)]).toEqual([
          about,
          {
            issued: issued.length,
            returned: grades.length,
            satisfied: grades.filter((grade) => grade === 'satisfied').length,
            fairly: grades.filter((grade) => grade === 'fairly').length,
            dissatisfied: grades.length - good,
            rate: share(good, grades.length),
          },
        ]);
        const bad = made.filter(
          (one) =>
            isIn(scope, one) &&
            !one.visit.startedBy.startsWith('follow-up:') &&
            one.record?.grade === 'dissatisfied' &&
            within(one.visit.issuedAt ?? one.record.at, range),
        );
        const listed = (await dissatisfiedOf(test.db.read, question)).map(({ no }) => no);
        expect([about, listed.toSorted((a, b) => a - b)]).toEqual([about, bad.map(({ no }) => no)]);
        seen += grades.length;
      }
    }
    expect(seen).toBeGreaterThan(500);
  }, 60_000);

  it('回访率 of a person: of the tasks that are theirs, those that were made', async () => {
    const { made } = await figuresWorld(test.db, 240);
    for (const name of PERIODS) {
      const range = rangeOf(name);
      const theirs = made.filter(
        ({ visit }) =>
          visit.assignee === 'zhang' &&
          visit.servedBy === null &&
          !visit.startedBy.startsWith('follow-up:') &&
          within(visit.earliest, range) &&
          !['planned', 'not-drawn', 'replaced', 'cancelled'].includes(visit.status),
      );
      const completed = theirs.filter(({ visit }) => ['recorded', 'reviewed', 'closed'].includes(visit.status)).length;
      const question = { estate: 'cuihu', range, whose: whose('visits', ['zhang']) };
      expect([name, await visitRateOf(test.db.read, question)]).toEqual([
        name,
        {
          population: theirs.length,
          required: theirs.length,
          completed,
          rate: share(completed, theirs.length),
        },
      ]);
    }
  });

  it('逾期 and 执行率', async () => {
    const { made } = await figuresWorld(test.db, 240);
    for (const scope of SCOPES) {
      for (const name of PERIODS) {
        const range = rangeOf(name);
        const question = { estate: 'cuihu', range, now: NOW, ...scope };
        const open = made.filter(
          (one) =>
            isIn(scope, one) &&
            one.visit.servedBy === null &&
            ['drawn', 'assigned', 'asked', 'postponed', 'with-staff'].includes(one.visit.status) &&
            endsIn(one.visit.due, [range[0], Math.min(range[1], NOW)]),
        );
        const { first, count } = await overdueOf(test.db.read, question, 500);
        expect([scope, name, count]).toEqual([scope, name, open.length]);
        expect(first.map(({ no }) => no).toSorted((a, b) => a - b)).toEqual(open.map(({ no }) => no));
        const due = made.filter(
          (one) =>
            isIn(scope, one) &&
            !one.visit.startedBy.startsWith('follow-up:') &&
            endsIn(one.visit.due, range) &&
            !['planned', 'not-drawn', 'cancelled'].includes(one.visit.status),
        );
        const isDone = ({ visit }: Made): boolean => ['recorded', 'reviewed', 'closed'].includes(visit.status);
        const inTime = due.filter((one) => isDone(one) && (one.visit.answeredAt ?? NOW) < one.visit.due);
        const sum = sumOf(complianceOf([], await complianceRows(test.db.read, question)));
        expect([scope, name, sum.due, sum.inTime, sum.late]).toEqual([
          scope,
          name,
          due.length,
          inTime.length,
          due.filter(isDone).length - inTime.length,
        ]);
      }
    }
  }, 60_000);

  it('绩效: tasks, records and work of each', async () => {
    const { made, events } = await figuresWorld(test.db, 240);
    for (const name of PERIODS) {
      const range = rangeOf(name);
      const all = await performanceOf(test.db.read, { estate: 'cuihu', range, now: NOW });
      for (const who of ['zhang', 'wang', '王师傅']) {
        const tasks = made.filter(
          ({ visit }) =>
            visit.assignee === who &&
            visit.servedBy === null &&
            !visit.startedBy.startsWith('follow-up:') &&
            endsIn(visit.due, range) &&
            !['planned', 'not-drawn', 'cancelled'].includes(visit.status),
        );
        const done = tasks.filter(({ visit }) => ['recorded', 'reviewed', 'closed'].includes(visit.status));
        const inTime = done.filter(({ visit }) => (visit.answeredAt ?? NOW) < visit.due);
        const work = events.filter(
          ({ worker, resolvedAt }) => worker === who && resolvedAt !== null && within(resolvedAt, range),
        );
        const took = work.flatMap(({ reportedAt, resolvedAt }) =>
          reportedAt === null || resolvedAt === null ? [] : [resolvedAt - reportedAt],
        );
        const unfinished = work.filter(({ id }) =>
          made.some(({ event, record }) => event?.id === id && record?.unfinished),
        );
        const own = made.map(({ records }) => records.filter(({ by, at }) => by === who && within(at, range)));
        const hand = own.filter((records) => records.length > 0);
        const found = all.get(who);
        expect([who, name, found?.tasks.due ?? 0, found?.tasks.inTime ?? 0, found?.tasks.late ?? 0]).toEqual([
          who,
          name,
          tasks.length,
          inTime.length,
          done.length - inTime.length,
        ]);
        expect([who, name, found?.made ?? 0]).toEqual([who, name, hand.length]);
        expect(found?.returned ?? 0).toBe(own.flat().filter(({ isReturned }) => isReturned).length);
        expect([who, name, found?.work.done ?? 0, found?.work.timed ?? 0, found?.work.tookMs ?? 0]).toEqual([
          who,
          name,
          work.length,
          took.length,
          took.reduce((sum, ms) => sum + ms, 0),
        ]);
        expect([who, name, found?.work.unfinished ?? 0]).toEqual([who, name, unfinished.length]);
        for (const of of ['visits', 'work'] as const) {
          const question = { estate: 'cuihu', range };
          const mapped = (await satisfactionByStaff(test.db.read, question, of)).get(who);
          const alone = await satisfactionOf(test.db.read, { ...question, whose: whose(of, [who]) });
          expect([who, of, mapped ?? { ...alone, issued: 0 }]).toEqual([who, of, alone]);
        }
      }
    }
  }, 60_000);
});
