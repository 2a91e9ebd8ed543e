/** A made-up estate: its people, and what was done for them over some time, by a seed. */
import {
  addDays,
  DAY,
  daysBetween,
  formatInstant,
  HOUR,
  instantAt,
  MINUTE,
  type Instant,
  type LocalDate,
} from '../../src/core/calendar.js';
import type { Chance } from './chance.js';

export const ZONE = 'Asia/Shanghai';
export const ESTATE_ID = 'cuihu';

export type Home = {
  readonly id: string;
  readonly household: string;
  /** Null: not in the chat account's contacts. */
  readonly person: string | null;
  readonly consent: boolean;
};

/** Fifty households to a unit, two units to a building. */
export function homesOf(count: number, chance: Chance): readonly Home[] {
  return Array.from({ length: count }, (_, at) => {
    const building = Math.floor(at / 100) + 1;
    const unit = Math.floor((at % 100) / 50) + 1;
    const floor = Math.floor((at % 50) / 2) + 1;
    const id = `r-${at + 1}`;
    return {
      id,
      household: `${building}-${unit}-${floor}0${(at % 2) + 1}`,
      person: chance.of(`bound ${id}`) < 0.88 ? `wm${at + 1}` : null,
      consent: chance.of(`consent ${id}`) < 0.94,
    };
  });
}

export const residentsOf = (homes: readonly Home[]): readonly unknown[] =>
  homes.map(({ id, household, person, consent }, at) => ({
    id,
    estate: ESTATE_ID,
    household,
    name: `${'赵钱孙李周吴郑王'[at % 8] ?? ''}${'芳明华敏伟静'[at % 6] ?? ''}`,
    title: at % 2 === 0 ? '女士' : '先生',
    relation: 'owner',
    consent,
    ...(person === null ? {} : { externalUserId: person }),
  }));

const STEWARDS = ['wangfang', 'chenlei', 'zhoujie'] as const;

/** Three stewards share the buildings; one of them also repairs, and must not visit her own work. */
export const STAFF: readonly unknown[] = [
  ...STEWARDS.map((userid, at) => ({
    userid,
    name: `物业助理${at + 1}`,
    department: '客服组',
    roles: [{ estate: ESTATE_ID, role: 'steward' }],
    households: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].filter((one) => one % 3 === at).map((one) => `${one}-*`),
  })),
  ...(['supervisor', 'manager', 'dispatcher', 'department-head', 'function-head'] as const).map((role) => ({
    userid: `the-${role}`,
    name: role,
    roles: [{ estate: ESTATE_ID, role }],
  })),
];

/** What is sent, and when: an event may come twice, late, or first without its end. */
export type Sending = {
  readonly at: Instant;
  readonly event: Readonly<Record<string, unknown>> & { readonly id: string };
};

const CATEGORIES = ['seepage', 'lighting', 'blockage', 'fitting', 'danger', 'outage', 'wall-crack', 'other'] as const;
const KINDS = [
  ...Array<'repair'>(50).fill('repair'),
  ...Array<'complaint'>(20).fill('complaint'),
  ...Array<'help'>(16).fill('help'),
  ...Array<'paid-service'>(6).fill('paid-service'),
  ...Array<'home-service'>(3).fill('home-service'),
  ...Array<'contracted-service'>(5).fill('contracted-service'),
] as const;

/** `count` services between two dates (the last one left out), at all hours of the working day, with their sendings. */
export function servicesOf(
  homes: readonly Home[],
  span: { readonly from: LocalDate; readonly until: LocalDate; readonly count: number },
  chance: Chance,
): readonly Sending[] {
  const days = daysBetween(span.from, span.until);
  const sendings = Array.from({ length: span.count }, (_, nth) => {
    const id = `WO-${nth + 1}`;
    const date = addDays(span.from, Math.floor((nth * days) / span.count));
    const time = 8 * HOUR + Math.floor(chance.of(`time ${id}`) * 14 * 60) * MINUTE;
    // Where one thing broke, the next one often follows.
    const again = nth > 0 && chance.of(`again ${id}`) < 0.25;
    const home = chance.pick(`home WO-${again ? nth : nth + 1}`, homes);
    return sendingsOf(id, instantAt(date, time, ZONE), date, home, chance);
  });
  return sendings.flat().toSorted((a, b) => a.at - b.at);
}

function sendingsOf(id: string, doneAt: Instant, date: LocalDate, home: Home, chance: Chance): readonly Sending[] {
  const kind = chance.pick(`kind ${id}`, KINDS);
  const begun = {
    id,
    estate: ESTATE_ID,
    kind,
    household: home.household,
    description: `第${id.slice(3)}号服务`,
    reportedAt: formatInstant((doneAt - 3 * HOUR) as Instant, ZONE),
    ...(kind === 'repair' ? { category: chance.pick(`category ${id}`, CATEGORIES) } : {}),
    ...(kind === 'complaint' ? { severity: chance.of(`severity ${id}`) < 0.1 ? 'major' : 'general' } : {}),
    ...(chance.of(`worker ${id}`) < 0.6 ? { worker: chance.pick(`who ${id}`, STEWARDS) } : {}),
  };
  const event =
    kind === 'contracted-service'
      ? { ...begun, agreement: { start: addDays(date, -90), end: addDays(date, 60) } }
      : { ...begun, resolvedAt: formatInstant(doneAt, ZONE) };
  const lag = chance.of(`lag ${id}`);
  const at = (doneAt + (lag < 0.04 ? Math.floor(lag * 50 * DAY) : Math.floor(lag * 30) * MINUTE)) as Instant;
  const odd = chance.of(`odd ${id}`);
  const sent: Sending[] = [{ at, event }];
  if (odd < 0.08) sent.push({ at: (at + Math.floor(odd * 50 * DAY)) as Instant, event });
  else if (odd < 0.12) sent.unshift({ at: (doneAt - 2 * HOUR) as Instant, event: begun });
  else if (odd < 0.16) sent.push({ at: (at + HOUR) as Instant, event: { ...event, description: `${id} 补充说明` } });
  return sent;
}
