/** Takes in estates, residents and staff from other systems and files: each object for itself, in order, idempotent. */
import type { Context } from '../context.js';
import type { FieldError } from '../core/event.js';
import { shown } from '../core/event-input.js';
import { lockAdoptions } from '../store/adoptions.js';
import { appendAudit, type AuditEntry } from '../store/audit.js';
import { isTaken, type Tx } from '../store/db.js';
import { upsertEstate, type EstateChange, type Upserted } from '../store/estates.js';
import { identityOf } from '../store/identities.js';
import { upsertResident, type ResidentChange } from '../store/people.js';
import { recordAdoptions } from './adopt-policies.js';
import { readAdoptions } from './read-adoptions.js';
import { replanEstates } from './replan-events.js';
import type { IntakeResult } from './intake-result.js';
import { saveStaff, type StaffInput } from './save-staff.js';
import { estateInput, readInput, residentInput, staffInput } from './people-input.js';

/** The audit names `actor`, else the source; a dry run answers as the real one would and leaves nothing behind. */
export type IntakeOptions = {
  readonly source?: 'api' | 'import';
  readonly actor?: string;
  readonly dryRun?: boolean;
};

type Faults = { readonly errors: readonly FieldError[] };

type Intake<T> = {
  readonly noun: 'estate' | 'resident' | 'staff';
  readonly read: (json: unknown, known: ReadonlySet<string>) => { readonly value: T } | Faults;
  readonly save: (tx: Tx, value: T) => Promise<Upserted | Faults>;
  /** What the audit names it by, and the estate that it belongs to. */
  readonly subject: (value: T) => { readonly id: string; readonly estate: string | null };
};

/** So many objects share a transaction. */
const CHUNK = 50;

/**
 * Estates 项目; a policy that there is none of is refused, naming those there are. What an estate adopts, changes or
 * leaves takes effect at once, also on the events that are there.
 */
export async function takeInEstates(
  ctx: Context,
  inputs: readonly unknown[],
  options: IntakeOptions = {},
): Promise<readonly IntakeResult[]> {
  const actor = options.actor ?? options.source ?? 'api';
  const results = await takeIn(ctx, inputs, options, {
    noun: 'estate',
    read: (json) => {
      const parsed = readInput(estateInput, json);
      if ('errors' in parsed) return parsed;
      const { policies, ...settings } = parsed.value;
      if (policies === undefined) return { value: given(settings) as EstateChange };
      const adopted = readAdoptions(ctx, policies);
      if ('errors' in adopted) return adopted;
      return { value: { ...given(settings), policies: adopted.adoptions } as EstateChange };
    },
    save: async (tx, value) => {
      const now = ctx.clock.now();
      await lockAdoptions(tx, ctx.db, value.id, 'update');
      const { status, changes } = await upsertEstate(tx, value, now, ctx.defaultZone);
      await recordAdoptions(tx, ctx, { estate: value.id, changes, actor }, now);
      return status;
    },
    subject: ({ id }) => ({ id, estate: id }),
  });
  await replanEstates(ctx);
  return results;
}

/** Residents 住户 of estates that are there; an externalUserId that is somebody else's is refused. */
export function takeInResidents(
  ctx: Context,
  inputs: readonly unknown[],
  options: IntakeOptions = {},
): Promise<readonly IntakeResult[]> {
  const keyHouseholds = new Set(inputs.filter((input) => fieldOf(input, 'keyHousehold') === true).map(householdKey));
  return takeIn<ResidentChange>(ctx, inputs, options, {
    noun: 'resident',
    read: (json, estates) => {
      const parsed = readInput(residentInput, json);
      if ('errors' in parsed) return parsed;
      const { keyHousehold, ...rest } = parsed.value;
      const faults = estateFaults(estates, rest.estate, 'estate');
      if (faults.length > 0) return { errors: faults };
      const outvoted = keyHousehold === false && keyHouseholds.has(householdKey(json));
      return { value: given({ ...rest, keyHousehold: outvoted ? undefined : keyHousehold }) as ResidentChange };
    },
    save: async (tx, value) => {
      const faults = await bindingFaults(tx, value);
      if (faults.length > 0) return { errors: faults };
      return upsertResident(tx, ctx.box, value, ctx.clock.now(), options.source ?? 'api');
    },
    subject: ({ id, estate }) => ({ id: `${estate}/${id}`, estate }),
  });
}

/** Staff 员工 with all their roles, at estates that are there. */
export function takeInStaff(
  ctx: Context,
  inputs: readonly unknown[],
  options: IntakeOptions = {},
): Promise<readonly IntakeResult[]> {
  return takeIn<StaffInput>(ctx, inputs, options, {
    noun: 'staff',
    read: (json, estates) => {
      const parsed = readInput(staffInput, json);
      if ('errors' in parsed) return parsed;
      const { households, roles, ...rest } = parsed.value;
      const errors = roles.flatMap(({ estate }, index) => estateFaults(estates, estate, `roles.${index}.estate`));
      if (errors.length > 0) return { errors };
      const held = new Map(roles.map((role) => [`${role.role}@${role.estate}`, { ...role, households }]));
      return { value: given({ ...rest, roles: [...held.values()] }) as StaffInput };
    },
    save: (tx, value) => saveStaff(tx, ctx, value, ctx.clock.now()),
    subject: ({ userid }) => ({ id: userid, estate: null }),
  });
}

/** Thrown to leave a dry run's transaction; never leaves this file. */
class DryRunOver extends Error {}

async function takeIn<T>(
  ctx: Context,
  inputs: readonly unknown[],
  { source = 'api', actor = source, dryRun = false }: IntakeOptions,
  intake: Intake<T>,
): Promise<readonly IntakeResult[]> {
  const rows = await ctx.db.read.estate.findMany({ select: { id: true } });
  const estates = new Set(rows.map((row) => row.id));
  const results: IntakeResult[] = [];
  for (let from = 0; from < inputs.length; from += CHUNK) {
    const chunk = inputs.slice(from, from + CHUNK).map((json) => ({ json, read: intake.read(json, estates) }));
    const work = async (): Promise<readonly IntakeResult[]> => {
      let done: readonly IntakeResult[] = [];
      const transaction = ctx.db.write(async (tx) => {
        done = await saveChunk(ctx, tx, chunk, actor, intake);
        if (dryRun) throw new DryRunOver();
      });
      await transaction.catch((error: unknown) => {
        if (!(error instanceof DryRunOver)) throw error;
      });
      return done;
    };
    results.push(...(await onceMoreIfTaken(work)));
  }
  return results;
}

/** Two callers made the same row at the same moment: the second finds it there and changes it. */
async function onceMoreIfTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isTaken(error)) throw error;
    return work();
  }
}

async function saveChunk<T>(
  ctx: Context,
  tx: Tx,
  chunk: readonly { readonly json: unknown; readonly read: { readonly value: T } | Faults }[],
  actor: string,
  intake: Intake<T>,
): Promise<readonly IntakeResult[]> {
  const results: IntakeResult[] = [];
  const entries: AuditEntry[] = [];
  for (const { json, read } of chunk) {
    const id = idOf(json);
    const saved = 'errors' in read ? read : await intake.save(tx, read.value);
    if (typeof saved !== 'string') {
      results.push({ id, status: 'rejected', errors: saved.errors });
      continue;
    }
    results.push({ id, status: saved, errors: [] });
    if (saved === 'unchanged' || 'errors' in read) continue;
    const { id: subject, estate } = intake.subject(read.value);
    const action = `${intake.noun}.${saved}`;
    entries.push({ at: ctx.clock.now(), actor, action, estate, subject: `${intake.noun}:${subject}` });
  }
  await appendAudit(tx, ctx.db, entries);
  return results;
}

async function bindingFaults(tx: Tx, { id, estate, externalUserId }: ResidentChange): Promise<readonly FieldError[]> {
  if (externalUserId == null) return [];
  const identity = await identityOf(tx, 'wecom-kf', externalUserId);
  if (identity === null || (identity.staff === null && identity.resident === null)) return [];
  if (identity.estate === estate && identity.resident === id) return [];
  const owner = identity.staff ?? `${identity.estate}/${identity.resident}`;
  const message = `已属于 ${owner}；请先把它的 externalUserId 设为 null`;
  return [{ field: 'externalUserId', message }];
}

function estateFaults(estates: ReadonlySet<string>, estate: string, field: string): readonly FieldError[] {
  return estates.has(estate) ? [] : [{ field, message: `没有项目 ${shown(estate)}；请先建立该项目` }];
}

function idOf(json: unknown): string | null {
  const id = fieldOf(json, 'id') ?? fieldOf(json, 'userid');
  return typeof id === 'string' ? id : null;
}

const fieldOf = (json: unknown, name: string): unknown =>
  typeof json === 'object' && json !== null && Object.hasOwn(json, name)
    ? (json as Record<string, unknown>)[name]
    : undefined;

const householdKey = (json: unknown): string => JSON.stringify([fieldOf(json, 'estate'), fieldOf(json, 'household')]);

/** Without the keys that stand there as undefined. */
const given = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
