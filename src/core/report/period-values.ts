/** 期间数字与明细: what the reports of a period are made from, as the store counts and lists it. */
import type { Instant } from '../calendar.js';
import type { Tally } from '../survey.js';
import type { EventKind, Grade, Method, VisitStatus } from '../terms.js';

/** 处理宗数 and, of those, how many have a visit that was made: 回访宗数. */
export type Handled = { readonly kind: EventKind; readonly handled: number; readonly visited: number };

/**
 * Records 回访记录 made in the period, of visits that an event or a round 周期回访 asked for: `issued` are all, `returned` those
 * that hold a grade.
 */
export type Recorded = Tally & { readonly kind: EventKind; readonly isRound: boolean };

/** How many answers of a household held a grade. */
export type HouseholdGrade = {
  readonly household: string;
  readonly kind: EventKind;
  readonly grade: Grade;
  readonly count: number;
};

/** What became of a case. */
export type CaseState = { readonly id: number; readonly isOpen: boolean; readonly outcome: string | null };

/** A visit whose record says that something is not as it should be (p03.12), or whose promise was missed. */
export type Nonconforming = {
  readonly no: number;
  readonly at: Instant;
  readonly household: string | null;
  readonly counterparty: string;
  readonly kind: EventKind;
  readonly grade: Grade | null;
  readonly remark: string | null;
  readonly unfinished: boolean;
  readonly promiseMissed: boolean;
  readonly description: string | null;
  readonly case: CaseState | null;
};

/** A case 个案 with what it is about. */
export type PeriodCase = CaseState & {
  readonly kind: string;
  readonly household: string | null;
  readonly text: string | null;
  readonly matter: string | null;
  readonly eventKind: EventKind | null;
  readonly promisedAt: Instant | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly assignee: string | null;
  readonly visitNo: number | null;
  /** What the household said when it was told what had been done. */
  readonly answer: string | null;
};

/** A visit that somebody is to make, or made. */
export type PlannedVisit = {
  readonly no: number;
  readonly household: string | null;
  readonly counterparty: string;
  readonly kind: EventKind;
  readonly event: string | null;
  readonly startedBy: string;
  readonly record: string;
  readonly clause: string;
  readonly status: VisitStatus;
  readonly how: readonly Method[];
  readonly by: readonly string[];
  readonly earliest: Instant;
  readonly due: Instant;
  readonly assignee: string | null;
  readonly assignedAt: Instant | null;
  readonly description: string | null;
};
