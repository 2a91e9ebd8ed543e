import { describe, expect, it } from 'vitest';
import { verdictOf, waitMsOf } from '../../src/wecom/errors.js';

const verdict = (errcode: number) => verdictOf({ kind: 'errcode', errcode });

describe('the verdict of an errcode', () => {
  it.each([-1, 45033, 45009])('%i passes: try again', (errcode) => expect(verdict(errcode)).toBe('retry'));
  it.each([40014, 42001, 40001, 41001])('%i needs a new token', (errcode) =>
    expect(verdict(errcode)).toBe('renew-token'),
  );
  it.each([95001, 95002, 95018])('%i is no failure: the next channel', (errcode) =>
    expect(verdict(errcode)).toBe('next-channel'),
  );
  it.each([60020, 48002, 301002])('%i waits for the operator: nothing dies meanwhile', (errcode) => {
    expect(verdict(errcode)).toBe('retry');
    expect(waitMsOf({ kind: 'errcode', errcode })).toBe(30_000);
  });
  it.each([40058, 45002, 81013, 84061, 95004, 123456])('%i is permanent', (errcode) =>
    expect(verdict(errcode)).toBe('give-up'),
  );
  it('only the rate limits ask for a wait', () => {
    expect(waitMsOf({ kind: 'errcode', errcode: 45009 })).toBe(60_000);
    expect(waitMsOf({ kind: 'http', status: 429 })).toBe(60_000);
    expect(waitMsOf({ kind: 'errcode', errcode: -1 })).toBeNull();
    expect(waitMsOf({ kind: 'no-answer' })).toBeNull();
  });
});
