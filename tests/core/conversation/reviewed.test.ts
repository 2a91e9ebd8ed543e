/** 审核以后: whatever is said or tapped, a reviewed record neither changes nor grows, and no words are lost. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect, Input, Session } from '../../../src/core/conversation/turn.js';
import { advance, openTalk } from '../../../src/core/conversation/visit-talk.js';
import { ABOUT, instant, theSayings } from '../../helpers/talk.js';

const SAYINGS = theSayings();
const NOW = instant('2026-03-10T10:00:00+08:00');
const DUE = instant('2026-03-16T00:00:00+08:00');

const words = fc.constantFrom(
  ...'满意|不满意，还在漏|一般|改成不满意|还是不满意吧|都满意|墙皮掉了一大块|修好了，现在不漏了|退订|恢复|转人工|修改|1|[微笑]'.split(
    '|',
  ),
  ...'不满意，别再发了|不满意，叫经理来|没什么|师傅客气|确认|好的|收费不一致|点错了，是一般|👎|取消'.split('|'),
);
const input = fc.oneof(
  words.map((text): Input => ({ kind: 'said', text })),
  fc
    .constantFrom(
      'satisfied',
      'fairly',
      'dissatisfied',
      'change',
      'confirm',
      'none',
      'nothing',
      'all-good',
      'not-as-quoted',
    )
    .map((option): Input => ({ kind: 'tapped', option: option as 'none' })),
);
const talk = fc.record({
  needsSignature: fc.boolean(),
  more: fc.subarray([
    { kind: 'charge' },
    { kind: 'theme', text: '电梯还好用吗？' },
    { kind: 'open-topics', topics: ['needs', 'suggestions'] },
  ] as const),
  before: fc.array(input, { minLength: 1, maxLength: 3 }),
  after: fc.array(input, { minLength: 1, maxLength: 4 }),
});

const CHANGES: ReadonlySet<Effect['kind']> = new Set(['record', 'correct', 'topics', 'nonconformity', 'theme-asked']);

describe('a reviewed record', () => {
  it('is left as it is, and what would have changed it goes to staff', () => {
    fc.assert(
      fc.property(talk, ({ needsSignature, more, before, after }) => {
        let session: Session = openTalk(ABOUT, { due: DUE, needsSignature, more });
        const step = (given: Input): readonly Effect[] => {
          const turn = advance(session, given, NOW, SAYINGS);
          session = turn.session;
          return turn.effects;
        };
        for (const given of [{ kind: 'opened' } as const, ...before]) step(given);
        fc.pre(session.grade !== null);
        session = { ...session, reviewed: true };
        const { grade, remark } = session;
        for (const given of after) {
          const effects = step(given);
          expect(effects.filter(({ kind }) => CHANGES.has(kind))).toEqual([]);
          const isBlame = given.kind === 'said' && /^(?:不满意，|墙皮|改成不|收费不)/u.test(given.text);
          if (isBlame && grade !== 'dissatisfied')
            expect(effects.some(({ kind }) => kind === 'new-request' || kind === 'hand-over')).toBe(true);
        }
        expect(session).toMatchObject({ grade, remark });
      }),
      { numRuns: 400 },
    );
  });
});
