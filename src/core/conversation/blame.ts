/**
 * 说过不满意以后: praise of something else, or of the bot, is no new grade; only a grade in so many words is. That the fault
 * is gone by now is noted, and asked about by a tap.
 */
import type { Understanding } from '../understand/index.js';
import { completed } from './added.js';
import { reasonGiven } from './answers.js';
import type { Sayings } from './sayings.js';
import type { Session, Turn } from './turn.js';
import { say } from './wording.js';

/** The grade itself, or that the one before was a slip. */
export const EXPLICIT = /满意|一般|改|[打点选按写]错/u;
/** 修好了, 现在不漏了. */
const GONE = /(?:修|弄|搞|处理|解决|治|现在|已经|终于|都|可以)(?:好|完)?了|没事了|不(?:漏|滴|渗|堵|响|吵|臭)了/u;

/** The turn of words that sound better than the dissatisfied grade before them; null where they are something else. */
export function afterBlame(session: Session, text: string, meant: Understanding, sayings: Sayings): Turn | null {
  const words = text.trim();
  const { state, grade, signed } = session;
  if (grade !== 'dissatisfied' || signed || (state !== 'reason' && state !== 'done' && state !== 'confirming'))
    return null;
  if (meant.kind !== 'grade' || meant.grade === 'dissatisfied' || meant.and?.includes('human')) return null;
  if (EXPLICIT.test(words)) return null;
  if (GONE.test(words)) {
    const { session: noted, effects } = completed(session, words, meant, sayings);
    const asked: Session = { ...noted, state: 'changing' };
    const others = effects.filter(({ kind }) => kind !== 'say');
    return { session: asked, effects: [...others, say(asked, sayings, 'change', 'reply', 'grades')] };
  }
  return state === 'reason' ? reasonGiven(session, words, [], sayings) : completed(session, words, meant, sayings);
}
