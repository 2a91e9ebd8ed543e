import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeriods } from '../../src/app/open-periods.js';
import { takeInThemes } from '../../src/app/set-theme.js';
import { DAY, type Instant } from '../../src/core/calendar.js';
import { HOME, openHome, type OneHome } from '../helpers/one-home.js';

let home: OneHome;
beforeEach(async () => {
  home = await openHome(['p02']);
});
afterEach(() => home.close());

const setTheme = () => takeInThemes(home.world.ctx, [{ quarter: '2026Q1', text: '电梯运行您还满意吗？' }]);
async function complaint(id: string): Promise<void> {
  const event = { id, estate: 'cuihu', kind: 'complaint', household: HOME, description: `噪音 ${id}` };
  await home.world.takeIn([{ ...event, resolvedAt: '2026-03-10T09:00:00+08:00' }]);
  await home.settle();
}
const records = () => home.world.ctx.db.read.record.findMany({ orderBy: { id: 'asc' } });

describe('the quarter’s theme in a visit (p02.8, p02.9)', () => {
  it('is asked after the answer, and what is said to it stands in the record', async () => {
    await setTheme();
    await complaint('C-1');
    await home.taps('满意');
    expect(home.hears().at(-1)).toBe('已记下满意，谢谢您。再问一句：电梯运行您还满意吗？');
    await home.says('还行，就是 3 号梯老停');
    expect(home.hears().at(-1)).toContain('已记下：您投诉的噪音 C-1问题的处理，满意。谢谢您。');
    const [first, second] = await records();
    expect(first).toMatchObject({ grade: 'satisfied', current: false });
    expect(JSON.parse(first?.topics ?? '')).toEqual({ satisfaction: 'satisfied' });
    expect(second).toMatchObject({ grade: 'satisfied', current: true, corrects: first?.id });
    expect(JSON.parse(second?.topics ?? '')).toEqual({ satisfaction: 'satisfied', theme: '还行，就是 3 号梯老停' });
  });

  it('is not asked again of a household that has answered it this quarter', async () => {
    await setTheme();
    await complaint('C-1');
    await home.taps('满意');
    await home.taps('没有意见');
    await complaint('C-2');
    await home.taps('满意');
    expect(home.hears().filter((text) => text.includes('电梯运行'))).toHaveLength(1);
    expect(home.hears().at(-1)).toContain('已记下');
  });

  it('is nothing where none is set', async () => {
    await complaint('C-1');
    await home.taps('满意');
    expect(home.hears().at(-1)).toContain('已记下：您投诉的噪音 C-1问题的处理，满意。谢谢您。');
  });

  it('makes the round of this quarter done, once it was asked (p02.1)', async () => {
    const { ctx } = home.world;
    await openPeriods(ctx, home.world.now());
    const round = () => ctx.db.read.visit.findFirstOrThrow({ where: { clause: 'p02.1' } });
    // Its day is still to come.
    const later = BigInt(home.world.now() + 10 * DAY);
    await ctx.db.write(async (tx) => tx.visit.updateMany({ where: { clause: 'p02.1' }, data: { nextAt: later } }));
    await setTheme();
    await complaint('C-1');
    expect((await round()).status).toBe('assigned');
    await home.taps('满意');
    const event = await ctx.db.read.visit.findFirstOrThrow({ where: { clause: 'p02.2' } });
    expect(await round()).toMatchObject({ status: 'recorded', servedBy: event.no, nextAt: null });
    await home.world.advanceTo((home.world.now() + 15 * DAY) as Instant);
    expect(home.hears().filter((text) => text.includes('这个季度'))).toEqual([]);
  });
});

describe('what a policy wants to know in words', () => {
  const asked = async (policy: string, event: object): Promise<string> => {
    await home.close();
    home = await openHome([policy]);
    await home.world.takeIn([{ id: 'E-1', estate: 'cuihu', household: HOME, ...event }]);
    await home.settle();
    await home.taps('满意');
    return home.hears().at(-1) ?? '';
  };
  const COMPLAINT = { kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' };
  const topics = async (): Promise<unknown> =>
    JSON.parse((await records()).find(({ current }) => current)?.topics ?? 'null');

  it('p02.8: problems that are left, needs and suggestions are asked in one line, and stand in the record', async () => {
    expect(await asked('p02', COMPLAINT)).toMatch(
      /^已记下：.*满意。谢谢您。.*眼下还有什么问题、需要或建议吗？有就直接写。$/u,
    );
    await home.says('建议晚上十点以后关音乐，楼道灯也麻烦来修一下');
    expect(await topics()).toEqual({
      satisfaction: 'satisfied',
      suggestions: '建议晚上十点以后关音乐',
      needs: '楼道灯也麻烦来修一下',
    });
    expect(home.staffHears('liuyan').join()).toContain('楼道灯也麻烦来修一下');
  });

  it('p03.7: shortcomings and suggestions, beside the signature', async () => {
    expect(await asked('p03', COMPLAINT)).toMatch(/要改请点「修改」。眼下还有什么问题或建议吗？有就直接写。$/u);
    await home.taps('没有');
    expect(await topics()).toEqual({
      satisfaction: 'satisfied',
      effect: '没有',
      shortcomings: '没有',
      suggestions: '没有',
    });
    await home.taps('确认');
    expect((await records()).find(({ current }) => current)?.confirmedAt).not.toBeNull();
  });

  it('p08: nothing where the policy names nothing of it', async () => {
    expect(await asked('p08', COMPLAINT)).not.toContain('眼下还有什么');
  });
});

describe('what p11 asks of a paid service', () => {
  it('is whether the charge was as quoted, and what is said of it stands by its topic', async () => {
    await home.close();
    home = await openHome(['p11']);
    const paid = { id: 'P-1', estate: 'cuihu', kind: 'paid-service', household: HOME, description: '空调清洗' };
    await home.world.takeIn([{ ...paid, resolvedAt: '2026-03-10T09:00:00+08:00' }]);
    await home.settle();
    await home.says('满意，师傅态度很好');
    expect(home.hears().at(-1)).toContain('收费和事先说的价格一致吗');
    await home.taps('不一致');
    const record = (await records()).find(({ current }) => current);
    expect(record).toMatchObject({ grade: 'satisfied', chargeAsQuoted: false });
    expect(JSON.parse(record?.topics ?? '')).toEqual({
      satisfaction: 'satisfied',
      attitude: '师傅态度很好',
      charge: '不一致',
    });
    expect(home.staffHears('liuyan').join()).toContain('收费与报价：不一致');
  });
});
