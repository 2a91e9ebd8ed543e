/** 结束调查: how the visits of a questionnaire end that nobody answered, and what staff can enter until then. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Answer, Asker } from '../../src/app/answer.js';
import { answerDone } from '../../src/app/answer-record.js';
import { reviewRecord } from '../../src/app/review-record.js';
import { runDueLines } from '../../src/app/timetable.js';
import { noteNoAnswer } from '../../src/app/try-visit.js';
import { HOUR, type Instant } from '../../src/core/calendar.js';
import { overdueOf } from '../../src/store/overdue.js';
import { staffOf } from '../../src/store/staff.js';
import { saidWords } from '../helpers/staff-says.js';
import { CLOSES, openSurvey, type SurveyHome } from '../helpers/survey-home.js';

let home: SurveyHome;
afterEach(() => home.world.close());

/** Long enough for the reminder and for the hand-over after it. */
const untilStaffHaveThem = () => home.world.advanceTo((home.world.now() + 50 * HOUR) as Instant);
const close = async (): Promise<void> => {
  await home.world.advanceTo(CLOSES);
  await runDueLines(home.world.ctx);
  await home.settle();
};
const theManager = async (): Promise<Asker> => {
  const staff = await staffOf(home.world.ctx.db.read, 'sun');
  if (staff === null) throw new Error('there is no manager');
  return { staff, estates: [], zone: 'Asia/Shanghai' };
};
const saidTo = async (answer: Answer): Promise<string> =>
  (await home.world.ctx.db.write(async (tx) => answer.writes?.(tx, home.world.now()) ?? [])).map(saidWords).join('\n');
const enters = async (task: number, text: string): Promise<string> =>
  saidTo(answerDone(home.world.ctx, await theManager(), { task, text }));
const standing = async (room: string) =>
  home.world.ctx.db.read.visit.findUniqueOrThrow({
    where: { no: (await home.visit(room)).no },
    select: { status: true, outcome: true, nextAt: true },
  });
/** The manager wants the record made anew; what they hear. */
async function giveBack(room: string): Promise<string> {
  const { ctx } = home.world;
  const [{ no }, { staff }] = [await home.visit(room), await theManager()];
  const review = { staff, no, verdict: 'return', opinion: '请核对', seen: {}, now: home.world.now() } as const;
  return (await ctx.db.write((tx) => reviewRecord(tx, ctx, review))).text;
}

describe('a questionnaire that nobody has answered', () => {
  it('ends with the survey as what it is, and is nobody’s task from then on', { timeout: 120_000 }, async () => {
    home = await openSurvey(['101', '102', '103', '104']);
    const { ctx } = home.world;
    await home.says('101', '都满意');
    await untilStaffHaveThem();
    const [silent, tried, untouched] = [
      (await home.visit('102')).no,
      (await home.visit('103')).no,
      (await home.visit('104')).no,
    ];
    const { staff } = await theManager();
    await ctx.db.write((tx) => noteNoAnswer(tx, ctx, { staff, task: tried, now: home.world.now() }, null));
    // One that chat never reached and that nobody has begun, whose turn is still to come as the survey ends.
    await ctx.db.write(async (tx) => {
      await tx.attempt.deleteMany({ where: { visitNo: untouched } });
      await tx.conversation.deleteMany({ where: { visitNo: untouched } });
      const waiting = { status: 'assigned', askedAt: null, nextAt: BigInt(CLOSES) };
      await tx.visit.updateMany({ where: { no: untouched }, data: waiting });
    });
    const told = home.world.seen.length;
    await close();
    expect(await standing('101')).toMatchObject({ status: 'recorded', outcome: 'answered-chat' });
    expect(await standing('102')).toEqual({ status: 'unreachable', outcome: 'silent', nextAt: null });
    expect(await standing('103')).toEqual({ status: 'unreachable', outcome: 'unreachable', nextAt: null });
    expect(await standing('104')).toEqual({ status: 'unreachable', outcome: 'not-done', nextAt: null });
    expect(home.world.seen.slice(told).filter(({ content }) => content.kind === 'card')).toEqual([]);
    const { first } = await overdueOf(ctx.db.read, { estate: 'cuihu', range: null, now: home.world.now() }, 10);
    expect(first.filter(({ of, clause }) => of === 'visit' && clause === 'p08.4')).toEqual([]);
    for (const no of [silent, tried, untouched]) {
      const subject = `visit:${no}`;
      const [entry] = await ctx.db.read.audit.findMany({ where: { action: 'visit.lapse', subject } });
      expect(JSON.parse(entry?.detail ?? '{}')).toMatchObject({ clause: 'p08.4', reason: 'survey-closed' });
      expect(await enters(no, '电话 满意')).toBe(`任务 ${no} 的问卷已经结束，不能再录入。`);
    }
  });

  it('that waits in chat as its window ends does not become a task either', { timeout: 120_000 }, async () => {
    home = await openSurvey(['101']);
    const { ctx } = home.world;
    const { no } = await home.visit('101');
    await ctx.db.write((tx) =>
      tx.conversation.updateMany({ where: { visitNo: no }, data: { wakeAt: BigInt(CLOSES) } }),
    );
    const told = home.world.seen.length;
    await home.world.advanceTo((CLOSES - 1) as Instant);
    expect(await home.visit('101')).toMatchObject({ status: 'asked' });
    await close();
    expect(await standing('101')).toEqual({ status: 'unreachable', outcome: 'silent', nextAt: null });
    expect(home.world.seen.slice(told).filter(({ content }) => content.kind === 'card')).toEqual([]);
  });

  it('can be entered by staff until the close, and they are told how, with where it is from', async () => {
    home = await openSurvey(['101']);
    await untilStaffHaveThem();
    const { no } = await home.visit('101');
    const card = home.world.seen.findLast(({ content }) => content.kind === 'card');
    const example = '完成 任务号 纸质 B-07 1-5满意 6不满意 其余满意'.replace('任务号', String(no));
    expect(JSON.stringify(card?.content)).toContain(example);
    expect(await enters(no, '1-5满意 6不满意 其余满意')).toContain(`可以这样写：${example}`);
    expect(await enters(no, example.replace(`完成 ${no} `, ''))).toContain('问卷 14 项');
    expect(await home.ballot('101')).toMatchObject({ source: 'paper:B-07', isReturned: true });
  });
});

describe('a record of a questionnaire that was returned 退回', () => {
  it(
    'is made anew by staff before the close, and stands as it was made at the close',
    { timeout: 120_000 },
    async () => {
      home = await openSurvey(['101', '102', '103']);
      for (const room of ['101', '102', '103']) await home.says(room, '都满意');
      await giveBack('101');
      await giveBack('102');
      expect(await home.visit('101')).toMatchObject({ status: 'with-staff' });
      expect(await enters((await home.visit('101')).no, '纸质 B-07 全部满意')).toContain('已记录任务');
      expect(await home.ballot('101')).toMatchObject({ source: 'paper:B-07' });
      await close();
      expect(await standing('101')).toEqual({ status: 'recorded', outcome: 'answered-paper', nextAt: null });
      expect(await standing('102')).toEqual({ status: 'recorded', outcome: 'answered-chat', nextAt: null });
      // Returned after the close nobody could make it anew: it stands.
      expect(await giveBack('103')).toContain('问卷已经结束，不能再补正');
      expect(await standing('103')).toEqual({ status: 'recorded', outcome: 'answered-chat', nextAt: null });
    },
  );
});
