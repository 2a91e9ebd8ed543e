/** 同事接待以后: the bot speaks again and says so; a question that is still open comes once more with its menu. */
import type { Sayings } from './sayings.js';
import type { Effect, Session } from './turn.js';
import { say } from './wording.js';

/** What is said when a colleague has ended their conversation; `session` is the talk that waits for an answer, if one does. */
export function backAgain(session: Session | null, sayings: Sayings): Extract<Effect, { kind: 'say' }> {
  const alone = { kind: 'say', text: sayings.back, purpose: 'reply' } as const;
  if (session === null || session.grade !== null) return alone;
  const again = say(session, sayings, 'ask-again', 'reply', 'grades');
  return again.kind === 'say' ? { ...again, text: `${sayings.back}${again.text}` } : alone;
}
