/** A record as the board shows it: what is known of it, what hangs on it, and its audit. Whoever looks is recorded. */
import type { Context } from '../../context.js';
import { actionZh, actorZh, detailZh } from '../../core/audit-words.js';
import { can } from '../../core/permissions.js';
import { appendAudit } from '../../store/audit.js';
import { trailOf, type TrailEntry } from '../../store/board/trail.js';
import { estateOf, type Estate } from '../../store/estates.js';
import { staffNames } from '../../store/reach-ledger.js';
import type { Staff } from '../../store/staff.js';
import { keepUnseen } from '../seen-by.js';
import { timeText, type RecordRef } from './list.js';

/** Text, or the name of another record, which it opens. */
export type Cell = string | { readonly text: string; readonly of: RecordRef };
export type RecordSection = {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows are not shown. */
  readonly rest?: number;
};
/** `subjects`: those of the audit that are about it. */
export type RecordContent = {
  readonly estate: string;
  readonly title: string;
  readonly facts: readonly { readonly title: string; readonly text: Cell }[];
  readonly sections: readonly RecordSection[];
  readonly subjects: readonly string[];
};
export type Trail = {
  /** When, who, what, what changed, and the beginning of the entry's hash. */
  readonly rows: readonly (readonly string[])[];
  /** Who looked at it, and when. */
  readonly looks: readonly (readonly string[])[];
  /** How many older entries are not shown. */
  readonly older: number;
};
export type RecordPage = Omit<RecordContent, 'estate' | 'subjects'> & {
  readonly estate: Estate;
  readonly trail: Trail;
};

/** What a record's text needs of the world. */
export type RecordScene = { readonly estate: Estate; readonly names: ReadonlyMap<string, string> };
export type RecordReader = {
  /** Of which estate it is; null where there is none. */
  estateOf(): Promise<string | null>;
  read(scene: RecordScene): Promise<RecordContent | null>;
};

const MOST_ENTRIES = 500;
const READ = 'record.read';

/** The page, for whoever may see it; null, and recorded, for anybody else and for what is nowhere. */
export async function openRecord(
  ctx: Context,
  staff: Staff,
  subject: string,
  reader: RecordReader,
): Promise<RecordPage | null> {
  const { read } = ctx.db;
  const id = await reader.estateOf();
  const estate = id === null ? null : await estateOf(read, id);
  const now = ctx.clock.now();
  if (estate === null || !can(staff, 'open board', { estate: estate.id }).allowed) {
    const about = { staff, action: 'open board', estate: estate?.id ?? null, subject } as const;
    await ctx.db.write((tx) => keepUnseen(tx, ctx, about, now));
    return null;
  }
  const names = await staffNames(read);
  const content = await reader.read({ estate, names });
  if (content === null) return null;
  const { entries, count } = await trailOf(read, estate.id, content.subjects, MOST_ENTRIES);
  const entry = { at: now, actor: staff.userid, action: READ, estate: estate.id, subject };
  await ctx.db.write((tx) => appendAudit(tx, ctx.db, [entry]));
  const older = count - entries.length;
  return { ...content, estate, trail: { ...trailText(entries, { estate, names }), older } };
}

function trailText(entries: readonly TrailEntry[], { estate, names }: RecordScene): Pick<Trail, 'rows' | 'looks'> {
  const when = ({ at }: TrailEntry): string => timeText(at, estate);
  const looks = entries.filter(({ action }) => action === READ);
  return {
    rows: entries
      .filter(({ action }) => action !== READ)
      .map((one) => [
        when(one),
        actorZh(one.actor, names),
        actionZh(one.action),
        detailZh(one.detail, { zone: estate.timezone, names }),
        `${one.seq}-${one.hash}`,
      ]),
    looks: looks.map((one) => [when(one), actorZh(one.actor, names)]),
  };
}
