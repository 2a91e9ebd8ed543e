/**
 * 约时间: when whoever makes a visit is free, for a resident who wants another time; and the appointment that the resident
 * chose: it stands on the visit, the visitor is told, and both are reminded.
 */
import type { Context } from '../context.js';
import { HOUR, type Instant } from '../core/calendar.js';
import { asksForSlots } from '../core/conversation/slots.js';
import { TALK_LASTS_MS, type Effect, type FreeSlot, type Input, type Session } from '../core/conversation/turn.js';
import { shortTime } from '../core/day-words.js';
import type { Event } from '../core/event.js';
import { freeSlots, reminderOf, type Visitor, type VisitSlot } from '../core/visit-slots.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import { absencesWithin, appointmentsOf, dropReminders, lockAgenda } from '../store/appointments.js';
import type { StoredConversation } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { identityOf } from '../store/identities.js';
import { enqueue } from '../store/outbox.js';
import { staffOf, type Staff } from '../store/staff.js';
import { visitsTogether } from '../store/visit-ties.js';
import { saveVisit, type StoredVisit } from '../store/visits.js';
import { giveVisit, visitorFor } from './assign-visits.js';
import { byDay, dutyDaysOf } from './duty-days.js';
import { moveVisit } from './move-visit.js';
import { alertPeople, cut, newKey } from './tell-staff.js';

type About = { readonly estate: Estate; readonly visit: StoredVisit; readonly event: Event | null };
type Place = Pick<StoredConversation, 'estate' | 'channel' | 'person' | 'visitNo'>;

/** The talk with the times at which a person could come, where what was said may ask for one, and a person may come. */
export async function withSlots(
  tx: Tx,
  ctx: Context,
  about: About & { readonly talk: Place },
  session: Session,
  input: Input,
  now: Instant,
): Promise<Session> {
  const { estate, visit, talk } = about;
  const { free: _free, appointedAt: _before, ...rest } = session;
  const { appointment } = visit.why;
  const own: Session = appointment !== undefined && appointment > now ? { ...rest, appointedAt: appointment } : rest;
  if (!MAY_ARRANGE.has(visit.status) || visit.household === null || !asksForSlots(own, input)) return own;
  if (visit.how.every((method) => method === 'chat')) return own;
  const slots = await slotsOf(tx, ctx, about, now);
  if (slots === null) return own;
  const heardAt = (await identityOf(tx, talk.channel, talk.person))?.lastHeardAt ?? now;
  const until = (heardAt + TALK_LASTS_MS) as Instant;
  const rules = { zone: estate.timezone, quietHours: estate.quietHours };
  const names = new Map<string, string>();
  const free: FreeSlot[] = [];
  for (const { at, userid } of slots) {
    const by = names.get(userid) ?? (await staffOf(tx, userid))?.name ?? userid;
    names.set(userid, by);
    free.push({ at, by, remindAt: reminderOf(at, rules, now, until) });
  }
  return { ...own, free };
}

const MAY_ARRANGE: ReadonlySet<StoredVisit['status']> = new Set(['asked', 'with-staff', 'postponed']);

/** The free times of whoever makes the visit, and of their deputy while they are away; null where nobody is to make it. */
async function slotsOf(
  tx: Tx,
  ctx: Context,
  { estate, visit, event }: About,
  now: Instant,
): Promise<readonly VisitSlot[] | null> {
  const visitor = await whoComes(tx, ctx, { estate, visit, event }, now);
  if (visitor === null) return null;
  const window = { from: now, until: visit.due };
  const stands = await standInsOf(tx, visitor, visit, window);
  const userids = [visitor.userid, ...new Set(stands.flatMap(({ deputy }) => deputy ?? []))];
  await lockAgenda(tx, ctx.db, userids);
  const appointments = await appointmentsOf(tx, userids, visit.no);
  const away = await absencesWithin(tx, userids.slice(1), window);
  const people = userids.map((userid): Visitor => ({
    userid,
    appointments: appointments.filter((one) => one.userid === userid).map(({ at }) => at),
    absences: userid === visitor.userid ? stands : away.filter((one) => one.userid === userid),
  }));
  const { quietHours, visitHours } = estate;
  return freeSlots({ ...dutyDaysOf(ctx, estate), quietHours, visitHours }, people, visit, now);
}

/** Whose visit it is: of one who is away, theirs when they are back; of nobody yet, whoever would be given it. */
async function whoComes(tx: Tx, ctx: Context, { estate, visit, event }: About, now: Instant): Promise<Staff | null> {
  const worker = event?.worker ?? null;
  const held = visit.why.heldFor ?? visit.assignee;
  const staff = held === null || held === worker ? null : await staffOf(tx, held);
  if (staff !== null && staff.active && staff.roles.some((role) => role.estate === estate.id)) return staff;
  return (await visitorFor(tx, ctx, estate, visit, { worker, at: now }))?.staff ?? null;
}

/** Their absences, each with the deputy who may make the visit: of the same role here; else whoever holds it meanwhile. */
async function standInsOf(
  tx: Tx,
  visitor: Staff,
  { estate, assignee, why }: StoredVisit,
  window: { readonly from: Instant; readonly until: Instant },
): Promise<Visitor['absences']> {
  const roles = visitor.roles.filter((one) => one.estate === estate).map(({ role }) => role);
  const stands: Visitor['absences'][number][] = [];
  for (const { from, until, deputy } of await absencesWithin(tx, [visitor.userid], window)) {
    const staff = deputy === null ? null : await staffOf(tx, deputy);
    const isAble =
      staff !== null && staff.active && staff.roles.some((one) => one.estate === estate && roles.includes(one.role));
    const holder = why.heldFor === visitor.userid ? assignee : null;
    stands.push({ from, until, deputy: isAble ? deputy : holder });
  }
  return stands;
}

/** The visitor's card of it comes so long before. */
const REMIND_BEFORE_MS = HOUR;

/** The appointment that a resident chose. Taken meanwhile it is not, since it was looked up in this transaction. */
export async function arrangeVisit(
  tx: Tx,
  ctx: Context,
  about: About & { readonly talk: Place; readonly actor: string },
  { at, reminder }: Extract<Effect, { kind: 'appoint' }>,
  now: Instant,
): Promise<void> {
  const { estate, visit, event, talk, actor } = about;
  const slot = (await slotsOf(tx, ctx, about, now))?.find((one) => one.at === at);
  if (slot === undefined) throw new Error(`the time for visit ${visit.no} is not free`);
  const held = await heldBy(tx, ctx, about, slot.userid, now);
  const nextAt = Math.max(now + 1, at - REMIND_BEFORE_MS) as Instant;
  const change = { nextAt, why: { ...held.why, appointment: at } };
  const command = { kind: 'postpone', until: at } as const;
  const moved = await moveVisit(tx, ctx, held, { command, actor, now, change });
  if (moved === null) throw new Error(`visit ${visit.no} cannot be appointed`);
  for (const one of await visitsTogether(tx, ctx.db, moved)) {
    if (one.no !== moved.no && one.status === 'with-staff' && one.assignee === visit.assignee)
      await saveVisit(tx, { ...one, why: { ...one.why, appointment: at } }, now);
  }
  await dropReminders(tx, visit.no);
  if (reminder !== null) {
    const content = { kind: 'text', text: reminder.text } as const;
    const message = { key: newKey(), channel: talk.channel, to: talk.person, content, visitNo: visit.no } as const;
    await enqueue(tx, ctx, now, [{ ...message, purpose: 'appointment', notBefore: reminder.at }]);
  }
  await tellVisitors(tx, ctx, { estate, visit: moved, event }, { before: visit, isReminded: reminder !== null }, now);
}

/** The visit with whoever is to come then: a deputy has it until its holder is back. */
async function heldBy(tx: Tx, ctx: Context, about: About, userid: string, now: Instant): Promise<StoredVisit> {
  const { visit } = about;
  const staff = userid === visit.assignee ? null : await staffOf(tx, userid);
  if (staff === null) return visit;
  const owner = visit.why.heldFor ?? visit.assignee;
  const standsInFor = owner === userid ? null : owner;
  return (await giveVisit(tx, ctx, visit, { staff, standsInFor }, { now })) ?? visit;
}

/** Whoever comes hears when; whoever had it until now, that another one does. At night both hear it in the morning. */
async function tellVisitors(
  tx: Tx,
  ctx: Context,
  { estate, visit, event }: About,
  { before, isReminded }: { readonly before: StoredVisit; readonly isReminded: boolean },
  now: Instant,
): Promise<void> {
  const { no, assignee, why } = visit;
  if (assignee === null || why.appointment === undefined) return;
  const when = shortTime(why.appointment, estate.timezone);
  const matter = cut(matterZh(visit, event?.description ?? null), MATTER_CHARS);
  const head = `【住户约了时间】任务 ${no}：${when}，${estate.name} ${placeZh(visit)}（${matter}）`;
  const reminded = isReminded ? '事先会提醒您和住户各一次。' : '到时会提醒您；微信提醒不到住户，请事先打个电话。';
  const about = { now, visitNo: no, notBefore: Math.min(byDay(now, estate.timezone), why.appointment) as Instant };
  await alertPeople(tx, ctx, estate, [assignee], `${head}\n${reminded}不能去请写：改期 ${no} 时间。`, about);
  if (before.assignee === null || before.assignee === assignee) return;
  const name = (await staffOf(tx, assignee))?.name ?? assignee;
  await alertPeople(tx, ctx, estate, [before.assignee], `${head}\n那天您请假，由${name}去。`, about);
}

const MATTER_CHARS = 40;

/** The reminder did not reach the household: whoever comes phones before. */
export async function tellUnreminded(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  visit: StoredVisit,
  now: Instant,
): Promise<void> {
  const { no, assignee, why } = visit;
  if (assignee === null || why.appointment === undefined || why.appointment <= now) return;
  const when = shortTime(why.appointment, estate.timezone);
  const text = `任务 ${no} 约在 ${when}，给住户的微信提醒没有送达，请出发前打个电话。`;
  await alertPeople(tx, ctx, estate, [assignee], text, { now, visitNo: no });
}
