/**
 * 听着变好的话: after an answer only a grade in so many words makes it better. Praise of something else, words about the bot or
 * about waiting, and mockery (满意你妈) do not. That the fault is gone by now is noted, and asked about by a tap.
 */
import { isBetter, type Grade } from '../terms.js';
import type { Understanding } from '../understand/index.js';
import { completed } from './added.js';
import { reasonGiven } from './answers.js';
import { requestOf } from './no-answer.js';
import type { Sayings } from './sayings.js';
import { says } from './says.js';
import type { Session, Turn } from './turn.js';
import { say } from './wording.js';

/** The grade itself, or that the one before was a slip. */
export const EXPLICIT = /满意|一般|改|[打点选按写]错/u;
/** The word of the grade, flung back: 满意你妈, 你们满意了吧, 满意个屁. */
const FLUNG =
  /满意(?:个[屁鬼头毛]|你(?:个|大爷|奶奶|爹|全家)|了吧)|你们(?:自己|可|该|倒)满意|(?<!对)你们满意|(?:你|他|尼|特)[妈玛马]/u;
/** 修好了, 现在不漏了. */
const GONE = /(?:修|弄|搞|处理|解决|治|现在|已经|终于|都|可以)(?:好|完)?了|没事了|不(?:漏|滴|渗|堵|响|吵|臭)了/u;

/** That what was said before was meant the other way round. */
const REVERSED = /反话|讽刺|反着(?:说|听|看|理解)|说着玩|阴阳怪气/u;
export const isReversed = (words: string): boolean => says(REVERSED, words) && !says(EXPLICIT, words);

/** Whether the words are a grade in earnest. */
export const isInEarnest = (words: string): boolean => says(EXPLICIT, words) && !says(FLUNG, words);

const ANSWERED: ReadonlySet<Session['state']> = new Set(['reason', 'done', 'confirming', 'with-staff']);

/** The turn of words that sound better than the grade before them; null where they are something else. */
export function afterBlame(session: Session, text: string, meant: Understanding, sayings: Sayings): Turn | null {
  const words = text.trim();
  const { grade, signed, state } = session;
  const takesBack =
    isReversed(words) || (meant.kind === 'grade' && meant.grade !== 'dissatisfied' && says(FLUNG, words));
  if (grade !== null && grade !== 'dissatisfied' && ANSWERED.has(state) && takesBack) {
    const asked: Session = { ...session, state: 'changing' };
    return { session: asked, effects: [say(asked, sayings, 'change', 'reply', 'grades')] };
  }
  if (grade === null || signed || !ANSWERED.has(state) || !soundsBetter(meant, grade) || isInEarnest(words))
    return null;
  if (says(GONE, words)) {
    const { session: noted, effects } = completed(session, words, meant, sayings);
    const asked: Session = { ...noted, state: 'changing' };
    const others = effects.filter(({ kind }) => kind !== 'say');
    return { session: asked, effects: [...others, say(asked, sayings, 'change', 'reply', 'grades')] };
  }
  if (state === 'with-staff')
    return { session, effects: [...requestOf(true, words), say(session, sayings, 'with-staff', 'reply')] };
  return state === 'reason' ? reasonGiven(session, words, [], sayings) : completed(session, words, meant, sayings);
}

const soundsBetter = (meant: Understanding, than: Grade): boolean =>
  meant.kind === 'grade' && isBetter(meant.grade, than) && !(meant.and?.includes('human') ?? false);
