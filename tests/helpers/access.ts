/** Two estates with the same things in each, and words of any role put to them without leaving a trace. */
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { takeInEvents } from '../../src/app/take-in-events.js';
import { raiseNonconformity } from '../../src/app/raise-follow-ups.js';
import { answerWords } from '../../src/app/answer-words.js';
import { receiveFromStaff } from '../../src/app/receive-staff.js';
import type { Role } from '../../src/core/terms.js';
import { Prisma, type Tx } from '../../src/store/db.js';
import { eventOf } from '../../src/store/events.js';
import { estateOf, estates } from '../../src/store/estates.js';
import { agreeAnswer, markKeyHousehold, noteInfluential } from '../../src/store/key-households.js';
import { upsertStaff, type Staff } from '../../src/store/staff.js';
import { rowsOf } from '../../src/store/statements.js';
import { visitsOfEvent } from '../../src/store/visits.js';
import type { AppInbound } from '../../src/wecom/message.js';
import { putArchived } from './archived-report.js';
import { openEstate, type EstateTest } from './estate.js';
import { makeVisit } from './made-visit.js';
import { NO_PLATFORM } from './receivers.js';
import { saidWords } from './staff-says.js';

export const TESTER = 'tester';
export type EstateId = 'cuihu' | 'jin';

type Household = { readonly code: string; readonly zh: string; readonly name: string; readonly phone: string };
type Place = { readonly name: string; readonly secret: string; readonly household: Household; readonly holder: string };
/** What nobody may read who has no business there. */
export const PLACES: Readonly<Record<EstateId, Place>> = {
  cuihu: {
    name: '翠湖花园',
    secret: '主卧窗台裂缝',
    household: { code: '3-2-1204', zh: '3 栋 2 单元 1204', name: '李敏', phone: '13800001204' },
    holder: 'zhangwei',
  },
  jin: {
    name: '锦园家园',
    secret: '金鱼缸底渗漏',
    household: { code: '5-1-501', zh: '5 栋 1 单元 501', name: '赵小敏', phone: '13900005501' },
    holder: 'yaolin',
  },
};

/** The numbers of what can be named: a task of the asker, a colleague's, nobody's; a record to review; … */
export type Numbers = {
  readonly mine: number;
  readonly colleagues: number;
  readonly nobodys: number;
  readonly made: number;
  readonly dangerous: number;
  readonly undrawn: number;
  readonly duty: number;
  readonly step: number;
  readonly case: number;
  /** A report in the archive. */
  readonly archived: number;
};

export type Held = readonly {
  readonly estate: EstateId;
  readonly role: Role;
  readonly households?: readonly string[];
}[];
export type Told = {
  readonly text: string;
  /** `refused.…` of the asker, and any other new entry of the audit. */
  readonly refusals: readonly string[];
  readonly entries: number;
  /** How many rows were written beside the audit's. */
  readonly changes: number;
};

export type AccessTest = EstateTest & {
  readonly numbers: Readonly<Record<EstateId, Numbers>>;
  /** What somebody with these roles hears of it; whatever it did is undone. */
  says(held: Held, text: string): Promise<Told>;
  /** The same of a message as it comes in, and of a tap on a card, whatever the card says. */
  receives(held: Held, text: string, active?: boolean): Promise<Told>;
  taps(held: Held, key: string): Promise<Told>;
};

const POLICIES = ['p01', 'p02', 'p03'];

export async function openAccess(): Promise<AccessTest> {
  const test = await openEstate(POLICIES);
  const { ctx } = test;
  await takeInEstates(ctx, [{ id: 'jin', name: PLACES.jin.name, policies: POLICIES }]);
  const roles = (role: Role) => [{ estate: 'jin', role }];
  await takeInStaff(ctx, [
    { userid: 'yaolin', name: '姚琳', roles: roles('steward') },
    { userid: 'hejun', name: '何军', roles: roles('supervisor') },
    { userid: 'fangping', name: '方平', roles: roles('manager') },
  ]);
  const numbers = { cuihu: await furnish(test, 'cuihu'), jin: await furnish(test, 'jin') };
  return {
    ...test,
    numbers,
    says: (held, text) => asked(test, held, text),
    receives: (held, content, active = true) => received(test, { held, active }, { kind: 'text', content }),
    taps: (held, eventKey) => {
      const card = { taskId: 't', cardType: '', responseCode: '', selected: [] };
      return received(test, { held, active: true }, { kind: 'card-click', eventKey, ...card });
    },
  };
}

/** The same things at each estate. */
async function furnish(test: EstateTest, estate: EstateId): Promise<Numbers> {
  const { ctx } = test;
  const { household, secret, holder } = PLACES[estate];
  const { code, name, phone } = household;
  await takeInResidents(ctx, [
    { id: `r-${estate}`, estate, household: code, name, phone, relation: 'owner', consent: true },
  ]);
  const place = async (id: string, event: object, assignee: string | null): Promise<number> => {
    const about = { id, estate, household: code, description: secret, resolvedAt: '2026-03-10T09:00:00+08:00' };
    await takeInEvents(ctx, [{ ...about, ...event }]);
    const [visit] = await visitsOfEvent(ctx.db.read, estate, id);
    if (visit === undefined) throw new Error(`${id} asks for no visit`);
    const data = { assignee, servedBy: null, ...(visit.status === 'planned' ? {} : { status: 'with-staff' }) };
    await ctx.db.write((tx) => tx.visit.update({ where: { no: visit.no }, data: { ...data, nextAt: null } }));
    return visit.no;
  };
  const complaint = { kind: 'complaint' };
  const mine = await place('C-mine', complaint, TESTER);
  const colleagues = await place('C-colleagues', complaint, holder);
  const nobodys = await place('C-nobodys', complaint, null);
  const made = await place('C-made', complaint, holder);
  await makeVisit(test, made, 'satisfied', holder);
  const bad = await place('C-bad', complaint, holder);
  await makeVisit(test, bad, 'dissatisfied', holder);
  const dangerous = await place('R-danger', { kind: 'repair', category: 'danger' }, holder);
  const undrawn = await place('P-1', { kind: 'paid-service' }, holder);
  // Its answer is due: a duty of the supervisor's own.
  const open = { id: 'C-open', estate, household: code, kind: 'complaint', description: secret };
  await takeInEvents(ctx, [{ ...open, reportedAt: '2026-03-10T08:00:00+08:00' }]);
  const now = ctx.clock.now();
  await ctx.db.write(async (tx) => {
    const [visit] = await visitsOfEvent(tx, estate, 'C-bad');
    const [of, event] = [await estateOf(tx, estate), await eventOf(tx, estate, 'C-bad')];
    if (visit === undefined || of === null) throw new Error('no dissatisfied visit');
    await raiseNonconformity(tx, ctx, { estate: of, visit, event }, secret, now, 'dissatisfied');
    await markKeyHousehold(tx, { estate, code, reason: 'continuous-care' }, now);
    await noteInfluential(tx, ctx.box, { estate, resident: `r-${estate}`, note: secret }, now);
    await agreeAnswer(tx, { estate, question: secret, answer: secret, by: holder }, now);
  });
  const of = await ctx.db.read.followUp.findFirstOrThrow({ where: { estateId: estate } });
  const steps = await ctx.db.read.duty.findMany({
    where: { estateId: estate, status: 'open' },
    orderBy: { no: 'asc' },
  });
  const step = steps.find(({ followUp }) => followUp !== null)?.no ?? 0;
  const duty = steps.find(({ followUp }) => followUp === null)?.no ?? 0;
  const archived = await putArchived(test, estate);
  return { mine, colleagues, nobodys, made, dangerous, undrawn, duty, step, case: of.id, archived };
}

class Undone extends Error {
  readonly told: Told;

  constructor(told: Told) {
    super('undone');
    this.told = told;
  }
}

const staffWith = (held: Held, active = true): Staff => ({
  userid: TESTER,
  name: '田真',
  department: null,
  active,
  roles: held.map((one) => ({ households: [], ...one })),
});

async function asked(test: EstateTest, held: Held, text: string): Promise<Told> {
  const { ctx } = test;
  const all = await estates(ctx.db.read);
  const now = ctx.clock.now();
  const answer = await answerWords(ctx, { staff: staffWith(held), estates: all, zone: 'Asia/Shanghai' }, text, now);
  const { writes } = answer;
  const said = answer.texts.join('\n');
  if (writes === undefined) return { text: said, refusals: [], entries: 0, changes: 0 };
  return undone(test, async (tx) => {
    const more = (await writes(tx, now)).map(saidWords);
    return [said, ...more].filter((one) => one !== '').join('\n');
  });
}

/** Through all that a message of a member of staff comes through; they stand on the list as long as it takes. */
async function received(
  test: EstateTest,
  { held, active }: { readonly held: Held; readonly active: boolean },
  body: object,
): Promise<Told> {
  const { ctx } = test;
  const { userid, name, roles } = staffWith(held);
  await ctx.db.write((tx) => upsertStaff(tx, ctx.box, { userid, name, roles, active }, ctx.clock.now()));
  const head = { from: TESTER, corpId: 'ww', agentId: '1', msgId: 'm1', at: ctx.clock.now() };
  let told: Told | null = null;
  await receiveFromStaff(ctx, NO_PLATFORM, { ...head, ...body } as AppInbound, async (work) => {
    told = await undone(test, async (tx) => {
      await work(tx, ctx.clock.now());
      const rows = await tx.outbox.findMany({ where: { recipient: TESTER }, orderBy: { id: 'asc' } });
      const contents = rows.map((row) => JSON.parse(ctx.box.open(row.body)) as { readonly text?: string });
      return contents.map(({ text = '' }) => text).join('\n');
    });
  });
  await ctx.db.write((tx) => upsertStaff(tx, ctx.box, { userid, name, roles: [] }, ctx.clock.now()));
  if (told === null) throw new Error('nothing was answered');
  return told;
}

/** What it says and does, which is taken back. */
async function undone({ ctx }: EstateTest, work: (tx: Tx) => Promise<string>): Promise<Told> {
  const end = await ctx.db
    .write(async (tx) => {
      const before = await written(tx);
      const from = await tx.audit.count();
      const text = await work(tx);
      const after = await written(tx);
      const entries = (await tx.audit.findMany({ orderBy: { seq: 'asc' } })).slice(from);
      const refusals = entries.filter(({ action, actor }) => action.startsWith('refused.') && actor === TESTER);
      const changes = after - before - entries.length;
      throw new Undone({ text, refusals: refusals.map(({ action }) => action), entries: entries.length, changes });
    })
    .catch((error: unknown) => error);
  if (end instanceof Undone) return end.told;
  throw end;
}

/** How many rows the connection has written so far. */
async function written(tx: Tx): Promise<number> {
  const [row] = await rowsOf<{ n: bigint | number }>(tx, Prisma.sql`SELECT total_changes() AS n`);
  return Number(row?.n ?? 0);
}
