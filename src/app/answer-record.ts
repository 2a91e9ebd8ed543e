/** 完成: a line in chat becomes a visit's record; where something is missing, it is asked for in a short dialogue. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { newRecordSession } from '../core/record-talk/record-talk-types.js';
import { draftFrom } from '../core/record-talk/hear.js';
import type { DoneArgs } from '../core/understand/command-visits.js';
import { readSheetWords } from '../core/understand/sheet-words.js';
import { DIRECTION_QUESTIONS, type Answers } from '../core/ballot.js';
import { exampleSheet, type RecordDraft } from '../core/visit-record.js';
import { surveyOfVisit, type StoredSurvey } from '../store/ballots.js';
import type { Tx } from '../store/db.js';
import { recordTalkOf } from '../store/record-talks.js';
import type { Staff } from '../store/staff.js';
import { visitByNo } from '../store/visits.js';
import type { Answer, Asker, Said } from './answer.js';
import { closed, stepRecord } from './dictate-record.js';
import { recordVisit } from './record-visit.js';
import { recordedZh } from './recorded-words.js';
import { offerScreen } from './sign-on-screen.js';

export function answerDone(
  ctx: Context,
  { staff, zone }: Asker,
  { task, text = '' }: DoneArgs,
  isGuess = false,
): Answer {
  const writes = async (tx: Tx, now: Instant): Promise<readonly Said[]> => {
    const visit = await visitByNo(tx, task);
    const survey = visit === null ? null : await surveyOfVisit(tx, visit);
    if (survey !== null) return sheet(tx, ctx, { staff, zone }, { task, text, survey }, now);
    const no = visit?.servedBy ?? task;
    if (text === '') return stepRecord(tx, ctx, { staff, no }, { kind: 'begun' }, now);
    const talk = await recordTalkOf(tx, ctx.box, staff.userid, no);
    if (talk?.open) return stepRecord(tx, ctx, { staff, no }, { kind: 'ordered', text }, now);
    return oneLine(tx, ctx, { staff, no, isGuess }, draftFrom(text, visit?.kind ?? 'other', now, zone), now);
  };
  return { texts: [], files: [], writes };
}

/** A line that has everything is a record at once; one that lacks something, or was no order, begins the dialogue. */
async function oneLine(
  tx: Tx,
  ctx: Context,
  { staff, no, isGuess }: { readonly staff: Staff; readonly no: number; readonly isGuess: boolean },
  draft: RecordDraft,
  now: Instant,
): Promise<readonly Said[]> {
  if (isGuess) return stepRecord(tx, ctx, { staff, no }, { kind: 'begun' }, now, newRecordSession(draft, false));
  const answer = await recordVisit(tx, ctx, { visit: no, by: staff, at: null, draft }, now);
  if (answer.kind === 'gaps') {
    const session = newRecordSession(answer.draft, answer.corrects);
    return stepRecord(tx, ctx, { staff, no }, { kind: 'begun' }, now, session);
  }
  await closed(tx, ctx, staff, no, now);
  return [recordedZh(answer, no), ...offerScreen(answer)];
}

/** A sheet of a questionnaire that was answered on paper or by telephone: it goes on the ballot as it is. */
async function sheet(
  tx: Tx,
  ctx: Context,
  { staff, zone }: Pick<Asker, 'staff' | 'zone'>,
  { task, text, survey }: { readonly task: number; readonly text: string; readonly survey: StoredSurvey },
  now: Instant,
): Promise<readonly Said[]> {
  const read = readSheetWords(text);
  const beyond = beyondQuestions(survey, read.grades);
  if (beyond.length > 0) return [noSuchQuestion(survey, task, beyond)];
  const said = draftFrom(read.rest, 'other', now, zone);
  const draft = { ...said, grades: read.grades, paper: read.paper };
  return [recordedZh(await recordVisit(tx, ctx, { visit: task, by: staff, at: null, draft }, now), task)];
}

/** Questions that were graded one by one and are none of it; what grades all fourteen at once grades what there is. */
function beyondQuestions({ questions }: StoredSurvey, grades: Answers | null): readonly string[] {
  const given = Object.keys(grades ?? {});
  if (given.length === DIRECTION_QUESTIONS.length) return [];
  return given.filter((item) => !questions.some((one) => one.item === item));
}

const noSuchQuestion = ({ questions }: StoredSurvey, task: number, beyond: readonly string[]): string =>
  `任务 ${task} 的问卷只有 ${questions.length} 题，没有第 ${beyond.join('、')} 题，还没有录入。请核对后再写一次：${exampleSheet(questions.length, task)}`;
