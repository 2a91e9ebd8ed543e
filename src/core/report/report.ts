/**
 * A report 报表 as a value: what it says, before any form is chosen. Charts, sheets, documents and chat texts are drawn
 * from it by `forms`; nothing here knows how they look.
 */

/** What stands in a cell; null is "nothing came back" and is written as a dash, never as 0. */
export type Cell = string | number | null;
export type Column = { readonly label: string; readonly align: 'left' | 'right' };
/** Every row has as many cells as there are columns. */
export type Table = {
  readonly title: string | null;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
};

/** One bar: how many gave each grade. `rate` is percent with one decimal, null when nothing came back. */
export type GradeBar = {
  readonly label: string;
  readonly issued: number;
  readonly returned: number;
  readonly satisfied: number;
  readonly fairly: number;
  readonly dissatisfied: number;
  readonly rate: string | null;
};
/** One period of a trend, oldest first. */
export type TrendPoint = {
  readonly label: string;
  readonly issued: number;
  readonly returned: number;
  readonly rate: string | null;
  /** On how many the rate rests, where these are not answers that came back. */
  readonly base?: number;
};
/** One bar: `part` of `whole`, such as the visited of what was handled. */
export type ShareBar = {
  readonly label: string;
  readonly part: number;
  readonly whole: number;
  readonly rate: string | null;
};
/** One bar: how many of `of`, such as the overdue of what was due. */
export type CountBar = { readonly label: string; readonly count: number; readonly of: number };
/** One field of a heat map; null where nothing came back. */
export type HeatCell = { readonly rate: string; readonly returned: number } | null;
export type Panel =
  | { readonly kind: 'grades'; readonly title: string; readonly bars: readonly GradeBar[] }
  | { readonly kind: 'trend'; readonly title: string; readonly points: readonly TrendPoint[] }
  /** A trend over many periods, as a line. */
  | { readonly kind: 'line'; readonly title: string; readonly points: readonly TrendPoint[] }
  | { readonly kind: 'shares'; readonly title: string; readonly bars: readonly ShareBar[] }
  | { readonly kind: 'counts'; readonly title: string; readonly bars: readonly CountBar[] }
  /** A field for each row and column, `cells` by row. */
  | {
      readonly kind: 'heat';
      readonly title: string;
      readonly rows: readonly string[];
      readonly columns: readonly string[];
      readonly cells: readonly (readonly HeatCell[])[];
    };

/** A picture of rates: its panels from top to bottom. */
export type ChartValue = {
  readonly title: string;
  readonly subtitle: string | null;
  readonly panels: readonly Panel[];
  /** 合格线 in percent, drawn as a line through every panel; null where the policy names none. */
  readonly passMark: number | null;
  readonly notes: readonly string[];
};

export type Report = {
  readonly title: string;
  readonly subtitle: string | null;
  readonly paragraphs: readonly string[];
  readonly tables: readonly Table[];
  readonly chart: ChartValue | null;
  readonly footnotes: readonly string[];
};

/** What is written where nothing came back. */
export const NOTHING = '—';

/** Under so many returned answers a rate is only an indication (voice of the reports). */
export const FEW_RETURNED = 10;
export const FEW_RETURNED_NOTE = '份数少，仅供参考';

/** A percentage as people read it: `92.3%`, or a dash when nothing came back. */
export const percent = (rate: string | null): string => (rate === null ? NOTHING : `${rate}%`);

/** Whether a rate rests on so few answers that it must be said beside it. */
export const isFew = (returned: number): boolean => returned > 0 && returned < FEW_RETURNED;

/** A table as text, a line a row, for a chat or a terminal. */
export function tableText({ title, columns, rows }: Table): string {
  const lines = rows.map((row) => row.map((cell) => cell ?? NOTHING).join(' · '));
  const head = columns.map(({ label }) => label).join(' · ');
  return [...(title === null ? [] : [title]), head, ...lines].join('\n');
}

/** A picture of one figure over its periods; null where fewer than two of them have one. */
export function trendChart(title: string, points: readonly TrendPoint[], notes: readonly string[]): ChartValue | null {
  if (points.filter(({ rate }) => rate !== null).length < 2) return null;
  const last = points.at(-1);
  const head = `${title} ${percent(last?.rate ?? null)}`;
  return { title: head, subtitle: null, panels: [{ kind: 'trend', title: '走势', points }], passMark: null, notes };
}
