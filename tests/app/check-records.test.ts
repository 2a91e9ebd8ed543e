/** 抽查 (p02.13): the manager looks again at records that a key drew; what is not so becomes a case, and no resident hears of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditDraw } from '../../src/app/audit-draw.js';
import { openPeriods } from '../../src/app/open-periods.js';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import { drawById } from '../../src/store/draws.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';
import { staffSays } from '../helpers/staff-says.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p02']);
});
afterEach(() => test.close());

const says = (userid: string, text: string): Promise<string> => staffSays(test, userid, text);
async function complaints(count: number, by = 'zhangwei'): Promise<readonly number[]> {
  const nos: number[] = [];
  for (let nth = 1; nth <= count; nth += 1) {
    const id = `C-${by}-${nth}`;
    await test.events({ id, kind: 'complaint', resolvedAt: '2026-03-10T09:00:00+08:00' });
    const [visit] = await test.visits(id);
    nos.push(visit?.no ?? 0);
    await makeVisit(test, visit?.no ?? 0, 'satisfied', by);
  }
  return nos;
}
const listedIn = (text: string): readonly number[] => [...text.matchAll(/^(\d+)\. /gmu)].map(([, no]) => Number(no));
const noFaults = async (period: string): Promise<void> => {
  const { id } = await test.ctx.db.read.draw.findFirstOrThrow({ where: { clause: 'p02.13', period } });
  const draw = await drawById(test.ctx.db.read, id);
  if (draw === null) throw new Error('no draw');
  expect((await auditDraw(test.ctx.db.read, test.ctx, draw)).faults).toEqual([]);
};

describe('the records that the month drew', () => {
  it('are listed, decided one by one, kept, and end the duty; the draw can be repeated', async () => {
    const nos = await complaints(21);
    test.moveTo(at('2026-04-01T10:00:00+08:00'));
    await openPeriods(test.ctx, test.ctx.clock.now());
    const list = await says('sun', '抽查');
    const [first = 0, second = 0, ...others] = listedIn(list);
    expect(list).toContain('等抽查的回访记录 2 份：');
    expect(list).toContain('（张伟，电话，3 月 10 日 10:00）');
    expect(others).toEqual([]);
    await noFaults('2026-04');
    const { no: duty } = await test.ctx.db.read.duty.findFirstOrThrow({ where: { item: 'check:0' } });
    expect(await says('sun', `办结 事${duty} 都看了`)).toBe(
      `事${duty} 还有 2 份记录没有查，查完自动办结。请看「抽查」。`,
    );
    const another = nos.find((no) => no !== first && no !== second) ?? 0;
    expect(await says('sun', `抽查 ${another} 不实 造假`)).toContain('没有被抽中，或已经查过，不能由人挑选来查');
    expect(await says('sun', `抽查 ${first} 属实`)).toBe(
      `已记下：任务 ${first} 的记录属实。这一批还有 1 份，请看「抽查」。`,
    );
    expect(await says('sun', `抽查 ${first} 不实 改口`)).toBe(`任务 ${first} 已经查过：属实，不能再改。`);
    expect(await says('sun', `抽查 ${second} 不实`)).toBe(
      `不实的请写查到了什么：抽查 ${second} 不实 住户说没有接到电话。`,
    );
    const said = await says('sun', `抽查 ${second} 不实，住户说没有接到电话`);
    expect(said).toMatch(/不实，已立案\d+。.*这一批已全部查完，事\d+ 已办结。/u);
    const check = await test.ctx.db.read.duty.findFirstOrThrow({ where: { item: 'check:0' } });
    expect(check).toMatchObject({ status: 'done', doneBy: 'sun' });
    expect(check.note).toContain(`任务 ${first} 属实；任务 ${second} 不实（案`);
    expect(check.note).toContain('住户说没有接到电话');
    expect(await says('sun', '抽查')).toMatch(
      /^翠湖花园现在没有等抽查的记录。\n本月已查 2 份：属实 1，不实 1（任务 \d+：案\d+，办理中）。\n要抽可以写：抽查 5份 上月。$/u,
    );
    await noFaults('2026-04');
  });
});

it('抽查 where no policy asks for it says so, and proposes nothing', async () => {
  await takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p03'] }]);
  expect(await says('sun', '抽查')).toBe('翠湖花园没有采用要求抽查的制度（如 p02、p04）。');
});

describe('a finding', () => {
  it('is the manager’s case; it is closed by what was done, and the household is neither told nor asked', async () => {
    await complaints(3);
    const [no = 0] = listedIn(await says('sun', '抽查 1份'));
    const id = Number(/已立案(\d+)/u.exec(await says('sun', `抽查 ${no} 不实 住户说没有接到电话`))?.[1]);
    const { read } = test.ctx.db;
    const [step] = await read.duty.findMany({ where: { followUp: id } });
    expect(step).toMatchObject({
      clause: 'p02.13',
      trigger: 'finding',
      says: '弄虚作假立案处理',
      assignee: 'sun',
      visitNo: no,
    });
    const shown = await says('sun', `说明 案${id}`);
    expect(shown).toContain(`案${id}【抽查不实】`);
    expect(shown).toContain('查到：住户说没有接到电话');
    const visits = await read.visit.count();
    expect(await says('sun', `办结 案${id}`)).toBe(`请写处理结果：办结 案${id} 已批评教育，重新回访。`);
    expect(await says('sun', `办结 案${id} 已批评教育，重新回访`)).toContain(`案${id} 已办结。`);
    expect(await read.visit.count()).toBe(visits);
    expect(await read.outbox.count({ where: { channel: 'wecom-kf' } })).toBe(0);
  });

  it('about what the manager made goes above them, and nobody checks what they made themselves', async () => {
    await complaints(2, 'sun');
    expect(await says('sun', '抽查 2份')).toContain('没有可以抽查的记录');
    await takeInStaff(test.ctx, [
      { userid: 'zhou', name: '周总', roles: [{ estate: 'cuihu', role: 'general-manager' }] },
    ]);
    const [no = 0] = listedIn(await says('zhou', '抽查 1份'));
    expect(await says('sun', `抽查 ${no} 属实`)).toBe(`任务 ${no} 的记录是您自己做的，请由别的负责人抽查。`);
    await says('zhou', `抽查 ${no} 不实 没有去过`);
    expect(await test.ctx.db.read.duty.findFirstOrThrow({ where: { trigger: 'finding' } })).toMatchObject({
      assignee: 'zhou',
    });
  });
});

describe('a spot check by order', () => {
  it('draws so many, or so many percent, each by a key of its own; each can be repeated', async () => {
    await complaints(10);
    const five = await says('sun', '抽查 5份 本月');
    expect(five).toContain('的 10 份记录中随机抽了 5 份');
    expect(listedIn(five)).toHaveLength(5);
    expect(listedIn(await says('sun', '抽查 30% 本月'))).toHaveLength(3);
    expect(listedIn(await says('sun', '抽查 99份 本月'))).toHaveLength(10);
    const draws = await test.ctx.db.read.draw.findMany({ where: { period: { contains: '/check-' } } });
    expect(new Set(draws.map(({ keyHash }) => keyHash)).size).toBe(3);
    for (const { period } of draws) await noFaults(period);
  });

  it('says what cannot be', async () => {
    expect(await says('sun', '抽查 5份')).toContain('没有可以抽查的记录，什么都没有抽');
    const [no = 0] = await complaints(1);
    expect(await says('sun', '抽查 0%')).toContain('1% 到 100%');
    expect(await says('sun', '抽查 101%')).toContain('1% 到 100%');
    expect(await says('sun', '抽查 5份 张伟')).toContain('不能按人分开看');
    expect(await says('zhangwei', '抽查 5份')).toContain('由项目经理、客服主管、总经理');
    expect(await says('zhangwei', `抽查 ${no} 属实`)).toContain('由项目经理、客服主管、总经理');
    expect(await says('sun', '抽查 999 属实')).toBe('没有您可以抽查的这条记录。看抽中的写：抽查。');
    expect(await test.ctx.db.read.draw.count({ where: { period: { contains: '/check-' } } })).toBe(0);
  });
});
