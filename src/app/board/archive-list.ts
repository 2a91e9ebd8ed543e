/** Archived reports 档案 in a list. */
import type { Context } from '../../context.js';
import { parseInstant } from '../../core/calendar.js';
import { parsePeriod, type Period } from '../../core/period.js';
import { periodFull } from '../../core/report/period-head.js';
import { REPORT_STATUSES } from '../../core/report/report-walk.js';
import type { Estate } from '../../store/estates.js';
import { listArchive, type ArchiveItem } from '../../store/report-archive.js';
import { keysOfEach, timeText, withEstate, type BoardLine, type BoardList } from './list.js';

/** More than a century of an estate's reports. */
const MOST = 10_000;

/** The reports on days of the period, the newest first, estate by estate. */
export async function archiveList(ctx: Context, estates: readonly Estate[], period: Period): Promise<BoardList> {
  const keys = await keysOfEach(estates, async ({ id }) => {
    const { items } = await listArchive(ctx.db.read, { estates: [id] }, { limit: MOST });
    return items.filter((one) => isWithin(one, period));
  });
  const lines = async (from: number, count: number): Promise<readonly BoardLine[]> =>
    keys.slice(from, from + count).map(({ estate, key }) => ({
      of: { kind: 'report', no: Number(key.id) },
      cells: [
        key.number ?? `档案 ${key.id}`,
        ...withEstate(estates, estate.name),
        key.form,
        periodZh(key),
        dayText(key.approvedAt, estate),
        dayText(key.archivedAt, estate),
        dayText(key.keepUntil, estate),
        REPORT_STATUSES[key.status].zh,
      ],
    }));
  const heads = ['编号', ...withEstate(estates, '项目'), '报表', '期间', '批准', '存档', '保管到', '状态'];
  return { heads, total: keys.length, lines };
}

function isWithin({ period }: ArchiveItem, asked: Period): boolean {
  const own = parsePeriod(period);
  return own !== null && own.from < asked.to && asked.from < own.to;
}

function periodZh({ period }: ArchiveItem): string {
  const own = parsePeriod(period);
  return own === null ? period : periodFull(own);
}

const dayText = (at: string | null, estate: Estate): string =>
  timeText(at === null ? null : parseInstant(at), estate).slice(0, 10);
