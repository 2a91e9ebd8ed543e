/** The lists that other systems read: visits and records, page by page (contracts.md, HTTP). */
import { formatInstant } from '../core/calendar.js';
import type { Instant } from '../core/calendar.js';
import type { TopicAnswers } from '../core/policy/content.js';
import type { Direction, EventKind, Grade, Method, VisitStatus } from '../core/terms.js';
import type { Prisma } from './db.js';
import type { Tx } from './db.js';
import { formsOf } from './visit-ties.js';

/** A page and the cursor of the next one; null at the end. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

/** `cursor` is one that a page gave; `limit` from 1. */
export type PageRequest = { readonly limit: number; readonly cursor?: string | undefined };

/** Thrown for a cursor that no page gave. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
}

/** A visit as contracts.md shows it: instants are ISO 8601 with the estate's offset, `visit` is its number. */
export type VisitItem = {
  readonly id: string;
  readonly estate: string;
  readonly event: string | null;
  readonly household: string | null;
  readonly policy: string;
  readonly clause: string;
  readonly visit: number;
  readonly kind: EventKind;
  readonly status: VisitStatus;
  readonly earliest: string;
  readonly due: string;
  readonly assignee: string | null;
  readonly askedAt: string | null;
  readonly channel: string | null;
};

/** A record that counts; `visit` is the visit's id. */
export type RecordItem = {
  readonly id: string;
  readonly visit: string;
  readonly event: string | null;
  readonly household: string | null;
  readonly grade: Grade | null;
  readonly grades: Readonly<Partial<Record<Direction, Grade>>> | null;
  readonly remark: string | null;
  readonly topics: TopicAnswers | null;
  /** The titles of the forms that it is written on: its clause's, and those of the visits that it serves too. */
  readonly forms: readonly string[];
  readonly method: Method | 'paper';
  readonly by: string;
  readonly at: string;
  readonly reviewed: boolean;
};

type VisitFilter = {
  readonly estate?: string | undefined;
  readonly event?: string | undefined;
  readonly statuses?: readonly VisitStatus[] | undefined;
};

/** Visits, the oldest number first. */
export async function listVisits(tx: Tx, filter: VisitFilter, page: PageRequest): Promise<Page<VisitItem>> {
  const [after = 0] = readCursor(page.cursor, 1);
  const rows = await tx.visit.findMany({
    where: {
      no: { gt: Number(after) },
      ...(filter.estate === undefined ? {} : { estateId: filter.estate }),
      ...(filter.event === undefined ? {} : { eventId: filter.event }),
      ...(filter.statuses === undefined ? {} : { status: { in: [...filter.statuses] } }),
    },
    orderBy: { no: 'asc' },
    take: page.limit + 1,
  });
  const zones = await zonesOf(tx);
  const items = rows.slice(0, page.limit).map((row): VisitItem => {
    const zone = zones(row.estateId);
    return {
      id: String(row.no),
      estate: row.estateId,
      event: row.eventId,
      household: row.household,
      policy: row.policyId,
      clause: row.clause,
      visit: row.visit,
      kind: row.kind as EventKind,
      status: row.status as VisitStatus,
      earliest: iso(row.earliest, zone),
      due: iso(row.due, zone),
      assignee: row.assignee,
      askedAt: row.askedAt === null ? null : iso(row.askedAt, zone),
      channel: row.channel,
    };
  });
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  return { items, next: last === undefined ? null : cursorOf([last.no]) };
}

type RecordFilter = { readonly estate?: string | undefined; readonly event?: string | undefined };

/** Records that count, i.e. the newest of each visit, the earliest first; one that was corrected shows its correction. */
export async function listRecords(tx: Tx, filter: RecordFilter, page: PageRequest): Promise<Page<RecordItem>> {
  const rows = await tx.record.findMany({
    where: {
      current: true,
      ...(filter.estate === undefined ? {} : { estateId: filter.estate }),
      ...(filter.event === undefined ? {} : { eventId: filter.event }),
      ...after(page.cursor),
    },
    orderBy: [{ at: 'asc' }, { visitNo: 'asc' }],
    take: page.limit + 1,
  });
  const zones = await zonesOf(tx);
  const shown = rows.slice(0, page.limit);
  const forms = await formsOf(
    tx,
    shown.map(({ visitNo }) => visitNo),
  );
  const items = shown.map((row) => toItem(row, zones(row.estateId), forms.get(row.visitNo) ?? []));
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  return { items, next: last === undefined ? null : cursorOf([last.at, last.visitNo]) };
}

function after(cursor: string | undefined): Prisma.RecordWhereInput {
  const [at, visitNo] = readCursor(cursor, 2);
  if (at === undefined) return {};
  return { OR: [{ at: { gt: at } }, { at, visitNo: { gt: Number(visitNo) } }] };
}

type RecordRow = NonNullable<Awaited<ReturnType<Tx['record']['findUnique']>>>;

function toItem(row: RecordRow, zone: string, forms: readonly string[]): RecordItem {
  return {
    id: row.id,
    visit: String(row.visitNo),
    event: row.eventId,
    household: row.household,
    grade: row.grade as Grade | null,
    grades: row.grades === null ? null : (JSON.parse(row.grades) as Partial<Record<Direction, Grade>>),
    remark: row.remark,
    topics: row.topics === null ? null : (JSON.parse(row.topics) as TopicAnswers),
    forms,
    method: row.method as Method | 'paper',
    by: row.by,
    at: iso(row.at, zone),
    reviewed: row.reviewed,
  };
}

const iso = (at: bigint, zone: string): string => formatInstant(Number(at) as Instant, zone);

async function zonesOf(tx: Tx): Promise<(estate: string) => string> {
  const rows = await tx.estate.findMany({ select: { id: true, timezone: true } });
  const zones = new Map(rows.map((row) => [row.id, row.timezone]));
  return (estate) => zones.get(estate) ?? 'Asia/Shanghai';
}

/** Opaque to those who use it: the sort key of the last item shown. */
const cursorOf = (key: readonly (bigint | number)[]): string => Buffer.from(key.join('.')).toString('base64url');

function readCursor(cursor: string | undefined, parts: number): readonly bigint[] {
  if (cursor === undefined || cursor === '') return [];
  const text = Buffer.from(cursor, 'base64url').toString();
  const numbers = text.split('.');
  if (numbers.length !== parts || !numbers.every((one) => /^-?\d{1,15}$/.test(one)))
    throw new CursorError('not a cursor');
  return numbers.map(BigInt);
}
