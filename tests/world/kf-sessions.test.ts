/** 微信客服 beside the bot: colleagues who have the chat, other accounts, and messages of every kind. */
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/core/calendar.js';
import { complaint, lastWord, openHousehold, recordsOf, residentSays, visitsOf } from '../helpers/one-household.js';
import { takeIn } from '../helpers/store.js';
import { openWorld, type World } from '../helpers/world.js';

const THIS_MORNING = '2026-03-10T09:00:00+08:00';

/** A line of a pulled page, as the platform writes it. */
async function pulled(
  world: World,
  line: Readonly<Record<string, unknown>> & { readonly msgid: string },
): Promise<void> {
  const { db, box } = world.runtime.ctx;
  const body = box.seal(JSON.stringify({ send_time: Math.floor(world.now() / 1000), ...line }));
  const entry = { key: `kfmsg:${line.msgid}`, source: 'kf-message' as const, person: 'kf:wmLi', body };
  await takeIn(db, [{ ...entry, receivedAt: world.now() }]);
  await world.settle();
}

describe('another account of the company', () => {
  it('is none of ours: what residents write there is kept, and answers nothing', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    const text = { external_userid: 'wmLi', origin: 3, msgtype: 'text', text: { content: '不满意' } };
    await pulled(world, { ...text, msgid: 'x1', open_kfid: 'wkOther' });
    expect(await recordsOf(world)).toHaveLength(0);
    expect(await world.runtime.ctx.db.read.inbox.findUnique({ where: { key: 'kfmsg:x1' } })).toMatchObject({
      status: 'done',
    });
    await pulled(world, { ...text, msgid: 'x2', open_kfid: world.sandbox.settings.kfAccount });
    expect(await recordsOf(world)).toHaveLength(1);
  });
});

describe('while a colleague has the chat', () => {
  it('the bot stays quiet, takes a tap on its menu all the same, and speaks again afterwards', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    const [wang, li] = [world.sandbox.staff('wangfang'), world.sandbox.resident('wmLi')];
    await wang.takesOver('wmLi');
    await world.settle();
    const heard = li.hears().length;
    await residentSays(world, '不满意，你们这个怎么收费的');
    expect(await recordsOf(world)).toHaveLength(0);
    await li.taps('一般满意');
    await world.settle();
    expect(await recordsOf(world)).toMatchObject([{ grade: 'fairly', remark: null }]);
    expect(li.hears()).toHaveLength(heard);
    await wang.ends('wmLi');
    await world.settle();
    expect(li.hears()).toHaveLength(heard + 1);
    expect(lastWord(world)).toContain('接待结束了');
    await residentSays(world, '谢谢');
    expect(li.hears()).toHaveLength(heard + 2);
  });

  it('keeps pictures and voices with the household’s visit, without a word and without sending them about', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    const [wang, li] = [world.sandbox.staff('wangfang'), world.sandbox.resident('wmLi')];
    await wang.takesOver('wmLi');
    await world.settle();
    const [heard, seen] = [li.hears().length, world.sandbox.staff('liuyan').seen().length];
    await li.sends('image', { name: 'photo.png', bytes: Buffer.from('the ceiling') });
    await li.sends('voice', { recognition: '天花板又湿了一块' });
    await world.settle();
    const { read } = world.runtime.ctx.db;
    const visit = await read.visit.findFirstOrThrow({ where: { eventId: 'C-1' } });
    expect(await read.file.findMany({ orderBy: { media: 'asc' } })).toMatchObject([
      { media: 'image', household: '3-2-1204', visitNo: visit.no },
      { media: 'voice', household: '3-2-1204', visitNo: visit.no },
    ]);
    expect(li.hears()).toHaveLength(heard);
    expect(world.sandbox.staff('liuyan').seen()).toHaveLength(seen);
    expect(await recordsOf(world)).toHaveLength(0);
    // Whoever gets the visit as a task later has them with its card.
    await wang.ends('wmLi');
    await residentSays(world, '转人工');
    expect(
      wang
        .seen()
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(['image', 'template_card', 'voice']);
  });

  it('comes back with the question that is still open, whose menu counts', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING, '楼上噪音');
    const [wang, li] = [world.sandbox.staff('wangfang'), world.sandbox.resident('wmLi')];
    await wang.takesOver('wmLi');
    await residentSays(world, '你们几点下班');
    await wang.ends('wmLi');
    await world.settle();
    expect(li.last()).toMatchObject({ via: 'event', kind: 'msgmenu' });
    expect(lastWord(world)).toContain('接待结束了');
    expect(lastWord(world)).toContain('楼上噪音');
    await li.taps('满意');
    await world.settle();
    expect(await recordsOf(world)).toMatchObject([{ grade: 'satisfied' }]);
  });

  it('comes back without a word at night, and to whoever has said 退订', async () => {
    await using world = await openWorld({ now: '2026-03-10T20:30:00+08:00' });
    await openHousehold(world);
    const [wang, li] = [world.sandbox.staff('wangfang'), world.sandbox.resident('wmLi')];
    await wang.takesOver('wmLi');
    await world.advance(HOUR);
    const heard = li.hears().length;
    await wang.ends('wmLi');
    await world.settle();
    expect(li.hears()).toHaveLength(heard);
    await world.advance(DAY / 2);
    await wang.takesOver('wmLi');
    await residentSays(world, '退订');
    await wang.ends('wmLi');
    await world.settle();
    expect(li.hears()).toHaveLength(heard);
  });

  it('is silent too where the session’s event was lost, but the colleague writes', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    const heard = world.sandbox.resident('wmLi').hears().length;
    const account = world.sandbox.settings.kfAccount;
    const line = { open_kfid: account, external_userid: 'wmLi', origin: 5, servicer_userid: 'wangfang' };
    await pulled(world, { ...line, msgid: 'w1', msgtype: 'text', text: { content: '您好，我是管家' } });
    await residentSays(world, '在吗');
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(heard);
  });

  it('退订 counts, and is not answered', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await world.sandbox.staff('wangfang').takesOver('wmLi');
    await world.settle();
    const heard = world.sandbox.resident('wmLi').hears().length;
    await residentSays(world, '退订');
    await world.sandbox.staff('wangfang').ends('wmLi');
    await complaint(world, 'C-1', THIS_MORNING);
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(heard);
    expect(await visitsOf(world)).toMatchObject([{ status: 'with-staff' }]);
  });

  it('also one that had ended and was taken up again', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    const event = { event_type: 'session_status_change', external_userid: 'wmLi', new_servicer_userid: 'wangfang' };
    const account = world.sandbox.settings.kfAccount;
    await pulled(world, {
      msgid: 's1',
      origin: 4,
      msgtype: 'event',
      event: { ...event, open_kfid: account, change_type: 4 },
    });
    await complaint(world, 'C-1', THIS_MORNING);
    expect(lastWord(world)).not.toContain('噪音');
    expect(await visitsOf(world)).toMatchObject([{ status: 'with-staff' }]);
  });
});

describe('a message of a kind that nobody knows', () => {
  it('opens the 48 hours like any other', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await world.advance(3 * DAY);
    const account = world.sandbox.settings.kfAccount;
    await pulled(world, {
      msgid: 'n1',
      open_kfid: account,
      external_userid: 'wmLi',
      origin: 3,
      msgtype: 'channels_shop',
    });
    const identity = await world.runtime.ctx.db.read.channelIdentity.findFirst({ where: { externalId: 'wmLi' } });
    expect(Number(identity?.lastHeardAt)).toBe(Math.floor(world.now() / 1000) * 1000);
  });
});

describe('a tap on a menu of somebody else’s visit', () => {
  it('changes no visit, and bothers no colleague', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    const tap = { content: '不满意', menu_id: '999:dissatisfied' };
    const account = world.sandbox.settings.kfAccount;
    await pulled(world, {
      msgid: 't1',
      open_kfid: account,
      external_userid: 'wmLi',
      origin: 3,
      msgtype: 'text',
      text: tap,
    });
    expect(await recordsOf(world)).toHaveLength(0);
    expect(world.sandbox.staff('liuyan').hears()).toHaveLength(0);
  });
});

describe('words pulled late', () => {
  it('of a stranger are not answered: the person has long gone on', async () => {
    await using world = await openWorld();
    const line = { origin: 3, msgtype: 'text', text: { content: '请问物业费怎么交' } };
    const old = Math.floor((world.now() - 2 * HOUR) / 1000);
    await pulled(world, { ...line, msgid: 'o1', external_userid: 'wmOld', send_time: old });
    expect(await world.runtime.ctx.db.read.outbox.count()).toBe(0);
    await pulled(world, { ...line, msgid: 'o2', external_userid: 'wmOld' });
    expect(await world.runtime.ctx.db.read.outbox.count()).toBe(1);
  });
});
