/** Service event 服务事项: what was done, for whom, when. Its shape is contracts.md's; its identity is (estate, id). */
import type { z } from 'zod';
import type { Instant, LocalDate } from './calendar.js';
import { eventInput, expected } from './event-input.js';
import type { PartyKind, WarrantyPart } from './event-input.js';
import { keysOf, SEVERITIES } from './terms.js';
import type { EventKind, Location, RepairCategory, RepairClass, Severity } from './terms.js';

/** One fault of an object that was taken in: `field` is a dotted path, empty for the object itself. */
export type FieldError = { readonly field: string; readonly message: string };

export type Warranty = { readonly part: WarrantyPart } & (
  | { readonly months: number }
  | { readonly seasons: number }
  | { readonly designLifeYears: number }
);

/** An event as the core knows it: times are instants, what was not given is null, false or empty. */
export type Event = {
  readonly id: string;
  readonly estate: string;
  readonly kind: EventKind;
  /** Repairs only; `other` where it was not given. */
  readonly category: RepairCategory | null;
  readonly severity: Severity | null;
  readonly class: RepairClass | null;
  readonly location: Location | null;
  readonly bigDefect: boolean;
  readonly rainCaused: boolean;
  readonly household: string | null;
  readonly description: string | null;
  readonly department: string | null;
  readonly worker: string | null;
  readonly reportedAt: Instant | null;
  readonly dispatchedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly repeatOf: string | null;
  readonly recipients: readonly string[] | 'all' | null;
  readonly charge: { readonly quoted: number; readonly charged: number } | null;
  readonly works: string | null;
  readonly part: WarrantyPart | null;
  readonly service: 'cleaning' | 'repair' | null;
  readonly contractSigned: boolean;
  readonly contractSignedOn: LocalDate | null;
  readonly newStaff: boolean;
  readonly agreement: { readonly start: LocalDate; readonly end: LocalDate } | null;
  readonly acceptedOn: LocalDate | null;
  readonly signedOn: LocalDate | null;
  readonly fitOut: boolean;
  readonly warranties: readonly Warranty[];
  readonly parties: readonly {
    readonly kind: PartyKind;
    readonly name: string;
    readonly contact: string | null;
    readonly phone: string | null;
  }[];
  readonly novelties: readonly string[];
  readonly specialProcesses: readonly { readonly process: string; readonly completedOn: LocalDate }[];
  readonly commonDefects: readonly { readonly defect: string; readonly measure: string }[];
};

type EventInput = z.output<typeof eventInput>;
/** zod leaves out what was not given: no key stands there as undefined. */
type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/**
 * Reads one event. A null field counts as not given. `assumed` fills in what the caller knows (the estate of a file).
 * Never throws: either the event, or every fault with its field.
 */
export function parseEvent(
  json: unknown,
  assumed: { readonly id?: string; readonly estate?: string } = {},
): { readonly event: Event } | { readonly errors: readonly FieldError[] } {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { errors: [{ field: '', message: expected('一个对象')({ input: json }) }] };
  }
  const given = Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null && value !== undefined));
  const parsed = eventInput.safeParse({ ...assumed, ...given });
  if (parsed.success) return withSeverityChecked(parsed.data);
  return { errors: parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })) };
}

/** A complaint is major or general; on a repair the word is read as its class (p01.12), where all four may stand. */
function withSeverityChecked(
  input: EventInput,
): { readonly event: Event } | { readonly errors: readonly FieldError[] } {
  if (isRepair(input.kind) || input.severity === undefined || input.severity in SEVERITIES) {
    return { event: completed(input) };
  }
  const message = expected(` ${keysOf(SEVERITIES).join('、')} 之一`)({ input: input.severity });
  return { errors: [{ field: 'severity', message }] };
}

const isRepair = (kind: EventKind): boolean => kind === 'repair' || kind === 'public-area-repair';

function completed(input: EventInput): Event {
  const repair = isRepair(input.kind);
  const kind = input.kind === 'repair' && input.location === 'public' ? 'public-area-repair' : input.kind;
  const { warrantyMonths, ...given } = input as Given<EventInput>;
  return {
    ...NOTHING_GIVEN,
    ...given,
    kind,
    category: input.category ?? (repair ? 'other' : null),
    class: input.class ?? (repair ? (input.severity ?? null) : null),
    severity: repair ? null : ((input.severity as Severity | undefined) ?? null),
    location: input.location ?? (kind === 'public-area-repair' ? 'public' : null),
    warranties: warrantiesOf(input.warranties, warrantyMonths),
    parties: (input.parties ?? []).map((one) => ({ ...one, contact: one.contact ?? null, phone: one.phone ?? null })),
  };
}

function warrantiesOf(given: EventInput['warranties'], months: number | undefined): readonly Warranty[] {
  if (given && given.length > 0) return given as readonly Warranty[];
  return months === undefined ? [] : [{ part: 'other', months }];
}

const NOTHING_GIVEN = {
  location: null,
  bigDefect: false,
  rainCaused: false,
  household: null,
  description: null,
  department: null,
  worker: null,
  reportedAt: null,
  dispatchedAt: null,
  answeredAt: null,
  resolvedAt: null,
  repeatOf: null,
  recipients: null,
  charge: null,
  works: null,
  part: null,
  service: null,
  contractSigned: false,
  contractSignedOn: null,
  newStaff: false,
  agreement: null,
  acceptedOn: null,
  signedOn: null,
  fitOut: false,
  novelties: [],
  specialProcesses: [],
  commonDefects: [],
} satisfies Partial<Event>;
