/** 到访台账 as rows: one for each attempt to reach a drawn household, or one for a household that nobody tried yet. */
import { formatInstant, type Instant } from '../calendar.js';
import { householdZh } from '../household.js';
import { standing, type Attempt } from '../reach.js';
import {
  ATTEMPT_OUTCOMES,
  GRADES,
  METHODS,
  REACH_OUTCOMES,
  type Grade,
  type ReachOutcome,
  type VisitStatus,
} from '../terms.js';

/** A drawn household's visit, with everything that an inspector asks of it. */
export type LedgerVisit = {
  readonly visit: number;
  readonly household: string | null;
  readonly counterparty: string;
  readonly policy: string;
  readonly clause: string;
  readonly event: string | null;
  readonly form: string;
  readonly status: VisitStatus;
  readonly earliest: Instant;
  readonly due: Instant;
  /** Whoever has it. */
  readonly assignee: string | null;
  readonly outcome: ReachOutcome | null;
  readonly outcomeAt: Instant | null;
  readonly replaces: number | null;
  readonly replacedBy: number | null;
  readonly grade: Grade | null;
  /** The number called, its middle hidden. */
  readonly called: string | null;
  /** Whether the resident's signature is wanted, and there. */
  readonly signature: 'not-needed' | 'waiting' | 'signed' | null;
  readonly attempts: readonly (Attempt & { readonly note: string | null })[];
};

/** `names` says who a userid is. */
export type LedgerScene = {
  readonly zone: string;
  readonly now: Instant;
  readonly names: ReadonlyMap<string, string>;
};

const SIGNATURES = { 'not-needed': '不需要', waiting: '待签名', signed: '已签名' } as const;

type Column = {
  readonly head: string;
  readonly cell: (visit: LedgerVisit, attempt: LedgerVisit['attempts'][number] | null, scene: LedgerScene) => string;
};

const local = (at: Instant | null, { zone }: LedgerScene): string =>
  at === null ? '' : formatInstant(at, zone).slice(0, 19).replace('T', ' ');
const text = (value: string | number | null): string => (value === null ? '' : String(value));

const COLUMNS: readonly Column[] = [
  { head: '任务', cell: ({ visit }) => text(visit) },
  {
    head: '受访方',
    cell: ({ household, counterparty }) => (household === null ? counterparty : householdZh(household)),
  },
  { head: '制度', cell: ({ policy }) => policy },
  { head: '条款', cell: ({ clause }) => clause },
  { head: '事项', cell: ({ event }) => text(event) },
  { head: '记录表', cell: ({ form }) => form },
  { head: '时限起', cell: ({ earliest }, _, scene) => local(earliest, scene) },
  { head: '时限止', cell: ({ due }, _, scene) => local(due, scene) },
  { head: '回访人', cell: ({ assignee }, _, scene) => (assignee === null ? '' : byZh(assignee, scene)) },
  { head: '到访结果', cell: (visit, _, { now }) => outcomeZh(visit, now) },
  { head: '结果时间', cell: ({ outcomeAt }, _, scene) => local(outcomeAt, scene) },
  { head: '评价', cell: ({ grade }) => (grade === null ? '' : GRADES[grade].zh) },
  { head: '拨打号码', cell: ({ called }) => text(called) },
  { head: '签名', cell: ({ signature }) => (signature === null ? '' : SIGNATURES[signature]) },
  { head: '替换任务', cell: ({ replaces }) => text(replaces) },
  { head: '第几次', cell: (_, attempt) => text(attempt?.number ?? null) },
  { head: '方式', cell: (_, attempt) => (attempt === null ? '' : channelZh(attempt.channel)) },
  { head: '时间', cell: (_, attempt, scene) => local(attempt?.at ?? null, scene) },
  { head: '由谁', cell: (_, attempt, scene) => (attempt === null ? '' : byZh(attempt.by, scene)) },
  { head: '联系结果', cell: (_, attempt) => (attempt === null ? '' : ATTEMPT_OUTCOMES[attempt.outcome].zh) },
  { head: '说明', cell: (_, attempt) => text(attempt?.note ?? null) },
];

export const LEDGER_HEADS: readonly string[] = COLUMNS.map(({ head }) => head);

/** A visit's rows, in the order of its attempts. */
export function ledgerRows(visit: LedgerVisit, scene: LedgerScene): readonly (readonly string[])[] {
  const attempts = visit.attempts.length === 0 ? [null] : visit.attempts;
  return attempts.map((attempt) => COLUMNS.map(({ cell }) => cell(visit, attempt, scene)));
}

/** 联系不上; a replaced one says by which visit. */
function outcomeZh(visit: LedgerVisit, now: Instant): string {
  const outcome = standing(visit, visit.attempts, now);
  const by = outcome === 'replaced' && visit.replacedBy !== null ? `（由任务 ${visit.replacedBy} 替换）` : '';
  return `${REACH_OUTCOMES[outcome].zh}${by}`;
}

const channelZh = (channel: Attempt['channel']): string => (channel === 'paper' ? '纸质记录' : METHODS[channel].zh);
/** `王芳（wangfang）` for a member of staff. */
function byZh(by: string, { names }: LedgerScene): string {
  const name = names.get(by);
  if (name !== undefined) return `${name}（${by}）`;
  return by === 'system' ? '系统' : by.startsWith('resident:') ? '住户' : by;
}
