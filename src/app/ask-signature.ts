/** After a member of staff has recorded a visit: the talk in chat is over, or asks for the signature that the policy wants. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { answeredToStaff, askToSign, type SaidToStaff } from '../core/conversation/staff-record.js';
import { openTalk } from '../core/conversation/visit-talk.js';
import { conversationOfVisit, saveConversation } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { wasEverAsked } from '../store/outbox.js';
import { staffOf } from '../store/staff.js';
import { applyEffects } from './apply-effects.js';
import { aboutOf, reachable } from './contact-household.js';
import { releaseWaiting } from './join-visits.js';
import type { OpenTask } from './open-task.js';

/** Ends the visit's talk, or asks the resident to confirm the record; whether they were asked. */
export async function closeTalk(
  tx: Tx,
  ctx: Context,
  { estate, visit, event }: OpenTask,
  { signed, by, ...said }: SaidToStaff & { readonly signed: boolean; readonly by: string },
  now: Instant,
): Promise<boolean> {
  await releaseWaiting(tx, ctx, visit, now);
  const talk = await conversationOfVisit(tx, visit.no);
  const wanted = visit.needsSignature && !signed && said.grade !== null;
  const to = wanted ? (await reachable(tx, visit, now)).to : null;
  if (to === null) {
    if (talk === null) return false;
    const session = answeredToStaff(talk.session, said, signed);
    await saveConversation(tx, { ...talk, session, open: false, wakeAt: null }, now);
    return false;
  }
  const person = to.identity.externalId;
  const firstContact = !(await wasEverAsked(tx, 'wecom-kf', person));
  const about = aboutOf(estate, visit, event, to.resident, firstContact);
  const session = openTalk(about, { due: visit.due, needsSignature: true });
  const visitor = (await staffOf(tx, by))?.name ?? '';
  const turn = askToSign(session, said, visitor, now, ctx.sayings);
  const place = { estate: estate.id, channel: 'wecom-kf', person, visitNo: visit.no } as const;
  await saveConversation(tx, { ...place, session: turn.session, open: true, wakeAt: null }, now);
  await applyEffects(tx, ctx, { estate, visit, event, talk: place, resident: to.resident }, turn, now);
  return true;
}
