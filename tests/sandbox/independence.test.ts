import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lines, pull } from './kf-calls.js';
import { openStage } from './stand-in.js';

const ours = new URL('../../src/sandbox/', import.meta.url);

/** Every file that the platform is made of: what is reached from its server, not the demo's page beside it. */
function reached(name: string, found = new Map<string, readonly string[]>()): ReadonlyMap<string, readonly string[]> {
  if (found.has(name)) return found;
  const text = readFileSync(new URL(name, ours), 'utf8');
  const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from ?? '');
  found.set(name, imports);
  for (const from of imports) if (from.startsWith('./')) reached(from.slice(2).replace(/\.js$/, '.ts'), found);
  return found;
}

test('the platform imports nothing of the product: it is another company’s server', () => {
  const files = reached('wecom-server.ts');
  expect(files.size).toBeGreaterThan(15);
  const foreign = [...files.values()].flat().filter((from) => !/^(\.\/[a-z-]+\.js|node:[a-z/]+)$/.test(from));
  expect(foreign).toEqual([]);
});

async function idsOf(idsFrom: number): Promise<readonly unknown[]> {
  await using stage = await openStage({ idsFrom });
  await stage.sandbox.resident('wmLi').says('一');
  return lines(await pull(stage)).map((line) => line['msgid']);
}

test('two equal runs give equal ids, and another start of the count gives others', async () => {
  expect(await idsOf(0)).toEqual(await idsOf(0));
  expect(await idsOf(5_000)).not.toEqual(await idsOf(0));
});

test('the environment names every variable by which the product finds the platform', async () => {
  await using stage = await openStage();
  expect(stage.sandbox.environment()).toMatchObject({
    WECOM_API_BASE: stage.sandbox.url,
    WECOM_KF_ACCOUNT: stage.sandbox.settings.kfAccount,
  });
  for (const name of ['WECOM_APP_AES_KEY', 'WECOM_KF_AES_KEY']) {
    const key = stage.sandbox.environment()[name] ?? '';
    expect(key).toHaveLength(43);
    expect(Buffer.from(`${key}=`, 'base64').toString('base64')).toBe(`${key}=`);
  }
});
