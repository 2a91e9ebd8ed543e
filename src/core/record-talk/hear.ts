/** What a member of staff writes or taps while a record is made: in any order, several things at once. */
import type { Instant } from '../calendar.js';
import type { TopicAnswers } from '../policy/content.js';
import { isGrade, keysOf, METHODS, type EventKind, type Grade, type Method } from '../terms.js';
import { normalize } from '../understand/normalize.js';
import { gradeOf } from '../understand/grade.js';
import { isGradeWord, promiseIn, readRecordWords, withoutTerm } from '../understand/record-words.js';
import { topicGrades } from '../understand/topics.js';
import { gapsOf, type RecordDraft } from '../visit-record.js';
import {
  EMPTY_DRAFT,
  PHOTO_LABELS,
  type PhotoLabel,
  type RecordForm,
  type RecordSession,
} from './record-talk-types.js';

/** 没说什么, 没有需求: an answer of nothing. */
const NOTHING =
  /^(?:暂时|目前|都|也)*(?:没有?|无|不)(?:什么|啥)?(?:了|说|说什么|说话|意见|建议|需要|需求|问题|别的|其[他它]的?|评|用)*[了吧啊。.!！\s]*$/u;
const YES = /^(?:是的?|对的?|一致|相符|没错|嗯|没(?:有)?多收|按报价)[了的。.!！\s]*$/u;
const NO = /^(?:不一致|不是|不对|不符|多收|没(?:有)?按)/u;
const FREE = /没(?:有)?收(?:费|钱)|免费|不收费/u;
const FINISHED = /^(?:现在|后来|今天|已经?|都)*(?:做|修|弄|处理|搞)(?:完|好)了?[。.!！\s]*$/u;
/** 没做完, and nothing else: what is left is still to be asked. */
const UNDONE =
  /^(?:还|但是?|只是)*(?:没(?:有)?|未)(?:全部|完全|都)?(?:修|弄|做|处理|搞|装|干|施工)?(?:完成?|好|完工)[了的。.!！\s]*$/u;
const INSTEAD = /^(?:改成|改为|应为|应该是|更正为?)[::\s]*/u;
/** 说师傅准时: whose words they are is plain. */
const SPOKEN = /^(?:住户|业主|客户|对方|人家|[他她]|阿姨|叔叔|先生|女士)?(?:说|讲|反映|表示)(?![明话不过])[::,，\s]*/u;
/** 满意，师傅挺好: the grade has its own line; what was said beside it are the words. */
const GRADE_BESIDE =
  /^(?:(?:很|挺|比较|基本)?满意|一般(?:满意)?|不(?:太)?满意)[\s,，、。;；]+(?=.{2})|(?<=.{2})[\s,，、。;；]+(?:(?:很|挺|比较|基本)?满意|一般(?:满意)?|不(?:太)?满意)$/gu;
const inTheirWords = (remark: string | null): string =>
  (remark ?? '').replace(SPOKEN, '').trim().replaceAll(GRADE_BESIDE, '');
const SEPARATORS = /[\s,，、。;；]+/u;

const LABELS: readonly (readonly [RegExp, PhotoLabel])[] = [
  [/^(?:这张?是?)?(?:维?修|处理|做)?之?前的?(?:照片|图)?$/u, 'before'],
  [/^(?:这张?是?)?(?:维?修|处理|做)?之?后的?(?:照片|图)?$/u, 'after'],
  [/^(?:这张?是?)?(?:住户|业主|客户)?(?:已?签[名字过了]*)的?(?:照片|图|纸|记录)?$/u, 'signed'],
  [/^(?:这张?是?)?现场的?(?:照片|图)$/u, 'site'],
];

/** A line as a draft: 电话 13800000000 满意 师傅准时. */
export function draftFrom(line: string, about: EventKind, now: Instant, zone: string): RecordDraft {
  const read = readRecordWords(line, about);
  const remark = inTheirWords(withoutTerm(read.remark ?? '', now, zone));
  return { ...EMPTY_DRAFT, ...read, remark: remark === '' ? null : remark, promisedAt: promiseIn(line, now, zone) };
}

/** What the newest photograph shows, where these words say only that. */
export function labelIn(text: string, { photos }: RecordSession): PhotoLabel | null {
  return photos.length === 0 ? null : (LABELS.find(([pattern]) => pattern.test(text.trim()))?.[1] ?? null);
}

/** The session with what was written; null where nothing in it was understood. */
export function heard(session: RecordSession, text: string, form: RecordForm, now: Instant): RecordSession | null {
  const words = text.trim();
  return ownAnswer(session, words, form) ?? anyAnswer(session, words, form, now);
}

const drafted = (session: RecordSession, change: Partial<RecordDraft>): RecordSession => ({
  ...session,
  draft: { ...session.draft, ...change },
});
export const passing = (session: RecordSession, step: RecordSession['asked']): RecordSession =>
  step === null ? session : { ...session, passed: [...session.passed, step] };

/** Words that are an answer only to what was asked last. */
function ownAnswer(session: RecordSession, words: string, form: RecordForm): RecordSession | null {
  const { asked, draft } = session;
  switch (asked) {
    case 'items': {
      const graded: TopicAnswers = topicGrades(words, form.content.graded);
      if (Object.keys(graded).length > 0) return drafted(session, { topics: { ...draft.topics, ...graded } });
      return NOTHING.test(words) ? passing(session, asked) : null;
    }
    case 'charge':
      if (YES.test(words) || NO.test(words)) return drafted(session, { chargeAsQuoted: YES.test(words) });
      return FREE.test(words) || NOTHING.test(words) ? passing(session, asked) : null;
    case 'number': {
      const number = /^\D{0,6}(\d[\d\s-]{5,9}\d)\D{0,6}$/u.exec(words)?.[1]?.replaceAll(/\D/gu, '') ?? '';
      return /^[2-8]\d{6,7}$/u.test(number) ? drafted(session, { numberCalled: number }) : null;
    }
    case 'words':
      return NOTHING.test(words) ? passing(session, asked) : null;
    case 'needs':
      return NOTHING.test(words) ? withNeeds(session, '没有') : null;
    // 没有, asked whether anything is to be changed.
    case 'review':
      return NOTHING.test(words) ? session : null;
    case 'method':
    case 'grade':
    case 'finding':
    case 'promise':
    case 'photo':
    case 'proof':
    case null:
      return null;
    default:
      return asked satisfies never;
  }
}

const withNeeds = (session: RecordSession, needs: string): RecordSession =>
  drafted(session, { topics: { ...session.draft.topics, needs } });

/** Words of a record, whatever was asked: what they say of it replaces what stood there, the resident's words are added. */
function anyAnswer(session: RecordSession, words: string, form: RecordForm, now: Instant): RecordSession | null {
  const { asked, draft } = session;
  const isInstead = INSTEAD.test(words);
  const line = words.replace(INSTEAD, '');
  const read = readRecordWords(line, form.kind);
  const promisedAt = promiseIn(line, now, form.zone);
  const given: Partial<RecordDraft> = {
    ...(read.methods.length === 0 ? {} : { methods: methodsWith(session, read.methods, form, now) }),
    ...(read.numberCalled === null ? {} : { numberCalled: read.numberCalled }),
    ...(read.photo === null ? {} : { photo: read.photo }),
    ...(read.chargeAsQuoted === null ? {} : { chargeAsQuoted: read.chargeAsQuoted }),
    ...(read.signed ? { signed: true } : {}),
    ...(read.unfinished ? { unfinished: true } : {}),
    ...(promisedAt === null ? {} : { promisedAt }),
  };
  const isOfIt = Object.keys(given).length > 0;
  const grade = gradeSaid(line, draft.grade, read.grade);
  if (FINISHED.test(line) && draft.unfinished) return drafted(session, { unfinished: false });
  const said = read.remark === null ? null : withoutTerm(read.remark, now, form.zone);
  const remark = remarkSaid(line, said, { isOfIt, grade, asked });
  const next = drafted(session, { ...given, ...gradeFor(session, given.methods, grade) });
  if (remark === null) {
    if (!isOfIt && grade === null) return null;
    return asked === 'words' && grade !== null ? passing(next, asked) : next;
  }
  if (asked === 'needs') return withNeeds(next, remark);
  if (asked !== 'words' && asked !== 'finding' && asked !== 'review' && !isOfIt && grade === null) return null;
  return drafted(next, { remark: isInstead || draft.remark === null ? remark : added(draft.remark, remark) });
}

const added = (before: string, more: string): string => (before.includes(more) ? before : `${before}；${more}`);

/** Where two ways are wanted together, the one that was left out is added; else the last word holds. */
function methodsWith(
  { draft }: RecordSession,
  said: readonly Method[],
  form: RecordForm,
  now: Instant,
): readonly Method[] {
  const fault = gapsOf(form.rules, form.meets, draft, now).find((gap) => gap.kind === 'method' && gap.together);
  const wanted = fault?.kind === 'method' ? fault.wanted : [];
  return [...new Set([...draft.methods.filter((method) => wanted.includes(method)), ...said])];
}

/** A grade of before is nobody's, where it turns out that the work alone was looked at. */
function gradeFor(
  { draft }: RecordSession,
  methods: readonly Method[] | undefined,
  grade: Grade | null,
): Partial<RecordDraft> {
  const looksOnly = (ways: readonly Method[]): boolean => ways.length > 0 && ways.every((way) => way === 'on-site');
  if (grade !== null) return { grade };
  return methods !== undefined && looksOnly(methods) && !looksOnly(draft.methods) ? { grade: null } : {};
}

/** A grade that stands by itself holds over one before; what words only lean to counts where there was none. */
function gradeSaid(line: string, before: Grade | null, read: Grade | null): Grade | null {
  const word = line.split(SEPARATORS).find(isGradeWord);
  const outright = word === undefined ? null : gradeOf(normalize(word)).grade;
  const grade = outright ?? (before === null ? read : null);
  return grade === before ? null : grade;
}

/** The resident's words. Where they were asked for, a line that says nothing else is that, whatever it leans to. */
function remarkSaid(
  line: string,
  remark: string | null,
  {
    isOfIt,
    grade,
    asked,
  }: { readonly isOfIt: boolean; readonly grade: Grade | null; readonly asked: RecordSession['asked'] },
): string | null {
  const said = inTheirWords(remark);
  if (UNDONE.test(said)) return null;
  if (said !== '') return said;
  const isAsked = asked === 'words' || asked === 'finding' || asked === 'needs' || asked === 'review';
  const isGradeAlone = line.split(SEPARATORS).every((word) => word === '' || isGradeWord(word));
  return isAsked && !isOfIt && grade === null && !isGradeAlone && line !== '' ? line.replace(SPOKEN, '') : null;
}

/** The session with what was tapped; null for a button that is none of a question's. */
export function tappedOn(session: RecordSession, choice: string, form: RecordForm): RecordSession | null {
  const [kind = '', value = ''] = choice.split(':');
  const { draft } = session;
  switch (kind) {
    case 'method': {
      const methods = value.split('+').flatMap((word) => keysOf(METHODS).find((method) => method === word) ?? []);
      return methods.length === 0 ? null : drafted(session, { methods, ...gradeFor(session, methods, null) });
    }
    case 'number':
      return value === '' ? null : drafted(session, { numberCalled: value });
    case 'grade':
      return isGrade(value) ? drafted(session, { grade: value }) : null;
    case 'items': {
      const all = Object.fromEntries(form.content.graded.map((topic) => [topic, value]));
      return isGrade(value) ? drafted(session, { topics: { ...all, ...draft.topics } }) : null;
    }
    case 'charge':
      return drafted(session, { chargeAsQuoted: value === 'right' });
    case 'unfinished':
      return drafted(session, { unfinished: true });
    case 'signed':
      return drafted(session, { signed: true });
    case 'unsigned':
      return drafted(session, { signed: false });
    case 'skip':
      return value === 'needs'
        ? withNeeds(session, '没有')
        : passing(session, OPTIONAL.find((step) => step === value) ?? null);
    default:
      return null;
  }
}

/** What may be left without an answer. */
export const OPTIONAL = ['items', 'charge', 'words', 'needs'] as const;

export const labelled = (session: RecordSession, label: PhotoLabel): RecordSession => {
  const photos = session.photos.map((photo, nth) => (nth === session.photos.length - 1 ? { ...photo, label } : photo));
  const next = { ...session, photos };
  return label === 'signed' ? drafted(next, { signed: true }) : next;
};
export const labelZh = (label: PhotoLabel): string => PHOTO_LABELS[label];
