/** 听懂: a resident's reply in the context of what was asked → a grade, grades, or what else it was. Pure, table-driven. */
import type { Grade } from '../terms.js';
import { gradeOf, type Verdict } from './grade.js';
import { type Intent, intentsOf } from './intent.js';
import { gradesOf } from './items.js';
import { type Leaning, leaningOf, type Leant } from './leaning.js';
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

/** A grade is in the words, so that a call or a request stands beside it and not in its place. */
const OUTRIGHT = /满意|一般|差|好|行|(?<![a-z])[abc](?![a-z])|[123]/u;

/** Holds a grade's word and is none: 没想好, 3 单元. */
const NO_GRADE = /想好|\d+(?:栋|单元|号楼|幢|楼|层)|好的?那|你好|不好意思|要不行|快递/gu;

/** A grade said of all of them. */
const OF_ALL = /满意|一般|[都全][^,]{0,4}[好差行]|(?<![a-z])[abc](?![a-z])|[123]/u;

/** What a direction is, or how it is to be graded, is asked. */
const ASKING =
  /是指[^,]{2,}[?]$|指的?是?(?:谁|哪|什么|啥)|是(?:哪里|哪儿|哪块|谁|啥|什么)$|[讲说]的(?:是)?哪|没看懂|按(?:啥|什么|哪)|算几份|能抵/u;

/** One of the three, or a direction, is itself what is asked about. */
const ASKED =
  /^[^,]{0,8}是[^,]{1,6}还是[^,]{1,8}[?啊呢呀]$|(?:扣不扣|算不算|影不影响|要不要紧|会不会扣)|^[abc](?:或者?|还是)[abc][?]?$/u;
/** A call to a place, or for something to be done there now: no grade is in it. */
const CALLED =
  /我家|家里|(?:赶紧|赶快|快|马上)(?:来|叫|派|让)|派人|爆了|来人|过来看|\d+(?:栋|单元|号楼|幢)|麻烦[^,]{0,3}(?:锯|剪|砍|挪|补)|(?<!(?:三天两头|老是?|经常|总是?|动不动|天天|一直|半年|常常)[^,]{0,4})困(?:住|在)?了?人|帮(?:我|忙)[^,]{0,5}(?:一?下|哈|看看|调|修|换|开)|(?:挪|移|搬|开)走|来一趟|(?<![没不])在(?:电梯)?里(?:头|面|边)?(?:了|呢|啊)?(?:!|$)/u;

function understandItems(reply: string, text: string, intents: ReadonlyMap<Intent, string>): Understanding {
  const optout = intents.get('optout');
  if (optout) return { kind: 'optout', why: [optout] };
  const grades = gradesOf(text);
  const outright = OUTRIGHT.test(text.replaceAll(NO_GRADE, ' '));
  const urgent = intents.has('request') && CALLED.test(text) && !outright;
  // Who puts it off names no direction (开车呢，到家填); who does names what keeps on being so (半天打不开).
  const broad = Object.keys(grades).length === 14;
  const called = broad && intents.has('human') && !OF_ALL.test(text);
  const away =
    called ||
    (!outright && (intents.has('human') || intents.has('wrong_person') || (broad && intents.has('postpone'))));
  const asking = ASKED.test(text) || (ASKING.test(text) && !outright);
  const verdict = gradeOf(text);
  const other =
    (verdict.mocking && Object.keys(grades).length > 11) ||
    (broad && !OF_ALL.test(text) && leansAway(text, verdict, intents)) ||
    (broad && Object.values(grades).every((grade) => grade === 'satisfied') && isBelied(text, verdict, intents));
  const found = urgent || away || asking || other ? 0 : Object.keys(grades).length;
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
  return single('items14', { reply, text, intents, verdict: { ...verdict, grade: null, explicit: false } }, false);
}

/** What gives all fourteen one grade without its name is none where the model rather hears a call for a person or a stop. */
function leansAway(text: string, verdict: Verdict, intents: ReadonlyMap<Intent, string>): boolean {
  const leant = leaningOf(featuresOf('items14', text, verdict, intents));
  return leant !== null && leant.sure >= BROADLY && (leant.leaning === 'human' || leant.leaning === 'optout');
}

const BROADLY = 0.7;

/** 太满意了，水管漏了一个月都没人管: praise of all beside something told, in which the model rather hears the opposite. */
function isBelied(text: string, verdict: Verdict, intents: ReadonlyMap<Intent, string>): boolean {
  const told = text
    .split(/[,，。;；!?\n\s]+/u)
    .some((clause) => !OF_ALL.test(clause) && /(?:\p{Script=Han}.*){5}/u.test(clause));
  const leant = told ? leaningOf(featuresOf('items14', text, verdict, intents)) : null;
  return leant !== null && leant.likely('dissatisfied') >= BELIED;
}

const BELIED = 0.3;

/** The model’s word, which weighs what the rules saw and the words that they do not know; what was said outright stands unless it is all but certain. */
function single(question: string, known: Known, graded = true): Understanding {
  const { text, intents, verdict } = known;
  const ruled = byRules(known);
  const leant = leaningOf(featuresOf(question, text, verdict, intents));
  if (!leant || ruled.settled) return ruled.meant;
  const { meant, firm } = ruled;
  const said = meant.kind === 'grade' ? meant.grade : meant.kind;
  const { leaning, sure, likely, why } = leant;
  if (KEPT.has(said) && !(said === 'change' && leaning === 'wrong_person' && sure >= CERTAIN)) return meant;
  const overheard = firm ? undefined : WORST.find((one) => likely(one) >= (text.length > STORY ? TOLD : OVERHEARD));
  if (overheard) return { kind: overheard, why: why(overheard) };
  const doubtable = !verdict.amended && !verdict.scored && !numbered(text);
  if (firm && leaning !== said && sure < CERTAIN)
    return doubtable && likelihood(leant, OPPOSITE[said]) >= FIRMLY ? unclear(known) : meant;
  const doubtful = leaning !== said ? DOUBTFUL.alone : firm ? DOUBTFUL.outright : DOUBTFUL.agreed;
  if (doubtable && likelihood(leant, OPPOSITE[leaning]) > doubtful * sure) return unclear(known);
  if (leaning === said || sure < SURE[leaning]) return meant;
  // What was said outright wins over the praise or blame around it (满意，就是来得慢了点); praise beside blame is lukewarm.
  if (leaning === 'fairly' ? firm : leaning === 'satisfied' && said === 'fairly' && sure < CERTAIN) return meant;
  if (leaning === 'unclear') return unclear(known);
  if (leaning !== 'satisfied' && leaning !== 'fairly' && leaning !== 'dissatisfied')
    return { kind: leaning, why: why() };
  const aside = verdict.aside && verdict.grade === null && sure < CERTAIN;
  return graded && !aside && !numbered(text) ? asGrade(known, leaning, why()) : meant;
}

const likelihood = ({ likely }: Leant, leaning: Leaning | undefined): number => (leaning ? likely(leaning) : 0);

/** What would be worst to overhear, and what the model does not know; a slip (打错了) may be the caller’s. */
const KEPT: ReadonlySet<string> = new Set(['optout', 'human', 'resume', 'change']);

/** What would be worst to overhear is taken for granted sooner than anything else, unless something was said outright. */
const WORST = ['human', 'optout'] as const;
const OVERHEARD = 0.15;
/** In a long story it is more often one word of many. */
const STORY = 40;
const TOLD = 0.3;

/** A figure that counts or names something (在3栋 1, 满意率 本月) is no grade, and too few words are none. */
const numbered = (text: string): boolean =>
  !/(?:\p{Script=Han}.*){3}/u.test(text) || /\d(?:号?楼|栋|幢|单元|室)|满意率/u.test(text);

/** How sure the model must be where the rules read something else, or nothing: more where a mistake would be a grade or a needless question. */
const SURE: Readonly<Record<Leaning, number>> = {
  satisfied: 0.7,
  fairly: 0.55,
  dissatisfied: 0.55,
  unclear: 0.7,
  optout: 0.4,
  human: 0.4,
  postpone: 0.45,
  request: 0.45,
  question: 0.45,
  wrong_person: 0.45,
  chitchat: 0.5,
};
/** Against what was said outright, and to raise what was lukewarm, the model must be this sure. */
const CERTAIN = 0.9;
/** Where the opposite of what was said outright is this likely, the resident is asked. */
const FIRMLY = 0.8;
/**
 * So too where the opposite of a grade is likelier than this part of it: soonest where the model alone reads a grade, late
 * where the rules read the same, and later still where it was said outright.
 */
const DOUBTFUL = { alone: 0.15, agreed: 0.4, outright: 0.6 };
const OPPOSITE: Readonly<Record<string, Grade>> = { satisfied: 'dissatisfied', dissatisfied: 'satisfied' };

function unclear({ verdict }: Known): Understanding {
  return { kind: 'unclear', why: verdict.why };
}
