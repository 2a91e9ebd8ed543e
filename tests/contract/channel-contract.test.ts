import { describe, expect, it } from 'vitest';
import { appRig, kfRig, message, simulatorRig, text, type Rig } from '../channels/rigs.js';

const RIGS: readonly (readonly [string, () => Promise<Rig>])[] = [
  ['wecom-app', appRig],
  ['wecom-kf', kfRig],
  ['simulator', simulatorRig],
];

const menu = { kind: 'menu', head: '维修结果您满意吗？', options: [{ id: '12:satisfied', text: '满意' }] } as const;

describe.each(RIGS)('the channel %s', (name, open) => {
  it('bears its name', async () => {
    await using rig = await open();
    expect(rig.channel.name).toBe(name);
  });
  it('shows a text and says under which id', async () => {
    await using rig = await open();
    const receipt = await rig.channel.send(message(text('您好')));
    expect(receipt).toMatchObject({ kind: 'sent', id: expect.stringMatching(/./) as string });
    expect(rig.seen()).toBe(1);
  });
  it('shows the same message once, however often it is sent', async () => {
    await using rig = await open();
    for (let n = 0; n < 3; n++) expect(await rig.channel.send(message(text('您好')))).toMatchObject({ kind: 'sent' });
    expect(rig.seen()).toBe(1);
  });
  it('shows two messages with keys of their own', async () => {
    await using rig = await open();
    await rig.channel.send(message(text('您好'), 'k-1'));
    await rig.channel.send(message(text('谢谢'), 'k-2'));
    expect(rig.seen()).toBe(2);
  });
  it('says when a failure passes, and sends the same message afterwards', async () => {
    await using rig = await open();
    rig.failOnce();
    expect(await rig.channel.send(message(text('您好')))).toMatchObject({ kind: 'refused', verdict: 'retry' });
    expect(rig.seen()).toBe(0);
    expect(await rig.channel.send(message(text('您好')))).toMatchObject({ kind: 'sent' });
    expect(rig.seen()).toBe(1);
  });
  it('takes 2048 bytes of text, and gives up what is longer or empty, with a reason', async () => {
    await using rig = await open();
    expect(await rig.channel.send(message(text(`${'满'.repeat(682)}ok`)))).toMatchObject({ kind: 'sent' });
    for (const words of ['满'.repeat(683), '']) {
      const refused = { kind: 'refused', verdict: 'give-up', reason: expect.stringMatching(/消息/) as string };
      expect(await rig.channel.send(message(text(words), 'k-2'))).toMatchObject(refused);
    }
    expect(rig.seen()).toBe(1);
  });
  it('sends a menu exactly if it says that it can', async () => {
    await using rig = await open();
    const receipt = await rig.channel.send(message(menu));
    expect(receipt.kind).toBe(rig.channel.can.menu ? 'sent' : 'refused');
    expect(rig.seen()).toBe(rig.channel.can.menu ? 1 : 0);
  });
  it('sends a file exactly if it says that it can', async () => {
    await using rig = await open();
    const receipt = await rig.channel.send(message({ kind: 'file', file: 'report' }));
    expect(receipt.kind).toBe(rig.channel.can.file ? 'sent' : 'refused');
  });
});
