/** Files 文件: charts and forms as they are; what residents sent is sealed, and belongs to the visit that it was sent about. */
import type { FileSource } from '../channels/media.js';
import type { Instant } from '../core/calendar.js';
import type { PhotoLabel } from '../core/record-talk/record-talk-types.js';
import type { MediaType } from '../wecom/client.js';
import type { Box } from './box.js';
import type { Db, Tx } from './db.js';
import { changedByText } from './statements.js';

/** What a resident or a member of staff sent; `visitNo` is null where it was about no visit. */
export type SentFile = {
  readonly id: string;
  /** As what it can be sent on. */
  readonly media: MediaType;
  readonly name: string;
  readonly mime: string;
  /** Of the bytes as they came, hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly estate: string;
  readonly household: string | null;
  readonly visitNo: number | null;
  /** The member of staff who sent it, and what it shows. */
  readonly sentBy?: string | null;
  readonly label?: PhotoLabel | null;
};

export async function keepSentFile(tx: Tx, box: Box, file: SentFile, now: Instant): Promise<void> {
  const { id, media, name, mime, sha256, household, visitNo, sentBy = null, label = null } = file;
  const bytes = Uint8Array.from(box.sealBytes(file.bytes));
  const data = { id, media, name, mime, sha256, household, visitNo, sentBy, label, bytes, estateId: file.estate };
  await tx.file.create({ data: { ...data, createdAt: BigInt(now) } });
}

type Kept = Pick<SentFile, 'id' | 'media'> & { readonly label: string | null };
const KEPT = { id: true, media: true, label: true } as const;
const toKept = ({ id, media, label }: { id: string; media: string | null; label: string | null }): Kept => ({
  id,
  media: media as MediaType,
  label,
});

/** What was sent about a visit, the oldest first, without its bytes. */
export async function filesOfVisit(tx: Tx, visitNo: number): Promise<readonly Kept[]> {
  const where = { visitNo, media: { not: null } };
  const rows = await tx.file.findMany({ where, select: KEPT, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return rows.map(toKept);
}

/** What a member of staff has sent since then, the newest first; of one instant those of which nothing was said yet (site) first. */
export async function staffFilesOf(tx: Tx, sentBy: string, since: Instant): Promise<readonly Kept[]> {
  const where = { sentBy, createdAt: { gte: BigInt(since) } };
  return (
    await tx.file.findMany({ where, select: KEPT, orderBy: [{ createdAt: 'desc' }, { label: 'desc' }, { id: 'desc' }] })
  ).map(toKept);
}

/** Those of them that no visit has yet. */
export async function looseFilesOf(tx: Tx, sentBy: string, since: Instant): Promise<readonly Kept[]> {
  const where = { sentBy, visitNo: null, createdAt: { gte: BigInt(since) } };
  return (await tx.file.findMany({ where, select: KEPT, orderBy: { createdAt: 'asc' } })).map(toKept);
}

/** Says of a file that staff sent what it shows, and of which visit; 0 where it is not there yet. */
export async function placeFile(
  tx: Tx,
  id: string,
  {
    label,
    visitNo,
    household,
  }: { readonly label: PhotoLabel; readonly visitNo?: number; readonly household?: string | null },
): Promise<number> {
  const place = {
    label,
    ...(visitNo === undefined ? {} : { visitNo }),
    ...(household === undefined ? {} : { household }),
  };
  return (await tx.file.updateMany({ where: { id, sentBy: { not: null } }, data: place })).count;
}

/** Where channels read what they send. */
export const fileSource = (db: Db, box: Box): FileSource => ({
  async read(id) {
    const file = await db.read.file.findUnique({
      where: { id },
      select: { name: true, mime: true, media: true, bytes: true },
    });
    if (file === null) return null;
    const { name, mime, media } = file;
    return { name, mime, bytes: media === null ? file.bytes : box.openBytes(file.bytes) };
  },
});

/** Deletes pictures that the program made before `before`. */
export async function deleteOldPictures(tx: Tx, before: Instant): Promise<void> {
  await tx.file.deleteMany({ where: { createdAt: { lt: BigInt(before) }, media: null } });
}

/** Deletes what residents of an estate sent before `before`, but what belongs to a record that is kept; a report's files go with it. */
export async function deleteSentFiles(tx: Tx, estate: string, before: Instant): Promise<void> {
  await changedByText(
    tx,
    `DELETE FROM "File" WHERE "estateId" = ? AND "createdAt" < ? AND "media" IS NOT NULL AND "reportId" IS NULL AND NOT EXISTS (
      SELECT 1 FROM "Archive" a WHERE a."visitNo" = "File"."visitNo" AND a."deletedAt" IS NULL)`,
    [estate, before],
  );
}
