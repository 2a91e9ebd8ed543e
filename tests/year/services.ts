/** What was done for an estate over some time, by a seed: services of every kind, at all hours of the working day. */
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
import type { EventKind } from '../../src/core/terms.js';
import type { Chance } from './chance.js';
import { ESTATE_ID, STEWARDS, ZONE, type Home } from './estate.js';

/** What is sent, and when: an event may come twice, late, or first without its end. */
export type Sending = {
  readonly at: Instant;
  readonly event: Readonly<Record<string, unknown>> & { readonly id: string };
};

/** Of a thousand services so many are of a kind. */
const SHARES: readonly (readonly [EventKind, number])[] = [
  ['repair', 460],
  ['complaint', 180],
  ['help', 120],
  ['paid-service', 50],
  ['home-service', 50],
  ['contracted-service', 45],
  ['public-area-repair', 35],
  ['emergency-aid', 20],
  ['other', 30],
  ['publication', 4],
  ['activity', 4],
  ['works-completion', 2],
];
const KINDS = SHARES.flatMap(([kind, share]) => Array<EventKind>(share).fill(kind));

const CATEGORIES = [
  'seepage',
  'lighting',
  'blockage',
  'fitting',
  'danger',
  'outage',
  'wall-crack',
  'low-water-pressure',
  'tv-reception',
  'appliance-simple',
  'appliance-specialist',
  'other',
] as const;

/** `count` services between two dates (the last one left out), with their sendings. */
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
    return sendingsOf(id, instantAt(date, time, ZONE), date, { home, homes }, chance);
  });
  return sendings.flat().toSorted((a, b) => a.at - b.at);
}

const SENT_EVERY_MS = 30 * MINUTE;

type Where = { readonly home: Home; readonly homes: readonly Home[] };

function sendingsOf(id: string, doneAt: Instant, date: LocalDate, where: Where, chance: Chance): readonly Sending[] {
  const kind = id === FIRST_WORKS ? 'works-completion' : chance.pick(`kind ${id}`, KINDS);
  const begun = {
    id,
    estate: ESTATE_ID,
    kind,
    ...(OF_NOBODY.includes(kind) ? {} : { household: where.home.household }),
    description: `第${id.slice(3)}号服务`,
    ...handledBy(id, doneAt, chance),
    ...(chance.of(`worker ${id}`) < 0.6 ? { worker: chance.pick(`who ${id}`, STEWARDS) } : {}),
    ...detailsOf(kind, id, date, where, chance),
  };
  const event = kind === 'contracted-service' ? begun : { ...begun, resolvedAt: formatInstant(doneAt, ZONE) };
  const lag = chance.of(`lag ${id}`);
  const late = lag < 0.04 ? Math.floor(lag * 50 * DAY) : Math.floor(lag * 30) * MINUTE;
  // The system that sends them does so every half hour.
  const at = (Math.ceil((doneAt + late) / SENT_EVERY_MS) * SENT_EVERY_MS) as Instant;
  const odd = chance.of(`odd ${id}`);
  const sent: Sending[] = [{ at, event }];
  if (odd < 0.08) sent.push({ at: (at + Math.floor(odd * 50 * DAY)) as Instant, event });
  else if (odd < 0.12) sent.unshift({ at: (doneAt - 2 * HOUR) as Instant, event: begun });
  else if (odd < 0.16) sent.push({ at: (at + HOUR) as Instant, event: { ...event, description: `${id} 补充说明` } });
  return sent;
}

/** Some are handled at once, most within hours, some take days. */
function handledBy(id: string, doneAt: Instant, chance: Chance): Readonly<Record<string, unknown>> {
  const pace = chance.of(`pace ${id}`);
  const reportedAt = doneAt - (pace < 0.3 ? 20 * MINUTE : pace < 0.85 ? 3 * HOUR : Math.floor(pace * 6) * DAY);
  const [reported, answered] = [reportedAt, reportedAt + 15 * MINUTE].map((at) => formatInstant(at as Instant, ZONE));
  return { reportedAt: reported, dispatchedAt: answered, answeredAt: answered };
}

/** Done for many, or for no household. */
const OF_NOBODY: readonly EventKind[] = ['publication', 'activity', 'works-completion'];

/** What a kind has beside what all have. */
function detailsOf(
  kind: EventKind,
  id: string,
  date: LocalDate,
  { homes }: Where,
  chance: Chance,
): Readonly<Record<string, unknown>> {
  const often = (label: string, share: number): boolean => chance.of(`${label} ${id}`) < share;
  switch (kind) {
    case 'repair':
      return {
        category: chance.pick(`category ${id}`, CATEGORIES),
        class: chance.pick(`class ${id}`, ['minor', 'urgent', 'general', 'general', 'major'] as const),
        location: often('public', 0.1) ? 'public' : 'indoor',
        ...(often('rain', 0.05) ? { rainCaused: true } : {}),
        ...(often('warranty', 0.06) ? { works: FIRST_WORKS, part: 'electrics' } : {}),
      };
    case 'complaint':
      return {
        severity: often('severity', 0.1) ? 'major' : 'general',
        // Of a repair some time before, if that was one.
        ...(often('repeat', 0.15) ? { repeatOf: `WO-${Math.max(1, Number(id.slice(3)) - 20)}` } : {}),
      };
    case 'home-service': {
      const signed = often('signed', 0.5);
      const service = often('service', 0.5) ? 'cleaning' : 'repair';
      const contract = signed ? { contractSignedOn: addDays(date, -20) } : {};
      return { service, contractSigned: signed, ...contract, newStaff: often('new', 0.2) };
    }
    case 'paid-service': {
      const quoted = 20 + Math.floor(chance.of(`quoted ${id}`) * 200);
      return { charge: { quoted, charged: often('charged', 0.9) ? quoted : quoted + 10 } };
    }
    case 'contracted-service':
      return { agreement: { start: addDays(date, -90), end: addDays(date, 60) } };
    case 'public-area-repair':
      return { location: 'public', bigDefect: often('big', 0.2) };
    case 'publication':
    case 'activity':
      return {
        recipients: Array.from({ length: 12 }, (_, nth) => chance.pick(`recipient ${nth} ${id}`, homes).household),
      };
    case 'works-completion':
      return worksOf(date, often('fit-out', 0.5));
    case 'help':
    case 'emergency-aid':
    case 'other':
      return {};
    default:
      return kind satisfies never;
  }
}

/** The works under whose warranty repairs are made: the first service of the time. */
const FIRST_WORKS = 'WO-1';

const worksOf = (date: LocalDate, fitOut: boolean): Readonly<Record<string, unknown>> => ({
  acceptedOn: addDays(date, -2),
  signedOn: date,
  fitOut,
  warranties: [
    { part: 'wet-room', months: 60 },
    { part: 'electrics', months: 24 },
    { part: 'heating-cooling', seasons: 2 },
  ],
  parties: [
    { kind: 'owner', name: '翠湖业委会', contact: '王五' },
    { kind: 'user', name: '翠湖商户', contact: '赵六' },
    { kind: 'quality-inspection', name: '质检站' },
    { kind: 'supervision', name: '监理公司' },
  ],
  novelties: ['新型防水卷材'],
  specialProcesses: [{ process: '地下室防水', completedOn: addDays(date, -30) }],
  commonDefects: [{ defect: '外墙渗水', measure: '加做一道防水' }],
});
