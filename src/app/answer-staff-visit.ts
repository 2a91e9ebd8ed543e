/** Words of somebody whom nothing was asked in chat, about the visit of their household that staff have. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Input } from '../core/conversation/turn.js';
import { advance, openTalk } from '../core/conversation/visit-talk.js';
import type { Understanding } from '../core/understand/index.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import type { Resident } from '../store/people.js';
import { lockVisit, withStaffVisit } from '../store/visits.js';
import { applyEffects } from './apply-effects.js';
import { withSlots } from './arrange-visit.js';
import { aboutOf } from './contact-household.js';
import { withSurvey } from './fill-ballot.js';

type Writer = { readonly estate: Estate; readonly resident: Resident; readonly person: string };
type Said = { readonly input: Input; readonly meant: Understanding };

/**
 * A grade answers the visit, as if it had been asked in chat; who has no time for it chooses another. False: it is about
 * something else, or there is no such visit.
 */
export async function answersStaffVisit(
  tx: Tx,
  ctx: Context,
  { estate, resident, person }: Writer,
  { input, meant }: Said,
  now: Instant,
): Promise<boolean> {
  if (meant.kind !== 'grade' && meant.kind !== 'postpone') return false;
  const found = await withStaffVisit(tx, estate.id, resident.household);
  const visit = found === null ? null : await lockVisit(tx, ctx.db, found);
  if (visit === null || visit.status !== 'with-staff') return false;
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const { due, needsSignature } = visit;
  const about = aboutOf(estate, visit, event, resident, false);
  const begun = await withSurvey(tx, ctx, visit, openTalk(about, { due, needsSignature }));
  // Nothing was asked in chat: what only sounds good is no answer.
  const unasked = { ...begun, state: 'with-staff' as const, asksNothing: true };
  const talk = { estate: estate.id, channel: 'wecom-kf', person, visitNo: visit.no } as const;
  const session = await withSlots(tx, ctx, { estate, visit, event, talk }, unasked, input, now);
  const turn = advance(session, input, now, ctx.sayings);
  const isArranged = session.free !== undefined && meant.kind === 'postpone';
  if (turn.session.grade === null && turn.session.survey === undefined && !isArranged) return false;
  await applyEffects(tx, ctx, { estate, visit, event, talk, resident }, turn, now);
  return true;
}
