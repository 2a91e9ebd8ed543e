import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPolicies } from '../../src/app/policies-in-force.js';
import { bringVersionsUp, rereadPolicies } from '../../src/app/renew-policies.js';
import { takeInEvents } from '../../src/app/take-in-events.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { tellPolicyFaults } from '../../src/app/tell-policy-faults.js';
import type { Context } from '../../src/context.js';
import { packageRoot } from '../../src/package-root.js';
import { PolicyFault } from '../../src/policy-files.js';
import { estateOf } from '../../src/store/estates.js';
import { versionText } from '../../src/store/policy-versions.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

/** A company's own policy p12: p08's text under another name, its complaint visits within so many days. */
const ours = await readFile(path.join(packageRoot(), 'templates', 'policies', 'p08.yaml'), 'utf8');
const own = (days: number): string =>
  ours.replaceAll('p08', 'p12').replace('complaintDays: { value: 3,', `complaintDays: { value: ${days},`);

let folder: string;
let file: string;
let test: EstateTest;
let ctx: Context;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-renew-'));
  file = path.join(folder, 'p12.yaml');
  await writeFile(file, own(3));
  test = await openEstate([]);
  ctx = await restarted();
  await adopt(['p12']);
});
afterEach(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

/** The program as it is after a start: everything that it knows of policies comes from the folder and the database. */
async function restarted(): Promise<Context> {
  const next = { ...test.ctx, ...(await openPolicies(test.ctx.db.read, folder)) };
  await bringVersionsUp(next);
  return next;
}
const adopt = (policies: readonly unknown[]) => takeInEstates(ctx, [{ id: 'cuihu', name: '翠湖花园', policies }]);
const version = async () => (await estateOf(ctx.db.read, 'cuihu'))?.policies[0]?.version ?? '';
const told = () =>
  ctx.db.read.outbox.findMany({
    where: { purpose: 'alert' },
    orderBy: { recipient: 'asc' },
    select: { recipient: true, body: true },
  });

describe('a company’s file that is changed while the program runs', () => {
  it('is in force from then on, kept, and in the audit', async () => {
    const before = await version();
    const text = own(3).replace('title: ', 'title: 新版');
    await writeFile(file, text);
    await rereadPolicies(ctx, folder);
    expect(ctx.policies.get('p12')?.title).toMatch(/^新版/);
    const now = await version();
    expect(now).not.toBe(before);
    expect(await versionText(ctx.db.read, now)).toEqual({ text, parameters: {} });
    expect(await versionText(ctx.db.read, before)).toEqual({ text: own(3), parameters: {} });
    const change = await ctx.db.read.audit.findFirstOrThrow({ where: { action: 'policy.change' } });
    expect(change).toMatchObject({ actor: 'system', subject: 'policy:p12' });
  });

  it('changes nothing while it has a fault, and tells every fault with line and field', async () => {
    const before = await version();
    await writeFile(
      file,
      own(3).replace('complaintRate: { value: 100', 'complaintRate: { value: 101').replace('title:', 'titel:'),
    );
    await rereadPolicies(ctx, folder);
    expect(ctx.policies.get('p12')?.title).toBeDefined();
    expect(await version()).toBe(before);
    const [trouble] = ctx.library.troubles();
    expect(trouble).toMatchObject({ policy: 'p12', file: 'p12.yaml' });
    expect(trouble?.lines.every((line) => /^p12\.yaml:\d+ /.test(line))).toBe(true);
    expect(trouble?.lines.length).toBeGreaterThan(1);
    await writeFile(file, own(3));
    await rereadPolicies(ctx, folder);
    expect(ctx.library.troubles()).toEqual([]);
  });

  it('and taken away leaves the estate what it has', async () => {
    await rm(file);
    await rereadPolicies(ctx, folder);
    expect(ctx.policies.has('p12')).toBe(true);
    expect(ctx.library.troubles()[0]?.lines).toEqual(['制度 p12 的文件不见了']);
  });

  it('that no longer takes an estate’s parameters leaves that estate its version', async () => {
    await adopt([{ id: 'p12', parameters: { complaintDays: 5 } }]);
    const before = await version();
    await writeFile(file, own(3).replace(/(complaintDays: .*max: )30/, '$14'));
    await rereadPolicies(ctx, folder);
    expect(await version()).toBe(before);
    expect(ctx.library.troubles()).toMatchObject([{ policy: 'p12', estate: 'cuihu' }]);
    const complaint = { id: 'C', estate: 'cuihu', kind: 'complaint', household: '3-2-1204' };
    await takeInEvents(ctx, [{ ...complaint, resolvedAt: '2026-03-10T09:00:00+08:00' }]);
    expect((await test.visits('C'))[0]).toMatchObject({ due: at('2026-03-16T00:00:00+08:00'), policyVersion: before });
  });
});

describe('a start with a faulty file', () => {
  it('goes on by what was last good, where the policy is adopted', async () => {
    const before = await version();
    await writeFile(file, 'id: p12\n');
    ctx = await restarted();
    expect(ctx.library.textOf('p12')).toBe(own(3));
    expect(await version()).toBe(before);
    expect(ctx.library.troubles()).toMatchObject([{ policy: 'p12' }]);
  });

  it('knows the file’s policy also where its text cannot be read at all', async () => {
    await writeFile(file, '{[');
    ctx = await restarted();
    expect(ctx.library.textOf('p12')).toBe(own(3));
  });

  it('of a policy that nobody adopted runs without that policy, and does not take ours for it', async () => {
    await writeFile(path.join(folder, 'other.yaml'), 'id: p03\n');
    ctx = await restarted();
    expect(ctx.policies.has('p03')).toBe(false);
    expect(ctx.policies.has('p12')).toBe(true);
    const [result] = await takeInEstates(ctx, [{ id: 'x', name: 'x', policies: ['p03'] }]);
    expect(result?.errors[0]?.message).toContain('没有制度 "p03"');
  });

  it('refuses where the policy is adopted and nothing good is known of it', async () => {
    await ctx.db.write((tx) => tx.policyVersion.deleteMany({}));
    await writeFile(file, 'id: p12\n');
    await expect(openPolicies(ctx.db.read, folder)).rejects.toThrow(PolicyFault);
  });
});

describe('who is told of it', () => {
  it('are the supervisors and managers of the estates that work by it, once a day from nine', async () => {
    await writeFile(file, 'id: p12\n');
    await rereadPolicies(ctx, folder);
    await takeInEstates(ctx, [{ id: 'jinyuan', name: '锦园', policies: ['p03'] }]);
    await tellPolicyFaults(ctx, at('2026-03-11T08:59:00+08:00'));
    expect(await told()).toEqual([]);
    for (const time of ['2026-03-11T09:00:00+08:00', '2026-03-11T10:00:00+08:00'])
      await tellPolicyFaults(ctx, at(time));
    expect((await told()).map(({ recipient }) => recipient)).toEqual(['liuyan', 'sun']);
    expect(ctx.box.open((await told())[0]?.body ?? '')).toMatch(/【制度文件有误】翠湖花园[\s\S]*p12\.yaml:\d+ /);
    await tellPolicyFaults(ctx, at('2026-03-12T09:00:00+08:00'));
    expect(await told()).toHaveLength(4);
  });
});
