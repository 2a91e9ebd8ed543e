/** A form by its name → papers → a file: what the command line, the API and the chat share. */
import type { Context } from '../../context.js';
import { addDays, localDate, startOfWeek, type Instant, type LocalDate } from '../../core/calendar.js';
import { parsePeriod, type Period } from '../../core/period.js';
import { emptyPaper, fillPaper, PaperFault, type FilledPaper } from '../../core/report/filled-paper.js';
import type { FileType, Form } from '../../core/report/form.js';
import { periodLabel } from '../../core/report/labels.js';
import { checkForm } from '../../forms/check-template.js';
import { renderPapers, MIME } from '../../forms/render-papers.js';
import type { AuditEntry } from '../../store/audit.js';
import type { Estate } from '../../store/estates.js';
import { flowChart, flowChartPng } from './flow-chart.js';
import { MAKERS } from './makers.js';

export type ReportFile = {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly papers: number;
  /** There was nothing in the period: the one paper says so. */
  readonly isEmpty: boolean;
};
export type Made =
  | { readonly kind: 'file'; readonly file: ReportFile }
  /** Said to whoever asked. */
  | { readonly kind: 'none'; readonly says: string };

/** The forms that can be made, in the order of their files. */
export const knownForms = (ctx: Pick<Context, 'forms'>): readonly Form[] =>
  [...ctx.forms.forms.values()].filter(({ key, about }) => about === 'policy' || Object.hasOwn(MAKERS, key));

/** The period that is asked for; the form's own running one where none is. */
export function periodOf(form: Form, period: Period | null, today: LocalDate): Period {
  if (period !== null) return period;
  const [year, month] = [today.slice(0, 4), Number(today.slice(5, 7))];
  const name = {
    none: year,
    day: `${today}..${today}`,
    week: `${startOfWeek(today)}..${addDays(startOfWeek(today), 6)}`,
    month: today.slice(0, 7),
    quarter: `${year}Q${Math.ceil(month / 3)}`,
    'half-year': `${year}H${month > 6 ? 2 : 1}`,
    year,
  }[form.period];
  const parsed = parsePeriod(name);
  if (parsed === null) throw new Error(`no period ${name}`);
  return parsed;
}

/** Paper is read in another year: its period always says which. */
const ANOTHER_YEAR = '0000-01-01' as LocalDate;

export type Asked = {
  readonly form: Form;
  readonly estate: Estate;
  readonly period: Period | null;
  readonly id: string | null;
  readonly now: Instant;
};

/** The papers as they will be printed; of an empty period one that says so. Null: there is nothing of that id. */
export async function makePapers(ctx: Context, asked: Asked): Promise<readonly FilledPaper[] | null> {
  const { form, estate, id, now } = asked;
  const today = localDate(now, estate.timezone);
  const period = periodOf(form, asked.period, today);
  const made = (await MAKERS[form.key]?.(ctx, { ...asked, period })) ?? [];
  if (made.length === 0 && id !== null) return null;
  const label = form.period === 'none' ? '' : periodLabel(period, ANOTHER_YEAR);
  const none = emptyPaper(form, nothingZh(form));
  const heading = { company: ctx.forms.company, estate: estate.name, period: label, date: today };
  return (made.length === 0 ? [none] : made).map((paper) => fillPaper(form, paper, heading));
}

const nothingZh = ({ title }: Form): string => `本期没有${title}。`;

const none = (says: string): Made => ({ kind: 'none', says });

/** One form of an estate as a file. */
export async function makeReport(ctx: Context, asked: Asked, type: FileType): Promise<Made> {
  const { form, estate, id } = asked;
  if (!form.files.includes(type)) return none(`《${form.title}》没有 ${type}，可以要 ${form.files.join('、')}。`);
  if (form.about === 'policy') return drawPolicy(ctx, asked, type);
  if (type === 'xlsx' || type === 'docx') {
    const faults = await checkForm(ctx.forms, form);
    if (faults.length > 0) return none(`《${form.title}》的模板有误，请修好再取：${faults.join('；')}`);
  }
  const papers = await makePapers(ctx, asked).catch((error: unknown) => {
    if (error instanceof PaperFault) return error;
    throw error;
  });
  if (papers instanceof PaperFault) {
    const names = papers.missing.map((one) => `「${one}」`).join('、');
    return none(`《${form.title}》的栏目${names}系统没有内容可填：请改名，或在表单文件里写 fill: write 留给人填。`);
  }
  if (papers === null) return none(`没有编号为「${id ?? ''}」的${form.title}。`);
  const bytes = await renderPapers(ctx.forms, form, papers, type);
  if (bytes === null) return none(`《${form.title}》没有可画的图。`);
  const [first] = papers;
  const period = first?.fields['期间'] ?? '';
  const isEmpty = first?.fields['说明'] === nothingZh(form);
  const name = [form.title, estate.name, id ?? period].filter((part) => part !== '').join(' ');
  return { kind: 'file', file: { name: `${name}.${type}`, mime: MIME[type], bytes, papers: papers.length, isEmpty } };
}

async function drawPolicy(ctx: Context, { form, estate, id }: Asked, type: FileType): Promise<Made> {
  const chart = flowChart(ctx, estate, id);
  if ('says' in chart) return none(chart.says);
  const bytes = type === 'svg' ? Buffer.from(chart.svg, 'utf8') : await flowChartPng(chart.svg);
  if (bytes === null) return none(`《${form.title}》画不出来：没有安装画图所需的软件包。`);
  return {
    kind: 'file',
    file: { name: `${form.title} ${chart.policy}.${type}`, mime: MIME[type], bytes, papers: 1, isEmpty: false },
  };
}

/** Papers hold names and numbers: who had which is kept. */
export const reportEntry = (
  { form, estate, period, id, now }: Asked,
  type: FileType,
  actor: string,
  papers: number,
): AuditEntry => ({
  at: now,
  actor,
  action: 'report.make',
  estate: estate.id,
  subject: `report:${form.key}`,
  detail: { period: period?.name ?? null, id, type, papers },
});
