/** What a member of staff has of a command: texts and pictures in the order in which they are sent, and what is written. */
import type { TaskCard } from '../channels/channel.js';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { can, type Action } from '../core/permissions.js';
import type { ChartValue } from '../core/report/report.js';
import { ROLES, type Role } from '../core/terms.js';
import { renderChart } from '../forms/chart.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import type { Staff } from '../store/staff.js';

export type AnswerFile = {
  /** As what it is sent; a picture, where nothing is said. */
  readonly kind?: 'image' | 'file';
  readonly name: string;
  readonly mime: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** The estate whose people's names and numbers stand in it: it is kept sealed, and not for long. */
  readonly sealedFor?: string;
};
export type Answer = {
  readonly texts: readonly string[];
  readonly files: readonly AnswerFile[];
  /** What is written together with the answer, in the message's own transaction; it may add to what is said. */
  readonly writes?: (tx: Tx, now: Instant) => Promise<readonly Said[]>;
};
/** What is said: words, or a card with buttons. */
export type Said = string | TaskCard;

/** Who asks, and the estates there are. */
export type Asker = {
  readonly staff: Staff;
  readonly estates: readonly Estate[];
  readonly zone: string;
  /** Nothing is drawn: figures of several estates stand beside each other in words. */
  readonly inWords?: boolean;
};

/** Words, and the picture that goes with them, where there is one and it can be drawn. */
export async function pictured(texts: readonly string[], chart: ChartValue | null, name: string): Promise<Answer> {
  if (chart === null) return words(...texts);
  const picture = await renderChart(chart);
  if (picture.kind !== 'chart') return words(...texts);
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(picture.png));
  const sha256 = Buffer.from(digest).toString('hex');
  return { texts, files: [{ name: `${name}.png`, mime: 'image/png', sha256, bytes: picture.png }] };
}

export const words = (...texts: readonly string[]): Answer => ({ texts, files: [] });

/** An answer that is known once something was written, in the message's own transaction. */
export const written = (work: (tx: Tx, now: Instant) => Promise<string>): Answer => ({
  texts: [],
  files: [],
  writes: async (tx, now) => [await work(tx, now)],
});

/** A refusal says who may, and is kept in the audit. */
export function refused(
  ctx: Context,
  asker: Asker,
  action: Action,
  estate: Estate,
  who: readonly Role[],
  now: Instant,
): Answer {
  const titles = who
    .slice(0, 4)
    .map((role) => ROLES[role].zh)
    .join('、');
  const entry = {
    at: now,
    actor: asker.staff.userid,
    action: `refused.${action}`,
    estate: estate.id,
    subject: `staff:${asker.staff.userid}`,
  };
  const text = LOOKED_AT.test(action)
    ? `${estate.name}的这项内容由${titles}查看。您需要的话，请向他们了解。`
    : `${estate.name}的这件事由${titles}办理。需要的话，请联系他们。`;
  return { ...words(text), writes: (tx) => appendAudit(tx, ctx.db, [entry]).then(() => []) };
}

const LOOKED_AT = /^(?:see|open|make) /u;

/** The estate that was named, or the only one; else the words that ask for it. */
export function estateAsked(
  { staff, estates }: Asker,
  name: string | undefined,
  example = '满意率 本月',
): Estate | string {
  const own = estates.filter((estate) => staff.roles.some((role) => role.estate === estate.id));
  if (name !== undefined) return estates.find((estate) => estate.name === name) ?? `没有叫「${name}」的项目。`;
  const [first, ...others] = own;
  if (first === undefined) return '您还没有分配到任何项目。请联系项目经理登记。';
  if (others.length === 0) return first;
  const head = `要看哪个项目？可以写：${example} ${first.name}。您的项目有：`;
  const names = own.map((one) => `· ${one.name}`);
  return listed(head, names, (shown) => `……还有 ${names.length - shown} 个。`);
}

/** The estate, if the person may do this there; else what they are told. */
export function permitted(
  ctx: Context,
  asker: Asker,
  action: Action,
  about: { readonly name: string | undefined; readonly example: string; readonly now: Instant },
): { readonly estate: Estate } | { readonly answer: Answer } {
  const estate = estateAsked(asker, about.name, about.example);
  if (typeof estate === 'string') return { answer: words(estate) };
  const allowed = can(asker.staff, action, { estate: estate.id });
  if (allowed.allowed) return { estate };
  return { answer: refused(ctx, asker, action, estate, allowed.who, about.now) };
}

const MAX_BYTES = 2000;

/** As many whole lines as a message holds. */
export function fitted(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    if (Buffer.byteLength(`${text}\n${line}`) > MAX_BYTES) break;
    text = text === '' ? line : `${text}\n${line}`;
  }
  return text;
}

/** All lines, in as few messages as hold them whole. */
export function inMessages(lines: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (let left = lines; left.length > 0;) {
    const text = fitted(left);
    texts.push(text);
    left = left.slice(Math.max(1, text.split('\n').length));
  }
  return texts;
}

type Fitting = {
  /** Says that there are more, given how many are shown. */
  readonly rest: (shown: number) => string;
  readonly total?: number;
  /** A last line that is never left out. */
  readonly foot?: string;
};

/** A head, as many whole lines as a message holds beside its foot, and how many they are. */
export function fit(
  head: string,
  lines: readonly string[],
  { rest, total = lines.length, foot }: Fitting,
): { readonly text: string; readonly shown: number } {
  const end = foot === undefined ? [] : [foot];
  for (let shown = lines.length; shown >= 0; shown -= 1) {
    const text = [head, ...lines.slice(0, shown), ...(shown < total ? [rest(shown)] : []), ...end].join('\n');
    if (Buffer.byteLength(text) <= MAX_BYTES) return { text, shown };
  }
  return { text: rest(0), shown: 0 };
}

/** A head and as many whole lines as a message holds; `rest` says that there are more, given how many are shown. */
export const listed = (
  head: string,
  lines: readonly string[],
  rest: (shown: number) => string,
  total = lines.length,
): string => fit(head, lines, { rest, total }).text;
