/** 绩效 in the words of a chat and as a picture: numbers with what they rest on, small ones marked, against the period before. */
import { inTimeRate, meanHours, type Done, type Performance, type Work } from '../performance.js';
import { changeZh, FEW_ZH, isFewOf } from './change.js';
import { baseZh } from './compliance-report.js';
import { countsText } from './rates-report.js';
import {
  FEW_RETURNED_NOTE,
  isFew,
  percent,
  type ChartValue,
  type GradeBar,
  type Panel,
  type TrendPoint,
} from './report.js';

/** One member of staff: what stands now, and in the period before. */
export type PerformanceLine = { readonly name: string; readonly now: Performance; readonly before: Performance | null };

/** `张伟：按时率 80.0%（…），比 2 月低 3.0 个百分点；…`. */
export function performanceZh({ name, now, before }: PerformanceLine, previous: string): string {
  const parts = [
    ...dueZh(now, before, previous),
    ...madeZh(now),
    ...satisfactionZh(now, before, previous),
    ...workZh(now.work),
  ];
  return `${name}：${parts.length === 0 ? '没有到期的回访和要办的事' : parts.join('；')}。`;
}

function dueZh(now: Performance, before: Performance | null, previous: string): readonly string[] {
  if (now.tasks.due + now.duties.due === 0) return [];
  const { rate, base } = inTimeRate(now);
  const change = before === null ? null : changeZh(rate, inTimeRate(before).rate, previous);
  const parts = [doneZh('回访', now.tasks), doneZh('要办的事', now.duties)].filter((part) => part !== '');
  const few = isFewOf(base) ? `，${FEW_ZH}` : '';
  const of = base === now.tasks.due + now.duties.due ? '' : `${baseZh(base)}：`;
  return [`按时率 ${percent(rate)}（${of}${parts.join('，')}${few}）${change === null ? '' : `，${change}`}`];
}

/** `回访按时 8 / 应办 10、补办 1、逾期未办 1`: what is 0 is left out. */
function doneZh(what: string, { due, inTime, late, overdue, excused }: Done): string {
  if (due === 0) return '';
  const rest = [
    ...(late === 0 ? [] : [`补办 ${late}`]),
    ...(overdue === 0 ? [] : [`逾期未办 ${overdue}`]),
    ...(excused === 0 ? [] : [`有理由 ${excused}`]),
  ];
  return [`${what}按时 ${inTime} / 应办 ${due}`, ...rest].join('、');
}

const madeZh = ({ made, returned }: Performance): readonly string[] =>
  made === 0 ? [] : [`亲自回访 ${made} 次${returned === 0 ? '' : `，审核退回 ${returned} 次`}`];

function satisfactionZh(
  { satisfaction: of }: Performance,
  before: Performance | null,
  previous: string,
): readonly string[] {
  if (of.issued === 0) return [];
  const change = before === null ? null : changeZh(of.rate, before.satisfaction.rate, previous);
  const few = isFew(of.returned) ? `，${FEW_RETURNED_NOTE}` : '';
  return [`回访满意率 ${percent(of.rate)}（${countsText(of)}${few}）${change === null ? '' : `，${change}`}`];
}

function workZh(work: Work): readonly string[] {
  if (work.done === 0 && work.satisfaction.issued === 0) return [];
  const hours = meanHours(work);
  const { satisfaction: of } = work;
  const few = isFew(of.returned) ? `，${FEW_RETURNED_NOTE}` : '';
  return [
    `经办服务 ${work.done} 件`,
    ...(hours === null ? [] : [`平均 ${hours} 小时办完（有报修时间的 ${work.timed} 件）`]),
    ...(work.unfinished === 0 ? [] : [`没有做完 ${work.unfinished} 件`]),
    ...(of.issued === 0 ? [] : [`经办服务满意率 ${percent(of.rate)}（${countsText(of)}${few}）`]),
  ];
}

/** No picture holds more people. */
const MOST_BARS = 15;

/** Of several people their grades side by side; of one their 按时率 over the periods. */
export function performanceChart(
  title: string,
  lines: readonly PerformanceLine[],
  points: readonly TrendPoint[],
): ChartValue | null {
  const panels: Panel[] = [
    ...barsOf('负责的回访', lines, ({ satisfaction }) => satisfaction),
    ...barsOf('经办的服务', lines, ({ work }) => work.satisfaction),
  ];
  if (points.filter(({ rate }) => rate !== null).length > 1)
    panels.push({ kind: 'trend', title: '按时率走势', points });
  if (panels.length === 0) return null;
  const notes = ['满意程度旁的两个数是回收 / 发出，走势旁的是按时 / 已到期或已办的。'];
  return { title, subtitle: null, panels, passMark: null, notes };
}

function barsOf(
  title: string,
  lines: readonly PerformanceLine[],
  tallyOf: (of: Performance) => Omit<GradeBar, 'label'>,
): readonly Panel[] {
  const bars = lines
    .map(({ name, now }) => ({ ...tallyOf(now), label: name }))
    .filter(({ issued }) => issued > 0)
    .slice(0, MOST_BARS);
  return bars.length === 0 ? [] : [{ kind: 'grades', title, bars }];
}

/** Who has most left undone comes first; then by the rate, the lowest first; then by name. */
export function worstFirst(a: PerformanceLine, b: PerformanceLine): number {
  const [left, right] = [inTimeRate(a.now).rate, inTimeRate(b.now).rate];
  return Number(left ?? 100) - Number(right ?? 100) || (a.name < b.name ? -1 : 1);
}
