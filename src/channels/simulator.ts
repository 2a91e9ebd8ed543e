/** A channel in memory, for talk scripts and `huifang chat`: what was sent can be read, and refusals can be ordered. */
import type { Channel, Outgoing } from './channel.js';
import type { Refused } from './refusal.js';
import { textFault } from './refusal.js';

export type Simulator = Channel & {
  /** What people have seen, in order; a message that went out twice under one key is here once. */
  readonly seen: readonly Outgoing[];
  /** What `to` has seen. */
  seenBy(to: string): readonly Outgoing[];
  /** The next sending of a new message is refused like this; orders are taken in turn. */
  refuseNext(refusal: Refused): void;
};

/** As long as on the channels that it stands for. */
const MAX_TEXT_BYTES = 2048;

export function makeSimulator(): Simulator {
  const seen: Outgoing[] = [];
  const keys = new Set<string>();
  const refusals: Refused[] = [];
  return {
    name: 'simulator',
    can: { menu: true, file: true, pushAnytime: true },
    seen,
    seenBy: (to) => seen.filter((message) => message.to === to),
    refuseNext: (refusal) => void refusals.push(refusal),
    async send(message) {
      const { key, content } = message;
      if (keys.has(key)) return { kind: 'sent', id: key };
      const fault = content.kind === 'text' ? textFault('消息', content.text, MAX_TEXT_BYTES) : null;
      const refusal = fault ?? refusals.shift();
      if (refusal !== undefined) return refusal;
      keys.add(key);
      seen.push(message);
      return { kind: 'sent', id: key };
    },
  };
}
