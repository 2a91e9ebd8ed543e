import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeTurnstile } from '../../src/store/turnstile.js';

test('one at a time, in order, and the first lane goes before whatever is queued', async () => {
  const turnstile = makeTurnstile();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} in`);
    await turn();
    seen.push(`${name} out`);
  };
  const all = [turnstile.pass(work('a')), turnstile.pass(work('b')), turnstile.pass(work('row'), 'first')];
  await Promise.all(all);
  expect(seen).toEqual(['row in', 'row out', 'a in', 'a out', 'b in', 'b out']);
});

test('a failure is its own and holds up nobody', async () => {
  const turnstile = makeTurnstile();
  const failing = turnstile.pass(() => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await turnstile.pass(() => Promise.resolve(7))).toBe(7);
});

test('a queue of work that never waits still lets the event loop turn', async () => {
  const turnstile = makeTurnstile();
  let done = 0;
  const queue = Promise.all(
    Array.from({ length: 50 }, () =>
      turnstile.pass(() => {
        done += 1;
        return Promise.resolve();
      }),
    ),
  );
  await turn();
  await turn();
  expect(done).toBeLessThan(50);
  await queue;
  expect(done).toBe(50);
});

test('idle is when everything queued has passed', async () => {
  const turnstile = makeTurnstile();
  let done = false;
  void turnstile.pass(async () => {
    await turn();
    done = true;
  });
  await turnstile.idle();
  expect(done).toBe(true);
});
