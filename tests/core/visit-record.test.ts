import { describe, expect, it, test } from 'vitest';
import type { Instant } from '../../src/core/calendar.js';
import { parseEvent, type Event } from '../../src/core/event.js';
import { planEvent } from '../../src/core/policy/plan.js';
import { rulesOf, type VisitRules } from '../../src/core/policy/visit-rules.js';
import type { Policy } from '../../src/core/policy/schema.js';
import { EVENT_KINDS, keysOf, type Method } from '../../src/core/terms.js';
import { understandCommand } from '../../src/core/understand/command.js';
import { readRecordWords } from '../../src/core/understand/record-words.js';
import { exampleLine, gapsOf, type RecordDraft } from '../../src/core/visit-record.js';
import { readPolicyFiles } from '../../src/policy-files.js';

const ZONE = 'Asia/Shanghai';
const NOW = Date.UTC(2026, 2, 10, 2) as Instant;
const { policies } = readPolicyFiles(null);
const policy = (id: string): Policy => policies.get(id) as Policy;

const EMPTY: RecordDraft = {
  methods: [],
  numberCalled: null,
  photo: null,
  grade: null,
  grades: null,
  remark: null,
  topics: {},
  unfinished: false,
  chargeAsQuoted: null,
  promisedAt: null,
  paper: null,
  signed: false,
};

function event(given: Record<string, unknown>): Event {
  const parsed = parseEvent({
    id: 'E-1',
    estate: 'cuihu',
    household: '3-2-1204',
    reportedAt: '2026-03-01T09:00:00+08:00',
    resolvedAt: '2026-03-02T16:20:00+08:00',
    ...given,
  });
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.event;
}

/** The rules of the first visit that the policy asks for on the event. */
function rules(id: string, given: Record<string, unknown>): VisitRules {
  const what = event(given);
  const [visit] = planEvent(policy(id), what, ZONE);
  if (visit === undefined) throw new Error(`${id} asks for no visit`);
  return rulesOf(policy(id), visit, what, ZONE);
}

const gaps = (of: VisitRules, draft: Partial<RecordDraft>) =>
  gapsOf([of], true, { ...EMPTY, grade: 'satisfied', ...draft }, NOW).map((gap) => gap.kind);

describe('a record keeps the rules of its policy', () => {
  const repair = { kind: 'repair' };
  const served = { kind: 'home-service', service: 'cleaning' };
  test.each<[string, string, Record<string, unknown>, Partial<RecordDraft>, readonly string[]]>([
    ['p06.4 电话回访没有号码', 'p06', repair, { methods: ['phone'] }, ['need']],
    ['p06.4 电话回访注明了号码', 'p06', repair, { methods: ['phone'], numberCalled: '13800000000' }, []],
    ['p06.4 上门回访不必有号码', 'p06', repair, { methods: ['in-person'] }, []],
    ['p06.4 座谈会不在其列', 'p06', repair, { methods: ['meeting'] }, ['method']],
    ['p04.5 签了协议的电话回访', 'p04', { ...served, contractSigned: true }, { methods: ['phone'] }, ['method']],
    ['p04.5 签了协议的上门回访', 'p04', { ...served, contractSigned: true }, { methods: ['in-person'] }, []],
    ['p04.5 没有协议的电话回访', 'p04', served, { methods: ['phone'] }, []],
    ['p05.8 只面谈', 'p05', repair, { methods: ['in-person'] }, ['method']],
    ['p05.8 面谈并看现场', 'p05', repair, { methods: ['on-site', 'in-person'] }, []],
    ['p11.4 公共区域没有照片', 'p11', { kind: 'public-area-repair' }, { methods: ['on-site'] }, ['need']],
    ['p11.4 公共区域有照片', 'p11', { kind: 'public-area-repair' }, { methods: ['on-site'], photo: '1' }, []],
    ['p11.4 只管公共区域', 'p11', { kind: 'complaint' }, { methods: ['phone'] }, []],
    ['p03 没有写方式', 'p03', repair, {}, ['no-method']],
    ['p03 书信不在其列', 'p03', repair, { methods: ['written'] }, ['other-method']],
    ['p03 上门时也看了现场', 'p03', repair, { methods: ['in-person', 'on-site'] }, []],
    ['p03 纸质记录未写方式', 'p03', repair, { paper: '扫描件 7' }, []],
    ['p05 纸质记录也要写明方式', 'p05', repair, { paper: '扫描件 7' }, ['method']],
    ['p03 微信由住户自己答', 'p03', repair, { methods: ['chat'] }, ['chat']],
    ['p03 没有评价', 'p03', repair, { methods: ['phone'], grade: null }, ['no-grade']],
    [
      'p11.4 只看现场，什么也没写',
      'p11',
      { kind: 'public-area-repair' },
      { methods: ['on-site'], photo: '1', grade: null },
      ['no-finding'],
    ],
    ['签名要有凭据', 'p03', repair, { methods: ['in-person'], signed: true }, ['no-proof']],
  ])('%s', (_name, id, given, draft, expected) => {
    expect(gaps(rules(id, given), draft)).toEqual(expected);
  });

  it('promises nothing for a time that is over', () => {
    const draft = { methods: ['phone'], numberCalled: '13800000000' } as const;
    expect(gaps(rules('p02', { kind: 'complaint' }), { ...draft, promisedAt: NOW })).toEqual(['promise-over']);
    expect(gaps(rules('p02', { kind: 'complaint' }), { ...draft, promisedAt: (NOW + 1) as Instant })).toEqual([]);
  });

  it('of every policy that it serves', () => {
    const both = [rules('p03', { kind: 'repair' }), rules('p06', { kind: 'repair' })];
    expect(
      gapsOf(both, true, { ...EMPTY, grade: 'satisfied', methods: ['phone'] }, NOW).map((gap) => gap.kind),
    ).toEqual(['need']);
  });
});

describe('the line that is given as an example', () => {
  const CASES = [...policies.values()].flatMap((one) =>
    keysOf(EVENT_KINDS).flatMap((kind) => {
      const acceptedOn = '2026-01-15';
      const works = kind === 'works-completion' ? { acceptedOn, warrantyMonths: 24, novelties: ['新型防水'] } : {};
      const what = event({
        kind,
        ...works,
        ...(kind === 'home-service' ? { service: 'cleaning', contractSigned: true } : {}),
        ...(kind === 'contracted-service' ? { agreement: { start: '2026-01-01', end: '2026-12-31' } } : {}),
      });
      const seen = new Map(planEvent(one, what, ZONE).map((visit) => [visit.clause, visit]));
      return [...seen.values()].map((visit) => [visit.clause, kind, rulesOf(one, visit, what, ZONE)] as const);
    }),
  );

  it('is there for the visits of every policy', () => {
    expect(new Set(CASES.map(([clause]) => clause.slice(0, 3))).size).toBe(policies.size);
  });

  test.each(CASES)('is itself whole: %s on %s', (_clause, kind, of) => {
    for (const meets of [true, false]) {
      const line = exampleLine([of], meets, 12);
      const understood = understandCommand(line, 0 as never, ZONE, []);
      expect(understood).toMatchObject({ command: '完成', args: { task: 12 } });
      const { text = '' } = 'args' in understood ? (understood.args as { text?: string }) : {};
      const draft = { ...EMPTY, ...readRecordWords(text, kind) };
      expect(gapsOf([of], meets, draft, NOW)).toEqual([]);
      expect(draft.methods satisfies readonly Method[]).not.toEqual([]);
    }
  });
});
