/** An answer that takes long is announced once, before it; one that is there at once is not. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { receiveFromStaff } from '../../src/app/receive-staff.js';
import type { Receivers } from '../../src/app/receive-message.js';
import type { OutgoingContent } from '../../src/channels/channel.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';
import { NO_PLATFORM } from '../helpers/receivers.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

/** Every answer takes longer than anybody waits. */
const SLOW: Receivers = {
  ...NO_PLATFORM,
  after: (ms, run) => {
    expect(ms).toBeGreaterThan(2_000);
    run();
    return () => undefined;
  },
};

async function asks(receivers: Receivers, msgId: string): Promise<void> {
  const { ctx } = test;
  const head = { from: 'sun', corpId: 'ww', agentId: '1', msgId, at: ctx.clock.now() };
  await receiveFromStaff(ctx, receivers, { ...head, kind: 'text', content: '季报' }, (work) =>
    ctx.db.write((tx) => work(tx, ctx.clock.now())),
  );
}
const heard = async (): Promise<readonly string[]> =>
  (await test.ctx.db.read.outbox.findMany({ orderBy: { id: 'asc' } })).map(({ body }) => {
    const content = JSON.parse(test.ctx.box.open(body)) as OutgoingContent;
    return content.kind === 'text' ? (content.text.split('，')[0] ?? '') : content.kind;
  });
const REPORT = ['季度统计分析报告 翠湖花园 2026 年一季度', 'file'];

it('says nothing of an answer that is there at once', async () => {
  await asks(NO_PLATFORM, 'm1');
  expect(await heard()).toEqual(REPORT);
});

it('asks to wait for one that is not, and then gives it', async () => {
  await asks(SLOW, 'm1');
  expect(await heard()).toEqual(['正在整理', ...REPORT]);
});

it('asks once for a message that is worked again', async () => {
  await asks(SLOW, 'm1');
  await asks(SLOW, 'm1');
  expect((await heard()).filter((words) => words === '正在整理')).toHaveLength(1);
});
