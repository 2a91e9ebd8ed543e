/** What a page of the board is asked for: of which estates, in which period; and who may not ask. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.js';
import { localDate, type LocalDate } from '../../core/calendar.js';
import { monthPeriod, parsePeriod, type Period } from '../../core/period.js';
import { can } from '../../core/permissions.js';
import { periodLabel } from '../../core/report/labels.js';
import { keepUnseen } from '../../app/seen-by.js';
import { estates, type Estate } from '../../store/estates.js';
import type { Staff } from '../../store/staff.js';
import { html } from '../html.js';
import { signedInOrSent, SIGN_IN_PATHS } from '../signed-in.js';
import { noticePage, sendPage } from './page.js';

export type View = {
  readonly staff: Staff;
  /** All that this person may see. */
  readonly estates: readonly Estate[];
  /** The one that was chosen; null: all of them, side by side. */
  readonly estate: Estate | null;
  readonly period: Period;
  readonly periodZh: string;
  readonly today: LocalDate;
  readonly query: Query;
};

export type Query = Readonly<Record<string, string | undefined>>;

/** Of a request's query the words that were given once, and not left empty. */
export const queryOf = (request: Pick<FastifyRequest, 'query'>): Query =>
  Object.fromEntries(
    Object.entries(request.query as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    ),
  );

/** What this person sees of the board; null, and answered, where it is nothing. A refusal is kept in the audit. */
export async function viewOf(ctx: Context, request: FastifyRequest, reply: FastifyReply): Promise<View | null> {
  const staff = await signedInOrSent(ctx, request, reply);
  if (staff === null) return null;
  const query = queryOf(request);
  const theirs = (await estates(ctx.db.read)).filter(({ id }) => can(staff, 'open board', { estate: id }).allowed);
  const estate = theirs.find(({ id }) => id === query['estate']) ?? null;
  if (theirs.length === 0 || (query['estate'] !== undefined && estate === null)) {
    await refuse(ctx, staff, query['estate'] ?? null);
    sendPage(reply, 403, theirs.length === 0 ? notManagers(staff) : NOT_THEIRS);
    return null;
  }
  const chosen = theirs.length === 1 ? (theirs[0] ?? null) : estate;
  const today = localDate(ctx.clock.now(), (chosen ?? theirs[0])?.timezone ?? ctx.defaultZone);
  const period = parsePeriod(query['period'] ?? '') ?? monthPeriod(today);
  return { staff, estates: theirs, estate: chosen, period, periodZh: periodLabel(period, today), today, query };
}

/** Keeps in the audit that somebody was refused a page. */
export async function refuse(ctx: Context, staff: Staff, estate: string | null, subject = 'board'): Promise<void> {
  const about = {
    staff,
    action: 'open board',
    estate: null,
    subject: estate === null ? subject : `${subject}:${estate.slice(0, 40)}`,
  } as const;
  await ctx.db.write((tx) => keepUnseen(tx, ctx, about, ctx.clock.now()));
}

/** What is at another estate and what is nowhere are answered alike. */
export const NOT_THEIRS = noticePage(
  '没有您可以查看的内容',
  html`<p>这里没有您可以查看的内容。可能是地址不对，也可能不在您负责的项目之内。</p>
    <p><a class="button" href="/board">回到看板</a></p>`,
);

const notManagers = ({ name }: Staff) =>
  noticePage(
    '看板供项目负责人查看',
    html`<p>
        ${name}，您好。看板供对项目负责的同事查看：项目主管、项目经理、品质管理和公司领导。您自己的任务请在企业微信里写「我的任务」，完成的回访也在那里记录。
      </p>
      <p>如果您需要看板，请联系项目经理。</p>
      <form method="post" action="${SIGN_IN_PATHS.out}"><button>退出登录</button></form>`,
  );
