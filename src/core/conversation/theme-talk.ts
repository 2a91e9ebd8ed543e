/**
 * 季度主题 in a talk (p02.8, p02.9): once the answer is recorded, and the reason of a dissatisfied one, the theme's
 * question is asked in the same reply. It is never pushed again; whatever is said to it is noted, and the record closed.
 */
import { quoted } from './answers.js';
import { fill, type Sayings } from './sayings.js';
import type { Effect, Session, Turn } from './turn.js';
import { cutBytes, gradeZh, optionsOf, say } from './wording.js';

/** The turn with the theme's question in place of its last word, where it is time for it. */
export function thenTheme(before: Session, turn: Turn, sayings: Sayings): Turn {
  const { session, effects } = turn;
  const isAnswer = effects.some(({ kind }) => kind === 'record') || before.state === 'reason';
  const isOver = session.state === 'done' || session.state === 'confirming';
  if (session.theme == null || session.grade === null || !isAnswer || !isOver) return turn;
  const question = fill(sayings, 'theme', { text: session.theme });
  const asked = effects.map((effect): Effect =>
    effect.kind === 'say'
      ? {
          kind: 'say',
          text: cutBytes(`${noted(session, effect.text, sayings)}${question}`, MENU_BYTES),
          purpose: 'reply',
          options: optionsOf(sayings, 'none'),
        }
      : effect,
  );
  return { session: { ...session, state: 'theme', theme: null }, effects: [...asked, { kind: 'theme-asked' }] };
}

const MENU_BYTES = 1000;

/** What was said of a bad answer stays whole; a good one is said back in a word, and as a whole once the talk closes. */
function noted(session: Session, text: string, sayings: Sayings): string {
  if (session.grade === null || session.grade === 'dissatisfied') return text;
  const also = text.endsWith(sayings['passed-on-short']) ? sayings['passed-on-short'] : '';
  return `${fill(sayings, 'noted', { grade: gradeZh(sayings, session.grade) })}${also}`;
}

/** The answer to the theme, null for nothing to say; then the record is said back, or shown to be confirmed. */
export function themeAnswered(
  session: Session,
  words: string | null,
  beside: readonly Effect[],
  sayings: Sayings,
): Turn {
  const { needsSignature, remark, grade } = session;
  const closed: Session = { ...session, state: needsSignature ? 'confirming' : 'done' };
  const menu = needsSignature ? ('confirm' as const) : undefined;
  const base = needsSignature ? 'confirm' : grade === 'dissatisfied' ? 'theme-noted' : 'recorded';
  const key = base === 'theme-noted' || remark === null ? base : (`${base}-remark` as const);
  const more = remark === null ? {} : { remark: quoted(remark) };
  return {
    session: closed,
    effects: [
      { kind: 'topics', topics: { theme: words ?? sayings['option-none'] } },
      ...beside,
      { kind: 'wake', at: null },
      say(closed, sayings, key, 'confirm', menu, more),
    ],
  };
}
