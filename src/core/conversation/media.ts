/**
 * 图片与语音: what is not words goes to staff and is kept with the record. Before an answer a tap is asked for, once; what
 * follows within a minute belongs to the same sending, and is answered once.
 */
import { MINUTE, type Instant } from '../calendar.js';
import { fill, type SayingKey, type Sayings } from './sayings.js';
import type { Effect, Input, Session, Turn } from './turn.js';
import { say } from './wording.js';

/** How long after one picture the next belongs to the same sending. */
const SENDING_MS = MINUTE;

/** The turn of something sent that is not words: staff are told once of a sending, the resident hears once that it came. */
export function heardMedia(
  session: Session,
  media: Extract<Input, { kind: 'sent-media' }>['media'],
  now: Instant,
  sayings: Sayings,
): Turn {
  const { mediaAt = -Infinity, told: answer } = session;
  const isMore = now - mediaAt < SENDING_MS && !(answer !== undefined && answer.at >= mediaAt);
  const sent: Session = { ...session, mediaAt: now };
  if (isMore || session.state === 'stopped') return { session: sent, effects: isMore ? [] : [told(media, sayings)] };
  const isOpen = session.grade === null && (session.state === 'asked' || session.state === 'clarifying');
  if (isOpen && session.mediaAt === undefined) {
    return { session: sent, effects: [told(media, sayings), say(session, sayings, 'media', 'reply', 'grades')] };
  }
  const key: SayingKey = session.state === 'reason' ? 'media-reason' : 'media-done';
  return { session: sent, effects: [told(media, sayings), say(session, sayings, key, 'reply')] };
}

const told = (media: Extract<Input, { kind: 'sent-media' }>['media'], sayings: Sayings): Effect => ({
  kind: 'new-request',
  text: fill(sayings, 'media-note', { media: sayings[`media-${media}`] }),
});
