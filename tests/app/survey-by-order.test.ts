/** 发起调查: nothing goes out without the figures of its preview; who is asked, how it stands, how it ends, what it says. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditDraw } from '../../src/app/audit-draw.js';
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { runDueLines } from '../../src/app/timetable.js';
import { DAY, HOUR, MINUTE, type Instant } from '../../src/core/calendar.js';
import { drawById } from '../../src/store/draws.js';
import { at } from '../helpers/estate.js';
import { openSimulated, type SimulatedWorld } from '../helpers/simulated.js';
import { staffSays, staffWrites } from '../helpers/staff-says.js';

const NOW = at('2026-11-24T10:00:00+08:00');
const POLICIES = [{ id: 'p08', parameters: { functionRate: 0, surveyRate: 0 } }];

let world: SimulatedWorld;
beforeEach(async () => {
  world = await openSimulated(NOW);
  await takeInEstates(world.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: POLICIES }]);
  await takeInStaff(world.ctx, [
    { userid: 'sun', name: '孙国栋', roles: [{ estate: 'cuihu', role: 'manager' }] },
    { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'steward' }] },
    { userid: 'qian', name: '钱进', roles: [{ estate: 'cuihu', role: 'quality' }] },
  ]);
});
afterEach(() => world.close());

const says = (userid: string, text: string): Promise<string> =>
  staffSays({ ctx: world.ctx } as unknown as Parameters<typeof staffSays>[0], userid, text);
const writes = (userid: string, text: string): Promise<string> => staffWrites({ ctx: world.ctx }, userid, text);
const settle = (): Promise<void> => world.advanceTo((world.now() + MINUTE) as Instant);
/** Households of building 3 that have just written, of building 5 that never did. */
async function move(
  building: number,
  rooms: readonly number[],
  more: object = {},
  writes = true,
  estate = 'cuihu',
): Promise<void> {
  await takeInResidents(
    world.ctx,
    rooms.map((room) => ({
      id: `r-${estate}-${building}-${room}`,
      estate,
      household: `${building}-1-${room}`,
      name: '李敏',
      relation: 'owner',
      ...(writes || estate === 'cuihu' ? { externalUserId: `wm${building}-${room}` } : {}),
      consent: true,
      ...more,
    })),
  );
  if (writes) for (const room of rooms) await world.says(`wm${building}-${room}`, '你好');
  await settle();
}
const codeIn = (text: string): string => /确认(?:发起|结束) (\d{4})/u.exec(text)?.[1] ?? '';
const asked = () =>
  world.seen.flatMap(({ to, content }) => (content.kind === 'menu' && to.startsWith('wm') ? [to] : [])).toSorted();
const ballots = () => world.ctx.db.read.ballot.count();
const launch = async (text: string): Promise<string> => {
  const shown = await says('sun', text);
  const done = await says('sun', `确认发起 ${codeIn(shown)}`);
  await settle();
  return done;
};

describe('a survey by order', () => {
  it('is shown first with real counts: by chat, contacted this week, out of reach, opted out; and sends nothing', async () => {
    await move(3, [101, 102, 103]);
    await move(5, [201, 202], {}, false);
    await world.says('wm3-103', '退订');
    await move(3, [104], { consent: false });
    // 102 was contacted two days ago.
    await settle();
    await world.ctx.db.write((tx) =>
      tx.visit.create({
        data: {
          estateId: 'cuihu',
          policyId: 'p08',
          clause: 'p08.1',
          startedBy: 'X',
          counterparty: '3-1-102',
          visit: 1,
          household: '3-1-102',
          kind: 'repair',
          status: 'recorded',
          earliest: 0,
          due: 1,
          by: '[]',
          how: '[]',
          record: 'x',
          policyVersion: '',
          why: '{}',
          createdAt: 0,
          updatedAt: 0,
          askedAt: BigInt(NOW - 2 * DAY),
        },
      }),
    );
    const shown = await says('sun', '发起调查 全体');
    expect(shown).toContain('【预览，还没有发出】调查 1：翠湖花园全体 6 户，要问 4 户');
    expect(shown).toContain(
      '微信客服 1，7 天内已联系、稍后再问 1，微信联系不到、转同事送问卷 2，退订或没有同意、不问 2。',
    );
    expect(shown).toContain('问 14 个方面（p08.4《调查表》），不记名。');
    expect(shown).toContain('预计 11 月 29 日 问完，收到 12 月 8 日 24:00 为止');
    expect(shown).toContain('回收不足 5 份的不记名调查不显示结果');
    await settle();
    expect([await ballots(), asked()]).toEqual([0, []]);
    expect(await says('sun', `确认发起 ${codeIn(shown)}`)).toContain(
      '已发起调查 1《全面综合回访与报告 调查表（全体）》：问 4 户',
    );
    await settle();
    expect([await ballots(), asked()]).toEqual([4, ['wm3-101']]);
    expect(await says('sun', '调查 进度')).toContain('回收 0／发出 1（0.0%），共 4 户');
  });

  it('gives whoever answers for them the homes that chat does not reach, as one errand with a list', async () => {
    const steward = (userid: string, name: string, households: string) =>
      ({ userid, name, roles: [{ estate: 'cuihu', role: 'steward' }], households: [households] }) as const;
    await takeInStaff(world.ctx, [steward('wangfang', '王芳', '5-*'), steward('zhaolei', '赵磊', '6-*')]);
    await move(5, [201, 202, 203, 204, 205, 206, 207], {}, false);
    await move(6, [301], {}, false);
    await launch('发起调查 全体');
    await settle();
    const told = world.seen.filter(({ to }) => to === 'wangfang' || to === 'sun');
    expect(told.map(({ to, content }) => [to, content.kind === 'text' ? content.text : ''])).toEqual([
      ['wangfang', expect.stringContaining('调查 1《调查表》：微信联系不到的 7 户，请送问卷。名单发「我的任务」')],
    ]);
    const tasks = await says('wangfang', '我的任务');
    expect(tasks).toMatch(/^调查 1《调查表》送问卷 7 户，.+ 前收回。/u);
    expect(tasks.split('\n')).toHaveLength(1);
    expect(await says('zhaolei', '我的任务')).toContain('6 栋 1 单元 301');
    expect(await says('sun', '我的任务')).toContain('没有待办的回访');
  });

  it('gives the errands of several estates apart, and calls a questionnaire what its policy calls it', async () => {
    const p10 = { id: 'p10', parameters: { surveyRate: 0 } };
    await takeInEstates(world.ctx, [
      { id: 'binjiang', name: '滨江', policies: POLICIES },
      { id: 'jinyuan', name: '锦园', policies: [p10] },
    ]);
    const at = (role: string, ...ids: readonly string[]) => ids.map((estate) => ({ estate, role }));
    await takeInStaff(world.ctx, [
      { userid: 'sun', name: '孙国栋', roles: at('manager', 'cuihu', 'binjiang', 'jinyuan') },
      {
        userid: 'wangfang',
        name: '王芳',
        roles: [...at('steward', 'cuihu', 'binjiang', 'jinyuan'), ...at('works-lead', 'jinyuan')],
      },
    ]);
    const works = { id: 'W-1', estate: 'jinyuan', kind: 'works-completion', description: '办公楼装修', fitOut: true };
    await world.takeIn([{ ...works, acceptedOn: '2026-02-10', signedOn: '2026-02-10', warrantyMonths: 24 }]);
    for (const estate of ['cuihu', 'binjiang', 'jinyuan'])
      await move(5, [201, 202, 203, 204, 205, 206], {}, false, estate);
    const before = world.seen.length;
    for (const name of ['翠湖花园', '滨江', '锦园'])
      await says('sun', `确认发起 ${codeIn(await says('sun', `发起调查 ${name} 全体`))}`);
    await settle();
    const told = world.seen
      .slice(before)
      .flatMap(({ to, content }) => (to === 'wangfang' && content.kind === 'text' ? content.text.split('\n') : []));
    expect(told).toEqual([
      expect.stringContaining('有 18 项回访任务到您名下'),
      '翠湖花园 调查 1《调查表》：微信联系不到的 6 户，请送问卷。名单发「我的任务」',
      '滨江 调查 1《调查表》：微信联系不到的 6 户，请送问卷。名单发「我的任务」',
      '锦园 调查 1《质量问卷》：微信联系不到的 6 户，请送问卷。名单发「我的任务」',
      expect.stringContaining('说明 12'),
    ]);
    const tasks = (await says('wangfang', '我的任务')).split('\n').filter((line) => line.includes('送问卷'));
    expect(tasks.map((line) => line.split('，')[0])).toEqual([
      '翠湖花园 调查 1《调查表》送问卷 6 户',
      '滨江 调查 1《调查表》送问卷 6 户',
      '锦园 调查 1《质量问卷》送问卷 6 户',
    ]);
  });

  it('goes out once: the same figures again do nothing, nor do others, nor those of an older preview', async () => {
    await move(3, [101, 102]);
    await move(5, [201]);
    const first = codeIn(await says('sun', '发起调查 全体'));
    const second = codeIn(await says('sun', '发起调查 3栋'));
    expect(second).not.toBe(first);
    for (const slip of ['确认发起', `确认发起 ${first}`, '确认发起 1', '确认', '好的', '发起'])
      expect(await says('sun', slip)).not.toContain('已发起');
    expect(await ballots()).toBe(0);
    expect(await says('sun', `确认发起 ${second}`)).toContain('问 2 户');
    expect(await says('sun', `确认发起 ${second}`)).toBe('这次调查已经发起过了，没有再发一次。看回收请写：调查 进度。');
    await settle();
    expect([await ballots(), asked()]).toEqual([2, ['wm3-101', 'wm3-102']]);
  });

  it('is shown anew where something has changed since, and is forgotten after a quarter of an hour', async () => {
    await move(3, [101, 102]);
    const code = codeIn(await says('sun', '发起调查 全体'));
    await world.says('wm3-102', '退订');
    await settle();
    const anew = await says('sun', `确认发起 ${code}`);
    expect(anew).toContain('预览之后情况有变，什么都没有发出');
    expect(anew).toContain('退订或没有同意、不问 1');
    expect(await ballots()).toBe(0);
    await world.advanceTo((world.now() + 16 * MINUTE) as Instant);
    expect(await says('sun', `确认发起 ${codeIn(anew)}`)).toContain('预览已超过 15 分钟。什么都没有发出');
    expect(await ballots()).toBe(0);
  });

  it('is for those who may: not a steward, not with another’s figures, not after the right was taken', async () => {
    await move(3, [101]);
    expect(await says('wangfang', '发起调查 全体')).toContain('由项目经理、客服主管、客户服务部');
    const code = codeIn(await says('sun', '发起调查 全体'));
    expect(await says('wangfang', `确认发起 ${code}`)).toContain('没有等您确认的调查');
    await takeInStaff(world.ctx, [{ userid: 'sun', name: '孙国栋', roles: [{ estate: 'cuihu', role: 'steward' }] }]);
    expect(await says('sun', `确认发起 ${code}`)).toContain(
      '由项目经理、客服主管、客户服务部发起和结束。什么都没有发出',
    );
    expect(await ballots()).toBe(0);
  });

  it('says what cannot be: nobody lives here, no such building, no such share, a day that is over', async () => {
    expect(await says('sun', '发起调查 全体')).toBe('翠湖花园还没有登记住户，没有可以发的。');
    await move(3, [101]);
    expect(await says('sun', '发起调查 9栋')).toBe('没有翠湖花园 9 栋的住户，什么都没有发出。现有：3 栋。');
    for (const share of ['0%', '101%', '12.5%', '1000%'])
      expect(await says('sun', `发起调查 全体 抽样${share}`)).toContain('抽样比例应为 1% 到 100% 的整数');
    expect(await says('sun', '发起调查')).toContain('没看懂');
    expect(await ballots()).toBe(0);
  });

  it('is confirmed, taken back or put otherwise in a word after its preview', async () => {
    await move(3, [101, 102]);
    await move(5, [201]);
    const shown = await writes('sun', '发起调查 3栋 电梯');
    expect(await writes('sun', '确认')).toBe(
      `还没有发出。请带上预览里的四位数回复：确认发起 ${codeIn(shown)}；不办请回复「取消」。`,
    );
    expect(await writes('sun', '不对，是5栋')).toContain('翠湖花园 5 栋 1 户，要问 1 户');
    expect(await writes('sun', '取消')).toBe('好的，什么都没有发出。');
    expect(await writes('sun', `确认发起 ${codeIn(shown)}`)).toContain('没有等您确认的调查');
    const anew = await writes('sun', '发起调查 3栋 电梯');
    expect(await writes('sun', codeIn(anew))).toContain('已发起调查 1《电梯（3栋）》');
    expect(await writes('sun', codeIn(anew))).not.toContain('已发起调查 1《');
    await settle();
    const end = await writes('sun', '结束调查 1');
    expect(await writes('sun', '算了')).toBe('好的，没有结束，调查照常进行。');
    expect(await writes('sun', `确认结束 ${codeIn(end)}`)).toContain('没有等您确认结束的调查');
  });

  it('asks what was named, of the households that were named, until the day that was named', async () => {
    await move(3, [101]);
    const shown = await says('sun', '发起调查 3栋1单元 电梯、门禁 12月1日前');
    expect(shown).toContain('问 电梯、门禁（p08.4《调查表》），不记名');
    expect(shown).toContain('收到 12 月 1 日 24:00 为止');
    await says('sun', `确认发起 ${codeIn(shown)}`);
    const survey = await world.ctx.db.read.survey.findFirstOrThrow();
    expect(JSON.parse(survey.questions ?? '')).toEqual([
      ['1', '电梯'],
      ['2', '门禁'],
    ]);
    await settle();
    const [question] = world.seen.filter(({ to }) => to === 'wm3-101').slice(-1);
    expect(JSON.stringify(question?.content)).toContain('「电梯」「门禁」，2个方面您都满意吗？');
    expect(JSON.stringify(question?.content)).toContain('「1满意 2不满意」');
  });

  it('has on a sheet of paper the grades of its own questions, and no others', async () => {
    await move(5, [201], {}, false);
    await launch('发起调查 全体 电梯、门禁、停车');
    const { no } = await world.ctx.db.read.visit.findFirstOrThrow({ where: { clause: 'p08.4' } });
    expect(await says('wangfang', `完成 ${no} 纸质 B-07 1-3满意 6不满意`)).toBe(
      `任务 ${no} 的问卷只有 3 题，没有第 6 题，还没有录入。请核对后再写一次：完成 ${no} 纸质 B-07 1满意 2不满意 其余满意`,
    );
    expect(await says('wangfang', `${no}纸质 都满意`)).toContain('问卷 3 项。');
    expect(await says('wangfang', `${no} 纸质 第1份 都满意`)).toContain(`已更正任务 ${no}`);
  });

  it('of a share is drawn by a key that was committed to before; asking again draws nobody else', async () => {
    await move(3, [101, 102, 103, 104, 105, 106, 107, 108, 109, 110]);
    await move(5, [201], { consent: false });
    const shown = await says('sun', '发起调查 全体 抽样20%');
    expect(shown).toContain('翠湖花园全体 11 户，要问 2 户\n抽样：从 10 户中抽 20%');
    expect(codeIn(await says('sun', '发起调查 全体 抽样20%'))).toBe(codeIn(shown));
    await launch('发起调查 全体 抽样20%');
    const { read } = world.ctx.db;
    const visits = await read.visit.findMany({ where: { clause: 'p08.4' } });
    expect(visits).toHaveLength(2);
    expect(asked()).toEqual(visits.map(({ household }) => `wm3-${household?.split('-')[2]}`).toSorted());
    const draw = await drawById(read, visits[0]?.drawId ?? '');
    if (draw === null) throw new Error('no draw');
    expect((await auditDraw(read, world.ctx, draw)).faults).toEqual([]);
    // The months and their keys go on beside it.
    await world.advanceTo(at('2027-01-05T10:00:00+08:00'));
    await runDueLines(world.ctx);
    expect((await auditDraw(read, world.ctx, draw)).faults).toEqual([]);
  }, 60_000);
});

describe('a survey that is under way', () => {
  const ROOMS = [101, 102, 103, 104, 105, 106, 107];

  it('is reminded of once, ended by its figures, and says nothing of grades before', async () => {
    await move(3, ROOMS);
    await launch('发起调查 3栋');
    for (const room of ROOMS.slice(0, 5)) await world.says(`wm3-${room}`, room === 101 ? '6不满意 其余满意' : '都满意');
    await settle();
    expect(await says('qian', '调查 进度')).toContain(
      '回收 5／发出 7（71.4%），共 7 户\n还没有回来的：已问、等回复 2 户',
    );
    expect(await says('qian', '调查 结果 1')).toContain('不记名调查结束前不看答案');
    expect(await says('sun', '调查 提醒')).toBe(
      '调查 1《全面综合回访与报告 调查表（3栋）》：没有要提醒的。另有 2 户今天才问，不催。',
    );
    await world.advanceTo(at('2026-11-25T09:30:00+08:00'));
    const before = world.seen.length;
    expect(await says('sun', '调查 提醒')).toContain('给 2 户发提醒');
    await settle();
    expect(
      world.seen
        .slice(before)
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(['wm3-106', 'wm3-107']);
    expect(await says('sun', '调查 提醒')).toContain('没有要提醒的。另有 2 户已提醒过');
    expect(await says('qian', '结束调查')).toContain('由项目经理');
    const shown = await says('sun', '结束调查');
    expect(shown).toContain('【还没有结束】');
    expect(await says('sun', '确认结束 1')).toContain('什么都没有结束');
    expect(await says('sun', `确认结束 ${codeIn(shown)}`)).toContain('已停止收卷');
    expect(await says('sun', `确认结束 ${codeIn(shown)}`)).toBe('这次调查已经结束了。');
    await world.says('wm3-106', '都满意');
    await world.advanceTo((world.now() + HOUR) as Instant);
    await runDueLines(world.ctx);
    const result = await says('qian', '调查 结果');
    expect(result).toContain('综合评议满意率 100.0%（回收 5／发出 7）\n份数少，仅供参考。');
    expect(result).toContain('· 清洁卫生 80.0%（答 5：满意 4、一般 0、不满意 1）');
    const open = { status: { in: ['drawn', 'assigned', 'asked', 'with-staff'] } };
    expect(await world.ctx.db.read.visit.count({ where: open })).toBe(0);
  }, 60_000);

  it('that came back from fewer than five shows nothing, also of a direction that few answered', async () => {
    await move(3, ROOMS);
    await launch('发起调查 3栋');
    for (const room of ROOMS.slice(0, 4)) await world.says(`wm3-${room}`, '都满意');
    await settle();
    await says('sun', `确认结束 ${codeIn(await says('sun', '结束调查 1'))}`);
    await world.advanceTo((world.now() + HOUR) as Instant);
    await runDueLines(world.ctx);
    expect(await says('sun', '调查 结果')).toContain('回收不足 5 份，不记名调查不显示结果');
  }, 60_000);

  it('of a manager of several estates is found without naming its estate, where no other has one', async () => {
    await takeInEstates(world.ctx, [{ id: 'jin', name: '锦园家园', policies: POLICIES }]);
    const roles = ['cuihu', 'jin'].map((estate) => ({ estate, role: 'manager' }));
    await takeInStaff(world.ctx, [{ userid: 'sun', name: '孙国栋', roles }]);
    await move(3, [101, 102]);
    expect(await launch('发起调查 翠湖花园 3栋 电梯')).toContain('已发起调查');
    expect(await says('sun', '调查 进度')).toMatch(/^调查 \d+《电梯（3栋）》：回收 0／发出 2/u);
    expect(await says('sun', '结束调查')).toContain('确认结束');
    expect(await says('sun', '调查 结果 9')).toContain('要看哪个项目？');
  });

  it('takes no part in 执行率 and 回访率: no clause asks for it', async () => {
    await move(3, ROOMS);
    const before = [await says('sun', '回访率 本月'), await says('sun', '执行率 2026')];
    await launch('发起调查 3栋 电梯');
    expect([await says('sun', '回访率 本月'), await says('sun', '执行率 2026')]).toEqual(before);
  });
});
