import { describe, expect, it } from 'vitest';
import type { Instant } from '../../src/core/calendar.js';
import { emptyBodies } from '../../src/store/empty-bodies.js';
import { enqueue, type NewOutgoing } from '../../src/store/outbox.js';
import { BOX } from '../helpers/box.js';
import { after, NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const put = (key: string, at: Instant): Promise<void> => {
  const content = { kind: 'text', text: key } as const;
  const message: NewOutgoing = { key, channel: 'wecom-kf', to: 'wm1', content, purpose: 'reply' };
  return test.db.write((tx) => enqueue(tx, { box: BOX, defaultZone: 'Asia/Shanghai' }, at, [message]));
};
const setStatus = (key: string, status: string): Promise<unknown> =>
  test.db.write((tx) => tx.outbox.update({ where: { key }, data: { status } }));
const kept = async (): Promise<readonly string[]> =>
  (await test.db.read.outbox.findMany({ where: { body: { not: '' } }, orderBy: { id: 'asc' } })).map(({ key }) => key);

describe('bodies of messages that are long over', () => {
  it('are emptied, but for one that still waits, which is emptied once it is over; newer ones stay', async () => {
    for (const [key, at] of [
      ['old', NOW],
      ['waits', after(1)],
      ['old too', after(2)],
      ['new', after(9_000)],
    ] as const) {
      await put(key, at);
      if (key !== 'waits') await setStatus(key, 'sent');
    }
    await emptyBodies(test.db, 'outbox', after(5_000), after(9_000));
    expect(await kept()).toEqual(['waits', 'new']);
    await setStatus('waits', 'refused');
    await emptyBodies(test.db, 'outbox', after(5_000), after(9_001));
    expect(await kept()).toEqual(['new']);
    await emptyBodies(test.db, 'outbox', after(10_000), after(20_000));
    expect(await kept()).toEqual([]);
  });
});
