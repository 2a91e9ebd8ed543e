/** The signed copy of a report as it lies in the archive, held against the hash under which it went in. */
import { createHash } from 'node:crypto';
import type { Context } from '../../context.js';
import type { Tx } from '../../store/db.js';
import { fileSource } from '../../store/files.js';
import { versionsOf, type Version } from '../../store/report-versions.js';
import { archivedHash } from '../../store/report-archive.js';

export type Copy =
  | { readonly kind: 'whole'; readonly version: Version; readonly bytes: Uint8Array }
  /** It is not what was archived. */
  | { readonly kind: 'altered' }
  | { readonly kind: 'gone' };

/** Nothing is given out of the archive that is not what went in. */
export async function sealedCopy(
  { db, box }: Pick<Context, 'db' | 'box'>,
  report: number,
  tx: Tx = db.read,
): Promise<Copy> {
  const version = (await versionsOf(tx, report)).findLast(({ final }) => final);
  if (version?.file == null) return { kind: 'gone' };
  const wanted = (await archivedHash(tx, report)) ?? version.sha256;
  try {
    const file = await fileSource(db, box).read(version.file);
    if (file === null) return { kind: 'gone' };
    const bytes = file.bytes;
    const isSame = createHash('sha256').update(bytes).digest('hex') === wanted && version.sha256 === wanted;
    return isSame ? { kind: 'whole', version, bytes } : { kind: 'altered' };
  } catch {
    return { kind: 'altered' };
  }
}
