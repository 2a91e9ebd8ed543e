/** 总览: due, in time, late, cannot be done, and by which clause, estate by estate; then rates, cases and surveys. */
import { surveyRateZh } from '../../app/board/other-lists.js';
import { boardFigures, type EstateFigures } from '../../app/board/overview.js';
import type { Context } from '../../context.js';
import { complianceRate, reasonsZh, sumOf, type ComplianceLine } from '../../core/compliance.js';
import { FEW_RETURNED_NOTE, isFew, percent } from '../../core/report/report.js';
import { keysOf } from '../../core/terms.js';
import { html, type Html, type Part } from '../html.js';
import { choosers } from './choosers.js';
import { keptOf, link } from './links.js';
import { boardPage } from './page.js';
import { figure, table, tiles, type Column } from './tables.js';
import type { View } from './view.js';

export async function overviewPage(ctx: Context, view: View): Promise<Html> {
  const figures = await boardFigures(ctx, view.estate === null ? view.estates : [view.estate], view.period);
  const where = view.estate?.name ?? `${view.estates.length} 个项目`;
  const title = `${where} ${view.periodZh}`;
  const many = figures.length > 1;
  const body = html`${choosers(view, '/board', {})}
    <section aria-labelledby="compliance">
      <h2 id="compliance">制度执行</h2>
      ${sumTiles(view, figures)}
      ${many ? table({ caption: '各项目制度执行', columns: columnsOf('项目'), rows: figures.map(estateRow(view)), onPhone: 'figures' }) : null}
      ${many ? clauseMatrix(view, figures) : figures.map((one) => clauseTable(ctx, view, one))}
      <p class="note">
        执行率 = 按时 ÷（按时 + 补办 +
        逾期未办）；还没到期的和有理由的不计入，没有应办的写「—」。补办是过了时限才办的；有理由是不能办、并登记了原因的，如拒访、已搬走。点数字可以看是哪些。
      </p>
    </section>
    ${ratesSection(view, figures)} ${casesSection(view, figures)} ${surveysSection(view, figures)}`;
  const kept = link('', keptOf(view));
  return boardPage({ title, name: view.staff.name, section: '/board', kept, body });
}

const COUNTS = {
  due: '应办',
  inTime: '按时',
  late: '补办',
  open: '未办',
  overdue: '其中逾期',
  excused: '有理由',
} as const;
type Counted = Pick<ComplianceLine, keyof typeof COUNTS>;
const LOOKS: Readonly<Partial<Record<keyof typeof COUNTS, string>>> = { late: 'warn', overdue: 'bad' };

const columnsOf = (...first: readonly string[]): readonly Column[] => [
  ...first.map((label) => ({ label })),
  ...[...Object.values(COUNTS), '执行率'].map((label) => ({ label, align: 'right' as const })),
];

/** The six counts of a line and its rate; each count opens its list. */
function cellsOf(
  view: View,
  line: Counted,
  about: { readonly estate?: string; readonly clause?: string; readonly says: string },
): Part[] {
  const { says, ...where } = about;
  const kept = { ...keptOf(view), ...where };
  const counts = keysOf(COUNTS).map((of) =>
    figure(line[of], link('/board/dues', { ...kept, of }), `${says}${COUNTS[of]}`, line[of] > 0 ? LOOKS[of] : ''),
  );
  return [...counts, percent(complianceRate(line))];
}

function sumTiles(view: View, figures: readonly EstateFigures[]): Html {
  const sum = sumOf(figures.flatMap(({ lines }) => lines));
  const counts = keysOf(COUNTS).map((of) => {
    const url = link('/board/dues', { ...keptOf(view), of });
    return [COUNTS[of], figure(sum[of], url, COUNTS[of]), sum[of] > 0 ? (LOOKS[of] ?? '') : ''] as const;
  });
  return tiles([['执行率', percent(complianceRate(sum)), 'main'], ...counts]);
}

const estateRow =
  (view: View) =>
  ({ estate, sum }: EstateFigures): readonly Part[] => [
    html`<a href="${link('/board', { estate: estate.id, period: view.period.name })}">${estate.name}</a>`,
    ...cellsOf(view, sum, { estate: estate.id, says: estate.name }),
  ];

const worstFirst = (a: Counted, b: Counted): number =>
  Number(complianceRate(a) ?? 101) - Number(complianceRate(b) ?? 101) || b.overdue - a.overdue || b.due - a.due;

/** One estate: a line a clause, the worst first; those without anything due are folded. */
function clauseTable(ctx: Context, view: View, { estate, lines }: EstateFigures): Html {
  const due = lines.filter((line) => line.due > 0).toSorted(worstFirst);
  const idle = lines.filter((line) => line.due === 0);
  const rows = due.map((line) => [
    html`${line.clause} <small>${line.title}</small>`,
    ...cellsOf(view, line, { estate: estate.id, clause: line.clause, says: `${line.clause} ` }),
    reasonsZh(line),
  ]);
  const columns = [...columnsOf('条款'), { label: '理由' }];
  const titles = new Map([...ctx.policies].map(([id, { title }]) => [id, title]));
  const named = idle.map(
    ({ policy, clause, title }) => html`<li>${clause} ${title}（${titles.get(policy) ?? policy}）</li>`,
  );
  return html`${due.length === 0 ? html`<p>这段时间没有到期的事。</p>` : table({ caption: '按条款，执行率低的在前', columns, rows, onPhone: 'figures' })}
  ${
    named.length === 0
      ? null
      : html`<details>
          <summary>没有到期的条款 ${named.length} 条</summary>
          <ul>
            ${named}
          </ul>
        </details>`
  }`;
}

/** Several estates: the clauses down, the estates across; in each cell how many of how many were in time. */
function clauseMatrix(view: View, figures: readonly EstateFigures[]): Html {
  const all = new Map(figures.flatMap(({ lines }) => lines.map((line) => [line.clause, line] as const)));
  const clauses = [...all.values()].flatMap(({ clause, title }) => {
    const sum = sumOf(figures.flatMap(({ lines }) => lines.filter((line) => line.clause === clause)));
    return sum.due === 0 ? [] : [{ clause, title, sum }];
  });
  const rows = clauses
    .toSorted((a, b) => worstFirst(a.sum, b.sum))
    .map(({ clause, title }) => [
      html`${clause} <small>${title}</small>`,
      ...figures.map(({ estate, lines }) =>
        matrixCell(
          view,
          estate,
          lines.find((line) => line.clause === clause),
        ),
      ),
    ]);
  const columns = [
    { label: '条款' },
    ...figures.map(({ estate }) => ({ label: estate.name, align: 'right' as const })),
  ];
  return table({ caption: '按条款比较各项目（按时 / 应办），执行率低的在前', columns, rows });
}

/** What of a clause is not as it should be, behind how many of how many were in time. */
const BESIDE = { overdue: '逾期', late: '补办', excused: '有理由' } as const;

function matrixCell(view: View, estate: EstateFigures['estate'], line: ComplianceLine | undefined): Part {
  if (line === undefined || line.due === 0) return '—';
  const about = { estate: estate.id, period: view.period.name, clause: line.clause };
  const to = (of: keyof typeof COUNTS): string => link('/board/dues', { ...about, of });
  const others = keysOf(BESIDE)
    .filter((of) => line[of] > 0)
    .map((of) => html` <a href="${to(of)}" class="${LOOKS[of] ?? ''}">${BESIDE[of]} ${line[of]}</a>`);
  return html`<a href="${to('due')}">${line.inTime} / ${line.due}</a>${others}`;
}

function ratesSection(view: View, figures: readonly EstateFigures[]): Html {
  const right = ['发出', '回收', '满意', '一般', '不满意', '满意率', '回访', '应计', '回访率'];
  const columns = [{ label: '项目' }, ...right.map((label) => ({ label, align: 'right' as const }))];
  const rows = figures.map(({ estate, rates }): readonly Part[] => {
    const where = { estate: estate.id, period: view.period.name };
    const graded = {
      issued: '发出',
      returned: '回收',
      satisfied: '满意',
      fairly: '一般',
      dissatisfied: '不满意',
    } as const;
    const counts = keysOf(graded).map((of) =>
      figure(
        rates[of],
        link('/board/records', { ...where, of }),
        `${estate.name}${graded[of]}`,
        of === 'dissatisfied' && rates[of] > 0 ? 'bad' : '',
      ),
    );
    const { completed, population, rate } = rates.visits;
    return [
      estate.name,
      ...counts,
      html`${percent(rates.rate)}${rates.rate === null && rates.issued > 0 ? html` <small>还没有回收</small>` : null}${isFew(rates.returned) ? html` <small>${FEW_RETURNED_NOTE}</small>` : null}`,
      figure(completed, link('/board/visits', { ...where, of: 'completed' }), `${estate.name}完成回访`),
      figure(population, link('/board/visits', { ...where, of: 'population' }), `${estate.name}应计回访`),
      percent(rate),
    ];
  });
  return html`<section aria-labelledby="rates">
    <h2 id="rates">满意率和回访率</h2>
    ${table({ caption: '各项目满意率和回访率', columns, rows, isTitled: true, onPhone: 'figures' })}
    <p class="note">
      满意率 =（满意 + 一般）÷
      回收；有回收而没有一份满意的写「0.0%」，没有回收的写「—」。应办、应计都按条款计：同一件事按几条条款回访的，各条都计。
    </p>
  </section>`;
}

function casesSection(view: View, figures: readonly EstateFigures[]): Html {
  const shown = { open: '现在办理中', overdue: '其中逾期', opened: '本期新开', closed: '本期办结' } as const;
  const columns = [{ label: '项目' }, ...Object.values(shown).map((label) => ({ label, align: 'right' as const }))];
  const rows = figures.map(({ estate, cases }): readonly Part[] => [
    estate.name,
    ...keysOf(shown).map((of) => {
      const url = link('/board/cases', { estate: estate.id, period: view.period.name, of });
      return figure(cases[of], url, `${estate.name}${shown[of]}个案`, of === 'overdue' && cases[of] > 0 ? 'bad' : '');
    }),
  ]);
  return html`<section aria-labelledby="cases">
    <h2 id="cases">个案</h2>
    ${table({ caption: '各项目个案', columns, rows, isTitled: true, onPhone: 'figures' })}
  </section>`;
}

function surveysSection(view: View, figures: readonly EstateFigures[]): Html {
  const rows = figures.flatMap(({ estate, rates }) =>
    rates.surveys.map(({ id, title, issued, returned, rate, withheld }): readonly Part[] => [
      html`<a href="${link('/board/survey', { id })}">${title}</a>`,
      estate.name,
      figure(issued, link('/board/survey', { id }), `${title}发出`),
      figure(returned, link('/board/survey', { id }), `${title}回收`),
      surveyRateZh({ rate, withheld }),
    ]),
  );
  const columns: readonly Column[] = [
    { label: '调查' },
    { label: '项目' },
    ...['发出', '回收', '综合评议满意率'].map((label) => ({ label, align: 'right' as const })),
  ];
  const url = link('/board/surveys', keptOf(view));
  return html`<section aria-labelledby="surveys">
    <h2 id="surveys">满意度调查</h2>
    ${rows.length === 0 ? html`<p>这段时间没有发出问卷。<a href="${url}">看调查</a></p>` : table({ caption: '这段时间发出的问卷', columns, rows, isTitled: true, onPhone: 'figures' })}
  </section>`;
}
