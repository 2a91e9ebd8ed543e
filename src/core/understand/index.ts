/** 听懂: a resident's reply in the context of what was asked → a grade, grades, or what else it was. Pure, table-driven. */
import { gradeOf } from './grade.js';
import { type Intent, intentsOf } from './intent.js';
import { gradesOf } from './items.js';
import { type Leaning, leaningOf } from './leaning.js';
import { normalize } from './normalize.js';
import { remarkOf } from './remark.js';
import { asGrade, byRules, type Known } from './rules.js';
import { featuresOf } from './signs.js';
import { type Asked, besides, type Understanding, withAnd } from './understanding.js';

export type { Asked, Beside, Understanding } from './understanding.js';

/** Understands one reply. Never throws, whatever the text; reads at most 1,600 of its characters. */
export function understand({ question, reply }: Asked): Understanding {
  const text = normalize(reply);
  const intents = intentsOf(text);
  if (question === 'items14') return understandItems(reply, text, intents);
  return single(question, { reply, text, intents, verdict: gradeOf(text) });
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
  return single('items14', { reply, text, intents, verdict: { ...verdict, grade: null, explicit: false } }, false);
}

/** The rules' word, unless the model, which sees what they saw and the words they do not know, is sure of another. */
function single(question: string, known: Known, graded = true): Understanding {
  const { text, intents, verdict } = known;
  const ruled = byRules(known);
  const leant = leaningOf(featuresOf(question, text, verdict, intents));
  if (!leant) return ruled.meant;
  const { meant, firm } = ruled;
  const said = meant.kind === 'grade' ? meant.grade : meant.kind;
  const { leaning, sure, why } = leant;
  if (KEPT.has(said)) return meant;
  const against = OPPOSITE[said];
  if (against && leant.likely(against) >= (firm ? FIRMLY : DOUBTFUL)) return unclear(known);
  if (leaning === said) return meant;
  if (sure < (firm ? CERTAIN : SURE[leaning])) return meant;
  if (leaning === 'unclear') return unclear(known);
  if (leaning !== 'satisfied' && leaning !== 'fairly' && leaning !== 'dissatisfied')
    return { kind: leaning, why: why() };
  return graded && !numbered(text) ? asGrade(known, leaning, why()) : meant;
}

/** What would be worst to overhear, and what the model does not know. */
const KEPT: ReadonlySet<string> = new Set(['optout', 'human', 'resume', 'change']);

/** A figure that counts or names something (在3栋 1, 满意率 本月) is no grade, and too few words are none. */
const numbered = (text: string): boolean =>
  !/(?:\p{Script=Han}.*){3}/u.test(text) || /\d(?:号?楼|栋|幢|单元|室)|满意率/u.test(text);

/**
 * How sure the model must be: most where a mistake would be a grade, which a question back would have got right; least
 * where it would be worst to overhear (a stop, a call for a person).
 */
const SURE: Readonly<Record<Leaning, number>> = {
  satisfied: 0.6,
  fairly: 0.55,
  dissatisfied: 0.6,
  unclear: 0.7,
  optout: 0.4,
  human: 0.4,
  postpone: 0.45,
  request: 0.45,
  question: 0.45,
  wrong_person: 0.45,
  chitchat: 0.5,
};
/** Against what was said outright it must be this sure; where the opposite of a grade is this likely, the resident is asked. */
const CERTAIN = 0.9;
const DOUBTFUL = 0.2;
const FIRMLY = 0.7;
const OPPOSITE: Readonly<Record<string, Leaning>> = { satisfied: 'dissatisfied', dissatisfied: 'satisfied' };

function unclear({ verdict }: Known): Understanding {
  return { kind: 'unclear', why: verdict.why };
}
