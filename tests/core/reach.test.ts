import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { DAY, HOUR, parseInstant, type Instant } from '../../src/core/calendar.js';
import { answeredBy, dayPart, lapsedAs, outcomeOf, progress, standing, type Attempt } from '../../src/core/reach.js';
import { keysOf, METHODS, REACH_OUTCOMES, type AttemptOutcome } from '../../src/core/terms.js';

const ZONE = 'Asia/Shanghai';
const at = (text: string): Instant => parseInstant(`${text}+08:00`) as Instant;
const NOW = at('2026-03-10T10:00:00');

const tried = (...times: readonly string[]): readonly Attempt[] =>
  times.map((time, index) => ({
    number: index + 1,
    channel: 'phone',
    at: at(time),
    by: 'wangfang',
    outcome: 'no-answer',
  }));

describe('how a visit ends', () => {
  test.each([
    ['chat', 'answered-chat'],
    ['phone', 'answered-phone'],
    ['in-person', 'answered-door'],
    ['on-site', 'answered-door'],
    ['walk-round', 'answered-door'],
    ['meeting', 'answered-door'],
    ['intercom', 'answered-door'],
    ['written', 'answered-paper'],
    ['paper', 'answered-paper'],
  ] as const)('a record made by %s is %s', (method, outcome) => {
    expect(outcomeOf({ kind: 'record', method, by: 'wangfang' })).toBe(outcome);
  });

  it('has an outcome for every method that there is', () => {
    for (const method of keysOf(METHODS)) expect(REACH_OUTCOMES[answeredBy(method)].zh).not.toBe('');
  });

  test.each([
    [{ kind: 'excuse', outcome: 'moved' }, 'moved'],
    [{ kind: 'give-up', attempts: 3, needed: 3 }, 'unreachable'],
    [{ kind: 'lapse', reason: 'survey-closed', outcome: 'silent' }, 'silent'],
    [{ kind: 'replace', with: '13' }, 'replaced'],
    [{ kind: 'cancel', reason: '事项撤销' }, 'cancelled'],
    [{ kind: 'ask', channel: 'wecom-kf' }, null],
    [{ kind: 'hand-over', reason: 'silent' }, null],
  ] as const)('%o says %s', (command, outcome) => {
    expect(outcomeOf(command)).toBe(outcome);
  });
});

describe('how a household stands', () => {
  const open = { outcome: null, status: 'with-staff', due: (NOW + HOUR) as Instant } as const;
  const ended = (outcome: AttemptOutcome): readonly Pick<Attempt, 'outcome'>[] => [{ outcome }];

  it('is not yet visited while the window is open, whatever was tried', () => {
    expect(standing(open, ended('silent'), NOW)).toBe('not-yet');
  });

  it('is silent, or unreachable, once the window is over', () => {
    const over = (open.due + 1) as Instant;
    expect(standing(open, ended('silent'), over)).toBe('silent');
    expect(standing(open, ended('delivered'), over)).toBe('silent');
    expect(standing(open, ended('no-answer'), over)).toBe('unreachable');
    expect(standing(open, [], over)).toBe('not-yet');
  });

  it('keeps the outcome that its visit ended with', () => {
    expect(standing({ ...open, outcome: 'refused' }, ended('silent'), (NOW + DAY) as Instant)).toBe('refused');
  });
});

describe('a visit that nobody can make any more', () => {
  const visit = { outcome: null, status: 'with-staff', due: NOW } as const;

  it.each([
    [[{ outcome: 'delivered' }], null, 'silent'],
    [[{ outcome: 'silent' }, { outcome: 'no-answer' }], null, 'unreachable'],
    [[{ outcome: 'not-delivered' }], null, 'not-done'],
    [[], null, 'not-done'],
    [[{ outcome: 'answered' }], 'paper', 'answered-paper'],
  ] as const)('after %j, with a record by %s, ends as %s', (attempts, method, outcome) => {
    expect(lapsedAs(visit, attempts, method)).toBe(outcome);
  });

  it('keeps what was said of it', () => {
    expect(lapsedAs({ ...visit, outcome: 'refused' }, [], null)).toBe('refused');
  });
});

describe('attempts at different times of day', () => {
  test.each([
    ['00:00:00', 'morning'],
    ['11:59:59', 'morning'],
    ['12:00:00', 'afternoon'],
    ['17:59:59', 'afternoon'],
    ['18:00:00', 'evening'],
    ['23:59:59', 'evening'],
  ])('%s is in the %s', (time, part) => {
    expect(dayPart(at(`2026-03-10T${time}`), ZONE)).toBe(part);
  });

  it('three, in the morning, the afternoon and the evening, are enough', () => {
    const attempts = tried('2026-03-10T09:30:00', '2026-03-10T15:00:00', '2026-03-11T19:00:00');
    expect(progress(attempts, 3, ZONE)).toEqual({ counted: 3, needed: 3, untried: [], enough: true });
  });

  it('three mornings are not: the afternoon and the evening are missing', () => {
    const attempts = tried('2026-03-10T09:30:00', '2026-03-11T09:30:00', '2026-03-12T09:30:00');
    expect(progress(attempts, 3, ZONE)).toMatchObject({ counted: 3, untried: ['afternoon', 'evening'], enough: false });
  });

  it('two within one part of a day count once', () => {
    const attempts = tried('2026-03-10T09:30:00', '2026-03-10T11:30:00', '2026-03-10T15:00:00');
    expect(progress(attempts, 2, ZONE)).toMatchObject({ counted: 2, enough: true });
    expect(progress(attempts, 3, ZONE)).toMatchObject({ counted: 2, enough: false });
  });

  it('questions in chat do not count, nor attempts at which somebody was met', () => {
    const chat = tried('2026-03-10T09:30:00').map((one) => ({ ...one, by: 'system', outcome: 'silent' as const }));
    const met = tried('2026-03-10T15:00:00').map((one) => ({ ...one, outcome: 'postponed' as const }));
    expect(progress([...chat, ...met], 1, ZONE)).toMatchObject({ counted: 0, enough: false });
  });

  it('one more attempt never makes it less', () => {
    const hours = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 });
    fc.assert(
      fc.property(hours, fc.integer({ min: 1, max: 6 }), (given, needed) => {
        const attempts = given.map((hour, index) => ({
          number: index + 1,
          channel: 'phone' as const,
          at: (NOW + hour * HOUR) as Instant,
          by: 'wangfang',
          outcome: 'no-answer' as const,
        }));
        const [before, after] = [progress(attempts.slice(0, -1), needed, ZONE), progress(attempts, needed, ZONE)];
        expect(after.counted).toBeGreaterThanOrEqual(before.counted);
        expect(before.enough && !after.enough).toBe(false);
        expect(after.enough && after.counted < needed).toBe(false);
      }),
    );
  });
});
