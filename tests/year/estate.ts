/** A made-up estate and its people, by a seed. */
import { keysOf, ROLES } from '../../src/core/terms.js';
import type { Chance } from './chance.js';

export const ZONE = 'Asia/Shanghai';
export const ESTATE_ID = 'cuihu';

export type Home = {
  readonly id: string;
  readonly household: string;
  /** Null: not in the chat account's contacts. */
  readonly person: string | null;
  readonly consent: boolean;
  /** 重点户. */
  readonly isKey: boolean;
};

/** Fifty households to a unit, two units to a building. */
export function homesOf(count: number, chance: Chance): readonly Home[] {
  return Array.from({ length: count }, (_, at) => {
    const building = Math.floor(at / 100) + 1;
    const unit = Math.floor((at % 100) / 50) + 1;
    const floor = Math.floor((at % 50) / 2) + 1;
    const id = `r-${at + 1}`;
    return {
      id,
      household: `${building}-${unit}-${floor}0${(at % 2) + 1}`,
      person: chance.of(`bound ${id}`) < 0.88 ? `wm${at + 1}` : null,
      consent: chance.of(`consent ${id}`) < 0.94,
      isKey: at % 200 === 7,
    };
  });
}

export const residentsOf = (homes: readonly Home[]): readonly unknown[] =>
  homes.map(({ id, household, person, consent, isKey }, at) => ({
    id,
    estate: ESTATE_ID,
    household,
    name: `${'赵钱孙李周吴郑王'[at % 8] ?? ''}${'芳明华敏伟静'[at % 6] ?? ''}`,
    title: at % 2 === 0 ? '女士' : '先生',
    relation: 'owner',
    consent,
    ...(isKey ? { keyHousehold: true } : {}),
    ...(person === null ? {} : { externalUserId: person }),
  }));

export const STEWARDS = ['wangfang', 'chenlei', 'zhoujie'] as const;

/** Three stewards share the buildings, and also repair: none may visit their own work. Every other role has one person. */
export const STAFF: readonly unknown[] = [
  ...STEWARDS.map((userid, at) => ({
    userid,
    name: `物业助理${at + 1}`,
    department: '客服组',
    roles: [{ estate: ESTATE_ID, role: 'steward' }],
    households: Array.from({ length: 10 }, (_, one) => `${one * 3 + at + 1}-*`),
  })),
  ...keysOf(ROLES)
    .filter((role) => role !== 'steward')
    .map((role) => ({ userid: `the-${role}`, name: ROLES[role].zh, roles: [{ estate: ESTATE_ID, role }] })),
];
