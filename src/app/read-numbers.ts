/** 电话: the numbers of a task's household, for whoever is to visit it; who read which stands in the audit chain. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { PARTY_WORDS } from '../core/event-input.js';
import { householdZh } from '../core/household.js';
import { RELATIONS } from '../core/terms.js';
import { partyAsked, placeZh } from '../core/visit-words.js';
import type { Tx } from '../store/db.js';
import { withPhones } from '../store/events.js';
import { readPhone, residentsOf } from '../store/people.js';
import type { Staff } from '../store/staff.js';
import { keepAct } from './keep-act.js';
import { openTask, type OpenTask } from './open-task.js';

/** Nobody who has not the task reads a number, and nobody reads one of a visit that is over. */
export async function readNumbers(tx: Tx, ctx: Context, staff: Staff, no: number, now: Instant): Promise<string> {
  const task = await openTask(tx, ctx, staff, { no, action: 'record visit', now });
  if ('kind' in task) return task.text;
  const { household, estate, status } = task.visit;
  if (!['assigned', 'asked', 'postponed', 'with-staff', 'recorded'].includes(status))
    return `任务 ${no} 现在不用回访，不显示电话。`;
  if (household === null) return partyNumber(tx, ctx, task, { staff, no, now });
  const residents = await residentsOf(tx, estate, household);
  const withheld = residents
    .filter(({ consent }) => !consent)
    .map(({ name, relation }) => `${name}（${RELATIONS[relation].zh}）`);
  const lines: string[] = [];
  for (const { id, name, relation, optedOut } of residents.filter(({ consent }) => consent)) {
    const by = { actor: staff.userid, why: `任务 ${no} 看电话`, at: now };
    const phone = await readPhone(tx, ctx, { estate, resident: id }, by);
    const mark = optedOut ? '，已退订微信消息' : '';
    if (phone !== null) lines.push(`${name}（${RELATIONS[relation].zh}${mark}）${phone}`);
  }
  if (lines.length === 0 && withheld.length > 0) return notToCall(no, householdZh(household), withheld);
  if (lines.length === 0) return `任务 ${no}（${householdZh(household)}）没有登记电话。请上门，或请主管核对登记。`;
  return [
    `任务 ${no}（${householdZh(household)}）的电话，您看过已留下记录：`,
    ...lines,
    ...(withheld.length === 0 ? [] : [`${withheld.join('、')}没有同意回访，请不要联系，号码不显示。`]),
    `打过以后写：完成 ${no}；没有人接写：无人应答 ${no} 电话`,
  ].join('\n');
}

/** An organisation's number came with its works; who reads it is kept as well. */
async function partyNumber(
  tx: Tx,
  ctx: Context,
  { visit, estate, event }: OpenTask,
  { staff, no, now }: { readonly staff: Staff; readonly no: number; readonly now: Instant },
): Promise<string> {
  const party = event === null ? undefined : partyAsked(visit, withPhones(ctx.box, event));
  if (party?.phone == null) return `任务 ${no}（${placeZh(visit)}）没有登记电话。`;
  const detail = { why: `任务 ${no} 看电话`, party: party.kind };
  await keepAct(tx, ctx, { staff, estate, now }, { action: 'phone.read', subject: `visit:${no}`, detail });
  return [
    `任务 ${no}（${placeZh(visit)}）的电话，您看过已留下记录：`,
    `${party.contact ?? party.name}（${PARTY_WORDS[party.kind]}）${party.phone}`,
    `打过以后写：完成 ${no}；没有人接写：无人应答 ${no} 电话`,
  ].join('\n');
}

/** Whoever did not agree is not contacted; what they say of themselves may be written down. */
const notToCall = (no: number, place: string, residents: readonly string[]): string =>
  [
    `任务 ${no}（${place}）：${residents.join('、')}没有同意回访，请不要打电话，也不要专程上门，号码不显示。`,
    `请写「拒访 ${no}」结束，不算您没有完成；住户自己找到物业评价的，写「完成 ${no} 上门 满意」。住户改口同意了，请主管更新登记。`,
  ].join('\n');
