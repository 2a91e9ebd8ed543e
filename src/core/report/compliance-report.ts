/** 制度执行率 as a report and in the words of a chat: per policy, the worst clauses first, denominators always. */
import { complianceRate, reasonsZh, sumOf, type ComplianceLine } from '../compliance.js';
import { overdueChart } from './period-charts.js';
import { headFields, periodFull, type Heading } from './period-head.js';
import type { Paper } from './paper.js';
import { percent } from './report.js';
import type { Report } from './report.js';

const RATE_NOTE =
  '执行率 = 按时 ÷（按时 + 补办 + 逾期未办）；还没到期的和有理由的不计入，没有应办的写「—」。各数按制度条款计，一件事项涉及几条的，每条各计一次，与按事项计的回访率不同。';

type Titles = ReadonlyMap<string, string>;
type Sum = Pick<ComplianceLine, 'due' | 'inTime' | 'late' | 'open' | 'overdue' | 'excused'>;

/** The whole as a value that sheets and papers are drawn from. */
export function complianceReport(title: string, lines: readonly ComplianceLine[], titles: Titles): Report {
  const right = ['应办', '按时', '补办', '未办', '其中逾期', '有理由', '执行率'];
  return {
    title: `${title}制度执行率`,
    subtitle: countsText(sumOf(lines)),
    paragraphs: complianceWords(title, lines, titles),
    tables: [
      {
        title: null,
        columns: [
          { label: '制度', align: 'left' },
          { label: '条款', align: 'left' },
          { label: '内容', align: 'left' },
          ...right.map((label) => ({ label, align: 'right' as const })),
          { label: '理由', align: 'left' },
        ],
        rows: lines.map((line) => [
          titles.get(line.policy) ?? line.policy,
          line.clause,
          line.title,
          line.due,
          line.inTime,
          line.late,
          line.open,
          line.overdue,
          line.excused,
          shownRate(line),
          reasonsZh(line),
        ]),
      },
    ],
    chart: null,
    footnotes: [RATE_NOTE],
  };
}

/** 《制度执行情况》 as a printed paper: the same lines, and a picture of what is overdue. */
export function compliancePaper(heading: Heading, lines: readonly ComplianceLine[], titles: Titles): Paper {
  const title = periodFull(heading.period);
  const all = sumOf(lines);
  return {
    form: 'compliance',
    number: null,
    fields: {
      ...headFields(heading),
      执行率: shownRate(all),
      执行情况: paperWords(title, lines, titles).join('\n'),
      说明: RATE_NOTE,
    },
    lists: {
      条款: lines.map((line) => ({
        制度: titles.get(line.policy) ?? line.policy,
        条款: line.clause,
        内容: line.title,
        应办: line.due,
        按时: line.inTime,
        补办: line.late,
        未办: line.open,
        其中逾期: line.overdue,
        有理由: line.excused,
        执行率: shownRate(line),
        理由: reasonsZh(line) || null,
      })),
    },
    charts: overdueChart(`${title}逾期`, lines),
  };
}

const WORST = 3;

/** On paper, where each clause has its row: the whole, each policy, and the clauses that were kept least. */
function paperWords(title: string, lines: readonly ComplianceLine[], titles: Titles): readonly string[] {
  const worst = lines
    .filter(({ late, overdue }) => late + overdue > 0)
    .toSorted(worstFirst)
    .slice(0, WORST);
  return [
    ...complianceWords(title, lines, titles).filter((line) => !line.startsWith(CLAUSE)),
    ...(worst.length === 0 ? [] : ['执行率最低的条款：', ...worst.map(lineText)]),
  ];
}
const CLAUSE = '· ';

/** For a chat: the figures of the whole, with what is to stand behind them, then of each policy its clauses that lack something, the worst first. */
export function complianceWords(
  title: string,
  lines: readonly ComplianceLine[],
  titles: Titles,
  end = '。',
): readonly string[] {
  const all = sumOf(lines);
  if (all.due === 0) return [`${title}制度执行率 —（没有到期的事）。`];
  const policies = [...new Set(lines.map(({ policy }) => policy))];
  return [
    `${title}制度执行率 ${percentOf(all)}（${countsText(all)}）${end}`,
    ...policies.flatMap((policy) => {
      const own = lines.filter((line) => line.policy === policy);
      const sum = sumOf(own);
      if (sum.due === 0) return [];
      const head = `${policy} ${titles.get(policy) ?? ''} ${percentOf(sum)}（${countsText(sum)}）`;
      return [head, ...own.filter(lacks).toSorted(worstFirst).map(lineText)];
    }),
  ];
}

/** `按时 12 / 应办 15，补办 1、未办 2（逾期 1）`: never left out behind a percentage. */
const countsText = ({ due, inTime, late, open, overdue, excused }: Sum): string =>
  `按时 ${inTime} / 应办 ${due}，补办 ${late}、未办 ${open}（逾期 ${overdue}）${excused === 0 ? '' : `、有理由 ${excused}`}`;

/** What a percentage in time is of, where more than that was to be done: the rest is not due yet, or excused. */
export const baseZh = (base: number): string => (base === 0 ? '还没有到期或已办的' : `按已到期或已办的 ${base} 件算`);

const lacks = ({ late, overdue, excused }: ComplianceLine): boolean => late + overdue + excused > 0;
const worstFirst = (a: ComplianceLine, b: ComplianceLine): number =>
  Number(complianceRate(a) ?? 100) - Number(complianceRate(b) ?? 100) || b.overdue - a.overdue;

function lineText(line: ComplianceLine): string {
  const reasons = reasonsZh(line);
  return `${CLAUSE}${line.clause} ${line.title} ${percentOf(line)}（${countsText(line)}${reasons === '' ? '' : `：${reasons}`}）`;
}

const percentOf = (line: Pick<Sum, 'inTime' | 'late' | 'overdue'>): string => percent(complianceRate(line));
const shownRate = (line: Pick<Sum, 'inTime' | 'late' | 'overdue'>): string | null => {
  const rate = complianceRate(line);
  return rate === null ? null : percent(rate);
};
