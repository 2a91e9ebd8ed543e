/** 主题: what residents are asked this quarter beside their own matter, seen and set. */
import type { Context } from '../context.js';
import { addMonths, localDate, quarterOf, type Instant, type LocalDate } from '../core/calendar.js';
import { can, type Action } from '../core/permissions.js';
import { parsePeriod } from '../core/period.js';
import { periodLabel } from '../core/report/labels.js';
import { themeFault, themeInForce, type Theme } from '../core/theme.js';
import type { ThemeArgs } from '../core/understand/command-theme.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { latestTheme, themeOf } from '../store/themes.js';
import { fitted, refused, words, type Answer, type Asker } from './answer.js';
import { setTheme } from './set-theme.js';

export async function answerTheme(ctx: Context, asker: Asker, asked: ThemeArgs, now: Instant): Promise<Answer> {
  const { text } = asked;
  const quarter = asked.period === undefined ? undefined : quarterNamed(asked.period);
  if (quarter === null || (text !== undefined && quarter !== asked.period))
    return words(
      `主题按季设定，没有改动。可以写：主题 ${quarter ?? quarterOf(localDate(now, asker.zone))} ${text ?? ''}`.trim(),
    );
  const args = quarter === undefined ? asked : { ...asked, period: quarter };
  const own = asker.estates.filter((estate) => asker.staff.roles.some((role) => role.estate === estate.id));
  if (own.length === 0 && args.estate === undefined) return words('您还没有分配到任何项目。请联系项目经理登记。');
  const named = args.estate === undefined ? null : asker.estates.find((estate) => estate.name === args.estate);
  if (named === undefined) return words(`没有叫「${args.estate ?? ''}」的项目。`);
  if (text === undefined) return seen(ctx, asker, named === null ? own : [named], args, now);
  const mayCompany = own.find(({ id }) => can(asker.staff, 'set company theme', { estate: id }).allowed);
  if (named === null && mayCompany !== undefined) return set(ctx, asker, { estate: null, text }, args, now);
  const [only, ...others] = own;
  const estate = named ?? (others.length === 0 ? only : undefined);
  if (estate === undefined) return words(`是哪个项目的问题？可以写：主题 ${own[0]?.name ?? ''} ${text}`);
  const allowed = can(asker.staff, 'set estate theme', { estate: estate.id });
  if (!allowed.allowed) return refused(ctx, asker, 'set estate theme', estate, allowed.who, now);
  return set(ctx, asker, { estate, text }, args, now);
}

/** The quarter that a month or a quarter names; null for what is longer. */
function quarterNamed(period: string): string | null {
  if (/^\d{4}Q[1-4]$/u.test(period)) return period;
  return /^\d{4}-\d{2}$/u.test(period) ? quarterOf(`${period}-01` as LocalDate) : null;
}

async function seen(
  ctx: Context,
  asker: Asker,
  estates: readonly Estate[],
  { period }: ThemeArgs,
  now: Instant,
): Promise<Answer> {
  const [estate] = estates;
  const allowed = estate && can(asker.staff, 'see theme', { estate: estate.id });
  if (estate && allowed && !allowed.allowed) return refused(ctx, asker, 'see theme', estate, allowed.who, now);
  const today = localDate(now, asker.zone);
  const quarter = period ?? quarterOf(today);
  const company = await latestTheme(ctx.db.read, null, quarter);
  const since = company === null || company.quarter === quarter ? '' : `（沿用 ${company.quarter}）`;
  const lines = [
    `${labelOf(quarter, now, asker)}回访主题：${company === null ? '还没有设定' : `「${company.text}」${since}`}`,
  ];
  for (const one of estates) {
    const { own } = await themeOf(ctx.db.read, one.id, quarter);
    if (own !== null) lines.push(`${one.name}自己的问题：「${own.text}」`);
  }
  return words(fitted([...lines, ...howToSet(asker, estates, quarterOf(today))]));
}

/** Only to those who may set one. */
function howToSet({ staff }: Asker, estates: readonly Estate[], quarter: string): readonly string[] {
  const may = (action: Action) => estates.find(({ id }) => can(staff, action, { estate: id }).allowed);
  if (may('set company theme') !== undefined) return [`要设定，可以写：主题 ${quarter} 电梯运行您还满意吗？`];
  const own = may('set estate theme');
  return own === undefined ? [] : [`要加本项目的问题，可以写：主题 ${own.name} ${quarter} 新门禁好用吗？`];
}

async function set(
  ctx: Context,
  asker: Asker,
  { estate, text }: { readonly estate: Estate | null; readonly text: string },
  { period }: ThemeArgs,
  now: Instant,
): Promise<Answer> {
  const wrong = themeFault(text, estate === null ? 'company' : 'own');
  if (wrong !== null) return words(`主题${wrong}。住户在微信里一眼看完才好，请写短些。`);
  const current = quarterOf(localDate(now, asker.zone));
  const given = period ?? null;
  if (given !== null && given < current) return words(`${given} 已经过去了，主题只能设到本季或以后。`);
  return {
    texts: [],
    files: [],
    writes: async (tx, at) => {
      const quarter = given ?? (await openQuarter(tx, estate, at, asker.zone));
      const theme: Theme = { estate: estate?.id ?? null, quarter, text };
      const before = await latestTheme(tx, theme.estate, quarter);
      const status = await setTheme(tx, ctx, theme, asker.staff.userid, at);
      const was = status === 'updated' ? `（原来是「${before?.text ?? ''}」）` : '';
      return [said(theme, estate, labelOf(quarter, at, asker), status, was)];
    },
  };
}

/** A theme without a quarter is this quarter's, as long as it has none of its own; else the next one's. */
async function openQuarter(tx: Tx, estate: Estate | null, now: Instant, zone: string): Promise<string> {
  const today = localDate(now, zone);
  const current = quarterOf(today);
  if (estate !== null) return current;
  const there = themeInForce(await latestTheme(tx, null, current), null).company;
  return there?.quarter === current ? quarterOf(addMonths(today, 3)) : current;
}

const labelOf = (quarter: string, now: Instant, { zone }: Asker): string => {
  const period = parsePeriod(quarter);
  return period === null ? quarter : periodLabel(period, localDate(now, zone));
};

function said({ text, quarter }: Theme, estate: Estate | null, label: string, status: string, was: string): string {
  const whose = estate === null ? '回访主题' : `${estate.name}自己的问题`;
  if (status === 'unchanged') return `${label}${whose}本来就是「${text}」。`;
  return `已设为${label}${whose}：「${text}」${was}。要改，再写一次：主题 ${estate === null ? '' : `${estate.name} `}${quarter} ……`;
}
