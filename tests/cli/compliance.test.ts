import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeInEvents } from '../../src/app/take-in-events.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { compliance } from '../../src/cli/compliance.js';
import { lookAtPolicies } from '../../src/cli/doctor-policies.js';
import { testContext } from '../helpers/context.js';
import { openTestDatabase, type TestDatabase } from '../helpers/database.js';
import { at } from '../helpers/intake.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const ctx = testContext({ db, clock: { now: () => at('2026-03-10T10:00:00+08:00') } });
  await takeInEstates(ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p08'] }]);
  const event = { estate: 'cuihu', household: '3-2-1204', resolvedAt: '2026-03-09T09:00:00+08:00' };
  await takeInEvents(ctx, [
    { ...event, id: 'C-1', kind: 'complaint' },
    { ...event, id: 'R-1', kind: 'repair' },
  ]);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await database.close();
});

describe('huifang compliance', () => {
  it('prints a line for each clause, of an estate by its id or its name', async () => {
    vi.stubEnv('DATABASE_URL', database.url);
    const printed: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    expect(await compliance(['--estate', '翠湖花园', '--period', '2026-03'])).toBe(0);
    const lines = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.find(({ clause }) => clause === 'p08.1')).toMatchObject({ policy: 'p08', due: 1, open: 1, inTime: 0 });
    expect(lines.every(({ policy }) => policy === 'p08')).toBe(true);
    await expect(compliance(['--estate', 'nowhere', '--period', '2026-03'])).rejects.toThrow(
      /没有项目「nowhere」；现有：翠湖花园（cuihu）/,
    );
    await expect(compliance(['--estate', 'cuihu', '--period', 'soon'])).rejects.toThrow(/用法/);
  });
});

describe('huifang doctor on policies', () => {
  it('counts what no policy covers, and names the faults of a file with those who work by it', async () => {
    const said = async (folder: string | null) =>
      (await lookAtPolicies(database.db.read, folder)).map(({ ok, text }) => `${ok ? '✓' : '✗'} ${text}`);
    expect(await said(null)).toEqual([
      '✓ 制度文件都能用',
      '✗ 翠湖花园有事项不在任何已采用的制度之内：维修 1 件。可采用相应的制度，或向经理说明',
    ]);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-doctor-'));
    await writeFile(path.join(folder, 'p08.yaml'), 'id: p08\n');
    const [fault] = await said(folder);
    expect(fault).toMatch(/^✗ 制度文件有误，翠湖花园仍按原来的内容执行：p08\.yaml:1 /);
    await rm(folder, { recursive: true, force: true });
  });
});
