/** An answer too late: the visit takes no record any more, and what was said is passed on. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Effect, Turn } from '../core/conversation/turn.js';
import { GRADES } from '../core/terms.js';
import { decide } from '../core/visit.js';
import type { StoredVisit } from '../store/visits.js';

const gradeIn = (effects: readonly Effect[]) =>
  effects.find((effect) => effect.kind === 'record' || effect.kind === 'correct');

/** A visit that was cancelled, or given to another household, takes no record any more. */
export function isTooLate(visit: StoredVisit, { effects }: Turn, now: Instant): boolean {
  const said = gradeIn(effects);
  if (said === undefined) return false;
  const by = 'resident';
  const command =
    said.kind === 'record' ? ({ kind: 'record', method: 'chat', by } as const) : ({ kind: 'correct', by } as const);
  return 'kind' in decide(command, visit, now);
}

/** What was said is passed on all the same, and nothing is said to be recorded. */
export function tooLate({ sayings }: Context, { session, effects }: Turn): Turn {
  const said = gradeIn(effects);
  const words = said === undefined ? '' : `${GRADES[said.grade].zh}${said.remark === null ? '' : `：${said.remark}`}`;
  return {
    session: { ...session, state: 'done' },
    effects: [
      { kind: 'new-request', text: words },
      { kind: 'say', text: sayings['passed-on-short'], purpose: 'reply' },
      { kind: 'wake', at: null },
    ],
  };
}
