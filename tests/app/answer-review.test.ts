import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingContent } from '../../src/channels/channel.js';
import { takeInStaff } from '../../src/app/take-in-people.js';
import { verifyAudit } from '../../src/store/audit.js';
import type { Grade } from '../../src/core/terms.js';
import { currentRecord } from '../../src/store/records.js';
import { visitByNo } from '../../src/store/visits.js';
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

  it('without a verdict: shows the record as its form has it, and asks for one, of what was shown', async () => {
    const no = await made('C-1', 'satisfied');
    const [form = '', asks] = await staffHears(test, 'liuyan', `审核 ${no}`);
    expect(form.split('\n')).toEqual(
      expect.arrayContaining([
        `《回访记录表》任务 ${no}`,
        '房号：3 栋 2 单元 1204',
        '事项：C-1 噪音',
        '回访方式：电话',
        '满意程度：满意',
        '回访人签名：张伟 3 月 10 日 10:00',
      ]),
    );
    expect(asks).toBe(`通过请写「审核 ${no} 通过」，退回请写「审核 ${no} 退回 要改什么」。`);
    expect(await status(no)).toBe('recorded');
    await makeVisit(test, no, 'dissatisfied');
    expect(await says('liuyan', `审核 ${no} 通过`)).toContain('在您看过以后改过');
    expect(await says('wangfang', `审核 ${no}`)).toContain('审核。');
    expect(await refusals()).toBe(1);
    expect(await says('liuyan', '审核 99')).toBe('没有您可以审核的任务 99。');
  });

  it('说明 says whom a record waits for, and what became of it', async () => {
    const no = await made('C-1');
    expect(await says('zhangwei', `说明 ${no}`)).toContain('审核：等刘艳审核');
    await says('liuyan', `审核 ${no} 退回 没写原因`);
    expect(await says('zhangwei', `说明 ${no}`)).toContain('审核：刘艳 3 月 10 日 10:00 退回，等补正：没写原因');
    await says('zhangwei', `完成 ${no} 电话 满意 师傅准时`);
    expect(await says('zhangwei', `说明 ${no}`)).toContain('审核：等刘艳审核');
    await says('liuyan', `审核 ${no} 通过`);
    expect(await says('zhangwei', `说明 ${no}`)).toContain('审核：刘艳 3 月 10 日 10:00 审核通过');
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
        '退回时写的是：没写整改情况',
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

  it('退回 while the one who made it is away: a colleague corrects it; whoever stands in reviews it', async () => {
    await takeInStaff(test.ctx, [{ userid: 'zhou', name: '周敏', roles: [{ estate: 'cuihu', role: 'supervisor' }] }]);
    const no = await made('C-1');
    await says('zhangwei', '请假 3天 代班 王芳');
    expect(await says('liuyan', `审核 ${no} 退回 请核对`)).toContain('请王芳补正');
    await says('liuyan', '请假 3天 代班 周敏');
    expect(await says('wangfang', `完成 ${no} 电话 一般`)).toContain('已记录任务');
    const heard = (await told('zhou')).flatMap((one) => (one.kind === 'text' ? [one.text] : []));
    expect(heard.at(-1)).toContain(`【已补正】翠湖花园 3 栋 2 单元 1204（任务 ${no}）`);
    expect(await says('zhou', `审核 ${no} 通过`)).toContain('已审核通过');
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
    await residentCorrects(test, no, '晚上还有点响');
    expect(await says('liuyan', `审核 ${no} 通过`)).toBe(
      `任务 ${no} 的记录在您看过以后改过，现在是：3 栋 2 单元 1204 C-1 噪音，一般满意，晚上还有点响。看过以后请再写一次「审核 ${no} 通过」或「审核 ${no} 退回 …」。`,
    );
    expect(await status(no)).toBe('recorded');
    expect(await says('liuyan', `审核 ${no} 通过`)).toContain('已审核通过');
    expect(await row(`${no}-2`)).toMatchObject({ reviewed: true });
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
    expect(await says('liuyan', '帮助 审核')).toContain('审核 12 退回 没写整改情况');
    expect(await says('zhangwei', '帮助')).not.toContain('审核');
  });

  it('is told in as many messages as hold it whole', async () => {
    const texts = await staffHears(test, 'liuyan', '帮助 全部');
    for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.join('\n').split('\n').at(-1)).toBe('· 帮助；帮助 请假：看这份说明，或只看一件事');
  });

  it('is of one matter, where that is asked', async () => {
    expect(await says('wangfang', '帮助 请假')).toBe(
      ['「请假」可以这样写：', '· 请假 3天 代班 李四；销假：不在的日子由谁代办', '· 帮助：看全部说法'].join('\n'),
    );
    expect(await says('liuyan', '帮助 怎么退回')).toContain('审核 12 退回 没写整改情况');
    expect(await says('wangfang', '帮助 飞行')).toMatch(/^没有找到「飞行」，全部说法是：\n· 我的任务/u);
  });

  it('names reports only where the policies have them', async () => {
    const all = (await staffHears(test, 'liuyan', '帮助 全部')).join('\n');
    expect(all).toContain('季报');
    expect(all).not.toContain('；汇总表');
    expect(await says('liuyan', '汇总表 上月')).toContain('没有汇总表');
  });

  it('begins where whoever greets can begin', async () => {
    expect(await says('wangfang', '你好')).toBe('您好。要做什么，可以写：「我的任务」、「帮助」。');
  });
});
