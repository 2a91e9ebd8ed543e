/** Papers on their way to a member of staff: names and numbers stand on them, so that their bytes are sealed, and go soon. */
import { randomBytes } from 'node:crypto';
import type { Instant } from '../core/calendar.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';

export type PaperFile = {
  readonly name: string;
  readonly mime: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly estate: string;
};

/** What marks such a file among those that people sent. */
export const PAPER_LABEL = 'paper';

/** Keeps it under a new id. */
export async function keepPaper(tx: Tx, box: Box, file: PaperFile, now: Instant): Promise<string> {
  const id = `paper-${randomBytes(12).toString('hex')}`;
  const { name, mime, sha256, estate } = file;
  const bytes = Uint8Array.from(box.sealBytes(file.bytes));
  const data = { id, name, mime, sha256, bytes, estateId: estate, media: 'file', label: PAPER_LABEL };
  await tx.file.create({ data: { ...data, createdAt: BigInt(now) } });
  return id;
}

/** Deletes those that were made before. */
export async function deletePapers(tx: Tx, before: Instant): Promise<void> {
  await tx.file.deleteMany({ where: { label: PAPER_LABEL, createdAt: { lt: BigInt(before) } } });
}
