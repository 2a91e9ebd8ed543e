/** 本机签名: a resident who stands beside the visitor confirms the record on the visitor's own screen (p03.9, p05.8). */
import type { TaskCard } from '../channels/channel.js';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { findingZh } from '../core/record-words.js';
import type { Method } from '../core/terms.js';
import { askedZh } from '../core/visit-words.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { confirmRecord, currentRecord } from '../store/records.js';
import type { Staff } from '../store/staff.js';
import { closeTalk } from './ask-signature.js';
import { openTask } from './open-task.js';
import type { RecordAnswer } from './record-visit.js';
import { newKey } from './tell-staff.js';

/** Ways in which resident and visitor stand before the same screen. */
const TOGETHER: readonly Method[] = ['in-person', 'on-site', 'walk-round', 'meeting'];

/** The card to be shown to the resident, where the record still wants a signature and they are there. */
export function offerScreen(answer: RecordAnswer): readonly TaskCard[] {
  if (answer.kind !== 'recorded' && answer.kind !== 'corrected') return [];
  const { draft, signature, task } = answer;
  const isThere = draft.methods.some((method) => TOGETHER.includes(method));
  if (!isThere || (signature !== 'asked' && signature !== 'waiting')) return [];
  const { no } = task.visit;
  const asked = askedZh(task.visit);
  const [who, sign] = task.visit.household === null ? [`${asked}的人`, '签名'] : ['住户本人', '住户签名'];
  return [
    {
      taskId: `s${no}-${newKey().slice(0, 8)}`,
      title: `请${asked}过目（任务 ${no}）`,
      description: `记下的是：${findingZh(draft)}。${who}看过没有问题，请本人点「${sign}」。`,
      facts: [],
      buttons: [{ key: `rec:${no}:sign`, text: sign }],
    },
  ];
}

/** The resident's own tap on the visitor's screen; by whom the screen was held stands with the signature. */
export async function signOnScreen(tx: Tx, ctx: Context, staff: Staff, no: number, now: Instant): Promise<string> {
  const task = await openTask(tx, ctx, staff, { no, action: 'record visit', now });
  if ('kind' in task) return task.text;
  const { visit } = task;
  const record = await currentRecord(tx, visit.no);
  if (record === null || !visit.needsSignature) return `任务 ${visit.no} 没有等签名的记录。`;
  if (record.confirmedAt !== null) return `任务 ${visit.no} 的记录已经签名，不用再签。`;
  if (record.by !== staff.userid)
    return `任务 ${visit.no} 的记录后来改过，请${askedZh(visit)}在微信上确认，或重新记录后再签。`;
  await confirmRecord(tx, visit.no, `screen:${staff.userid}`, now);
  const entry = { at: now, actor: staff.userid, action: 'record.sign', estate: visit.estate };
  await appendAudit(tx, ctx.db, [
    { ...entry, subject: `visit:${visit.no}`, detail: { on: 'screen', record: record.id } },
  ]);
  await closeTalk(tx, ctx, task, { grade: record.grade, remark: record.remark, signed: true, by: staff.userid }, now);
  return `任务 ${visit.no}：${askedZh(visit)}已签名，谢谢。`;
}
