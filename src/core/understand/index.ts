/** 听懂: a resident's reply in the context of what was asked → a grade, grades, or what else it was. Pure, table-driven. */
import type { Direction, EventKind, Grade } from '../terms.js';
import { gradeOf, type Verdict } from './grade.js';
import { type Intent, intentsOf } from './intent.js';
import { gradesOf } from './items.js';
import { type Leaning, leaningOf } from './leaning.js';
import { normalize } from './normalize.js';
import { remarkOf } from './remark.js';

export type Asked = {
  readonly question: 'single' | 'items14' | 'clarify';
  readonly reply: string;
  readonly about: EventKind;
};

/** What else one message can hold beside its main meaning. */
export type Beside = 'request' | 'human' | 'question' | 'postpone';
type Common = { readonly and?: readonly Beside[]; readonly why: readonly string[] };

/** One member per kind, so that a switch narrows; a grade can stand beside it. */
type Otherwise<K> = K extends string
  ? { readonly kind: K; readonly grade?: Grade; readonly remark?: string | null } & Common
  : never;

/** `why`: the words that decided, for the record and the supervisor. */
export type Understanding =
  | ({ readonly kind: 'grade'; readonly grade: Grade; readonly remark: string | null } & Common)
  | ({
      readonly kind: 'grades';
      readonly grades: Readonly<Partial<Record<Direction, Grade>>>;
      readonly remark: string | null;
    } & Common)
  | Otherwise<Intent | 'unclear'>;

/** Understands one reply. Never throws, whatever the text; reads at most 1,600 of its characters. */
export function understand({ question, reply }: Asked): Understanding {
  const text = normalize(reply);
  const intents = intentsOf(text);
  if (question === 'items14') return understandItems(reply, text, intents);
  return single(reply, text, intents, gradeOf(text));
}

/** What only says which direction is meant: no remark. */
const MARKS = /\d+|[-~至到+]|第|项|其[他它余]|剩下|别的|另外|全部|统统|各方面|都|(?<![a-z])[a-n](?![a-z])|^[abc]+/gu;

function understandItems(reply: string, text: string, intents: ReadonlyMap<Intent, string>): Understanding {
  const optout = intents.get('optout');
  if (optout) return { kind: 'optout', why: [optout] };
  const grades = gradesOf(text);
  const urgent =
    intents.has('request') && /我家|家里|快来|赶紧来|派人|爆了/u.test(text) && !/满意|一般|差|好/u.test(text);
  const found = urgent ? 0 : Object.keys(grades).length;
  const beside = besides(intents, false);
  if (found > 0) {
    const beyond = remarkOf(text.replaceAll(MARKS, ' '));
    const remark = beyond === null ? null : remarkOf(reply);
    return {
      kind: 'grades',
      grades,
      remark: found === 14 && /^[^\u4e00-\u9fff]*$/u.test(text) ? null : remark,
      ...withAnd(beside),
      why: [text.slice(0, 60)],
    };
  }
  const verdict = gradeOf(text);
  return single(reply, text, intents, { ...verdict, grade: null, explicit: false }, false);
}

function single(
  reply: string,
  text: string,
  intents: ReadonlyMap<Intent, string>,
  verdict: Verdict,
  graded = true,
): Understanding {
  const { grade } = verdict;
  const is = (intent: Intent): Understanding => ({ kind: intent, why: [intents.get(intent) ?? text.slice(0, 30)] });
  const optout = intents.get('optout');
  const asGrade = (given: Grade): Understanding => ({
    kind: 'grade',
    grade: given,
    remark: remarkOf(reply),
    ...withAnd(besides(intents, verdict.fault && given !== 'dissatisfied')),
    why: verdict.why,
  });

  if (optout && !(intents.has('human') && /[问烦]$/u.test(optout)))
    return { kind: 'optout', ...(grade ? { grade, remark: remarkOf(reply) } : {}), why: [optout] };
  if (grade && verdict.explicit) return asGrade(grade);
  if (intents.has('wrong_person')) return grade === 'satisfied' ? asGrade(grade) : is('wrong_person');
  if (verdict.corrected) return is('change');
  if (grade && doubted(grade, text)) return unclear(verdict);
  if (grade && !turnedDown(grade, intents, text)) return asGrade(grade);
  const next = NEXT.find((intent) =>
    intent === 'request'
      ? wantsWork(text, intents, verdict)
      : intents.has(intent) && !(intent === 'human' && verdict.fault && intents.get('human')?.endsWith('来人')),
  );
  if (next === 'question' && verdict.contradictory) return unclear(verdict);
  if ((next === 'question' || next === 'chitchat') && worse(text)) {
    const meant = leaning(reply, text, intents, verdict, graded);
    return meant.kind === 'unclear' ? is(next) : meant;
  }
  if (next) return is(next);
  return verdict.contradictory || verdict.mocking ? unclear(verdict) : leaning(reply, text, intents, verdict, graded);
}

/** The order in which a reply without a grade is taken; a missed call for a person is the worst, small talk the least. */
const NEXT: readonly Intent[] = ['resume', 'change', 'human', 'postpone', 'request', 'question', 'chitchat'];

/** Longer than this, a call for a person is a word in a story of blame, and the blame is the answer. */
const SHORT = 40;

/** An opinion that is only the manner of another wish (还行的话明天再说, 好，转人工, 你解决不了，叫人来). */
function turnedDown(grade: Grade, intents: ReadonlyMap<Intent, string>, text: string): boolean {
  if (intents.has('resume') || intents.has('change')) return true;
  if (grade === 'dissatisfied' && intents.has('human')) return text.length <= SHORT;
  return grade === 'fairly' && (intents.has('human') || intents.has('postpone') || intents.has('question'));
}

function wantsWork(text: string, intents: ReadonlyMap<Intent, string>, verdict: Verdict): boolean {
  if (
    /(?:哪天|几时|几号|什么时候|啥时|何时|谁)[^,]{0,4}(?:来|修|弄)[^,]{0,3}的$|(?:怎么|如何|哪里|在哪|咋)(?:个)?(?:报修|投诉|联系)|报修(?:电话|.{0,4}(?:多少|哪))/u.test(
      text,
    )
  )
    return false;
  return intents.has('request') || verdict.fault;
}

/**
 * How sure the model must be: most where a mistake would be a grade, which a question back would have got right; least
 * where it would be worst to overhear (a stop, a call for a person).
 */
const SURE: Readonly<Record<Leaning, number>> = {
  satisfied: 0.8,
  fairly: 0.7,
  dissatisfied: 0.6,
  unclear: 0,
  optout: 0.45,
  human: 0.45,
  postpone: 0.6,
  request: 0.6,
  question: 0.6,
  wrong_person: 0.6,
  chitchat: 0.7,
};

/** Whether the model is all but certain of the opposite: then the resident is asked rather than graded. */
function doubted(grade: Grade, text: string): boolean {
  const leant = grade === 'fairly' ? null : leaningOf(text);
  return (
    leant !== null && leant.sure >= 0.9 && leant.leaning === (grade === 'satisfied' ? 'dissatisfied' : 'satisfied')
  );
}

/** A question's or a greeting's words can stand in blame (什么态度嘛): whether the model is sure of something worse. */
function worse(text: string): boolean {
  const leant = leaningOf(text);
  return leant !== null && leant.sure >= 0.8 && ['dissatisfied', 'optout', 'human'].includes(leant.leaning);
}

/**
 * What no rule knows: what the model is sure of, else unclear. `graded`: whether one grade is an answer here. Of 满意
 * itself the rules know all there is: what they did not take is no answer.
 */
function leaning(
  reply: string,
  text: string,
  intents: ReadonlyMap<Intent, string>,
  verdict: Verdict,
  graded: boolean,
): Understanding {
  const leant = leaningOf(text);
  if (!leant || leant.leaning === 'unclear' || leant.sure < SURE[leant.leaning]) return unclear(verdict);
  const { leaning: kind, why } = leant;
  if (kind !== 'satisfied' && kind !== 'fairly' && kind !== 'dissatisfied') return { kind, why };
  if (
    !graded ||
    text.includes('满意') ||
    !/(?:\p{Script=Han}.*){3}/u.test(text) ||
    /\d(?:号?楼|栋|幢|单元|室)/u.test(text)
  )
    return unclear(verdict);
  return { kind: 'grade', grade: kind, remark: remarkOf(reply), ...withAnd(besides(intents, false)), why };
}

function unclear(verdict: Verdict): Understanding {
  return { kind: 'unclear', why: verdict.why };
}

function besides(intents: ReadonlyMap<Intent, string>, fault: boolean): readonly Beside[] {
  const and: Beside[] = [];
  if (intents.has('request') || fault) and.push('request');
  if (intents.has('human')) and.push('human');
  if (intents.has('question') && !intents.has('request')) and.push('question');
  if (intents.has('postpone')) and.push('postpone');
  return and;
}

function withAnd(and: readonly Beside[]): { readonly and?: readonly Beside[] } {
  return and.length > 0 ? { and } : {};
}
