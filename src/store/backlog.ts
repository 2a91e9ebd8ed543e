/** What waits and what went where: counts of rows, for metrics and readiness. No names, no texts. */
import type { Instant } from '../core/calendar.js';
import type { Tx } from './db.js';

export type Backlog = {
  readonly inbox: readonly { readonly status: string; readonly count: number }[];
  readonly outbox: readonly { readonly status: string; readonly channel: string; readonly count: number }[];
  readonly visits: readonly { readonly status: string; readonly count: number }[];
  /** Age of the oldest message that still waits for its work, in seconds; 0 where none waits. */
  readonly inboxWaitingSeconds: number;
  readonly outboxWaitingSeconds: number;
};

/** Statuses in which a row still waits for its work, or is being worked. */
const INBOX_WAITING = ['new', 'working'];
const OUTBOX_WAITING = ['pending', 'sending'];

/** Counts the rows as they stand at `now`. */
export async function backlogOf(tx: Tx, now: Instant): Promise<Backlog> {
  const arrived = await tx.arrival.aggregate({ _sum: { count: true }, _min: { receivedAt: true } });
  const inbox = await tx.inbox.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } });
  const outbox = await tx.outbox.groupBy({
    by: ['status', 'channel'],
    _count: true,
    orderBy: [{ status: 'asc' }, { channel: 'asc' }],
  });
  const visits = await tx.visit.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } });
  const received = await tx.inbox.findFirst({
    where: { status: { in: INBOX_WAITING } },
    orderBy: { receivedAt: 'asc' },
    select: { receivedAt: true },
  });
  const made = await tx.outbox.findFirst({
    where: { status: { in: OUTBOX_WAITING }, nextAt: { lte: BigInt(now) } },
    orderBy: { createdAt: 'asc' },
    select: { createdAt: true },
  });
  return {
    inbox: [...unsorted(arrived._sum.count), ...inbox.map(({ status, _count }) => ({ status, count: _count }))],
    outbox: outbox.map(({ status, channel, _count }) => ({ status, channel, count: _count })),
    visits: visits.map(({ status, _count }) => ({ status, count: _count })),
    inboxWaitingSeconds: ageSeconds([arrived._min.receivedAt, received?.receivedAt], now),
    outboxWaitingSeconds: ageSeconds([made?.createdAt], now),
  };
}

/** What has arrived and is not sorted into the inbox yet. */
const unsorted = (count: number | null): Backlog['inbox'] => (count === null ? [] : [{ status: 'arrived', count }]);

/** Of the oldest; 0 where there is none, or its clock is ahead. */
const ageSeconds = (came: readonly (bigint | null | undefined)[], now: Instant): number =>
  Math.max(0, ...came.map((since) => (typeof since === 'bigint' ? Math.round((now - Number(since)) / 1000) : 0)));
