/** Service event 服务事项: what was done, for whom, when. Its shape is contracts.md's; its identity is (estate, id). */
import type { z } from 'zod';
import type { Instant, LocalDate } from './calendar.js';
import { eventInput, expected } from './event-input.js';
import type { PartyKind, WarrantyPart } from './event-input.js';
import { parseHousehold } from './household.js';
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
  const given: Record<string, unknown> = { ...assumed, ...json };
  for (const key of Object.keys(given)) {
    if (given[key] === null || given[key] === undefined) Reflect.deleteProperty(given, key);
  }
  const parsed = eventInput.safeParse(given);
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

/** Field by field, so that every event has the same shape: plans run over millions. */
function completed(given: EventInput): Event {
  const repair = isRepair(given.kind);
  const kind = given.kind === 'repair' && given.location === 'public' ? 'public-area-repair' : given.kind;
  return {
    id: given.id,
    estate: given.estate,
    kind,
    category: given.category ?? (repair ? 'other' : null),
    severity: repair ? null : ((given.severity as Severity | undefined) ?? null),
    class: given.class ?? (repair ? (given.severity ?? null) : null),
    location: given.location ?? (kind === 'public-area-repair' ? 'public' : null),
    bigDefect: given.bigDefect ?? false,
    rainCaused: given.rainCaused ?? false,
    household: given.household === undefined ? null : parseHousehold(given.household),
    description: given.description ?? null,
    department: given.department ?? null,
    worker: given.worker ?? null,
    reportedAt: given.reportedAt ?? null,
    dispatchedAt: given.dispatchedAt ?? null,
    answeredAt: given.answeredAt ?? null,
    resolvedAt: given.resolvedAt ?? null,
    repeatOf: given.repeatOf ?? null,
    recipients: given.recipients ?? null,
    charge: given.charge ?? null,
    works: given.works ?? null,
    part: given.part ?? null,
    service: given.service ?? null,
    contractSigned: given.contractSigned ?? false,
    contractSignedOn: given.contractSignedOn ?? null,
    newStaff: given.newStaff ?? false,
    agreement: given.agreement ?? null,
    acceptedOn: given.acceptedOn ?? null,
    signedOn: given.signedOn ?? null,
    fitOut: given.fitOut ?? false,
    warranties: warrantiesOf(given.warranties, given.warrantyMonths),
    parties: (given.parties ?? []).map((one) => ({ ...one, contact: one.contact ?? null, phone: one.phone ?? null })),
    novelties: given.novelties ?? [],
    specialProcesses: given.specialProcesses ?? [],
    commonDefects: given.commonDefects ?? [],
  };
}

function warrantiesOf(given: EventInput['warranties'], months: number | undefined): readonly Warranty[] {
  if (given && given.length > 0) return given as readonly Warranty[];
  return months === undefined ? [] : [{ part: 'other', months }];
}
