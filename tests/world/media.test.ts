/** What residents send beside words: fetched at once, kept sealed with the visit, given to staff; whatever goes wrong. */
import { describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../src/core/calendar.js';
import { complaint, lastWord, openHousehold, recordsOf, visitsOf } from '../helpers/one-household.js';
import { openWorld, type World } from '../helpers/world.js';

const THIS_MORNING = '2026-03-10T09:00:00+08:00';

async function asked(world: World): Promise<void> {
  await openHousehold(world);
  await complaint(world, 'C-1', THIS_MORNING);
}

type Sends = Parameters<ReturnType<World['sandbox']['resident']>['sends']>;
async function sends(world: World, ...what: Sends): Promise<void> {
  await world.sandbox.resident('wmLi').sends(...what);
  await world.settle();
}

const filesIn = (world: World) => world.runtime.ctx.db.read.file.findMany({ orderBy: { createdAt: 'asc' } });
const seenBy = (world: World, userid: string) => world.sandbox.staff(userid).seen();
const audited = (world: World, action: string): Promise<number> =>
  world.runtime.ctx.db.read.audit.count({ where: { action } });

describe('a picture', () => {
  it('is fetched at once, kept sealed with the visit, and reaches the supervisor as it was sent', async () => {
    await using world = await openWorld();
    await asked(world);
    const bytes = Buffer.from('a photo of the ceiling, 13800000000');
    await sends(world, 'image', { name: 'photo.png', bytes });
    expect(lastWord(world)).toContain('收到，已转给同事');
    const [file] = await filesIn(world);
    const [visit] = await visitsOf(world);
    expect(file).toMatchObject({ media: 'image', mime: 'image/png', estateId: 'cuihu', household: '3-2-1204' });
    expect(visit).toMatchObject({ status: 'asked' });
    expect(file?.visitNo).toEqual(expect.any(Number));
    expect(Buffer.from(file?.bytes ?? []).includes('13800000000')).toBe(false);
    const given = seenBy(world, 'liuyan').at(-1);
    expect(given).toMatchObject({ kind: 'image', file: { bytes } });
    expect(given?.file?.name).toContain('3-2-1204');
    expect(
      seenBy(world, 'liuyan')
        .map(({ text }) => text)
        .join(),
    ).toContain('住户发来图片');
    expect(await audited(world, 'media.kept')).toBe(1);
    expect(await audited(world, 'media.given')).toBe(1);
  });

  it('goes to whoever has the visit as a task, too', async () => {
    await using world = await openWorld();
    await asked(world);
    await world.sandbox.resident('wmLi').says('转人工');
    await world.settle();
    await sends(world, 'image');
    expect(seenBy(world, 'wangfang').at(-1)).toMatchObject({ kind: 'image' });
    expect(seenBy(world, 'liuyan').at(-1)).toMatchObject({ kind: 'image' });
    expect(await audited(world, 'media.given')).toBe(2);
  });

  it('and words written meanwhile reach the steward who has the task, and the supervisor', async () => {
    await using world = await openWorld();
    await asked(world);
    const [li, wang, liu] = [
      world.sandbox.resident('wmLi'),
      world.sandbox.staff('wangfang'),
      world.sandbox.staff('liuyan'),
    ];
    await li.says('转人工');
    await world.settle();
    const [before, told] = [wang.hears().length, liu.hears().length];
    await li.says('我下午三点以后才在家，按门铃不响请打电话');
    await world.settle();
    for (const text of [...wang.hears().slice(before), ...liu.hears().slice(told)])
      expect(text).toContain('住户的话：我下午三点以后才在家，按门铃不响请打电话');
    expect(wang.hears()).toHaveLength(before + 1);
    expect(liu.hears()).toHaveLength(told + 1);
    expect(wang.hears().at(-1)).toMatch(/^【住户来信】任务 \d+，翠湖花园/u);
    expect(lastWord(world)).toContain('这句话也一并转达');
  });

  it('that came before the visit was anybody’s task goes with the card', async () => {
    await using world = await openWorld();
    await asked(world);
    await sends(world, 'voice');
    expect(seenBy(world, 'wangfang')).toHaveLength(0);
    await world.sandbox.resident('wmLi').says('转人工');
    await world.settle();
    expect(seenBy(world, 'wangfang').map(({ kind }) => kind)).toEqual(['template_card', 'voice']);
  });

  it('among others is told of once, and each of them arrives', async () => {
    await using world = await openWorld();
    await asked(world);
    const heard = world.sandbox.resident('wmLi').hears().length;
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg'])
      await sends(world, 'image', { name, bytes: Buffer.from(`of ${name}`) });
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(heard + 1);
    const seen = seenBy(world, 'liuyan');
    expect(seen.filter(({ text }) => text.includes('住户发来图片'))).toHaveLength(1);
    expect(seen.filter(({ kind }) => kind === 'image')).toHaveLength(3);
  });

  it('of somebody whom we asked nothing is kept too', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await sends(world, 'image');
    expect(await filesIn(world)).toMatchObject([{ media: 'image', household: '3-2-1204', visitNo: null }]);
    expect(seenBy(world, 'liuyan').at(-1)).toMatchObject({ kind: 'image' });
    const heard = world.sandbox.resident('wmLi').hears().length;
    await sends(world, 'image');
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(heard);
    expect(seenBy(world, 'liuyan').filter(({ kind }) => kind === 'image')).toHaveLength(2);
  });
});

describe('a voice message', () => {
  it('is asked about by a tap, and staff hear it', async () => {
    await using world = await openWorld();
    await asked(world);
    await sends(world, 'voice');
    expect(world.sandbox.resident('wmLi').last()?.options).toHaveLength(3);
    expect(seenBy(world, 'liuyan').at(-1)).toMatchObject({ kind: 'voice' });
  });

  it('that the platform has written down is understood like text, and heard by staff all the same', async () => {
    await using world = await openWorld();
    await asked(world);
    await sends(world, 'voice', { recognition: '不满意，楼上还在吵' });
    expect(await recordsOf(world)).toMatchObject([{ grade: 'dissatisfied', remark: '楼上还在吵' }]);
    expect(seenBy(world, 'liuyan').some(({ kind }) => kind === 'voice')).toBe(true);
  });
});

describe('what the platform would not take again as it is', () => {
  it('goes as a file: another kind of picture, a document with a name of its own', async () => {
    await using world = await openWorld();
    await asked(world);
    await sends(world, 'image', { name: 'moving.gif', mime: 'image/gif' });
    await world.advance(2 * MINUTE);
    await sends(world, 'file', { name: '../../报价单".pdf' });
    await sends(world, 'video');
    const [gif, pdf, video] = seenBy(world, 'liuyan').filter(({ file }) => file !== undefined);
    expect(gif).toMatchObject({ kind: 'file' });
    expect(gif?.file?.name).toMatch(/图片\.gif$/u);
    expect(pdf?.file?.name).toMatch(/文件-[.]*报价单\.pdf$/u);
    expect(video).toMatchObject({ kind: 'video' });
  });

  it('is refused when it is larger than anything that can be kept: staff ask for it', async () => {
    await using world = await openWorld();
    await asked(world);
    await sends(world, 'video', { bytes: Buffer.alloc(21 * 1024 * 1024) });
    expect(await filesIn(world)).toHaveLength(0);
    expect(seenBy(world, 'liuyan').at(-1)?.text).toContain('请联系住户再发一次');
  });
});

describe('a platform that fails', () => {
  it('is asked again, and the file comes once; the answer to the resident does not wait for it', async () => {
    await using world = await openWorld();
    await asked(world);
    world.sandbox.fail('media/get', { times: 2, status: 502 });
    world.sandbox.fail('media/get', { times: 1, cutAnswer: true });
    await sends(world, 'image');
    expect(lastWord(world)).toContain('收到，已转给同事');
    expect(await filesIn(world)).toHaveLength(0);
    await world.sandbox.resident('wmLi').says('满意');
    await world.settle();
    expect(await recordsOf(world)).toMatchObject([{ grade: 'satisfied' }]);
    await world.advance(10 * MINUTE);
    expect(await filesIn(world)).toHaveLength(1);
    expect(seenBy(world, 'liuyan').filter(({ kind }) => kind === 'image')).toHaveLength(1);
  });

  it('that has lost it is believed: staff are told at once, and nothing waits', async () => {
    await using world = await openWorld();
    await asked(world);
    world.sandbox.fail('media/get', { errcode: 40007 });
    await sends(world, 'image');
    expect(seenBy(world, 'liuyan').at(-1)?.text).toContain('请联系住户再发一次');
    expect(await audited(world, 'media.lost')).toBe(1);
    expect(await world.runtime.ctx.db.read.inbox.count({ where: { status: { not: 'done' } } })).toBe(0);
  });

  it('for three days is given up, and staff are told', async () => {
    await using world = await openWorld();
    await asked(world);
    world.sandbox.fail('media/get', { times: 100_000, errcode: 48002 });
    await sends(world, 'image');
    await world.runtime.ctx.db.write((tx) =>
      tx.inbox.updateMany({ where: { source: 'media' }, data: { receivedAt: BigInt(world.now() - 3 * DAY) } }),
    );
    expect(await audited(world, 'media.lost')).toBe(0);
    await world.advance(10 * MINUTE);
    expect(await audited(world, 'media.lost')).toBe(1);
    expect(await world.runtime.ctx.db.read.inbox.count({ where: { source: 'media', status: 'new' } })).toBe(0);
  });
});

describe('what was kept', () => {
  it('stays longer where the estate keeps its records longer', async () => {
    await using world = await openWorld();
    await asked(world);
    await sends(world, 'image');
    await world.post('/api/v1/estates', {
      id: 'cuihu',
      name: '翠湖花园',
      policies: [{ id: 'p03', parameters: { keepYears: 3 } }],
    });
    await world.runtime.ctx.db.write((tx) =>
      tx.file.updateMany({ data: { createdAt: BigInt(world.now() - 740 * DAY) } }),
    );
    await world.advance(3 * DAY);
    expect(await filesIn(world)).toHaveLength(1);
  });

  it('goes when the records go, after the years of the policy (p03: two)', async () => {
    await using world = await openWorld();
    await asked(world);
    await sends(world, 'image');
    await world.runtime.ctx.db.write((tx) =>
      tx.file.updateMany({ data: { createdAt: BigInt(world.now() - 730 * DAY) } }),
    );
    await world.advance(DAY / 2);
    expect(await filesIn(world)).toHaveLength(1);
    await world.advance(3 * DAY);
    expect(await filesIn(world)).toHaveLength(0);
  });
});
