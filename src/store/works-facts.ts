/** Works 工程 in print: the event, the repairs under its warranty, the papers of its file. */
import type { Event } from '../core/event.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';
import { toDuty, type StoredDuty } from './duties.js';
import { withPhones } from './events.js';
import { toNotice, type StoredNotice } from './notices.js';
import { toVisit, type StoredVisit } from './visits.js';

export type WorksFacts = {
  /** Its parties' phones in clear. */
  readonly works: Event;
  readonly repairs: readonly Event[];
  readonly visits: readonly StoredVisit[];
  readonly notices: readonly StoredNotice[];
  /** Of the works and of its repairs. */
  readonly duties: readonly StoredDuty[];
};

/** All works of an estate, or those of one id, the first accepted first. */
export async function worksOf(tx: Tx, box: Box, estateId: string, id: string | null): Promise<readonly WorksFacts[]> {
  const rows = await tx.event.findMany({
    where: { estateId, kind: 'works-completion', ...(id === null ? {} : { id }) },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  // Narrowed by the text as it is written; the event itself decides.
  const repairs = (
    await tx.event.findMany({
      where: { estateId, kind: { in: ['repair', 'public-area-repair'] }, data: { contains: '"works":"' } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    })
  ).map(({ data }) => JSON.parse(data) as Event);
  const facts: WorksFacts[] = [];
  for (const { data } of rows) {
    const works = JSON.parse(data) as Event;
    const own = repairs.filter((one) => one.works === works.id);
    const about = { estateId, eventId: { in: [works.id, ...own.map((one) => one.id)] } };
    const visits = await tx.visit.findMany({ where: { estateId, eventId: works.id }, orderBy: { earliest: 'asc' } });
    const notices = await tx.notice.findMany({ where: about, orderBy: { id: 'asc' } });
    const duties = await tx.duty.findMany({ where: about, orderBy: { no: 'asc' } });
    facts.push({
      works: withPhones(box, works),
      repairs: own,
      visits: visits.map((row) => toVisit(row as never)),
      notices: notices.map((row) => toNotice(row as never)),
      duties: duties.map((row) => toDuty(row as never)),
    });
  }
  return facts;
}
