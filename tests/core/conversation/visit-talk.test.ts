import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input, Session } from '../../../src/core/conversation/turn.js';
import { advance, openTalk } from '../../../src/core/conversation/visit-talk.js';
import { EVENT_KINDS, keysOf } from '../../../src/core/terms.js';
import { ABOUT, instant, theSayings } from '../../helpers/talk.js';

const SAYINGS = theSayings();
const NOW = instant('2026-03-10T10:00:00+08:00');
const DUE = instant('2026-03-16T00:00:00+08:00');

const inputs: fc.Arbitrary<Input> = fc.oneof(
  fc
    .constantFrom(
      '满意',
      '不满意，还在漏',
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
    )
    .map((text) => ({ kind: 'said' as const, text })),
  fc.string({ unit: 'binary', maxLength: 3000 }).map((text) => ({ kind: 'said' as const, text })),
  fc
    .constantFrom(...(['satisfied', 'fairly', 'dissatisfied', 'confirm', 'change', 'human', 'later', 'stop'] as const))
    .map((option) => ({ kind: 'tapped' as const, option })),
  fc
    .constantFrom('image' as const, 'voice' as const, 'other' as const)
    .map((media) => ({ kind: 'sent-media' as const, media })),
  fc.constantFrom(null, 'quiet' as const).map((mute) => ({ kind: 'silent' as const, mute })),
);

const byteLength = (text: string): number => Buffer.byteLength(text);

describe('a talk about a visit', () => {
  it('asks in at most 60 characters, whatever was done and however it is described', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...keysOf(EVENT_KINDS)),
        fc.oneof(fc.constant(null), fc.string({ maxLength: 200 })),
        (kind, description) => {
          const session = openTalk(
            { ...ABOUT, kind, description, firstContact: true },
            { due: DUE, needsSignature: false },
          );
          const say = advance(session, { kind: 'opened' }, NOW, SAYINGS).effects.find(
            (effect) => effect.kind === 'say',
          );
          const [question = ''] = (say?.text ?? '').split('\n');
          expect(Array.from(question).length).toBeLessThanOrEqual(60);
          expect(say?.options).toHaveLength(3);
        },
      ),
    );
  });

  it('is opened once: a second opening says nothing', () => {
    const first = advance(openTalk(ABOUT, { due: DUE, needsSignature: false }), { kind: 'opened' }, NOW, SAYINGS);
    expect(advance(first.session, { kind: 'opened' }, NOW, SAYINGS).effects).toEqual([]);
  });

  it('records at most once, signs at most as often as it is changed, and keeps the platform’s limits', () => {
    fc.assert(
      fc.property(fc.array(inputs, { maxLength: 12 }), fc.boolean(), (steps, needsSignature) => {
        let session: Session = advance(
          openTalk(ABOUT, { due: DUE, needsSignature }),
          { kind: 'opened' },
          NOW,
          SAYINGS,
        ).session;
        const counts = { record: 0, correct: 0, sign: 0, remind: 0 };
        for (const step of steps) {
          const turn = advance(JSON.parse(JSON.stringify(session)) as Session, step, NOW, SAYINGS);
          expect(turn).toEqual(advance(session, step, NOW, SAYINGS));
          session = turn.session;
          for (const effect of turn.effects) {
            if (effect.kind === 'record' || effect.kind === 'correct' || effect.kind === 'sign')
              counts[effect.kind] += 1;
            if (effect.kind !== 'say') continue;
            if (effect.purpose === 'remind') counts.remind += 1;
            // Only the opening issues a ballot; what is asked later answers the resident, at any hour.
            expect(effect.purpose).not.toBe('ask');
            expect(byteLength(effect.text)).toBeLessThanOrEqual(effect.options ? 1024 : 2048);
            for (const option of effect.options ?? []) expect(byteLength(option.text)).toBeLessThanOrEqual(128);
          }
          expect(turn.effects.filter((effect) => effect.kind === 'say').length).toBeLessThanOrEqual(1);
        }
        expect(counts.record).toBeLessThanOrEqual(1);
        // Once of our own accord, and once more where the resident asked to be asked later.
        expect(counts.remind).toBeLessThanOrEqual(session.later === undefined ? 1 : 2);
        expect(counts.sign).toBeLessThanOrEqual(counts.record + counts.correct);
      }),
      { numRuns: 200 },
    );
  });
});
