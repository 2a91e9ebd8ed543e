import { afterEach, describe, expect, it } from 'vitest';
import { adoptPolicies } from '../../src/store/adoptions.js';
import { estateOf } from '../../src/store/estates.js';
import { keepVersion } from '../../src/store/policy-versions.js';
import { keptText, versionOfText } from '../../src/core/policy/version.js';
import { asksForEstate, checkEstate } from '../../src/cli/policy-estate.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';

let estate: EstateTest | undefined;
afterEach(async () => {
  await estate?.close();
  estate = undefined;
});

async function checked(name: string) {
  const { ctx } = estate as EstateTest;
  const [out, err]: [Record<string, unknown>[], string[]] = [[], []];
  const code = await checkEstate(ctx.db, ctx, name, {
    stdout: (line) => void out.push(JSON.parse(line) as Record<string, unknown>),
    stderr: (line) => void err.push(line),
  });
  return { code, out, err };
}

describe('huifang policy check --estate', () => {
  it('checks what the estate has adopted, by its name or its id, and tells contradictions', async () => {
    estate = await openEstate(['p03', 'p11']);
    for (const name of ['翠湖花园', 'cuihu']) {
      const { code, out, err } = await checked(name);
      expect(code).toBe(0);
      expect(out.map(({ id, contradiction }) => id ?? contradiction)).toEqual(['p03', 'p11', 'windows']);
      expect(err).toEqual([expect.stringMatching(/^提醒：维修：p03.2 与 p11.2 的时间不相交/)]);
    }
  });

  it('takes the estate’s own parameters', async () => {
    estate = await openEstate(['p03', { id: 'p11', parameters: { repairEndHours: 216 } }]);
    expect((await checked('cuihu')).out.map(({ id }) => id)).toEqual(['p03', 'p11']);
  });

  it('looks at the version that was adopted, also when the file says something else by now', async () => {
    estate = await openEstate(['p03', 'p11']);
    const { ctx } = estate;
    const text = (ctx.library.textOf('p11') ?? '').replace(
      'repairEndHours: { value: 48,',
      'repairEndHours: { value: 216,',
    );
    const version = versionOfText(keptText(text, { paidDays: 2 }));
    await ctx.db.write(async (tx) => {
      await keepVersion(tx, 'p11', { text, parameters: { paidDays: 2 } }, ctx.clock.now());
      const [p03, p11] = (await estateOf(tx, 'cuihu'))?.policies ?? [];
      if (!p03 || !p11) throw new Error('both are adopted');
      await adoptPolicies(tx, 'cuihu', [p03, { ...p11, parameters: { paidDays: 2 }, version }], ctx.clock.now());
    });
    expect((await checked('cuihu')).out.map(({ id }) => id)).toEqual(['p03', 'p11']);
  });

  it('names a policy that is no longer on file, and parameters that its file does not take any more', async () => {
    estate = await openEstate(['p03']);
    const { ctx } = estate;
    const kept = [
      { id: 'p03', parameters: { repairRate: 400 }, version: '1' },
      { id: 'own', parameters: {}, version: '1' },
    ];
    await ctx.db.write((tx) => adoptPolicies(tx, 'cuihu', kept, ctx.clock.now()));
    const { code, err } = await checked('cuihu');
    expect(code).toBe(2);
    expect(err).toEqual([
      '制度 own 已被采用，但没有它的文件（可由 POLICY_DIR 指定公司自己的文件夹）',
      '制度 p03 不接受项目的参数 {"repairRate":400}',
    ]);
  });

  it('names the estates that there are', async () => {
    estate = await openEstate([]);
    await expect(checked('锦园')).rejects.toThrow('没有项目「锦园」，现有：翠湖花园（cuihu）');
    const { code, out, err } = await checked('cuihu');
    expect([code, out, err]).toEqual([0, [], ['翠湖花园还没有采用任何制度']]);
  });

  it('is asked for by the option alone', () => {
    expect(asksForEstate(['check', '--estate', 'cuihu'])).toBe(true);
    expect(asksForEstate(['check', '--estate=cuihu'])).toBe(true);
    expect(asksForEstate(['check', 'p03'])).toBe(false);
    expect(asksForEstate(['explain', '--estate', 'cuihu'])).toBe(false);
  });
});
