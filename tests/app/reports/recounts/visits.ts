/** Reports of a period's visits: 月回访汇总表, 回访统计表, 季度统计分析报告, 投诉回访月度统计分析. */
import { addDays, addMonths, type LocalDate } from '../../../../src/core/calendar.js';
import { householdZh } from '../../../../src/core/household.js';
import { directionNamed } from '../../../../src/core/understand/item-directions.js';
import { plainOf } from '../../../../src/core/understand/normalize.js';
import {
  DIRECTIONS,
  EVENT_KINDS,
  keysOf,
  REPAIR_CATEGORIES,
  type Direction,
  type EventKind,
} from '../../../../src/core/terms.js';
import { inSpan, recountGrades, type Counted } from '../recount.js';
import { duesIn, keptRateOf, sumOf } from './dues.js';
import {
  caseParts,
  caseRows,
  casesIn,
  dayOf,
  gradeParts,
  handledParts,
  kindRows,
  labelBefore,
  lineOf,
  lineParts,
  linesOf,
  lowestParts,
  nonconformingIn,
  nonconformingRows,
  periodSpan,
  RAISED,
  spanBefore,
  spanOf,
  totalOf,
  visitRateOf,
  type Line,
  type Span,
} from './lines.js';
import { inWords, line, type Asked, type Recount, type Row } from './said.js';
import { sheetsShown, surveysIn } from './surveys.js';

const sharesPanel = (lines: readonly Line[]): readonly string[] => {
  const bars = lines.filter(({ handled }) => (handled ?? 0) > 0);
  return bars.length === 0 ? [] : [line(bars.map((one) => [one.label, one.visited, one.handled, visitRateOf(one)]))];
};

/** p02.16 sums up to the 24th. */
const CUT_OFF = 24;
const monthTo = (month: LocalDate): Span => spanOf(addDays(addMonths(month, -1), CUT_OFF), addDays(month, CUT_OFF));

export const monthSummary: Recount = (all, asked) => {
  const span = monthTo(asked.from);
  const lines = linesOf(all, asked.policy, span);
  const before = linesOf(all, asked.policy, monthTo(addMonths(asked.from, -1)));
  const cases = casesIn(all, asked.policy, span, RAISED);
  return {
    fields: {
      数据分析: inWords(
        ...lineParts(totalOf(lines), totalOf(before), labelBefore(asked)),
        ...lines.flatMap((one) => [...handledParts(one), ...gradeParts(one)]),
        ...lowestParts(lines),
        ...caseParts(cases, asked.now),
      ),
    },
    lists: { 汇总: kindRows(lines), 问题: caseRows(cases, asked.now) },
    charts: sharesPanel(lines),
  };
};

const COLUMNS = [
  ['投诉', 'complaint'],
  ['维修项目', 'repair'],
  ['特约服务', 'contracted-service'],
] as const;

const MOST_NAMED = 5;

export const visitStatistics: Recount = (all, asked) => {
  const { policy, now } = asked;
  const row = (of: (one: Line) => string | number | null): Row =>
    Object.fromEntries(COLUMNS.map(([name, kind]) => [name, of(lineOf(all, policy, kind, periodSpan(asked)))]));
  const wrong = nonconformingIn(all, policy, periodSpan(asked), now).map(({ record }) => record);
  const descriptions = new Map(all.events.map(({ id, description }) => [id, description]));
  const fields = COLUMNS.map(([name, kind]) => {
    const own = wrong.filter((record) => record.kind === kind);
    const named = own.slice(0, MOST_NAMED).flatMap(({ household, remark, eventId }) => {
      return [householdZh(household ?? ''), remark ?? descriptions.get(eventId ?? '') ?? ''];
    });
    const parts = lineParts(
      lineOf(all, policy, kind, periodSpan(asked)),
      lineOf(all, policy, kind, spanBefore(asked)),
      labelBefore(asked),
    );
    return [name, inWords(...parts, ...(own.length === 0 ? [] : [own.length, ...named]))] as const;
  });
  return {
    fields: Object.fromEntries(fields),
    lists: { 统计: [row(({ handled }) => handled), row(({ visited }) => visited), row(visitRateOf)] },
  };
};

type Filed = {
  readonly cause: string | null;
  readonly direction: Direction;
  readonly words: string;
  readonly kind: string | null;
  readonly event: string | null;
  readonly at: number;
  readonly isAgain: boolean;
};

/** Everything that somebody said to be wrong, under each cause whose words stand in it, in the order of saying it. */
function filedIn(all: Counted, { policy, causes }: Asked, span: Span, withBallots: boolean): readonly Filed[] {
  const of = all.records
    .filter(({ at, visitNo }) => inSpan(at, span) && all.isUnder(visitNo, policy))
    .toSorted((a, b) => Number(a.at - b.at) || a.visitNo - b.visitNo);
  const spoken = of.flatMap(({ remark, grade, unfinished, topics, kind, eventId, at }) => {
    const isJudged = grade === 'fairly' || grade === 'dissatisfied' || Boolean(unfinished);
    const said = JSON.parse(topics ?? '{}') as Record<string, string>;
    const words = [isJudged ? remark : null, said['shortcomings'], said['problems']].filter(
      (one) => one != null && !['satisfied', 'fairly', 'dissatisfied'].includes(one),
    ) as string[];
    return [...new Set(words)].map((one) => ({
      words: one,
      kind,
      event: eventId,
      at: Number(at),
      direction: null as Direction | null,
    }));
  });
  const written = !withBallots
    ? []
    : surveysIn(all, span, false).flatMap((survey) =>
        sheetsShown(all, survey).flatMap(({ answers, remarks }) =>
          Object.entries(remarks)
            .filter(([item]) => answers[item === '0' ? '13' : item] !== 'satisfied')
            .filter(([item]) => item === '0' || answers[item] !== undefined)
            .toSorted(([a], [b]) => (Number(a) || 99) - (Number(b) || 99))
            .map(([item, words]) => ({
              words,
              kind: null,
              event: null,
              at: Number(survey.closesAt),
              direction: item === '0' ? null : (item as Direction),
            })),
        ),
      );
  return [...spoken, ...written].flatMap((one): readonly Filed[] => {
    const text = plainOf(one.words);
    const found = causes.causes.filter(({ words }) => words.some((word) => text.includes(word)));
    const kindsOwn = one.kind === null ? undefined : causes.kinds[one.kind as EventKind];
    const under = (cause: (typeof found)[number] | null): Filed => ({
      ...one,
      cause: cause?.says ?? null,
      direction: one.direction ?? cause?.direction ?? directionNamed(text) ?? kindsOwn ?? '14',
      isAgain: cause?.again === true,
    });
    return found.length === 0 ? [under(null)] : found.map(under);
  });
}

type Cause = Pick<Filed, 'cause' | 'direction'> & { readonly count: number; readonly first: string };
function causesOf(filed: readonly Filed[]): readonly Cause[] {
  const groups = new Map<string, Filed[]>();
  for (const one of filed) {
    const key = `${one.direction} ${one.cause ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const counts = [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, count: 1 + rest.length, first: first.words }],
  );
  const named = counts.filter(({ cause }) => cause !== null).toSorted((a, b) => b.count - a.count);
  return [...named, ...counts.filter(({ cause }) => cause === null).toSorted((a, b) => b.count - a.count)];
}
const causeRows = (causes: readonly Cause[]): readonly Row[] =>
  causes.map(({ cause, direction, count }) => ({ 原因: cause ?? '其他', 定向: DIRECTIONS[direction].zh, 次数: count }));
const causeParts = (causes: readonly Cause[]): readonly (string | number)[] =>
  causes
    .filter(({ cause }) => cause !== null)
    .slice(0, 3)
    .flatMap(({ count, first }) => [count, first]);

type Again = {
  readonly key: string;
  readonly kind: string;
  readonly household: string;
  readonly matter: string;
  readonly times: readonly number[];
  readonly again: number;
};

/** What p03.13 and p05.12 list: the second complaint, the third repair of one category, in one household and quarter. */
function repeatsIn(all: Counted, span: Span, filed: readonly Filed[]): readonly Again[] {
  const groups = new Map<
    string,
    { kind: string; household: string; category: string; ids: string[]; times: number[] }
  >();
  const whenOf = ({ reportedAt, resolvedAt }: Counted['events'][number]): number => reportedAt ?? resolvedAt ?? NaN;
  const events = all.events.filter(
    (event) => event.household !== null && ['complaint', 'repair'].includes(event.kind) && inSpan(whenOf(event), span),
  );
  for (const event of events.toSorted((a, b) => whenOf(a) - whenOf(b) || (a.id < b.id ? -1 : 1))) {
    const { kind, household, category, id } = event;
    const [month] = [Number(dayOf(whenOf(event))?.slice(5, 7))];
    const key = `${kind} ${household} ${category ?? 'other'} ${Math.ceil(month / 3)}`;
    const group = groups.get(key) ?? {
      kind,
      household: household ?? '',
      category: category ?? 'other',
      ids: [],
      times: [],
    };
    groups.set(key, { ...group, ids: [...group.ids, id], times: [...group.times, whenOf(event)] });
  }
  const failed = [
    ...new Map(
      filed.filter(({ isAgain }) => isAgain).map((one) => [`${one.event} ${one.at} ${one.words}`, one]),
    ).values(),
  ];
  return [...groups.values()]
    .map(({ kind, household, category, ids, times }) => {
      const last = Math.max(...times);
      const again =
        kind === 'repair' ? failed.filter(({ event, at }) => at > last && ids.includes(event ?? '')).length : 0;
      const named = kind === 'repair' && category !== 'other' ? category : null;
      const of = named === null ? '' : REPAIR_CATEGORIES[named as keyof typeof REPAIR_CATEGORIES].zh;
      const key = `${kind}/${household}/${category}`;
      return { key, kind, household, matter: `${of}${EVENT_KINDS[kind as EventKind].zh}`, times, again };
    })
    .filter(({ kind, times, again }) => times.length + again >= (kind === 'complaint' ? 2 : 3))
    .toSorted((a, b) => (a.times[0] ?? 0) - (b.times[0] ?? 0) || (a.key < b.key ? -1 : 1));
}
const repeatRows = (repeats: readonly Again[], kind: string): readonly Row[] =>
  repeats
    .filter((one) => one.kind === kind)
    .map(({ household, matter, times, again }) => ({
      户: householdZh(household),
      事项: matter,
      次数: times.length,
      称未修好: again,
      日期: inWords(...times.map((at) => (dayOf(at) ?? '').slice(5).split('-').map(Number).join(' '))),
    }));
const repeatParts = (repeats: readonly Again[]): readonly (string | number)[] => {
  const count = (kind: string): number => repeats.filter((one) => one.kind === kind).length;
  return [
    2,
    count('complaint'),
    3,
    count('repair'),
    ...repeats
      .slice(0, 20)
      .flatMap(({ household, matter, times, again }) => [
        householdZh(household),
        matter,
        times.length,
        ...(again === 0 ? [] : [again]),
      ]),
    ...(repeats.length > 20 ? [repeats.length - 20] : []),
  ];
};

/** 满意率 of the twelve months up to the period's last: of questions delivered in them, and records without a question. */
export function trendOf(all: Counted, { to }: Asked) {
  const newest = new Map(all.records.map((record) => [record.visitNo, record]));
  return Array.from({ length: 12 }, (_, at) => addMonths(to, at - 12)).map((month) => {
    const span = spanOf(month, addMonths(month, 1));
    const own = all.visits.filter(({ servedBy }) => servedBy === null);
    const asked = own.filter(({ issuedAt }) => inSpan(issuedAt, span));
    const unasked = own.filter(({ no, issuedAt }) => {
      const record = newest.get(no);
      return issuedAt === null && record !== undefined && record.grade !== null && inSpan(record.at, span);
    });
    const tally = recountGrades([...asked, ...unasked].flatMap(({ no }) => newest.get(no) ?? []));
    return { ...tally, label: `${Number(month.slice(5, 7))} 月`, issued: asked.length + unasked.length };
  });
}
export function trendParts(trend: ReturnType<typeof trendOf>): readonly (string | number | null)[] {
  const known = trend.filter(({ rate }) => rate !== null);
  const ends = known.length > 1 ? [...known.slice(0, 1), ...known.slice(-1)] : known;
  return [12, ...ends.flatMap(({ label, rate, answered }) => [label, rate, answered])];
}
export const trendPanel = (trend: ReturnType<typeof trendOf>): readonly string[] =>
  trend.every(({ rate }) => rate === null)
    ? []
    : [line(trend.map(({ label, issued, answered, rate }) => [label, issued, answered, rate]))];

const MOST_CLAUSES = 12;

/** The clauses of a policy with most overdue. */
export function overduePanel(all: Counted, asked: Asked, policy: string | null): readonly string[] {
  const late = duesIn(all, periodSpan(asked), asked.now).filter(
    (one) => (policy === null || one.policy === policy) && one.overdue > 0,
  );
  const bars = late.toSorted((a, b) => b.overdue - a.overdue).slice(0, MOST_CLAUSES);
  if (bars.length === 0) return [];
  return [line(bars.map(({ clause, title, overdue, due }) => [`${clause} ${title}`, overdue, due]))];
}

/** 满意率 of each building and kind of service. */
function heatPanel(all: Counted, policy: string, span: Span): readonly string[] {
  const own = all.records.filter(
    ({ at, visitNo, household, grade }) =>
      household !== null && grade !== null && inSpan(at, span) && all.isUnder(visitNo, policy),
  );
  const buildingOf = ({ household }: (typeof own)[number]): string =>
    household?.includes('-') === true ? `${household.split('-')[0] ?? ''} 栋` : '其他';
  const buildings = [...new Set(own.map(buildingOf))].toSorted(
    (a, b) => (Number.parseInt(a, 10) || 1e9) - (Number.parseInt(b, 10) || 1e9),
  );
  if (buildings.length < 2) return [];
  const kinds = keysOf(EVENT_KINDS).filter((kind) => own.some((record) => record.kind === kind));
  const rows = buildings.map((building) => [
    building,
    ...kinds.flatMap((kind) => {
      const of = recountGrades(own.filter((record) => record.kind === kind && buildingOf(record) === building));
      return [of.rate, of.answered === 0 ? null : of.answered];
    }),
  ]);
  return [line([kinds.map((kind) => EVENT_KINDS[kind].zh), ...rows])];
}

export const quarterReport: Recount = (all, asked) => {
  const { policy, now } = asked;
  const span = periodSpan(asked);
  const lines = linesOf(all, policy, span);
  const wrong = nonconformingIn(all, policy, span, now);
  const filed = filedIn(all, asked, span, true);
  const causes = causesOf(filed);
  const repeats = repeatsIn(all, span, filed);
  const trend = trendOf(all, asked);
  return {
    fields: {
      统计分析: inWords(
        ...lineParts(totalOf(lines), totalOf(linesOf(all, policy, spanBefore(asked))), labelBefore(asked)),
        ...lowestParts(lines),
        ...(wrong.length === 0 ? [] : [wrong.length]),
        ...repeatParts(repeats),
        ...causeParts(causes),
        ...trendParts(trend),
      ),
    },
    lists: {
      统计: kindRows(lines),
      不合格: nonconformingRows(wrong),
      重复投诉: repeatRows(repeats, 'complaint'),
      重复维修: repeatRows(repeats, 'repair'),
      原因: causeRows(causes),
    },
    charts: [
      ...sharesPanel(lines),
      ...trendPanel(trend),
      ...overduePanel(all, asked, policy),
      ...heatPanel(all, policy, span),
    ],
  };
};

export const complaintMonth: Recount = (all, asked) => {
  const { policy, policies, now } = asked;
  const span = periodSpan(asked);
  const own = lineOf(all, policy, 'complaint', span);
  const wrong = nonconformingIn(all, policy, span, now).filter(({ record }) => record.kind === 'complaint');
  const filed = filedIn(all, asked, span, false).filter(({ kind }) => kind === 'complaint');
  const causes = causesOf(filed);
  // Only p03 and p05 say how often is often.
  const hasRule = ['p03', 'p05'].some((one) => policies.includes(one));
  const repeats = hasRule ? repeatsIn(all, span, filed).filter(({ kind }) => kind === 'complaint') : [];
  return {
    fields: {
      统计分析: inWords(
        ...lineParts(own, lineOf(all, policy, 'complaint', spanBefore(asked)), labelBefore(asked)),
        ...(wrong.length === 0 ? [] : [wrong.length]),
        ...(hasRule ? [2, repeats.length] : []),
        ...causeParts(causes),
      ),
    },
    lists: {
      统计: kindRows([own]),
      不合格: nonconformingRows(wrong),
      重复投诉: repeatRows(repeats, 'complaint'),
      原因: causeRows(causes),
    },
  };
};

/** 制度执行情况: each clause of the policies, in the order of the paper; and the whole, each policy, the least kept. */
export const compliance: Recount = (all, asked, said) => {
  const counts = duesIn(all, periodSpan(asked), asked.now);
  const rows = said.lists['条款'] ?? [];
  const lines = rows.map((row) => {
    const clause = String(row['条款']);
    const title = String(row['内容']);
    const own = counts.find((one) => one.clause === clause);
    return own ?? { ...sumOf([]), policy: clause.split('.')[0] ?? '', clause, title, reasons: [] };
  });
  const missing = counts.filter(({ clause, due }) => due > 0 && !rows.some((row) => row['条款'] === clause));
  const parts = (one: ReturnType<typeof sumOf>): readonly (string | number | null)[] => [
    keptRateOf(one),
    one.inTime,
    one.due,
    one.late,
    one.open,
    one.overdue,
    ...(one.excused === 0 ? [] : [one.excused]),
  ];
  const of = (policy: string) => sumOf(lines.filter((one) => one.policy === policy));
  const whole = sumOf(lines);
  const named = [...new Set(lines.map(({ policy }) => policy))].filter((policy) => of(policy).due > 0);
  const worst = lines
    .filter(({ late, overdue }) => late + overdue > 0)
    .toSorted(
      (a, b) =>
        Number.parseFloat(keptRateOf(a) ?? '100') - Number.parseFloat(keptRateOf(b) ?? '100') || b.overdue - a.overdue,
    )
    .slice(0, 3);
  const monthZh = asked.from.slice(0, 7).split('-').map(Number).join(' ');
  return {
    fields: {
      执行率: keptRateOf(whole),
      执行情况: inWords(
        monthZh,
        ...(whole.due === 0 ? [] : parts(whole)),
        ...named.flatMap((policy) => [policy, ...parts(of(policy))]),
        ...worst.flatMap((one) => [one.clause, one.title, ...parts(one), ...one.reasons.map(([, count]) => count)]),
      ),
    },
    lists: {
      条款: [...lines, ...missing].map((one) => ({
        条款: one.clause,
        应办: one.due,
        按时: one.inTime,
        补办: one.late,
        未办: one.open,
        其中逾期: one.overdue,
        有理由: one.excused,
        执行率: keptRateOf(one),
        理由: inWords(...one.reasons.map(([, count]) => count)),
      })),
    },
    charts: overduePanel(all, asked, null),
  };
};
