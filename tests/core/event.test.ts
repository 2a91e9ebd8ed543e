import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../src/core/event.js';
import type { Event } from '../../src/core/event.js';

const BASE = { id: 'WO-1', estate: 'cuihu', kind: 'repair', resolvedAt: '2026-03-02T16:20:00+08:00' };
const eventOf = (given: object): Event => {
  const read = parseEvent({ ...BASE, ...given });
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.event;
};
const faultsOf = (json: unknown): readonly string[] => {
  const read = parseEvent(json);
  return 'errors' in read ? read.errors.map(({ field, message }) => `${field} ${message}`.trim()) : [];
};

describe('a service event', () => {
  test('keeps its times as instants, whatever offset they came with', () => {
    expect(eventOf({}).resolvedAt).toBe(Date.UTC(2026, 2, 2, 8, 20));
    expect(eventOf({ resolvedAt: '2026-03-02T08:20:00Z' }).resolvedAt).toBe(Date.UTC(2026, 2, 2, 8, 20));
  });

  test('has the category other where none was given, but only if it is a repair', () => {
    expect(eventOf({}).category).toBe('other');
    expect(eventOf({ category: 'seepage' }).category).toBe('seepage');
    expect(eventOf({ kind: 'help' }).category).toBeNull();
  });

  test('reads the severity of a repair as its class; a class of its own has precedence', () => {
    expect(eventOf({ severity: 'major' })).toMatchObject({ class: 'major', severity: null });
    expect(eventOf({ severity: 'urgent' })).toMatchObject({ class: 'urgent' });
    expect(eventOf({ severity: 'major', class: 'minor' })).toMatchObject({ class: 'minor' });
    expect(eventOf({ kind: 'complaint', severity: 'major' })).toMatchObject({ class: null, severity: 'major' });
  });

  test('of a repair in a public place is taken in as a public-area repair', () => {
    expect(eventOf({ location: 'public' }).kind).toBe('public-area-repair');
    expect(eventOf({ location: 'indoor' }).kind).toBe('repair');
    expect(eventOf({ kind: 'complaint', location: 'public' }).kind).toBe('complaint');
  });

  test('takes warranty months as one part', () => {
    const works = { kind: 'works-completion', acceptedOn: '2026-01-15' };
    expect(eventOf({ ...works, warrantyMonths: 24 }).warranties).toEqual([{ part: 'other', months: 24 }]);
    expect(eventOf({ ...works, warranties: [{ part: 'electrics', months: 24 }] }).warranties).toEqual([
      { part: 'electrics', months: 24 },
    ]);
  });

  test('takes null for not given, and leaves out keys that it does not know', () => {
    expect(eventOf({ household: null, agreement: null }).household).toBeNull();
    expect('colour' in eventOf({ colour: 'red' })).toBe(false);
  });

  test('goes through JSON unchanged', () => {
    const event = eventOf({ agreement: { start: '2026-01-01', end: '2026-12-31' }, recipients: 'all' });
    expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  });

  test('tells every fault at once, each with its field', () => {
    expect(faultsOf({ ...BASE, id: '', kind: 'repairs', resolvedAt: '2026-03-02', rainCaused: 'yes' })).toEqual([
      'id 应为不超过 128 字的非空文字，收到 ""',
      expect.stringMatching(/^kind 应为 complaint、.*之一，收到 "repairs"$/),
      'rainCaused 应为 true 或 false，收到 "yes"',
      'resolvedAt 应为带时区的时间（如 2026-03-02T16:20:00+08:00），收到 "2026-03-02"',
    ]);
  });

  test.each([
    [{ estate: undefined }, 'estate 缺少此项，应为不超过 128 字的非空文字'],
    [{ id: 7 }, 'id 应为不超过 128 字的非空文字，收到 7'],
    [{ agreement: { start: '2026-02-01', end: '2026-01-01' } }, 'agreement.end 结束日期早于开始日期'],
    [
      { agreement: { start: '2026-02-30', end: '2026-03-01' } },
      'agreement.start 应为日期（如 2026-01-15），收到 "2026-02-30"',
    ],
    [{ kind: 'complaint', severity: 'urgent' }, 'severity 应为 major、general 之一，收到 "urgent"'],
    [{ warrantyMonths: 1.5 }, 'warrantyMonths 应为 1 到 1200 的整数，收到 1.5'],
    [{ recipients: [1] }, 'recipients 应为房号列表或 "all"，收到 [1]'],
    [{ charge: { quoted: 80 } }, 'charge.charged 缺少此项，应为不小于 0 的数'],
    [
      { warranties: [{ part: 'electrics', months: 24, seasons: 2 }] },
      'warranties.0 months、seasons、designLifeYears 应当且只应有其中一项',
    ],
  ])('%j is refused', (given, message) => {
    expect(faultsOf({ ...BASE, ...given })).toEqual([message]);
  });

  test.each([[null], [[]], ['x'], [3]])('%j is no event', (json) => {
    expect(faultsOf(json)).toEqual([`应为一个对象，收到 ${JSON.stringify(json)}`]);
  });
});
