/** One duty 职责 on the board: what the clause asks, of whom, by when, and what became of it. */
import type { Context } from '../../context.js';
import { actorZh } from '../../core/audit-words.js';
import { householdZh } from '../../core/household.js';
import { ROLES } from '../../core/terms.js';
import { dutyByNo, type StoredDuty } from '../../store/duties.js';
import { eventOf } from '../../store/events.js';
import { titleIn } from '../answer-tasks.js';
import { timeText } from './list.js';
import type { Cell, RecordContent, RecordReader, RecordScene } from './record-page.js';

export const dutyReader = (ctx: Context, no: number): RecordReader => ({
  estateOf: async () => (await dutyByNo(ctx.db.read, no))?.estate ?? null,
  read: async (scene) => {
    const duty = await dutyByNo(ctx.db.read, no);
    return duty === null ? null : dutyContent(ctx, duty, scene);
  },
});

const STATES = { open: '未办', done: '已办', excused: '已说明', cancelled: '已取消' } as const;
export const dutyStateZh = ({ status }: Pick<StoredDuty, 'status'>): string => STATES[status];

async function dutyContent(ctx: Context, duty: StoredDuty, { estate, names }: RecordScene): Promise<RecordContent> {
  const event = duty.event === null ? null : await eventOf(ctx.db.read, duty.estate, duty.event);
  const { no, visitNo, followUp } = duty;
  const facts: readonly (readonly [string, Cell])[] = [
    ['要做', duty.says],
    ['依据', `《${titleIn(ctx)(duty.policy)}》${duty.clause}：${duty.source}`],
    ['受访户', duty.household === null ? '' : householdZh(duty.household)],
    ['事项', event === null ? '' : `${event.description ?? ''}（事项编号 ${event.id}）`],
    ['应由', duty.by.map((role) => ROLES[role].zh).join('、')],
    ['负责人', actorZh(duty.assignee ?? '', names)],
    [
      '时限',
      `${timeText(duty.earliest, estate)} 起${duty.due === null ? '' : `，${timeText(duty.due, estate, true)} 前`}`,
    ],
    [
      '状态',
      `${dutyStateZh(duty)}${duty.doneAt === null ? '' : `，${timeText(duty.doneAt, estate)} 由${actorZh(duty.doneBy ?? '', names)}`}`,
    ],
    ['说明', duty.note ?? ''],
    ['回访', visitNo === null ? '' : { text: `任务 ${visitNo}`, of: { kind: 'visit', no: visitNo } }],
    ['个案', followUp === null ? '' : { text: `案${followUp}`, of: { kind: 'case', no: followUp } }],
  ];
  return {
    estate: duty.estate,
    title: `事${no}：${duty.says}`,
    facts: facts.flatMap(([title, text]) => (text === '' ? [] : [{ title, text }])),
    sections: [],
    subjects: [`duty:${no}`],
  };
}
