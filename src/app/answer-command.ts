/** A command of staff → what they may have of it, one entry a command. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Command, Understood } from '../core/understand/command.js';
import type { OwnCommand } from '../core/understand/command-own.js';
import type { PhotoCommand } from '../core/understand/command-photos.js';
import { answerArchive } from './answer-archive.js';
import { answerCases } from './answer-cases.js';
import { answerChecks } from './answer-checks.js';
import { answerDraws } from './answer-draws.js';
import { answerDuties, explainDuty } from './answer-duties.js';
import { answerRain } from './answer-rain.js';
import { explained, myTasks } from './answer-tasks.js';
import { answerHouseholds } from './answer-households.js';
import { answerFigures } from './answer-oversight.js';
import { answerReport, isReport } from './answer-reports.js';
import { answerReview } from './answer-review.js';
import { answerSurveys } from './answer-surveys.js';
import { answerTheme } from './answer-theme.js';
import { tooNarrow } from './too-narrow.js';
import { answerVisit } from './answer-visits.js';
import { answerPhotos } from './staff-photos.js';
import { help } from './answer-help.js';
import { words, written, type Answer, type Asker } from './answer.js';
import { answerBegin } from './begin-visit.js';
import { claimTask } from './claim-task.js';
import { answerHandOut } from './hand-out.js';
import { answerNote } from './note-matter.js';
import { notUnderstood } from './not-understood.js';
import { overEstates } from './over-estates.js';
import { readNumbers } from './read-numbers.js';

export async function answerCommand(ctx: Context, asker: Asker, understood: Understood, now: Instant): Promise<Answer> {
  if (understood.kind === 'unclear') return notUnderstood(asker, understood);
  const narrow = tooNarrow(understood);
  if (narrow !== null) return words(narrow);
  const all = await overEstates(ctx, asker, understood, (by, of) => answerOne(ctx, by, of, now));
  return all ?? answerOne(ctx, asker, understood, now);
}

async function answerOne(ctx: Context, asker: Asker, understood: Command, now: Instant): Promise<Answer> {
  const { staff } = asker;
  if (isReport(understood)) return answerReport(ctx, asker, understood, now);
  switch (understood.command) {
    case '帮助':
      return words(...help(ctx, asker, understood.about));
    case '我的任务':
      return myTasks(ctx, asker, understood.args, now);
    case '主题':
      return answerTheme(ctx, asker, understood.args, now);
    case '说明':
      return explain(ctx, asker, understood.args);
    case '满意率':
    case '回访率':
    case '执行率':
    case '逾期':
    case '未覆盖':
    case '绩效':
      return answerFigures(ctx, asker, understood, now);
    case '待办':
      return allOf(await answerReview(ctx, asker, understood, now), understood.args);
    case '审核':
    case '不满意':
      return answerReview(ctx, asker, understood, now);
    case '档案':
      return answerArchive(ctx, asker, understood, now);
    case '重点户':
    case '有影响':
    case '口径':
      return answerHouseholds(ctx, asker, understood, now);
    case '回访比例':
    case '抽取':
      return answerDraws(ctx, asker, understood);
    case '完成':
    case '无人应答':
    case '拒访':
    case '已搬走':
    case '找错人':
    case '改期':
    case '转给':
    case '请假':
    case '销假':
      return answerVisit(ctx, asker, understood);
    case '办结':
    case '结案':
    case '险情已除':
    case '险情未除':
      return answerDuties(ctx, asker, understood);
    case '跟进':
      return answerCases(ctx, asker, understood.args);
    case '领取':
    case '照片':
    case '电话':
      return ofTask(ctx, staff, understood.command, understood.args);
    case '抽查':
      return answerChecks(ctx, asker, understood, now);
    case '发起调查':
    case '调查':
      return answerSurveys(ctx, asker, understood, now);
    case '发起回访':
    case '发放':
    case '工程变更':
    case '重要信息':
      return answerOwn(ctx, asker, understood, now);
    case '雨停':
      return answerRain(ctx, asker, understood.args.estate, now);
    default:
      return understood satisfies never;
  }
}

/** What staff begin, hand out and note of their own accord. */
function answerOwn(ctx: Context, asker: Asker, understood: OwnCommand, now: Instant): Answer | Promise<Answer> {
  if (understood.command === '发起回访') return answerBegin(ctx, asker, understood, now);
  if (understood.command === '发放') return answerHandOut(ctx, asker, understood, now);
  return answerNote(ctx, asker, understood, now);
}

/** 说明 12 is of a task, 说明 事12 of a duty. */
const explain = (ctx: Context, asker: Asker, args: { readonly task: number } | { readonly duty: number }) =>
  'duty' in args ? explainDuty(ctx, asker.staff, args.duty) : explained(ctx, asker, args.task);

/** What is had of one task: the task itself, its pictures, its household's numbers. */
function ofTask(
  ctx: Context,
  staff: Asker['staff'],
  command: '领取' | '照片' | '电话',
  args: PhotoCommand['args'],
): Answer {
  if (command === '领取') return written(async (tx, at) => (await claimTask(tx, ctx, staff, args.task, at)).text);
  if (command === '电话') return written((tx, at) => readNumbers(tx, ctx, staff, args.task, at));
  return { texts: [], files: [], writes: (tx, at) => answerPhotos(tx, ctx, staff, args, at) };
}

/** What waits is not told by day, estate or kind: whoever asks for some is told that these are all. */
const allOf = (answer: Answer, asked: object): Answer =>
  Object.keys(asked).length === 0
    ? answer
    : { ...answer, texts: ['这里还不能按日期、项目或类型分开列，下面是您全部的。', ...answer.texts] };
