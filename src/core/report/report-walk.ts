/** 报表的流转: where a report stands, what may be done with it there, and whose signatures hold. */
import type { Instant } from '../calendar.js';

export const REPORT_STATUSES = {
  making: { zh: '待制作' },
  walking: { zh: '审核中' },
  approved: { zh: '已批准' },
  archived: { zh: '已存档' },
  deleted: { zh: '已期满销毁' },
} as const satisfies Record<string, { readonly zh: string }>;
export type ReportStatus = keyof typeof REPORT_STATUSES;

/** What is to be done with a report when its time has come. */
export type ReportTodo =
  /** A version is made, if none is there or the figures have changed, and given to whoever has the report. */
  | 'make'
  /** A new version is made in any case: it was returned. */
  | 'remake'
  /** The approved version is made again with the signatures in it. */
  | 'sign'
  | 'archive';

export type Walk = {
  readonly status: ReportStatus;
  readonly step: number;
  readonly version: number;
  readonly todo: ReportTodo | null;
};

/** The step that has it is done: the next one has it; after the last it is approved. */
export function passOn(walk: Walk, steps: number): Walk {
  if (walk.step + 1 >= steps) return { ...walk, status: 'approved', todo: 'sign' };
  return { ...walk, status: 'walking', step: walk.step + 1, todo: 'make' };
}

/** Back by one step; null where nobody had it before. */
export const sendBack = (walk: Walk): Walk | null =>
  walk.status !== 'walking' || walk.step === 0 ? null : { ...walk, step: walk.step - 1, todo: 'remake' };

/** `followed`: after the approval somebody saw to what it says (p02.17); such a step stands behind all of its road. */
export type StepWhat = 'passed' | 'returned' | 'followed';
/** What was done to it; `title` is the role's as the policy calls it. */
export type DoneStep = {
  readonly step: number;
  readonly what: StepWhat;
  readonly by: string;
  readonly name: string;
  readonly title: string;
  readonly at: Instant;
  readonly opinion: string | null;
};

/** The signatures that hold, in the order of the steps: what was returned is to be signed again from there on. */
export function holdingSigns<Step extends DoneStep>(done: readonly Step[]): readonly Step[] {
  const signs: Step[] = [];
  for (const one of done) {
    if (one.what === 'returned') signs.length = Math.min(signs.length, Math.max(0, one.step - 1));
    else signs[one.step] = one;
  }
  return signs.filter((one) => one !== undefined);
}

/** Whether somebody's own signature stands under an earlier step: who made a report does not review it where another can. */
export const hasSignedBefore = (done: readonly DoneStep[], step: number, who: string): boolean =>
  holdingSigns(done).some((one) => one.step < step && one.by === who);

/** Several steps that one person signed: `编制、审核由孙国栋一人签署，当时没有别人可办。`; empty where all are different people's. */
export function signedAloneZh(signs: readonly DoneStep[], steps: number): string {
  const people = [...new Set(signs.map(({ by }) => by))];
  return people
    .map((who) => signs.filter((one) => one.by === who && one.step < steps))
    .flatMap((own) => {
      const [first, ...others] = own;
      if (first === undefined || others.length === 0) return [];
      return [`${own.map(({ step }) => stepZh(step, steps)).join('、')}由${first.name}一人签署，当时没有别人可办。`];
    })
    .join('');
}

const stepZh = (step: number, steps: number): string => (step === 0 ? '编制' : step === steps - 1 ? '批准' : '审核');
