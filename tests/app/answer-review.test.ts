import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingContent } from '../../src/channels/channel.js';
import { takeInStaff } from '../../src/app/take-in-people.js';
import { verifyAudit } from '../../src/store/audit.js';
import { appendRecord, currentRecord } from '../../src/store/records.js';
import { lockVisit, visitByNo } from '../../src/store/visits.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';
import { staffSays } from '../helpers/staff-says.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

const says = (userid: string, text: string) => staffSays(test, userid, text);

/** A complaint whose visit was made; the visit's number. */
async function made(id: string, grade: 'satisfied' | 'dissatisfied' = 'satisfied', by = 'zhangwei'): Promise<number> {
  await test.events({ id, kind: 'complaint', description: `${id} 噪音`, resolvedAt: '2026-03-10T09:00:00+08:00' });
  const [visit] = await test.visits(id);
  if (visit === undefined) throw new Error(`${id} asks for no visit`);
  await makeVisit(test, visit.no, grade, by);
  return visit.no;
}

/** The resident changes the answer in chat. */
async function residentCorrects(no: number, remark: string): Promise<void> {
  const { ctx } = test;
  await ctx.db.write(async (tx) => {
    const visit = await lockVisit(tx, ctx.db, no);
    if (visit === null) throw new Error(`no visit ${no}`);
    const said = { grade: 'fairly', remark, method: 'chat', by: 'resident:cuihu/r-1', why: [] } as const;
    await appendRecord(tx, visit, { ...said, at: ctx.clock.now() });
  });
}

const row = (id: string) => test.ctx.db.read.record.findUniqueOrThrow({ where: { id } });
const status = async (no: number) => (await visitByNo(test.ctx.db.read, no))?.status;
const refusals = () => test.ctx.db.read.audit.count({ where: { action: 'refused.review record' } });

async function told(userid: string): Promise<readonly OutgoingContent[]> {
  const rows = await test.ctx.db.read.outbox.findMany({ where: { recipient: userid }, orderBy: { id: 'asc' } });
  return rows.map(({ body }) => JSON.parse(test.ctx.box.open(body)) as OutgoingContent);
}

describe('审核 (p03.12)', () => {
  it('通过: the record keeps by whom, when and with which opinion, and stays as it is', async () => {
    const no = await made('C-1');
    expect(await says('liuyan', `审核 ${no} 通过 处理及时`)).toBe(
      `已审核通过任务 ${no}：3 栋 2 单元 1204 C-1 噪音，满意。`,
    );
    expect(await status(no)).toBe('reviewed');
    expect(await row(`${no}-1`)).toMatchObject({
      reviewed: true,
      reviewedBy: 'liuyan',
      reviewedAt: BigInt(test.ctx.clock.now()),
      opinion: '处理及时',
    });
    expect(await says('zhangwei', `完成 ${no} 电话 不满意 又吵了`)).toContain('已经审核，不再改动');
    const entries = await test.ctx.db.read.audit.findMany({ where: { subject: `visit:${no}`, actor: 'liuyan' } });
    expect(entries.map(({ action }) => action)).toEqual(['visit.review', 'record.review']);
    expect(entries.map(({ detail }) => detail).join('')).not.toContain('处理及时');
    expect(await verifyAudit(test.ctx.db.read)).toMatchObject({ faults: [] });
  });

  it('a second verdict changes nothing, and says what stands', async () => {
    const no = await made('C-1');
    await says('liuyan', `审核 ${no} 通过`);
    const stands = `任务 ${no} 已由刘艳审核通过（3 月 10 日 10:00），不再改动。`;
    expect(await says('liuyan', `审核 ${no} 通过`)).toBe(stands);
    expect(await says('sun', `${no} 退回，重填`)).toBe(stands);
    expect(await row(`${no}-1`)).toMatchObject({ reviewed: true, reviewedBy: 'liuyan', opinion: '通过' });
  });

  it('退回: the one who made it has it as a task with the opinion, corrects it, and it is reviewed again', async () => {
    const no = await made('C-1');
    expect(await says('liuyan', `${no} 退回，没写整改情况`)).toBe(
      `已退回任务 ${no}，请张伟补正：没写整改情况。补正以后会再请您审核。`,
    );
    expect(await visitByNo(test.ctx.db.read, no)).toMatchObject({ status: 'with-staff', assignee: 'zhangwei' });
    expect(await row(`${no}-1`)).toMatchObject({ reviewed: false, reviewedBy: 'liuyan', opinion: '没写整改情况' });
    const cards = (await told('zhangwei')).flatMap((one) => (one.kind === 'card' ? [one.card] : []));
    expect(cards.at(-1)?.facts).toContainEqual({ name: '审核意见', value: '没写整改情况' });
    expect(await says('zhangwei', '我的任务')).toContain('审核退回：没写整改情况，请补正');
    expect(await says('liuyan', '待办')).not.toContain('待您审核的回访记录');
    expect(await says('liuyan', `审核 ${no} 通过`)).toBe(
      `任务 ${no} 已由刘艳退回（3 月 10 日 10:00：没写整改情况），等张伟补正。`,
    );

    test.moveTo(at('2026-03-11T10:00:00+08:00'));
    expect(await says('zhangwei', `完成 ${no} 电话 满意 已更换隔音门`)).toContain('已记录任务');
    const heard = (await told('liuyan')).flatMap((one) => (one.kind === 'text' ? [one.text] : []));
    expect(heard.at(-1)).toBe(
      [
        `【已补正】翠湖花园 3 栋 2 单元 1204（任务 ${no}）`,
        '您退回时写的是：没写整改情况',
        '现在的记录：满意，已更换隔音门',
        `请再审核：审核 ${no} 通过，或 审核 ${no} 退回 要改什么`,
      ].join('\n'),
    );
    expect(await says('liuyan', '待办')).toContain('满意，已更换隔音门（张伟，今天交的，退回后补正的');
    expect(await says('liuyan', `审核 ${no} 通过`)).toContain('已审核通过');
    expect(await row(`${no}-1`)).toMatchObject({ reviewed: false, opinion: '没写整改情况', current: false });
    expect(await row(`${no}-2`)).toMatchObject({ reviewed: true, opinion: '通过', corrects: `${no}-1` });
    expect(await verifyAudit(test.ctx.db.read)).toMatchObject({ faults: [] });
  });

  it('退回 says what is to be changed, or is asked for it; what a resident answered goes to whoever has the visit', async () => {
    const no = await made('C-1', 'satisfied', 'resident:cuihu/r-1');
    expect(await says('liuyan', `审核 ${no} 退回`)).toContain(`审核 ${no} 退回 没写整改情况`);
    expect(await status(no)).toBe('recorded');
    expect(await says('liuyan', `审核 ${no} 退回 请电话核实`)).toContain('请张伟补正');
    test.moveTo(at('2026-03-20T10:00:00+08:00'));
    expect(await says('zhangwei', `完成 ${no} 电话 一般 还有点响`)).toContain('已记录任务');
    // The household had answered in time.
    expect((await visitByNo(test.ctx.db.read, no))?.answeredAt).toBe(at('2026-03-10T10:00:00+08:00'));
    expect(await currentRecord(test.ctx.db.read, no)).toMatchObject({ grade: 'fairly', by: 'zhangwei' });
  });

  it('is for whom the clause names: the refusal says who, and is kept', async () => {
    const no = await made('C-1');
    expect(await says('wangfang', `审核 ${no} 通过`)).toBe(`任务 ${no} 的记录由客服主管审核。`);
    expect(await says('liuyan', '审核 999 通过')).toBe('没有您可以审核的任务 999。');
    expect(await refusals()).toBe(2);
    expect(await status(no)).toBe('recorded');
  });

  it('nobody reviews a record of their own: it waits for the manager', async () => {
    const no = await made('C-1', 'satisfied', 'liuyan');
    expect(await says('liuyan', '待办')).not.toContain('待您审核的回访记录');
    expect(await says('liuyan', `审核 ${no} 通过`)).toBe(`任务 ${no} 的回访是您自己做的，要由别人审核，请孙国栋审核。`);
    expect(await refusals()).toBe(1);
    expect(await says('sun', '待办')).toContain('待您审核的回访记录 1 份');
    expect(await says('sun', `审核 ${no} 通过`)).toContain('已审核通过');
  });

  it('nor the record about work of their own', async () => {
    await test.events({ id: 'C-1', kind: 'complaint', worker: 'liuyan', resolvedAt: '2026-03-10T09:00:00+08:00' });
    const [visit] = await test.visits('C-1');
    if (visit === undefined) throw new Error('no visit');
    await makeVisit(test, visit.no, 'satisfied');
    expect(await says('liuyan', `审核 ${visit.no} 通过`)).toContain('是您自己办的，要由别人审核，请孙国栋审核');
    expect(await says('sun', '待办')).toContain('待您审核的回访记录 1 份');
  });

  it('a visit without a record needs none', async () => {
    await test.events({ id: 'C-1', kind: 'complaint', resolvedAt: '2026-03-10T09:00:00+08:00' });
    const [visit] = await test.visits('C-1');
    expect(await says('liuyan', `审核 ${visit?.no} 通过`)).toBe(`任务 ${visit?.no} 还没有回访记录，不用审核。`);
  });

  it('what the resident changed after the reviewer saw it is shown before it is approved', async () => {
    const no = await made('C-1');
    await says('liuyan', '待办');
    await residentCorrects(no, '晚上还有点响');
    expect(await says('liuyan', `审核 ${no} 通过`)).toBe(
      `任务 ${no} 的记录在您看过以后改过，现在是：3 栋 2 单元 1204 C-1 噪音，一般满意，晚上还有点响。看过以后请再写一次「审核 ${no} 通过」或「审核 ${no} 退回 …」。`,
    );
    expect(await status(no)).toBe('recorded');
    expect(await says('liuyan', `审核 ${no} 通过`)).toContain('已审核通过');
    expect(await row(`${no}-2`)).toMatchObject({ reviewed: true });
  });
});

describe('several at once', () => {
  it('each by its number, with what became of each', async () => {
    const [one, two, own] = [await made('C-1'), await made('C-2'), await made('C-3', 'satisfied', 'liuyan')];
    expect(await says('liuyan', `审核 ${one} ${two} ${own} 通过`)).toBe(
      `已审核通过 2 份：任务 ${one}、${two}。\n任务 ${own} 的回访是您自己做的，要由别人审核，请孙国栋审核。`,
    );
    expect([await status(one), await status(two), await status(own)]).toEqual(['reviewed', 'reviewed', 'recorded']);
  });

  it('全部通过 lists and asks first, and approves what was listed and has not changed since', async () => {
    const [one, two] = [await made('C-1'), await made('C-2')];
    const asked = await says('liuyan', '全部通过');
    expect(asked).toContain('待您审核的回访记录 2 份');
    expect(asked).toContain('请回复「全部通过」');
    expect(await status(one)).toBe('recorded');
    const three = await made('C-3');
    await residentCorrects(two, '又响了');
    const said = await says('liuyan', '全部通过');
    expect(said).toContain(`已审核通过任务 ${one}`);
    expect(said).toContain(`任务 ${two} 的记录在您看过以后改过`);
    expect(said).toContain('还有 2 份待您审核，请看「待办」。');
    expect([await status(one), await status(two), await status(three)]).toEqual(['reviewed', 'recorded', 'recorded']);
  });

  it('全部通过 an hour later asks again, and with nothing left says so', async () => {
    const no = await made('C-1');
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
    await residentCorrects(second, '晚上还有点响');
    const said = await says('liuyan', '待办');
    expect(said.split('\n').slice(0, 4)).toEqual([
      '待您审核的回访记录 2 份，先做的在前：',
      `${first}. 3 栋 2 单元 1204 C-1 噪音：不满意（张伟，已等 2 天，住户还没有签名）`,
      `${second}. 3 栋 2 单元 1204 C-2 噪音：一般满意，晚上还有点响（住户，今天交的，住户还没有签名）`,
      `以上都没问题，请回复「全部通过」；单份请写「审核 ${first} 通过」或「审核 ${first} 退回 没写整改情况」。`,
    ]);
  });

  it('shows as many as a message holds and counts the rest; 全部通过 is about those that were shown', async () => {
    for (let n = 10; n < 60; n += 1) await made(`C-${n}`);
    const said = await says('liuyan', '待办');
    expect(Buffer.byteLength(said)).toBeLessThanOrEqual(2048);
    const shown = said.split('\n').filter((line) => /^\d+\. /u.test(line)).length;
    expect(shown).toBeGreaterThan(10);
    expect(said).toContain(`待您审核的回访记录 50 份`);
    expect(said).toContain(`……还有 ${50 - shown} 份`);
    expect(await says('liuyan', '全部通过')).toContain(`已审核通过 ${shown} 份`);
    expect(await test.ctx.db.read.visit.count({ where: { status: 'reviewed' } })).toBe(shown);
  });

  it('goes to a deputy of the same role while the supervisor is away', async () => {
    const supervisor = { roles: [{ estate: 'cuihu', role: 'supervisor' }] };
    await takeInStaff(test.ctx, [{ userid: 'zhou', name: '周敏', ...supervisor }]);
    await made('C-1');
    await says('liuyan', '请假 3天 代班 周敏');
    expect(await says('zhou', '待办')).toContain('待您审核的回访记录 1 份');
    expect(await says('sun', '待办')).not.toContain('待您审核');
  });
});

describe('by other policies', () => {
  const reopen = async (...policies: readonly string[]): Promise<void> => {
    await test.close();
    test = await openEstate(policies);
  };

  it('p08.3: the manager reviews what the dispatcher recorded of complaints', async () => {
    await reopen('p08');
    const no = await made('C-1');
    expect(await says('sun', '待办')).toContain('待您审核的回访记录 1 份');
    expect(await says('sun', `审核 ${no} 通过`)).toContain('已审核通过');
  });

  it('a visit that serves two policies is reviewed once for both', async () => {
    await reopen('p02', 'p03');
    const no = await made('C-1');
    expect(await says('liuyan', '待办')).toContain('待您审核的回访记录 1 份');
    await says('liuyan', `审核 ${no} 通过`);
    expect((await test.visits('C-1')).map((visit) => visit.status)).toEqual(['reviewed', 'reviewed']);
  });

  it('p11 asks for no review: nothing waits, and the supervisor may still give one', async () => {
    await reopen('p11');
    await test.events({ id: 'R-1', kind: 'repair', resolvedAt: '2026-03-09T09:00:00+08:00' });
    const [visit] = await test.visits('R-1');
    if (visit === undefined) throw new Error('no visit');
    await makeVisit(test, visit.no, 'satisfied');
    expect(await says('liuyan', '待办')).not.toContain('待您审核');
    expect(await says('wangfang', `审核 ${visit.no} 通过`)).toContain('由客服主管、项目经理、总经理审核');
    expect(await says('liuyan', `审核 ${visit.no} 通过`)).toContain('已审核通过');
  });
});

describe('帮助', () => {
  it('lists it for those who may', async () => {
    expect(await says('liuyan', '帮助')).toContain('审核 12 退回 没写整改情况');
    expect(await says('zhangwei', '帮助')).not.toContain('审核');
    expect(Buffer.byteLength(await says('liuyan', '帮助'))).toBeLessThanOrEqual(2048);
  });
});
