import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../src/core/calendar.js';
import type { Instant } from '../../src/core/calendar.js';
import { keysOf, VISIT_STATUSES } from '../../src/core/terms.js';
import type { VisitStatus } from '../../src/core/terms.js';
import { decide, evolve, FINAL_STATUSES, isOpen, isReviewed, isToBeMade } from '../../src/core/visit.js';
import type { Refusal, Visit, VisitCommand, VisitEvent } from '../../src/core/visit.js';

const at = (text: string): Instant => parseInstant(`${text}+08:00`) as Instant;
const NOW = at('2026-03-03T10:00:00');
const PLANNED: Visit = {
  no: 12,
  id: 'v-12',
  estate: 'cuihu',
  policy: 'p03',
  clause: 'p03.1',
  startedBy: 'C-1',
  counterparty: '3-2-1204',
  visit: 1,
  event: 'C-1',
  household: '3-2-1204',
  kind: 'complaint',
  status: 'planned',
  earliest: at('2026-03-02T16:20:00'),
  due: at('2026-03-06T00:00:00'),
  rate: 30,
  quota: null,
  by: ['steward'],
  how: ['phone', 'chat'],
  record: '回访记录表',
  needsSignature: true,
  assignee: null,
  assignedAt: null,
  askedAt: null,
  answeredAt: null,
  channel: null,
};
const visitAt = (status: VisitStatus): Visit => ({ ...PLANNED, status });
const isRefusal = (result: readonly VisitEvent[] | Refusal): result is Refusal => 'kind' in result;

/** Carries commands out one after the other; a refusal ends in an error. */
function after(visit: Visit, ...commands: readonly VisitCommand[]): Visit {
  return commands.reduce((current, command) => {
    const result = decide(command, current, NOW);
    if (isRefusal(result)) throw new Error(`${command.kind} refused at ${current.status}: ${result.reason}`);
    return result.reduce(evolve, current);
  }, visit);
}
const why = (visit: Visit, command: VisitCommand, now = NOW): string | null => {
  const result = decide(command, visit, now);
  return isRefusal(result) ? result.reason : null;
};

const DRAW: VisitCommand = { kind: 'draw', chosen: true };
const ASK: VisitCommand = { kind: 'ask', channel: 'wecom-kf' };
const RECORD: VisitCommand = { kind: 'record', method: 'chat', by: 'resident' };
const APPROVE: VisitCommand = { kind: 'review', verdict: 'approve', by: 'zhao', opinion: '属实' };
const COMMANDS: readonly VisitCommand[] = [
  DRAW,
  { kind: 'draw', chosen: false },
  { kind: 'assign', to: 'wangfang' },
  ASK,
  { kind: 'remind' },
  { kind: 'postpone', until: at('2026-03-04T15:00:00') },
  { kind: 'hand-over', reason: 'silent' },
  RECORD,
  { kind: 'correct', by: 'resident' },
  { kind: 'give-up', attempts: 3, needed: 3 },
  { kind: 'excuse', outcome: 'refused' },
  { kind: 'lapse', reason: 'survey-closed', outcome: 'not-done' },
  { kind: 'replace', with: 'v-13' },
  APPROVE,
  { kind: 'review', verdict: 'return', by: 'zhao', opinion: '缺原因' },
  { kind: 'close' },
  { kind: 'cancel', reason: '事项撤销' },
];

describe('a visit', () => {
  test('goes from planned to closed', () => {
    const done = after(PLANNED, DRAW, { kind: 'assign', to: 'wangfang' }, ASK, RECORD, APPROVE, { kind: 'close' });
    expect(done).toMatchObject({
      status: 'closed',
      assignee: 'wangfang',
      askedAt: NOW,
      answeredAt: NOW,
      channel: 'wecom-kf',
    });
  });

  test('takes a late answer by chat when a person is already on the way, or gave up', () => {
    expect(after(visitAt('asked'), { kind: 'hand-over', reason: 'silent' }, RECORD).status).toBe('recorded');
    expect(after(visitAt('unreachable'), RECORD).status).toBe('recorded');
  });

  test('that was not drawn can be drawn at the period close, and waits for nobody until then', () => {
    const left = after(PLANNED, { kind: 'draw', chosen: false });
    expect([left.status, isOpen(left.status)]).toEqual(['not-drawn', false]);
    expect(after(left, DRAW).status).toBe('drawn');
  });

  test('is not asked before its window opens', () => {
    expect(why(visitAt('drawn'), ASK, at('2026-03-02T16:19:59'))).toBe('too-early');
    expect(why(visitAt('drawn'), ASK, at('2026-03-02T16:20:00'))).toBeNull();
  });

  test('is given up only after the attempts that are asked for', () => {
    expect(why(visitAt('with-staff'), { kind: 'give-up', attempts: 2, needed: 3 })).toBe('too-few-attempts');
    expect(after(visitAt('with-staff'), { kind: 'give-up', attempts: 3, needed: 3 }).status).toBe('unreachable');
  });

  test('ends where the household refuses, and an answer that comes after all still counts', () => {
    const refused = after(visitAt('asked'), { kind: 'excuse', outcome: 'refused' });
    expect(refused.status).toBe('unreachable');
    expect(after(refused, RECORD).status).toBe('recorded');
    expect(why(visitAt('recorded'), { kind: 'excuse', outcome: 'refused' })).toBe('wrong-status');
  });

  test('that nobody can make any more ends as it stands: not done, or by the record that it had', () => {
    const lapse = (outcome: 'silent' | 'answered-chat'): VisitCommand => ({ kind: 'lapse', reason: 'over', outcome });
    expect(after(visitAt('asked'), lapse('silent')).status).toBe('unreachable');
    expect(after(visitAt('with-staff'), lapse('answered-chat')).status).toBe('recorded');
    expect(why(visitAt('recorded'), lapse('silent'))).toBe('wrong-status');
    expect(why(visitAt('unreachable'), lapse('silent'))).toBe('wrong-status');
  });

  test('has nobody to take its place where all are visited', () => {
    const everybody = { ...visitAt('unreachable'), rate: 100 };
    expect(why(everybody, { kind: 'replace', with: 'v-13' })).toBe('nobody-to-replace');
    expect([isOpen(everybody.status), isToBeMade(everybody.status)]).toEqual([true, false]);
    expect(isToBeMade('with-staff')).toBe(true);
    expect(after(visitAt('unreachable'), { kind: 'replace', with: 'v-13' }).status).toBe('replaced');
  });

  test('goes back to staff when its record is returned', () => {
    expect(after(visitAt('recorded'), { kind: 'review', verdict: 'return', by: 'z', opinion: '缺原因' }).status).toBe(
      'with-staff',
    );
  });

  test('takes corrections of its record until it is reviewed, and none afterwards', () => {
    const correct: VisitCommand = { kind: 'correct', by: 'resident' };
    expect(after(visitAt('recorded'), correct).status).toBe('recorded');
    expect(why(visitAt('reviewed'), correct)).toBe('wrong-status');
    expect(why(visitAt('closed'), correct)).toBe('wrong-status');
    expect([isReviewed('recorded'), isReviewed('reviewed'), isReviewed('closed')]).toEqual([false, true, true]);
  });

  test('keeps the first moment of asking and of answering', () => {
    const asked = { ...visitAt('postponed'), askedAt: at('2026-03-02T17:00:00') };
    expect(after(asked, ASK).askedAt).toBe(at('2026-03-02T17:00:00'));
  });

  test('moves with its event until somebody was asked', () => {
    const moved: VisitCommand = { kind: 'replan', earliest: NOW, due: at('2026-03-07T00:00:00') };
    expect(after(visitAt('drawn'), moved)).toMatchObject({ status: 'drawn', earliest: NOW });
    expect(why(visitAt('asked'), moved)).toBe('wrong-status');
    expect(why(visitAt('drawn'), { kind: 'replan', earliest: NOW, due: NOW })).toBe('empty-window');
  });

  test('names in each event the clause that allows it: its own, or the one that asks', () => {
    const [asked] = decide(ASK, visitAt('drawn'), NOW) as readonly VisitEvent[];
    expect(asked).toEqual({ at: NOW, clause: 'p03.1', from: 'drawn', to: 'asked', command: ASK });
    const door: VisitCommand = { kind: 'hand-over', reason: 'not-done', clause: 'p03.10' };
    expect((decide(door, visitAt('asked'), NOW) as readonly VisitEvent[])[0]?.clause).toBe('p03.10');
  });

  test.each([
    ['planned', ASK],
    ['planned', RECORD],
    ['not-drawn', ASK],
    ['recorded', ASK],
    ['closed', APPROVE],
    ['asked', { kind: 'close' }],
    ['cancelled', DRAW],
    ['replaced', RECORD],
    ['recorded', { kind: 'cancel', reason: 'x' }],
  ] as const)('at %s refuses %j', (status, command) => {
    expect(why(visitAt(status), command)).toBe('wrong-status');
  });

  test('leads nowhere from its final states', () => {
    for (const status of FINAL_STATUSES) {
      for (const command of COMMANDS) {
        expect(why(visitAt(status), command), `${status} ${command.kind}`).toBe('wrong-status');
      }
    }
  });

  test('whatever is commanded, stands at a known status and never loses a record', () => {
    const recorded: readonly VisitStatus[] = ['recorded', 'reviewed', 'closed', 'with-staff'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...COMMANDS), { maxLength: 30 }), (commands) => {
        let visit = PLANNED;
        for (const command of commands) {
          const before = visit;
          const result = decide(command, visit, NOW);
          if (isRefusal(result)) continue;
          visit = result.reduce(evolve, visit);
          expect(keysOf(VISIT_STATUSES)).toContain(visit.status);
          if (before.status === 'recorded') expect(recorded).toContain(visit.status);
        }
      }),
    );
  });
});
