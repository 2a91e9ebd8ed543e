/** Events that stand for all others, to try what two clauses make of the same event. */
import { addDays, isLocalDate } from '../calendar.js';
import type { LocalDate } from '../calendar.js';
import { parseEvent } from '../event.js';
import type { Event } from '../event.js';
import { kept } from '../kept.js';
import { EVENT_KINDS, keysOf } from '../terms.js';
import { matchesAny } from './match.js';
import type { Match } from './schema-base.js';
import type { Clause } from './schema.js';

/** What is alike in some probes: one word of each list, and flags. */
export type Shape = Match;
export type Probes = { readonly shape: Shape; readonly events: readonly Event[] };

/** Ends of months, leap days, every day of a week, turns of the year; each at its first and its last second. */
const DAYS =
  '2026-01-31 2028-01-31 2028-02-28 2028-02-29 2026-03-02 2026-03-03 2026-03-04 2026-03-05 2026-03-06 2026-03-07 2026-03-08 2026-08-31 2026-12-31'
    .split(' ')
    .filter(isLocalDate);
const TIMES = ['00:00:00', '23:59:59'];
/** What has a term of its own: agreements in days, warranties in months, and when a special process was completed. */
const TERMS = [
  { days: 1, months: 24, process: 0 },
  { days: 30, months: 3, process: 75 },
  { days: 365, months: 60, process: 250 },
] as const;
type Term = (typeof TERMS)[number];
/** The kinds that have such a term. */
const WITH_TERM: ReadonlySet<string> = new Set(['contracted-service', 'works-completion']);

const LISTS = ['kind', 'category', 'class', 'severity', 'location', 'service'] as const;
const FLAGS = ['household', 'rainCaused', 'bigDefect', 'contractSigned', 'newStaff', 'fitOut', 'repeat'] as const;

/** Probes of every shape that both clauses name, of events that both are for. */
export function probesFor(a: Clause, b: Clause): readonly Probes[] {
  const kinds = [a, b].map(({ on = [] }) => new Set(on.flatMap((match) => match.kind ?? keysOf(EVENT_KINDS))));
  const named = [...matchesOf(a), ...matchesOf(b)];
  return shapesOf(named).flatMap((shape) => {
    if (!shape.kind?.every((kind) => kinds.every((of) => of.has(kind)))) return [];
    const both = (event: Event): boolean => matchesAny(a.on, event, 'UTC') && matchesAny(b.on, event, 'UTC');
    const events = eventsOf(JSON.stringify(shape)).filter(both);
    return events.length === 0 ? [] : [{ shape, events }];
  });
}

const matchesOf = ({ on = [], visits = [] }: Clause): readonly Match[] => [
  ...on,
  ...visits.flatMap(({ when, cases = [] }) => [...(when ? [when] : []), ...cases.map((one) => one.when)]),
];

/** Every combination of the words that are named; a field that nobody names is left alone. */
function shapesOf(named: readonly Match[]): readonly Shape[] {
  let shapes: Record<string, unknown>[] = [{}];
  const split = (field: string, values: readonly unknown[]): void => {
    shapes = shapes.flatMap((shape) =>
      values.map((value) => (value === undefined ? shape : { ...shape, [field]: value })),
    );
  };
  for (const field of LISTS) {
    const every = field === 'kind' ? keysOf(EVENT_KINDS) : [];
    const words = new Set(named.flatMap((match): readonly string[] => match[field] ?? every));
    if (words.size > 0) split(field, [...[...words].map((word) => [word]), ...(field === 'kind' ? [] : [undefined])]);
  }
  for (const field of [...FLAGS, 'underWarranty', 'novelties'] as const) {
    if (named.some((match) => match[field] !== undefined)) split(field, [true, false]);
  }
  return shapes;
}

/** By the shape's JSON: many pairs of clauses are tried on the same events. */
const eventsOf = kept((shape: string): readonly Event[] =>
  DAYS.flatMap((day) =>
    TIMES.flatMap((time) => TERMS.flatMap((term) => eventOf(JSON.parse(shape) as Shape, day, time, term))),
  ),
);

function eventOf(shape: Shape, day: LocalDate, time: string, term: Term): readonly Event[] {
  const word = (field: (typeof LISTS)[number]): string | undefined => shape[field]?.[0];
  const at = `${day}T${time}+08:00`;
  const kind = word('kind') ?? 'other';
  if (term !== TERMS[0] && !WITH_TERM.has(kind)) return [];
  const read = parseEvent({
    id: 'PROBE',
    estate: 'probe',
    kind,
    category: word('category'),
    class: word('class'),
    severity: word('severity'),
    location: word('location'),
    service: word('service'),
    household: shape.household === false ? undefined : '1-1-101',
    rainCaused: shape.rainCaused,
    bigDefect: shape.bigDefect,
    contractSigned: shape.contractSigned,
    newStaff: shape.newStaff,
    fitOut: shape.fitOut,
    repeatOf: shape.repeat ? 'EARLIER' : undefined,
    works: shape.underWarranty ? 'WORKS' : undefined,
    novelties: shape.novelties === false ? [] : ['new'],
    reportedAt: at,
    resolvedAt: at,
    agreement: { start: day, end: addDays(day, term.days - 1) },
    acceptedOn: day,
    warrantyMonths: term.months,
    specialProcesses: [{ process: 'special', completedOn: addDays(day, term.process) }],
  });
  return 'event' in read ? [read.event] : [];
}
