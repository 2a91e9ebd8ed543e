import { describe, expect, it } from 'vitest';
import { makeSimulator } from '../../src/channels/simulator.js';
import { message, text } from './rigs.js';

describe('the simulator', () => {
  it('remembers what each person has seen, in order', async () => {
    const simulator = makeSimulator();
    await simulator.send(message(text('一'), 'k-1', 'li'));
    await simulator.send(message(text('二'), 'k-2', 'wang'));
    await simulator.send(message(text('三'), 'k-3', 'li'));
    expect(simulator.seenBy('li').map(({ content }) => content)).toEqual([text('一'), text('三')]);
  });
  it('refuses as ordered, in turn, and not what it has already sent', async () => {
    const simulator = makeSimulator();
    await simulator.send(message(text('一'), 'k-1'));
    simulator.refuseNext({ kind: 'refused', verdict: 'next-channel', reason: '48 小时已过' });
    expect(await simulator.send(message(text('一'), 'k-1'))).toEqual({ kind: 'sent', id: 'k-1' });
    expect(await simulator.send(message(text('二'), 'k-2'))).toMatchObject({ verdict: 'next-channel' });
    expect(await simulator.send(message(text('二'), 'k-2'))).toEqual({ kind: 'sent', id: 'k-2' });
  });
});
