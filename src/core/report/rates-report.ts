/**
 * 满意率报表: the figures of a period as a report and as the words of a chat. Numbers first, then what they mean, then
 * what waits for a decision; denominators stand behind every percentage (p08.9).
 */
import { DIRECTIONS, OVERALL } from '../terms.js';
import type { Direction } from '../terms.js';
import { changeZh, comparedZh, FEW_ZH, isFewOf } from './change.js';
import { FEW_RETURNED_NOTE, isFew, percent } from './report.js';
import type { ChartValue, GradeBar, Panel, Report, Table, TrendPoint } from './report.js';

type Figures = Omit<GradeBar, 'label'>;

/** The figures of `GET /api/v1/rates`: what its JSON object holds beyond the words of the question. */
export type RatesFigures = Figures & {
  readonly items: readonly (Figures & { readonly item: Direction; readonly answered: number })[];
  /** Satisfaction surveys of the period; `withheld`: why their grades are not shown. */
  readonly surveys?: readonly SurveyLine[];
  readonly visits: {
    readonly population: number;
    readonly required: number;
    readonly completed: number;
    readonly rate: string | null;
  };
};

export type SurveyLine = {
  readonly title: string;
  readonly issued: number;
  readonly returned: number;
  readonly rate: string | null;
  readonly withheld: 'open' | 'few' | null;
};

export type RatesQuestion = {
  readonly rates: RatesFigures;
  /** The period of the same length just before; null: not compared. */
  readonly previous: Figures | null;
  /** In words: `翠湖花园` (null: not said), `9 月`, `8 月`, `维修` (null: all kinds). */
  readonly labels: {
    readonly estate: string | null;
    readonly period: string;
    readonly previous: string;
    readonly kind: string | null;
  };
  /** Each kind of service by itself, and the periods up to this one, oldest first; for the picture. */
  readonly byKind?: readonly GradeBar[];
  readonly trend?: readonly TrendPoint[];
  /** Dissatisfied answers without a conclusion yet. */
  readonly undecided?: number;
  /** 合格线 in percent, where the policy has one. */
  readonly passMark?: number | null;
};

/** The report, and the same in the words of a chat. */
export function ratesReport(question: RatesQuestion): { readonly report: Report; readonly text: string } {
  const { rates, labels } = question;
  const title = `${spaced(labels.estate)}${labels.period}${labels.kind ?? ''}满意率`;
  const surveys = (rates.surveys ?? []).map(surveySentence);
  const verdicts = [figuresSentence(question), ...surveys, undecidedSentence(question)].filter((line) => line !== '');
  const paragraphs = [`${title} ${verdicts.join('')}`, visitRateText(rates.visits, labels)];
  const report: Report = {
    title,
    subtitle: countsText(rates),
    paragraphs,
    tables: [figuresTable(question), ...itemsTable(rates)],
    chart: chartOf(question, title),
    footnotes: footnotesOf(rates),
  };
  return { report, text: paragraphs[0] ?? '' };
}

type Visits = RatesFigures['visits'];

/**
 * 回访率 in words: completed of all, with what the policies ask for, and against the period before. `theirs`: of a
 * person's or a department's tasks, each of which is asked for.
 */
export function visitRateText(
  { population, required, completed, rate }: Visits,
  labels: Pick<RatesQuestion['labels'], 'estate' | 'period' | 'kind'>,
  {
    previous,
    theirs = false,
  }: { readonly previous?: Visits & { readonly label: string }; readonly theirs?: boolean } = {},
): string {
  const title = `${spaced(labels.estate)}${labels.period}${labels.kind ?? ''}回访率`;
  const missing = required > completed ? `，还差 ${required - completed} 件` : '';
  const asked = theirs
    ? `完成 ${completed} / 负责 ${population}${missing}`
    : `完成 ${completed} / 应计 ${population}，按制度要求 ${required} 件${missing}；同一件事按几条条款回访的，各条都计`;
  const compared =
    previous === undefined
      ? ''
      : comparedZh({ rate, base: population }, { rate: previous.rate, base: previous.population }, previous.label);
  const none = population === 0 ? `，这段时间没有${theirs ? '负责' : '应计'}的回访` : '';
  return `${title} ${percent(rate)}（${asked}）${none}${compared}。${isFewOf(population) ? `${FEW_ZH}。` : ''}`;
}

/** `回收 65 / 发出 78，满意 48、一般 12、不满意 5`: never left out behind a percentage. */
export function countsText({ issued, returned, satisfied, fairly, dissatisfied }: Figures): string {
  return `回收 ${returned} / 发出 ${issued}，满意 ${satisfied}、一般 ${fairly}、不满意 ${dissatisfied}`;
}

function figuresSentence({ rates, previous, labels }: RatesQuestion): string {
  const figures = `${percent(rates.rate)}（${countsText(rates)}）`;
  if (rates.rate === null) return `${figures}，${rates.issued === 0 ? '这段时间没有发出' : '还没有回收'}。`;
  const compared = previous === null ? '' : `，${comparison(rates.rate, previous, labels.previous)}`;
  return `${figures}${compared}。${isFew(rates.returned) ? `${FEW_RETURNED_NOTE}。` : ''}`;
}

/** 半年调查表 综合评议满意率 80.0%（回收 90 / 发出 120）; where it is not shown, why. */
function surveySentence({ title, issued, returned, rate, withheld }: SurveyLine): string {
  const counts = `回收 ${returned} / 发出 ${issued}`;
  if (withheld === 'open') return `${title}：${counts}，不记名，结束后公布结果。`;
  if (withheld === 'few') return `${title}：${counts}，不记名且份数太少，不公布结果。`;
  return `${title}：综合评议满意率 ${percent(rate)}（${counts}）。`;
}

/** `比 8 月高 1.8 个百分点`; where the period before had few answers or none, that is said. */
export function comparison(rate: string, previous: Figures, label: string): string {
  const words = changeZh(rate, previous.rate, label);
  if (words === null) return `${label}没有回收，无从比较`;
  return isFew(previous.returned) ? `${words}（${label}只回收 ${previous.returned} 份，仅供参考）` : words;
}

const undecidedSentence = ({ undecided = 0 }: RatesQuestion): string =>
  undecided === 0 ? '' : `有 ${undecided} 件不满意还没有结论。`;

const spaced = (estate: string | null): string => (estate === null ? '' : `${estate} `);

function figuresTable({ rates, previous, labels, byKind = [] }: RatesQuestion): Table {
  const bars: readonly GradeBar[] = [
    { label: labels.period, ...rates },
    ...(previous === null ? [] : [{ label: labels.previous, ...previous }]),
    ...byKind,
  ];
  return { title: null, columns: columnsOf('期间或类别'), rows: bars.map(toCells) };
}

const columnsOf = (first: string): Table['columns'] => [
  { label: first, align: 'left' },
  ...['发出', '回收', '满意', '一般', '不满意', '满意率'].map((label) => ({ label, align: 'right' as const })),
];

const toCells = (bar: GradeBar): Table['rows'][number] => [
  bar.label,
  bar.issued,
  bar.returned,
  bar.satisfied,
  bar.fairly,
  bar.dissatisfied,
  bar.rate === null ? null : percent(bar.rate),
];

/** The fourteen directions, where a survey was issued in the period. */
function itemsTable({ items }: RatesFigures): readonly Table[] {
  if (!items.some(({ issued }) => issued > 0)) return [];
  const rows = items.map((item) => toCells({ ...item, label: DIRECTIONS[item.item].zh }));
  return [{ title: `满意度调查（总评为第 ${OVERALL} 项）`, columns: columnsOf('调查定向'), rows }];
}

/** More periods are a line. */
const MOST_COLUMNS = 6;

function chartOf(question: RatesQuestion, title: string): ChartValue | null {
  const { rates, previous, labels, byKind = [], trend = [], passMark = null } = question;
  if (rates.issued === 0) return null;
  const periods: readonly GradeBar[] = [
    { label: labels.period, ...rates },
    ...(previous === null || previous.issued === 0 ? [] : [{ label: labels.previous, ...previous }]),
  ];
  const panels: Panel[] = [{ kind: 'grades', title: '满意程度', bars: periods }];
  if (byKind.length > 1) panels.push({ kind: 'grades', title: `${labels.period}各类服务`, bars: byKind });
  if (trend.filter(({ rate }) => rate !== null).length > 1)
    panels.push(
      trend.length > MOST_COLUMNS
        ? { kind: 'line', title: '走势（月份下为回收份数）', points: trend }
        : { kind: 'trend', title: '走势', points: trend },
    );
  const notes = ['百分数旁的两个数是回收 / 发出。', ...footnotesOf(rates)];
  return { title: `${title} ${percent(rates.rate)}`, subtitle: countsText(rates), panels, passMark, notes };
}

function footnotesOf({ returned }: Figures): readonly string[] {
  const formula = '满意率 =（满意 + 一般）÷ 回收；没有回收的写「—」。';
  return isFew(returned) ? [formula, `只回收 ${returned} 份：${FEW_RETURNED_NOTE}。`] : [formula];
}
