/**
 * Replacement 换户: when nobody can be reached, the next of the same population whose window is open takes the visit's
 * place, in the draw's own order; no household twice. Where all are visited there is nobody to replace.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { repeatDraw } from '../core/draw-steps.js';
import { unitIdOf } from '../core/policy/population.js';
import { takeInOrder, type Passed } from '../core/sampling.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { isByHand, wasDrawn } from '../store/draw-units.js';
import { countChosen, lockDraw, type StoredDraw } from '../store/draws.js';
import { servedBy } from '../store/visit-ties.js';
import { insertVisit, lockVisit, saveVisit, type StoredVisit } from '../store/visits.js';
import { isListDraw, isMet, recordOf, type Member } from './draw-record.js';
import { stepEntry } from './draw-step.js';
import { asAlone } from './merge-visits.js';
import { moveVisit } from './move-visit.js';
import { takeUpVisit } from './take-up-visit.js';

/**
 * Puts another visit in the place of one that is unreachable: the visit that replaces it, assigned; null where nobody is
 * left, or all are visited, and it stays unreachable. In the caller's transaction, after the visit became so.
 */
export async function replaceUnreachable(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  now: Instant,
): Promise<StoredVisit | null> {
  const first = await replaceOne(tx, ctx, visit, now);
  // Those that its conversation was to serve are each replaced in the population of their own clause.
  for (const served of await servedBy(tx, visit.no)) {
    if (!wasDrawn(served)) continue;
    const own: StoredVisit = { ...served, status: 'unreachable', outcome: visit.outcome, outcomeAt: visit.outcomeAt };
    if (served.status !== 'unreachable') await saveVisit(tx, own, now);
    await replaceOne(tx, ctx, own, now);
  }
  return first;
}

async function replaceOne(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<StoredVisit | null> {
  const { drawId, rate, status } = visit;
  if (status !== 'unreachable' || drawId === null || rate === 100 || isByHand(visit.why.draw)) return null;
  const draw = await lockDraw(tx, ctx.db, drawId);
  const { record, members } = await recordOf(tx, draw);
  const own = members.find((member) => member.place === visit.drawPosition);
  // Another visit of the same household answers for it.
  if (own === undefined || isMet(own)) return null;
  const isList = isListDraw(draw, record.steps);
  const before = repeatDraw(record, ctx.box.open(draw.keyCipher)).chosen;
  const others = members.filter(({ unit }) => !before.has(unit.id) && unit.group === own.unit.group);
  const byId = new Map(others.map((member) => [member.unit.id, member]));
  const taken = takeInOrder([...byId.keys()], 1, ctx.box.open(draw.keyCipher), (id) =>
    obstacleTo(byId.get(id), { visit, members, isList }, now),
  );
  const member = byId.get(taken.chosen[0] ?? '');
  if (member === undefined) return null;
  const [first] = await takeUpMember(tx, ctx, { draw, visit, member, isList }, now);
  if (first === undefined) return null;
  await countChosen(tx, draw.id);
  const step = { kind: 'replace', size: draw.size, population: members.length, asked: 1, counted: 0 } as const;
  const where = own.unit.group === undefined ? {} : { group: own.unit.group };
  const entry = { ...step, ...where, ...taken, replaces: own.unit.id };
  await appendAudit(tx, ctx.db, [stepEntry(draw, entry, { actor: 'system', now })]);
  await moveVisit(tx, ctx, visit, { command: { kind: 'replace', with: String(first.no) }, actor: 'system', now });
  return first;
}

type Situation = {
  readonly visit: StoredVisit;
  readonly members: readonly Member[];
  readonly isList: boolean;
};

function obstacleTo(member: Member | undefined, { visit, members, isList }: Situation, now: Instant): Passed | null {
  if (member === undefined || member.unit.left === true) return 'left';
  const isOpen = isList ? visit.due > now : openVisits(member, visit, now).length > 0;
  if (!isOpen) return 'over';
  const household = isList ? null : (member.visits[0]?.household ?? null);
  const drawn = members.flatMap(({ visits }) => visits.filter(wasDrawn));
  return household !== null && drawn.some((one) => one.household === household) ? 'household' : null;
}

/** Those that can be made now; of an agreement, the visit of the same number. */
const openVisits = ({ visits }: Member, visit: StoredVisit, now: Instant): readonly StoredVisit[] =>
  visits.filter(({ status, earliest, due, visit: number }) => {
    const isSame = visit.event === null || number === visit.visit;
    return status === 'not-drawn' && isSame && earliest <= now && due > now;
  });

type Replacing = {
  readonly draw: StoredDraw;
  readonly visit: StoredVisit;
  readonly member: Member;
  readonly isList: boolean;
};

/** The visits that take the place, the first of them in the visit's own name. */
async function takeUpMember(
  tx: Tx,
  ctx: Context,
  { draw, visit, member, isList }: Replacing,
  now: Instant,
): Promise<readonly StoredVisit[]> {
  const fresh = isList ? [await copyFor(tx, draw, visit, member, now)] : openVisits(member, visit, now);
  const taken: StoredVisit[] = [];
  for (const one of fresh) {
    const locked = one === null ? null : await lockVisit(tx, ctx.db, one.no);
    if (locked === null) continue;
    const change = { drawId: draw.id, drawPosition: member.place, replaces: taken.length === 0 ? visit.no : null };
    const up = await takeUpVisit(tx, ctx, locked, { draw: 'replacement', change }, now);
    if (up !== null) taken.push(up);
  }
  return taken;
}

/** Of a list only the chosen have visits: the next one's is made as the unreachable one's was. */
function copyFor(
  tx: Tx,
  draw: StoredDraw,
  visit: StoredVisit,
  { unit }: Member,
  now: Instant,
): Promise<StoredVisit | null> {
  const household = unit.id.slice(unitIdOf('household', { ...visit, household: '', startedBy: '' }).length);
  const { source, window, content } = asAlone(visit).why;
  const why = { source, ...(window !== undefined && { window }), ...(content !== undefined && { content }) };
  const copy = { ...asAlone(visit), household, counterparty: household, status: 'planned', nextAt: null, why } as const;
  return insertVisit(tx, { ...copy, period: draw.period }, now);
}
