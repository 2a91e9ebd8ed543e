/**
 * A visit is opened: the resident is asked in chat, or, where chat cannot reach them or the policy wants presence, it
 * becomes a task for a person at once. Which channel was chosen, and which were refused and why, stands on the visit.
 */
import type { Context } from '../context.js';
import { DAY, HOUR, type Instant } from '../core/calendar.js';
import { contactTime, exemptionOf } from '../core/contact.js';
import type { About } from '../core/conversation/turn.js';
import { spanOfRound } from '../core/rounds.js';
import { advance, openTalk } from '../core/conversation/visit-talk.js';
import type { Event } from '../core/event.js';
import { conversationOfVisit, saveConversation, WAKE_CLAIM_MS } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { VISIT_CLAIM_MS } from '../store/due-visits.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { identitiesOf, WITH_A_PERSON, type Identity } from '../store/identities.js';
import { wasEverAsked } from '../store/outbox.js';
import { mayBeContacted, residentByIdentity, residentsOf, type Resident } from '../store/people.js';
import { lockHousehold, lockVisit, saveVisit, type StoredVisit } from '../store/visits.js';
import { applyEffects } from './apply-effects.js';
import { withVisitor } from './assign-visits.js';
import { moveVisit } from './move-visit.js';
import { themeFor } from './note-topics.js';
import { tellTask, type TaskReason } from './tell-staff.js';

/** 微信客服: within 48 hours of the customer's last message, at most 5 messages. */
const KF_WINDOW_MS = 48 * HOUR;
const KF_MESSAGES = 5;

/** A window with less than this left at its opening is told to a person at the same time. */
const SHORT_WINDOW_MS = 8 * HOUR;

/** Does for a visit what is due now. Safe to repeat: what was done is seen from the visit's status. */
export async function contactHousehold(tx: Tx, ctx: Context, visitNo: number, now: Instant): Promise<void> {
  const visit = await lockVisit(tx, ctx.db, visitNo);
  // Somebody else has it now, or it was moved since it was claimed.
  if (visit === null || visit.nextAt !== now + VISIT_CLAIM_MS) return;
  const estate = await estateOf(tx, visit.estate);
  const mayOpen = ['drawn', 'assigned', 'postponed'].includes(visit.status) && visit.servedBy === null;
  if (estate === null || !mayOpen) return saveVisit(tx, { ...visit, nextAt: null }, now);
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const about = { estate, visit, event };
  if (visit.status === 'postponed') return handOver(tx, ctx, about, 'appointment', now);
  if (!visit.how.includes('chat')) return handOver(tx, ctx, about, 'method', now);

  const exemption = exemptionOf(visit.kind, event?.category ?? null);
  const rules = { ...estate, zone: estate.timezone };
  if (visit.household !== null) await lockHousehold(tx, ctx.db, visit.estate, visit.household);
  const time = contactTime(rules, visit, await recentContacts(tx, visit, estate, now), now, exemption);
  if (time === null) return handOver(tx, ctx, about, now >= visit.due ? 'late' : 'quiet', now);
  if (time.at > now) return saveVisit(tx, { ...visit, nextAt: time.at }, now);

  const found = await reachable(tx, visit, now);
  if (found.to === null) return handOver(tx, ctx, withRefused(about, found.refused), 'no-chat', now);
  const noted = time.limitSetAside ? { ...visit.why, exceptions: ['联系次数已到上限，为赶时限仍联系'] } : visit.why;
  await ask(tx, ctx, { ...about, visit: { ...visit, why: { ...noted, channels: ['微信客服'] } } }, found.to, now);
}

export type Reached = { readonly resident: Resident; readonly identity: Identity };

/** The first resident of the household whom chat can reach, or why it reaches none. */
export async function reachable(
  tx: Tx,
  visit: StoredVisit,
  now: Instant,
): Promise<{ readonly to: Reached | null; readonly refused: readonly string[] }> {
  const residents = visit.household === null ? [] : await residentsOf(tx, visit.estate, visit.household);
  const refused: string[] = [];
  for (const resident of residents.toSorted(
    (a, b) => Number(b.relation === 'owner') - Number(a.relation === 'owner'),
  )) {
    if (!mayBeContacted(resident)) {
      refused.push(`${resident.id}：${resident.optedOut ? '已退订' : '未同意回访'}`);
      continue;
    }
    const identities = (await identitiesOf(tx, visit.estate, resident.id)).filter((one) => one.channel === 'wecom-kf');
    const identity = identities.find((one) => kfObstacle(one, now) === null);
    if (identity !== undefined) return { to: { resident, identity }, refused };
    const obstacle = identities[0] === undefined ? '没有微信客服联系方式' : kfObstacle(identities[0], now);
    refused.push(`${resident.id}：${obstacle ?? ''}`);
  }
  return { to: null, refused: refused.length > 0 ? refused : ['没有登记住户'] };
}

/** What keeps 微信客服 from sending to this person now; null if nothing does. */
export function kfObstacle(identity: Identity, now: Instant): string | null {
  if (identity.lastHeardAt === null) return '还没有给客服发过消息';
  if (now - identity.lastHeardAt >= KF_WINDOW_MS) return '超过 48 小时没有来信';
  if (identity.sentSince >= KF_MESSAGES) return '五条消息已用完';
  return identity.serviceState === WITH_A_PERSON ? '正由同事接待' : null;
}

async function recentContacts(tx: Tx, visit: StoredVisit, estate: Estate, now: Instant): Promise<readonly Instant[]> {
  if (visit.household === null) return [];
  const since = now - estate.contactPeriodDays * DAY;
  const rows = await tx.visit.findMany({
    where: { estateId: visit.estate, household: visit.household, servedBy: null, askedAt: { gt: BigInt(since) } },
    select: { askedAt: true },
  });
  return rows.map((row) => Number(row.askedAt) as Instant);
}

type AboutVisit = { readonly estate: Estate; readonly visit: StoredVisit; readonly event: Event | null };

const withRefused = (about: AboutVisit, refused: readonly string[]): AboutVisit => ({
  ...about,
  visit: { ...about.visit, why: { ...about.visit.why, channels: refused } },
});

/** The visit goes to a person, who gets it as a task; to whoever can be found, if it was nobody's, or of one who left. */
export async function handOver(
  tx: Tx,
  ctx: Context,
  about: AboutVisit,
  reason: TaskReason,
  now: Instant,
  words: string | null = null,
): Promise<void> {
  const { estate, visit, event } = about;
  const moved = await moveVisit(tx, ctx, visit, {
    command: { kind: 'hand-over', reason },
    actor: 'system',
    now,
    change: { nextAt: null, why: visit.why },
  });
  if (moved === null) return;
  const held = await withVisitor(tx, ctx, { visit: moved, worker: event?.worker ?? null, now });
  await tellTask(tx, ctx, { ...about, visit: held }, reason, words, now);
  if (held.assignee === null) ctx.log.error({ estate: estate.id, visit: visit.no }, 'a task that nobody has');
}

async function ask(tx: Tx, ctx: Context, about: AboutVisit, to: Reached, now: Instant): Promise<void> {
  const { estate, visit, event } = about;
  const moved = await moveVisit(tx, ctx, visit, {
    command: { kind: 'ask', channel: 'wecom-kf' },
    actor: 'system',
    now,
    change: { nextAt: null, why: visit.why },
  });
  if (moved === null) return saveVisit(tx, { ...visit, nextAt: null }, now);
  const person = to.identity.externalId;
  const firstContact = !(await wasEverAsked(tx, 'wecom-kf', person));
  const session = openTalk(aboutOf(estate, visit, event, to.resident, firstContact), {
    due: visit.due,
    needsSignature: visit.needsSignature,
    theme: await themeFor(tx, estate, visit, now),
  });
  const turn = advance(session, { kind: 'opened' }, now, ctx.sayings);
  const talk = { estate: estate.id, channel: 'wecom-kf' as const, person, visitNo: visit.no };
  await saveConversation(tx, { ...talk, session: turn.session, open: true, wakeAt: null }, now);
  await applyEffects(tx, ctx, { estate, visit: moved, event, talk, resident: to.resident }, turn, now);
  if (visit.due - now >= SHORT_WINDOW_MS) return;
  const held = await withVisitor(tx, ctx, { visit: moved, worker: event?.worker ?? null, now });
  await tellTask(tx, ctx, { estate, visit: held, event }, 'short-window', null, now);
}

/** The facts that a talk about a visit speaks of. */
export function aboutOf(
  estate: Estate,
  visit: StoredVisit,
  event: Event | null,
  resident: Resident,
  firstContact: boolean,
): About {
  const title = resident.title === '女士' || resident.title === '先生' ? resident.title : null;
  return {
    estateName: estate.name,
    household: visit.household ?? '',
    addressee: title === null ? null : { name: resident.name, title },
    kind: visit.kind,
    description: event?.description ?? null,
    resolvedAt: event?.resolvedAt ?? null,
    zone: estate.timezone,
    firstContact,
    round: visit.event === null ? spanOfRound(visit.startedBy) : null,
  };
}

/**
 * A talk that asked to be woken: time has passed without a word. A reminder is written only where and when the resident
 * may be written to; where that is not any more before the window's end, a person goes instead.
 */
export async function wakeTalk(tx: Tx, ctx: Context, visitNo: number, now: Instant): Promise<void> {
  const visit = await lockVisit(tx, ctx.db, visitNo);
  const talk = await conversationOfVisit(tx, visitNo);
  // A word that came meanwhile has put the wake-up off, or ended it.
  if (talk === null || visit === null || talk.wakeAt !== now + WAKE_CLAIM_MS) return;
  const estate = await estateOf(tx, talk.estate);
  if (estate === null) return;
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const resident = await residentByIdentity(tx, talk.channel, talk.person);
  const exemption = exemptionOf(visit.kind, event?.category ?? null);
  const rest = { earliest: now, due: visit.due };
  const time = contactTime({ ...estate, zone: estate.timezone }, rest, [], now, exemption);
  const mayWrite = time !== null && resident !== null && mayBeContacted(resident);
  if (mayWrite && time.at > now) return saveConversation(tx, { ...talk, wakeAt: time.at }, now);
  const session = mayWrite ? talk.session : { ...talk.session, reminded: true };
  const turn = advance(session, { kind: 'silent' }, now, ctx.sayings);
  await saveConversation(tx, { ...talk, session: turn.session, wakeAt: null }, now);
  await applyEffects(tx, ctx, { estate, visit, event, talk, resident }, turn, now);
}
