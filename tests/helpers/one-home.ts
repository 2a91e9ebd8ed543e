/** A household that chat reaches, in a simulated world: what is done for it, what it sees and says. */
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { MINUTE, type Instant } from '../../src/core/calendar.js';
import { at } from './estate.js';
import { openSimulated, type SimulatedWorld } from './simulated.js';

export type OneHome = {
  readonly world: SimulatedWorld;
  /** The resident writes; what is due from it happens. */
  says(text: string): Promise<void>;
  /** The resident taps an option of the last menu that has it, or of the menu of this visit. */
  taps(option: string, visit?: number): Promise<void>;
  /** All that the resident saw, as text. */
  hears(): readonly string[];
  /** What staff saw, as text, for one of them. */
  staffHears(userid: string): readonly string[];
  settle(): Promise<void>;
  close(): Promise<void>;
};

export const HOME = '3-2-1204';

export async function openHome(policies: readonly string[], now = '2026-03-10T10:00:00+08:00'): Promise<OneHome> {
  const world = await openSimulated(at(now));
  const { ctx } = world;
  await takeInEstates(ctx, [{ id: 'cuihu', name: '翠湖花园', policies, timezone: 'Asia/Shanghai' }]);
  await takeInStaff(ctx, [
    { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'steward' }] },
    { userid: 'liuyan', name: '刘艳', roles: [{ estate: 'cuihu', role: 'supervisor' }] },
  ]);
  await takeInResidents(ctx, [
    { id: 'r-1', estate: 'cuihu', household: HOME, name: '李敏', consent: true, externalUserId: 'wmLi' },
  ]);
  const settle = () => world.advanceTo((world.now() + MINUTE) as Instant);
  const textOf = ({ content }: SimulatedWorld['seen'][number]): string => JSON.stringify(content);
  await world.says('wmLi', '你好');
  await settle();
  return {
    world,
    settle,
    async says(text) {
      await world.says('wmLi', text);
      await settle();
    },
    async taps(option, visit) {
      const menus = world.seen.flatMap(({ to, content }) =>
        to === 'wmLi' && content.kind === 'menu' ? content.options : [],
      );
      const found = menus.findLast(
        ({ id, text }) => text === option && (visit === undefined || id.startsWith(`${visit}:`)),
      );
      if (found === undefined) throw new TypeError(`no option ${option}`);
      await world.says('wmLi', option, found.id);
      await settle();
    },
    hears: () =>
      world.seen.flatMap(({ to, content }) =>
        to !== 'wmLi' ? [] : content.kind === 'menu' ? [content.head] : content.kind === 'text' ? [content.text] : [],
      ),
    staffHears: (userid) => world.seen.filter(({ to }) => to === userid).map(textOf),
    close: () => world.close(),
  };
}
