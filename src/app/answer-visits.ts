/** What staff write of their visits and of their own days: done, not met, another time, a colleague, away. */
import type { Context } from '../context.js';
import type { LeaveCommand } from '../core/understand/command-leave.js';
import type { VisitCommandWords } from '../core/understand/command-visits.js';
import type { Excuse } from '../core/visit.js';
import { answerDone } from './answer-record.js';
import { words, written, type Answer, type Asker } from './answer.js';
import { handOn } from './hand-on.js';
import { endLeave, takeLeave } from './take-leave.js';
import { excuseVisit, noteNoAnswer, postponeVisit } from './try-visit.js';

export function answerVisit(ctx: Context, asker: Asker, understood: VisitCommandWords | LeaveCommand): Answer {
  const { staff } = asker;
  switch (understood.command) {
    case '完成':
      return answerDone(ctx, asker, understood.args, understood.isGuess);
    case '无人应答': {
      const { args, method } = understood;
      return written((tx, now) => noteNoAnswer(tx, ctx, { staff, task: args.task, now }, method));
    }
    case '拒访':
    case '已搬走':
    case '找错人': {
      const { command, args } = understood;
      return written((tx, now) => excuseVisit(tx, ctx, { staff, task: args.task, now }, EXCUSES[command]));
    }
    case '改期': {
      const { task, ...appointment } = understood.args;
      return written((tx, now) => postponeVisit(tx, ctx, { staff, task, now }, appointment));
    }
    case '转给': {
      const { task, person } = understood.args;
      if (person === undefined) return words(`任务要转给一位同事，请写名字：转给 王芳 ${task}。`);
      return written((tx, now) => handOn(tx, ctx, { staff, task, now }, person));
    }
    case '请假':
      return written((tx, now) => takeLeave(tx, ctx, staff, understood.args, now));
    case '销假':
      return written((tx, now) => endLeave(tx, ctx, staff, now));
    default:
      return understood satisfies never;
  }
}

const EXCUSES: Readonly<Record<'拒访' | '已搬走' | '找错人', Excuse>> = {
  拒访: 'refused',
  已搬走: 'moved',
  找错人: 'wrong-person',
};
