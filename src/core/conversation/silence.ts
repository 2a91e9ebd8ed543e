/** 没有回音: what it means that time passed without a word, in each state of a talk. */
import { HOUR, type Instant } from '../calendar.js';
import { mostlyOver } from '../window.js';
import { handedOver } from './answers.js';
import type { Sayings } from './sayings.js';
import { hasSurvey, sentAsItIs, surveyReminded } from './survey-talk.js';
import { waitsUntil, type Effect, type Input, type Session, type Turn } from './turn.js';
import { say } from './wording.js';

/** One reminder, then a person; after an answer silence ends the talk. */
export function silent(
  session: Session,
  mute: Extract<Input, { kind: 'silent' }>['mute'],
  now: Instant,
  sayings: Sayings,
): Turn {
  const quiet: Effect = { kind: 'wake', at: null };
  switch (session.state) {
    case 'asked': {
      const isPostponed = session.later === 'promised';
      const unable = session.reminded && !isPostponed ? 'silent' : (mute ?? tooLate(session, now));
      if (unable !== null)
        return hasSurvey(session) ? sentAsItIs(session, unable) : handedOver(session, unable, null, []);
      const later = isPostponed ? ({ later: 'asked' } as const) : {};
      const reminded: Session = { ...session, reminded: true, remindedAt: now, ...later };
      const key = isPostponed ? 'ask-later' : 'remind';
      const again = hasSurvey(reminded)
        ? surveyReminded(reminded, key, sayings)
        : say(reminded, sayings, key, 'remind', 'grades');
      return { session: reminded, effects: [again, { kind: 'wake', at: handOverAt(session, now) }] };
    }
    case 'clarifying':
      return handedOver(session, 'silent', null, []);
    case 'reason':
    case 'more':
    case 'changing':
    case 'confirming':
      return { session: { ...session, state: 'done' }, effects: [quiet] };
    case 'new':
    case 'waiting':
    case 'done':
    case 'with-staff':
    case 'stopped':
      return { session, effects: [quiet] };
    default:
      return session.state satisfies never;
  }
}

/** Why there is no time for a reminder any more: the window is over, or a person needs the rest of it. */
function tooLate(session: Session, now: Instant): 'late' | 'quiet' | null {
  if (now >= session.due) return 'late';
  return now >= waitsUntil(session) ? 'quiet' : null;
}

/** 24 hours after the reminder; sooner at three quarters of the time between question and due, or while a duty day is left. */
function handOverAt(session: Session, now: Instant): Instant {
  const asked = session.askedAt ?? now;
  const latest = Math.min(mostlyOver({ earliest: asked, due: session.due }), waitsUntil(session));
  return Math.max(now, Math.min(now + session.handOverAfterHours * HOUR, latest)) as Instant;
}
