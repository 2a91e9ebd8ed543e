/** Another program, in another language, draws the same from the exported population, the key and docs/draw.md. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chanceFrom } from '../year/chance.js';
import { drawVectors } from './vectors.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SCRIPT = path.join(ROOT, 'tests/tools/draw.py');
const VECTORS = path.join(ROOT, 'tests/data/draw-vectors.json');
const POLICY_DIR = path.join(ROOT, 'tests/tools/policies');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'huifang-draw-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program prints; throws with what it complains of when it fails. */
function printed(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const ran = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env } });
  if (ran.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

const python = (...args: readonly string[]): string => printed(process.env['PYTHON'] ?? 'python3', [SCRIPT, ...args]);
const huifang = (...args: readonly string[]): string =>
  printed(process.execPath, ['dist/main.js', ...args], { POLICY_DIR });

type Case = {
  readonly name: string;
  readonly policy: readonly string[];
  readonly quota: readonly string[];
  readonly event: (at: number, label: string) => Readonly<Record<string, unknown>>;
};

const chance = chanceFrom('populations');
const day = (at: number): string => `2026-03-${String(2 + Math.floor(at * 7)).padStart(2, '0')}`;
const home = (label: string): string => `3-1-${101 + Math.floor(chance.of(`home ${label}`) * 60)}`;

const CASES: readonly Case[] = [
  { name: 'repairs at 30%', policy: ['p03'], quota: ['--percent', '30'], event: () => ({ kind: 'repair' }) },
  { name: 'complaints at 100%', policy: ['p03'], quota: ['--percent', '100'], event: () => ({ kind: 'complaint' }) },
  {
    name: 'help at 30%',
    policy: ['p03', '--clause', 'p03.4'],
    quota: ['--percent', '30'],
    event: () => ({ kind: 'help' }),
  },
  {
    name: 'other services at a rate that is given',
    policy: ['p03', '--rate', '17'],
    quota: ['--percent', '17'],
    event: () => ({ kind: 'paid-service' }),
  },
  {
    name: 'households by tiers',
    policy: ['quotas'],
    quota: ['--tiers', '99:30,300:20,:10', '--unit', 'household'],
    event: (_, label) => ({ kind: 'home-service', service: 'cleaning', household: home(label) }),
  },
  {
    name: 'orders by day, among them some of an earlier week',
    policy: ['quotas', '--clause', 'quotas.2'],
    quota: ['--per-day', '10'],
    event: (at, label) =>
      chance.of(`old ${label}`) < 0.05
        ? { kind: 'repair', reportedAt: '2026-02-25T10:00:00+08:00', resolvedAt: `${day(at)}T23:30:00+08:00` }
        : { kind: 'repair', dispatchedAt: `${day(at)}T16:30:00Z`, reportedAt: '2026-02-20T10:00:00+08:00' },
  },
  {
    name: 'complaints, the major ones certain',
    policy: ['quotas'],
    quota: ['--tiers', '99:30,:10', '--certain', 'severity=major'],
    event: (_, label) => ({ kind: 'complaint', severity: chance.of(`major ${label}`) < 0.12 ? 'major' : 'general' }),
  },
];

describe('a draw repeated by another program', () => {
  it.each(CASES)('is the same for $name', ({ name, policy, quota, event }) => {
    for (const size of [1, 2, 10, 11, 99, 100, 301]) {
      const file = path.join(folder, 'population.jsonl');
      const events = Array.from({ length: size }, (_, nth) => ({
        id: nth % 5 === 2 ? `单据${nth}` : `WO-${nth}`,
        estate: 'cuihu',
        resolvedAt: '2026-03-09T10:00:00+08:00',
        household: `1-1-${nth + 101}`,
        ...event(nth / size, `${name} ${nth}`),
      }));
      writeFileSync(file, events.map((one) => JSON.stringify(one)).join('\n'));
      const key = `密钥 ${name} ${size}`;
      const theirs = python('sample', '--population', file, '--key', key, ...quota);
      expect(theirs).toBe(huifang('sample', '--policy', ...policy, '--population', file, '--seed', key));
      expect(theirs.trimEnd().split('\n')).toHaveLength(size + 1);
    }
  });

  it('agrees with every published vector', () => expect(python('vectors', VECTORS)).toBe(''));

  it('agrees with hundreds of others, and notices one that is wrong', () => {
    const file = path.join(folder, 'vectors.json');
    const vectors = drawVectors('others', 130);
    writeFileSync(file, JSON.stringify(vectors));
    expect(python('vectors', file)).toBe('');
    const [first, ...rest] = vectors.blocks.toReversed();
    if (first === undefined) throw new TypeError('there are blocks');
    writeFileSync(file, JSON.stringify({ ...vectors, blocks: [...rest, { ...first, drawn: first.drawn.slice(1) }] }));
    expect(() => python('vectors', file)).toThrow('"kind": "blocks"');
  });
});
