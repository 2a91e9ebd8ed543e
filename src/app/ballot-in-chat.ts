/** A questionnaire in chat: what the talk understood goes on the ballot; after the close nothing does. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Effect, Turn } from '../core/conversation/turn.js';
import type { Tx } from '../store/db.js';
import type { StoredVisit } from '../store/visits.js';
import { ballotFor, fillBallot, takesAnswers } from './fill-ballot.js';

/** The turn as it is while the survey is open; else all that is said is that it is over. */
export async function whileOpen(tx: Tx, ctx: Context, visit: StoredVisit, turn: Turn, now: Instant): Promise<Turn> {
  if (!turn.effects.some(({ kind }) => kind === 'ballot')) return turn;
  const found = await ballotFor(tx, ctx, visit);
  if (found !== null && takesAnswers(found.survey, visit, now)) return turn;
  const text = ctx.sayings['ballot-closed'];
  const effects: readonly Effect[] = [
    { kind: 'say', text, purpose: 'reply' },
    { kind: 'wake', at: null },
  ];
  return { session: { ...turn.session, state: 'done' }, effects };
}

/** Puts what was said on the ballot. */
export async function putOnBallot(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  { answers, remark }: Extract<Effect, { kind: 'ballot' }>,
  { actor, now }: { readonly actor: string; readonly now: Instant },
): Promise<void> {
  const found = await ballotFor(tx, ctx, visit);
  if (found === null) return;
  const { ballot } = found;
  const before = ballot.sheet.remarks['0'];
  const remarks = remark === null ? {} : { '0': [before, remark].filter((part) => part !== undefined).join('；') };
  // A page that was begun and not sent in is counted as it stands: its source stays.
  const source = Object.keys(answers).length === 0 && remark === null ? (ballot.source ?? 'chat') : 'chat';
  const method = source === 'page' ? ('written' as const) : ('chat' as const);
  const sheet = { answers, remarks };
  await fillBallot(tx, ctx, visit, found, { sheet, source, method, by: actor, at: now, isSent: true }, now);
}
