import { afterEach, describe, expect, it } from 'vitest';
import { answerCaseClosed, answerDutyDone } from '../../src/app/answer-duties.js';
import { answerCommand } from '../../src/app/answer-command.js';
import { handOver } from '../../src/app/hand-over.js';
import { openPeriods } from '../../src/app/open-periods.js';
import { raiseNonconformity } from '../../src/app/raise-follow-ups.js';
import { takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { tellDuties } from '../../src/app/tell-duties.js';
import { understandCommand } from '../../src/core/understand/command.js';
import { estates } from '../../src/store/estates.js';
import { staffOf, type Staff } from '../../src/store/staff.js';
import { saidWords, staffHears, staffSays } from '../helpers/staff-says.js';
import { dutyLines } from '../helpers/duties.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';

let test: EstateTest;
afterEach(() => test.close());

const who = async (userid: string): Promise<Staff> => {
  const staff = await staffOf(test.ctx.db.read, userid);
  if (staff === null) throw new Error(userid);
  return staff;
};
const dutyNo = async (clause: string, item: string): Promise<number> =>
  (await test.ctx.db.read.duty.findFirstOrThrow({ where: { clause, item }, orderBy: { no: 'desc' } })).no;
const done = async (userid: string, clause: string, item = 'duty:0', text: string | null = null): Promise<string> => {
  const asked = { staff: await who(userid), no: await dutyNo(clause, item), now: test.ctx.clock.now() };
  return test.ctx.db.write((tx) => answerDutyDone(tx, test.ctx, asked, text));
};
const open = async (when: string): Promise<void> => {
  test.moveTo(at(when));
  await openPeriods(test.ctx, at(when));
};

describe('办结', () => {
  it('is by whoever has the duty, by the roles of its clause, by supervisor and manager; nobody else', async () => {
    test = await openEstate(['p02']);
    await open('2026-03-10T10:00:00+08:00');
    const no = await dutyNo('p02.16', 'duty:0');
    expect(await done('zhangwei', 'p02.16')).toBe(`事${no} 由客服主管办理。需要的话，请向他们了解。`);
    expect(await done('liuyan', 'p02.16', 'duty:0', '已汇总 41 份')).toContain(`已办结 事${no}：汇总。`);
    expect(await done('sun', 'p02.16')).toBe(`事${no} 已由刘艳办结（3 月 10 日 10:00）。`);
    expect(await test.ctx.db.read.duty.findUnique({ where: { no } })).toMatchObject({
      status: 'done',
      doneBy: 'liuyan',
      doneAt: BigInt(at('2026-03-10T10:00:00+08:00')),
      note: '已汇总 41 份',
    });
    expect(await test.ctx.db.read.audit.count({ where: { action: 'refused.finish duty' } })).toBe(1);
  });

  it('not before the duty begins; late it is kept as late', async () => {
    test = await openEstate(['p02']);
    await open('2026-03-10T10:00:00+08:00');
    expect(await done('sun', 'p02.16', 'duty:1')).toContain('从 3 月 25 日起才可以办结');
    test.moveTo(at('2026-03-27T10:00:00+08:00'));
    expect(await done('sun', 'p02.16', 'duty:1')).toContain('交刘艳（客服主管）核对');
    expect(await done('liuyan', 'p02.16')).toContain('（逾期 3 天）');
    expect(await done('sun', 'p02.16', 'duty:1')).toContain('（逾期 2 天）');
  });

  it('sets going what follows, and those hear of it who wait for it', async () => {
    test = await openEstate(['p02']);
    await takeInStaff(test.ctx, [
      { userid: 'qian', name: '钱品', roles: [{ estate: 'cuihu', role: 'quality' }] },
      { userid: 'guo', name: '郭建', roles: [{ estate: 'cuihu', role: 'vice-president' }] },
    ]);
    await open('2026-03-25T10:00:00+08:00');
    expect((await dutyLines(test.ctx.db)).filter((line) => line.startsWith('p02.17'))).toEqual([]);
    await done('liuyan', 'p02.16', 'duty:0');
    await done('sun', 'p02.16', 'duty:1');
    expect((await dutyLines(test.ctx.db)).filter((line) => /^p02\.1[67]/.test(line)).at(-1)).toBe(
      'p02.16 duty:2 open 03-29 00:00 guo',
    );
    await done('guo', 'p02.16', 'duty:2');
    expect((await dutyLines(test.ctx.db)).filter((line) => line.startsWith('p02.17'))).toEqual([
      'p02.17 duty:0 open — qian',
    ]);
    await tellDuties(test.ctx, test.ctx.clock.now());
    const to = await test.ctx.db.read.outbox.findMany({ where: { purpose: 'alert' } });
    const texts = to.map(({ recipient, body }) => `${recipient} ${test.ctx.box.open(body)}`);
    expect(texts.find((text) => text.startsWith('qian'))).toContain('组织、监督逐项落实');
    // The summary is the manager's to hear of.
    expect(texts.find((text) => text.startsWith('sun'))).toContain('【已办结】翠湖花园');
  });

  it('p11：签发工作联系单之后，五天没有解决的上报；都办结了，不合格就有了结论', async () => {
    test = await openEstate(['p11']);
    await test.events({ id: 'C-1', kind: 'complaint', resolvedAt: '2026-03-10T09:00:00+08:00' });
    const [visit] = await test.visits('C-1');
    const [estate] = await estates(test.ctx.db.read);
    if (visit === undefined || estate === undefined) throw new Error('no visit');
    await test.ctx.db.write((tx) =>
      raiseNonconformity(tx, test.ctx, { estate, visit, event: null }, '还在吵', test.ctx.clock.now()),
    );
    expect(await dutyLines(test.ctx.db)).toEqual([
      'p11.7 duty:0 open 03-12 00:00 zhangwei',
      'p11.8 duty:0 open 03-12 00:00 liuyan',
    ]);
    await done('zhangwei', 'p11.7');
    await done('liuyan', 'p11.8');
    expect((await dutyLines(test.ctx.db)).at(-1)).toBe('p11.9 duty:0 open 03-16 00:00 liuyan');
    expect(await test.ctx.db.read.followUp.findFirst()).toMatchObject({ status: 'open' });
    expect(await done('liuyan', 'p11.9')).toContain('办结后会告诉住户做了什么');
    await done('liuyan', 'p11.9', 'duty:0', '已做隔音');
    expect(await test.ctx.db.read.followUp.findFirst()).toMatchObject({ status: 'closed' });
  });
});

describe('结案', () => {
  it('ends the weekly looks at a mended defect, by the number of a look or of the watch', async () => {
    test = await openEstate(['p06']);
    const defect = { id: 'PA-1', kind: 'public-area-repair', bigDefect: true, household: null };
    await test.events({ ...defect, resolvedAt: '2026-03-10T09:00:00+08:00' });
    await open('2026-03-17T10:00:00+08:00');
    const asked = { staff: await who('liuyan'), no: await dutyNo('p06.2', 'duty:0'), now: test.ctx.clock.now() };
    const said = await test.ctx.db.write((tx) => answerCaseClosed(tx, test.ctx, asked, '三周未再渗漏'));
    expect(said).toContain('已结案：检查大缺陷的维修效果，直到结案');
    await open('2026-03-24T10:00:00+08:00');
    expect((await dutyLines(test.ctx.db)).map((line) => line.split(' ').slice(1, 4).join(' '))).toEqual([
      'watch:0 done —',
      'duty:0 done 03-16',
      'duty:0 done 03-23',
    ]);
  });
});

/** A complaint whose visit nobody can be asked of by chat: a person has it. */
async function handedOver() {
  await test.events({ id: 'C-1', kind: 'complaint', resolvedAt: '2026-03-10T09:00:00+08:00' });
  const [visit] = await test.visits('C-1');
  const [estate] = await estates(test.ctx.db.read);
  if (visit === undefined || estate === undefined) throw new Error('no visit');
  const now = test.ctx.clock.now();
  await test.ctx.db.write((tx) => handOver(tx, test.ctx, { estate, visit, event: null }, 'no-chat', now));
  return visit;
}

describe('逾期上门 (p03.10)', () => {
  it('gives a visit that is not done three days after the visitor was told to the steward, at the door, at once', async () => {
    test = await openEstate(['p03']);
    await takeInStaff(test.ctx, [
      { userid: 'zhao', name: '赵工', roles: [{ estate: 'cuihu', role: 'department-head' }] },
    ]);
    await test.events({ id: 'C-1', kind: 'complaint', resolvedAt: '2026-03-02T16:20:00+08:00' });
    const [visit] = await test.visits('C-1');
    const told = at('2026-03-10T10:00:00+08:00');
    const [estate] = await estates(test.ctx.db.read);
    if (visit === undefined || estate === undefined) throw new Error('no visit');
    await test.ctx.db.write((tx) => handOver(tx, test.ctx, { estate, visit, event: null }, 'no-chat', told));
    expect(await dutyLines(test.ctx.db)).toEqual(['p03.10 duty:0 open 03-15 00:00 zhangwei']);
    await test.ctx.db.write((tx) => tx.visit.updateMany({ data: { assignee: 'zhao' } }));
    test.moveTo(at('2026-03-13T23:00:00+08:00'));
    expect(await tellDuties(test.ctx, test.ctx.clock.now())).toBe(0);
    const tasks = () => test.ctx.db.read.outbox.findMany({ where: { purpose: 'task' }, orderBy: { id: 'asc' } });
    expect(await tasks()).toHaveLength(1);
    test.moveTo(at('2026-03-14T09:00:00+08:00'));
    await tellDuties(test.ctx, test.ctx.clock.now());
    expect((await test.visits('C-1'))[0]).toMatchObject({ assignee: 'zhangwei', status: 'with-staff' });
    const card = (await tasks()).at(-1);
    expect(card?.recipient).toBe('zhangwei');
    expect(test.ctx.box.open(card?.body ?? '')).toContain('通知后逾期未完成，请上门跟进');
    const { no: duty } = await test.ctx.db.read.duty.findFirstOrThrow();
    expect(await staffHears(test, 'zhangwei', '我的任务')).toEqual([
      `您的回访，按截止时间：\n${visit.no}. 3 月 5 日 24:00 前 3 栋 2 单元 1204 投诉（请上门跟进，事${duty}，已逾期 9 天）`,
    ]);
    test.moveTo(at('2026-03-16T09:00:00+08:00'));
    expect(await staffSays(test, 'liuyan', '逾期')).toBe(
      `翠湖花园逾期未办 1 件，最久的在前：\n${visit.no}. 3 栋 2 单元 1204 投诉回访，要上门：事${duty}（p03.1，3 月 5 日 24:00 到期，逾期 11 天，张伟）`,
    );
    await makeVisit(test, visit.no, 'satisfied');
    expect(await dutyLines(test.ctx.db)).toEqual(['p03.10 duty:0 done 03-15 00:00 zhangwei']);
    expect(await staffSays(test, 'liuyan', '逾期')).toContain('没有逾期未办的');
  });

  it('sends nobody to the door of a household in which nobody agreed to be visited', async () => {
    test = await openEstate(['p03']);
    await takeInResidents(test.ctx, [
      { id: 'r-1', estate: 'cuihu', household: '3-2-1204', name: '李敏', relation: 'owner', consent: false },
    ]);
    await handedOver();
    test.moveTo(at('2026-03-14T09:00:00+08:00'));
    await tellDuties(test.ctx, test.ctx.clock.now());
    expect(await dutyLines(test.ctx.db)).toEqual(['p03.10 duty:0 cancelled 03-15 00:00 zhangwei']);
    expect(await test.ctx.db.read.outbox.count({ where: { purpose: 'task' } })).toBe(1);
  });

  it('follows the task to whoever it was given on to, where they are of its role', async () => {
    test = await openEstate(['p03']);
    const visit = await handedOver();
    expect(await dutyLines(test.ctx.db)).toEqual(['p03.10 duty:0 open 03-15 00:00 zhangwei']);
    await staffSays(test, 'zhangwei', `转给 王芳 ${visit.no}`);
    expect(await dutyLines(test.ctx.db)).toEqual(['p03.10 duty:0 open 03-15 00:00 wangfang']);
    test.moveTo(at('2026-03-14T09:00:00+08:00'));
    await tellDuties(test.ctx, test.ctx.clock.now());
    expect(await dutyLines(test.ctx.db)).toEqual(['p03.10 duty:0 open 03-15 00:00 wangfang']);
    expect((await test.visits('C-1'))[0]).toMatchObject({ assignee: 'wangfang' });
    expect(await staffSays(test, 'zhangwei', '我的任务')).toBe('您现在没有待办的回访，也没有要办的事。');
    await staffSays(test, 'wangfang', `转给 刘艳 ${visit.no}`);
    expect(await dutyLines(test.ctx.db)).toEqual(['p03.10 duty:0 open 03-15 00:00 wangfang']);
    test.moveTo(at('2026-03-16T09:00:00+08:00'));
    const { no: duty } = await test.ctx.db.read.duty.findFirstOrThrow();
    expect(await staffSays(test, 'liuyan', '逾期')).toContain('逾期未办 1 件');
    expect(await staffSays(test, 'liuyan', '逾期 王芳')).toContain(`事${duty}. 3 栋 2 单元 1204`);
  });

  it('is needed no more when the visit was made in time', async () => {
    test = await openEstate(['p03']);
    const visit = await handedOver();
    test.moveTo(at('2026-03-12T10:00:00+08:00'));
    await makeVisit(test, visit.no, 'satisfied');
    expect((await dutyLines(test.ctx.db)).map((line) => line.split(' ')[2])).toEqual(['cancelled']);
  });
});

describe('in chat', () => {
  const says = async (userid: string, text: string): Promise<string> => {
    const [staff, all, now] = [await who(userid), await estates(test.ctx.db.read), test.ctx.clock.now()];
    const asker = { staff, estates: all, zone: 'Asia/Shanghai' };
    const understood = understandCommand(text, now, asker.zone, ['翠湖花园']);
    const answer = await answerCommand(test.ctx, asker, understood, now);
    const added = await test.ctx.db.write(async (tx) => (await answer.writes?.(tx, now)) ?? []);
    return [...answer.texts, ...added.map(saidWords)].join('\n');
  };

  it('duties stand in one’s list, are explained and done by their number', async () => {
    test = await openEstate(['p02']);
    await open('2026-03-10T10:00:00+08:00');
    const { no } = await test.ctx.db.read.duty.findFirstOrThrow({ where: { clause: 'p02.16', item: 'duty:0' } });
    expect(await says('liuyan', '我的任务')).toContain(
      `您要办的事，办好后请写「办结 事号」：\n事${no}：3 月 24 日 24:00 前，汇总，《月回访汇总表》（p02.16）`,
    );
    const explained = await says('liuyan', `说明 事${no}`);
    expect(explained).toContain('依据 p02.16：客服主管每月24日之前');
    expect(explained).toContain('负责：客服主管（刘艳）。\n办结后告知：项目经理。');
    expect(await says('liuyan', `办结 ${no}，已填好`)).toContain(`已办结 事${no}：汇总。`);
    expect(await says('liuyan', `说明 事${no}`)).toContain('已由刘艳办结（3 月 10 日 10:00）');
    expect(await says('liuyan', '说明 事99999')).toBe('没有您可以查看的 事99999。');
  });

  it('the end of rain is told, by those who may', async () => {
    test = await openEstate(['p01']);
    const seepage = { id: 'R-1', kind: 'repair', category: 'seepage', rainCaused: true };
    await test.events({ ...seepage, resolvedAt: '2026-03-09T10:00:00+08:00' });
    await takeInStaff(test.ctx, [
      { userid: 'zhao', name: '赵工', roles: [{ estate: 'cuihu', role: 'department-head' }] },
    ]);
    expect(await says('zhao', '雨停')).toContain('翠湖花园的这件事由管家、客服主管、项目经理、工程主管办理');
    expect(await says('zhangwei', '雨停了 翠湖')).toBe('已记下：翠湖花园雨停。已安排 1 件雨后回访。');
  });
});
