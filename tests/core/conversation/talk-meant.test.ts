import { describe, expect, it } from 'vitest';
import { DAY, HOUR, type Instant } from '../../../src/core/calendar.js';
import { talkMeant, wordsOf, type Candidate, type Words } from '../../../src/core/conversation/talk-meant.js';
import type { Session } from '../../../src/core/conversation/turn.js';
import { understand } from '../../../src/core/understand/index.js';
import { instant } from '../../helpers/talk.js';

const NOW = instant('2026-03-10T10:00:00+08:00');
const ago = (ms: number): Instant => (NOW - ms) as Instant;

const talk = (state: Session['state'], askedAgo: number, answeredAgo: number | null = null): Candidate => ({
  session: { state },
  askedAt: ago(askedAgo),
  answeredAt: answeredAgo === null ? null : ago(answeredAgo),
});

const meantBy = (talks: readonly Candidate[], kind: Words['kind'], isBare = false): Candidate | null =>
  talkMeant(talks, { kind, isBare }, NOW);

describe('free words', () => {
  it('answer the question asked last that has no answer yet, however lately another was answered', () => {
    const [older, newer, answered] = [talk('asked', 3 * HOUR), talk('asked', 2 * HOUR), talk('done', 4 * HOUR, HOUR)];
    expect(meantBy([older, newer, answered], 'grade')).toBe(newer);
  });

  it('answer the question that was reminded of last, though another was asked between', () => {
    const reminded = { ...talk('asked', 24 * HOUR), session: { state: 'asked', remindedAt: ago(HOUR) } as const };
    const between = talk('asked', 2 * HOUR);
    expect(meantBy([reminded, between], 'postpone')).toBe(reminded);
  });

  it('give the reason for a grade just tapped, while an older question still waits', () => {
    const [waits, tapped] = [talk('asked', HOUR), talk('reason', 3 * HOUR, HOUR / 60)];
    expect(meantBy([waits, tapped], 'unclear')).toBe(tapped);
  });

  it('belong to what was answered last, not to what went to staff before', () => {
    const [withStaff, answered] = [talk('with-staff', 23 * DAY), talk('done', HOUR, HOUR / 2)];
    for (const meant of ['grade', 'chitchat', 'human'] as const) {
      expect(meantBy([withStaff, answered], meant)).toBe(answered);
    }
  });

  it('of a grade begin something new once the answer is 48 hours old; other words still belong there', () => {
    const answered = talk('done', 50 * HOUR, 48 * HOUR);
    expect(meantBy([answered], 'grade')).toBeNull();
    expect(meantBy([answered], 'question')).toBe(answered);
    const younger = talk('done', 50 * HOUR, 48 * HOUR - 1);
    expect(meantBy([younger], 'grade')).toBe(younger);
  });

  it('of a grade answer what went to staff unanswered, however late', () => {
    const withStaff = talk('with-staff', 9 * DAY);
    expect(meantBy([withStaff], 'grade')).toBe(withStaff);
  });

  it('within a minute of an answer belong to it, though another question waits', () => {
    const [waits, tapped] = [talk('asked', HOUR), talk('done', 3 * HOUR, HOUR / 120)];
    for (const meant of ['grade', 'unclear', 'question'] as const) expect(meantBy([waits, tapped], meant)).toBe(tapped);
    expect(meantBy([waits, talk('done', 3 * HOUR, HOUR / 60)], 'grade')).toBe(waits);
  });

  it('belong to the question that came since the answer', () => {
    const [tapped, since] = [talk('done', 3 * HOUR, HOUR / 120), talk('asked', HOUR / 240)];
    expect(meantBy([tapped, since], 'unclear')).toBe(since);
  });

  it('that are a bare grade answer the other question that waits, a minute after an answer too', () => {
    const [waits, tapped] = [talk('asked', HOUR), talk('done', 3 * HOUR, HOUR / 120)];
    expect(meantBy([waits, tapped], 'grade', true)).toBe(waits);
    expect(meantBy([tapped], 'grade', true)).toBe(tapped);
  });

  it.each([
    ['不满意', true],
    ['挺好的', true],
    ['师傅很有耐心', false],
    ['打错了，不满意', false],
    ['满意，叫人来', false],
    ['谁啊', false],
  ])('are a bare grade or not: %s', (text, isBare) => {
    expect(wordsOf(understand({ question: 'clarify', reply: text, about: 'other' }), text).isBare).toBe(isBare);
  });

  it('belong to nothing where nothing was ever asked', () => {
    expect(meantBy([], 'grade')).toBeNull();
    expect(meantBy([], 'change')).toBeNull();
  });
});

describe('修改', () => {
  it('means what was answered last, though another question waits, and the new grade goes there too', () => {
    const [waits, first, second] = [
      talk('asked', HOUR),
      talk('done', 9 * HOUR, 5 * HOUR),
      talk('done', 9 * HOUR, 4 * HOUR),
    ];
    expect(meantBy([waits, first, second], 'change')).toBe(second);
    const begun = talk('changing', 9 * HOUR, 4 * HOUR);
    const changing = { ...begun, session: { ...begun.session, changingAt: ago(HOUR / 60) } };
    expect(meantBy([waits, first, changing], 'grade')).toBe(changing);
  });

  it('gives way to what is asked after it', () => {
    const begun = talk('changing', 30 * HOUR, 20 * HOUR);
    const changing = { ...begun, session: { ...begun.session, changingAt: ago(19 * HOUR) } };
    const newer = talk('asked', HOUR);
    expect(meantBy([changing, newer], 'grade')).toBe(newer);
    expect(meantBy([changing, talk('asked', 25 * HOUR)], 'grade')).toBe(changing);
  });

  it('where nothing was answered goes to what was asked last, which says so', () => {
    const [older, newer] = [talk('asked', 3 * HOUR), talk('asked', 2 * HOUR)];
    expect(meantBy([older, newer], 'change')).toBe(newer);
  });
});
