/** No input throws or hangs, in the understanding or in the talk; and a talk read back from JSON goes on the same way. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE, type Instant } from '../../../src/core/calendar.js';
import { advanceTogether, type Talk } from '../../../src/core/conversation/together.js';
import { isWaiting, type Effect, type Input } from '../../../src/core/conversation/turn.js';
import { advance, openTalk } from '../../../src/core/conversation/visit-talk.js';
import { understand } from '../../../src/core/understand/index.js';
import { ABOUT, instant, theSayings } from '../../helpers/talk.js';

const SAYINGS = theSayings();
const NOW = instant('2026-03-10T10:00:00+08:00');
const DUE = instant('2026-03-16T00:00:00+08:00');
const LONG = 10_000;
const OPEN = { kind: 'open-topics', topics: ['effect', 'needs', 'suggestions'] } as const;

const words = fc.constantFrom(
  ...'满意|不满意，还在漏|一般|就是慢了点|都满意|退订|恢复|转人工|修改|确认|？？|谢谢|晚点再说|明天下午再问'.split('|'),
  ...'周末|报修|你是谁|没什么|师傅客气|1|[微笑]|'.split('|'),
);
/** Bytes, right-to-left, control and joining characters, halves of pairs, marks without end, and the same over and over. */
const strange = fc.oneof(
  fc.string({ unit: 'binary', maxLength: LONG }),
  fc.uint8Array({ maxLength: 4_000 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.uint8Array({ maxLength: 4_000 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
  fc
    .array(
      fc.constantFrom(
        '\u202e',
        '\u2066',
        '\u0000',
        '\u0007',
        '\u001b[2J',
        '\u200d',
        '\ufeff',
        '\ud83d',
        '\u0301',
        'سلام',
        'שלום',
        '满意',
        '不',
      ),
      {
        maxLength: 3_000,
      },
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 6 })), fc.constantFrom(100, 2_500, LONG))
    .map(([part, times]) => part.repeat(Math.ceil(times / Math.max(1, part.length))).slice(0, LONG)),
);
const inputs: fc.Arbitrary<Input> = fc.oneof(
  { weight: 5, arbitrary: words.map((text): Input => ({ kind: 'said', text })) },
  { weight: 2, arbitrary: strange.map((text): Input => ({ kind: 'said', text })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        'satisfied',
        'fairly',
        'dissatisfied',
        'confirm',
        'change',
        'human',
        'later',
        'stop',
        'none',
        'all-good',
        'nothing',
      )
      .map((option): Input => ({ kind: 'tapped', option: option as 'none' })),
  },
  fc
    .constantFrom('image', 'voice', 'video', 'file', 'location', 'other')
    .map((media): Input => ({ kind: 'sent-media', media: media as 'image' })),
  fc.constantFrom(null, 'quiet', 'opted-out').map((mute): Input => ({ kind: 'silent', mute: mute as 'quiet' })),
);
/** What is done, and after how many minutes. */
const steps = fc.array(fc.record({ after: fc.constantFrom(0, 0.3, 5, 200, 3_000), input: inputs }), { maxLength: 10 });

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const sayTexts = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) => (effect.kind === 'say' ? [effect.text] : []));

function visits(count: number, needsSignature: boolean): readonly Talk[] {
  return Array.from({ length: count }, (_, at): Talk => {
    const more = at === count - 1 ? [{ kind: 'theme', text: '电梯好用吗？' } as const, OPEN] : [];
    const session = openTalk({ ...ABOUT, description: `第${at + 1}件` }, { due: DUE, needsSignature, more });
    if (at > 0) return { visit: at + 1, session: { ...session, state: 'waiting' } };
    return { visit: 1, session: advance(session, { kind: 'opened' }, NOW, SAYINGS).session };
  });
}

describe('whatever is written', () => {
  it('is understood as something, soon', () => {
    fc.assert(
      fc.property(strange, fc.constantFrom('single', 'items14', 'clarify'), (reply, question) => {
        const before = process.cpuUsage();
        const { kind } = understand({ question, reply, about: 'repair' });
        const { user, system } = process.cpuUsage(before);
        expect(typeof kind).toBe('string');
        expect(user + system).toBeLessThan(1_000_000);
      }),
      { numRuns: 300 },
    );
  });

  it('gives a talk the same end when it is read back from JSON after every message', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 3 }), fc.boolean(), (given, count, signs) => {
        let [kept, stored] = [visits(count, signs), throughJson(visits(count, signs))];
        let now = NOW;
        for (const { after, input } of given) {
          now = (now + after * MINUTE) as Instant;
          const visit = kept.find(({ session }) => isWaiting(session))?.visit ?? 1;
          const turns = advanceTogether(kept, visit, input, now, SAYINGS);
          const again = advanceTogether(stored, visit, throughJson(input), now, SAYINGS);
          expect(JSON.stringify(again)).toBe(JSON.stringify(turns));
          for (const text of turns.flatMap(({ effects }) => sayTexts(effects)))
            expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_048);
          kept = turns.map(({ visit: no, session }) => ({ visit: no, session }));
          stored = throughJson(kept);
        }
        expect(JSON.stringify(stored)).toBe(JSON.stringify(kept));
      }),
      { numRuns: 150 },
    );
  });
});
