import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer } from '../../src/sandbox/answer.js';
import { Refusal } from '../../src/sandbox/answer.js';
import { newWorld } from '../../src/sandbox/new-world.js';
import { carryOut, paths } from '../../src/sandbox/routes.js';

/** Fields that calls look at, so that hostile bodies get past the first check now and then. */
const FIELDS = [
  'touser',
  'msgtype',
  'agentid',
  'open_kfid',
  'msgid',
  'cursor',
  'text',
  'list',
  'template_card',
  'userids',
];

test('whatever a body holds, a call is answered or refused by errcode, never by a crash', async () => {
  const world = newWorld({ now: () => 0, limits: { tokenCallsPerMinute: Infinity } });
  const { agentSecret, kfSecret, corpId } = world.settings;
  const tokens: string[] = [];
  for (const corpsecret of [agentSecret, kfSecret]) {
    const query = new URLSearchParams({ corpid: corpId, corpsecret });
    const answer = await carryOut(world, { path: 'gettoken', query, bytes: Buffer.alloc(0), contentType: '' });
    if (answer.kind === 'json') tokens.push(String(answer.body['access_token']));
  }
  const outcome = async (path: string, access_token: string, json: unknown): Promise<Answer['kind'] | 'refused'> => {
    const bytes = Buffer.from(JSON.stringify(json));
    const query = new URLSearchParams({ access_token });
    try {
      return (await carryOut(world, { path, query, bytes, contentType: 'application/json' })).kind;
    } catch (error) {
      if (error instanceof Refusal) return 'refused';
      throw error;
    }
  };
  const body = fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue({ maxDepth: 3 }));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.constantFrom(...tokens), body, async (path, token, json) => {
      expect(['json', 'refused']).toContain(await outcome(path, token, json));
    }),
    { numRuns: 1000 },
  );
});
