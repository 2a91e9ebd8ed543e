/** 下载链接: to a paper that is too large for the chat; for the one who asked, signed in, for a day. */
import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '../../context.js';
import { DAY, type Instant } from '../../core/calendar.js';
import { appendAudit } from '../../store/audit.js';
import type { Tx } from '../../store/db.js';
import { estateOf } from '../../store/estates.js';
import { factOf, keepFact } from '../../store/facts.js';
import { fileSource } from '../../store/files.js';
import type { Staff } from '../../store/staff.js';
import { canHave } from './find-form.js';

/** Which file, for whom, and what it is, so that its right is asked for again. */
export type Linked = {
  readonly file: string;
  readonly staff: string;
  readonly form: string;
  readonly estate: string;
};
export const LINK_LASTS_MS = DAY;
export const PAPER_PATH = '/papers';

const nameOf = (token: string): string => `paper-link:${createHash('sha256').update(token).digest('hex')}`;

/** A new link; the database holds only its token's hash. */
export async function paperLink(
  tx: Tx,
  ctx: Pick<Context, 'publicUrl'>,
  linked: Linked,
  now: Instant,
): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await keepFact(tx, nameOf(token), JSON.stringify(linked), now, (now + LINK_LASTS_MS) as Instant);
  return `${ctx.publicUrl()}${PAPER_PATH}/${token}`;
}

export type Opened =
  | { readonly kind: 'file'; readonly name: string; readonly mime: string; readonly bytes: Uint8Array }
  | { readonly kind: 'gone' }
  | { readonly kind: 'not-yours' };

/** The file behind a link, for whoever is signed in; a refusal is kept too. */
export async function openPaper(ctx: Context, token: string, staff: Staff): Promise<Opened> {
  const now = ctx.clock.now();
  const fact = await factOf(ctx.db.read, nameOf(token), now);
  if (fact === null) return { kind: 'gone' };
  const linked = JSON.parse(fact.value) as Linked;
  const form = ctx.forms.forms.get(linked.form);
  const isTheirs = linked.staff === staff.userid;
  const estate = await estateOf(ctx.db.read, linked.estate);
  const allowed = form !== undefined && estate !== null && isTheirs && canHave(ctx, staff, form, estate).allowed;
  const entry = { at: now, actor: staff.userid, estate: linked.estate, subject: `report:${linked.form}` };
  const action = allowed ? 'report.download' : 'refused.report.download';
  await ctx.db.write((tx) => appendAudit(tx, ctx.db, [{ ...entry, action, detail: { file: linked.file } }]));
  if (!allowed) return { kind: 'not-yours' };
  const file = await fileSource(ctx.db, ctx.box).read(linked.file);
  return file === null ? { kind: 'gone' } : { kind: 'file', ...file };
}

/** Links whose day is over. */
export async function deletePaperLinks(tx: Tx, now: Instant): Promise<void> {
  await tx.fact.deleteMany({ where: { name: { startsWith: 'paper-link:' }, expiresAt: { lte: BigInt(now) } } });
}
