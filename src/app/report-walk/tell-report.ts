/** A report goes to whoever is to do its next step, with where it stands; the approved one to all who are told of it. */
import type { Context } from '../../context.js';
import type { Instant } from '../../core/calendar.js';
import { tellingAt } from '../../core/duty-telling.js';
import type { Tx } from '../../store/db.js';
import { dutyByNo } from '../../store/duties.js';
import { enqueue } from '../../store/outbox.js';
import { stepsOfReport, versionsOf } from '../../store/report-versions.js';
import { staffWithRole } from '../../store/staff.js';
import { tellingRules } from '../duty-days.js';
import { newKey } from '../tell-staff.js';
import { asksZh, endZh, reportName, standZh, stepZh, verdictZh } from './report-words.js';
import type { Walking } from './road-of.js';

/** Sends the newest version to whoever has the report, outside quiet hours. */
export async function tellHolder(tx: Tx, ctx: Context, walking: Walking, now: Instant): Promise<void> {
  const { report, estate, road } = walking;
  const duty = report.dutyNo === null ? null : await dutyByNo(tx, report.dutyNo);
  if (duty?.status !== 'open') return;
  const people = new Set(duty.assignee === null ? [] : [duty.assignee]);
  if (people.size === 0) {
    for (const role of duty.by) for (const { userid } of await staffWithRole(tx, estate.id, role)) people.add(userid);
  }
  const last = (await stepsOfReport(tx, ctx.box, report.id)).at(-1);
  const since = last === undefined ? [] : [`${stepZh(last, road.steps.length, estate.timezone)}。`];
  const head =
    last?.what === 'returned' ? '【退回】' : report.step === 0 ? '【请核对】' : `【请${verdictZh(walking)}】`;
  const number = (await versionsOf(tx, report.id)).at(-1)?.number ?? '';
  const lines = [`${head}${reportName(walking)}`, `编号 ${number}，文件见下。`, ...since, asksZh(walking, duty, now)];
  const at = tellingAt(false, tellingRules(ctx, estate), now, duty.due);
  await send(tx, ctx, walking, { people: [...people], text: lines.join('\n'), at }, now);
}

/** The signed copy, to whoever made it and to those who are told when it is approved. */
export async function tellApproved(tx: Tx, ctx: Context, walking: Walking, now: Instant): Promise<void> {
  const { report, estate, road } = walking;
  const done = await stepsOfReport(tx, ctx.box, report.id);
  const people = new Set(done.filter(({ step }) => step === 0).map(({ by }) => by));
  for (const role of road.steps.at(-1)?.duty.to ?? []) {
    for (const { userid } of await staffWithRole(tx, estate.id, role)) people.add(userid);
  }
  const last = done.findLast(({ what }) => what === 'passed');
  const by = last === undefined ? [] : [`${stepZh(last, road.steps.length, estate.timezone)}。`];
  const text = [
    `【已${endZh(road)}】${reportName(walking)}`,
    ...by,
    await standZh(tx, walking),
    '定稿见下面的文件。',
  ].join('\n');
  const at = tellingAt(false, tellingRules(ctx, estate), now);
  await send(tx, ctx, walking, { people: [...people], text, at }, now);
}

type Sending = { readonly people: readonly string[]; readonly text: string; readonly at: Instant };

async function send(tx: Tx, ctx: Context, { report, estate }: Walking, sending: Sending, now: Instant): Promise<void> {
  const file = (await versionsOf(tx, report.id)).at(-1)?.file ?? null;
  const rest = { channel: 'wecom-app', purpose: 'alert', estate: estate.id, notBefore: sending.at } as const;
  const messages = sending.people.flatMap((to) => [
    { ...rest, key: newKey(), to, content: { kind: 'text' as const, text: sending.text } },
    ...(file === null ? [] : [{ ...rest, key: newKey(), to, content: { kind: 'file' as const, file } }]),
  ]);
  await enqueue(tx, ctx, now, messages);
}
