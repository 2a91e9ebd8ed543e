/**
 * A second reading of the eleven policies, written by hand from their clauses: which visits an event asks for, in the
 * words that `huifang plan` prints. Its dates are whole days since 1970 and its own, its clocks those of `Intl`; it shares
 * no code with the product.
 */
export type Given = Readonly<Record<string, unknown>> & { readonly id: string; readonly kind: string };
export type Line = {
  readonly event: string;
  readonly policy: string;
  readonly clause: string;
  readonly visit: number;
  readonly earliest: string;
  readonly due: string;
  readonly rate: number | null;
  readonly quota?: string;
  readonly by: readonly string[];
  readonly how: readonly string[];
  readonly record: string;
};

const DAY = 86_400_000;
const HOUR = 3_600_000;

/* Days since 1970 and the calendar. */
export const dayOf = (text: string): number => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return Date.UTC(year, month - 1, day) / DAY;
};
const partsOf = (day: number): readonly [number, number, number] => {
  const at = new Date(day * DAY);
  return [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
};
const lengthOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
export const monthsOn = (day: number, months: number): number => {
  const [year, month, date] = partsOf(day);
  const to = new Date(Date.UTC(year, month + months, 1));
  const [toYear, toMonth] = [to.getUTCFullYear(), to.getUTCMonth()];
  return Date.UTC(toYear, toMonth, Math.min(date, lengthOfMonth(toYear, toMonth))) / DAY;
};
export const nextMonth = (day: number): number => {
  const [year, month] = partsOf(day);
  return Date.UTC(year, month + 1, 1) / DAY;
};
/** The Monday after a day's week; day 0 was a Thursday. */
const nextMonday = (day: number): number => day + 7 - ((day + 3) % 7);

/* Zones. */
const formats = new Map<string, Intl.DateTimeFormat>();
export function offsetOf(at: number, zone: string): number {
  let format = formats.get(zone);
  if (!format)
    formats.set(zone, (format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })));
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000);
}
/** The day that a clock on the wall shows. */
export function localDay(at: number, zone: string): number {
  let format = dateFormats.get(zone);
  if (!format) {
    const fields = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    dateFormats.set(
      zone,
      (format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, calendar: 'gregory', ...fields })),
    );
  }
  return dayOf(format.format(at));
}
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/**
 * The first instant of a local day, found by looking when the date on the wall changes: right also where summer time
 * leaves midnight out, or has it twice.
 */
export function midnight(day: number, zone: string): number {
  const key = `${zone} ${day}`;
  const known = midnights.get(key);
  if (known !== undefined) return known;
  let [before, from] = [day * DAY - 15 * HOUR, day * DAY + 15 * HOUR];
  while (from - before > 1000) {
    const middle = before + Math.floor((from - before) / 2000) * 1000;
    if (localDay(middle, zone) < day) before = middle;
    else from = middle;
  }
  midnights.set(key, from);
  return from;
}
const midnights = new Map<string, number>();

export function written(at: number, zone: string): string {
  const offset = offsetOf(at, zone);
  const sign = offset < 0 ? '-' : '+';
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number): string => String(value).padStart(2, '0');
  const local = new Date(at + offset).toISOString().slice(0, 19);
  return `${local}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

type Span = readonly [number, number] | null;
type Extra = {
  readonly rate?: number | null;
  readonly quota?: string;
  readonly by: string;
  readonly how: string;
  readonly record: string;
};

/** All lines of one event under all eleven policies, in the order in which they are printed. */
export function expectedLines(event: Given, zone: string): readonly Line[] {
  const lines: { readonly line: Line; readonly at: readonly [number, number] }[] = [];
  const put = (clause: string, spans: readonly Span[], extra: Extra): void => {
    let visit = 0;
    for (const span of spans) {
      if (!span || span[0] >= span[1]) continue;
      visit += 1;
      const line: Line = {
        event: event.id,
        policy: clause.slice(0, 3),
        clause,
        visit,
        earliest: written(span[0], zone),
        due: written(span[1], zone),
        rate: extra.rate === undefined ? 100 : extra.rate,
        ...(extra.quota && { quota: extra.quota }),
        by: extra.by.split(' '),
        how: extra.how.split(' '),
        record: extra.record,
      };
      lines.push({ line, at: span });
    }
  };
  const started = typeof event['resolvedAt'] === 'string' ? Date.parse(event['resolvedAt']) : null;
  services(event, started, zone, put);
  agreements(event, zone, put);
  if (event.kind === 'works-completion') works(event, zone, put);
  const clauseNumber = ({ clause }: Line): number => Number(clause.split('.')[1]);
  return lines
    .sort(
      (a, b) =>
        a.at[1] - b.at[1] ||
        a.at[0] - b.at[0] ||
        a.line.policy.localeCompare(b.line.policy) ||
        clauseNumber(a.line) - clauseNumber(b.line) ||
        a.line.visit - b.line.visit,
    )
    .map(({ line }) => line);
}

type Put = (clause: string, spans: readonly Span[], extra: Extra) => void;
const ANY = 'phone in-person chat';
const P02 = { by: 'steward', how: 'phone in-person walk-round chat', record: '业主回访记录表' };
const P03 = { how: ANY, record: '回访记录表' };
const P05 = { how: 'in-person on-site', record: '回访记录表' };
const P11 = { by: 'steward', how: ANY, record: '回访记录表' };

function services(event: Given, x: number | null, zone: string, put: Put): void {
  if (x === null) return;
  const d = localDay(x, zone);
  const day = (date: number): number => midnight(date, zone);
  const within = (days: number): Span => [x, day(d + days + 1)];
  const aMonth: Span = [x, day(monthsOn(d, 1) + 1)];
  const nextDay: Span = [day(d + 1), day(d + 2)];
  const open = { ...P03, rate: null, by: 'steward' };
  const reported = event['household'] !== undefined;
  const kind = event.kind === 'repair' && event['location'] === 'public' ? 'public-area-repair' : event.kind;
  const major = event['severity'] === 'major';
  switch (kind) {
    case 'complaint': {
      const together = 'department-head steward';
      put('p02.2', [within(3)], major ? { ...P02, by: 'manager' } : P02);
      put('p03.1', [within(3)], { ...P03, by: major ? 'manager' : together });
      put('p05.1', [within(3)], { ...P05, by: major ? 'manager' : together });
      put('p08.1', [within(3)], { by: 'dispatcher', how: ANY, record: '回访记录表' });
      put('p11.1', [[x, x + 24 * HOUR]], { by: 'supervisor', how: ANY, record: '投诉处置表' });
      return;
    }
    case 'repair': {
      p01(event, { aMonth, nextDay, within }, put);
      put('p02.3', [[x, day(nextMonth(d) + 7)]], { ...P02, rate: 50 });
      put('p03.2', [[day(d + 7), day(monthsOn(d, 1) + 1)]], { ...P03, rate: 30, by: 'steward' });
      put('p05.2', [[day(monthsOn(d, 1)), day(monthsOn(d, 2) + 1)]], { ...P05, rate: 30, by: 'steward' });
      const officer = { by: 'visit-officer', how: 'in-person phone intercom chat', record: '户内维修回访记录' };
      put('p06.3', [[day(nextMonday(d)), day(nextMonday(d) + 7)]], { ...officer, rate: null, quota: 'per-day' });
      put('p11.2', [[x + 24 * HOUR, x + 48 * HOUR]], { ...P11, record: '维修工作单' });
      return;
    }
    case 'public-area-repair':
      if (reported) put('p03.6', [within(7)], open);
      if (reported) put('p05.7', [within(7)], { ...P05, rate: null, by: 'steward' });
      put('p11.4', [within(3)], { ...P11, how: 'on-site', record: '维修工作单' });
      return;
    case 'home-service':
      p04(event, d, [x, day(nextMonth(d) + 7)], put);
      put('p03.6', [within(7)], open);
      put('p05.7', [within(7)], { ...P05, rate: null, by: 'steward' });
      put('p11.5', [within(7)], { ...P11, rate: null });
      return;
    case 'help':
      put('p03.4', [within(7)], { ...open, rate: 30 });
      put('p05.6', [within(7)], { ...P05, rate: 30, by: 'steward' });
      put('p11.5', [within(7)], { ...P11, rate: null });
      return;
    case 'paid-service':
      put('p03.6', [within(7)], open);
      put('p05.7', [within(7)], { ...P05, rate: null, by: 'steward' });
      put('p11.3', [within(3)], P11);
      return;
    case 'emergency-aid':
    case 'other':
      put('p03.6', [within(7)], open);
      put(kind === 'other' ? 'p05.7' : 'p05.4', [within(7)], { ...P05, rate: null, by: 'steward' });
      put('p11.5', [within(7)], { ...P11, rate: null });
      return;
    case 'publication':
    case 'activity':
      put('p03.5', [aMonth], { ...open, rate: 10 });
      put('p05.5', [aMonth], { ...P05, rate: 10, by: 'steward' });
      put('p11.5', [within(7)], { ...P11, rate: null });
      return;
    case 'contracted-service':
      put('p11.5', [within(7)], { ...P11, rate: null });
      return;
    case 'works-completion':
      return;
    default:
      throw new Error(`no such kind: ${kind}`);
  }
}

type Spans = { readonly aMonth: Span; readonly nextDay: Span; readonly within: (days: number) => Span };

function p01(event: Given, { aMonth, nextDay, within }: Spans, put: Put): void {
  const extra = { by: 'steward', how: 'chat phone in-person', record: '回访记录表' };
  const table: Readonly<Record<string, readonly [string, readonly Span[]]>> = {
    danger: ['p01.1', [within(7)]],
    outage: ['p01.12', [within(3), aMonth]],
    seepage: ['p01.3', [nextDay]],
    lighting: ['p01.12', [within(3)]],
    'low-water-pressure': ['p01.12', [within(3), aMonth]],
    'tv-reception': ['p01.6', [nextDay]],
    'wall-crack': ['p01.7', [within(5), aMonth]],
    fitting: ['p01.12', [within(3)]],
    blockage: ['p01.9', [nextDay]],
    'appliance-simple': ['p01.10', [nextDay]],
    'appliance-specialist': ['p01.11', []],
    other: ['p01.12', [within(3)]],
  };
  const [clause, spans] = table[(event['category'] as string | undefined) ?? 'other'] ?? ['', []];
  put(clause, spans, extra);
}

function p04(event: Given, d: number, span: Span, put: Put): void {
  const signed = event['contractSigned'] === true;
  const signedOn = event['contractSignedOn'];
  const first = signed && typeof signedOn === 'string' && dayOf(signedOn) <= d;
  const certain = event['newStaff'] === true || first;
  const extra = {
    how: signed ? 'in-person' : 'phone chat',
    record: '居家服务回访记录表',
    ...(certain ? { rate: 100 } : { rate: null, quota: 'tiers' }),
  };
  if (event['service'] === 'cleaning') put('p04.1', [span], { ...extra, by: 'cleaning-lead' });
  if (event['service'] === 'repair') put('p04.2', [span], { ...extra, by: 'dispatcher' });
}

function agreements(event: Given, zone: string, put: Put): void {
  const agreement = event['agreement'] as { readonly start: string; readonly end: string } | undefined;
  if (event.kind !== 'contracted-service' || !agreement) return;
  const [start, end] = [dayOf(agreement.start), dayOf(agreement.end)];
  const length = end - start + 1;
  const day = (date: number): number => midnight(date, zone);
  const [third, twoThirds] = [start + Math.floor(length / 3), start + Math.floor((2 * length) / 3)];
  const both: readonly Span[] = [
    [day(third), day(twoThirds)],
    [day(end + 1), day(end + 8)],
  ];
  put('p02.4', both, { ...P02, rate: 30 });
  put('p03.3', [[day(twoThirds), day(end + 1)]], { ...P03, rate: 30, by: 'steward' });
  put('p05.3', both, { ...P05, rate: 30, by: 'steward' });
}

type Part = { readonly months?: number; readonly designLifeYears?: number };

function works(event: Given, zone: string, put: Put): void {
  const day = (date: number): number => midnight(date, zone);
  const read = (field: string): number | null => (typeof event[field] === 'string' ? dayOf(event[field]) : null);
  const accepted = read('acceptedOn');
  const signed = read('signedOn') ?? accepted;
  const parts =
    (event['warranties'] as readonly Part[] | undefined) ??
    (event['warrantyMonths'] === undefined ? [] : [{ months: event['warrantyMonths'] as number }]);
  const inMonths = parts.flatMap(({ months }) => (months === undefined ? [] : [months]));
  const novel = ((event['novelties'] as readonly string[] | undefined) ?? []).length > 0;
  const p07 = { by: 'warranty-lead', how: 'meeting on-site', record: '工程回访记录' };
  const p09 = { by: 'supervision-team', how: 'on-site phone chat', record: '监理反馈信息表' };
  const halves = (start: number, end: number, first: number): readonly Span[] => {
    const spans: Span[] = [];
    for (let k = first; monthsOn(start, 6 * (k - 1)) < end; k += 1) {
      spans.push([day(monthsOn(start, 6 * (k - 1))), day(Math.min(monthsOn(start, 6 * k), end))]);
    }
    return spans;
  };
  const processes = (event['specialProcesses'] as readonly { readonly completedOn: string }[] | undefined) ?? [];
  const done = processes.map(({ completedOn }) => dayOf(completedOn));
  put(
    'p07.11',
    done.map((at): Span => [day(at), day(at + 8)]),
    p07,
  );
  if (signed !== null) {
    const months = inMonths.length > 0 ? Math.max(...inMonths) : 24;
    const p10 = { by: 'works-lead', how: 'in-person on-site meeting', record: '回访工作记录' };
    put('p10.1', halves(signed, monthsOn(signed, months), 1), p10);
  }
  if (accepted === null) return;
  put('p09.2', [[day(monthsOn(accepted, 2)), day(monthsOn(accepted, 3))]], p09);
  const endOf = (months: number): number => Math.max(monthsOn(accepted + 1, months), monthsOn(accepted, months) + 1);
  const technical: Span = [day(monthsOn(accepted, 6)), day(monthsOn(accepted, 7))];
  if (novel) {
    put('p07.8', [technical], p07);
    const parties = (event['parties'] as readonly { readonly kind: string }[] | undefined) ?? [];
    const asked = parties.filter(({ kind }) => ['owner', 'quality-inspection', 'supervision'].includes(kind));
    for (const _ of asked) put('p07.10', [technical], p07);
  }
  const ends = parts.flatMap(({ months, designLifeYears }) =>
    months !== undefined ? [endOf(months)] : designLifeYears !== undefined ? [endOf(12 * designLifeYears)] : [],
  );
  put(
    'p07.9',
    ends.map((end): Span => [day(end - 60), day(end)]),
    p07,
  );
  if (inMonths.length === 0) return;
  const end = endOf(Math.max(...inMonths));
  const seasons: Span[] = [];
  for (let [year] = partsOf(accepted); year <= partsOf(end)[0]; year += 1) {
    const begins = dayOf(`${year}-05-01`);
    if (begins > accepted && begins < end) seasons.push([day(begins), day(dayOf(`${year}-10-01`))]);
  }
  put('p07.7', seasons, p07);
  put('p07.12', halves(accepted + 1, end, 1), p07);
  put('p09.3', halves(accepted + 1, end, 2), p09);
}
