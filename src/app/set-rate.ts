/**
 * 回访比例: a rate that a policy leaves to a role is set. It is a parameter of the policy as the estate adopted it, so that
 * setting it is a change of the adoption, and stands in the audit. What waited for it is drawn at once.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Clause, Policy } from '../core/policy/schema.js';
import { ROLES, type Role } from '../core/terms.js';
import { adoptPolicies, lockAdoptions } from '../store/adoptions.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { undecidedEvents } from '../store/draw-units.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventKnownSince, eventOf } from '../store/events.js';
import { staffWithRole, type Staff } from '../store/staff.js';
import { lockVisitsOfEvent } from '../store/visits.js';
import { recordAdoptions } from './adopt-policies.js';
import { bringUpVisits } from './bring-up-visits.js';
import { planUnderAdopted } from './plan-visits.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { readAdoptions } from './read-adoptions.js';

/** Without a clause: of the one whose rate is left open, where it is one. */
export type NewRate = { readonly clause: string | null; readonly percent: number };
type OfClause = { readonly clause: string; readonly percent: number };

/** So many events are looked at in the message's own transaction; the others a moment later. */
const AT_ONCE = 100;

/** Sets it, if `staff` may; answers what they are told. */
export async function setRate(
  tx: Tx,
  ctx: Context,
  { staff, estate: id }: { readonly staff: Staff; readonly estate: string },
  { clause, percent }: NewRate,
  now: Instant,
): Promise<string> {
  if (!staff.roles.some((held) => held.estate === id)) {
    await refuse(tx, ctx, { staff, estate: id, clause: clause ?? '' }, now);
    return clause === null ? '没有您可以定的回访率。' : `没有您可以定回访率的 ${clause}。`;
  }
  if (clause !== null) return setRateOf(tx, ctx, { staff, estate: id }, { clause, percent }, now);
  const estate = await estateOf(tx, id);
  const open = estate === null ? [] : openClauses(ctx, estate, percent);
  const [first, ...others] = open;
  if (first !== undefined && others.length === 0)
    return setRateOf(tx, ctx, { staff, estate: id }, { clause: first.id, percent }, now);
  if (first === undefined) return `${estate?.name ?? '项目'}采用的制度没有留下要您定的回访率。`;
  const lines = open.map(({ id: one, title }) => `· ${one} ${title}：回访比例 ${one} ${percent}%`);
  return ['制度留给您定回访率的有几条，请写明是哪一条：', ...lines].join('\n');
}

type Refused = { readonly staff: Staff; readonly estate: string; readonly clause: string };

const refuse = (tx: Tx, ctx: Context, { staff, estate, clause }: Refused, now: Instant): Promise<void> =>
  appendAudit(tx, ctx.db, [
    { at: now, actor: staff.userid, action: 'refused.set rate', estate, subject: `clause:${clause}` },
  ]);

/** The clauses whose rate a policy leaves to somebody at the estate. */
function openClauses(ctx: Context, estate: Estate, percent: number): readonly Clause[] {
  return policiesOfEstate(ctx, estate).flatMap((policy) =>
    policy.clauses.filter(({ id }) => parameterOf(ctx, estate, policy, { clause: id, percent }) !== null),
  );
}

async function setRateOf(
  tx: Tx,
  ctx: Context,
  { staff, estate: id }: { readonly staff: Staff; readonly estate: string },
  { clause: clauseId, percent }: OfClause,
  now: Instant,
): Promise<string> {
  await lockAdoptions(tx, ctx.db, id, 'update');
  const estate = await estateOf(tx, id);
  const found = estate === null ? null : clauseOf(ctx, estate, clauseId);
  if (estate === null || found === null) return `项目没有采用含有 ${clauseId} 的制度。`;
  const { policy, clause } = found;
  const name = parameterOf(ctx, estate, policy, { clause: clauseId, percent });
  if (name === null) return `${clauseId} 的回访率由制度规定，不用另定。`;
  const who = await settersOf(tx, estate.id, clause);
  if (!staff.roles.some((held) => held.estate === estate.id && who.includes(held.role))) {
    await refuse(tx, ctx, { staff, estate: id, clause: clauseId }, now);
    return `${clauseId} 的回访率由${who.map((role) => policy.roles[role] ?? ROLES[role].zh).join('、')}确定。`;
  }
  const wanted = estate.policies.map(({ id: one, parameters }) => ({
    id: one,
    parameters: one === policy.id ? { ...parameters, [name]: percent } : parameters,
  }));
  const read = readAdoptions(ctx, wanted);
  if ('errors' in read) return read.errors.map(({ message }) => message).join('；');
  const changes = await adoptPolicies(tx, id, read.adoptions, now);
  if (changes.length === 0) return `${clauseId} 的回访率已经是 ${percent}%。`;
  await recordAdoptions(tx, ctx, { estate: id, changes, actor: staff.userid }, now);
  const waiting = await drawWaitingFor(tx, ctx, { estate: id, policy: policy.id, clause: clauseId }, now);
  const drawn = waiting === 0 ? '' : `此前等着定比例的 ${waiting} 件已按新比例抽取。`;
  return `${estate.name}的 ${clauseId}（${clause.title}）回访率定为 ${percent}%，从现在起执行。${drawn}`;
}

function clauseOf(
  ctx: Context,
  estate: Estate,
  id: string,
): { readonly policy: Policy; readonly clause: Clause } | null {
  for (const policy of policiesOfEstate(ctx, estate)) {
    const clause = policy.clauses.find((one) => one.id === id);
    if (clause !== undefined) return { policy, clause };
  }
  return null;
}

/** The parameter that the policy leaves open and that is this clause's rate; null where the policy gives the rate. */
function parameterOf(ctx: Context, estate: Estate, policy: Policy, { clause, percent }: OfClause): string | null {
  const given = estate.policies.find(({ id }) => id === policy.id)?.parameters ?? {};
  const open = Object.entries(ctx.policies.get(policy.id)?.parameters ?? {}).filter(
    ([, { unit, value }]) => unit === 'percent' && value === null,
  );
  const rateWith = (parameters: Readonly<Record<string, unknown>>): unknown =>
    ctx.policyFor(policy.id, parameters)?.clauses.find(({ id }) => id === clause)?.visits?.[0]?.rate ?? null;
  const isOurs = ([name]: (typeof open)[number]): boolean =>
    rateWith({ ...given, [name]: null }) === null && rateWith({ ...given, [name]: percent }) === percent;
  return open.find(isOurs)?.[0] ?? null;
}

/** Who sets it: the clause's own roles; where nobody has one of them, the supervisor, then the manager. */
async function settersOf(tx: Tx, estate: string, clause: Clause): Promise<readonly Role[]> {
  const named = clause.visits?.flatMap(({ rateBy = [] }) => rateBy) ?? [];
  for (const roles of [named, ['supervisor'], ['manager']] as const) {
    for (const role of roles) if ((await staffWithRole(tx, estate, role)).length > 0) return roles;
  }
  return named;
}

/** Draws the visits whose windows are open and which had no rate; how many there were. */
async function drawWaitingFor(
  tx: Tx,
  ctx: Context,
  where: { readonly estate: string; readonly policy: string; readonly clause: string },
  now: Instant,
): Promise<number> {
  const estate = await estateOf(tx, where.estate);
  if (estate === null) return 0;
  const events = await undecidedEvents(tx, where, now, AT_ONCE);
  for (const id of events) {
    const event = await eventOf(tx, estate.id, id);
    if (event === null) continue;
    const planned = await planUnderAdopted(tx, ctx, estate, event);
    const before = await lockVisitsOfEvent(tx, ctx.db, estate.id, id);
    const knownSince = await eventKnownSince(tx, estate.id, id);
    await bringUpVisits(tx, ctx, { estate, event, previous: event, planned, before, changed: false, knownSince, now });
  }
  return events.length;
}
