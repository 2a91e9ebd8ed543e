/** Whether draws kept their rate: at every moment, and at each period's close. Counted again from rows and audit. */
import { createHash } from 'node:crypto';
import { grouped, type AuditRow, type DrawRow, type Ledger, type VisitRow } from './ledger.js';

type Detail = Readonly<Record<string, unknown>>;
const detailOf = (row: AuditRow): Detail => JSON.parse(row.detail) as Detail;

/** Least whole number that is at least `percent` of `population`. */
const quota = (population: number, percent: number): number => Math.ceil((population * percent) / 100);

/** What is wrong with the draws, in words; nothing if nothing is. */
export function drawFaults({ draws, visits, audit }: Ledger): readonly string[] {
  const moves = grouped(
    audit.filter(({ action }) => action === 'visit.draw'),
    ({ subject }) => subject,
  );
  const members = grouped(visits, ({ drawId }) => drawId);
  return draws.flatMap((draw) => {
    const population = [...(members.get(draw.id) ?? [])].toSorted(
      (a, b) => (a.drawPosition ?? -1) - (b.drawPosition ?? -1),
    );
    const drawn = population.map((visit) => moves.get(`visit:${visit.no}`) ?? []);
    return [
      ...placeFaults(draw, population, drawn),
      ...rateFaults(draw, drawn),
      ...closeFaults(draw, population, drawn, audit),
    ];
  });
}

type Moves = readonly (readonly AuditRow[])[];

const firstChosen = (moves: readonly AuditRow[]): boolean =>
  moves[0] !== undefined && detailOf(moves[0])['to'] === 'drawn';

function placeFaults(draw: DrawRow, population: readonly VisitRow[], drawn: Moves): readonly string[] {
  const faults: string[] = [];
  if (population.some(({ drawPosition }, at) => drawPosition !== at))
    faults.push(`${draw.id}: places are not 0, 1, 2 …`);
  if (draw.size !== population.length) faults.push(`${draw.id}: says ${draw.size} of ${population.length}`);
  const chosen = population.filter(({ status }) => status !== 'not-drawn').length;
  if (draw.chosen !== chosen) faults.push(`${draw.id}: says ${draw.chosen} chosen of ${chosen}`);
  if (drawn.some((moves) => moves.length === 0)) faults.push(`${draw.id}: a draw is not in the audit`);
  return faults;
}

function rateFaults(draw: DrawRow, drawn: Moves): readonly string[] {
  let chosen = 0;
  return drawn.flatMap((moves, at) => {
    if (firstChosen(moves)) chosen += 1;
    const strayed = Math.abs(chosen - ((at + 1) * draw.percent) / 100) >= 1;
    return strayed ? [`${draw.id}: ${chosen} of the first ${at + 1} at ${draw.percent}%`] : [];
  });
}

function closeFaults(
  draw: DrawRow,
  population: readonly VisitRow[],
  drawn: Moves,
  audit: readonly AuditRow[],
): readonly string[] {
  const close = audit.find(({ action, subject }) => action === 'draw.close' && subject === `draw:${draw.id}`);
  if (close === undefined) return draw.closedAt === null ? [] : [`${draw.id}: closed without a trace`];
  const before = drawn.map((moves) => moves.filter(({ seq }) => seq < close.seq));
  const counted = population.filter((_, at) => before[at]?.length !== 0);
  const chosen = before.filter((moves) => moves.some((move) => detailOf(move)['to'] === 'drawn')).length;
  const { population: size, short, populationHash } = detailOf(close);
  const faults: string[] = [];
  const hash = createHash('sha256')
    .update(JSON.stringify(counted.map(({ startedBy }) => startedBy).toSorted((a, b) => (a < b ? -1 : 1))))
    .digest('hex');
  if (populationHash !== hash) faults.push(`${draw.id}: the population's hash is another`);
  if (size !== counted.length) faults.push(`${draw.id}: closed over ${String(size)} of ${counted.length}`);
  if (chosen + Number(short) !== quota(counted.length, draw.percent)) {
    faults.push(`${draw.id}: ${chosen} of ${counted.length} at its close, ${String(short)} short`);
  }
  const couldStill = counted.some(({ status, due }) => status === 'not-drawn' && due > close.at);
  if (Number(short) > 0 && couldStill) faults.push(`${draw.id}: short, though a window was open`);
  return faults;
}
