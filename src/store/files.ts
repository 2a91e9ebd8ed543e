/** Files 文件: charts and forms as they are; what residents sent is sealed, and belongs to the visit that it was sent about. */
import type { FileSource } from '../channels/media.js';
import type { Instant } from '../core/calendar.js';
import type { MediaType } from '../wecom/client.js';
import type { Box } from './box.js';
import type { Db, Tx } from './db.js';

/** What a resident sent; `visitNo` is null where it was about no visit. */
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
};

export async function keepSentFile(tx: Tx, box: Box, file: SentFile, now: Instant): Promise<void> {
  const { id, media, name, mime, sha256, household, visitNo } = file;
  const bytes = Uint8Array.from(box.sealBytes(file.bytes));
  const data = { id, media, name, mime, sha256, household, visitNo, bytes, estateId: file.estate };
  await tx.file.create({ data: { ...data, createdAt: BigInt(now) } });
}

/** What was sent about a visit, the oldest first, without its bytes. */
export async function filesOfVisit(tx: Tx, visitNo: number): Promise<readonly Pick<SentFile, 'id' | 'media'>[]> {
  const rows = await tx.file.findMany({
    where: { visitNo, media: { not: null } },
    select: { id: true, media: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ id, media }) => ({ id, media: media as MediaType }));
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

/** Deletes what residents of an estate sent before `before`. */
export async function deleteSentFiles(tx: Tx, estate: string, before: Instant): Promise<void> {
  await tx.file.deleteMany({ where: { estateId: estate, createdAt: { lt: BigInt(before) }, media: { not: null } } });
}
