/** A policy file that cannot be used is told once a day to the supervisors and managers of the estates that work by it. */
import type { Context } from '../context.js';
import { localTime, type Instant } from '../core/calendar.js';
import type { PolicyTrouble } from '../policy-library.js';
import type { Tx } from '../store/db.js';
import { estates, type Estate } from '../store/estates.js';
import { factOf, keepFact } from '../store/facts.js';
import { alertRoles, cut } from './tell-staff.js';

/** The local hour from which on it is told. */
const HOUR_TOLD = 9;

/** The line of the timetable. */
export async function tellPolicyFaults(ctx: Context, now: Instant): Promise<void> {
  const troubles = ctx.library.troubles();
  if (troubles.length === 0) return;
  for (const estate of await estates(ctx.db.read)) {
    const { date, hour } = localTime(now, estate.timezone);
    const concerning = troublesOf(estate, troubles);
    if (hour < HOUR_TOLD || concerning.length === 0) continue;
    await ctx.db.write((tx) => tellOnce(tx, ctx, estate, { concerning, date, now }));
  }
  ctx.wake('outbox');
}

/** The troubles of the policies that an estate works by. */
export const troublesOf = (
  estate: Pick<Estate, 'id' | 'policies'>,
  troubles: readonly PolicyTrouble[],
): readonly PolicyTrouble[] =>
  troubles.filter(
    ({ policy, estate: only }) =>
      (only === null || only === estate.id) && estate.policies.some(({ id }) => id === policy),
  );

async function tellOnce(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  about: { readonly concerning: readonly PolicyTrouble[]; readonly date: string; readonly now: Instant },
): Promise<void> {
  const { concerning, date, now } = about;
  const name = `policy-faults-told:${estate.id}`;
  if ((await factOf(tx, name, now))?.value === date) return;
  await keepFact(tx, name, date, now);
  await alertRoles(tx, ctx, estate, ['supervisor', 'manager'], textOf(estate, concerning), { now, visitNo: null });
}

/** So many faults stand in one message; the rest is counted. */
const MOST_LINES = 8;

function textOf({ name }: Estate, troubles: readonly PolicyTrouble[]): string {
  const lines = troubles.flatMap((trouble) => trouble.lines);
  const policies = [...new Set(troubles.map(({ policy }) => policy))].join('、');
  return [
    `【制度文件有误】${name}`,
    `制度 ${policies} 的文件有 ${lines.length} 处不能用，现在仍按原来的内容执行：`,
    ...lines.slice(0, MOST_LINES).map((line) => `· ${cut(line, MOST_CHARACTERS)}`),
    ...(lines.length > MOST_LINES ? [`……另有 ${lines.length - MOST_LINES} 处`] : []),
    '请维护制度文件的同事改正，改好后自动生效。',
  ].join('\n');
}

/** A fault's own words are cut here, so that the message arrives. */
const MOST_CHARACTERS = 70;
