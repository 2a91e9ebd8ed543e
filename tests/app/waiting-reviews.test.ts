import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import type { Grade } from '../../src/core/terms.js';
import { visitByNo, visitsOfEvent } from '../../src/store/visits.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';
import { staffHears, staffSays } from '../helpers/staff-says.js';
import { residentCorrects, visitMade } from '../helpers/to-review.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

const says = (userid: string, text: string) => staffSays(test, userid, text);
const made = (...[id, grade, by]: [string, Grade?, string?]) => visitMade(test, id, grade, by);
/** With the resident's signature. */
const signed = async (...given: Parameters<typeof made>): Promise<number> => {
  const no = await made(...given);
  const confirmedAt = BigInt(test.ctx.clock.now());
  await test.ctx.db.write((tx) => tx.record.updateMany({ where: { visitNo: no }, data: { confirmedAt } }));
  return no;
};
const status = async (no: number) => (await visitByNo(test.ctx.db.read, no))?.status;

describe('several at once', () => {
  it('each by its number, with what became of each', async () => {
    const [one, two, own] = [await signed('C-1'), await signed('C-2'), await signed('C-3', 'satisfied', 'liuyan')];
    expect(await says('liuyan', `审核 ${one} ${two} ${own} 通过`)).toBe(
      `已审核通过 2 份：任务 ${one}、${two}。\n任务 ${own} 的回访是您自己做的，要由别人审核，请孙国栋审核。`,
    );
    expect([await status(one), await status(two), await status(own)]).toEqual(['reviewed', 'reviewed', 'recorded']);
  });

  it('says which of them are dissatisfied, whose case goes on', async () => {
    const [one, two] = [await signed('C-1'), await signed('C-2', 'dissatisfied')];
    expect(await says('liuyan', `审核 ${one} ${two} 通过`)).toBe(
      `已审核通过 2 份：任务 ${one}、${two}。其中任务 ${two} 不满意：这里通过的只是记录，跟进到哪一步请看「不满意 本月」。`,
    );
  });

  it('全部通过 lists and asks first, and approves what was listed and has not changed since', async () => {
    const [one, two] = [await signed('C-1'), await signed('C-2')];
    const asked = await says('liuyan', '全部通过');
    expect(asked).toContain('待您审核的回访记录 2 份');
    expect(asked).toContain('请回复「全部通过」');
    expect(await status(one)).toBe('recorded');
    const three = await signed('C-3');
    await residentCorrects(test, two, '又响了');
    const said = await says('liuyan', '全部通过');
    expect(said).toContain(`已审核通过任务 ${one}`);
    expect(said).toContain(`任务 ${two} 的记录在您看过以后改过`);
    expect(said).toContain('还有 2 份待您审核，请看「待办」。');
    expect([await status(one), await status(two), await status(three)]).toEqual(['reviewed', 'recorded', 'recorded']);
  });

  it('全部通过 leaves what is dissatisfied or not signed, and says which', async () => {
    const [one, two, three] = [await signed('C-1'), await signed('C-2', 'dissatisfied'), await signed('C-3')];
    const { db } = test.ctx;
    await db.write((tx) => tx.visit.updateMany({ where: { no: three }, data: { needsSignature: true } }));
    await db.write((tx) => tx.record.updateMany({ where: { visitNo: three }, data: { confirmedAt: null } }));
    await says('liuyan', '待办');
    expect(await says('liuyan', '全部通过')).toBe(
      [
        `已审核通过任务 ${one}：3 栋 2 单元 1204 C-1 噪音，满意。`,
        '这 2 份没有一起通过，请单独看：',
        `${two}. 不满意`,
        `${three}. 住户还没有签名`,
        `看过没问题的，请写明任务号：审核 ${two} ${three} 通过；要补的，如：审核 ${two} 退回 请补签名。`,
      ].join('\n'),
    );
    expect(await says('liuyan', '全部通过')).toContain('这 2 份没有一起通过');
    expect([await status(two), await status(three)]).toEqual(['recorded', 'recorded']);
    expect(await says('liuyan', `审核 ${two} ${three} 通过`)).toContain('已审核通过 2 份');
  });

  it('除了 … 都通过 leaves those as they are, and they wait on', async () => {
    const [one, two, three] = [await signed('C-1'), await signed('C-2'), await signed('C-3')];
    await says('liuyan', '待办');
    expect(await says('liuyan', `除了${two} ${three}都通过`)).toBe(
      `已审核通过任务 ${one}：3 栋 2 单元 1204 C-1 噪音，满意。\n还有 2 份待您审核，请看「待办」。`,
    );
    expect([await status(one), await status(two), await status(three)]).toEqual(['reviewed', 'recorded', 'recorded']);
    expect(await says('liuyan', `除了${two}和${three}全部通过`)).toContain('没有别的记录待您审核');
    expect(await says('liuyan', `${two}别通过`)).toContain(`审核 ${two} 退回`);
    expect(await status(two)).toBe('recorded');
  });

  it('全部通过 an hour later asks again, and with nothing left says so', async () => {
    const no = await signed('C-1');
    await says('liuyan', '待办');
    test.moveTo(at('2026-03-10T11:00:00+08:00'));
    expect(await says('liuyan', '全部通过')).toContain('待您审核的回访记录 1 份');
    expect(await status(no)).toBe('recorded');
    expect(await says('liuyan', '全部通过')).toContain(`已审核通过任务 ${no}`);
    expect(await says('liuyan', '全部通过')).toBe('现在没有待您审核的记录。');
  });
});

describe('待办', () => {
  it('says kindly that nothing waits', async () => {
    expect(await says('liuyan', '待办')).toBe(
      '您现在没有要审核的记录，也没有要办的事。自己要做的回访，请看「我的任务」。',
    );
    await made('C-1');
    expect(await says('wangfang', '待办')).toContain('没有要审核的记录');
    expect(await says('sun', '待办')).toContain('没有要审核的记录');
  });

  it('lists the records with place, grade, remark and how long each has waited, then the duties', async () => {
    const first = await made('C-1', 'dissatisfied');
    test.moveTo(at('2026-03-12T10:00:00+08:00'));
    const second = await made('C-2', 'satisfied', 'resident:cuihu/r-1');
    await residentCorrects(test, second, '晚上还有点响');
    const said = await says('liuyan', '待办');
    expect(said.split('\n').slice(0, 4)).toEqual([
      '待您审核的回访记录 2 份，先做的在前：',
      `${first}. 3 栋 2 单元 1204 C-1 噪音：不满意（张伟，已等 2 天，住户还没有签名）`,
      `${second}. 3 栋 2 单元 1204 C-2 噪音：一般满意，晚上还有点响（住户，今天交的，住户还没有签名）`,
      `以上都没问题，请回复「全部通过」；单份请写「审核 ${first} 通过」或「审核 ${first} 退回 没写整改情况」。`,
    ]);
  });

  it('shows as many as a message holds and counts the rest; 全部通过 is about those that were shown', async () => {
    for (let n = 10; n < 60; n += 1) await signed(`C-${n}`);
    const [said = ''] = await staffHears(test, 'liuyan', '待办');
    expect(Buffer.byteLength(said)).toBeLessThanOrEqual(2048);
    const shown = said.split('\n').filter((line) => /^\d+\. /u.test(line)).length;
    expect(shown).toBeGreaterThan(10);
    expect(said).toContain(`待您审核的回访记录 50 份`);
    expect(said).toContain(`……还有 ${50 - shown} 份`);
    expect(await says('liuyan', '全部通过')).toContain(`已审核通过 ${shown} 份`);
    expect(await test.ctx.db.read.visit.count({ where: { status: 'reviewed' } })).toBe(shown);
  });

  it('says of which estate each is, for whoever reviews at several', async () => {
    const roles = ['cuihu', 'jinyuan'].map((estate) => ({ estate, role: 'supervisor' }));
    await takeInEstates(test.ctx, [{ id: 'jinyuan', name: '锦园', policies: ['p03'] }]);
    await takeInStaff(test.ctx, [{ userid: 'liuyan', name: '刘艳', roles }]);
    const here = await signed('C-1');
    const resolvedAt = '2026-03-10T09:00:00+08:00';
    await test.events({ id: 'J-1', estate: 'jinyuan', kind: 'complaint', household: '5-301', resolvedAt });
    const [there] = await visitsOfEvent(test.ctx.db.read, 'jinyuan', 'J-1');
    if (there === undefined) throw new Error('no visit');
    await makeVisit(test, there.no, 'satisfied');
    const said = await says('liuyan', '待办');
    expect(said).toContain(`${here}. 翠湖花园 3 栋 2 单元 1204`);
    expect(said).toContain(`${there.no}. 锦园 5 栋 301`);
  });

  it('goes to a deputy of the same role while the supervisor is away', async () => {
    const supervisor = { roles: [{ estate: 'cuihu', role: 'supervisor' }] };
    await takeInStaff(test.ctx, [{ userid: 'zhou', name: '周敏', ...supervisor }]);
    await signed('C-1');
    await says('liuyan', '请假 3天 代班 周敏');
    expect(await says('zhou', '待办')).toContain('待您审核的回访记录 1 份');
    expect(await says('sun', '待办')).not.toContain('待您审核');
  });
});
