/**
 * A round's visits 周期回访 are made as its period opens: each household once, spread evenly over what is left of it. A
 * household that moves in later joins. A page of them is one transaction and one entry of the audit.
 */
import { questionnaireTitle } from '../core/visit-words.js';
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import { afterQuiet } from '../core/contact.js';
import { contentOf } from '../core/policy/content.js';
import { drawPeriodOf } from '../core/draw-period.js';
import { openRound, periodOf } from '../core/policy/duties.js';
import { questionnaireOf, type Questionnaire } from '../core/policy/questionnaire.js';
import { visitorsOf } from '../core/policy/ladder.js';
import type { Round } from '../core/policy/schema-duties.js';
import type { Clause } from '../core/policy/schema.js';
import { placeLate, spreadEvenly } from '../core/rounds.js';
import { populationHash } from '../core/sampling.js';
import type { Window } from '../core/window.js';
import { appendAudit } from '../store/audit.js';
import { issueBallots } from '../store/ballots.js';
import type { Tx } from '../store/db.js';
import { drawOf, type DrawIdentity } from '../store/draws.js';
import type { Estate } from '../store/estates.js';
import {
  countRound,
  createRoundVisits,
  householdsWithout,
  type RoundHousehold,
  type RoundIdentity,
  type RoundVisit,
} from '../store/rounds.js';
import { bestForHousehold, staffWithRoles } from '../store/staff.js';
import { drawHouseholds } from './draw-list.js';
import type { Asking } from './open-duties.js';
import { usersOfWorks } from './works-users.js';

/** So many visits a transaction: nothing else waits long. */
const PAGE = 250;

/** A round of a period that opens. */
export type Opening = {
  readonly asking: Asking;
  readonly clause: Clause;
  readonly round: Round;
  readonly identity: RoundIdentity;
  /** What is left of the period's window since the estate asks for the round. */
  readonly window: Window;
};

/** Opens every round of a policy in the period that runs now. */
export async function openRounds(ctx: Context, asking: Asking, since: Instant, now: Instant): Promise<void> {
  const { estate, policy } = asking;
  for (const clause of policy.clauses) {
    for (const [index, round] of (clause.rounds ?? []).entries()) {
      const window = openRound(round, now, estate.timezone);
      if (round.of === 'records' || window === null || now < window.earliest || now >= window.due) continue;
      const period = periodOf(round.every, localDate(now, estate.timezone));
      const identity = { estate: estate.id, policy: policy.id, clause: clause.id, period, visit: index + 1 };
      const left = { ...window, earliest: Math.max(window.earliest, since) as Instant };
      await openRoundOf(ctx, { asking, clause, round, identity, window: left }, round.of, now);
    }
  }
}

async function openRoundOf(
  ctx: Context,
  opening: Opening,
  of: Exclude<Round['of'], 'records'>,
  now: Instant,
): Promise<void> {
  const { identity, round } = opening;
  const made = await countRound(ctx.db.read, identity);
  if (round.rate !== 100 && (await isDrawnWhole(ctx, opening, made, now))) return;
  const { estate, policy } = opening.asking;
  const users = of === 'users' ? await usersOfWorks(ctx.db.read, estate.id, policy.id, now) : 'all';
  const all = await householdsWithout(ctx.db.read, identity, of);
  const without = users === 'all' ? all : all.filter(({ code }) => users.has(code));
  const missing = round.rate === 100 || without.length === 0 ? without : await drawn(ctx, opening, without, now);
  if (missing.length === 0) return;
  const visits = await visitsFor(ctx.db.read, opening, missing, dayOf(opening, missing, made === 0, now));
  for (let from = 0; from < visits.length; from += PAGE) {
    await makePage(ctx, opening, visits.slice(from, from + PAGE), now);
  }
}

/** A household of a round; where only some are visited, with its place in the draw. */
export type Member = RoundHousehold & { readonly place?: Pick<RoundVisit, 'drawId' | 'drawPosition'> };

/** The draw of a round's period. */
const drawOfRound = ({ asking: { estate }, round, identity }: Opening, now: Instant): DrawIdentity => ({
  ...identity,
  period: drawPeriodOf(round.every, localDate(now, estate.timezone)),
});

/** Whether all that the period's draw chose have their visit. */
async function isDrawnWhole(ctx: Context, opening: Opening, made: number, now: Instant): Promise<boolean> {
  const draw = await drawOf(ctx.db.read, drawOfRound(opening, now));
  return draw !== null && draw.units !== null && made >= draw.chosen;
}

/** Of households without a visit, those that the period's draw chose; it is made once, with whoever was there then. */
async function drawn(
  ctx: Context,
  opening: Opening,
  all: readonly RoundHousehold[],
  now: Instant,
): Promise<readonly Member[]> {
  const percent = opening.round.rate;
  if (percent === null) return [];
  const where = drawOfRound(opening, now);
  const households = all.map(({ code }) => code);
  const chosen = await ctx.db.write((tx) => drawHouseholds(tx, ctx, where, { percent, households }, now));
  const since = new Map(all.map((one) => [one.code, one.since]));
  return chosen.flatMap(({ household: code, drawId, drawPosition }) => {
    const from = since.get(code);
    return from === undefined ? [] : [{ code, since: from, place: { drawId, drawPosition } }];
  });
}

const makePage = (ctx: Context, opening: Opening, page: readonly RoundVisit[], now: Instant): Promise<void> => {
  const { clause, round } = opening;
  const sheet = { ...questionnaireOf(opening.asking.policy, clause), title: questionnaireTitle(clause, round.record) };
  return ctx.db.write((tx) => writeRound(tx, ctx, opening, page, sheet, now));
};

/** Makes these visits of a round, and of a survey their ballots; `sheet` is what a survey asks. */
export async function writeRound(
  tx: Tx,
  ctx: Context,
  { clause, identity, window }: Opening,
  page: readonly RoundVisit[],
  sheet: Questionnaire & { readonly title: string },
  now: Instant,
): Promise<void> {
  const households = page.map(({ counterparty }) => counterparty);
  const { estate, period } = identity;
  await createRoundVisits(tx, page, now);
  if (clause.step === 'survey')
    await issueBallots(tx, ctx.box, { ...identity, ...sheet, closesAt: window.due }, households, now);
  const detail = { visits: page.length, households: populationHash(households) };
  const entry = { at: now, actor: 'system', action: 'round.open', estate, subject: `round:${clause.id}:${period}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail }]);
}

/** On which day each is begun: all of a round that opens are spread, who joins later has a place of their own. */
function dayOf(
  { asking, identity, window }: Opening,
  households: readonly Member[],
  isFirst: boolean,
  now: Instant,
): (household: string) => Instant {
  const { estate } = asking;
  const label = `${identity.clause}/${identity.period}`;
  const left = { ...window, earliest: Math.max(window.earliest, now) as Instant };
  const codes = households.map(({ code }) => code);
  const days = isFirst ? spreadEvenly(codes, label, left, estate.timezone) : null;
  return (code) => afterQuiet(quietOf(estate), days?.get(code) ?? placeLate(code, label, left, estate.timezone));
}

/** The visits of these households, each with when it is begun and with whoever makes it. */
export async function visitsFor(
  tx: Tx,
  opening: Opening,
  households: readonly Member[],
  beginsAt: (household: string) => Instant,
): Promise<readonly RoundVisit[]> {
  const { asking, clause, round, window } = opening;
  const { estate, policy } = asking;
  const ladder = visitorsOf(policy, clause.id, round.by);
  const staff = await staffWithRoles(tx, estate.id, ladder);
  return households.map(({ code, since, place = NO_PLACE }) => {
    const common = commonOf(opening);
    const assignee = bestForHousehold(staff, estate.id, code, ladder)[0]?.userid ?? null;
    return {
      ...common,
      ...place,
      why: { ...common.why, ...(place.drawId === null ? {} : { draw: 'list' as const }) },
      counterparty: code,
      household: code,
      status: assignee === null ? 'drawn' : 'assigned',
      earliest: Math.max(window.earliest, since) as Instant,
      assignee,
      nextAt: beginsAt(code),
    };
  });
}

const NO_PLACE = { drawId: null, drawPosition: null } as const;

const quietOf = ({ timezone, quietHours }: Estate) => ({ zone: timezone, quietHours });

/** What all visits of a round have in common. */
function commonOf({ asking, clause, round, identity, window }: Opening) {
  const { estate, policy } = asking;
  return {
    estate: estate.id,
    policy: policy.id,
    clause: clause.id,
    startedBy: identity.period,
    visit: identity.visit,
    event: null,
    kind: 'other' as const,
    due: window.due,
    rate: round.rate,
    quota: null,
    by: round.by,
    how: round.how,
    record: round.record,
    needsSignature: policy.needsSignature ?? false,
    period: identity.period,
    policyVersion: estate.policies.find(({ id }) => id === policy.id)?.version ?? '',
    why: { source: clause.source.join(''), content: contentOf(policy, clause.id) },
  };
}
