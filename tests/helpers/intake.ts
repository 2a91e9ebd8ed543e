/** A context for tests of intake and figures: a real database, a clock that stands, and two small policies. */
import type { Context } from '../../src/context.js';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import type { Policy } from '../../src/core/policy/schema.js';
import { openLog } from '../../src/log.js';
import { openBox } from '../../src/store/box.js';
import { openTestDatabase } from './database.js';

export const at = (text: string): Instant => {
  const instant = parseInstant(text);
  if (instant === null) throw new TypeError(`not an instant: ${text}`);
  return instant;
};

export const NOW = at('2026-03-10T10:00:00+08:00');

function policy(id: string): Policy {
  const clauses = [
    { id: `${id}.1`, title: '无', step: 'visit', source: ['无'], says: '无', examples: [{ name: '无', expect: [] }] },
  ] as unknown as Policy['clauses'];
  const parameters: Policy['parameters'] = {
    repairRate: { value: 30, unit: 'percent', origin: 'source', says: '维修抽样', min: 0, max: 100 },
  };
  return {
    id,
    title: id,
    article: '一',
    roles: {},
    record: '回访记录表',
    how: ['chat'],
    parameters,
    clauses,
    file: id,
  };
}

export type IntakeWorld = { readonly ctx: Context; close(): Promise<void> };

/** Opens the context; its clock stands at NOW until `moveTo` is called. */
export async function openIntake(): Promise<IntakeWorld & { moveTo(instant: Instant): void }> {
  const database = await openTestDatabase();
  let now = NOW;
  const policies = new Map(['p03', 'p08'].map((id) => [id, policy(id)]));
  const ctx = {
    clock: { now: () => now },
    db: database.db,
    box: openBox(Buffer.alloc(32, 7)),
    log: openLog('silent'),
    policies,
    policyFor: (id: string) => policies.get(id) ?? null,
    channels: new Map(),
    defaultZone: 'Asia/Shanghai',
    instance: 'test',
    wake: () => undefined,
  } as unknown as Context;
  return {
    ctx,
    moveTo: (instant) => {
      now = instant;
    },
    close: () => database.close(),
  };
}

/** The estate of contracts.md, without policies. */
export const CUIHU = { id: 'cuihu', name: '翠湖花园' };
export const LI_MIN = {
  id: 'r-1',
  estate: 'cuihu',
  household: '3-2-1204',
  name: '李敏',
  phone: '13800000000',
  relation: 'owner',
  externalUserId: 'wmLiMin',
  consent: true,
  keyHousehold: false,
};
