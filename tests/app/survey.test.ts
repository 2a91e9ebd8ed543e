import { afterEach, describe, expect, it } from 'vitest';
import { saveBallot } from '../../src/app/ballot-page.js';
import { runDueLines } from '../../src/app/timetable.js';
import { takeInRecords } from '../../src/app/take-in-records.js';
import { DAY, HOUR, type Instant } from '../../src/core/calendar.js';
import { DIRECTIONS, keysOf, type Direction, type Grade } from '../../src/core/terms.js';
import { answerDone } from '../../src/app/answer-record.js';
import { staffOf } from '../../src/store/staff.js';
import { dissatisfiedOf } from '../../src/store/dissatisfied.js';
import { ratesOf } from '../../src/store/figures.js';
import { saidWords } from '../helpers/staff-says.js';
import { at } from '../helpers/estate.js';
import { reviewVisit } from '../helpers/reviewed-visit.js';
import { CLOSES, openSurvey, SURVEY, type SurveyHome } from '../helpers/survey-home.js';

let home: SurveyHome;
afterEach(() => home.world.close());

const all = (grade: Grade): Partial<Record<Direction, Grade>> =>
  Object.fromEntries(keysOf(DIRECTIONS).map((item) => [item, grade]));
const HALF_YEAR = [at('2026-07-01T00:00:00+08:00'), at('2027-01-01T00:00:00+08:00')] as const;
const rates = () => ratesOf(home.world.ctx.db.read, home.world.ctx.box, { estate: 'cuihu', range: HALF_YEAR });
const page = (room: string, answers: Partial<Record<Direction, Grade>>, isSent: boolean, remarks = {}) =>
  saveBallot(home.world.ctx, home.token(room), { sheet: { answers, remarks }, isSent });

describe('a questionnaire in chat', () => {
  it('carries its link, says how to answer in words, and that nobody sees whose it is', async () => {
    home = await openSurvey(['101']);
    const asked = home.hears('101').at(-1);
    expect(asked?.text).toContain('14个方面您都满意吗？');
    expect(asked?.text).toContain('「1-5满意 6不满意 其余满意」');
    expect(asked?.text).toContain('问卷不记名，12 月 31 日前随时可改');
    expect(asked?.options).toEqual(['满意', '一般满意', '不满意']);
    expect(asked?.link).toMatch(/^https:\/\/pm\.example\/s\/[\w-]{32}$/);
    expect(await home.ballot('101')).toMatchObject({ isIssued: true, isReturned: false });
  });

  it('is answered in words; the ballot has the answers, and nothing else but the ballot', async () => {
    home = await openSurvey(['101']);
    await home.says('101', '1-5满意 6不满意 其余满意');
    expect(await home.ballot('101')).toEqual({
      source: 'chat',
      isIssued: true,
      isReturned: true,
      answers: { ...all('satisfied'), 6: 'dissatisfied' },
      remarks: {},
    });
    expect(home.hears('101').at(-1)?.text).toContain('13 项满意，清洁卫生不满意');
    const { no, status } = await home.visit('101');
    expect(status).toBe('recorded');
    const { read } = home.world.ctx.db;
    expect(await read.record.findMany({ where: { visitNo: no } })).toMatchObject([
      { grade: null, grades: null, remark: null, topics: null, method: 'chat' },
    ]);
    const talk = await read.conversation.findUniqueOrThrow({ where: { visitNo: no } });
    expect(talk.session).not.toMatch(/satisfied|pm\.example/);
    expect(await read.followUp.count()).toBe(0);
  });

  it('asks only about what is left, and takes a word for all of that', async () => {
    home = await openSurvey(['101']);
    await home.says('101', '停车不行');
    expect(home.hears('101').at(-1)).toMatchObject({ options: ['都满意'] });
    expect(home.hears('101').at(-1)?.text).toContain('其余 13 项也都满意吗');
    await home.taps('101', '都满意');
    expect((await home.ballot('101')).answers).toEqual({ ...all('satisfied'), 8: 'dissatisfied' });
  });

  it('can be changed in chat and on the page, each knowing what the other did', async () => {
    home = await openSurvey(['101']);
    await home.taps('101', '满意');
    await page('101', { 4: 'fairly' }, true);
    await home.says('101', '8改成不满意');
    expect((await home.ballot('101')).answers).toEqual({ ...all('satisfied'), 4: 'fairly', 8: 'dissatisfied' });
    expect(home.hears('101').at(-1)?.text).toContain('安全保卫一般满意');
    expect(await home.world.ctx.db.read.record.count()).toBe(1);
  });

  it('is not reminded of after its page was sent in', async () => {
    home = await openSurvey(['101']);
    await page('101', { 13: 'satisfied' }, true, { '0': '保洁再勤些' });
    expect(await home.ballot('101')).toMatchObject({ source: 'page', remarks: { '0': '保洁再勤些' } });
    expect(await home.visit('101')).toMatchObject({ status: 'recorded' });
    const before = home.hears('101').length;
    await home.world.advanceTo((home.world.now() + 5 * DAY) as Instant);
    expect(home.hears('101')).toHaveLength(before);
  });

  it('a page that was begun is reminded of by what is left now, and then counts as it stands', async () => {
    home = await openSurvey(['101']);
    await page('101', { 1: 'satisfied', 2: 'fairly' }, false);
    expect(await home.visit('101')).toMatchObject({ status: 'asked' });
    await home.world.advanceTo((home.world.now() + 25 * HOUR) as Instant);
    expect(home.hears('101').at(-1)?.text).toContain('还有 12 项没有填');
    expect(home.hears('101').at(-1)?.link).toBe(`https://pm.example/s/${home.token('101')}`);
    await page('101', { 3: 'satisfied' }, false);
    await home.world.advanceTo((home.world.now() + 25 * HOUR) as Instant);
    expect(await home.visit('101')).toMatchObject({ status: 'recorded' });
    expect(await home.ballot('101')).toMatchObject({ source: 'page', isReturned: true });
  });

  it('that nobody began goes to a person, as every question without an answer', async () => {
    home = await openSurvey(['101']);
    await home.world.advanceTo((home.world.now() + 50 * HOUR) as Instant);
    expect(await home.visit('101')).toMatchObject({ status: 'with-staff' });
  });
});

describe('a questionnaire by name, as an estate may have it', () => {
  it('stands in the record, is told to the supervisor, and its figures are there at once', async () => {
    home = await openSurvey(['101'], [{ id: 'p08', parameters: { functionRate: 0, anonymous: false } }]);
    expect(home.hears('101').at(-1)?.text).not.toContain('不记名');
    await home.says('101', '其余满意 6不满意，楼道脏');
    const { no } = await home.visit('101');
    const { read } = home.world.ctx.db;
    const record = await read.record.findFirstOrThrow({ where: { visitNo: no, current: true } });
    expect(record).toMatchObject({ grade: 'satisfied', remark: '其余满意 6不满意，楼道脏' });
    expect(JSON.parse(record.grades ?? '')).toEqual({ ...all('satisfied'), 6: 'dissatisfied' });
    expect(await read.followUp.count({ where: { kind: 'nonconformity' } })).toBe(1);
    const range = [0 as Instant, home.world.now()] as const;
    const dissatisfied = async (item: Direction) =>
      dissatisfiedOf(read, { estate: 'cuihu', kind: null, policy: null, whose: null, range, item });
    expect(await dissatisfied('6')).toMatchObject([{ no }]);
    expect(await dissatisfied('7')).toEqual([]);
    const { items, surveys } = await rates();
    expect(items[5]).toMatchObject({ issued: 1, returned: 1, dissatisfied: 1, rate: '0.0' });
    expect(surveys).toMatchObject([{ rate: '100.0', withheld: null }]);
    await page('101', { 6: 'fairly' }, true);
    expect(await read.record.findFirstOrThrow({ where: { visitNo: no, current: true } })).toMatchObject({
      grades: JSON.stringify({ ...all('satisfied'), 6: 'fairly' }),
    });
  });

  it('stays as it is once it was reviewed: the page says so, and what is written goes to staff', async () => {
    home = await openSurvey(['101'], [{ id: 'p08', parameters: { functionRate: 0, anonymous: false } }]);
    await home.says('101', '都满意');
    const { no } = await home.visit('101');
    await reviewVisit(home.world.ctx, no, home.world.now(), 'sun');
    expect(await page('101', { 6: 'dissatisfied' }, true)).toEqual({ kind: 'reviewed' });
    await home.says('101', '8改成不满意');
    expect(home.hears('101').at(-1)?.text).toContain('主管已经审核，不再改动了。您刚才说的已转给同事处理');
    expect((await home.ballot('101')).answers).toEqual(all('satisfied'));
    expect(await home.world.ctx.db.read.followUp.findMany()).toMatchObject([{ kind: 'request', visitNo: no }]);
  });

  it('that is anonymous can be changed until it closes, also after its record was reviewed', async () => {
    home = await openSurvey(['101']);
    await home.says('101', '都满意');
    await reviewVisit(home.world.ctx, (await home.visit('101')).no, home.world.now(), 'sun');
    expect(await page('101', { 6: 'dissatisfied' }, true)).toMatchObject({ kind: 'open' });
    await home.says('101', '8改成不满意');
    expect((await home.ballot('101')).answers).toEqual({ ...all('satisfied'), 6: 'dissatisfied', 8: 'dissatisfied' });
    expect(await home.visit('101')).toMatchObject({ status: 'reviewed' });
  });
});

describe('answers on paper or by telephone', () => {
  const record = (more: object) => takeInRecords(home.world.ctx, [{ by: 'sun', ...more }], 'token');

  it('are entered by staff with their source, and stand on the ballot alone; the same again changes nothing', async () => {
    home = await openSurvey(['101']);
    await home.world.advanceTo((home.world.now() + 50 * HOUR) as Instant);
    const { no } = await home.visit('101');
    const paper = {
      visit: no,
      method: 'paper',
      paper: { source: '扫描件 07' },
      grades: { 1: 'satisfied', 13: 'fairly' },
    };
    expect(await record(paper)).toMatchObject([{ status: 'created' }]);
    expect(await home.ballot('101')).toMatchObject({
      source: 'paper:扫描件 07',
      isIssued: true,
      answers: { 1: 'satisfied', 13: 'fairly' },
    });
    expect(await home.world.ctx.db.read.record.findMany({ where: { visitNo: no } })).toMatchObject([
      { grade: null, grades: null, method: 'paper', by: 'sun' },
    ]);
    expect(await record(paper)).toMatchObject([{ status: 'unchanged' }]);
  });

  it('are entered in chat as they lie there: where the paper is kept, and the items', async () => {
    home = await openSurvey(['101']);
    await home.world.advanceTo((home.world.now() + 50 * HOUR) as Instant);
    const { ctx } = home.world;
    const { no } = await home.visit('101');
    const staff = await staffOf(ctx.db.read, 'sun');
    if (staff === null) throw new Error('no manager');
    const line = { task: no, text: '纸质 B-07 1-5满意 6不满意 其余满意' };
    const answer = answerDone(ctx, { staff, estates: [], zone: 'Asia/Shanghai' }, line);
    const said = await ctx.db.write((tx) => answer.writes?.(tx, ctx.clock.now()) ?? Promise.resolve([]));
    expect(said.map(saidWords).join()).toContain('问卷 14 项');
    expect(await home.ballot('101')).toMatchObject({
      source: 'paper:B-07',
      answers: { ...all('satisfied'), 6: 'dissatisfied' },
    });
  });

  it('by telephone: the way is the source', async () => {
    home = await openSurvey(['101']);
    await home.world.advanceTo((home.world.now() + 50 * HOUR) as Instant);
    const { no } = await home.visit('101');
    const call = { visit: no, method: 'phone', grades: { 8: 'dissatisfied' }, remark: '车位少' };
    expect(await record(call)).toMatchObject([{ status: 'created' }]);
    expect(await home.ballot('101')).toMatchObject({
      source: 'phone',
      answers: { 8: 'dissatisfied' },
      remarks: { '0': '车位少' },
    });
    expect(await home.world.ctx.db.read.followUp.count()).toBe(0);
  });
});

describe('the end of an anonymous survey', () => {
  const ROOMS = ['101', '102', '103', '104', '105', '106'];
  const close = async (): Promise<void> => {
    await home.world.advanceTo(CLOSES);
    await runDueLines(home.world.ctx);
  };

  it(
    'before it nobody sees a grade; after it the figures are there, of six ballots five',
    { timeout: 120_000 },
    async () => {
      home = await openSurvey(ROOMS);
      for (const room of ROOMS.slice(0, 4)) await home.taps(room, '满意');
      await home.says('105', '1-5满意 6不满意 其余满意，我姓欧阳');
      const before = await rates();
      expect(before.items.every(({ issued }) => issued === 0)).toBe(true);
      expect(before.surveys).toMatchObject([{ id: SURVEY, issued: 6, returned: 5, rate: null, withheld: 'open' }]);
      await close();
      const after = await rates();
      expect(after.surveys).toMatchObject([{ issued: 6, returned: 5, rate: '100.0', withheld: null }]);
      expect(after.items[5]).toMatchObject({ issued: 6, returned: 5, satisfied: 4, dissatisfied: 1, rate: '80.0' });
    },
  );

  it(
    'leaves nothing anywhere that ties a household to its answers, and changes nothing any more',
    { timeout: 120_000 },
    async () => {
      home = await openSurvey(ROOMS);
      const token = home.token('105');
      for (const room of ROOMS)
        await home.says(room, room === '105' ? '1-5满意 6不满意 其余满意，电梯像老虎' : '都满意');
      await close();
      const { read } = home.world.ctx.db;
      const ballots = await read.ballot.findMany({ where: { surveyId: SURVEY } });
      expect(ballots).toHaveLength(6);
      for (const ballot of ballots) {
        expect(ballot).toMatchObject({ household: null, tokenHash: null, source: null, issuedAt: BigInt(CLOSES - 1) });
        expect(ballot.id).not.toContain('1-1-');
      }
      const mine = ballots.filter(({ answers }) => answers?.includes('dissatisfied'));
      expect(mine).toMatchObject([{ remark: expect.stringContaining('老虎') as string }]);
      expect(await read.conversation.count({ where: { person: { in: ROOMS.map((room) => `wm${room}`) } } })).toBe(0);
      const said = await read.outbox.findMany({ where: { recipient: 'wm105', body: { not: '' } } });
      const heard = await read.inbox.findMany({ where: { person: 'kf:wm105', body: { not: '' } } });
      // The greeting before the question is all that is left.
      expect(said.map(({ body }) => home.world.ctx.box.open(body)).join()).not.toMatch(/问卷|满意/);
      expect(heard.map(({ body }) => home.world.ctx.box.open(body)).join()).not.toMatch(/满意|老虎/);
      const others = [
        await read.record.findMany(),
        await read.audit.findMany(),
        await read.visit.findMany({ where: { clause: 'p08.4' } }),
        await read.attempt.findMany(),
        await read.followUp.findMany(),
        await read.duty.findMany(),
      ];
      const text = JSON.stringify(others, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
      expect(text).not.toMatch(/satisfied|老虎/);
      // Participation is kept by household.
      expect(await read.visit.count({ where: { clause: 'p08.4', startedBy: '2026H2', status: 'recorded' } })).toBe(6);
      const again = await saveBallot(home.world.ctx, token, {
        sheet: { answers: { 1: 'fairly' }, remarks: {} },
        isSent: true,
      });
      expect(again).toEqual({ kind: 'unknown' });
      const closed = await read.audit.findFirstOrThrow({
        where: { action: 'survey.close', subject: `survey:${SURVEY}` },
      });
      expect(JSON.parse(closed.detail)).toEqual({ issued: 6, returned: 6, anonymous: true });
    },
  );

  it(
    'staff enter no sheet of it any more, nor correct one: nobody reads from a record who said what',
    { timeout: 120_000 },
    async () => {
      home = await openSurvey(['101', '102']);
      await home.world.advanceTo((home.world.now() + 50 * HOUR) as Instant);
      const [early, late] = [(await home.visit('101')).no, (await home.visit('102')).no];
      const record = (visit: number, grade: Grade) =>
        takeInRecords(home.world.ctx, [{ by: 'sun', visit, method: 'phone', grade, remark: '车位少' }], 'token');
      expect(await record(early, 'satisfied')).toMatchObject([{ status: 'created' }]);
      await close();
      for (const visit of [early, late]) {
        expect(await record(visit, 'dissatisfied')).toMatchObject([
          {
            status: 'rejected',
            errors: [{ field: 'visit', message: expect.stringContaining('问卷已经结束') as string }],
          },
        ]);
      }
      const { read } = home.world.ctx.db;
      expect(await read.record.findMany()).toMatchObject([{ visitNo: early, grade: null, remark: null }]);
      expect(await read.followUp.count()).toBe(0);
    },
  );

  it('of fewer than five ballots nothing is shown', { timeout: 120_000 }, async () => {
    home = await openSurvey(['101', '102', '103', '104']);
    for (const room of ['101', '102', '103', '104']) await home.taps(room, '不满意');
    await close();
    const { items, surveys } = await rates();
    expect(surveys).toMatchObject([{ issued: 4, returned: 4, rate: null, withheld: 'few' }]);
    expect(items.every(({ issued }) => issued === 0)).toBe(true);
  });

  it('between the last instant and the closing no answer is taken either', { timeout: 120_000 }, async () => {
    home = await openSurvey(['101']);
    const token = home.token('101');
    await home.world.advanceTo((CLOSES - 1) as Instant);
    expect(await page('101', { 1: 'fairly' }, false)).toMatchObject({ kind: 'open' });
    await home.world.advanceTo(CLOSES);
    const late = { sheet: { answers: { 1: 'satisfied' as const }, remarks: {} }, isSent: true };
    expect(await saveBallot(home.world.ctx, token, late)).toEqual({ kind: 'closed' });
    expect((await home.ballot('101')).answers).toEqual({ 1: 'fairly' });
  });
});
