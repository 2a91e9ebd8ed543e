import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIRECTION_QUESTIONS } from '../../../src/core/ballot.js';
import { advanceTogether } from '../../../src/core/conversation/together.js';
import type { Effect, Input, Session, SurveyTalk } from '../../../src/core/conversation/turn.js';
import { advance, openTalk } from '../../../src/core/conversation/visit-talk.js';
import { DIRECTIONS, keysOf, type Direction, type Grade } from '../../../src/core/terms.js';
import { ABOUT, instant, theSayings } from '../../helpers/talk.js';

const SAYINGS = theSayings();
const NOW = instant('2026-03-10T10:00:00+08:00');
const DUE = instant('2026-03-30T00:00:00+08:00');
const SURVEY: SurveyTalk = {
  subject: null,
  questions: DIRECTION_QUESTIONS,
  anonymous: true,
  closesAt: DUE,
  link: 'https://pm.example/s/token',
  answers: {},
};
const ROUND = { ...ABOUT, round: 'half-year' as const, kind: 'other' as const, description: null, resolvedAt: null };

const talkOf = (survey: Partial<SurveyTalk> = {}): Session =>
  advance(
    openTalk(ROUND, { due: DUE, needsSignature: false, survey: { ...SURVEY, ...survey } }),
    { kind: 'opened' },
    NOW,
    SAYINGS,
  ).session;
const say = (session: Session, text: string) => advance(session, { kind: 'said', text }, NOW, SAYINGS);
const ballotIn = (effects: readonly Effect[]) => effects.find((effect) => effect.kind === 'ballot')?.answers;
const all = (grade: Grade): Partial<Record<Direction, Grade>> =>
  Object.fromEntries(keysOf(DIRECTIONS).map((item) => [item, grade]));

describe('a questionnaire in chat', () => {
  it('that asks less takes answers to what it asks, and no others', () => {
    const questions = DIRECTION_QUESTIONS.filter(({ item }) => ['6', '8', '13'].includes(item));
    const { effects, session } = say(talkOf({ questions }), '都满意，8不满意，电梯一般');
    expect(ballotIn(effects)).toEqual({ 6: 'satisfied', 8: 'dissatisfied', 13: 'satisfied' });
    expect(session.state).toBe('done');
  });

  it('of questions of one’s own does not take the names of the directions for theirs', () => {
    const questions = [
      { item: '1' as const, text: '装修质量' },
      { item: '2' as const, text: '交付资料' },
    ];
    expect(ballotIn(say(talkOf({ questions }), '电梯不满意').effects)).toBeUndefined();
    expect(ballotIn(say(talkOf({ questions }), '第1项满意 第2项不满意').effects)).toEqual({
      1: 'satisfied',
      2: 'dissatisfied',
    });
    expect(ballotIn(say(talkOf({ questions }), '不满意').effects)).toEqual({ 1: 'dissatisfied', 2: 'dissatisfied' });
  });

  it('answered in one word with another visit: the ballot has it too', () => {
    const talks = [
      { visit: 1, session: { ...openTalk(ABOUT, { due: DUE, needsSignature: false }), state: 'asked' as const } },
      {
        visit: 2,
        session: { ...openTalk(ROUND, { due: DUE, needsSignature: false, survey: SURVEY }), state: 'waiting' as const },
      },
    ];
    const turns = advanceTogether(talks, 1, { kind: 'said', text: '都满意' }, NOW, SAYINGS);
    expect(turns[0]?.effects.some(({ kind }) => kind === 'record')).toBe(true);
    expect(ballotIn(turns[1]?.effects ?? [])).toEqual(all('satisfied'));
  });

  it('that follows on another visit carries its link and says how it is answered', () => {
    const talks = [
      { visit: 1, session: { ...openTalk(ABOUT, { due: DUE, needsSignature: false }), state: 'asked' as const } },
      {
        visit: 2,
        session: { ...openTalk(ROUND, { due: DUE, needsSignature: false, survey: SURVEY }), state: 'waiting' as const },
      },
    ];
    const turns = advanceTogether(talks, 1, { kind: 'tapped', option: 'satisfied' }, NOW, SAYINGS);
    const asked = turns[1]?.effects.find((effect) => effect.kind === 'say');
    expect(asked?.link?.url).toBe('https://pm.example/s/token');
    expect(asked?.text).toContain('还有一份问卷');
  });

  it('keeps to its word whatever is written: no answer is lost, nobody named, nothing asked twice', () => {
    const words = fc.constantFrom(
      '满意',
      '不满意',
      '6不满意，垃圾多',
      '其余满意',
      '好的',
      '没了',
      '修改',
      '人工',
      '退订',
      '恢复',
      '你是谁',
      '？？',
      '报修 水管',
      '都一般',
      '晚点',
      '👍',
      '',
    );
    const options = fc.constantFrom(
      'satisfied' as const,
      'dissatisfied' as const,
      'all-good' as const,
      'change' as const,
    );
    const inputs = fc.array(
      fc.oneof(
        words.map((text): Input => ({ kind: 'said', text })),
        options.map((option): Input => ({ kind: 'tapped', option })),
        fc.constant<Input>({ kind: 'silent', mute: null }),
      ),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(inputs, (steps) => {
        let session = talkOf();
        for (const input of steps) {
          const before = session.survey?.answers ?? {};
          const turn = advance(session, input, NOW, SAYINGS);
          session = JSON.parse(JSON.stringify(turn.session)) as Session;
          expect(Object.keys(session.survey?.answers ?? {}).length).toBeGreaterThanOrEqual(Object.keys(before).length);
          const kinds = turn.effects.map(({ kind }) => kind);
          expect(kinds).not.toContain('record');
          expect(kinds).not.toContain('nonconformity');
          expect(turn.effects.filter(({ kind }) => kind === 'say').length).toBeLessThanOrEqual(1);
          if (kinds.includes('ballot')) expect(kinds).not.toContain('new-request');
        }
      }),
      { numRuns: 300 },
    );
  });
});
