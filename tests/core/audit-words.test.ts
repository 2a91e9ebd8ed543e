import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionZh, actorZh, detailZh } from '../../src/core/audit-words.js';

const APP = path.resolve(import.meta.dirname, '../../src/app');
const names = new Map([
  ['sun', '孙国栋'],
  ['zhangwei', '张伟'],
]);
const scene = { zone: 'Asia/Shanghai', names };

describe('what was done', () => {
  it('has words for everything that is done to a visit, a duty, a case or a survey', () => {
    const texts = readdirSync(APP, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(APP, file), 'utf8'));
    const actions = texts.flatMap((text) =>
      [...text.matchAll(/'((?:visit|record|duty|case|media|notice|survey|phone|check)\.[a-z-]+)'/gu)].map(
        ([, action = '']) => action,
      ),
    );
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => !/\p{Script=Han}/u.test(actionZh(action)))).toEqual([]);
    for (const kind of [
      'draw',
      'assign',
      'ask',
      'remind',
      'postpone',
      'hand-over',
      'record',
      'correct',
      'give-up',
      'excuse',
      'lapse',
      'replace',
      'review',
      'close',
      'cancel',
      'replan',
      'revive',
    ])
      expect(actionZh(`visit.${kind}`)).toMatch(/^\p{Script=Han}/u);
  });

  it('says what was sent, and what was refused', () => {
    expect([actionZh('ask.delivered'), actionZh('task.refused'), actionZh('remind.failed')]).toEqual([
      '询问已送达',
      '任务没有送达',
      '提醒没有送达',
    ]);
    expect(actionZh('refused.claim task')).toBe('没有权限，未予办理');
    expect(actionZh('constructor')).toBe('constructor');
  });
});

describe('who did it', () => {
  it('is a colleague by name, a resident by no more than that', () => {
    const actors = ['sun', 'resident:cuihu/r-1', 'system', 'api:0a1b', 'intake', 'gone'];
    expect(actors.map((actor) => actorZh(actor, names))).toEqual([
      '孙国栋',
      '住户',
      '系统',
      '其他系统',
      '其他系统',
      'gone',
    ]);
  });
});

describe('what changed', () => {
  const said = (detail: Readonly<Record<string, unknown>>): string => detailZh(detail, scene);

  it('is from what to what, and with what', () => {
    expect(said({ clause: 'p03.1', from: 'asked', to: 'recorded', method: 'chat', by: 'resident:cuihu/r-1' })).toBe(
      '已询问 → 已记录，方式 微信，由 住户',
    );
    expect(said({ from: 'drawn', to: 'zhangwei' })).toBe('给张伟');
    expect(said({ from: 'asked', to: 'asked', until: Date.UTC(2026, 2, 11, 2) })).toBe('改到 2026-03-11 10:00');
    expect(said({ record: '12-1', grade: 'dissatisfied', hasRemark: true })).toBe('评价 不满意');
  });

  it('leaves out what is for machines, and takes no word for one of ours that is not', () => {
    expect(said({ outbox: 3, sha256: 'ab', topics: ['use'], opinion: null, reason: '' })).toBe('');
    expect(said({ reason: 'constructor' })).toBe('原因 constructor');
  });
});
