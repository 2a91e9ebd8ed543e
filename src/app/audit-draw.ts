/** 抽样复核: draws again from the stored key and population, and compares with what stands there. */
import type { Context } from '../context.js';
import { repeatDraw, type DrawRecord } from '../core/draw-steps.js';
import { finalPercent } from '../core/policy/population.js';
import { keyHash, populationHash, required } from '../core/sampling.js';
import type { Tx } from '../store/db.js';
import { isOfRecords } from '../store/checks.js';
import { wasDrawn } from '../store/draw-units.js';
import type { StoredDraw } from '../store/draws.js';
import { isListDraw, recordOf, type Member } from './draw-record.js';

/** Where what stands there does not follow. `units` are those meant. */
export type DrawFault = {
  readonly kind: 'key' | 'population' | 'step' | 'required' | 'chosen-not' | 'chosen-yet';
  readonly units: readonly string[];
};

export type DrawAudit = {
  readonly draw: StoredDraw;
  readonly record: DrawRecord;
  readonly members: readonly Member[];
  readonly faults: readonly DrawFault[];
};

/** Looks at one draw. Nothing is written. */
export async function auditDraw(tx: Tx, { box }: Pick<Context, 'box'>, draw: StoredDraw): Promise<DrawAudit> {
  const { record, members } = await recordOf(tx, draw);
  const key = box.open(draw.keyCipher);
  const { chosen, faults } = repeatDraw(record, key);
  // A visit that was cancelled keeps no trace of whether it had been chosen.
  // Records that are looked at again have no visit that could tell of it.
  const ofRecords = await isOfRecords(tx, draw);
  const standing = ofRecords ? [] : members.filter(({ visits }) => !isGone(visits));
  const drawn = (member: Member): boolean => member.visits.some(wasDrawn);
  const missing = standing.filter((member) => chosen.has(member.unit.id) && !drawn(member));
  const extra = standing.filter((member) => !chosen.has(member.unit.id) && drawn(member));
  const found: readonly DrawFault[] = [
    { kind: 'key', units: keyHash(key) === draw.keyHash && (await wasCommitted(tx, draw)) ? [] : [draw.id] },
    { kind: 'population', units: populationFaults(draw, members, isListDraw(draw, record.steps)) },
    { kind: 'step', units: faults.map(({ step }) => String(step + 1)) },
    { kind: 'required', units: requiredFaults(draw, record) },
    { kind: 'chosen-not', units: missing.map(({ unit }) => unit.id) },
    { kind: 'chosen-yet', units: extra.map(({ unit }) => unit.id) },
  ];
  return { draw, record, members, faults: found.filter(({ units }) => units.length > 0) };
}

const isGone = (visits: Member['visits']): boolean =>
  visits.length > 0 && visits.every(({ status }) => status === 'cancelled');

/** Whether the audit says that this key was committed to. */
async function wasCommitted(tx: Tx, { id, keyHash: hash }: StoredDraw): Promise<boolean> {
  const row = await tx.audit.findFirst({
    where: { subject: `draw:${id}`, action: 'draw.commit' },
    orderBy: { seq: 'asc' },
    select: { detail: true },
  });
  // Draws made before keys were written to the audit have no such row.
  return row === null || (JSON.parse(row.detail) as { readonly keyHash: string }).keyHash === hash;
}

/** Units that are not what was kept of the population; places whose visits are gone. Of a list only the chosen have any. */
function populationFaults(
  { units, populationHash: hash }: StoredDraw,
  members: readonly Member[],
  isList: boolean,
): readonly string[] {
  const vacant = isList ? [] : members.filter(({ visits }) => visits.length === 0).map(({ unit }) => unit.id);
  if (units === null || hash === null) return vacant;
  const kept = units.filter(({ left }) => left !== true).map(({ id }) => id);
  const others = units.filter(({ id }, place) => members[place]?.unit.id !== id).map(({ id }) => id);
  return [...vacant, ...others, ...(populationHash(kept) === hash ? [] : ['hash'])];
}

/** Steps in which another number was asked for than the quota asks of the population. */
function requiredFaults({ rule: { quota } }: StoredDraw, { steps }: DrawRecord): readonly string[] {
  return steps.flatMap(({ kind, population, asked }, index) => {
    if (quota === null || (kind !== 'close' && kind !== 'day' && kind !== 'list')) return [];
    const percent = finalPercent(quota, population);
    const should = quota.kind === 'per-day' ? Math.min(quota.cap, population) : required(population, percent ?? 0);
    return asked === should ? [] : [String(index + 1)];
  });
}
