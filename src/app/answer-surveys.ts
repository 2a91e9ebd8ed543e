/** 发起调查、调查: what those have of surveys who may send them, or may see their figures. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Action } from '../core/permissions.js';
import type { SurveyArgs, SurveyCommand } from '../core/understand/command-surveys.js';
import { surveysOf } from '../store/survey-orders.js';
import { permitted, written, type Answer, type Asker } from './answer.js';
import { confirmEnd, previewEnd, remindOfSurvey, surveyProgress, surveyResult } from './follow-survey.js';
import { confirmSurvey, previewSurvey } from './launch-survey.js';

export async function answerSurveys(
  ctx: Context,
  asker: Asker,
  understood: SurveyCommand,
  now: Instant,
): Promise<Answer> {
  const { staff } = asker;
  const { args } = understood;
  if (understood.command === '调查' && understood.args.act === 'confirm-launch')
    return written((tx, at) => confirmSurvey(tx, ctx, staff, understood.args.code ?? null, at));
  if (understood.command === '调查' && understood.args.act === 'confirm-end')
    return written((tx, at) => confirmEnd(tx, ctx, staff, understood.args.code ?? null, at));
  const example = understood.command === '发起调查' ? '发起调查 全体' : EXAMPLES[understood.args.act];
  const name =
    args.estate ?? (understood.command === '调查' ? await withSurvey(ctx, asker, understood.args) : undefined);
  const action: Action =
    understood.command === '发起调查' || WRITES.has(understood.args.act) ? 'send survey' : 'see rates';
  const found = permitted(ctx, asker, action, { name, example, now });
  if ('answer' in found) return found.answer;
  const { estate } = found;
  if (understood.command === '发起调查') {
    const { target, title = null, percent = null, date, days } = understood.args;
    return written((tx, at) => previewSurvey(tx, ctx, staff, estate, { target, title, percent, date, days }, at));
  }
  const { act, survey } = understood.args;
  return written((tx, at) => {
    if (act === 'remind') return remindOfSurvey(tx, ctx, staff, estate, survey, at);
    if (act === 'end') return previewEnd(tx, staff, estate, survey, at);
    return act === 'result' ? surveyResult(tx, ctx, estate, survey) : surveyProgress(tx, estate, survey, at);
  });
}

/** The one of several estates that has such a survey, where no other has; none where it must be asked. */
async function withSurvey(
  { db }: Context,
  { staff, estates }: Asker,
  { act, survey }: SurveyArgs,
): Promise<string | undefined> {
  const names: string[] = [];
  for (const { id, name } of estates.filter((one) => staff.roles.some(({ estate }) => estate === one.id))) {
    const all = await surveysOf(db.read, id);
    const isMeant = ({ number, closedAt }: (typeof all)[number]): boolean =>
      (survey === undefined || number === survey) && (!WRITES.has(act) || closedAt === null);
    if (all.some(isMeant)) names.push(name);
  }
  return names.length === 1 ? names[0] : undefined;
}

const WRITES: ReadonlySet<SurveyArgs['act']> = new Set(['remind', 'end']);
const EXAMPLES: Readonly<Record<SurveyArgs['act'], string>> = {
  progress: '调查 进度',
  remind: '调查 提醒',
  result: '调查 结果',
  end: '结束调查',
  'confirm-launch': '确认发起 4821',
  'confirm-end': '确认结束 4821',
};
