/** Visits and duties in lists: those behind 制度执行率, behind 满意率 and 回访率, and all of a period. */
import type { Context } from '../../context.js';
import { DAY, type Instant } from '../../core/calendar.js';
import { reasonZh } from '../../core/compliance.js';
import { householdZh } from '../../core/household.js';
import { periodRange, type Period } from '../../core/period.js';
import { EVENT_KINDS, GRADES, REACH_OUTCOMES, VISIT_STATUSES, type ReachOutcome } from '../../core/terms.js';
import { placeZh } from '../../core/visit-words.js';
import { duesOf, type Due, type DuesOf } from '../../store/board/dues.js';
import {
  gradedNumbers,
  visitLines,
  visitNumbers,
  type GradedOf,
  type VisitLine,
  type VisitsOf,
  type VisitsQuestion,
} from '../../store/board/visits.js';
import { dutiesByNumber, type StoredDuty } from '../../store/duties.js';
import type { Estate } from '../../store/estates.js';
import { staffNames } from '../../store/reach-ledger.js';
import { keysOfEach, timeText, withEstate, type BoardLine, type BoardList, type Key } from './list.js';

const headsOf = (estates: readonly Estate[]): readonly string[] => [
  '编号',
  ...withEstate(estates, '项目'),
  '受访户',
  '事项',
  '条款',
  '时限止',
  '完成时间',
  '状态',
  '评价',
  '负责人',
  '说明',
];

/** What fell due: the visits and duties that a figure of 制度执行率 counts. */
export async function dueList(
  ctx: Context,
  estates: readonly Estate[],
  period: Period,
  { of, clause }: { readonly of: DuesOf; readonly clause?: string | undefined },
): Promise<BoardList> {
  const { read } = ctx.db;
  const now = ctx.clock.now();
  const keys = await keysOfEach(estates, (estate) =>
    duesOf(read, { estate: estate.id, range: periodRange(period, estate.timezone), now, of, clause }),
  );
  const lines = async (from: number, count: number): Promise<readonly BoardLine[]> => {
    const page = keys.slice(from, from + count);
    const numbers = (unit: Due['unit']) => page.flatMap(({ key }) => (key.unit === unit ? [key.no] : []));
    const visits = new Map((await visitLines(read, numbers('visit'))).map((line) => [line.no, line]));
    const duties = new Map((await dutiesByNumber(read, numbers('duty'))).map((duty) => [duty.no, duty]));
    const names = await staffNames(read);
    return page.flatMap(({ estate, key }): readonly BoardLine[] => {
      const place = {
        state: placeWord(key, now),
        done: key.doneAt,
        note: key.reason === null ? '' : reasonZh(key.reason),
      };
      const scene = { estates, estate, names, due: key.due, ...place };
      const [visit, duty] = [visits.get(key.no), duties.get(key.no)];
      if (key.unit === 'visit') return visit === undefined ? [] : [visitRow(visit, scene)];
      return duty === undefined ? [] : [dutyRow(duty, scene)];
    });
  };
  return { heads: headsOf(estates), total: keys.length, lines };
}

const PLACES = { inTime: '按时', late: '补办', open: '未办', excused: '有理由' } as const;

function placeWord({ place, due }: Due, now: Instant): string {
  if (place !== 'open' || due > now) return PLACES[place];
  return `未办，逾期 ${Math.max(1, Math.ceil((now - due) / DAY))} 天`;
}

type Filter = Pick<VisitsQuestion, 'kind' | 'status' | 'clause'>;

/** The visits of a period, by what they are counted for. */
export const visitList = (
  ctx: Context,
  estates: readonly Estate[],
  period: Period,
  { of, ...filter }: Filter & { readonly of: VisitsOf },
): Promise<BoardList> =>
  listed(ctx, estates, (estate) => visitNumbers(ctx.db.read, questionOf(estate, period, filter), of));

/** The visits that 满意率 counts. */
export const gradedList = (
  ctx: Context,
  estates: readonly Estate[],
  period: Period,
  { of, ...filter }: Filter & { readonly of: GradedOf },
): Promise<BoardList> =>
  listed(ctx, estates, (estate) => gradedNumbers(ctx.db.read, questionOf(estate, period, filter), of));

const questionOf = (estate: Estate, period: Period, filter: Filter): VisitsQuestion => ({
  estate: estate.id,
  range: periodRange(period, estate.timezone),
  ...filter,
});

async function listed(
  ctx: Context,
  estates: readonly Estate[],
  numbers: (estate: Estate) => Promise<readonly number[]>,
): Promise<BoardList> {
  const { read } = ctx.db;
  const keys: readonly Key<number>[] = await keysOfEach(estates, numbers);
  const lines = async (from: number, count: number): Promise<readonly BoardLine[]> => {
    const page = keys.slice(from, from + count);
    const visits = await visitLines(
      read,
      page.map(({ key }) => key),
    );
    const names = await staffNames(read);
    const estateOf = new Map(page.map(({ estate, key }) => [key, estate]));
    return visits.flatMap((visit): readonly BoardLine[] => {
      const estate = estateOf.get(visit.no);
      if (estate === undefined) return [];
      const scene = { estates, estate, names, due: visit.due, done: visit.answeredAt, state: stateZh(visit) };
      return [visitRow(visit, { ...scene, note: visit.remark ?? '' })];
    });
  };
  return { heads: headsOf(estates), total: keys.length, lines };
}

/** Of one that was not made, why. */
function stateZh({ status, outcome }: VisitLine): string {
  const state = VISIT_STATUSES[status].zh;
  const why = status === 'unreachable' && outcome !== null ? REACH_OUTCOMES[outcome as ReachOutcome].zh : state;
  return why === state ? state : `${state}（${why}）`;
}

type Scene = {
  readonly estates: readonly Estate[];
  readonly estate: Estate;
  readonly names: ReadonlyMap<string, string>;
  readonly due: Instant | null;
  readonly done: Instant | null;
  readonly state: string;
  readonly note: string;
};

function visitRow(visit: VisitLine, { estates, estate, names, due, done, state, note }: Scene): BoardLine {
  const { no, kind, clause, grade, assignee } = visit;
  const cells = [
    `任务 ${no}`,
    ...withEstate(estates, estate.name),
    placeZh(visit),
    EVENT_KINDS[kind].zh,
    clause,
    timeText(due, estate, true),
    timeText(done, estate),
    state,
    grade === null ? '' : GRADES[grade].zh,
    assignee === null ? '' : (names.get(assignee) ?? assignee),
    note,
  ];
  return { of: { kind: 'visit', no }, cells };
}

function dutyRow(duty: StoredDuty, { estates, estate, names, due, done, state, note }: Scene): BoardLine {
  const who = duty.doneBy ?? duty.assignee;
  const cells = [
    `事${duty.no}`,
    ...withEstate(estates, estate.name),
    duty.household === null ? '' : householdZh(duty.household),
    duty.says,
    duty.clause,
    timeText(due, estate, true),
    timeText(done, estate),
    state,
    '',
    who === null ? '' : (names.get(who) ?? (who === 'system' ? '系统' : who)),
    [note, duty.note ?? ''].filter((text) => text !== '').join('：'),
  ];
  return { of: { kind: 'duty', no: duty.no }, cells };
}
