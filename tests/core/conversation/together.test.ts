import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceTogether, type Talk } from '../../../src/core/conversation/together.js';
import { isWaiting, type Input } from '../../../src/core/conversation/turn.js';
import { advance, openTalk } from '../../../src/core/conversation/visit-talk.js';
import { DAY, type Instant } from '../../../src/core/calendar.js';
import { ABOUT, instant, theSayings } from '../../helpers/talk.js';

const SAYINGS = theSayings();
const NOW = instant('2026-03-10T10:00:00+08:00');
const DUE = instant('2026-03-16T00:00:00+08:00');

const OPEN = { kind: 'open-topics', topics: ['effect', 'needs', 'suggestions'] } as const;

const WORDS = [
  '没有',
  '建议多贴通知，楼道灯坏了',
  '满意',
  '不满意，还在漏',
  '都满意',
  '都不满意',
  '退订',
  '恢复',
  '人工',
  '修改',
  '？？',
  '谢谢',
  '是的',
  '晚点',
  '报修',
  '你是谁',
  '',
];
const OPTIONS = ['satisfied', 'fairly', 'dissatisfied', 'confirm', 'change', 'none', 'nothing', 'human'] as const;
/** Which of the visits it is said about, and what. */
const steps = fc.array(
  fc.record({
    named: fc.nat(2),
    input: fc.oneof(
      fc.constantFrom(...WORDS).map((text): Input => ({ kind: 'said', text })),
      fc.constantFrom(...OPTIONS).map((option): Input => ({ kind: 'tapped', option })),
      fc.constant<Input>({ kind: 'silent', mute: null }),
    ),
  }),
  { maxLength: 14 },
);

function opened(count: number, needsSignature: boolean, withTheme: boolean): readonly Talk[] {
  const more = withTheme ? [{ kind: 'theme' as const, text: '电梯好用吗？' }, OPEN] : [];
  const first = openTalk(ABOUT, { due: DUE, needsSignature, ofSeveral: count });
  const talks: Talk[] = [{ visit: 1, session: advance(first, { kind: 'opened' }, NOW, SAYINGS).session }];
  for (let visit = 2; visit <= count; visit += 1) {
    const session = openTalk(
      { ...ABOUT, description: `第${visit}件` },
      { due: DUE, needsSignature, more: visit === count ? more : [] },
    );
    talks.push({ visit, session: { ...session, state: 'waiting' } });
  }
  return talks;
}

describe('a conversation about several visits', () => {
  it('records each at most once, says one thing at a time, asks each once and reminds once, whatever is said', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 2, max: 3 }), fc.boolean(), fc.boolean(), (given, count, signs, theme) => {
        let talks = opened(count, signs, theme);
        const counts = { reminders: 0, records: new Map<number, number>(), asked: new Map<number, number>() };
        let now = NOW;
        for (const { named, input } of given) {
          now = (now + DAY / 4) as Instant;
          const waits = talks.find(({ session }) => isWaiting(session)) ?? talks[0];
          const visit = input.kind === 'tapped' ? (named % count) + 1 : (waits?.visit ?? 1);
          const turns = advanceTogether(JSON.parse(JSON.stringify(talks)) as Talk[], visit, input, now, SAYINGS);
          expect(turns.map((one) => one.visit)).toEqual(talks.map((one) => one.visit));
          const says = turns.flatMap(({ effects }) => effects).filter((effect) => effect.kind === 'say');
          expect(says.length).toBeLessThanOrEqual(1);
          for (const say of says) expect(Buffer.byteLength(say.text)).toBeLessThanOrEqual(say.options ? 1024 : 2048);
          for (const { visit: no, effects } of turns) {
            for (const { kind } of effects) {
              if (kind === 'record') counts.records.set(no, (counts.records.get(no) ?? 0) + 1);
              if (kind === 'asked') counts.asked.set(no, (counts.asked.get(no) ?? 0) + 1);
            }
          }
          counts.reminders += says.filter(({ purpose }) => purpose === 'remind').length;
          talks = turns.map(({ visit: no, session }) => ({ visit: no, session }));
          // What still waits is asked when its turn comes: somebody's answer is awaited until then.
          const isHeld = talks.some(({ session }) => session.state === 'waiting');
          const isGoingOn = talks.some(({ session }) => isWaiting(session));
          expect(isHeld && !isGoingOn && input.kind !== 'tapped').toBe(false);
        }
        expect([...counts.records.values(), ...counts.asked.values()].every((times) => times === 1)).toBe(true);
        // Once of our own accord, and once more for each visit that the resident asked to be asked about later.
        const postponed = talks.filter(({ session }) => session.later !== undefined).length;
        expect(counts.reminders).toBeLessThanOrEqual(1 + postponed);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});
