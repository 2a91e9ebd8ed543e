/**
 * 抽查 (p02.13, p04.7): whoever supervises sees the records that were drawn, draws more of them, and says of each whether
 * it is so. What is not so becomes a case. Nobody is visited, and no resident hears of it.
 */
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import { drawPeriodOf } from '../core/draw-period.js';
import { nextTelling } from '../core/duty-telling.js';
import { can } from '../core/permissions.js';
import { monthPeriod, parsePeriod, periodRange } from '../core/period.js';
import { dueSoonAt, type DueDuty } from '../core/policy/due-duties.js';
import { openRound } from '../core/policy/duties.js';
import type { Round } from '../core/policy/schema-duties.js';
import { periodLabel } from '../core/report/labels.js';
import type { ContextArgs } from '../core/understand/command-context.js';
import { CHECK, countOrderedChecks, recordsToCheck } from '../store/checks.js';
import type { Tx } from '../store/db.js';
import { dutyOf, lockDuty, saveDuty, type StoredDuty } from '../store/duties.js';
import { lockEstate, type Estate } from '../store/estates.js';
import { currentRecord } from '../store/records.js';
import type { Staff } from '../store/staff.js';
import { visitByNo } from '../store/visits.js';
import type { Said } from './answer.js';
import { checkCards } from './check-cards.js';
import { foundLately, listText } from './check-list.js';
import { checksOf, recordsOfCheck, type Check } from './checked-records.js';
import { KEY_PERIOD } from './draw-keys.js';
import { drawHouseholds } from './draw-list.js';
import { tellingRules } from './duty-days.js';
import { finishDuty } from './finish-duty.js';
import { keepAct, type Acting } from './keep-act.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { raiseFinding } from './raise-finding.js';
import { cut } from './tell-staff.js';

/** 抽查: what was drawn and is not looked at yet; 抽查 5份 上月: draws more. */
export async function checkRecords(
  tx: Tx,
  ctx: Context,
  checking: Acting,
  args: ContextArgs,
): Promise<readonly Said[]> {
  if (args.count !== undefined || args.percent !== undefined) return drawMore(tx, ctx, checking, args);
  const { staff, estate } = checking;
  const checks = await checksOf(tx, ctx, estate.id);
  const waiting = checks.flatMap(({ records }) => records.filter(({ verdict }) => verdict === null));
  if (waiting.length === 0) {
    if (clauseFor(ctx, staff, estate) === undefined) return [`${noClause(estate)}。`];
    const found = await foundLately(tx, estate, checking.now);
    const lines = [`${estate.name}现在没有等抽查的记录。`, ...found, '要抽可以写：抽查 5份 上月。'];
    return [lines.join(found.length === 0 ? '' : '\n')];
  }
  const head = `等抽查的回访记录 ${waiting.length} 份：`;
  const visits = waiting.map(({ visit }) => visit);
  return [await listText(tx, estate, head, visits, await foundLately(tx, estate, checking.now))];
}

const noClause = ({ name }: Estate): string => `${name}没有采用要求抽查的制度（如 p02、p04）`;

/** The clause that has records looked at again: one that names a role of the person's first; none where no policy does. */
function clauseFor(ctx: Context, staff: Staff, estate: Estate) {
  const placed = policiesOfEstate(ctx, estate).flatMap((policy) =>
    policy.clauses.flatMap((clause) =>
      (clause.rounds ?? []).flatMap((round, index) =>
        round.of === 'records' ? [{ policy, clause, round, index }] : [],
      ),
    ),
  );
  const roles = staff.roles.flatMap((held) => (held.estate === estate.id ? [held.role] : []));
  return placed.find(({ round }) => round.by.some((role) => roles.includes(role))) ?? placed[0];
}

/** The term of what is drawn now: until the clause's own is over. */
function termOf(round: Round, now: Instant, zone: string): Pick<DueDuty, 'earliest' | 'soonAt' | 'due'> {
  const window = openRound(round, now, zone);
  const left = window === null || window.due <= now ? null : { earliest: now, due: window.due };
  return left === null ? { earliest: now, soonAt: null, due: null } : { ...left, soonAt: dueSoonAt(left) };
}

/** A draw of its own, by a key of the month's that is committed to before; the same month never draws by one key twice. */
async function drawMore(
  tx: Tx,
  ctx: Context,
  { staff, estate, now }: Acting,
  args: ContextArgs,
): Promise<readonly Said[]> {
  const { count, percent = null, kind = null } = args;
  if (percent !== null && (percent < 1 || percent > 100))
    return [`抽查比例应为 1% 到 100%，现为 ${percent}%。可以写：抽查 20% 上月。`];
  if (count !== undefined && count < 1) return ['至少抽一份。可以写：抽查 5份 上月。'];
  await lockEstate(tx, ctx.db, estate.id);
  const found = clauseFor(ctx, staff, estate);
  if (found === undefined) return [`${noClause(estate)}，什么都没有抽。`];
  const { policy, clause, round, index } = found;
  const today = localDate(now, estate.timezone);
  const period = (args.period === undefined ? null : parsePeriod(args.period)) ?? monthPeriod(today);
  const span = periodRange(period, estate.timezone);
  const records = await recordsToCheck(tx, estate.id, { span, kind, by: staff.userid });
  if (records.length === 0) {
    const last = args.period === undefined ? '上月的请写：抽查 5份 上月。' : '';
    return [`${estate.name} ${periodLabel(period, today)}没有可以抽查的记录，什么都没有抽。${last}`];
  }
  const month = drawPeriodOf(KEY_PERIOD, today);
  const label = `${month}/${CHECK_PART}`;
  const nth = (await countOrderedChecks(tx, estate.id, clause.id, label)) + 1;
  const identity = {
    estate: estate.id,
    policy: policy.id,
    clause: clause.id,
    item: `${CHECK}${index}`,
    startedBy: `${label}${nth}`,
  };
  const where = { estate: estate.id, policy: policy.id, clause: clause.id, period: identity.startedBy };
  const share = count === undefined ? { percent: percent ?? 100 } : { percent: null, count };
  const drawn = await drawHouseholds(tx, ctx, where, { ...share, households: records }, now);
  const says = `抽查${apart(periodLabel(period, today))}的回访记录`;
  const duty = {
    ...identity,
    trigger: 'records' as const,
    says,
    form: round.record,
    by: round.by,
    to: [],
    ...termOf(round, now, estate.timezone),
    period: month,
    source: clause.source.join(''),
  };
  await openDuties(
    tx,
    ctx,
    { estate, policy },
    [duty],
    { note: `从 ${records.length} 份记录中抽 ${drawn.length} 份` },
    now,
  );
  const opened = await dutyOf(tx, identity);
  if (opened === null) return ['没有抽成，请再写一次。'];
  await takeCheck(tx, ctx, { staff, estate, now }, opened, { records: records.length, drawn: drawn.length });
  const head = `从${apart(periodLabel(period, today))}的 ${records.length} 份记录中随机抽了`;
  return drawnNow(tx, ctx, { estate, duty: opened }, head);
}

/** Whoever drew them looks at them, and has the list already. */
async function takeCheck(
  tx: Tx,
  ctx: Context,
  checking: Acting,
  opened: StoredDuty,
  detail: { readonly records: number; readonly drawn: number },
): Promise<void> {
  const { staff, estate, now } = checking;
  const nextAt = nextTelling(opened, false, tellingRules(ctx, estate), now);
  await saveDuty(tx, { ...opened, assignee: staff.userid, nextAt }, now);
  await keepAct(tx, ctx, checking, { action: 'check.draw', subject: `check:${opened.no}`, detail });
}

/** What was drawn just now: the list, and a card for each. */
async function drawnNow(
  tx: Tx,
  ctx: Context,
  { estate, duty }: { readonly estate: Estate; readonly duty: StoredDuty },
  head: string,
): Promise<readonly Said[]> {
  const { records } = await recordsOfCheck(tx, ctx, duty);
  const visits = records.map(({ visit }) => visit);
  const list = await listText(tx, estate, `${head} ${visits.length} 份（事${duty.no}，您自己做的不在内）：`, visits);
  return [list, ...(await checkCards(tx, ctx, estate, duty))];
}
const CHECK_PART = 'check-';
/** Figures stand apart from Chinese. */
const apart = (words: string): string => (/^\d/u.test(words) ? ` ${words}` : words);

export type Verdict = {
  readonly task: number;
  readonly verdict: 'approve' | 'return';
  readonly opinion: string | null;
};

/** 抽查 12 属实; 抽查 12 不实 …: kept in the audit and with the check; the last one ends it. */
export async function decideCheck(tx: Tx, ctx: Context, checking: Acting, given: Verdict): Promise<string> {
  const { staff, estate, now } = checking;
  const { task, verdict, opinion } = given;
  await lockEstate(tx, ctx.db, estate.id);
  const checks = await checksOf(tx, ctx, estate.id);
  const check = checks.find(({ records }) => records.some((one) => one.visit === task && one.verdict === null));
  if (check === undefined) return notDrawn(checks, task);
  const { by } = check.duty;
  if (!can(staff, 'check records', { estate: estate.id, by }).allowed) return `任务 ${task} 的抽查不由您做。`;
  const record = await currentRecord(tx, task);
  if (record?.by === staff.userid) return `任务 ${task} 的记录是您自己做的，请由别的负责人抽查。`;
  if (verdict === 'return' && opinion === null) return wantsFinding(task);
  const duty = (await lockDuty(tx, ctx.db, check.duty.no)) ?? check.duty;
  const detail = { visit: task, record: record?.id ?? null, verdict };
  await keepAct(tx, ctx, checking, { action: 'check.verdict', subject: `check:${duty.no}`, detail });
  const opened =
    verdict === 'return'
      ? await raiseFinding(
          tx,
          ctx,
          { estate, duty, visitNo: task, maker: record?.by ?? null, staff },
          opinion ?? '',
          now,
        )
      : null;
  const said = `任务 ${task} ${verdict === 'approve' ? '属实' : `不实（案${opened}）`}${opinion === null ? '' : `：${opinion}`}`;
  const noted = { ...duty, note: [duty.note, said].filter((words) => words !== null && words !== '').join('；') };
  await saveDuty(tx, noted, now);
  const left = check.records.filter((one) => one.verdict === null && one.visit !== task).length;
  if (left === 0) await finishDuty(tx, ctx, noted, { at: now, by: staff.userid }, now);
  const rest = left === 0 ? `这一批已全部查完，事${duty.no} 已办结。` : `这一批还有 ${left} 份，请看「抽查」。`;
  if (opened === null) return `已记下：任务 ${task} 的记录属实。${rest}`;
  const again =
    (await visitByNo(tx, task))?.status === 'recorded'
      ? `要重新回访请写：审核 ${task} 退回 ${cut(opinion ?? '', 20)}。`
      : '';
  return `已记下：任务 ${task} 的记录不实，已立案${opened}。发「说明 案${opened}」看进度。${again}${rest}`;
}

/** What is not so needs words. */
const wantsFinding = (task: number): string => `不实的请写查到了什么：抽查 ${task} 不实 住户说没有接到电话。`;

function notDrawn(checks: readonly Check[], task: number): string {
  const before = checks.flatMap(({ records }) => records).find(({ visit }) => visit === task);
  return before === undefined
    ? `任务 ${task} 没有被抽中，或已经查过，不能由人挑选来查。看抽中的写：抽查。`
    : `任务 ${task} 已经查过：${before.verdict === 'approve' ? '属实' : '不实'}，不能再改。`;
}
