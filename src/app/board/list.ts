/** A list of the board: how long it is, and its lines, so many at a time; the same for a page and for a file. */
import { formatInstant, type Instant } from '../../core/calendar.js';
import type { Estate } from '../../store/estates.js';

/** A record, by what people call it by. */
export type RecordRef =
  | { readonly kind: 'visit' | 'duty' | 'case' | 'report'; readonly no: number }
  | { readonly kind: 'survey'; readonly id: string };
/** The first cell names the record. */
export type BoardLine = { readonly of: RecordRef; readonly cells: readonly string[] };
export type BoardList = {
  readonly heads: readonly string[];
  readonly total: number;
  lines(from: number, count: number): Promise<readonly BoardLine[]>;
};

/** A line yet to be read: of which estate, and its number. */
export type Key<K> = { readonly estate: Estate; readonly key: K };

/** The keys of each estate one after the other. */
export async function keysOfEach<K>(
  estates: readonly Estate[],
  of: (estate: Estate) => Promise<readonly K[]>,
): Promise<readonly Key<K>[]> {
  const all: Key<K>[] = [];
  for (const estate of estates) for (const key of await of(estate)) all.push({ estate, key });
  return all;
}

/** Whether lines have to say of which estate they are. */
export const withEstate = <T>(estates: readonly Estate[], cell: T): readonly T[] => (estates.length > 1 ? [cell] : []);

/** `2026-03-10 16:20`, local; an end at midnight is the day before's 24:00. */
export function timeText(at: Instant | null, { timezone }: Estate, isEnd = false): string {
  if (at === null) return '';
  const text = formatInstant(at, timezone);
  if (!isEnd || text.slice(11, 16) !== '00:00') return text.slice(0, 16).replace('T', ' ');
  return `${formatInstant((at - 1) as Instant, timezone).slice(0, 10)} 24:00`;
}
