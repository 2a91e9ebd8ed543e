/** What staff are told in WeCom: a task card 任务卡片 for a visit that is theirs now, an alert for what cannot wait. */
import { randomBytes } from 'node:crypto';
import type { TaskCard } from '../channels/channel.js';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import { isUrgent } from '../core/duty-telling.js';
import type { Event } from '../core/event.js';
import { type Role } from '../core/terms.js';
import { askedZh, heardZh, matterZh, partyAsked, placeZh, waysZh } from '../core/visit-words.js';
import { staffMessageAt } from '../core/working-calendar.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { filesOfVisit } from '../store/files.js';
import { enqueue, type NewOutgoing } from '../store/outbox.js';
import { residentsOf } from '../store/people.js';
import { staffOf, staffWithRole } from '../store/staff.js';
import type { StoredVisit } from '../store/visits.js';
import { dutyDaysOf } from './duty-days.js';
import { presentStaff } from './stand-ins.js';
import { sayingButton } from './tap-words.js';
import { asksOf, type Asks } from './task-asks.js';

/** Keys of 32 characters: the platform takes no longer ones. */
export const newKey = (): string => randomBytes(16).toString('hex');

/** Why a person has to go, in words for staff. */
export type TaskReason =
  | 'no-chat'
  | 'method'
  | 'quiet'
  | 'silent'
  | 'unclear'
  | 'asked-for-person'
  | 'postponed'
  | 'wrong-person'
  | 'opted-out'
  | 'refused'
  | 'late'
  | 'short-window'
  | 'handed-on'
  | 'appointment'
  | 'not-done'
  | 'returned';

/** A reason in words for staff. */
export const REASONS: Readonly<Record<TaskReason, string>> = {
  'no-chat': '微信联系不上住户',
  method: '制度要求当面回访',
  quiet: '时限内没有可发消息的时段',
  silent: '住户提醒后仍未回复',
  unclear: '住户的回复没看懂',
  'asked-for-person': '住户要求人工联系',
  postponed: '住户希望改时间',
  'wrong-person': '住户说找错人了',
  'opted-out': '住户不愿再收到消息',
  refused: '微信消息没有送达',
  late: '时限已过，请尽快补做',
  'short-window': '时限很短，请同时留意',
  'handed-on': '同事转给您',
  appointment: '与住户约好的时间到了',
  'not-done': '通知后逾期未完成，请上门跟进',
  returned: '记录审核退回，请补正后再写「完成」',
};

/** What a card is about; `also`: visits of the same household that one talk, and now one person, is to cover. */
export type TaskAbout = {
  readonly estate: Estate;
  readonly visit: StoredVisit;
  readonly event: Event | null;
  readonly also?: readonly { readonly visit: StoredVisit; readonly event: Event | null }[];
};

/** Queues the task card of a visit for whoever has it; nothing where nobody has. */
export async function tellTask(
  tx: Tx,
  ctx: Context,
  about: TaskAbout,
  reason: TaskReason,
  words: string | null,
  now: Instant,
): Promise<void> {
  const { visit } = about;
  if (visit.assignee === null) return;
  const worker = about.event?.worker ?? null;
  const named = worker === null ? null : ((await staffOf(tx, worker))?.name ?? worker);
  const asks = await asksOf(tx, ctx, about);
  const card = taskCard(about, { worker: named, asks, mayCall: await mayCall(tx, visit), reason, words, now });
  const files = (await filesOfVisit(tx, visit.no)).slice(-MOST_FILES);
  const contents = [{ kind: 'card', card } as const, ...files.map(({ id, media }) => ({ kind: media, file: id }))];
  const to = { channel: 'wecom-app', to: visit.assignee, purpose: 'task', visitNo: visit.no } as const;
  const notBefore = taskTime(ctx, about, reason, now);
  await enqueue(
    tx,
    ctx,
    now,
    contents.map((content) => ({ ...to, key: newKey(), content, notBefore })),
  );
  const given = { at: now, actor: 'system', action: 'media.given', estate: visit.estate, subject: `visit:${visit.no}` };
  const details = files.map(({ id }) => ({ ...given, detail: { file: id, to: visit.assignee } }));
  await appendAudit(tx, ctx.db, details);
}

/** So many of the pictures and voices that a household has sent go with its card, the newest. */
const MOST_FILES = 5;

/** A task waits for a duty day that is left to it; what was agreed with the household, or is dangerous, never waits. */
function taskTime(ctx: Context, { estate, visit, event }: TaskAbout, reason: TaskReason, now: Instant): Instant {
  if (reason === 'appointment' || isUrgent(event)) return now;
  return staffMessageAt(now, visit.due, dutyDaysOf(ctx, estate));
}

type Telling = {
  readonly worker: string | null;
  readonly asks: Asks;
  readonly mayCall: boolean;
  readonly reason: TaskReason;
  readonly words: string | null;
  readonly now: Instant;
};

function taskCard(
  { estate, visit, event, also = [] }: TaskAbout,
  { worker, asks, mayCall, reason, words, now }: Telling,
): TaskCard {
  const own = `${matterZh(visit, event?.description ?? null)}${worker === null ? '' : `，${worker}`}`;
  const matter = [own, ...also.map((one) => matterZh(one.visit, one.event?.description ?? null))].join('；');
  const all = [visit, ...also.map((one) => one.visit)];
  const due = Math.min(...all.map((one) => one.due)) as Instant;
  const facts = [
    { name: '项目', value: estate.name },
    { name: '方式', value: mayCall ? waysZh(visit) : `住户没有同意回访，请不要联系；结束请写：拒访 ${visit.no}` },
    { name: '原因', value: reasonZh(visit, reason, estate.timezone) },
    ...(asks.value === '' ? [] : [{ name: asks.name, value: cut(asks.value, 60) }]),
    ...(words === null ? [] : [{ name: reason === 'returned' ? '审核意见' : heardZh(visit), value: cut(words, 60) }]),
    { name: '依据', value: cut(`${visit.clause} ${visit.why.source}`, 46) },
  ];
  return {
    taskId: `v${visit.no}-${newKey().slice(0, 8)}`,
    title: cut(`回访 ${placeZh(visit)}（${matter}）`, 80),
    description: `任务 ${all.map(({ no }) => no).join('、')}：${shortTime(due, estate.timezone, now)} 前完成`,
    facts,
    buttons: [{ key: `claim:${visit.no}`, text: '领取' }, ...(mayCall ? buttonsTo(visit, event) : [])],
  };
}

/** The number stands on no card: it is behind a tap, which is kept. */
function buttonsTo(visit: StoredVisit, event: Event | null): TaskCard['buttons'] {
  const { no, household } = visit;
  const hasNumber = household !== null || (event !== null && partyAsked(visit, event)?.phone != null);
  return [sayingButton('完成', `完成 ${no}`), ...(hasNumber ? [sayingButton('看电话', `电话 ${no}`)] : [])];
}

/** Whether somebody of the household may be called or visited: nobody is who did not agree. */
export async function mayCall(tx: Tx, { estate, household }: StoredVisit): Promise<boolean> {
  const residents = household === null ? [] : await residentsOf(tx, estate, household);
  return residents.length === 0 || residents.some(({ consent }) => consent);
}

/** An appointment is named with its time, an organisation by its name. */
function reasonZh(visit: StoredVisit, reason: TaskReason, zone: string): string {
  const { appointment } = visit.why;
  const words =
    reason === 'appointment' && appointment !== undefined
      ? `与住户约在 ${shortTime(appointment, zone)}`
      : REASONS[reason];
  return words.replace('住户', askedZh(visit));
}

/** At most so many characters; what was cut is seen to be. */
export const cut = (text: string, most: number): string => {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
};

/** What an alert is about; `notBefore`: it can wait until then. */
type AlertAbout = { readonly now: Instant; readonly visitNo: number | null; readonly notBefore?: Instant };

/** Who is there with a role: whoever is away is told nothing, their deputy is. */
async function peopleThere(tx: Tx, { id }: Estate, role: Role, at: Instant): Promise<readonly string[]> {
  const { present } = await presentStaff(tx, await staffWithRole(tx, id, role), { estate: id, role, at });
  return [...new Set(present.map(({ staff }) => staff.userid))];
}

/** Queues a text for everybody with the first of these roles that has a person; answers whom it went to. */
export async function alertRole(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  roles: readonly Role[],
  text: string,
  about: AlertAbout,
): Promise<readonly string[]> {
  const people = await peopleFor(tx, estate, roles, about.now);
  if (people.length === 0) ctx.log.warn({ estate: estate.id, roles }, 'nobody to alert');
  await alertPeople(tx, ctx, estate, people, text, about);
  return people;
}

/** Everybody with the first of these roles that has a person. */
export async function peopleFor(
  tx: Tx,
  estate: Estate,
  roles: readonly Role[],
  at: Instant,
): Promise<readonly string[]> {
  for (const role of roles) {
    const people = await peopleThere(tx, estate, role, at);
    if (people.length > 0) return people;
  }
  return [];
}

/** Queues a text for everybody with any of these roles, for each once. */
export async function alertRoles(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  roles: readonly Role[],
  text: string,
  about: AlertAbout,
): Promise<void> {
  const people = new Set<string>();
  for (const role of roles) for (const one of await peopleThere(tx, estate, role, about.now)) people.add(one);
  await alertPeople(tx, ctx, estate, [...people], text, about);
}

/** Queues a text for these people. */
export async function alertPeople(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  people: readonly string[],
  text: string,
  { now, visitNo, notBefore }: AlertAbout,
): Promise<void> {
  const messages = people.map((to): NewOutgoing => ({
    key: newKey(),
    channel: 'wecom-app',
    to,
    content: { kind: 'text', text },
    purpose: 'alert',
    ...(visitNo === null ? { estate: estate.id } : { visitNo }),
    ...(notBefore === undefined ? {} : { notBefore }),
  }));
  await enqueue(tx, ctx, now, messages);
}
