/** What a record that stands says, as it was given, and what a correction makes of it. */
import type { Context } from '../context.js';
import type { RecordDraft } from '../core/visit-record.js';
import { attemptsOf } from '../store/attempts.js';
import type { Tx } from '../store/db.js';
import { promisedFor } from '../store/follow-ups.js';
import type { StoredRecord } from '../store/records.js';

const PHOTO = /照片：([^；]+)/u;
const PAPER = /纸质记录：([^；]+)/u;

/** What a record says, as it was given. */
export async function draftOf(tx: Tx, ctx: Context, record: StoredRecord): Promise<RecordDraft> {
  const made = (await attemptsOf(tx, ctx.box, record.visitNo)).filter(
    ({ at, by, outcome }) => at === record.at && by === record.by && outcome === 'answered',
  );
  const noted = made.map(({ note }) => note ?? '').join('；');
  return {
    methods: made.flatMap(({ channel }) => (channel === 'paper' ? [] : [channel])),
    numberCalled: record.calledCipher === null ? null : ctx.box.open(record.calledCipher),
    photo: PHOTO.exec(noted)?.[1] ?? null,
    grade: record.grade,
    grades: record.grades,
    remark: record.remark,
    topics: record.topics,
    unfinished: record.unfinished,
    chargeAsQuoted: record.chargeAsQuoted,
    promisedAt: await promisedFor(tx, record.visitNo),
    paper: PAPER.exec(noted)?.[1] ?? null,
    signed: record.confirmedBy?.startsWith('paper:') ?? false,
  };
}

/** What was blamed is no word to a better grade; all else that a resident said is, whatever the grade becomes. */
const isBlameGone = (given: RecordDraft, before: RecordDraft): boolean =>
  before.grade === 'dissatisfied' && given.grade !== null && given.grade !== before.grade;

/** A correction says what is different; the rest stays. */
export const merged = (given: RecordDraft, before: RecordDraft): RecordDraft => ({
  methods: given.methods.length > 0 ? given.methods : before.methods,
  numberCalled: given.numberCalled ?? before.numberCalled,
  photo: given.photo ?? before.photo,
  grade: given.grade ?? before.grade,
  grades: given.grades ?? before.grades,
  remark: given.remark ?? (isBlameGone(given, before) ? null : before.remark),
  topics: { ...before.topics, ...given.topics },
  unfinished: given.unfinished || (before.unfinished && given.grade === null),
  chargeAsQuoted: given.chargeAsQuoted ?? before.chargeAsQuoted,
  promisedAt: given.promisedAt ?? before.promisedAt,
  paper: given.paper ?? before.paper,
  signed: given.signed || before.signed,
});

/** Whether two drafts say the same, in whatever order they name the ways. */
export function same(a: RecordDraft, b: RecordDraft): boolean {
  const keys = Object.keys(a) as (keyof RecordDraft)[];
  const plain = (value: unknown): string => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
  return keys.every((key) => plain(a[key]) === plain(b[key]));
}
