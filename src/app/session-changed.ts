/** 人工接待: while a colleague has the chat in WeCom the bot is silent; when they end it, the bot resumes and says so. */
import type { OutgoingContent } from '../channels/channel.js';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { afterQuiet } from '../core/contact.js';
import { backAgain } from '../core/conversation/back.js';
import { openConversations } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { identityOf, WITH_A_PERSON } from '../store/identities.js';
import { enqueue } from '../store/outbox.js';
import { mayBeContacted, residentByIdentity } from '../store/people.js';
import { visitByNo } from '../store/visits.js';
import { withSurvey } from './fill-ballot.js';
import { newKey } from './tell-staff.js';

const CHANNEL = 'wecom-kf';
const TAKEN_FROM_POOL = 1;
const HANDED_ON = 2;
const ENDED = 3;
const TAKEN_UP_AGAIN = 4;

/** What the platform tells of a chat's session; `msgCode` allows one message after its end, within 20 seconds. */
export type SessionChange = { readonly person: string; readonly changeType: number | null; readonly msgCode: string };

export async function sessionChanged(
  tx: Tx,
  ctx: Context,
  { person, changeType, msgCode }: SessionChange,
  now: Instant,
): Promise<void> {
  if (changeType === TAKEN_FROM_POOL || changeType === HANDED_ON || changeType === TAKEN_UP_AGAIN)
    return takenOver(tx, person);
  if (changeType !== ENDED) return;
  const before = await identityOf(tx, CHANNEL, person);
  if (before?.serviceState !== WITH_A_PERSON) return;
  await setState(tx, person, 0);
  await sayBack(tx, ctx, person, msgCode, now);
}

/** A colleague has the chat: by what the platform tells of its session, or because they write in it. */
export const takenOver = (tx: Tx, person: string): Promise<void> => setState(tx, person, WITH_A_PERSON);

async function setState(tx: Tx, person: string, serviceState: number): Promise<void> {
  await tx.channelIdentity.updateMany({ where: { channel: CHANNEL, externalId: person }, data: { serviceState } });
}

/** Said to residents who may be written to, by day; the question that they have not answered comes with it. */
async function sayBack(tx: Tx, ctx: Context, person: string, msgCode: string, now: Instant): Promise<void> {
  const resident = await residentByIdentity(tx, CHANNEL, person);
  const estate = resident === null ? null : await estateOf(tx, resident.estate);
  if (resident === null || estate === null || !mayBeContacted(resident)) return;
  if (afterQuiet({ ...estate, zone: estate.timezone }, now) > now) return;
  const talk = await askedTalk(tx, ctx, person, now);
  const { text, options = [] } = backAgain(talk?.session ?? null, ctx.sayings);
  const code = msgCode === '' ? {} : { code: msgCode };
  const menu = options.map((option) => ({ id: `${talk?.visitNo ?? 0}:${option.id}`, text: option.text }));
  const content: OutgoingContent =
    menu.length > 0 ? { kind: 'menu', head: text, options: menu, ...code } : { kind: 'text', text, ...code };
  const about = talk === null ? {} : { visitNo: talk.visitNo };
  await enqueue(tx, ctx, now, [{ key: newKey(), channel: CHANNEL, to: person, content, purpose: 'reply', ...about }]);
}

/** The person's talk whose question is open and still counts. */
async function askedTalk(tx: Tx, ctx: Context, person: string, now: Instant) {
  for (const talk of await openConversations(tx, CHANNEL, person)) {
    const { state } = talk.session;
    const visit = state === 'asked' || state === 'clarifying' ? await visitByNo(tx, talk.visitNo) : null;
    if (visit?.status !== 'asked' || now >= visit.due) continue;
    return { ...talk, session: await withSurvey(tx, ctx, visit, talk.session) };
  }
  return null;
}
