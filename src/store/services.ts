/** Services 服务 done before an event, as p04.6 asks for them: since the agreement was signed, and by the same worker. */
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { Tx } from './db.js';

type Served = Pick<Event, 'estate' | 'id' | 'kind'> & { readonly resolvedAt: Instant };

/** Other services of the same kind to the household that ended since an instant, and before this one. */
export function servicesSince(
  tx: Tx,
  { estate, id, kind, household, resolvedAt }: Served & { readonly household: string },
  since: Instant,
): Promise<number> {
  const ended = { gte: BigInt(since), lt: BigInt(resolvedAt) };
  return tx.event.count({ where: { estateId: estate, kind, household, resolvedAt: ended, id: { not: id } } });
}

/** The last service of the same kind that the worker ended before this one; null where there is none. */
export async function previousService(
  tx: Tx,
  { estate, id, kind, worker, resolvedAt }: Served & { readonly worker: string },
): Promise<Event | null> {
  const row = await tx.event.findFirst({
    where: { estateId: estate, kind, worker, resolvedAt: { lt: BigInt(resolvedAt) }, id: { not: id } },
    orderBy: [{ resolvedAt: 'desc' }, { id: 'desc' }],
    select: { data: true },
  });
  return row === null ? null : (JSON.parse(row.data) as Event);
}

/**
 * Whether a service was complained of 被投诉: a complaint names it; or, after it and until `until`, one names its worker
 * at its household; or the answer of a return visit on it is 不满意.
 */
export async function complaintsAbout(tx: Tx, service: Event, until: Instant): Promise<boolean> {
  const { estate, id, household, worker, resolvedAt } = service;
  const rows = await tx.event.findMany({
    where: {
      estateId: estate,
      kind: 'complaint',
      OR: [{ household }, { worker }, { data: { contains: `"repeatOf":${JSON.stringify(id)}` } }],
    },
    select: { data: true },
  });
  const complained = rows.some(({ data }) => {
    const complaint = JSON.parse(data) as Event;
    if (complaint.repeatOf === id) return true;
    const at = complaint.reportedAt ?? complaint.resolvedAt;
    const inTime = at !== null && resolvedAt !== null && at >= resolvedAt && at <= until;
    const atHome = complaint.household === null || complaint.household === household;
    return inTime && complaint.worker === worker && atHome;
  });
  if (complained) return true;
  const unhappy = { estateId: estate, eventId: id, current: true, grade: 'dissatisfied' };
  return (await tx.record.findFirst({ where: unhappy, select: { id: true } })) !== null;
}
