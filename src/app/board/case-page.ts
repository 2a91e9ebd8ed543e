/** One case 个案 on the board: the household's words, where it stands, every step, and the papers that were issued. */
import type { Context } from '../../context.js';
import { actorZh } from '../../core/audit-words.js';
import { householdZh } from '../../core/household.js';
import { NOTICES } from '../../core/notice.js';
import { stepsOf } from '../../store/duties.js';
import { caseById, type Case } from '../../store/follow-ups.js';
import { noticesOf } from '../../store/notices.js';
import { askedOf, CASE_KINDS, stateOf } from '../case-text.js';
import { dutyStateZh } from './duty-page.js';
import { timeText } from './list.js';
import type { Cell, RecordContent, RecordReader, RecordScene } from './record-page.js';

export const caseReader = (ctx: Context, no: number): RecordReader => ({
  estateOf: async () => (await caseById(ctx.db.read, no))?.estate ?? null,
  read: async (scene) => {
    const found = await caseById(ctx.db.read, no);
    return found === null ? null : caseContent(ctx, found, scene);
  },
});

async function caseContent({ db }: Context, of: Case, { estate, names }: RecordScene): Promise<RecordContent> {
  const { id, visitNo, recheckNo } = of;
  const steps = await stepsOf(db.read, id);
  const notices = await noticesOf(db.read, id);
  const visitCell = (no: number | null): Cell => (no === null ? '' : { text: `任务 ${no}`, of: { kind: 'visit', no } });
  const facts: readonly (readonly [string, Cell])[] = [
    ['类别', CASE_KINDS[of.kind]],
    ['进度', stateOf(of, estate)],
    [of.kind === 'finding' ? '查到' : `${askedOf(of)}的话`, of.text ?? ''],
    ['受访户', of.household === null ? '' : householdZh(of.household)],
    ['起于', visitCell(visitNo)],
    ['开立', timeText(of.openedAt, estate)],
    [`答应${askedOf(of)}`, of.promisedAt === null ? '' : `${timeText(of.promisedAt, estate, true)} 前`],
    ['处理结果', of.outcome ?? ''],
    ['办结', of.closedAt === null ? '' : `${timeText(of.closedAt, estate)} 由${actorZh(of.closedBy ?? '', names)}`],
    ['再次询问', visitCell(recheckNo)],
    ['负责人', actorZh(of.assignee ?? '', names)],
  ];
  return {
    estate: of.estate,
    title: `案${id}：${CASE_KINDS[of.kind]}`,
    facts: facts.flatMap(([title, text]) => (text === '' ? [] : [{ title, text }])),
    sections: [
      {
        title: '步骤',
        heads: ['编号', '内容', '条款', '时限止', '状态', '由谁', '说明'],
        rows: steps.map((step) => [
          { text: `事${step.no}`, of: { kind: 'duty', no: step.no } },
          step.says,
          step.clause,
          timeText(step.due, estate, true),
          `${dutyStateZh(step)}${step.doneAt === null ? '' : ` ${timeText(step.doneAt, estate)}`}`,
          actorZh(step.doneBy ?? step.assignee ?? '', names),
          step.note ?? '',
        ]),
      },
      {
        title: '书面通知',
        heads: ['通知', '文号', NOTICES.工作联系单.to, '事项', '签发', '答复'],
        rows: notices.map((one) => [
          one.form,
          one.number,
          one.to,
          one.matter,
          `${actorZh(one.issuedBy, names)} ${timeText(one.issuedAt, estate)}`,
          one.answer === null ? '' : `${one.answer}（${timeText(one.answeredAt, estate)}）`,
        ]),
      },
    ],
    subjects: [`case:${id}`, ...steps.map(({ no }) => `duty:${no}`)],
  };
}
