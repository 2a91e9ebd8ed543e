import { describe, expect, it } from 'vitest';
import { DAY, HOUR, type Instant } from '../../../src/core/calendar.js';
import { talkMeant, type Candidate } from '../../../src/core/conversation/talk-meant.js';
import type { Session } from '../../../src/core/conversation/turn.js';
import { instant } from '../../helpers/talk.js';

const NOW = instant('2026-03-10T10:00:00+08:00');
const ago = (ms: number): Instant => (NOW - ms) as Instant;

const talk = (state: Session['state'], askedAgo: number, answeredAgo: number | null = null): Candidate => ({
  session: { state },
  askedAt: ago(askedAgo),
  answeredAt: answeredAgo === null ? null : ago(answeredAgo),
});

describe('free words', () => {
  it('answer the question asked last that has no answer yet, however lately another was answered', () => {
    const [older, newer, answered] = [talk('asked', 3 * HOUR), talk('asked', 2 * HOUR), talk('done', 4 * HOUR, HOUR)];
    expect(talkMeant([older, newer, answered], 'grade', NOW)).toBe(newer);
  });

  it('answer the question that was reminded of last, though another was asked between', () => {
    const reminded = { ...talk('asked', 24 * HOUR), session: { state: 'asked', remindedAt: ago(HOUR) } as const };
    const between = talk('asked', 2 * HOUR);
    expect(talkMeant([reminded, between], 'postpone', NOW)).toBe(reminded);
  });

  it('give the reason for a grade just tapped, while an older question still waits', () => {
    const [waits, tapped] = [talk('asked', HOUR), talk('reason', 3 * HOUR, HOUR / 60)];
    expect(talkMeant([waits, tapped], 'unclear', NOW)).toBe(tapped);
  });

  it('belong to what was answered last, not to what went to staff before', () => {
    const [withStaff, answered] = [talk('with-staff', 23 * DAY), talk('done', HOUR, HOUR / 2)];
    for (const meant of ['grade', 'chitchat', 'human'] as const) {
      expect(talkMeant([withStaff, answered], meant, NOW)).toBe(answered);
    }
  });

  it('of a grade begin something new once the answer is 48 hours old; other words still belong there', () => {
    const answered = talk('done', 50 * HOUR, 48 * HOUR);
    expect(talkMeant([answered], 'grade', NOW)).toBeNull();
    expect(talkMeant([answered], 'question', NOW)).toBe(answered);
    const younger = talk('done', 50 * HOUR, 48 * HOUR - 1);
    expect(talkMeant([younger], 'grade', NOW)).toBe(younger);
  });

  it('of a grade answer what went to staff unanswered, however late', () => {
    const withStaff = talk('with-staff', 9 * DAY);
    expect(talkMeant([withStaff], 'grade', NOW)).toBe(withStaff);
  });

  it('belong to nothing where nothing was ever asked', () => {
    expect(talkMeant([], 'grade', NOW)).toBeNull();
    expect(talkMeant([], 'change', NOW)).toBeNull();
  });
});

describe('修改', () => {
  it('means what was answered last, though another question waits, and the new grade goes there too', () => {
    const [waits, first, second] = [
      talk('asked', HOUR),
      talk('done', 9 * HOUR, 5 * HOUR),
      talk('done', 9 * HOUR, 4 * HOUR),
    ];
    expect(talkMeant([waits, first, second], 'change', NOW)).toBe(second);
    const changing = talk('changing', 9 * HOUR, 4 * HOUR);
    expect(talkMeant([waits, first, changing], 'grade', NOW)).toBe(changing);
  });

  it('where nothing was answered goes to what was asked last, which says so', () => {
    const [older, newer] = [talk('asked', 3 * HOUR), talk('asked', 2 * HOUR)];
    expect(talkMeant([older, newer], 'change', NOW)).toBe(newer);
  });
});
