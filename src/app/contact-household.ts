/**
 * A visit is opened: the resident is asked in chat, or, where chat cannot reach them or the policy wants presence, it
 * becomes a task for a person at once. Which channel was chosen, and which were refused and why, stands on the visit.
 */
import type { Context } from '../context.js';
import { DAY, HOUR, type Instant } from '../core/calendar.js';
import { contactTime, exemptionOf, KF_ZH } from '../core/contact.js';
import type { About, More, SurveyTalk } from '../core/conversation/turn.js';
import { spanOfRound } from '../core/rounds.js';
import { advance, openTalk } from '../core/conversation/visit-talk.js';
import type { Event } from '../core/event.js';
import { staffNeedItBy, type DutyDays } from '../core/working-calendar.js';
import { RELATIONS } from '../core/terms.js';
import { conversationOfVisit, saveConversation, WAKE_CLAIM_MS } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { VISIT_CLAIM_MS } from '../store/due-visits.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { identitiesOf, WITH_A_PERSON, type Identity, type KfState } from '../store/identities.js';
import { wasEverAsked } from '../store/outbox.js';
import { mayBeContacted, residentByIdentity, residentsOf, type Resident } from '../store/people.js';
import { staffOf } from '../store/staff.js';
import { contactsSince, lockHousehold, lockVisit, saveVisit, type StoredVisit } from '../store/visits.js';
import { applyEffects } from './apply-effects.js';
import { withVisitor } from './assign-visits.js';
import { drawWaiting } from './draw-days.js';
import { surveyTalkOf } from './fill-ballot.js';
import { handOver, type AboutVisit } from './hand-over.js';
import { ownTime, togetherWith, type WithEvent } from './join-visits.js';
import { moveVisit } from './move-visit.js';
import { moreFor } from './note-topics.js';
import { stepTalk } from './step-talk.js';
import { dutyDaysOf } from './duty-days.js';
import { tellTask } from './tell-staff.js';
import { beginVisit } from './wait-for-visit.js';

/** 微信客服: within 48 hours of the customer's last message, at most 5 messages. */
const KF_WINDOW_MS = 48 * HOUR;
const KF_MESSAGES = 5;

/** A window with less than this left at its opening is told to a person at the same time. */
const SHORT_WINDOW_MS = 8 * HOUR;

/** Does for a visit what is due now. Safe to repeat: what was done is seen from the visit's status. */
export async function contactHousehold(tx: Tx, ctx: Context, visitNo: number, now: Instant): Promise<void> {
  const claimed = await lockVisit(tx, ctx.db, visitNo);
  // Somebody else has it now, or it was moved since it was claimed.
  if (claimed === null || claimed.nextAt !== now + VISIT_CLAIM_MS) return;
  const visit = (await beginVisit(tx, ctx, claimed, now)) ?? claimed;
  if (visit.status === 'planned') return drawWaiting(tx, ctx, visit, now);
  const estate = await estateOf(tx, visit.estate);
  const mayOpen = ['drawn', 'assigned', 'postponed'].includes(visit.status) && visit.servedBy === null;
  if (estate === null || !mayOpen) return saveVisit(tx, { ...visit, nextAt: null }, now);
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const about = { estate, visit, event };
  if (visit.status === 'postponed') return handOver(tx, ctx, about, 'appointment', now);
  if (!visit.how.includes('chat')) return handOver(tx, ctx, about, 'method', now);

  const own = exemptionOf(visit.kind, event?.category ?? null);
  const exemption = visit.why.recheck === undefined ? own : 'from-limit';
  const rules = { ...estate, zone: estate.timezone };
  if (visit.household !== null) await lockHousehold(tx, ctx.db, visit.estate, visit.household);
  const time = contactTime(rules, visit, await recentContacts(tx, visit, estate, now), now, exemption);
  if (time === null) return handOver(tx, ctx, about, now >= visit.due ? 'late' : 'quiet', now);
  if (time.at > now) return saveVisit(tx, { ...visit, nextAt: time.at }, now);

  const found = await reachable(tx, visit, now);
  if (found.to === null) return handOver(tx, ctx, withRefused(about, found.refused), 'no-chat', now);
  const noted = time.limitSetAside ? { ...visit.why, exceptions: ['联系次数已到上限，为赶时限仍联系'] } : visit.why;
  await ask(
    tx,
    ctx,
    { ...about, visit: { ...visit, why: { ...noted, channels: [...found.refused, KF_ZH] } } },
    found.to,
    now,
  );
}

export type Reached = { readonly resident: Resident; readonly identity: Identity };

/** The first resident of the household whom chat can reach, or why it reaches none. */
export async function reachable(
  tx: Tx,
  visit: StoredVisit,
  now: Instant,
): Promise<{ readonly to: Reached | null; readonly refused: readonly string[] }> {
  const residents = visit.household === null ? [] : await residentsOf(tx, visit.estate, visit.household);
  const refused: string[] = visit.household === null ? ['单位不在微信客服里'] : [];
  for (const resident of residents.toSorted(
    (a, b) => Number(b.relation === 'owner') - Number(a.relation === 'owner'),
  )) {
    if (!mayBeContacted(resident)) {
      refused.push(`${RELATIONS[resident.relation].zh}：${resident.optedOut ? '已退订' : '未同意回访'}`);
      continue;
    }
    const identities = (await identitiesOf(tx, visit.estate, resident.id)).filter((one) => one.channel === 'wecom-kf');
    const identity = identities.find((one) => kfObstacle(one, now) === null);
    if (identity !== undefined) return { to: { resident, identity }, refused };
    const obstacle = identities[0] === undefined ? '没有微信客服联系方式' : kfObstacle(identities[0], now);
    refused.push(`${RELATIONS[resident.relation].zh}：${obstacle ?? ''}`);
  }
  return { to: null, refused: refused.length > 0 ? refused : ['没有登记住户'] };
}

/** What keeps 微信客服 from sending to this person now; null if nothing does. */
export function kfObstacle(identity: KfState, now: Instant): string | null {
  if (identity.lastHeardAt === null) return '还没有给客服发过消息';
  if (now - identity.lastHeardAt >= KF_WINDOW_MS) return '超过 48 小时没有来信';
  if (identity.sentSince >= KF_MESSAGES) return '五条消息已用完';
  return identity.serviceState === WITH_A_PERSON ? '正由同事接待' : null;
}

async function recentContacts(tx: Tx, visit: StoredVisit, estate: Estate, now: Instant): Promise<readonly Instant[]> {
  if (visit.household === null) return [];
  return contactsSince(tx, visit.estate, visit.household, (now - estate.contactPeriodDays * DAY) as Instant);
}

const withRefused = (about: AboutVisit, refused: readonly string[]): AboutVisit => ({
  ...about,
  visit: { ...about.visit, why: { ...about.visit.why, channels: refused } },
});

/** Opens the conversation: the first question goes out, the other visits that it is about wait for their turn. */
async function ask(tx: Tx, ctx: Context, about: AboutVisit, to: Reached, now: Instant): Promise<void> {
  const { estate } = about;
  const all = await togetherWith(tx, ctx, about, now);
  const [opener, ...others] = all;
  if (opener === undefined) return;
  const channels = ['微信客服'];
  const own =
    opener.visit.no === about.visit.no ? about.visit : { ...opener.visit, why: { ...opener.visit.why, channels } };
  const change = { nextAt: null, why: own.why };
  const command = { kind: 'ask', channel: 'wecom-kf' } as const;
  const moved = await moveVisit(tx, ctx, { ...own, joinedTo: null }, { command, actor: 'system', now, change });
  if (moved === null) return saveVisit(tx, { ...about.visit, nextAt: null }, now);
  const person = to.identity.externalId;
  const place = { estate: estate.id, channel: 'wecom-kf' as const, person };
  const firstContact = !(await wasEverAsked(tx, 'wecom-kf', person));
  const asked: Asked[] = [];
  for (const one of all) asked.push(await askedOf(tx, ctx, estate, one, now));
  const days = dutyDaysOf(ctx, estate);
  const last = (kind: More['kind']) => asked.findLastIndex(({ more }) => more.some((one) => one.kind === kind));
  const sessionOf = ({ visit, event }: WithEvent, at: number) => {
    const { due, needsSignature } = visit;
    const own = (asked[at]?.more ?? []).filter(({ kind }) => !ONCE.has(kind) || at === last(kind));
    const staffBy = staffNeedItBy(now, due, days);
    const { survey, worker } = asked[at] ?? NOTHING;
    const options = {
      due,
      needsSignature,
      more: own,
      ...(staffBy === null ? {} : { staffBy }),
      ...(survey === null ? {} : { survey }),
    };
    const facts = { ...aboutOf(estate, visit, event, to.resident, firstContact && at === 0), worker };
    return openTalk(facts, at === 0 && others.length > 0 ? { ...options, ofSeveral: all.length } : options);
  };
  const turn = advance(sessionOf({ ...opener, visit: moved }, 0), { kind: 'opened' }, now, ctx.sayings);
  const talk = { ...place, visitNo: moved.no };
  await saveConversation(tx, { ...talk, session: turn.session, open: true, wakeAt: null }, now);
  for (const [nth, other] of others.entries()) {
    const session = { ...sessionOf(other, nth + 1), state: 'waiting' as const };
    await saveConversation(tx, { ...place, visitNo: other.visit.no, session, open: false, wakeAt: null }, now);
    await saveVisit(tx, { ...other.visit, joinedTo: moved.no, nextAt: ownTime(other.visit, now) }, now);
  }
  await applyEffects(tx, ctx, { estate, visit: moved, event: opener.event, talk, resident: to.resident }, turn, now);
  for (const { visit, event } of [{ ...opener, visit: moved }, ...others]) {
    if (!isShort(visit, days, now)) continue;
    const held = await withVisitor(tx, ctx, { estate, visit, worker: event?.worker ?? null, now });
    await tellTask(tx, ctx, { estate, visit: held, event }, 'short-window', null, now);
  }
}

/** What one conversation asks once, at its end. */
const ONCE: ReadonlySet<More['kind']> = new Set(['theme', 'open-topics']);

/** What a visit's question knows beside its facts: what is asked after it, the questionnaire, who did the work. */
type Asked = { readonly more: readonly More[]; readonly survey: SurveyTalk | null; readonly worker: string | null };
const NOTHING: Asked = { more: [], survey: null, worker: null };

async function askedOf(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  { visit, event }: WithEvent,
  now: Instant,
): Promise<Asked> {
  const survey = await surveyTalkOf(tx, ctx, visit);
  // What is said on a questionnaire stands on it alone.
  const more = survey === null && visit.why.recheck === undefined ? await moreFor(tx, estate, visit, event, now) : [];
  return { more, survey, worker: await workerName(tx, event) };
}

/** Little time is left, or no duty day after this one: a person is told at the same time. */
const isShort = ({ due }: StoredVisit, days: DutyDays, now: Instant): boolean =>
  due - now < SHORT_WINDOW_MS || (days.dutyDays !== null && staffNeedItBy(now, due, days) === null);

/** Who did it, by their name, where they are one of ours. */
const workerName = async (tx: Tx, event: Event | null): Promise<string | null> =>
  event?.worker ? ((await staffOf(tx, event.worker))?.name ?? null) : null;

/** The facts that a talk about a visit speaks of. */
export function aboutOf(
  estate: Estate,
  visit: StoredVisit,
  event: Event | null,
  resident: Resident,
  firstContact: boolean,
): About {
  const { recheck } = visit.why;
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
    round: visit.event === null && recheck === undefined ? spanOfRound(visit.startedBy) : null,
    ...(recheck === undefined
      ? {}
      : { done: recheck.done, said: recheck.said, promise: `这次由${recheck.next}重新办理。` }),
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
  const wants = resident !== null && mayBeContacted(resident);
  if (wants && time !== null && time.at > now) return saveConversation(tx, { ...talk, wakeAt: time.at }, now);
  const mute = !wants ? 'opted-out' : time === null && now < visit.due ? 'quiet' : null;
  await saveConversation(tx, { ...talk, wakeAt: null }, now);
  const { session } = talk;
  await stepTalk(tx, ctx, { estate, visit, event, talk, resident, session }, { kind: 'silent', mute }, now);
}
