/** 绩效数字: what one member of staff had to do in a period and did, and how those took it for whom it was done (p02.19, p03.14). */
import { complianceRate, type sumOf } from './compliance.js';
import { rate, type Tally } from './survey.js';

export type Done = ReturnType<typeof sumOf>;

/** Services that somebody did: speed and quality per repairer (p11.7). `timed`: those whose report has a time. */
export type Work = {
  readonly done: number;
  readonly timed: number;
  readonly tookMs: number;
  readonly unfinished: number;
  readonly satisfaction: Tally;
};

export const NO_WORK: Omit<Work, 'satisfaction'> = { done: 0, timed: 0, tookMs: 0, unfinished: 0 };

export type Performance = {
  /** Visits that were theirs, each once by its own end; and what else they had to do. */
  readonly tasks: Done;
  readonly duties: Done;
  /** Visits that they made in person or by phone, and records of theirs that a review gave back. */
  readonly made: number;
  readonly returned: number;
  readonly satisfaction: Tally;
  readonly work: Work;
};

/** 按时率: of the visits and duties whose end has passed or that are done, those in time; null where there are none. */
export function inTimeRate({ tasks, duties }: Performance): { readonly rate: string | null; readonly base: number } {
  const sum = (key: 'inTime' | 'late' | 'overdue'): number => tasks[key] + duties[key];
  const all = { inTime: sum('inTime'), late: sum('late'), overdue: sum('overdue') };
  return { rate: complianceRate(all), base: all.inTime + all.late + all.overdue };
}

/** Of one person who stands under two names: their account, and what another system calls them. */
export const together = (a: Performance, b: Performance): Performance => ({
  tasks: summed(a.tasks, b.tasks),
  duties: summed(a.duties, b.duties),
  made: a.made + b.made,
  returned: a.returned + b.returned,
  satisfaction: tallied(a.satisfaction, b.satisfaction),
  work: {
    done: a.work.done + b.work.done,
    timed: a.work.timed + b.work.timed,
    tookMs: a.work.tookMs + b.work.tookMs,
    unfinished: a.work.unfinished + b.work.unfinished,
    satisfaction: tallied(a.work.satisfaction, b.work.satisfaction),
  },
});

const summed = (a: Done, b: Done): Done => ({
  due: a.due + b.due,
  inTime: a.inTime + b.inTime,
  late: a.late + b.late,
  open: a.open + b.open,
  overdue: a.overdue + b.overdue,
  excused: a.excused + b.excused,
});

function tallied(a: Tally, b: Tally): Tally {
  const [returned, satisfied, fairly] = [a.returned + b.returned, a.satisfied + b.satisfied, a.fairly + b.fairly];
  return {
    issued: a.issued + b.issued,
    returned,
    satisfied,
    fairly,
    dissatisfied: a.dissatisfied + b.dissatisfied,
    rate: rate(satisfied + fairly, returned),
  };
}

const HOUR = 3_600_000;

/** Hours from report to end in the mean, with one decimal, half up; null where no report has a time. */
export function meanHours({ timed, tookMs }: Pick<Work, 'timed' | 'tookMs'>): string | null {
  if (timed === 0) return null;
  const tenths = Math.floor((20 * tookMs + timed * HOUR) / (2 * timed * HOUR));
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}
