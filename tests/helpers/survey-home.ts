/** A survey by half-years (p08.4) that has just gone out to a few households, in a simulated world. */
import { openPeriods } from '../../src/app/open-periods.js';
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { MINUTE, type Instant } from '../../src/core/calendar.js';
import type { Answers, Remarks } from '../../src/core/ballot.js';
import { at } from './estate.js';
import { openSimulated, type SimulatedWorld } from './simulated.js';

export type SurveyHome = {
  readonly world: SimulatedWorld;
  /** What the resident of a room saw: text, options, link. */
  hears(
    room: string,
  ): readonly { readonly text: string; readonly options: readonly string[]; readonly link?: string }[];
  says(room: string, text: string): Promise<void>;
  taps(room: string, option: string): Promise<void>;
  /** The token in the newest link that a room was sent. */
  token(room: string): string;
  /** What stands on a room's ballot. */
  ballot(room: string): Promise<{
    readonly source: string | null;
    readonly isIssued: boolean;
    readonly isReturned: boolean;
    readonly answers: Answers;
    readonly remarks: Remarks;
  }>;
  visit(room: string): Promise<{ readonly no: number; readonly status: string }>;
  settle(): Promise<void>;
};

export const SURVEY = 'cuihu:p08.4:2026H2';
export const CLOSES = at('2027-01-01T00:00:00+08:00');

/** Everybody of these rooms has just written, and is asked. `policies`: what the estate adopts. */
export async function openSurvey(
  rooms: readonly string[],
  policies: readonly unknown[] = [{ id: 'p08', parameters: { functionRate: 0 } }],
): Promise<SurveyHome> {
  const world = await openSimulated(at('2026-07-06T10:00:00+08:00'));
  const { ctx } = world;
  const [estate] = await takeInEstates(ctx, [{ id: 'cuihu', name: '翠湖花园', policies }]);
  if (estate?.status === 'rejected') throw new Error(JSON.stringify(estate));
  await takeInStaff(ctx, [
    { userid: 'sun', name: '孙国栋', roles: [{ estate: 'cuihu', role: 'manager' }] },
    { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'steward' }] },
  ]);
  const residents = rooms.map((room) => ({
    id: `r-${room}`,
    estate: 'cuihu',
    household: `1-1-${room}`,
    name: '李敏',
    relation: 'owner',
    externalUserId: `wm${room}`,
    consent: true,
  }));
  await takeInResidents(ctx, residents);
  const settle = () => world.advanceTo((world.now() + MINUTE) as Instant);
  for (const room of rooms) await world.says(`wm${room}`, '你好');
  await settle();
  await openPeriods(ctx, world.now());
  const nextAt = BigInt(world.now());
  await ctx.db.write((tx) => tx.visit.updateMany({ where: { eventId: null, status: 'assigned' }, data: { nextAt } }));
  await settle();
  const hears: SurveyHome['hears'] = (room) =>
    world.seen.flatMap(({ to, content }) => {
      if (to !== `wm${room}`) return [];
      if (content.kind === 'text') return [{ text: content.text, options: [] }];
      if (content.kind !== 'menu') return [];
      const link = content.links?.[0]?.url;
      const options = content.options.map(({ text }) => text);
      return [{ text: content.head, options, ...(link === undefined ? {} : { link }) }];
    });
  return {
    world,
    settle,
    hears,
    async says(room, text) {
      await world.says(`wm${room}`, text);
      await settle();
    },
    async taps(room, option) {
      const menus = world.seen.flatMap(({ to, content }) =>
        to === `wm${room}` && content.kind === 'menu' ? content.options : [],
      );
      const found = menus.findLast(({ text }) => text === option);
      if (found === undefined) throw new TypeError(`no option ${option}`);
      await world.says(`wm${room}`, option, found.id);
      await settle();
    },
    token: (room) =>
      hears(room)
        .findLast(({ link }) => link !== undefined)
        ?.link?.split('/s/')[1] ?? '',
    async ballot(room) {
      const row = await ctx.db.read.ballot.findUniqueOrThrow({ where: { id: `${SURVEY}:1-1-${room}` } });
      const { source, issuedAt, returnedAt, answers, remark } = row;
      const read = (sealed: string | null): object =>
        sealed === null ? {} : (JSON.parse(ctx.box.open(sealed)) as object);
      return {
        source,
        isIssued: issuedAt !== null,
        isReturned: returnedAt !== null,
        answers: read(answers),
        remarks: read(remark),
      };
    },
    visit: (room) =>
      ctx.db.read.visit.findFirstOrThrow({
        where: { clause: 'p08.4', startedBy: '2026H2', household: `1-1-${room}` },
        select: { no: true, status: true },
      }),
  };
}
