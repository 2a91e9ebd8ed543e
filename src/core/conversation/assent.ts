/**
 * 应声: 好的, 收到, 👍 after what the bot has said are assent to it, not a new grade; and the number of an option is a tap on
 * the menu that stands there. Nothing is worse than 好 after 主管会跟进 taken for satisfied.
 */
import type { Understanding } from '../understand/index.js';
import { isYes, quoted, reasonGiven, sign } from './answers.js';
import { EXPLICIT } from './blame.js';
import { doneKey, requestOf } from './no-answer.js';
import type { Sayings } from './sayings.js';
import { says } from './says.js';
import { isSlotId, type Option, type Session, type SlotId, type Turn } from './turn.js';
import { optionsOf, say } from './wording.js';

const ASSENT =
  /^(?:(?:好|行|可以|嗯|哦|噢|喔|收到|知道|了解|明白|晓得|没问题|okay|ok|对|是|成|中|那就好|谢谢|多谢|谢|感谢|辛苦|麻烦|拜托|等着|等)(?:了|的|吧|啊|呀|哈|呢|嘛|您|你|们|师傅|大家)*[，,、。.!！~～\s]*)+$/iu;
/** Longer ones say more; and no pattern runs long. */
const LONGEST_ASSENT = 20;
const STICKERS = /\[[^[\]]{1,10}\]/gu;
/** 1, ②, B: an option by its place. */
const PLACE = /^[（(]?([1-9１-９①②③]|[a-cＡ-Ｃａ-ｃ])[)）.。、]?$/iu;

/** Emoji, stickers and signs alone. */
export const isWordless = (words: string): boolean =>
  words !== '' && !/[\p{L}\p{N}]/u.test(words.replaceAll(STICKERS, ''));

/** Whether these words only assent to what was said before. */
export const isAssent = (words: string): boolean => words.trim().length <= LONGEST_ASSENT && says(ASSENT, words.trim());

/** The option of the menu before the resident that they name by its place; null where the menu is of grades, or none. */
export function optionNamed(session: Session, text: string, sayings: Sayings): Exclude<Option['id'], SlotId> | null {
  const place = PLACE.exec(text.trim().normalize('NFKC'))?.[1]?.toLowerCase();
  if (place === undefined) return null;
  const at = /\d/u.test(place) ? Number(place) - 1 : place.charCodeAt(0) - 97;
  const id = menuBefore(session, sayings)[at]?.id;
  return id === undefined || isSlotId(id) ? null : id;
}

/** The options that stand before the resident, those of grades left out. */
function menuBefore({ state, asking }: Session, sayings: Sayings): readonly Option[] {
  if (state === 'more') return asking == null ? [] : optionsOf(sayings, asking.kind);
  const open = asking?.kind === 'open-topics' ? optionsOf(sayings, 'open-topics') : [];
  if (state === 'confirming') return [...optionsOf(sayings, 'confirm'), ...open];
  return state === 'done' ? open : [];
}

/** The turn of words that only assent, or are none; null where they may answer what was asked. */
export function assented(session: Session, text: string, meant: Understanding, sayings: Sayings): Turn | null {
  const words = text.trim();
  if (keepsAnswer(session, words)) return kept(session, sayings);
  if (session.state === 'confirming' && says(REFUSES, words) && !says(EXPLICIT, words))
    return { session: { ...session, state: 'done' }, effects: [say(session, sayings, 'not-signed', 'reply')] };
  const assents = isAssent(words);
  const isPlace = PLACE.test(words.normalize('NFKC'));
  if (!assents && !isPlace && !isWordless(words)) return passing(session, words, meant, sayings);
  switch (session.state) {
    case 'reason':
      return reasonGiven(session, null, [], sayings);
    case 'confirming':
      return isYes(words) ? null : besideConfirming(session, words, meant, sayings);
    case 'done':
    case 'with-staff':
    case 'asked':
      if (PROMPTS.test(words) && session.asksNothing === true) return prompted(session, words, sayings);
      if (session.grade !== null)
        return assents ? thanked(session, sayings) : afterAnswer(session, meant, isPlace, sayings);
      return session.asksNothing === true && !isPlace ? besideOpen(session, words, meant, sayings) : null;
    case 'new':
    case 'waiting':
    case 'clarifying':
    case 'more':
    case 'changing':
    case 'stopped':
      return null;
    default:
      return session.state satisfies never;
  }
}

/**
 * After a reply that asked nothing, to whoever asked for a person or for another time: what only sounds good (好，我等着)
 * is no answer; a colleague hears it, or a tap is asked for.
 */
function passing(session: Session, words: string, meant: Understanding, sayings: Sayings): Turn | null {
  const { state, grade, asksNothing, later } = session;
  if (grade !== null || asksNothing !== true || meant.kind !== 'grade' || meant.grade === 'dissatisfied') return null;
  if (says(EXPLICIT, words)) return null;
  if (state === 'with-staff')
    return { session, effects: [...requestOf(true, words), say(session, sayings, 'with-staff', 'reply')] };
  // 没事了 to a word of danger, or to what was passed on, is about that.
  const isOver = (state === 'asked' || state === 'clarifying') && says(OVER, words);
  if (!isOver && (state !== 'asked' || later !== 'promised' || tellsOfIt(words))) return null;
  return { session, effects: [...requestOf(isOver, words), say(session, sayings, 'ask-again', 'reply', 'grades')] };
}

/** What was urgent is so no more. */
const OVER = /^(?:现在|已经)?没事(?:儿)?了/u;
/** More than that they will wait: whoever found the time after all has answered. */
const WAITS = /等|再.{0,2}[说问聊讲]|回头|晚[点些]|[明后]天|到时|有空|忙/u;
const tellsOfIt = (words: string): boolean => /(?:\p{Script=Han}.*){8}/su.test(words) && !says(WAITS, words);

/** As a tap on an old menu: another grade changes nothing, and the resident hears how to; a sign of the same is assent. */
function afterAnswer(session: Session, meant: Understanding, isPlace: boolean, sayings: Sayings): Turn {
  const given = 'grade' in meant ? (meant.grade ?? null) : null;
  if (given === null || (!isPlace && given === session.grade)) return thanked(session, sayings);
  const key = given === session.grade ? 'already' : 'already-other';
  return { session, effects: [say(session, sayings, key, 'reply')] };
}

/** The question is open, and a short word came between: 👍 may be its answer, which is asked for and not guessed. */
function besideOpen(session: Session, words: string, meant: Understanding, sayings: Sayings): Turn {
  const isSign = isWordless(words) && meant.kind === 'grade' && session.state === 'asked';
  if (!isSign || session.later === 'promised') return thanked(session, sayings);
  return { session, effects: [say(session, sayings, 'ask-again', 'reply', 'grades')] };
}

/** ？ and no more: the resident waits for something. */
const PROMPTS = /^[?？\s]+$/u;

function prompted(session: Session, words: string, sayings: Sayings): Turn {
  if (session.state === 'with-staff')
    return { session, effects: [...requestOf(true, words), say(session, sayings, 'with-staff', 'reply')] };
  if (session.grade === null) return { session, effects: [say(session, sayings, 'ask-again', 'reply', 'grades')] };
  const key = doneKey(session) === 'chitchat-sorry' ? 'chitchat-sorry' : 'unclear-done';
  return { session, effects: [say(session, sayings, key, 'reply')] };
}

const thanked = (session: Session, sayings: Sayings): Turn => ({
  session,
  effects: [say(session, sayings, doneKey(session), 'reply')],
});

/** 👌 to what is to be confirmed signs it, as 好的 does, whatever the grade; 👍 only where it is the grade. */
const OKAY = /^(?:👌|✅|✔|☑|🆗|\[ok\]|\[好的\]|[\p{Emoji_Modifier}\u{FE0F}\s])+$/iu;

/** A sign of another mind asks for the new grade; what says nothing gets the confirmation once more, and then a short word. */
function besideConfirming(session: Session, words: string, meant: Understanding, sayings: Sayings): Turn {
  const given = isWordless(words) && meant.kind === 'grade' ? meant.grade : null;
  if (OKAY.test(words) || (given !== null && given === session.grade)) return sign(session, sayings);
  if (given === 'dissatisfied')
    return {
      session: { ...session, state: 'changing' },
      effects: [say(session, sayings, 'change', 'reply', 'grades')],
    };
  return session.repeated === true ? thanked(session, sayings) : confirmedAgain(session, sayings);
}

/** 不确认, 我凭什么签: no signature; the answer stands without it. */
const REFUSES = /^(?:我|就|才|先)*(?:不|别|凭什么|凭啥|为(?:什么|啥)要?|干(?:嘛|什么)要?).{0,3}(?:确认|签)/u;

/** 取消, 不改了 to what the grade is to be changed to: it stays, and nobody is stopped from writing. */
const KEEPS =
  /^(?:取消|算了|不改了?|不用改了?|不用了|没事|保持(?:不变|原样)?)[了吧啊，,、。.!！\s]*(?:不改了?)?[吧啊。.!！\s]*$/u;

/** Whether the words take 修改 back. */
export const keepsAnswer = ({ state }: Pick<Session, 'state'>, words: string): boolean =>
  state === 'changing' && says(KEEPS, words);

function kept(session: Session, sayings: Sayings): Turn {
  if (session.needsSignature && !session.signed) return confirmedAgain({ ...session, state: 'confirming' }, sayings);
  return { session: { ...session, state: 'done' }, effects: [say(session, sayings, 'already', 'reply')] };
}

export function confirmedAgain(before: Session, sayings: Sayings): Turn {
  const session: Session = { ...before, repeated: true };
  const { remark } = session;
  const key = remark === null ? 'confirm' : 'confirm-remark';
  const more = remark === null ? {} : { remark: quoted(remark) };
  return { session, effects: [say(session, sayings, key, 'reply', 'confirm', more)] };
}
