/** 抽查的清单: the records that wait to be looked at again, one a line, and what was found of those before. */
import { localDate, startOfDay, startOfMonth, type Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import { householdZh } from '../core/household.js';
import { findingZh } from '../core/record-words.js';
import { METHODS } from '../core/terms.js';
import { matterZh } from '../core/visit-words.js';
import { verdictsSince, type GivenVerdict } from '../store/checks.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { casesOfVisit } from '../store/follow-ups.js';
import { currentRecord } from '../store/records.js';
import { staffOf } from '../store/staff.js';
import { visitByNo } from '../store/visits.js';
import { fit } from './answer.js';
import { cut } from './tell-staff.js';

const QUOTED = 40;

/** The records to look at, how a verdict is written, and `below` it. */
export async function listText(
  tx: Tx,
  estate: Estate,
  head: string,
  visits: readonly number[],
  below: readonly string[] = [],
): Promise<string> {
  const lines: string[] = [];
  for (const no of visits) lines.push(await lineOf(tx, estate, no));
  const [first] = visits;
  return fit(head, lines, {
    rest: (shown) => `……还有 ${visits.length - shown} 份，查完前面的再看。`,
    foot: [`请向住户或现场核对，再写：抽查 ${first} 属实，或 抽查 ${first} 不实 住户说没有接到电话。`, ...below].join(
      '\n',
    ),
  }).text;
}

async function lineOf(tx: Tx, estate: Estate, no: number): Promise<string> {
  const [visit, record] = [await visitByNo(tx, no), await currentRecord(tx, no)];
  if (visit === null || record === null) return `${no}.`;
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const place = visit.household === null ? '' : `${householdZh(visit.household)} `;
  const by = record.by.startsWith('resident:') ? '住户自己答' : ((await staffOf(tx, record.by))?.name ?? record.by);
  const how = record.method === 'paper' ? '纸质' : METHODS[record.method].zh;
  const finding = cut(findingZh(record), QUOTED) || '没有评价';
  return `${no}. ${place}${cut(matterZh(visit, event?.description ?? null), 16)}：${finding}（${by}，${how}，${shortTime(record.at, estate.timezone)}）`;
}

/** What was found this month, and in the last one: 本月已查 3 份：属实 2，不实 1（任务 12：案4，办理中）。 */
export async function foundLately(tx: Tx, estate: Estate, now: Instant): Promise<readonly string[]> {
  const zone = estate.timezone;
  const thisMonth = startOfDay(startOfMonth(localDate(now, zone)), zone);
  const lastMonth = startOfDay(startOfMonth(localDate((thisMonth - 1) as Instant, zone)), zone);
  const all = await verdictsSince(tx, estate.id, lastMonth);
  const spans = [
    ['上月', all.filter(({ at }) => at < thisMonth)],
    ['本月', all.filter(({ at }) => at >= thisMonth)],
  ] as const;
  const lines: string[] = [];
  for (const [name, given] of spans)
    if (given.length > 0) lines.push(`${name}已查 ${given.length} 份：${await countsZh(tx, given)}。`);
  return lines;
}

async function countsZh(tx: Tx, given: readonly GivenVerdict[]): Promise<string> {
  const untrue = given.filter(({ verdict }) => verdict === 'return');
  const visits = [...new Set(untrue.map(({ visit }) => visit))];
  const cases: string[] = [];
  for (const visit of visits) {
    const found = (await casesOfVisit(tx, visit)).find(({ kind }) => kind === 'finding');
    cases.push(`任务 ${visit}${found === undefined ? '' : `：案${found.id}，${found.isOpen ? '办理中' : '已办结'}`}`);
  }
  const named =
    untrue.length === 0 ? '' : `（${cases.slice(0, MOST_NAMED).join('；')}${cases.length > MOST_NAMED ? '等' : ''}）`;
  return `属实 ${given.length - untrue.length}，不实 ${untrue.length}${named}`;
}
const MOST_NAMED = 5;
