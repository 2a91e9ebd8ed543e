/** 书面通知 are issued as their step opens (投访来访记录), is done (工作联系单) or by hand (整改通知); what came of it is noted on them. */
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import { isNoticeForm, NOTICES, type NoticeForm } from '../core/notice.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import { householdZh } from '../core/household.js';
import { ROLES } from '../core/terms.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { dutiesOfEvent, stepsOf, type StoredDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { caseById } from '../store/follow-ups.js';
import { answerNotice, issueNotice, noticeOfDuty, noticesOf, type StoredNotice } from '../store/notices.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';
import type { Done } from './finish-duty.js';

/** What a notice says beside what its case tells. */
export type Giving = {
  readonly form: NoticeForm;
  readonly to: string;
  readonly finding: string | null;
  readonly wantedAt: Instant | null;
  readonly by: string;
};

/** Issues a notice about a step of a case. */
export async function giveNotice(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  duty: StoredDuty,
  { form, to, finding, wantedAt, by }: Giving,
  now: Instant,
): Promise<StoredNotice> {
  const { followUp, no: dutyNo, event, household } = duty;
  const matter = await matterOf(tx, duty);
  const given = { estate: estate.id, form, followUp, dutyNo, event, household, to, matter, finding, wantedAt };
  const year = localDate(now, estate.timezone).slice(0, 4);
  const notice = await issueNotice(tx, ctx.db, { ...given, issuedAt: now, issuedBy: by }, year);
  const subject = followUp === null ? `duty:${dutyNo}` : `case:${followUp}`;
  const entry = { at: now, actor: by, action: 'notice.issue', estate: estate.id, subject };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { form, number: notice.number, to } }]);
  return notice;
}

/** Where it was, what it was about, and what the household said. */
async function matterOf(tx: Tx, { visitNo, estate, event: id, household, followUp }: StoredDuty): Promise<string> {
  const visit = visitNo === null ? null : await visitByNo(tx, visitNo);
  const event = id === null ? null : await eventOf(tx, estate, id);
  const said = followUp === null ? null : (await caseById(tx, followUp))?.text;
  const about =
    visit === null
      ? [household === null ? '' : householdZh(household), event?.description ?? '']
      : [placeZh(visit), matterZh(visit, event?.description ?? null)];
  const words = about.filter((part) => part !== '').join(' ');
  return said == null || said === '' || said === event?.description
    ? words
    : `${words}。${household === null ? '回访时反映' : '住户的话'}：${said}`;
}

type Opened = {
  readonly estate: Estate;
  readonly visit: StoredVisit;
  readonly event: Event | null;
  readonly followUp: number;
};

/** The papers that are filled in as a case opens: 投访来访记录, reported to the office at once (p06.5). */
export async function openNotices(
  tx: Tx,
  ctx: Context,
  { estate, followUp }: Opened,
  remark: string | null,
  now: Instant,
): Promise<void> {
  const given = await noticesOf(tx, followUp);
  for (const duty of await stepsOf(tx, followUp)) {
    const { form, by } = duty;
    if (!isNoticeForm(form) || NOTICES[form].when !== 'opened' || given.some((one) => one.form === form)) continue;
    const to = by.map((role) => ROLES[role].zh).join('、');
    await giveNotice(tx, ctx, estate, duty, { form, to, finding: remark, wantedAt: duty.due, by: 'system' }, now);
  }
}

/** The same of an event that came in: a repair's defect that is complained of again (p06.5). */
export async function openEventNotices(
  tx: Tx,
  ctx: Context,
  { estate, event, followUp }: Pick<Opened, 'estate'> & { readonly event: Event; readonly followUp: number | null },
  now: Instant,
): Promise<void> {
  if (event.repeatOf === null) return;
  for (const duty of await dutiesOfEvent(tx, estate.id, event.id)) {
    const { form, trigger, to: roles, no } = duty;
    if (trigger !== 'received' || !isNoticeForm(form) || NOTICES[form].when !== 'opened') continue;
    if ((await noticeOfDuty(tx, no)) !== null) continue;
    const to = roles.map((role) => ROLES[role].zh).join('、');
    const earlier = await eventOf(tx, estate.id, event.repeatOf);
    const finding = `原维修 ${event.repeatOf}${earlier?.description == null ? '' : `（${earlier.description}）`}，缺陷仍在`;
    const about = { ...duty, followUp };
    await giveNotice(tx, ctx, estate, about, { form, to, finding, wantedAt: null, by: 'system' }, now);
  }
}

/** A step is done: its 工作联系单 is issued to the department; what was done is noted on the paper that asked for it. */
export async function noteOnNotices(
  tx: Tx,
  ctx: Context,
  { estate, duty, done }: { readonly estate: Estate; readonly duty: StoredDuty; readonly done: Done },
  now: Instant,
): Promise<void> {
  const { form, followUp } = duty;
  if (followUp === null || !isNoticeForm(form)) return;
  const [own] = (await noticesOf(tx, followUp)).filter((one) => one.form === form).toReversed();
  if (own === undefined) {
    if (NOTICES[form].when !== 'done') return;
    const event = duty.event === null ? null : await eventOf(tx, estate.id, duty.event);
    const to = done.department ?? event?.department ?? duty.to.map((role) => ROLES[role].zh).join('、');
    const finding = done.note ?? null;
    await giveNotice(tx, ctx, estate, duty, { form, to, finding, wantedAt: done.until ?? null, by: done.by }, now);
    return;
  }
  if (done.note != null && done.note !== '') await answerNotice(tx, own, { text: done.note, by: done.by, at: done.at });
}
