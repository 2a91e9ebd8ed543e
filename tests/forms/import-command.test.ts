import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { runImport } from '../../src/cli/import.js';
import { packageRoot } from '../../src/package-root.js';
import { residentOf } from '../../src/store/people.js';
import { staffForHousehold } from '../../src/store/staff.js';
import { CUIHU, openIntake } from '../helpers/intake.js';

let world: Awaited<ReturnType<typeof openIntake>>;
let folder: string;
let said: { out: string[]; err: string[] };

beforeEach(async () => {
  world = await openIntake();
  await takeInEstates(world.ctx, [CUIHU]);
  folder = await mkdtemp(path.join(tmpdir(), 'huifang-import-'));
  said = { out: [], err: [] };
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await world.close();
});

function run(...args: readonly string[]): Promise<number> {
  said = { out: [], err: [] };
  return runImport(args, {
    open: () => Promise.resolve({ ctx: world.ctx, close: () => Promise.resolve() }),
    out: (line) => said.out.push(line),
    err: (line) => said.err.push(line),
  });
}

async function file(name: string, text: string): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, text);
  return at;
}

const GOOD = '编号,项目,房号,姓名,同意回访\nr-1,翠湖花园,3栋2单元1204,李敏,是\nr-2,cuihu,1-101,陈国强,\n';

describe('huifang import', () => {
  it('writes what the file holds, and the same again changes nothing', async () => {
    const residents = await file('r.csv', GOOD);
    expect([await run('residents', residents), said.out]).toEqual([0, ['已导入。新建 2，更新 0，未变 0。']]);
    expect([await run('residents', residents), said.out]).toEqual([0, ['已导入。新建 0，更新 0，未变 2。']]);
    expect(await residentOf(world.ctx.db.read, 'cuihu', 'r-1')).toMatchObject({ household: '3-2-1204', consent: true });
    expect((await residentOf(world.ctx.db.read, 'cuihu', 'r-2'))?.consent).toBe(false);
  });

  it('a dry run tells what would happen, line by line, and writes nothing', async () => {
    expect(await run('residents', await file('r.csv', GOOD), '--dry-run')).toBe(0);
    expect(said.out).toEqual([
      '第 2 行 r-1：新建',
      '第 3 行 r-2：新建',
      '试运行，没有写入任何内容。新建 2，更新 0，未变 0。',
    ]);
    expect(await world.ctx.db.read.resident.count()).toBe(0);
    expect(await world.ctx.db.read.household.count()).toBe(0);
  });

  it('any fault refuses the whole file, with the place of each, also of those that the intake finds', async () => {
    const bad = await file(
      'r.csv',
      '编号,房号,姓名,电话,身份\nr-1,1-1,甲,,业主\nr-2,1-2,乙,12,业主\nr-3,1-3,丙,,邻居\n',
    );
    expect(await run('residents', bad)).toBe(2);
    expect(said.err).toEqual([
      `${bad} 第 3 行，电话（D3）：应为电话号码（5 到 20 位数字，可带区号）`,
      `${bad} 第 4 行，身份（E4）：应为 业主、租户、家属、其他 之一，收到 "邻居"`,
      '共 2 处错误，没有写入任何内容。改正后重新导入，或用 --skip-faults 跳过有错误的行。',
    ]);
    expect(await world.ctx.db.read.resident.count()).toBe(0);
  });

  it('with --skip-faults the good lines are written, and the exit code still tells', async () => {
    const bad = await file('r.csv', '编号,房号,姓名,电话\nr-1,1-1,甲,\nr-2,1-2,乙,12\n,1-3,丙,\n');
    expect(await run('residents', bad, '--skip-faults')).toBe(2);
    expect(said.out).toEqual(['已导入。新建 1，更新 0，未变 0。']);
    expect(said.err.length).toBe(2);
  });

  it('an agreement that ends before it starts is told at its cell', async () => {
    const bad = await file('a.csv', '编号,房号,开始,结束\nA1,1-1,2026-02-01,2026-01-01\n');
    expect(await run('agreements', bad)).toBe(2);
    expect(said.err[0]).toBe(`${bad} 第 2 行，结束（D2）：结束日期早于开始日期`);
  });

  it.each([
    [[], '缺少要导入的种类'],
    [['people', 'x.csv'], '没有这种导入：people'],
    [['residents'], '缺少文件'],
    [['residents', 'a', 'b'], '多余的参数：b'],
    [['residents', 'a', '--frobnicate'], '没有 --frobnicate 这个选项'],
    [['residents', '/nowhere/x.csv'], '/nowhere/x.csv：没有这个文件，或无权读取'],
    [['residents', tmpdir()], '不是文件'],
  ])('bad usage %j: exit 2, and why', async (args, message) => {
    expect(await run(...args)).toBe(2);
    expect(said.err[0]).toContain(message);
  });

  it('a file that is no table is bad input', async () => {
    const broken = await file('x.csv', 'PK broken');
    expect(await run('residents', broken)).toBe(2);
    expect(said.err).toEqual([`${broken}：文件损坏，不是可以读取的 xlsx`]);
  });

  it('names an estate that there is not', async () => {
    expect(await run('residents', await file('r.csv', GOOD), '--estate', '锦园')).toBe(2);
    expect(said.err).toEqual(['没有项目「锦园」；现有：翠湖花园']);
  });
});

describe('the sample files', () => {
  const sample = (name: string): string => path.join(packageRoot(), 'templates', 'estate', name);
  const KINDS = ['residents', 'staff', 'events', 'agreements', 'works'] as const;

  it('are imported without a fault, and the xlsx of each says the same as its CSV', async () => {
    await takeInEstates(world.ctx, JSON.parse(await readFile(sample('estates.json'), 'utf8')) as unknown[]);
    for (const kind of KINDS) {
      expect([kind, await run(kind, sample(`${kind}.csv`)), said.err]).toEqual([kind, 0, []]);
      expect(said.out[0]).toMatch(/^已导入。新建 \d+，更新 0，未变 0。$/);
      expect([kind, await run(kind, sample(`${kind}.xlsx`)), said.err]).toEqual([kind, 0, []]);
      expect(said.out[0]).toMatch(/^已导入。新建 0，更新 0，未变 \d+。$/);
    }
    const stewards = await staffForHousehold(world.ctx.db.read, 'cuihu', '3-2-1204', ['steward', 'supervisor']);
    expect(stewards.map((one) => one.userid)).toEqual(['wangfang', 'yangjing']);
  });
});
