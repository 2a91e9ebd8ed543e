/** 数字随问随答: what is said of an estate, a person and a department, and who is told. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';
import { staffHears, staffSays } from '../helpers/staff-says.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
  const roles = (role: string) => [{ estate: 'cuihu', role }];
  await takeInStaff(test.ctx, [
    { userid: 'zhangwei', name: '张伟', department: '客服中心', roles: roles('steward') },
    { userid: 'he', name: '何军', department: '工程部', roles: roles('department-manager') },
    { userid: 'ma', name: '马超', department: '工程部', roles: roles('repair-lead') },
  ]);
});
afterEach(() => test.close());

const says = (userid: string, text: string) => staffSays(test, userid, text);

/** A complaint about 马超's work, handled at 9:00 of the day, which 张伟 visits by telephone. */
async function visited(id: string, grade: 'satisfied' | 'fairly' | 'dissatisfied', day = '2026-03-10') {
  const reportedAt = `${day}T06:30:00+08:00`;
  const about = { worker: 'ma', department: '工程部', reportedAt, resolvedAt: `${day}T09:00:00+08:00` };
  await test.events({ id, kind: 'complaint', severity: 'general', ...about });
  const [visit] = await test.visits(id);
  if (visit === undefined) throw new Error(`${id} asks for no visit`);
  await test.ctx.db.write((tx) => tx.visit.update({ where: { no: visit.no }, data: { assignee: 'zhangwei' } }));
  await makeVisit(test, visit.no, grade);
  return visit.no;
}

describe('满意率 of a person', () => {
  it('tells the visits that are theirs from the services that they did', async () => {
    await visited('C-1', 'satisfied');
    await visited('C-2', 'dissatisfied');
    const counts = '50.0%（回收 2 / 发出 2，满意 1、一般 0、不满意 1），2 月没有回收，无从比较。份数少，仅供参考。';
    expect(await says('liuyan', '满意率 本月 张伟')).toBe(`翠湖花园 3 月张伟负责的回访满意率 ${counts}`);
    expect(await says('liuyan', '满意率 马超')).toBe(`翠湖花园 3 月马超经办的服务满意率 ${counts}`);
    expect(await says('liuyan', '满意率 工程部')).toBe(`翠湖花园 3 月工程部经办的服务满意率 ${counts}`);
    expect(await says('liuyan', '满意率 投诉 马师傅')).toContain('马超经办的投诉服务满意率 50.0%');
  });

  it('tells nothing that came back from nobody satisfied', async () => {
    expect(await says('liuyan', '满意率 张伟')).toBe(
      '翠湖花园 3 月张伟负责的回访满意率 —（回收 0 / 发出 0，满意 0、一般 0、不满意 0），这段时间没有发出。',
    );
    await visited('C-1', 'dissatisfied');
    expect(await says('liuyan', '满意率 张伟')).toContain('满意率 0.0%（回收 1 / 发出 1，');
  });

  it('of nobody is not made up, and of two is asked', async () => {
    expect(await says('liuyan', '满意率 本月 赵六')).toBe('翠湖花园没有叫「赵六」的同事。');
    expect(await says('liuyan', '满意率 本月 财务部')).toBe('翠湖花园没有叫「财务部」的部门。');
    await takeInStaff(test.ctx, [{ userid: 'zw2', name: '张伟', roles: [{ estate: 'cuihu', role: 'steward' }] }]);
    expect(await says('liuyan', '满意率 张伟')).toBe('有 2 位「张伟」，请写账号：zhangwei，或 zw2。');
  });

  it('is somebody’s own to see, their superiors’, and of nobody else', async () => {
    await visited('C-1', 'satisfied');
    expect(await says('zhangwei', '满意率 张伟')).toContain('100.0%（回收 1');
    expect(await says('wangfang', '满意率 张伟')).toContain('由客服主管、项目经理');
    expect(await says('wangfang', '满意率 赵六')).toContain('由客服主管、项目经理');
    expect(await says('he', '满意率 工程部')).toContain('100.0%（回收 1');
    expect(await says('he', '满意率 马超')).toContain('100.0%（回收 1');
    expect(await says('he', '满意率 客服中心')).toContain('由客服主管、项目经理');
    expect(await says('he', '满意率 本月')).toContain('由客服主管、项目经理');
    expect(await says('ma', '满意率 工程部')).toContain('由客服主管、项目经理');
  });
});

describe('回访率, 执行率, 逾期 and 不满意', () => {
  it('stand beside the period before, and say so where there are few', async () => {
    await visited('C-1', 'satisfied', '2026-02-20');
    await visited('C-2', 'satisfied');
    await test.events({ id: 'C-3', kind: 'complaint', resolvedAt: '2026-03-10T09:00:00+08:00' });
    expect(await says('liuyan', '回访率 本月')).toBe(
      '翠湖花园 3 月回访率 50.0%（完成 1 / 应计 2，按制度要求 2 件，还差 1 件；同一件事按几条条款回访的，各条都计），比 2 月低 50.0 个百分点（2 月只有 1 件，仅供参考）。件数少，仅供参考。',
    );
    expect(await says('liuyan', '回访率 上月 张伟')).toBe(
      '翠湖花园 2 月张伟负责的回访率 100.0%（完成 1 / 负责 1），1 月没有可比的数字。件数少，仅供参考。',
    );
    test.moveTo(at('2026-03-20T10:00:00+08:00'));
    const said = await says('liuyan', '执行率 本月 投诉');
    expect(said).toMatch(/^翠湖花园 3 月投诉制度执行率 \d+\.\d%（按时 \d+ \/ 应办 \d+，.+件数少，仅供参考。/u);
    expect(await says('liuyan', '执行率 本月 马超')).toBe('翠湖花园 3 月马超负责的制度执行率 —（没有到期的事）。');
  });

  it('hold only what was asked for', async () => {
    await visited('C-1', 'dissatisfied');
    await test.events({ id: 'C-3', kind: 'complaint', resolvedAt: '2026-03-10T09:00:00+08:00' });
    test.moveTo(at('2026-03-20T10:00:00+08:00'));
    const [open] = await test.visits('C-3');
    const name = open?.assignee === 'zhangwei' ? '张伟' : '王芳';
    const other = name === '张伟' ? '王芳' : '张伟';
    expect(await says('liuyan', `逾期 ${name}`)).toMatch(
      new RegExp(`^翠湖花园${name}负责的逾期未办 1 件，最久的在前：\n${open?.no}\\. 3 栋`, 'u'),
    );
    expect(await says('liuyan', `逾期 ${other}`)).toBe(`翠湖花园${other}负责的没有逾期未办的。`);
    expect(await says('liuyan', '逾期 维修')).toBe('翠湖花园维修没有逾期未办的。');
    expect(await says('liuyan', '不满意 本月 马超')).toContain('3 月马超负责或经办的不满意 1 件');
    expect(await says('liuyan', '不满意 本月 王芳')).toBe('翠湖花园 3 月王芳负责或经办的没有不满意的回访。');
    expect(await says('liuyan', '不满意 本月 维修')).toBe('翠湖花园 3 月维修没有不满意的回访。');
  });
});

describe('绩效', () => {
  it('of all is for those who answer for staff; whoever else asks sees their own', async () => {
    await visited('C-1', 'satisfied', '2026-02-20');
    await visited('C-2', 'satisfied');
    await visited('C-3', 'dissatisfied');
    const own =
      '按时率 100.0%（回访按时 2 / 应办 2，件数少，仅供参考），比 2 月高 100.0 个百分点；亲自回访 3 次；' +
      '回访满意率 66.7%（回收 3 / 发出 3，满意 2、一般 0、不满意 1，份数少，仅供参考）';
    expect(await says('zhangwei', '绩效')).toBe(`翠湖花园 3 月张伟绩效（按时率低的在前）：\n· 张伟：${own}。`);
    const all = await says('sun', '绩效 本月');
    expect(all).toContain(`· 张伟：${own}。`);
    expect(all).toContain(
      '· 马超：经办服务 2 件；平均 2.5 小时办完（有报修时间的 2 件）；经办服务满意率 66.7%（回收 3 / 发出 3，',
    );
    expect(await says('wangfang', '绩效 张伟')).toContain('由客服主管、项目经理');
    expect(await says('he', '绩效 工程部')).toContain('· 马超：经办服务 2 件');
    expect(await says('wangfang', '绩效')).toContain('没有到期的回访、要办的事和经办的服务。');
  });

  it('puts one person under two names on one line', async () => {
    await visited('C-1', 'satisfied');
    await test.events({ id: 'R-9', kind: 'repair', worker: '马超', resolvedAt: '2026-03-10T09:00:00+08:00' });
    const said = await says('sun', '绩效 马超');
    expect(said).toContain('· 马超：经办服务 2 件');
    expect(said.split('\n')).toHaveLength(2);
  });

  it('is of the estate that is named, and of each where there are several and none is named', async () => {
    await takeInEstates(test.ctx, [{ id: 'jin', name: '锦园家园', policies: ['p03'] }]);
    await takeInStaff(test.ctx, [
      { userid: 'sun', name: '孙国栋', roles: ['cuihu', 'jin'].map((estate) => ({ estate, role: 'manager' })) },
    ]);
    await visited('C-1', 'satisfied');
    const [answer = '', ...more] = await staffHears(test, 'sun', '绩效');
    expect(more).toEqual([]);
    expect(answer).toContain('翠湖花园 3 月绩效（按时率低的在前）：\n· 张伟：');
    expect(answer).toContain('\n锦园家园 3 月绩效：没有到期的回访、要办的事和经办的服务。\n');
    expect(answer).toMatch(/\n看一个项目的明细和图，请写上项目，例如：绩效 翠湖花园。$/u);
    expect(await says('sun', '绩效 张伟')).toMatch(/^翠湖花园 3 月张伟绩效/u);
    expect(await says('sun', '绩效 锦园')).toBe('锦园家园 3 月绩效：没有到期的回访、要办的事和经办的服务。');
  });

  it('comes within a message, however many there are', async () => {
    for (let n = 0; n < 80; n += 1) {
      const userid = `w-${n}`;
      await takeInStaff(test.ctx, [{ userid, name: `员工${n}`, roles: [{ estate: 'cuihu', role: 'steward' }] }]);
      await test.events({ id: `R-${n}`, kind: 'repair', worker: userid, resolvedAt: '2026-03-10T09:00:00+08:00' });
    }
    const heard = await staffHears(test, 'sun', '绩效');
    for (const message of heard) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(2048);
    expect(heard.join('\n')).toMatch(/……另有 \d+ 人，写「绩效 姓名」看。/u);
  });
});
