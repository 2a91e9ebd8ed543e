/** Moves a visit: the core decides and evolves, the shell saves and writes the audit entry, all in one transaction. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { keepsOutcome, outcomeOf } from '../core/reach.js';
import { decide, evolve, type VisitCommand } from '../core/visit.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { saveVisit, type StoredVisit } from '../store/visits.js';
import { followVisit } from './follow-visit.js';
import { retireCards } from './retire-cards.js';

/** Who moves it, when, and what changes beside the core's own fields. */
export type Move = {
  readonly command: VisitCommand;
  readonly actor: string;
  readonly now: Instant;
  readonly change?: Partial<
    Pick<
      StoredVisit,
      'nextAt' | 'why' | 'drawId' | 'drawPosition' | 'issuedAt' | 'answeredAt' | 'rate' | 'period' | 'replaces'
    >
  >;
};

/** The visit as it stands then, or null where its status does not allow the command: nothing is changed. */
export async function moveVisit(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  { command, actor, now, change = {} }: Move,
): Promise<StoredVisit | null> {
  const decided = decide(command, visit, now);
  if ('kind' in decided) return null;
  let moved: StoredVisit = { ...visit, ...change };
  for (const event of decided) moved = { ...moved, ...evolve(moved, event), ...ended(moved, event.command, now) };
  await saveVisit(tx, moved, now);
  await appendAudit(
    tx,
    ctx.db,
    decided.map((event) => ({
      at: now,
      actor,
      action: `visit.${command.kind}`,
      estate: visit.estate,
      subject: `visit:${visit.no}`,
      detail: { clause: event.clause, from: event.from, to: event.to, ...auditable(command) },
    })),
  );
  await followVisit(tx, ctx, moved, command.kind, now);
  await retireCards(tx, ctx, moved, { command: command.kind, actor, now });
  return moved;
}

/** The outcome that the command gives the visit, or takes from it; the one that it has stays with everything else. */
function ended(visit: StoredVisit, command: VisitCommand, now: Instant): Pick<StoredVisit, 'outcome' | 'outcomeAt'> {
  const outcome = outcomeOf(command);
  // A visit that was made before it was written down ended when it was made.
  if (outcome !== null) return { outcome, outcomeAt: command.kind === 'record' ? (visit.answeredAt ?? now) : now };
  const { outcome: before, outcomeAt } = visit;
  return keepsOutcome(command) ? { outcome: before, outcomeAt } : { outcome: null, outcomeAt: null };
}

/** What of a command may stand in the audit for ever: no words of a resident. */
function auditable(command: VisitCommand): Readonly<Record<string, unknown>> {
  const { kind: _kind, clause: _clause, ...rest } = command;
  return 'opinion' in rest ? { ...rest, opinion: undefined } : rest;
}
