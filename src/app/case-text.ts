/** 说明 案12: a case with its words, its steps and its papers, as text. */
import { formatInstant, type Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import type { Event } from '../core/event.js';
import { householdZh } from '../core/household.js';
import { noticeText } from '../core/notice.js';
import { GRADES } from '../core/terms.js';
import { heardZh, matterZh, placeZh } from '../core/visit-words.js';
import type { Tx } from '../store/db.js';
import { stepsOf, type StoredDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import type { Case } from '../store/follow-ups.js';
import { noticesOf } from '../store/notices.js';
import { staffOf } from '../store/staff.js';
import { visitByNo } from '../store/visits.js';
import { fitted } from './answer.js';
import { cut } from './tell-staff.js';

/** What a case is about. */
export const CASE_KINDS: Readonly<Record<Case['kind'], string>> = {
  nonconformity: '不合格',
  promise: '承诺',
  request: '住户来信',
  finding: '抽查不实',
  'wrong-person': '住户登记不符',
};

/** The case in one message, each paper in one of its own. */
export async function caseText(tx: Tx, of: Case, estate: Estate): Promise<readonly string[]> {
  const visit = of.visitNo === null ? null : await visitByNo(tx, of.visitNo);
  const steps = await stepsOf(tx, of.id);
  const eventId = visit === null ? (steps[0]?.event ?? null) : visit.event;
  const event = eventId === null ? null : await eventOf(tx, estate.id, eventId);
  const place = visit === null ? householdZh(of.household ?? '') : placeZh(visit);
  const about = visit === null ? await complainedOf(tx, event) : matterZh(visit, event?.description ?? null);
  const matter = about === '' ? '' : ` ${cut(about, 40)}`;
  const names = await namesOf(tx, steps, of);
  const lines = [
    `案${of.id}【${CASE_KINDS[of.kind]}】${place}${matter}${of.visitNo === null ? '' : `（任务 ${of.visitNo}）`}`,
    ...(of.text === null || of.text === ''
      ? []
      : [`${of.kind === 'finding' ? '查到' : visit === null ? '住户的话' : heardZh(visit)}：${cut(of.text, 120)}`]),
    `进度：${stateOf(of, estate)}`,
    ...(of.promisedAt === null ? [] : [`答应${askedOf(of)}：${shortTime(of.promisedAt, estate.timezone)} 前`]),
    ...steps.filter(({ status }) => status !== 'cancelled').map((step) => stepLine(step, estate, names)),
  ];
  const papers = (await noticesOf(tx, of.id)).map((notice) =>
    noticeText(notice, estate.name, estate.timezone, (userid) => names.get(userid) ?? userid),
  );
  return [fitted(lines), ...papers];
}

/** Without a visit: the repair whose defect is complained of again, in the words of its own report. */
async function complainedOf(tx: Tx, event: Event | null): Promise<string> {
  const repair = event?.repeatOf == null ? null : await eventOf(tx, event.estate, event.repeatOf);
  return repair?.description ?? '';
}

/** Who said what became a case, and hears what was done: an organisation is named with the visit itself. */
export const askedOf = ({ household }: Pick<Case, 'household'>): string => (household === null ? '受访方' : '住户');

/** Where a case stands, in a few words. */
export function stateOf(of: Case, { timezone }: Estate): string {
  const { isOpen, round, answer, outcome, closedAt, recheckNo } = of;
  if (isOpen) return round > 1 ? `${askedOf(of)}仍不满意，第 ${round} 次办理中` : '办理中';
  const done = `已办结${closedAt === null ? '' : ` ${dayOf(closedAt, timezone)}`}${outcome === null ? '' : `：${cut(outcome, 60)}`}`;
  if (answer === 'not-reached') return `${done}；再问时联系不上${askedOf(of)}`;
  if (answer !== null) return `${done}；${askedOf(of)}现在${GRADES[answer].zh}`;
  return recheckNo === null ? done : `${done}；等${askedOf(of)}回音（任务 ${recheckNo}）`;
}

const dayOf = (at: Instant, zone: string): string => {
  const [, month, day] = formatInstant(at, zone).slice(0, 10).split('-');
  return `${Number(month)} 月 ${Number(day)} 日`;
};

function stepLine(step: StoredDuty, { timezone }: Estate, names: ReadonlyMap<string, string>): string {
  const who = names.get(step.doneBy ?? step.assignee ?? '') ?? '还没有人负责';
  const note = step.note === null ? '' : `：${cut(step.note, 80)}`;
  if (step.status !== 'open') {
    const at = step.doneAt === null ? '' : ` ${shortTime(step.doneAt, timezone)}`;
    return `✓ 事${step.no} ${who}${at} ${step.says}${note}`;
  }
  const until = step.due === null ? '' : `，${shortTime(step.due, timezone)} 前`;
  return `○ 事${step.no} ${who} ${step.says}${until}${note}`;
}

async function namesOf(tx: Tx, steps: readonly StoredDuty[], of: Case): Promise<ReadonlyMap<string, string>> {
  const all = [...steps.flatMap(({ assignee, doneBy }) => [assignee, doneBy]), of.closedBy, of.assignee];
  const names = new Map<string, string>([['system', '系统']]);
  for (const userid of new Set(all)) {
    if (userid !== null && !names.has(userid)) names.set(userid, (await staffOf(tx, userid))?.name ?? userid);
  }
  return names;
}
