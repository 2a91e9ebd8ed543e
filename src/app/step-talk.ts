/** One step of a talk, or of the conversation about several visits that it belongs to (p02.10), with all that follows. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { advanceTogether } from '../core/conversation/together.js';
import type { Input, Session } from '../core/conversation/turn.js';
import { advance } from '../core/conversation/visit-talk.js';
import { isReviewed } from '../core/visit.js';
import { talksTogether } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { eventOf } from '../store/events.js';
import { visitsTogether } from '../store/visit-ties.js';
import type { StoredVisit } from '../store/visits.js';
import { applyEffects, type TalkContext } from './apply-effects.js';
import { withSlots } from './arrange-visit.js';
import { withSurvey } from './fill-ballot.js';
import { isTooLate } from './too-late.js';

export async function stepTalk(
  tx: Tx,
  ctx: Context,
  talk: TalkContext & { readonly session: Session },
  input: Input,
  now: Instant,
): Promise<void> {
  const own = await withSlots(tx, ctx, talk, await asItIsNow(tx, ctx, talk.visit, talk.session), input, now);
  const alone = advance(own, input, now, ctx.sayings);
  const visits = await visitsTogether(tx, ctx.db, talk.visit);
  if (visits.length < 2 || isTooLate(talk.visit, alone, now)) return applyEffects(tx, ctx, talk, alone, now);
  const rows = await talksTogether(
    tx,
    talk.talk.channel,
    talk.talk.person,
    visits.map(({ no }) => no),
  );
  const talks = [];
  for (const { visitNo, session } of rows) {
    const visit = visits.find(({ no }) => no === visitNo);
    const whole = visit === undefined ? session : await asItIsNow(tx, ctx, visit, session);
    talks.push({ visit: visitNo, session: visitNo === talk.visit.no ? own : asItStands(whole, visits, visitNo) });
  }
  const before = new Map(talks.map(({ visit, session }) => [visit, JSON.stringify(session)]));
  for (const { visit: no, session, effects } of advanceTogether(talks, talk.visit.no, input, now, ctx.sayings)) {
    const visit = no === talk.visit.no ? talk.visit : visits.find((one) => one.no === no);
    if (visit === undefined || (effects.length === 0 && before.get(no) === JSON.stringify(session))) continue;
    const event =
      no === talk.visit.no ? talk.event : visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
    const place = { ...talk.talk, visitNo: no };
    await applyEffects(tx, ctx, { ...talk, visit, event, talk: place }, { session, effects }, now);
  }
}

/** The talk with what it has to know of its visit: the questionnaire as it is filled in, and that the record was reviewed. */
async function asItIsNow(tx: Tx, ctx: Context, visit: StoredVisit, session: Session): Promise<Session> {
  const { reviewed: _before, ...own } = await withSurvey(tx, ctx, visit, session);
  // What is anonymous stands on the ballot alone, and can be changed until the close.
  return isReviewed(visit.status) && own.survey?.anonymous !== true ? { ...own, reviewed: true } : own;
}

/** What no longer waits to be asked, because staff have it or it was dropped, is not asked. */
function asItStands(session: Session, visits: readonly StoredVisit[], no: number): Session {
  const status = visits.find((one) => one.no === no)?.status;
  const isOpen = status === 'drawn' || status === 'assigned';
  return session.state === 'waiting' && !isOpen ? { ...session, state: 'done' } : session;
}
