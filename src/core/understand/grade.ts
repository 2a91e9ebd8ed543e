/** 判定: one grade from the words of a reply, or none. Precision first: what contradicts itself is nothing. */
import type { Grade } from '../terms.js';
import { type Evidence, gatherEvidence, GRADE_OF, type Opinion } from './evidence.js';
import type { Clause } from './normalize.js';
import { gradeByMark, gradeOfFull } from './score.js';
import { isSaying } from './sayings.js';
import { classSigns } from './signs.js';

/** What the words say. `explicit`: a grade or an option was named. `aside`: only about something else. */
export type Verdict = {
  readonly grade: Grade | null;
  readonly explicit: boolean;
  readonly aside: boolean;
  /** A fault is reported, without a sign that it is this service's. */
  readonly fault: boolean;
  /** The grade is a score out of a full one that was named. */
  readonly scored: boolean;
  /** A correction was announced (打错了) but not given. */
  readonly corrected: boolean;
  /** The grade is what a correction put in the place of another. */
  readonly amended: boolean;
  readonly contradictory: boolean;
  readonly mocking: boolean;
  readonly why: readonly string[];
  /** What the model weighs of it. */
  readonly signs: readonly string[];
};

const CORRECTION =
  /(?:打|发|按|点|选|说|写|评|回)错|手滑|手误|手抖|口误|^(?:哦|啊|噢|等等|等下)?(?:不|错)(?:对|是|了)?$|^(?:不对|更正|纠正|应该是|改成|改为|换成|收回)|^(?:我)?(?:要|还是)?改(?:个|到|选|打|评)?(?=不?满意|一般|[123])|^(?:删掉|删了|撤回|划掉|作废|擦掉|重来)$|^(?:哦|啊|噢|诶|哎)(?:等等|等下|等一下)|意料之外|^(?:呸|嗐|哦不|啊不|改口|说早了|高兴(?:得)?太?早了|现在(?:选|给|打|改|填))|(?:打|说|手|选|按)(?:得)?快了/u;
/** What is expressly not chosen (不打1了，打3). */
const DENIED = /^不(?:打|选|给|要|评|填|投)["“]?[123abc]["”]?了?$/u;
/** A slip of before, mended by what stands before it (满意，刚才手滑了). */
const EARLIER = /^(?:头先|先头|刚才?|刚刚|前面|之前|上面|上一?条|上次|那条|那个|早上|昨天)/u;
/** What was said first is taken back for what follows (其实不满意, 算了还是一般吧). */
const TURNING =
  /^(?:其实|实际上?|说实话|老实说|讲真|算[了哒咯]|后来想想|琢磨|寻思|再想想|想了(?:想|一?下)|还是(?=[123abc]|给|选|打))/u;
/** A clause that takes something away from the praise before it, whatever it says; not a wish or a question. */
/** 干净是干净了: granted, and about to be weighed against something. */
const GRANTED = /(\p{Script=Han}{1,3})(?:是|归)\1/u;
const RESERVE =
  /^(?:但是?|就是|只是|不过|可是|可惜|然而|美中不足|遗憾的?是?|唯一)(?![^,]*(?:想|请|问|麻烦|希望|别再|谢|下次|以后|帮|建议|能不能|可以|一直))(?:\p{Script=Han}){2}/u;
const BETWEEN = /中间|之间|介于|居中|偏/u;
const CONTRAST = /但|就是|只是|不过|可是|可(?=我|惜)|然而|虽|尽管|除了|(?:是|好|行|快)(?:归|是)/u;

/** What a number behind it counts or names: 说明 1, 领取 2, 3 栋 is no option. */
const OF_SOMETHING = /(?:说明|领取|完成|任务|改期|审核|转给|为什么|办结|楼|栋|单元|室|工单|单号|编号)$/u;

type Named = { readonly grade: Grade; readonly word: string; readonly clause: number; readonly bare: boolean };

/** The grade of a normalised reply. */
export function gradeOf(text: string): Verdict {
  if (isSaying(text)) return { ...NOTHING, contradictory: true, why: [text.slice(0, 30)], signs: ['#saying'] };
  const { evidence, clauses } = gatherEvidence(text);
  const own = evidence.filter((e) => !e.other && !e.asked);
  const full = gradeOfFull(text);
  const named = full
    ? [{ grade: full, word: text, clause: 0, bare: true }]
    : /^\d+\.\d+$/u.test(text)
      ? []
      : namedGrades(own, clauses);
  const correction = clauses.findLastIndex((clause) => CORRECTION.test(clause.text));
  const base = {
    ...NOTHING,
    signs: classSigns(evidence, clauses.length, text),
    scored: full !== null,
    fault: own.some((e) => e.cls === 'fault'),
    aside: evidence.some((e) => e.other && e.cls !== 'fault'),
  };

  if (correction >= 0) {
    const after = named.filter((n) => n.clause >= correction);
    const before = named.filter((n) => n.clause < correction);
    if (after.length > 0) return { ...base, ...settle(after.slice(-1), text), explicit: true, amended: true };
    if (own.some((e) => e.clause >= correction && e.cls === 'failed'))
      return {
        ...base,
        ...weigh(
          own.filter((e) => e.clause >= correction),
          text,
          clauses,
        ),
        amended: true,
      };
    if (before.length > 0 && EARLIER.test(clauses[correction]?.text ?? ''))
      return { ...base, ...settle(before.slice(-1), text), explicit: true, amended: true };
    if (before.length > 0 || /错/u.test(clauses[correction]?.text ?? '')) return { ...base, corrected: true };
  }
  const turning = clauses.findLastIndex((clause) => TURNING.test(clause.text));
  const afterTurn = turning > 0 ? named.filter((n) => n.clause >= turning) : [];
  if (afterTurn.length > 0) return { ...base, ...settle(afterTurn, text), explicit: true };
  const told = named.length > 0 ? ownSay(own, named, clauses) : [];
  if (told.length > 0) return { ...base, ...weigh(told, text, clauses) };
  const mocked = own.some((e) => e.cls === 'mockery') && named.every((n) => n.grade === 'satisfied');
  if (named.length > 0 && mocked) return { ...base, ...ironic(own, text) };
  if (named.length > 0) return { ...base, ...settle(named, text), explicit: true };
  const leaning = ironic(own, text) ?? weigh(own, text, clauses);
  return { ...base, ...leaning };
}

const NOTHING: Verdict = {
  grade: null,
  explicit: false,
  aside: false,
  fault: false,
  scored: false,
  corrected: false,
  amended: false,
  contradictory: false,
  mocking: false,
  why: [],
  signs: [],
};

function namedGrades(own: readonly Evidence[], clauses: readonly Clause[]): readonly Named[] {
  const bad = own.some((e) => e.cls === 'failed' || e.cls === 'fault' || e.cls === 'blame');
  const words = own.flatMap((e): readonly Named[] => {
    const grade = GRADE_OF[e.cls];
    if (!grade || (e.quoted && (bad || own.length > 1 || /真|太|好一个/u.test(clauses[e.clause]?.text ?? ''))))
      return [];
    return [{ grade, word: e.word, clause: e.clause, bare: e.bare }];
  });
  const marks = clauses.flatMap((clause, index): readonly Named[] => {
    if (/^[.、]?$/u.test(clause.text) || DENIED.test(clause.text) || OF_SOMETHING.test(clauses[index - 1]?.text ?? ''))
      return [];
    const parts = clause.text.split(/或者?|和|跟|到/u);
    const found = parts.flatMap((part) => gradeByMark(part) ?? []);
    return (found.length === parts.length ? found : []).map((grade) => ({
      grade,
      word: clause.text,
      clause: index,
      bare: true,
    }));
  });
  const covered = new Set(words.map((w) => w.clause));
  return [...words, ...marks.filter((m) => !covered.has(m.clause))].sort((a, b) => a.clause - b.clause);
}

/** What another says of it, and what the resident thinks (我爱人说满意，我觉着也就那样). */
const ANOTHERS =
  /^(?:我|俺)?(?:们)?(?:家)?(?:的)?(?:爱人|老公|老婆|老伴|媳妇|婆娘|男人|先生|太太|对象|儿子|女儿|闺女|爸|妈|父母|公公|婆婆|邻居|师傅|他们?|她们?|人家|别人|大家|群里)[^,]{0,3}(?:说|讲|觉得|评|要|让|叫|给|选)/u;
const MINE = /^(?:可|但|不过|然而)?(?:是)?(?:要)?(?:我|俺|本人)(?:自己|个人|本人|倒)?(?:觉|看|认为|倒|是|说|可|的|感)/u;

function ownSay(own: readonly Evidence[], named: readonly Named[], clauses: readonly Clause[]): readonly Evidence[] {
  if (!named.every(({ clause }) => ANOTHERS.test(clauses[clause]?.text ?? ''))) return [];
  const mine = clauses.findIndex(({ text }, at) => at > (named[0]?.clause ?? 0) && MINE.test(text));
  return mine < 0 ? [] : own.filter(({ clause }) => clause >= mine);
}

/** Several named grades → one: the overall one before an aspect's, the last one before an earlier one. */
function settle(named: readonly Named[], text: string): Pick<Verdict, 'grade' | 'contradictory' | 'why'> {
  const why = named.map((n) => n.word);
  const grades = new Set(named.map((n) => n.grade));
  const [only] = grades;
  if (grades.size === 1 && only) return { grade: only, contradictory: false, why };
  if (BETWEEN.test(text) && grades.has('fairly') && !grades.has('dissatisfied'))
    return { grade: 'fairly', contradictory: false, why };
  const bare = new Set(named.filter((n) => n.bare).map((n) => n.grade));
  const [single] = bare;
  if (bare.size === 1 && single) return { grade: single, contradictory: false, why };
  const mixed = bare.size === 0 && new Set(named.map((n) => n.clause)).size > 1;
  if (mixed && grades.has('satisfied')) return { grade: 'fairly', contradictory: false, why };
  if (grades.has('satisfied') && grades.has('dissatisfied')) return { grade: null, contradictory: true, why };
  if (bare.size > 1 && /或/u.test(text)) return { grade: null, contradictory: true, why };
  if (!grades.has('satisfied')) return { grade: named.at(-1)?.grade ?? null, contradictory: false, why };
  return bare.size > 1 ? { grade: null, contradictory: true, why } : { grade: 'fairly', contradictory: false, why };
}

const words = (evidence: readonly Evidence[]): readonly string[] => [...new Set(evidence.map((e) => e.word))];

/** 反话: praise beside a bad fact without a but. Mockery without a fact decides nothing. */
function ironic(own: readonly Evidence[], text: string): Pick<Verdict, 'grade' | 'mocking' | 'why'> | null {
  const has = (...classes: readonly Opinion[]): boolean => own.some((e) => classes.includes(e.cls));
  const quoted = own.some((e) => e.quoted && (e.cls === 'praise' || e.cls === 'satisfied' || e.cls === 'ironic'));
  const bad = own.filter(
    (e) => e.cls === 'failed' || e.cls === 'blame' || e.cls === 'dissatisfied' || (e.cls === 'fault' && !has('solved')),
  );
  const mock = has('mockery', 'ironic') || quoted || text.includes('〔不明〕');
  if (
    mock &&
    bad.length > 0 &&
    !(CONTRAST.test(text) && !has('mockery') && !quoted && !bad.some((e) => e.cls === 'failed'))
  ) {
    return { grade: 'dissatisfied', mocking: true, why: words(bad) };
  }
  if (has('mockery') || (quoted && !has('failed', 'blame'))) return { grade: null, mocking: true, why: words(own) };
  return null;
}

/** Without a named grade, pro and con weigh: a failed purpose is dissatisfied, mixed is fairly. */
function weigh(own: readonly Evidence[], text: string, clauses: readonly Clause[]): Pick<Verdict, 'grade' | 'why'> {
  const of = (...classes: readonly Opinion[]): readonly Evidence[] => own.filter((e) => classes.includes(e.cls));
  const pro = of('praise', 'solved', 'ironic');
  const con = of('blame');
  const failed = of('failed');
  const mild = of('lukewarm');
  if (failed.length > 0) {
    const mended = of('solved').some((e) => e.clause > (failed.at(-1)?.clause ?? 0));
    return mended
      ? { grade: 'fairly', why: words([...failed, ...pro]) }
      : { grade: 'dissatisfied', why: words(failed) };
  }
  const faults = of('fault');
  if (faults.length > 0 && pro.length > 0 && of('solved').length === 0 && CONTRAST.test(text)) {
    return { grade: 'fairly', why: words([...pro, ...faults]) };
  }
  if (pro.length > 0 && con.length > 0) return { grade: onlyOne(pro, con, text), why: words([...pro, ...con]) };
  if (con.length > 0) return { grade: mild.length > 0 ? mildCon(mild, con) : 'dissatisfied', why: words(con) };
  if (pro.length > 0) {
    if (pro.every((e) => e.cls === 'ironic') && unread(own, clauses).length > 0)
      return { grade: null, why: words(pro) };
    const first = pro[0]?.clause ?? 0;
    if (
      unread(own, clauses).some(
        ({ text: rest, at }) => at > first && (RESERVE.test(rest) || GRANTED.test(clauses[at - 1]?.text ?? '')),
      )
    )
      return { grade: 'fairly', why: words(pro) };
    const last = own.filter((e) => e.cls !== 'fault').at(-1);
    return { grade: mild.length > 0 && last?.cls === 'lukewarm' ? 'fairly' : 'satisfied', why: words(pro) };
  }
  return { grade: mild.length > 0 ? 'fairly' : null, why: words(mild) };
}

/** Clauses that say something of which no word is known. */
function unread(
  own: readonly Evidence[],
  clauses: readonly Clause[],
): readonly { readonly text: string; readonly at: number }[] {
  const read = new Set(own.map((e) => e.clause));
  return clauses.flatMap(({ text }, at) =>
    !read.has(at) && /(?:\p{Script=Han}.*){4}/u.test(text) ? [{ text, at }] : [],
  );
}

/** 不是说不好，是真的太慢: the mild half only prepares the blame. */
function mildCon(mild: readonly Evidence[], con: readonly Evidence[]): Grade {
  return (con.at(-1)?.clause ?? 0) > (mild.at(-1)?.clause ?? 0) &&
    (con.at(-1)?.bare || /好|差|坏/u.test(mild.at(-1)?.word ?? ''))
    ? 'dissatisfied'
    : 'fairly';
}

function onlyOne(pro: readonly Evidence[], con: readonly Evidence[], text: string): Grade {
  if (con.length >= 3 && con.length > 2 * pro.length && !CONTRAST.test(text)) return 'dissatisfied';
  return 'fairly';
}
