/** Kinds of service in a period, counted by loops, and what a sentence about them says in numbers. */
import { addMonths, formatInstant, startOfDay, type Instant, type LocalDate } from '../../../../src/core/calendar.js';
import { EVENT_KINDS, keysOf } from '../../../../src/core/terms.js';
import { inSpan, rateOf, recountGrades, recountKind, type Counted } from '../recount.js';
import type { Asked, Row } from './said.js';

export const ZONE = 'Asia/Shanghai';
export type Span = readonly [number, number];
export type Grades = ReturnType<typeof recountGrades>;
/** `handled` null: visits that nothing asked for but a round. */
export type Line = Grades & { readonly label: string; readonly handled: number | null; readonly visited: number };

const midnight = (day: LocalDate): number => startOfDay(day, ZONE);
export const spanOf = (from: LocalDate, to: LocalDate): Span => [midnight(from), midnight(to)];
export const periodSpan = ({ from, to }: Asked): Span => spanOf(from, to);
export const spanBefore = ({ from, months }: Asked): Span => spanOf(addMonths(from, -months), from);
/** `2026-05-31`, local. */
export const dayOf = (at: bigint | number | null): string | null =>
  at === null ? null : formatInstant(Number(at) as Instant, ZONE).slice(0, 10);

/** The period before as it is called. */
export function labelBefore({ from, months }: Asked): string {
  const first = addMonths(from, -months);
  const [year, month] = [first.slice(0, 4), Number(first.slice(5, 7))];
  return months === 3 ? `${year} 年${['一', '二', '三', '四'][(month - 1) / 3] ?? ''}季度` : `${year} 年 ${month} 月`;
}

/** A line for each kind that had anything, and one for the rounds. */
export function linesOf(all: Counted, policy: string, span: Span): readonly Line[] {
  const kinds = keysOf(EVENT_KINDS)
    .map((kind) => ({ label: EVENT_KINDS[kind].zh, ...recountKind(all, policy, kind, span) }))
    .filter(({ handled, records }) => handled + records > 0);
  const rounds = recountGrades(
    all.records.filter(
      ({ eventId, at, visitNo }) => eventId === null && inSpan(at, span) && all.isUnder(visitNo, policy),
    ),
  );
  return rounds.records === 0
    ? kinds
    : [...kinds, { label: '定期回访', handled: null, visited: rounds.records, ...rounds }];
}

/** The one line of a kind, zeros where it had nothing. */
export const lineOf = (all: Counted, policy: string, kind: keyof typeof EVENT_KINDS, span: Span): Line => ({
  label: EVENT_KINDS[kind].zh,
  ...recountKind(all, policy, kind, span),
});

/** Rounds were not asked for by anything handled: they count among the records only. */
export function totalOf(lines: readonly Line[]): Line {
  const sum = (of: (line: Line) => number): number => lines.reduce((all, line) => all + of(line), 0);
  const good = sum(({ satisfied, fairly }) => satisfied + fairly);
  const answered = sum((line) => line.answered);
  return {
    label: '合计',
    handled: sum(({ handled }) => handled ?? 0),
    visited: sum(({ handled, visited }) => (handled === null ? 0 : visited)),
    records: sum(({ records }) => records),
    answered,
    satisfied: sum(({ satisfied }) => satisfied),
    fairly: sum(({ fairly }) => fairly),
    dissatisfied: sum(({ dissatisfied }) => dissatisfied),
    rate: rateOf(good, answered),
  };
}

export const visitRateOf = ({ handled, visited }: Line): string | null =>
  handled === null ? null : rateOf(visited, handled);

export const kindRow = (line: Line): Row => ({
  类别: line.label,
  处理宗数: line.handled,
  回访宗数: line.handled === null ? null : line.visited,
  回访率: visitRateOf(line),
  回访记录: line.records,
  有评价: line.answered,
  满意: line.satisfied,
  一般满意: line.fairly,
  不满意: line.dissatisfied,
  满意率: line.rate,
});
/** The lines, and their sum where there is more than one. */
export const kindRows = (lines: readonly Line[]): readonly Row[] =>
  [...lines, ...(lines.length > 1 ? [totalOf(lines)] : [])].map(kindRow);

type Part = string | number | null;

export const gradeParts = (of: Grades): readonly Part[] => {
  if (of.records === 0) return [];
  if (of.answered === 0) return [of.records];
  return [of.records, of.answered, of.satisfied, of.fairly, of.dissatisfied, of.rate];
};
export const handledParts = (line: Line): readonly Part[] =>
  line.handled === null ? [line.visited] : [line.handled, line.visited, visitRateOf(line)];

const FEW = 10;
export const isFew = (count: number): boolean => count > 0 && count < FEW;

/** What a line says of itself and beside the period before. */
export function lineParts(line: Line, before: Line, label: string): readonly Part[] {
  if ((line.handled ?? 0) === 0 && line.records === 0) return [];
  const more = (line.handled ?? 0) - (before.handled ?? 0);
  const change =
    line.handled === null ? [] : [label, ...(more === 0 ? ['持平'] : [more > 0 ? '多' : '少', Math.abs(more)])];
  return [...handledParts(line), ...gradeParts(line), ...change, ...rateChange(line, before, label)];
}

function rateChange(line: Grades, before: Grades, label: string): readonly Part[] {
  if (line.rate === null) return [];
  if (before.rate === null) return [label];
  const tenths = Math.round((Number.parseFloat(line.rate) - Number.parseFloat(before.rate)) * 10);
  const points = (Math.abs(tenths) / 10).toFixed(1);
  const change = tenths === 0 ? ['持平'] : [tenths > 0 ? '高' : '低', points];
  return [label, ...change, ...(isFew(before.answered) ? [label, before.answered] : [])];
}

/** The three lowest rates; nothing where there is nothing to choose among, and none that is whole. */
export function lowestParts(
  rated: readonly { readonly label: string; readonly rate: string | null; readonly answered: number }[],
): readonly Part[] {
  const known = rated.filter(({ rate }) => rate !== null);
  if (known.length <= 3 || new Set(known.map(({ rate }) => rate)).size === 1) return [];
  const sorted = known.toSorted((a, b) => Number.parseFloat(a.rate ?? '') - Number.parseFloat(b.rate ?? ''));
  const low = sorted.slice(0, 3).filter(({ rate }) => rate !== '100.0%');
  return [
    low.length,
    ...low.flatMap(({ label, rate, answered }) => [label, rate, ...(isFew(answered) ? [answered] : [])]),
  ];
}

type Case = Counted['cases'][number];

/** Cases of a policy that were opened in the span, or were still open as it began. */
export const casesIn = (all: Counted, policy: string, [from, to]: Span, kinds: readonly string[]): readonly Case[] =>
  all.cases.filter(
    ({ kind, openedAt, closedAt, visitNo }) =>
      kinds.includes(kind) &&
      Number(openedAt) < to &&
      (Number(openedAt) >= from || closedAt === null || Number(closedAt) >= from) &&
      all.allVisits.some(
        ({ no, servedBy, policyId }) => policyId === policy && (no === visitNo || servedBy === visitNo),
      ),
  );
export const RAISED = ['nonconformity', 'promise', 'request'];

const stateOf = ({ status, promisedAt }: Case, now: number): string => {
  if (status !== 'open') return '已办结';
  return promisedAt !== null && Number(promisedAt) <= now ? '逾期未答复' : '办理中';
};
export const caseRows = (cases: readonly Case[], now: number): readonly Row[] =>
  cases.map((one) => ({ 个案: `案${one.id}`, 提出日期: dayOf(one.openedAt), 状态: stateOf(one, now) }));
export function caseParts(cases: readonly Case[], now: number): readonly Part[] {
  if (cases.length === 0) return [];
  const states = ['已办结', '办理中', '逾期未答复'].map((state) => cases.filter((one) => stateOf(one, now) === state));
  return [cases.length, ...states.flatMap((some) => (some.length === 0 ? [] : [some.length]))];
}

/** Records of a policy whose visit is not as it should be, in the order in which they were made. */
export function nonconformingIn(all: Counted, policy: string, span: Span, now: number) {
  const found = all.records.flatMap((record) => {
    if (!inSpan(record.at, span) || !all.isUnder(record.visitNo, policy)) return [];
    const own = all.cases.filter(({ visitNo }) => visitNo === record.visitNo);
    const missed = own.some(
      ({ kind, promisedAt, closedAt }) =>
        kind === 'promise' && promisedAt !== null && Number(promisedAt) < Number(closedAt ?? now),
    );
    const grades = Object.values(JSON.parse(record.grades ?? '{}') as Record<string, string>);
    const isDissatisfied = record.grade === 'dissatisfied';
    const isWrong = isDissatisfied || grades.includes('dissatisfied') || Boolean(record.unfinished);
    if (!isWrong && !missed && !own.some(({ kind }) => kind === 'nonconformity')) return [];
    const faults = [
      ...(isDissatisfied ? ['不满意'] : []),
      ...(record.unfinished ? ['没有做完'] : []),
      ...(missed ? ['承诺逾期'] : []),
    ];
    return [{ record, faults }];
  });
  return found.toSorted((a, b) => Number(a.record.at - b.record.at) || a.record.visitNo - b.record.visitNo);
}
export const nonconformingRows = (found: ReturnType<typeof nonconformingIn>): readonly Row[] =>
  found.map(({ record, faults }) => ({
    日期: dayOf(record.at),
    类别: EVENT_KINDS[record.kind as keyof typeof EVENT_KINDS].zh,
    不合格: faults.length === 0 ? '有单项不合格' : faults.join('、'),
  }));
