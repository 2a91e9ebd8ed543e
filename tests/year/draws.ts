/** Whether draws kept their quota: at every moment, and at each period's close. Counted again from rows and audit. */
import { createHash } from 'node:crypto';
import { ESTATE_ID } from './estate.js';
import { grouped, type AuditRow, type DrawRow, type Ledger, type VisitRow } from './ledger.js';

type Detail = Readonly<Record<string, unknown>>;
const detailOf = (row: AuditRow): Detail => JSON.parse(row.detail) as Detail;

/** Least whole number that is at least `percent` of `population`. */
const share = (population: number, percent: number): number => Math.ceil((population * percent) / 100);

type Rule = { readonly unit: string; readonly quota: Quota | null };
type Quota =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'tiers'; readonly tiers: readonly { readonly upTo?: number; readonly percent: number }[] }
  | { readonly kind: 'per-day'; readonly cap: number };

/** What is wrong with the draws, in words; nothing if nothing is. */
export function drawFaults({ draws, visits, audit }: Ledger): readonly string[] {
  const moves = grouped(
    audit.filter(({ action }) => action === 'visit.draw'),
    ({ subject }) => subject,
  );
  const rows = grouped(audit, ({ subject }) => subject);
  const members = grouped(visits, ({ drawId }) => drawId);
  return draws
    .filter(({ size }) => size > 0)
    .flatMap((draw) => {
      const its = members.get(draw.id) ?? [];
      const units = grouped(its, ({ drawPosition }) => drawPosition ?? -1);
      const about: About = {
        draw,
        rule: JSON.parse(draw.quota) as Rule,
        places: [...units.keys()].toSorted((a, b) => a - b),
        drawn: (place) => (units.get(place) ?? []).flatMap(({ no }) => moves.get(`visit:${no}`) ?? []),
        units,
        rows: rows.get(`draw:${draw.id}`) ?? [],
      };
      if (its.length === 0 && isList(about)) return recordFaults(about);
      return [...placeFaults(about), ...rateFaults(about), ...closeFaults(about)];
    });
}

type About = {
  readonly draw: DrawRow;
  readonly rule: Rule;
  readonly places: readonly number[];
  readonly units: ReadonlyMap<number, readonly VisitRow[]>;
  /** The moves of a unit's visits out of the draw, in order. */
  readonly drawn: (place: number) => readonly AuditRow[];
  readonly rows: readonly AuditRow[];
};

const isDrawn = (move: AuditRow): boolean => detailOf(move)['to'] === 'drawn';
const isList = ({ rows }: About): boolean => rows.some(({ action }) => action === 'draw.list');

function placeFaults(about: About): readonly string[] {
  const { draw, places, drawn } = about;
  const faults: string[] = [];
  if (!isList(about) && places.some((place, at) => place !== at)) faults.push(`${draw.id}: places are not 0, 1, 2 …`);
  if (!isList(about) && draw.size !== places.length) faults.push(`${draw.id}: says ${draw.size} of ${places.length}`);
  if (places.some((place) => place < 0 || place >= draw.size)) faults.push(`${draw.id}: a place beyond its size`);
  const isChosen = (place: number): boolean => (isList(about) ? isAnnounced(about, place) : drawn(place).some(isDrawn));
  const chosen = places.filter(isChosen).length;
  if (draw.chosen !== chosen) faults.push(`${draw.id}: says ${draw.chosen} chosen of ${chosen}`);
  const isTraced = (place: number): boolean => (isList(about) ? isChosen(place) : drawn(place).length > 0);
  if (!places.every(isTraced)) faults.push(`${draw.id}: a draw is not in the audit`);
  return faults;
}

/** Of a list of records nobody is visited: what was drawn stands in the step alone. */
function recordFaults({ draw, rows }: About): readonly string[] {
  const chosen = rows.flatMap((row) => (detailOf(row)['chosen'] as readonly string[] | undefined) ?? []).length;
  return draw.chosen === chosen ? [] : [`${draw.id}: says ${draw.chosen} chosen of ${chosen}`];
}

/** Whoever was chosen from a list stands by name in the step of the draw that chose them. */
function isAnnounced({ rows, units }: About, place: number): boolean {
  const named = rows.flatMap((row) => (detailOf(row)['chosen'] as readonly string[] | undefined) ?? []);
  return (units.get(place) ?? []).some(({ household }) => named.includes(`${ESTATE_ID}/${household}`));
}

/** While events trickle in: within one of the rate, or, among tiers, never below the least of them. */
function rateFaults(about: About): readonly string[] {
  const { quota } = about.rule;
  if (isList(about) || quota === null || quota.kind === 'per-day') return [];
  const percent = quota.kind === 'percent' ? quota.percent : Math.min(...quota.tiers.map((tier) => tier.percent));
  let chosen = 0;
  return about.places.flatMap((place, at) => {
    const [first] = about.drawn(place);
    if (first !== undefined && isDrawn(first)) chosen += 1;
    const strayed = chosen - ((at + 1) * percent) / 100;
    const isWrong = strayed <= -1 || (quota.kind === 'percent' && strayed >= 1);
    return isWrong ? [`${about.draw.id}: ${chosen} of the first ${at + 1} at ${percent}%`] : [];
  });
}

function closeFaults(about: About): readonly string[] {
  const { draw, rule, places, units } = about;
  const close = about.rows.findLast(({ action }) => action === 'draw.close');
  if (close === undefined) return draw.closedAt === null ? [] : [`${draw.id}: closed without a trace`];
  const known = places.filter((place) => isList(about) || about.drawn(place).some(({ seq }) => seq < close.seq));
  const { population, asked, counted, short, populationHash, chosen = [] } = detailOf(close);
  const faults: string[] = [];
  const idOf = ({ household, startedBy }: VisitRow): string =>
    (rule.unit === 'household' || rule.unit === 'recipient') && household !== null
      ? `${ESTATE_ID}/${household}`
      : startedBy;
  const ids = known.flatMap((place) => units.get(place)?.slice(0, 1).map(idOf) ?? []);
  if (!isList(about)) {
    const hash = createHash('sha256').update(JSON.stringify(ids.toSorted((a, b) => (a < b ? -1 : 1))));
    if (populationHash !== hash.digest('hex')) faults.push(`${draw.id}: the population's hash is another`);
    if (population !== known.length) faults.push(`${draw.id}: closed over ${String(population)} of ${known.length}`);
  }
  const should = askedOf(rule.quota, Number(population));
  if (should !== null && asked !== should) faults.push(`${draw.id}: asked ${String(asked)}, not ${should}`);
  const met = Number(counted) + (chosen as readonly string[]).length + Number(short);
  if (met < Number(asked)) faults.push(`${draw.id}: ${met} of ${String(asked)} at its close`);
  const couldStill = known.some((place) =>
    (units.get(place) ?? []).every(({ status, due }) => status === 'not-drawn' && due > close.at),
  );
  if (Number(short) > 0 && couldStill) faults.push(`${draw.id}: short, though a window was open`);
  return faults;
}

/** What a quota asks of a population; null where that depends on its days. */
function askedOf(quota: Quota | null, population: number): number | null {
  if (quota === null || quota.kind === 'per-day') return null;
  if (quota.kind === 'percent') return share(population, quota.percent);
  const tier = quota.tiers.find(({ upTo }) => upTo === undefined || population <= upTo);
  return tier === undefined ? null : share(population, tier.percent);
}
