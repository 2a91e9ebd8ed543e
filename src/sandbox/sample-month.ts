/** A month of services at the sample estate, as `POST /api/v1/events` takes them; and how its residents answer. */
import { addDays, DAY, formatInstant, HOUR, instantAt, localDate } from '../core/calendar.js';
import type { Instant } from '../core/calendar.js';
import type { SampleEstate, SampleHome } from './sample-estate.js';

export type SampleEvent = {
  readonly id: string;
  readonly estate: string;
  readonly kind: 'repair' | 'complaint' | 'help' | 'paid-service';
  readonly household: string;
  readonly description: string;
  readonly department: string;
  readonly reportedAt: string;
  readonly resolvedAt: string;
  readonly category?: string;
  readonly severity?: 'general' | 'major';
};

/** Whose month it is. */
type Month = SampleHome & Pick<SampleEstate, 'cast'>;

type Service = Pick<SampleEvent, 'kind' | 'description' | 'department' | 'category' | 'severity'>;

const SERVICES: readonly Service[] = [
  repair('客厅天花渗水', 'seepage'),
  repair('厨房水龙头更换', 'fitting'),
  { kind: 'complaint', description: '楼道堆放杂物', department: '客服中心', severity: 'general' },
  repair('卫生间地漏堵塞', 'blockage'),
  repair('卧室顶灯不亮', 'lighting'),
  { kind: 'help', description: '代收大件快递', department: '客服中心' },
  repair('入户门锁损坏', 'fitting'),
  { kind: 'complaint', description: '夜间装修噪音', department: '客服中心', severity: 'general' },
  repair('厨房水压偏小', 'low-water-pressure'),
  repair('阳台墙面裂缝', 'wall-crack'),
  { kind: 'paid-service', description: '空调清洗', department: '工程部' },
  repair('电视信号不稳', 'tv-reception'),
  { kind: 'help', description: '协助搬运家具', department: '客服中心' },
];

function repair(description: string, category: string): Service {
  return { kind: 'repair', description, category, department: '工程部' };
}

const DAYS = 30;
/** Services of a day: three, two on each third day. */
const perDay = (day: number): number => (day % 3 === 2 ? 2 : 3);

/** The services finished in the thirty days that end with the day before `until`, oldest first. */
export function sampleMonth(sample: Month, until: Instant): readonly SampleEvent[] {
  const { id: estate, timezone } = sample.estate;
  const today = localDate(until, timezone);
  const events: SampleEvent[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    const date = addDays(today, day - DAYS);
    for (let nth = 0; nth < perDay(day); nth += 1) {
      const at = events.length;
      const service = SERVICES[at % SERVICES.length] as Service;
      const resolvedAt = instantAt(date, (10 + nth * 3) * HOUR + ((at * 17) % 60) * 60_000, timezone);
      const waited = service.kind === 'help' ? 2 * HOUR : DAY;
      events.push({
        id: `WO-${date.replaceAll('-', '')}-${nth + 1}`,
        estate,
        ...service,
        household: householdOf(sample, at),
        reportedAt: formatInstant((resolvedAt - waited) as Instant, timezone),
        resolvedAt: formatInstant(resolvedAt, timezone),
      });
    }
  }
  return events;
}

/** 锦园's own month: every eighth of as many. */
export const neighbourMonth = ({ neighbour }: SampleEstate, until: Instant): readonly SampleEvent[] =>
  sampleMonth({ ...neighbour, cast: [] }, until).filter((_, at) => at % 8 === 0);

/** Three of four services are for a household that is in the chat account's contacts; those who are played never. */
const householdOf = (sample: Month, at: number): string => {
  const played = new Set(sample.cast.map(({ resident }) => resident));
  const others = sample.residents.filter(({ id }) => !played.has(id));
  const pool = at % 4 === 3 ? others : others.filter(({ externalUserId }) => externalUserId !== undefined);
  return pool[(at * 37) % pool.length]?.household ?? '';
};
