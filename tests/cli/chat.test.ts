/** `huifang chat`, by running the bin with what a person would type. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playTalk, theSayings } from '../helpers/talk.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-chat-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Ran = { readonly code: number; readonly out: string; readonly err: string };

function chat(argv: readonly string[], typed: string): Promise<Ran> {
  const args = [path.join(ROOT, 'dist/main.js'), 'chat', ...argv];
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      args,
      { cwd: ROOT, env: { PATH: process.env['PATH'] } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end(typed);
  });
}

describe('huifang chat', () => {
  it('plays a talk: words, taps, pictures and time', async () => {
    const typed = '不满意\n还在漏\n/media image\n/tap 确认\n/wait 2d\n/tap 7\n/what\n';
    const { code, out } = await chat([], typed);
    expect(code).toBe(0);
    expect(out).toContain('客服：李女士您好，我是翠湖花园客服中心。');
    expect(out).toContain('1 满意  2 一般满意  3 不满意');
    expect(out).toContain('〔更正：不满意「还在漏」〕');
    expect(out).toContain('〔签名确认〕');
    expect(out).toContain('— 2026-03-11 10:00 —');
    expect(out).toContain('没有这一项');
    expect(out).toContain('/wait 24h');
  });

  it('reminds and hands over as time passes', async () => {
    const { out } = await chat(['--policy', 'p03'], '/wait 24h\n/silent\n');
    expect(out).toContain('不急');
    expect(out).toContain('〔转人工：提醒后没有回音〕');
  });

  it('is about what the options say, under the policy that they name', async () => {
    const argv = [
      '--policy',
      'p11',
      '--kind',
      '有偿服务',
      '--charge',
      '--description',
      '换锁',
      '--name',
      '王德福',
      '--title',
      '先生',
    ];
    const { out } = await chat([...argv, '--estate', '锦园', '--promise', '周五答复您。'], '/tap 1\n/tap 2\n');
    expect(out).toContain('王先生您好，我是锦园客服中心。3 月 2 日您家换锁的有偿服务');
    expect(out).toContain('收费和事先说的价格一致吗');
    expect(out).toContain('不合格，告诉主管「收费与报价：不一致」');
  });

  it('--repro prints a talk that the test runner takes as it is', async () => {
    const { code, out } = await chat(
      ['--repro', '--theme', '电梯好用吗？'],
      '晚点再说\n/wait 4h\n满意\n/tap 没有意见\n/tap 1\n',
    );
    expect(code).toBe(0);
    expect(out).toContain('effect sign');
    expect(playTalk(out, theSayings())).toBe(out);
  });

  it('refuses what it cannot be about with 2', async () => {
    expect(await chat(['--kind', '钓鱼'], '')).toMatchObject({ code: 2, out: '' });
    expect((await chat(['--policy', 'p08', '--kind', 'activity'], '')).err).toContain('没有回访');
    expect((await chat(['--now', '2027-01-01T10:00:00+08:00'], '')).err).toContain('--now 应早于时限');
    expect((await chat(['--title', '师傅'], '')).code).toBe(2);
  });

  it('--help says its options', async () => {
    expect((await chat(['--help'], '')).out).toContain('--repro');
  });
});
