/** Households 户, residents 住户 and their consent 同意. Phones are sealed and looked up by a keyed hash. */
import type { ChannelName } from '../channels/channel.js';
import type { Instant } from '../core/calendar.js';
import type { Relation } from '../core/terms.js';
import { appendAudit } from './audit.js';
import type { Box } from './box.js';
import type { Db, Tx } from './db.js';
import type { Upserted } from './estates.js';
import { bindIdentity, identityOf, unbindOthers } from './identities.js';
import { findRow, findRows, insertRows, OR_LEAVE, updateRows, type RowOf } from './rows.js';

/** A person of a household; the phone is read by `readPhone` only. */
export type Resident = {
  readonly id: string;
  readonly estate: string;
  readonly household: string;
  readonly name: string;
  readonly title: string | null;
  readonly relation: Relation;
  readonly consent: boolean;
  /** Wrote 退订, and not 恢复 since. */
  readonly optedOut: boolean;
};

/** Whether the resident may be contacted at all: consent was given and not withdrawn. */
export const mayBeContacted = (resident: Pick<Resident, 'consent' | 'optedOut'>): boolean =>
  resident.consent && !resident.optedOut;

/**
 * What another system says of a resident. Left out: stays as it is; null: is taken away. `consent` is always said: a
 * missing one is false. `phone` is normalised (`normalPhone`), `externalUserId` is theirs at 微信客服.
 */
export type ResidentChange = Pick<Resident, 'id' | 'estate' | 'household' | 'name' | 'consent'> & {
  readonly title?: string | null;
  readonly relation?: Relation;
  readonly phone?: string | null;
  readonly externalUserId?: string | null;
  readonly keyHousehold?: boolean;
};

/** Digits with an optional +: what stands between them, and China's own +86, is left out; null if it is no number. */
export function normalPhone(text: string): string | null {
  const close = text.normalize('NFKC').replace(/[\s().·-]/g, '');
  const plain = close.replace(/^(?:\+86|0086|86(?=1[3-9]\d{9}$))/, '');
  return /^\+?\d{5,20}$/.test(plain) ? plain : null;
}

/** The household, made on demand. */
export async function ensureHousehold(tx: Tx, estate: string, code: string, now: Instant): Promise<void> {
  await insertRows(tx, 'household', [{ estateId: estate, code, createdAt: now }], OR_LEAVE);
}

/** Every household of an estate. */
export async function householdsOf(tx: Tx, estate: string): Promise<readonly string[]> {
  const rows = await tx.household.findMany({
    where: { estateId: estate },
    select: { code: true },
    orderBy: { code: 'asc' },
  });
  return rows.map(({ code }) => code);
}

/** Makes the resident, or changes what differs; `source` (api, import) goes to the consent's history. */
export async function upsertResident(
  tx: Tx,
  box: Box,
  change: ResidentChange,
  now: Instant,
  source: string,
): Promise<Upserted> {
  const { estate, id } = change;
  const marked = await keepHousehold(tx, change, now);
  const identity = { estateId: estate, id };
  const row = await findRow(tx, 'resident', identity);
  const before = row === null ? null : { ...row, consent: Boolean(row.consent) };
  const data = {
    household: change.household,
    name: change.name,
    title: change.title === undefined ? (before?.title ?? null) : change.title,
    relation: change.relation ?? before?.relation ?? 'other',
    consent: change.consent,
    ...phoneColumns(box, change.phone, before?.phoneHash ?? null),
  };
  if (before === null) {
    await insertRows(tx, 'resident', [{ ...identity, ...data, createdAt: now }]);
  }
  const keys = Object.keys(data) as (keyof typeof data)[];
  const changed = before !== null && keys.some((key) => data[key] !== before[key]);
  if (changed) await updateRows(tx, 'resident', identity, data);
  if (change.consent !== (before?.consent ?? false)) {
    await appendConsent(tx, { estate, resident: id, given: change.consent, source, at: now });
  }
  const bound = await bindGiven(tx, change, now);
  if (before === null) return 'created';
  return changed || bound || marked ? 'updated' : 'unchanged';
}

/** Nothing where the number is the same: sealing it again would look like a change. */
function phoneColumns(
  box: Box,
  phone: string | null | undefined,
  hashBefore: string | null,
): { phoneCipher?: string | null; phoneHash?: string | null } {
  if (phone === undefined) return {};
  if (phone === null) return { phoneCipher: null, phoneHash: null };
  const phoneHash = box.hash(phone);
  return phoneHash === hashBefore ? {} : { phoneCipher: box.seal(phone), phoneHash };
}

async function bindGiven(tx: Tx, change: ResidentChange, now: Instant): Promise<boolean> {
  const { estate, id, externalUserId } = change;
  if (externalUserId === undefined) return false;
  const held = await findRows(tx, 'channelIdentity', { channel: 'wecom-kf', estateId: estate, residentId: id });
  const others = held.filter((identity) => identity.externalId !== externalUserId);
  const owner = { estate, resident: id };
  if (others.length > 0) await unbindOthers(tx, 'wecom-kf', owner, externalUserId);
  if (externalUserId === null || held.length > others.length) return others.length > 0;
  return bindIdentity(tx, 'wecom-kf', externalUserId, owner, now);
}

/** Makes the household or marks it as key 重点户; tells whether one that was there is marked otherwise now. */
async function keepHousehold(tx: Tx, change: ResidentChange, now: Instant): Promise<boolean> {
  const { estate, household, keyHousehold } = change;
  const where = { estateId: estate, code: household };
  const before = await findRow(tx, 'household', where);
  const mark = { keyHousehold: keyHousehold ?? false, keySince: keyHousehold ? now : null };
  if (before === null) {
    await insertRows(tx, 'household', [{ ...where, ...mark, createdAt: now }]);
    return false;
  }
  if (keyHousehold === undefined || keyHousehold === Boolean(before.keyHousehold)) return false;
  await updateRows(tx, 'household', where, keyHousehold ? mark : { ...mark, keyReason: null });
  return true;
}

type ConsentEntry = {
  readonly estate: string;
  readonly resident: string;
  readonly given: boolean;
  readonly source: string;
  readonly at: Instant;
};

async function appendConsent(tx: Tx, { estate, resident, given, source, at }: ConsentEntry): Promise<void> {
  await insertRows(tx, 'consent', [{ estateId: estate, residentId: resident, given, source, at }]);
}

type ResidentKey = { readonly estate: string; readonly resident: string };

/** 退订: from now on nothing is asked of the resident. `source` is the channel on which they said so. */
export async function optOut(tx: Tx, { estate, resident }: ResidentKey, source: string, at: Instant): Promise<void> {
  await tx.resident.update({ where: { estateId_id: { estateId: estate, id: resident } }, data: { optedOut: true } });
  await appendConsent(tx, { estate, resident, given: false, source, at });
}

/** 恢复: the resident's own word is consent, also where another system never gave any. */
export async function resume(tx: Tx, { estate, resident }: ResidentKey, source: string, at: Instant): Promise<void> {
  await tx.resident.update({
    where: { estateId_id: { estateId: estate, id: resident } },
    data: { optedOut: false, consent: true },
  });
  await appendConsent(tx, { estate, resident, given: true, source, at });
}

/** Those of a household with a number on file, the owner first, each with the number's hash. */
export async function phonesOnFile(
  tx: Tx,
  estate: string,
  household: string,
): Promise<readonly { readonly id: string; readonly name: string; readonly phoneHash: string }[]> {
  const rows = await findRows(
    tx,
    'resident',
    { estateId: estate, household },
    'ORDER BY "relation" <> \'owner\', "id"',
  );
  return rows.flatMap(({ id, name, phoneHash }) => (phoneHash === null ? [] : [{ id, name, phoneHash }]));
}

/** The phone number in clear, and a row in the audit chain that says who read it and why; null where there is none. */
export async function readPhone(
  tx: Tx,
  { box, db }: { readonly box: Box; readonly db: Pick<Db, 'kind'> },
  { estate, resident }: ResidentKey,
  by: { readonly actor: string; readonly why: string; readonly at: Instant },
): Promise<string | null> {
  const row = await tx.resident.findUnique({
    where: { estateId_id: { estateId: estate, id: resident } },
    select: { phoneCipher: true },
  });
  if (row?.phoneCipher == null) return null;
  const subject = `resident:${estate}/${resident}`;
  const { actor, why, at } = by;
  await appendAudit(tx, db, [{ at, actor, action: 'phone.read', estate, subject, detail: { why } }]);
  return box.open(row.phoneCipher);
}

function toResident(row: RowOf<'resident'>): Resident {
  return {
    id: row.id,
    estate: row.estateId,
    household: row.household,
    name: row.name,
    title: row.title,
    relation: row.relation as Relation,
    consent: Boolean(row.consent),
    optedOut: Boolean(row.optedOut),
  };
}

/** Null where there is no such resident. */
export async function residentOf(tx: Tx, estate: string, id: string): Promise<Resident | null> {
  const row = await findRow(tx, 'resident', { estateId: estate, id });
  return row === null ? null : toResident(row);
}

/** The resident behind an identity; null where it is nobody's, or a member of staff's. */
export async function residentByIdentity(tx: Tx, channel: ChannelName, externalId: string): Promise<Resident | null> {
  const identity = await identityOf(tx, channel, externalId);
  if (identity?.estate == null || identity.resident === null) return null;
  return residentOf(tx, identity.estate, identity.resident);
}

/** The people of a household: owners first, then tenants, family, others; within that by id. */
export async function residentsOf(tx: Tx, estate: string, household: string): Promise<readonly Resident[]> {
  const rows = await findRows(tx, 'resident', { estateId: estate, household }, 'ORDER BY "id"');
  const order: readonly string[] = ['owner', 'tenant', 'family', 'other'];
  return rows.map(toResident).toSorted((a, b) => order.indexOf(a.relation) - order.indexOf(b.relation));
}

/** Residents with this number, in any estate. */
export async function residentsByPhone(tx: Tx, box: Box, phone: string): Promise<readonly Resident[]> {
  const normal = normalPhone(phone);
  if (normal === null) return [];
  const rows = await tx.resident.findMany({ where: { phoneHash: box.hash(normal) }, orderBy: { id: 'asc' } });
  return rows.map(toResident);
}
