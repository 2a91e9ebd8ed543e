import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../src/cli/understand.js';

async function run(argv: readonly string[], input: string) {
  const out: string[] = [];
  const err: string[] = [];
  async function* stdin() {
    yield await Promise.resolve(input);
  }
  const code = await understandCommand(argv, {
    stdin,
    stdout: (line) => void out.push(line),
    stderr: (line) => void err.push(line),
  });
  return { code, out: out.map((line) => JSON.parse(line) as unknown), err: err.join('\n') };
}

describe('huifang understand', () => {
  it('answers a line for each reply, in the shape of the contract', async () => {
    const { code, out } = await run(
      ['-'],
      '{"id":"1","question":"single","reply":"不满意，还在漏"}\n{"id":"2","question":"items14","reply":"1-13满意 14一般"}\n{"id":"3","question":"clarify","reply":"退订"}\n',
    );
    expect(code).toBe(0);
    expect(out[0]).toEqual({ id: '1', kind: 'grade', grade: 'dissatisfied', remark: '还在漏' });
    expect(out[1]).toMatchObject({
      id: '2',
      kind: 'grades',
      grades: { '1': 'satisfied', '13': 'satisfied', '14': 'fairly' },
    });
    expect(out[2]).toEqual({ id: '3', kind: 'optout' });
  });

  it('with --explain says which words decided', async () => {
    expect((await run(['--explain'], '{"id":"1","reply":"退订"}')).out).toEqual([
      { id: '1', kind: 'optout', why: ['退订'] },
    ]);
  });

  it('--as staff reads commands at a given moment', async () => {
    const argv = ['--as', 'staff', '--now', '2026-11-24T10:00:00+08:00', '--estates', '翠湖,锦园'];
    const { code, out } = await run(argv, '{"id":"a","reply":"满意率 上月 翠湖 第8项"}\n{"id":"b","reply":"早"}\n');
    expect(code).toBe(0);
    expect(out[0]).toEqual({ id: 'a', command: '满意率', args: { period: '2026-10', estate: '翠湖', item: 8 } });
    expect(out[1]).toMatchObject({ id: 'b', kind: 'unclear' });
  });

  it('refuses bad usage and bad input with 2, naming line and field', async () => {
    expect((await run(['--as', 'staff'], '')).code).toBe(2);
    expect((await run(['--nonsense'], '')).code).toBe(2);
    const bad = await run(
      [],
      '{"id":"1","reply":"好"}\n{"id":"2"}\nnot json\n{"id":"3","reply":"好","question":"x"}\n',
    );
    expect(bad.code).toBe(2);
    expect(bad.err).toContain('标准输入:2 reply');
    expect(bad.err).toContain('标准输入:4 question');
    expect((await run(['/no/such/file'], '')).code).toBe(2);
  });
});
