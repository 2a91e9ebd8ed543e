import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../../../src/core/calendar.js';
import type { Instant } from '../../../src/core/calendar.js';
import { parseEvent } from '../../../src/core/event.js';
import type { Event } from '../../../src/core/event.js';
import {
  doneByEvent,
  dueSoonAt,
  eventDuties,
  followingDuties,
  periodDuties,
  watchesOf,
} from '../../../src/core/policy/due-duties.js';
import type { DueDuty } from '../../../src/core/policy/due-duties.js';
import { openRound, periodOf, startOfNextPeriod } from '../../../src/core/policy/duties.js';
import { loadPolicy } from '../../../src/core/policy/load.js';
import type { Policy } from '../../../src/core/policy/schema.js';
import { keysOf } from '../../../src/core/terms.js';
import { PERIODS } from '../../../src/core/policy/words.js';
import type { LocalDate } from '../../../src/core/calendar.js';

const ZONE = 'Asia/Shanghai';
const at = (text: string): Instant => parseInstant(`${text}:00+08:00`) as Instant;
const load = (id: string): Policy => {
  const file = new URL(`../../../templates/policies/${id}.yaml`, import.meta.url);
  const result = loadPolicy(readFileSync(file, 'utf8'), `${id}.yaml`);
  if ('faults' in result) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  return result.policy;
};
const eventOf = (given: object): Event => {
  const read = parseEvent({ id: 'E', estate: 'e', ...given });
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.event;
};
const short = (instant: Instant | null): string =>
  instant === null ? '—' : formatInstant(instant, ZONE).slice(0, 16).replace('T', ' ');
const lines = (duties: readonly DueDuty[]): readonly string[] =>
  duties.map(
    ({ clause, item, earliest, due, by }) => `${clause} ${item} ${short(earliest)} ${short(due)} ${by.join()}`,
  );
const NOW = at('2026-03-10T10:00');

describe('the duties of a period', () => {
  it('p02 三月：汇总在二十四日之内，审批在二十五日，存档在月底，绩效在次月一日', () => {
    expect(lines(periodDuties(load('p02'), NOW, NOW, ZONE))).toEqual([
      'p02.15 duty:2 2026-03-09 00:00 2026-03-16 00:00 manager',
      'p02.16 duty:0 2026-03-01 00:00 2026-03-25 00:00 supervisor',
      'p02.16 duty:1 2026-03-25 00:00 2026-03-26 00:00 manager',
      'p02.18 duty:0 2026-03-01 00:00 2026-04-01 00:00 steward',
      'p02.18 duty:1 2026-03-01 00:00 2026-04-01 00:00 steward',
      'p02.19 duty:0 2026-04-01 00:00 2026-04-02 00:00 supervisor',
    ]);
  });

  it('names its period: a week by its Monday', () => {
    const periods = periodDuties(load('p02'), NOW, NOW, ZONE).map(({ startedBy, period }) => [startedBy, period]);
    expect(periods.slice(0, 2)).toEqual([
      ['2026-03-09', '2026-03-09'],
      ['2026-03', '2026-03'],
    ]);
  });

  it('is said to be due soon at three quarters of its time', () => {
    const [theme] = periodDuties(load('p02'), at('2026-01-01T00:00'), NOW, ZONE);
    expect(short(theme?.soonAt ?? null)).toBe('2026-01-01 18:00');
  });

  it('of a quarter or half a year is said to be due soon a week before its end, not weeks', () => {
    const window = { earliest: at('2026-01-01T00:00'), due: at('2026-07-01T00:00') };
    expect(short(dueSoonAt(window))).toBe('2026-06-24 00:00');
  });

  it('采用之前已过期限的不算，采用之后每期一件', () => {
    const summaries = periodDuties(load('p02'), at('2026-01-25T08:00'), at('2026-04-02T08:00'), ZONE)
      .filter(({ clause }) => clause === 'p02.16')
      .map(({ period, item }) => `${period} ${item}`);
    expect(summaries).toEqual([
      '2026-02 duty:0',
      '2026-03 duty:0',
      '2026-04 duty:0',
      '2026-01 duty:1',
      '2026-02 duty:1',
      '2026-03 duty:1',
      '2026-04 duty:1',
    ]);
  });

  it('leaves out what waits for an event (p06.2)', () => {
    expect(periodDuties(load('p06'), NOW, NOW, ZONE)).toEqual([]);
  });
});

describe('the duties of an event', () => {
  it('p01.12 重大事情：三天有回音，七天将到期，十五天逾期', () => {
    const duties = eventDuties(
      load('p01'),
      eventOf({ kind: 'repair', class: 'major', reportedAt: '2026-03-01T09:00:00+08:00' }),
      NOW,
      ZONE,
    );
    expect(lines(duties)).toEqual([
      'p01.12 handle:answered 2026-03-01 09:00 2026-03-05 00:00 steward',
      'p01.12 handle:solved 2026-03-01 09:00 2026-03-17 00:00 steward',
    ]);
    expect(short(duties[1]?.soonAt ?? null)).toBe('2026-03-09 00:00');
  });

  it('p01.2 停电：四分之三的时间即提醒', () => {
    const event = eventOf({ kind: 'repair', category: 'outage', reportedAt: '2026-03-01T09:00:00+08:00' });
    const [solved] = eventDuties(load('p01'), event, NOW, ZONE).filter(({ clause }) => clause === 'p01.2');
    expect([solved?.soonAt, solved?.due]).toEqual([at('2026-03-01T09:22') + 30_000, at('2026-03-01T09:30')]);
  });

  it('p01.4 照明：本条当天解决早于 p01.12 的三天，只留早的；回音仍按 p01.12', () => {
    const event = eventOf({ kind: 'repair', category: 'lighting', reportedAt: '2026-03-01T09:00:00+08:00' });
    expect(lines(eventDuties(load('p01'), event, NOW, ZONE))).toEqual([
      'p01.4 handle:solved 2026-03-01 09:00 2026-03-02 00:00 steward',
      'p01.12 handle:answered 2026-03-01 09:00 2026-03-02 00:00 steward',
    ]);
  });

  it('p10 保修期内的报修：到场有时限，鉴定、归类、报告各有其人，修完再验收、记明费用', () => {
    const broken = { kind: 'repair', works: 'W-1', fitOut: true, reportedAt: '2026-03-01T09:00:00+08:00' };
    const clauses = (event: Event) =>
      eventDuties(load('p10'), event, NOW, ZONE).map(({ clause, item }) => `${clause} ${item}`);
    const open = ['p10.10 handle:on-site', 'p10.10 duty:0', 'p10.13 duty:0', 'p10.14 duty:0'];
    expect(clauses(eventOf(broken))).toEqual(open);
    expect(clauses(eventOf({ ...broken, resolvedAt: '2026-03-04T16:00:00+08:00' })).toSorted()).toEqual(
      [...open, 'p10.11 duty:0', 'p10.12 duty:0'].toSorted(),
    );
  });

  it('p10.8 保修金：自签署保修书满两年，当天付清', () => {
    const works = eventOf({ kind: 'works-completion', acceptedOn: '2026-01-10', signedOn: '2026-01-15', fitOut: true });
    expect(lines(eventDuties(load('p10'), works, NOW, ZONE))).toContain(
      'p10.8 duty:0 2028-01-15 00:00 2028-01-16 00:00 project-management',
    );
  });

  it('p07、p09、p10 工程：登记时编计划、定人，验收之日起发证书；施工中的还不发', () => {
    const building = { kind: 'works-completion', warrantyMonths: 24 };
    const of = (policy: string, event: object) => lines(eventDuties(load(policy), eventOf(event), NOW, ZONE));
    const planned = [
      'p07.4 duty:0 2026-03-10 10:00 — project-management',
      'p07.14 duty:0 2026-03-10 10:00 — works-lead',
    ];
    expect(of('p07', building)).toEqual(planned);
    expect(of('p07', { ...building, acceptedOn: '2026-01-15' })).toEqual([
      'p07.3 duty:0 2026-01-15 00:00 — warranty-lead',
      ...planned,
    ]);
    expect(of('p09', building)).toEqual(['p09.1 duty:0 2026-03-10 10:00 — project-management']);
    expect(of('p10', { ...building, fitOut: true, acceptedOn: '2026-01-15' })).toContain(
      'p10.9 duty:0 2026-01-15 00:00 — works-lead',
    );
  });

  it('计划由程序排定的，不成为谁的任务 (p02.5, p03.8)', () => {
    const complaint = eventOf({ kind: 'complaint', resolvedAt: '2026-03-10T09:00:00+08:00' });
    const planned = ['p02', 'p03', 'p05'].flatMap((id) => eventDuties(load(id), complaint, NOW, ZONE));
    expect(planned.filter(({ trigger }) => trigger === 'planned')).toEqual([]);
  });

  it('p07.5、p10.10 方案定了，维修小组照方案修理', () => {
    const next = (policy: string, clause: string) =>
      followingDuties(load(policy), { clause, item: 'duty:0' }).map(({ duty }) => [duty.trigger, ...duty.by]);
    expect(next('p07', 'p07.5')).toEqual([['settled', 'works-team']]);
    expect(next('p10', 'p10.10')).toEqual([['settled', 'works-team']]);
  });

  it('p06.5 再次投诉：管家报告，办公室二十四小时内安排', () => {
    const again = eventOf({ kind: 'complaint', repeatOf: 'R-1', reportedAt: '2026-03-04T18:30:00+08:00' });
    expect(lines(eventDuties(load('p06'), again, NOW, ZONE))).toEqual([
      'p06.5 handle:arranged 2026-03-04 18:30 2026-03-05 18:30 office',
      'p06.5 duty:0 2026-03-04 18:30 — steward',
    ]);
  });

  it('p06.2 大缺陷：修好之后才观察，小修不观察', () => {
    const defect = { kind: 'public-area-repair', bigDefect: true, reportedAt: '2026-03-01T09:00:00+08:00' };
    expect(watchesOf(load('p06'), eventOf(defect), ZONE)).toEqual([]);
    const mended = { ...defect, resolvedAt: '2026-03-04T10:00:00+08:00' };
    expect(watchesOf(load('p06'), eventOf(mended), ZONE)).toMatchObject([
      { index: 0, from: at('2026-03-04T10:00'), clause: { id: 'p06.2' } },
    ]);
    expect(watchesOf(load('p06'), eventOf({ ...mended, bigDefect: false }), ZONE)).toEqual([]);
  });
});

describe('what the event itself tells', () => {
  const event = eventOf({
    kind: 'repair',
    reportedAt: '2026-03-01T09:00:00+08:00',
    answeredAt: '2026-03-01T11:00:00+08:00',
    dispatchedAt: '2026-03-01T12:00:00+08:00',
    resolvedAt: '2026-03-02T16:20:00+08:00',
  });

  it.each([
    ['handle:answered', '2026-03-01T11:00'],
    ['handle:arranged', '2026-03-01T12:00'],
    ['handle:on-site', '2026-03-02T16:20'],
    ['handle:solved', '2026-03-02T16:20'],
  ])('%s is done at %s', (item, when) => {
    expect(doneByEvent(item, event)).toBe(at(when));
  });

  it('says nothing of a duty that is no deadline', () => expect(doneByEvent('duty:0', event)).toBeNull());
});

describe('a duty that follows another', () => {
  const followers = (id: string, clause: string, item: string): readonly string[] =>
    followingDuties(load(id), { clause, item }).map(({ clause: { id: to }, index }) => `${to} duty:${index}`);

  it.each([
    ['p02', 'p02.16', 'duty:1', ['p02.16 duty:2']],
    ['p02', 'p02.16', 'duty:2', ['p02.17 duty:0']],
    ['p03', 'p03.13', 'duty:0', ['p03.13 duty:1']],
    ['p03', 'p03.13', 'duty:1', ['p03.13 duty:2']],
    ['p02', 'p02.16', 'duty:0', []],
    ['p04', 'p04.9', 'duty:0', ['p04.9 duty:1']],
    ['p04', 'p04.9', 'duty:1', ['p04.11 duty:0']],
    ['p04', 'p04.8', 'duty:0', []],
    ['p05', 'p05.12', 'duty:0', ['p05.12 duty:1']],
    ['p05', 'p05.12', 'duty:1', ['p05.12 duty:2']],
    ['p05', 'p05.12', 'duty:2', []],
    ['p08', 'p08.1', 'duty:0', ['p08.3 duty:0']],
    ['p08', 'p08.2', 'duty:0', ['p08.3 duty:0']],
    ['p08', 'p08.4', 'duty:0', []],
    ['p11', 'p11.8', 'duty:0', ['p11.9 duty:0']],
  ])('%s：%s %s is followed by %j', (id, clause, item, wanted) => {
    expect(followers(id, clause, item)).toEqual(wanted);
  });
});

describe('a period', () => {
  it.each([
    ['day', '2026-12-31', '2027-01-01'],
    ['week', '2026-12-28', '2027-01-04'],
    ['month', '2026-12', '2027-01-01'],
    ['quarter', '2026Q4', '2027-01-01'],
    ['half-year', '2026H2', '2027-01-01'],
    ['year', '2026', '2027-01-01'],
  ] as const)('%s of 2026-12-31 is %s, and the next begins on %s', (period, name, next) => {
    const date = '2026-12-31' as LocalDate;
    expect([periodOf(period, date), startOfNextPeriod(period, date)]).toEqual([name, next]);
  });

  it('has a window for a round without a term: the whole of it', () => {
    const round = { of: 'households', rate: 100, by: ['steward'], how: ['chat'], record: '表' } as const;
    for (const every of keysOf(PERIODS)) {
      const window = openRound({ ...round, every, by: ['steward'], how: ['chat'] }, NOW, ZONE);
      expect(window !== null && window.earliest <= NOW && NOW < window.due, every).toBe(true);
    }
  });
});
