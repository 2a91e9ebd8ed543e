import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { rulesOf } from '../../src/core/policy/visit-rules.js';
import { contentOf } from '../../src/core/policy/content.js';
import { isOtherOrder } from '../../src/core/record-talk/meant.js';
import { advanceRecord } from '../../src/core/record-talk/record-talk.js';
import {
  EMPTY_DRAFT,
  newRecordSession,
  RECORD_TALK_LASTS_MS,
  type RecordForm,
  type RecordInput,
  type RecordSession,
  type RecordTurn,
} from '../../src/core/record-talk/record-talk-types.js';
import type { Method } from '../../src/core/terms.js';
import { understandCommand } from '../../src/core/understand/command.js';
import { readPolicyFiles } from '../../src/policy-files.js';

const NOW = parseInstant('2026-03-10T10:00:00+08:00') as Instant;
const { policies } = readPolicyFiles(null);

function formOf(
  policyId: string,
  clause: string,
  how: readonly Method[],
  change: Partial<RecordForm> = {},
): RecordForm {
  const policy = policies.get(policyId);
  if (policy === undefined) throw new Error(`no ${policyId}`);
  return {
    task: 12,
    title: '回访记录表',
    estate: '翠湖花园',
    place: '3 栋 2 单元 1204',
    placeHead: '房号',
    asked: '住户',
    heardHead: '住户的话',
    matter: '渗水',
    kind: 'repair',
    rules: [rulesOf(policy, { clause, how }, null, 'Asia/Shanghai')],
    content: contentOf(policy, clause),
    meets: true,
    charged: false,
    appointment: null,
    signature: false,
    callees: ['李敏'],
    isOnFile: (phone) => phone === '13800000000',
    visitor: '张伟',
    zone: 'Asia/Shanghai',
    ...change,
  };
}

const P06 = formOf('p06', 'p06.3', ['in-person', 'phone', 'intercom', 'chat']);
const P08 = formOf('p08', 'p08.1', ['phone', 'in-person', 'chat']);

/** Plays inputs from the beginning; the session goes through JSON between any two. */
function play(form: RecordForm, ...inputs: readonly (string | RecordInput)[]): RecordTurn {
  let turn: RecordTurn = advanceRecord(newRecordSession(EMPTY_DRAFT, false), { kind: 'begun' }, form, NOW);
  for (const input of inputs) {
    const session = JSON.parse(JSON.stringify(turn.session)) as RecordSession;
    turn = advanceRecord(session, typeof input === 'string' ? { kind: 'said', text: input } : input, form, NOW);
  }
  return turn;
}
const tap = (choice: string): RecordInput => ({ kind: 'tapped', choice });
const words = ({ effects }: RecordTurn): string =>
  effects.flatMap((one) => (one.kind === 'say' ? [one.text] : [])).join('\n');
const recorded = ({ effects }: RecordTurn) => effects.find((one) => one.kind === 'record');

describe('a record that is dictated', () => {
  it('records nothing before it was shown back and confirmed', () => {
    const shown = play(P08, '电话 满意 说师傅准时');
    expect(recorded(shown)).toBeUndefined();
    expect(words(shown)).toContain('住户的话：师傅准时');
    expect(recorded(play(P08, '电话 满意 说师傅准时', '确认'))).toMatchObject({
      draft: { methods: ['phone'], grade: 'satisfied', remark: '师傅准时' },
    });
  });

  it.each([
    ['满意，电话打的，师傅准时', ['电话']],
    ['师傅准时', ['满意', '电话']],
  ])('takes words in any order: %s', (first, rest) => {
    const turn = play(P08, tap('method:phone'), tap('grade:satisfied'), first, ...rest, '确认');
    expect(recorded(turn)).toMatchObject({ draft: { methods: ['phone'], grade: 'satisfied' } });
  });

  it('p06.4: asks for the number called, and takes no other words for one', () => {
    expect(words(play(P06, '电话 满意 不漏了'))).toContain('注明回访电话号码（p06.4）');
    expect(words(play(P06, '电话 满意 不漏了', '确认'))).toContain('还不能确认');
    expect(words(play(P06, '电话 满意 不漏了', '12345'))).toContain('没看懂');
    const other = play(P06, '电话 满意 不漏了', '13911112222');
    expect(words(other)).toContain('回访电话：139****2222（不是登记的号码）');
    expect(words(play(P06, '电话 满意 不漏了', tap('number:13800000000')))).toContain('回访电话：138****0000\n');
  });

  it('confirms only what was shown last', () => {
    const stale = play(P08, '电话 满意 师傅准时', '一般', tap('confirm:1'));
    expect(recorded(stale)).toBeUndefined();
    expect(words(stale)).toContain('请看现在的');
    expect(recorded(play(P08, '电话 满意 师傅准时', '一般', tap('confirm:2')))).toMatchObject({
      draft: { grade: 'fairly' },
    });
  });

  it('keeps a grade that was given over words that only lean to another', () => {
    const turn = play(P08, '电话', tap('grade:satisfied'), '开始有点慢，后来还不错', '确认');
    expect(recorded(turn)).toMatchObject({ draft: { grade: 'satisfied', remark: '开始有点慢，后来还不错' } });
  });

  it('is given up, put aside without a word, and taken up again with what it had', () => {
    const gone = play(P08, '电话', '取消');
    expect(gone.session.state).toBe('given-up');
    expect(words(gone)).toContain('没有记下');
    const aside = play(P08, '电话', { kind: 'silent' });
    expect(aside.session).toMatchObject({ state: 'put-aside', draft: { methods: ['phone'] } });
    expect(play(P08, '电话', { kind: 'silent' }, { kind: 'begun' }).session).toMatchObject({
      state: 'open',
      asked: 'grade',
    });
    expect(play(P08, '电话').effects.at(-1)).toEqual({ kind: 'wake', at: NOW + RECORD_TALK_LASTS_MS });
  });

  it('says of a second tap that it is recorded', () => {
    const twice = play(P08, '电话 满意 师傅准时', '确认', tap('confirm:1'));
    expect(recorded(twice)).toBeUndefined();
    expect(words(twice)).toContain('已经记录');
  });

  it('takes photographs as they come, and by name', () => {
    const photo = (file: string): RecordInput => ({ kind: 'sent-photo', file });
    const turn = play(P08, photo('f1'), '修前', photo('f2'), '修后', '上门 满意 修好了');
    expect(turn.session.photos).toEqual([
      { file: 'f1', label: 'before' },
      { file: 'f2', label: 'after' },
    ]);
    expect(words(turn)).toContain('照片：2 张（修前、修后）');
  });
});

describe('what is written while a record is made', () => {
  const other = (text: string): boolean =>
    isOtherOrder(understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园']), text);
  it.each([
    '我的任务',
    '说明 13',
    '帮助',
    '领取 13',
    '完成 13',
    '13 电话 满意',
    '不满意 本月',
    '待办',
    '案3 办结 已装隔音门',
  ])('%s is another order', (text) => expect(other(text)).toBe(true));
  it.each(['不满意', '满意', '师傅说明天再来', '取消', '没人接', '楼道满意率低', '13800000000', '不满意 上次的还没好'])(
    '%s belongs to the record',
    (text) => expect(other(text)).toBe(false),
  );
});
