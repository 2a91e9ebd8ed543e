/** 抽查卡片: each record that a spot check drew comes as a card to whoever is to look at it again; its buttons are the verdict. */
import type { TaskCard } from '../channels/channel.js';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import { findingZh } from '../core/record-words.js';
import { METHODS } from '../core/terms.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { enqueue } from '../store/outbox.js';
import { currentRecord } from '../store/records.js';
import { staffOf } from '../store/staff.js';
import { visitByNo } from '../store/visits.js';
import type { StoredDuty } from '../store/duties.js';
import { recordsOfCheck } from './checked-records.js';
import { cut, newKey } from './tell-staff.js';

/** More than these are told in the list alone. */
const MOST_CARDS = 5;

/** The records of a spot check that nobody has looked at, one card each. */
export async function checkCards(tx: Tx, ctx: Context, estate: Estate, duty: StoredDuty): Promise<readonly TaskCard[]> {
  const { records } = await recordsOfCheck(tx, ctx, duty);
  const cards: TaskCard[] = [];
  for (const { visit } of records.filter(({ verdict }) => verdict === null).slice(0, MOST_CARDS))
    cards.push(...(await cardOf(tx, estate, duty, visit)));
  return cards;
}

async function cardOf(tx: Tx, estate: Estate, duty: StoredDuty, no: number): Promise<readonly TaskCard[]> {
  const [visit, record] = [await visitByNo(tx, no), await currentRecord(tx, no)];
  if (visit === null || record === null) return [];
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const by = record.by.startsWith('resident:') ? '住户自己答' : ((await staffOf(tx, record.by))?.name ?? record.by);
  const how = record.method === 'paper' ? '纸质' : METHODS[record.method].zh;
  const until = duty.due === null ? '' : `，${shortTime(duty.due, estate.timezone)} 前`;
  return [
    {
      taskId: `c${no}-${newKey().slice(0, 8)}`,
      title: cut(`抽查 ${placeZh(visit)}（${matterZh(visit, event?.description ?? null)}）`, 80),
      description: `任务 ${no} 的记录：${cut(findingZh(record), 60) || '没有评价'}。请向住户或现场核对${until}`,
      facts: [
        { name: '项目', value: estate.name },
        { name: '记录', value: `${by}，${how}，${shortTime(record.at, estate.timezone)}` },
        { name: '抽查', value: `事${duty.no} ${duty.says}` },
        { name: '依据', value: duty.clause },
      ],
      buttons: [
        { key: `check:${no}:approve`, text: '属实' },
        { key: `check:${no}:return`, text: '不实' },
      ],
    },
  ];
}

/** Queues the cards for these people, after the words that tell of the check. */
export async function sendCheckCards(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  checks: readonly { readonly duty: StoredDuty; readonly to: Iterable<string> }[],
  now: Instant,
): Promise<void> {
  for (const { duty, to } of checks) {
    for (const userid of to) {
      const messages = (await checkCards(tx, ctx, estate, duty)).map((card) => ({
        key: newKey(),
        channel: 'wecom-app' as const,
        to: userid,
        content: { kind: 'card' as const, card },
        purpose: 'alert' as const,
        estate: estate.id,
      }));
      await enqueue(tx, ctx, now, messages);
    }
  }
}
