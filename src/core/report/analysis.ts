/**
 * 数据分析: what the figures of a period say by themselves: counts, changes against the period before, the lowest rates.
 * Causes, judgements and measures are people's to write.
 */
import { rate, type Tally } from '../survey.js';
import { EVENT_KINDS, GRADES, keysOf, type EventKind } from '../terms.js';
import type { Handled, Recorded } from './period-values.js';
import { comparison } from './rates-report.js';
import { FEW_RETURNED_NOTE, isFew, percent } from './report.js';

/** One kind of service in a period, or visits that no event asked for 定期回访; `handled` null: nothing was handled. */
export type KindLine = {
  readonly kind: EventKind | null;
  readonly label: string;
  readonly handled: number | null;
  readonly visited: number;
  /** Of the visited; `issued` are all records. */
  readonly records: Tally;
};

export const ROUNDS_ZH = '定期回访';

/** A line for each kind that had anything, in the glossary's order; rounds 周期回访 last, each with its records. */
export function kindLines(handled: readonly Handled[], recorded: readonly Recorded[]): readonly KindLine[] {
  const events = keysOf(EVENT_KINDS).flatMap((kind): readonly KindLine[] => {
    const counts = handled.find((one) => one.kind === kind);
    const records = sumTallies(recorded.filter((one) => one.kind === kind && !one.isRound));
    if (counts === undefined && records.issued === 0) return [];
    const { handled: all = 0, visited = 0 } = counts ?? {};
    return [{ kind, label: EVENT_KINDS[kind].zh, handled: all, visited, records }];
  });
  const records = sumTallies(recorded.filter(({ isRound }) => isRound));
  if (records.issued === 0) return events;
  return [...events, { kind: null, label: ROUNDS_ZH, handled: null, visited: records.issued, records }];
}

/** The one line of a kind, zeros where it had nothing. */
export const kindLine = (kind: EventKind, handled: readonly Handled[], recorded: readonly Recorded[]): KindLine =>
  kindLines(handled, recorded).find((line) => line.kind === kind) ?? {
    kind,
    label: EVENT_KINDS[kind].zh,
    handled: 0,
    visited: 0,
    records: sumTallies([]),
  };

/** All lines as one. */
export function totalLine(lines: readonly KindLine[]): KindLine {
  const sum = (of: (line: KindLine) => number): number => lines.reduce((all, line) => all + of(line), 0);
  const events = lines.filter(({ handled }) => handled !== null);
  return {
    kind: null,
    label: '合计',
    handled: sum(({ handled }) => handled ?? 0),
    visited: events.reduce((all, { visited }) => all + visited, 0),
    records: sumTallies(lines.map(({ records }) => records)),
  };
}

export function sumTallies(tallies: readonly Tally[]): Tally {
  const sum = (key: 'issued' | 'returned' | 'satisfied' | 'fairly' | 'dissatisfied'): number =>
    tallies.reduce((all, one) => all + one[key], 0);
  const [returned, satisfied, fairly] = [sum('returned'), sum('satisfied'), sum('fairly')];
  const counts = { issued: sum('issued'), returned, satisfied, fairly, dissatisfied: sum('dissatisfied') };
  return { ...counts, rate: rate(satisfied + fairly, returned) };
}

/** 回访率 of what was handled; null where nothing was. */
export const visitRate = ({ handled, visited }: KindLine): string | null =>
  handled === null ? null : rate(visited, handled);

/** `处理 12 宗，回访 4 宗，回访率 33.3%`. */
export const handledZh = (line: KindLine): string =>
  line.handled === null
    ? `回访 ${line.visited} 宗`
    : `处理 ${line.handled} 宗，回访 ${line.visited} 宗，回访率 ${percent(visitRate(line))}`;

/** `评价 4 份：满意 3、一般满意 1、不满意 0，满意率 100.0%（份数少，仅供参考）`. */
export function gradesZh({ issued, returned, satisfied, fairly, dissatisfied, rate: of }: Tally): string {
  if (issued === 0) return '没有回访记录';
  if (returned === 0) return `回访记录 ${issued} 份，都没有评价，满意率 —`;
  const few = isFew(returned) ? `（${FEW_RETURNED_NOTE}）` : '';
  return `回访记录 ${issued} 份，有评价 ${returned} 份：${GRADES.satisfied.zh} ${satisfied}、${GRADES.fairly.zh} ${fairly}、${GRADES.dissatisfied.zh} ${dissatisfied}，满意率 ${percent(of)}${few}`;
}

/** `比二季度多 3 宗`. */
export function countChange(now: number, before: number, label: string, unit = '宗'): string {
  if (now === before) return `与${beside(label)}持平`;
  return `比${beside(label)}${now > before ? '多' : '少'} ${Math.abs(now - before)} ${unit}`;
}

/** A label that begins with a figure stands apart from the Chinese before it. */
const beside = (label: string): string => (/^\d/.test(label) ? ` ${label}` : label);

/** The clause begins with the period before where that had nothing to compare with. */
function rateChange(rate: string, before: KindLine, label: string): string {
  const words = comparison(rate, before.records, label);
  return words.startsWith(label) ? words.replace('无从比较', '满意率无从比较') : `满意率${words}`;
}

/** What a kind's figures say, in a sentence or two; nothing about a kind that had nothing. */
export function lineZh(line: KindLine, before: KindLine, label: string): string {
  if ((line.handled ?? 0) === 0 && line.records.issued === 0) return '本期没有处理的事项，也没有回访记录。';
  const change = line.handled === null ? '' : `处理${countChange(line.handled, before.handled ?? 0, label)}`;
  const rates = line.records.rate === null ? [] : [rateChange(line.records.rate, before, label)];
  return `${handledZh(line)}；${gradesZh(line.records)}。${sentence([change, ...rates])}`;
}

/** Clauses that say something, as one sentence. */
export function sentence(clauses: readonly string[]): string {
  const said = clauses.filter((one) => one !== '');
  return said.length === 0 ? '' : `${said.join('，')}。`;
}

/** Something with a rate: a direction of a survey, a kind of service. */
export type Rated = { readonly label: string; readonly rate: string | null; readonly returned: number };

const LOWEST = 3;

/** Those with the lowest rates, at most three; a rate that nothing came back for is none. Equal ones keep their order. */
export const lowestOf = <T extends Rated>(rated: readonly T[], count = LOWEST): readonly T[] =>
  rated
    .filter((one) => one.rate !== null)
    .toSorted((a, b) => Number(a.rate) - Number(b.rate))
    .slice(0, count);

/**
 * `满意率最低的 3 项：停车场管理 61.1%；…`, small numbers marked; empty where there are not more than three to choose among,
 * or all are alike. What everybody was satisfied with is none of the lowest.
 */
export function lowestZh(rated: readonly Rated[], unit = '项'): string {
  const known = rated.filter((one) => one.rate !== null);
  if (known.length <= LOWEST || new Set(known.map((one) => one.rate)).size === 1) return '';
  const low = lowestOf(known).filter((one) => one.rate !== ALL);
  const named = low.map(({ label, rate: of, returned }) => `${label} ${percent(of)}${fewZh(returned)}`);
  return `满意率最低的 ${named.length} ${unit}：${named.join('；')}。`;
}
const ALL = '100.0';

/** `（只有 4 份）` behind a rate that rests on few. */
export const fewZh = (returned: number): string => (isFew(returned) ? `（只有 ${returned} 份）` : '');
