import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/calendar.js';
import { openStaffedWorld } from '../helpers/staffed-world.js';

const COMPLAINT = { id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' };
const endings = (attempts: readonly { readonly outcome: string }[]) => attempts.map(({ outcome }) => outcome);

describe('every question in chat is an attempt', () => {
  it('that was answered', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    expect(await world.attempts(no)).toMatchObject([
      { number: 1, channel: 'chat', at: world.now(), by: 'system', outcome: 'delivered' },
    ]);
    await world.sandbox.resident('wmLi').taps('满意');
    await world.settle();
    expect(endings(await world.attempts(no))).toEqual(['answered']);
    expect(await world.visit(no)).toMatchObject({ outcome: 'answered-chat', outcomeAt: world.now() });
  });

  it('that met silence, and so did the reminder', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    await world.advance(3 * DAY);
    const attempts = await world.attempts(no);
    expect(attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'silent'],
      [2, 'silent'],
    ]);
    expect(await world.visit(no)).toMatchObject({ status: 'with-staff', outcome: null });
  });

  it('that did not arrive', async () => {
    await using world = await openStaffedWorld({ chat: true });
    world.sandbox.fail('kf/send_msg', { times: 1, errcode: 95001 });
    const no = await world.happens(COMPLAINT);
    expect(endings(await world.attempts(no))).toEqual(['not-delivered']);
    expect(await world.visit(no)).toMatchObject({ status: 'with-staff', outcome: null });
  });

  it('after which the household wants no more: 拒访, until staff find it otherwise', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    await world.sandbox.resident('wmLi').says('退订');
    await world.settle();
    expect(endings(await world.attempts(no))).toEqual(['refused']);
    expect(await world.visit(no)).toMatchObject({ status: 'with-staff', outcome: 'refused' });
  });

  it('that reached somebody else', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    await world.sandbox.resident('wmLi').says('你们找错人了，我不住这里');
    await world.settle();
    expect(endings(await world.attempts(no))).toEqual(['wrong-person']);
    expect(await world.visit(no)).toMatchObject({ outcome: 'wrong-person' });
  });

  it('and a word without a question is one too', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    expect(await world.attempts(no)).toEqual([]);
    await world.sandbox.resident('wmLi').says('满意');
    await world.settle();
    expect(await world.attempts(no)).toMatchObject([{ number: 1, channel: 'chat', outcome: 'answered' }]);
    expect(await world.visit(no)).toMatchObject({ outcome: 'answered-chat' });
  });
});
