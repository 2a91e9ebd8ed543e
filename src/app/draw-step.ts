/** A step of a draw, as the audit chain keeps it: nobody can alter what a draw rested on without its being seen. */
import type { Instant } from '../core/calendar.js';
import type { DrawStep } from '../core/draw-steps.js';
import type { AuditEntry } from '../store/audit.js';
import type { StoredDraw } from '../store/draws.js';

/** `more` says what else is known of the population then. */
export const stepEntry = (
  { id, estate }: Pick<StoredDraw, 'id' | 'estate'>,
  step: DrawStep,
  { actor, now, more = {} }: { readonly actor: string; readonly now: Instant; readonly more?: Detail },
): AuditEntry => ({
  at: now,
  actor,
  action: `draw.${step.kind}`,
  estate,
  subject: `draw:${id}`,
  detail: { ...step, ...more },
});

type Detail = Readonly<Record<string, unknown>>;
