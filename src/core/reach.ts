/**
 * 到访台账: what an inspector asks of a drawn household: was it reached, how, and what came of each attempt. Pure; every
 * function speaks of one visit.
 */
import { localTime, type Instant, type LocalDate } from './calendar.js';
import type { AttemptOutcome, Method, ReachOutcome, VisitStatus } from './terms.js';
import type { VisitCommand } from './visit.js';

/** One attempt to reach a household, numbered within its visit from 1. */
export type Attempt = {
  readonly number: number;
  readonly channel: Method | 'paper';
  readonly at: Instant;
  /** A userid, or `system` for what the program sent. */
  readonly by: string;
  readonly outcome: AttemptOutcome;
};

/** How a visit ends by a command; null where the command ends nothing, or opens it again. */
export function outcomeOf(command: VisitCommand): ReachOutcome | null {
  switch (command.kind) {
    case 'record':
      return answeredBy(command.method);
    case 'excuse':
    case 'lapse':
      return command.outcome;
    case 'give-up':
      return 'unreachable';
    case 'replace':
      return 'replaced';
    case 'cancel':
      return 'cancelled';
    case 'draw':
    case 'assign':
    case 'ask':
    case 'remind':
    case 'postpone':
    case 'hand-over':
    case 'correct':
    case 'review':
    case 'close':
    case 'replan':
    case 'revive':
      return null;
    default:
      return command satisfies never;
  }
}

/** Answered by chat, by phone, at the door or on paper. */
export function answeredBy(method: Method | 'paper'): ReachOutcome {
  switch (method) {
    case 'chat':
      return 'answered-chat';
    case 'phone':
      return 'answered-phone';
    case 'in-person':
    case 'on-site':
    case 'walk-round':
    case 'meeting':
    case 'intercom':
      return 'answered-door';
    case 'written':
    case 'paper':
      return 'answered-paper';
    default:
      return method satisfies never;
  }
}

/** Whether a command leaves the outcome that the visit had: only what opens a visit again takes it away. */
export const keepsOutcome = (command: VisitCommand): boolean =>
  command.kind !== 'revive' && !(command.kind === 'review' && command.verdict === 'return');

/**
 * How a drawn household stands at `now`: the outcome that its visit ended with; before that what its attempts say once
 * the window is over (nobody answered a question, nobody was met), else not yet.
 */
export function standing(
  visit: { readonly outcome: ReachOutcome | null; readonly due: Instant; readonly status: VisitStatus },
  attempts: readonly Pick<Attempt, 'outcome'>[],
  now: Instant,
): ReachOutcome {
  if (visit.outcome !== null) return visit.outcome;
  if (now < visit.due) return 'not-yet';
  const last = attempts.at(-1)?.outcome;
  if (last === 'silent' || last === 'delivered') return 'silent';
  return last === 'no-answer' ? 'unreachable' : 'not-yet';
}

/** How a visit ends that nobody can make any more; `method`: how the record was made that it has, if it has one. */
export function lapsedAs(
  visit: { readonly outcome: ReachOutcome | null; readonly due: Instant; readonly status: VisitStatus },
  attempts: readonly Pick<Attempt, 'outcome'>[],
  method: Method | 'paper' | null,
): ReachOutcome {
  if (method !== null) return answeredBy(method);
  const outcome = standing(visit, attempts, visit.due);
  return outcome === 'not-yet' ? 'not-done' : outcome;
}

/** The parts of a day in which staff try to reach somebody. */
export const DAY_PARTS = { morning: '上午', afternoon: '下午', evening: '晚上' } as const;
export type DayPart = keyof typeof DAY_PARTS;

const NOON = 12 * 60;
const EVENING = 18 * 60;

export function dayPart(at: Instant, zone: string): DayPart {
  const { minutes } = localTime(at, zone);
  return minutes < NOON ? 'morning' : minutes < EVENING ? 'afternoon' : 'evening';
}

/** ◆ Staff make so many attempts where a policy says nothing else (policies.md §1 Counting). */
const ATTEMPTS = 3;

/** How many attempts at different times of day a policy asks for before a household is unreachable. */
export const neededAttempts = (policy: { readonly attempts?: number | undefined } | null): number =>
  policy?.attempts ?? ATTEMPTS;

/** How far the attempts of staff have come: how many count, and what is still missing before a household is unreachable. */
export type Progress = {
  readonly counted: number;
  readonly needed: number;
  /** The parts of the day in which nobody has tried, while that matters; in the order of the day. */
  readonly untried: readonly DayPart[];
  readonly enough: boolean;
};

/**
 * Attempts at different times of day (policies.md §1 Counting): of those in one part of one day only the first counts,
 * and they must spread over as many parts of the day as are asked for, up to three.
 */
export function progress(attempts: readonly Attempt[], needed: number, zone: string): Progress {
  const failed = attempts.filter(({ by, outcome }) => by !== 'system' && outcome === 'no-answer');
  const slots = new Set(failed.map(({ at }) => slotOf(at, zone)));
  const tried = new Set(failed.map(({ at }) => dayPart(at, zone)));
  const parts = Object.keys(DAY_PARTS) as readonly DayPart[];
  const spread = tried.size >= Math.min(needed, parts.length);
  return {
    counted: slots.size,
    needed,
    untried: spread ? [] : parts.filter((part) => !tried.has(part)),
    enough: slots.size >= needed && spread,
  };
}

const slotOf = (at: Instant, zone: string): `${LocalDate} ${DayPart}` =>
  `${localTime(at, zone).date} ${dayPart(at, zone)}`;

/** 138****0000: four figures before the last four are covered, of a landline all that stand there. */
export const maskedPhone = (phone: string): string =>
  phone.length < 7 ? phone : `${phone.slice(0, -8)}****${phone.slice(-4)}`;
