import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { whyLines, whyParts, type WhyFacts } from '../../src/core/visit-why.js';

const at = (text: string): Instant => {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(text);
  return instant;
};

const FACTS: WhyFacts = {
  no: 12,
  place: '3 栋 2 单元 1204',
  zone: 'Asia/Shanghai',
  policy: 'p03',
  policyTitle: '回访管理规程',
  clause: 'p03.2',
  source: '维修工程的回访,应在完成维修工程1个星期后,1个月内进行。',
  window: '1 月 31 日 10:00 处理完毕，之后第 7 天（2 月 7 日）0:00 起，满 1 个月之日（2 月 28 日）24:00 为止',
  earliest: at('2026-02-07T00:00:00+08:00'),
  due: at('2026-03-01T00:00:00+08:00'),
  status: 'asked',
  rate: 30,
  quota: null,
  how: ['phone', 'in-person', 'chat'],
  asks: '质量、效果',
  forms: ['回访记录表'],
  draw: { period: '2026Q1', position: 6, size: 20, chosen: 6, keyHash: '0123456789abcdef0123' },
  channel: '微信客服',
  refused: ['业主：未同意回访'],
  messages: [
    { purpose: 'ask', at: at('2026-02-07T09:00:00+08:00'), status: 'sent' },
    { purpose: 'remind', at: null, status: 'pending' },
  ],
  attempts: 1,
  signature: null,
  appointment: null,
  review: null,
  archive: null,
  holder: { name: '张伟', since: at('2026-01-31T10:00:00+08:00') },
  exceptions: ['联系次数已到上限，为赶时限仍联系'],
  serves: [{ no: 13, clause: 'p08.1' }],
  servedBy: null,
  joinedTo: null,
  replaces: { no: 9, clause: 'p03.2' },
};
const textOf = (name: string, given: Partial<WhyFacts> = {}) =>
  whyParts({ ...FACTS, ...given }).find((part) => part.name === name)?.text;

describe('why a visit stands there', () => {
  it('is said whole, a line for each thing', () => {
    expect(whyLines(FACTS)).toEqual([
      '任务 12：3 栋 2 单元 1204',
      '依据：《回访管理规程》p03.2：维修工程的回访,应在完成维修工程1个星期后,1个月内进行。',
      '时限：2 月 7 日 0:00 起，2 月 28 日 24:00 前。算法：1 月 31 日 10:00 处理完毕，之后第 7 天（2 月 7 日）0:00 起，满 1 个月之日（2 月 28 日）24:00 为止',
      '抽样：2026Q1，按 30% 抽取，本件第 7 件，抽中（20 件中已抽 6 件，密钥指纹 0123456789ab）',
      '要问：质量、效果；记入《回访记录表》',
      '渠道：制度许可 电话、上门、微信；选用微信客服；没有用微信联系：业主：未同意回访',
      '消息：询问 2 月 7 日 9:00 发出，提醒等待发出，联系过 1 次',
      '现在：已询问，由张伟负责，自 1 月 31 日 10:00',
      '合并：同时满足 任务 13（p08.1），只问一次；代替联系不上的 任务 9（p03.2）',
      '例外：联系次数已到上限，为赶时限仍联系',
    ]);
  });

  it('says of a record that is to be signed whether it was', () => {
    expect(textOf('holder', { status: 'recorded', signature: 'waiting', holder: null })).toBe('已记录（记录待签名）');
    expect(textOf('holder', { status: 'recorded', signature: 'signed', holder: null })).toBe('已记录（记录已签名）');
  });

  it('says what became of the record’s review', () => {
    expect(textOf('review')).toBeUndefined();
    expect(textOf('review', { review: { state: 'waiting', by: ['刘艳'] } })).toBe('等刘艳审核');
    expect(textOf('review', { review: { state: 'waiting', by: [] } })).toBe('还没有人审核');
    const verdict = { by: '刘艳', at: at('2026-02-09T10:05:00+08:00'), opinion: '没写原因' } as const;
    expect(textOf('review', { review: { ...verdict, state: 'returned' } })).toBe(
      '刘艳 2 月 9 日 10:05 退回，等补正：没写原因',
    );
    expect(textOf('review', { review: { ...verdict, state: 'approved', opinion: '' } })).toBe(
      '刘艳 2 月 9 日 10:05 审核通过',
    );
  });

  it('leaves out what does not apply', () => {
    const bare = whyParts({ ...FACTS, messages: [], attempts: 0, serves: [], replaces: null, exceptions: [] });
    expect(bare.map(({ name }) => name)).toEqual(['clause', 'window', 'draw', 'content', 'channel', 'holder']);
  });

  it('says how it was drawn, or that it was not', () => {
    expect(textOf('draw', { rate: 100, draw: null })).toBe('按 100%，每件都回访，不抽样');
    expect(textOf('draw', { rate: null, draw: null })).toBe('由主管决定是否回访');
    expect(textOf('draw', { rate: null, quota: 'tiers', draw: null })).toBe('按当期数量抽取');
    expect(textOf('draw', { status: 'not-drawn' })).toContain('没有抽中');
  });

  it('says when its record was put away, until when it is kept, and that its content is gone', () => {
    const archive = { at: at('2026-04-11T08:00:00+08:00'), until: at('2028-04-12T00:00:00+08:00'), deletedAt: null };
    expect(textOf('archive')).toBeUndefined();
    expect(textOf('archive', { archive })).toBe('2026 年 4 月 11 日存档，保管到 2028 年 4 月 11 日');
    expect(textOf('archive', { archive: { ...archive, until: null } })).toBe('2026 年 4 月 11 日存档，一直保管');
    const deletedAt = at('2028-04-12T08:00:00+08:00');
    expect(textOf('archive', { archive: { ...archive, deletedAt } })).toContain(
      '；期满，内容已于 2028 年 4 月 12 日删除',
    );
  });

  it('says what serves it, and whom it was joined to', () => {
    expect(textOf('together', { serves: [], replaces: null, servedBy: { no: 3, clause: 'p02.3' } })).toBe(
      '与 任务 3（p02.3） 是同一件事，由它一并办',
    );
    expect(textOf('together', { serves: [], replaces: null, joinedTo: { no: 4, clause: 'p02.1' } })).toBe(
      '与同一户的 任务 4（p02.1） 一次问完',
    );
    expect(textOf('holder', { holder: null, status: 'not-drawn' })).toBe('未抽中');
  });
});
