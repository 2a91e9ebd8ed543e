/** `--help` of a command that takes a name and options says them. */
import { expect, it, vi } from 'vitest';
import { commandOf } from '../../src/cli/commands.js';

it.each([
  ['report', '--out'],
  ['archive', 'list'],
])('huifang %s --help says how it is written', async (name, option) => {
  const out: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
  const code = await commandOf(name)?.(['--help']);
  spy.mockRestore();
  expect(code).toBe(0);
  expect(out.join('')).toContain(`huifang ${name} `);
  expect(out.join('')).toContain(option);
});
