/** 一并复述: the answers to several visits of one conversation as one list, when they differ. */
import { quoted } from './answers.js';
import { fill, type Sayings } from './sayings.js';
import type { Talk, TalkTurn } from './together.js';
import type { Effect, Session } from './turn.js';
import { cutBytes, gradeZh, optionsOf, serviceZh } from './wording.js';

/** What was said of a visit. */
export type PartOf = { readonly visit: number; readonly words: string };

const MENU_BYTES = 1000;

export const isIn = (parts: readonly PartOf[], { visit }: Talk): boolean => parts.some((part) => part.visit === visit);

/** The answers as one list; what is asked beside is left for the one that was named last, and one signature counts for all. */
export function inOneList(turns: readonly TalkTurn[], parts: readonly PartOf[], sayings: Sayings): readonly TalkTurn[] {
  const named = turns.filter((one) => isIn(parts, one));
  const voice = parts.at(-1)?.visit;
  const list = named.map(({ session }) => {
    const grade = session.grade === null ? '' : gradeZh(sayings, session.grade);
    return [serviceZh(session, sayings), grade, ...(session.remark === null ? [] : [quoted(session.remark)])].join(
      '，',
    );
  });
  const isBad = named.some(({ session }) => session.grade === 'dissatisfied');
  const signs = named.some(({ session }) => session.state === 'confirming');
  const key = signs ? 'confirm-all' : isBad ? 'recorded-all-sorry' : 'recorded-all';
  const text = cutBytes(fill(sayings, key, { text: list.join('；') }), MENU_BYTES);
  const said: Effect = {
    kind: 'say',
    text,
    purpose: 'confirm',
    ...(signs ? { options: optionsOf(sayings, 'confirm') } : {}),
  };
  return turns.map((one) => {
    if (!isIn(parts, one)) return one;
    const isVoice = one.visit === voice;
    const others = one.effects.filter(({ kind }) => kind !== 'say' && (isVoice || kind !== 'wake'));
    const state = isVoice && signs ? ('confirming' as const) : ('done' as const);
    const session: Session = { ...one.session, state, asking: null, inOneWord: true };
    return { ...one, session, effects: isVoice ? [...others, said] : [...others, { kind: 'wake', at: null }] };
  });
}
