/**
 * Visit task 回访任务: a state machine that can be read. A command meets the visit's status in one table; what it
 * decides is a list of events, each naming the clause that allows it; `evolve` carries an event out on the visit.
 */
import type { Instant } from './calendar.js';
import { isAnswer, type EventKind, type Method, type ReachOutcome, type Role, type VisitStatus } from './terms.js';

/** One due visit. Its identity is (estate, policy, clause, startedBy, counterparty, visit); `no` is what people write. */
export type Visit = {
  readonly no: number;
  readonly id: string;
  readonly estate: string;
  readonly policy: string;
  readonly clause: string;
  /** The event's id, or the period, that started it. */
  readonly startedBy: string;
  /** A household, or an organisation's name. */
  readonly counterparty: string;
  /** Its number within clause and counterparty, from 1. */
  readonly visit: number;
  readonly event: string | null;
  readonly household: string | null;
  readonly kind: EventKind;
  readonly status: VisitStatus;
  readonly earliest: Instant;
  readonly due: Instant;
  /** Percent; null where the supervisor or a quota decides. */
  readonly rate: number | null;
  readonly quota: 'tiers' | 'per-day' | null;
  readonly by: readonly Role[];
  readonly how: readonly Method[];
  /** The form's title. */
  readonly record: string;
  readonly needsSignature: boolean;
  readonly assignee: string | null;
  readonly assignedAt: Instant | null;
  readonly askedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly channel: string | null;
};

/** What somebody or something wants of a visit. `clause` where another clause than the visit's own asks for it. */
export type VisitCommand = { readonly clause?: string } & (
  | { readonly kind: 'draw'; readonly chosen: boolean }
  | { readonly kind: 'assign'; readonly to: string }
  | { readonly kind: 'ask'; readonly channel: string }
  | { readonly kind: 'remind' }
  | { readonly kind: 'postpone'; readonly until: Instant }
  | { readonly kind: 'hand-over'; readonly reason: string }
  | { readonly kind: 'record'; readonly method: Method | 'paper'; readonly by: string }
  | { readonly kind: 'correct'; readonly by: string }
  | { readonly kind: 'give-up'; readonly attempts: number; readonly needed: number }
  /** The household refuses, has moved, or is not the one meant: nobody is to try again. */
  | { readonly kind: 'excuse'; readonly outcome: Excuse }
  /** Nobody can make it any more: it ends as it stands, by the record that it had, else as not done. */
  | { readonly kind: 'lapse'; readonly reason: string; readonly outcome: ReachOutcome }
  | { readonly kind: 'replace'; readonly with: string }
  | { readonly kind: 'review'; readonly verdict: 'approve' | 'return'; readonly by: string; readonly opinion: string }
  | { readonly kind: 'close' }
  | { readonly kind: 'cancel'; readonly reason: string }
  | { readonly kind: 'replan'; readonly earliest: Instant; readonly due: Instant }
  | { readonly kind: 'revive'; readonly earliest: Instant; readonly due: Instant }
);

/** Why a visit ends without an answer although somebody was reached. */
export type Excuse = Extract<ReachOutcome, 'refused' | 'wrong-person' | 'moved'>;

/** What happened to a visit: the audit entry of a transition. */
export type VisitEvent = {
  readonly at: Instant;
  readonly clause: string;
  readonly from: VisitStatus;
  readonly to: VisitStatus;
  readonly command: VisitCommand;
};

export type Refusal = {
  readonly kind: 'refused';
  readonly reason: 'wrong-status' | 'too-early' | 'too-few-attempts' | 'nobody-to-replace' | 'empty-window' | 'past';
  readonly status: VisitStatus;
};

type Moves = Partial<Record<VisitStatus, VisitStatus>>;

const still = (...statuses: readonly VisitStatus[]): Moves =>
  Object.fromEntries(statuses.map((status) => [status, status]));
const all = (to: VisitStatus, ...statuses: readonly VisitStatus[]): Moves =>
  Object.fromEntries(statuses.map((status) => [status, to]));

/** Which command leads from which status to which. What does not stand here is refused. */
const MOVES: Readonly<Record<VisitCommand['kind'], Moves>> = {
  /** A top-up at the period's close draws what was not drawn. */
  draw: all('drawn', 'planned', 'not-drawn'),
  /** Handing a visit to somebody else leaves it where it stands. */
  assign: { drawn: 'assigned', ...still('assigned', 'asked', 'postponed', 'with-staff') },
  ask: all('asked', 'drawn', 'assigned', 'postponed'),
  remind: still('asked'),
  postpone: all('postponed', 'drawn', 'assigned', 'asked', 'postponed', 'with-staff'),
  'hand-over': all('with-staff', 'drawn', 'assigned', 'asked', 'postponed'),
  /** An answer counts whenever it comes, also by chat while a person is already on the way. */
  record: all('recorded', 'drawn', 'assigned', 'asked', 'postponed', 'with-staff', 'unreachable'),
  /** A correction is appended, until the record is reviewed. */
  correct: still('recorded'),
  'give-up': all('unreachable', 'assigned', 'postponed', 'with-staff'),
  excuse: all('unreachable', 'drawn', 'assigned', 'asked', 'postponed', 'with-staff'),
  lapse: all('unreachable', 'drawn', 'assigned', 'asked', 'postponed', 'with-staff'),
  replace: { unreachable: 'replaced' },
  review: { recorded: 'reviewed' },
  /** Put away 存档: nobody changes it any more. What no policy has reviewed goes as it was recorded. */
  close: all('closed', 'recorded', 'reviewed'),
  cancel: all(
    'cancelled',
    'planned',
    'not-drawn',
    'drawn',
    'assigned',
    'asked',
    'postponed',
    'with-staff',
    'unreachable',
  ),
  /** The event was corrected: its window moves as long as nobody was asked. */
  replan: still('planned', 'not-drawn', 'drawn', 'assigned'),
  /** The event asks for it again: an older version of it had come late, or a policy was adopted anew. */
  revive: { cancelled: 'planned' },
};

/** The statuses from which nothing leads on. */
export const FINAL_STATUSES: readonly VisitStatus[] = ['closed', 'replaced', 'cancelled'];

/** Whether somebody still has to do something for the visit to take place. */
export function isOpen(status: VisitStatus): boolean {
  return status in MOVES.cancel && status !== 'not-drawn';
}

/** Whether somebody may still make it: open, and not given up because nobody answered. */
export const isToBeMade = (status: VisitStatus): boolean => isOpen(status) && status !== 'unreachable';

/** Whether the visit's record has been reviewed 已审核: what it says stays then. */
export const isReviewed = (status: VisitStatus): boolean => status === 'reviewed' || status === 'closed';

/** Whether the visit is a task that somebody is to work, now or at an agreed time. */
export const isTask = ({ status }: Pick<Visit, 'status'>): boolean => status === 'with-staff' || status === 'postponed';

/** Decides a command at `now`: the events that follow, or why not. Pure; the visit is not changed. */
export function decide(command: VisitCommand, visit: Visit, now: Instant): readonly VisitEvent[] | Refusal {
  const move = MOVES[command.kind][visit.status];
  if (move === undefined) return refused('wrong-status', visit);
  const reason = objection(command, visit, now);
  if (reason !== null) return refused(reason, visit);
  const to = outcome(command, move);
  return [{ at: now, clause: command.clause ?? visit.clause, from: visit.status, to, command }];
}

/** Carries an event out. Events applied in their order always give the same visit. */
export function evolve(visit: Visit, event: VisitEvent): Visit {
  const moved = { ...visit, status: event.to };
  const { command, at } = event;
  switch (command.kind) {
    case 'assign':
      return { ...moved, assignee: command.to, assignedAt: at };
    case 'ask':
      return { ...moved, askedAt: visit.askedAt ?? at, channel: command.channel };
    case 'record':
      return { ...moved, answeredAt: visit.answeredAt ?? at };
    case 'replan':
    case 'revive':
      return { ...moved, earliest: command.earliest, due: command.due };
    case 'draw':
    case 'remind':
    case 'postpone':
    case 'hand-over':
    case 'correct':
    case 'give-up':
    case 'excuse':
    case 'lapse':
    case 'replace':
    case 'review':
    case 'close':
    case 'cancel':
      return moved;
    default:
      return command satisfies never;
  }
}

function outcome(command: VisitCommand, move: VisitStatus): VisitStatus {
  if (command.kind === 'draw' && !command.chosen) return 'not-drawn';
  if (command.kind === 'review' && command.verdict === 'return') return 'with-staff';
  if (command.kind === 'lapse' && isAnswer(command.outcome)) return 'recorded';
  return move;
}

/** What the table cannot say: windows, attempts, and that at 100% there is nobody to replace. */
function objection(command: VisitCommand, visit: Visit, now: Instant): Refusal['reason'] | null {
  if (command.kind === 'ask' && now < visit.earliest) return 'too-early';
  if (command.kind === 'postpone' && command.until <= now) return 'past';
  if (command.kind === 'give-up' && command.attempts < command.needed) return 'too-few-attempts';
  if (command.kind === 'replace' && visit.rate === 100) return 'nobody-to-replace';
  if ((command.kind === 'replan' || command.kind === 'revive') && command.earliest >= command.due)
    return 'empty-window';
  return null;
}

const refused = (reason: Refusal['reason'], visit: Visit): Refusal => ({
  kind: 'refused',
  reason,
  status: visit.status,
});
