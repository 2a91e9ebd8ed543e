/** 规则: what the rules make of a reply to one question, and how firmly. */
import type { Grade } from '../terms.js';
import type { Verdict } from './grade.js';
import type { Intent } from './intent.js';
import { remarkOf } from './remark.js';
import { besides, type Understanding, withAnd } from './understanding.js';

/** What is known of a reply before it is decided. */
export type Known = {
  readonly reply: string;
  readonly text: string;
  readonly intents: ReadonlyMap<Intent, string>;
  readonly verdict: Verdict;
};

/** `firm`: said outright (a grade, an option, a stop) or contradicting itself, so that nothing else is asked. `settled`: no model is asked. */
export type Ruled = { readonly meant: Understanding; readonly firm: boolean; readonly settled?: boolean };

/** The order in which a reply without a grade is taken; a missed call for a person is the worst, small talk the least. */
const NEXT: readonly Intent[] = ['resume', 'change', 'human', 'postpone', 'request', 'question', 'chitchat'];

/** What the rules say; `unclear` where they know nothing. */
export function byRules(known: Known): Ruled {
  const { text, intents, verdict } = known;
  const { grade } = verdict;
  const is = (intent: Intent, firm = false): Ruled => ({
    meant: { kind: intent, why: [intents.get(intent) ?? text.slice(0, 30)] },
    firm,
  });
  if (LONE.test(text)) return { meant: { kind: 'unclear', why: [text] }, firm: true, settled: true };
  if (RESUMED.test(intents.get('resume') ?? '')) return is('resume', true);
  const optout = intents.get('optout');
  const blamed = optout !== undefined && /[问烦来][我了]*$/u.test(optout);
  if (optout && !(blamed && (intents.has('human') || intents.has('wrong_person')))) {
    const beside =
      grade && !verdict.why.every((word) => ANNOYED.test(word)) ? { grade, remark: remarkOf(known.reply) } : {};
    return { meant: { kind: 'optout', ...beside, why: [optout] }, firm: true };
  }
  if (grade && verdict.explicit) return { meant: asGrade(known, grade, verdict.why), firm: true };
  if (verdict.signs.includes('#saying'))
    return { meant: { kind: 'unclear', why: verdict.why }, firm: true, settled: true };
  if (intents.has('wrong_person'))
    return grade === 'satisfied' ? { meant: asGrade(known, grade, verdict.why), firm: false } : is('wrong_person');
  if (SLIPPED.test(text)) return { ...is('question', true), settled: true };
  if (verdict.corrected) return is('change', true);
  if (grade && !turnedDown(grade, intents, text)) return { meant: asGrade(known, grade, verdict.why), firm: false };
  if (intents.get('request')?.startsWith('预约')) return is('request');
  const summoned = summonsWork(text, intents, verdict);
  const next = NEXT.find((intent) =>
    intent === 'request'
      ? summoned || wantsWork(text, intents, verdict)
      : intents.has(intent) && !(intent === 'human' && summoned),
  );
  if (next && !(next === 'question' && verdict.contradictory)) return is(next, next === 'resume' || next === 'change');
  if (text.endsWith('?') && ASKING.test(text) && !verdict.contradictory && !verdict.mocking && verdict.why.length === 0)
    return { meant: { kind: 'question', why: ['?'] }, firm: false };
  return { meant: { kind: 'unclear', why: verdict.why }, firm: verdict.contradictory || verdict.mocking };
}

/** Ends as a question does, and says nothing else that is known. */
const ASKING = /(?:\p{Script=Han}.*){4}[?]$/u;

/** A word that could be a stop, a change of mind or a slip of the finger. */
const LONE = /^取消[吧了啊]?[\s。.!]*$/u;

/** Asked, not said (我按错了没有). */
const SLIPPED = /[按点选打发填评]错了?(?:没有|没|吗)[?]?$/u;

/** Said of the messages, not of the service. */
const ANNOYED = /^(?:烦|骚扰|吵|打扰|闹心|受不了|有完没完)/u;

/** Words for a stop that are taken back in the same breath. */
const RESUMED =
  /取消(?:退订|拉黑|屏蔽|勿扰|免打扰|停发|拒收)|解除|加[回返]|又?可以|开[返回]|重开|不算数|气头|恢复|重新|继续|反悔|后悔|气话|误点|退错|点错|再|又想|开通|打开|开开|开启|还是|接着/u;

/** A grade with the resident's own words as the remark, and what else the message holds. */
export function asGrade({ reply, intents, verdict }: Known, grade: Grade, why: readonly string[]): Understanding {
  const fault = verdict.fault && grade !== 'dissatisfied';
  return { kind: 'grade', grade, remark: remarkOf(reply), ...withAnd(besides(intents, fault)), why };
}

/** Longer than this, a call for a person is a word in a story of blame, and the blame is the answer. */
const SHORT = 40;

/** An opinion that is only the manner of another wish (还行的话明天再说, 好，转人工, 你解决不了，叫人来). */
function turnedDown(grade: Grade, intents: ReadonlyMap<Intent, string>, text: string): boolean {
  if (intents.has('resume') || intents.has('change')) return true;
  if (grade === 'dissatisfied' && intents.has('human')) return text.length <= SHORT;
  return grade === 'fairly' && (intents.has('human') || intents.has('postpone') || intents.has('question'));
}

const SUMMONS = /(?:来|叫|派|喊)(?:个|一个)?人(?:来)?(?:啊|吧|呀|呗)?$/u;

/** 水管冻住了，来个人: somebody is called to a thing, not to a talk. */
function summonsWork(text: string, intents: ReadonlyMap<Intent, string>, verdict: Verdict): boolean {
  const called = intents.get('human') ?? '';
  if (!SUMMONS.test(called) || /说|谈|聊|问|解释|投诉|电话|机器|人工|客服|满意|不明白|不清/u.test(text)) return false;
  return verdict.fault || /(?:\p{Script=Han}.*){4}/u.test(text.replace(called, ''));
}

const NO_WORK =
  /^(?:今天|明天|请问)?几[号点时][^,]{0,8}$|(?:哪天|几时|几号|什么时候|啥时|何时|谁)[^,]{0,4}(?:来|修|弄)[^,]{0,3}的$|(?:怎么|如何|哪里|在哪|咋)(?:个)?(?:报修|投诉|联系)|报修(?:电话|.{0,4}(?:多少|哪))/u;

function wantsWork(text: string, intents: ReadonlyMap<Intent, string>, verdict: Verdict): boolean {
  return !NO_WORK.test(text) && (intents.has('request') || verdict.fault);
}
