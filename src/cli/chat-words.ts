/** What happens in a talk, in words for the terminal. */
import { formatInstant } from '../core/calendar.js';
import type { Effect, HandOverReason } from '../core/conversation/turn.js';
import { DIRECTIONS, GRADES, keysOf } from '../core/terms.js';

const REASONS: Readonly<Record<HandOverReason, string>> = {
  silent: '提醒后没有回音',
  quiet: '时限内没有可发消息的时段',
  late: '时限已过',
  unclear: '没看懂',
  'asked-for-person': '要求人工',
  postponed: '希望改时间',
  'wrong-person': '找错人',
  'opted-out': '不愿再收到消息',
};

const quoted = (text: string | null): string => (text === null ? '' : `「${text}」`);

const ballotZh = (answers: Extract<Effect, { kind: 'ballot' }>['answers']): string =>
  keysOf(DIRECTIONS)
    .flatMap((item) => (answers[item] === undefined ? [] : [`${item}${GRADES[answers[item]].zh}`]))
    .join(' ');

/** One effect as a line: what the resident reads, or in brackets what the program does. */
export function happenedZh(effect: Effect, zone: string): string {
  switch (effect.kind) {
    case 'say': {
      const menu = (effect.options ?? []).map(({ text }, at) => `${at + 1} ${text}`).join('  ');
      return `客服：${effect.text}${menu === '' ? '' : `\n      ${menu}`}`;
    }
    case 'record':
      return `〔记录：${GRADES[effect.grade].zh}${quoted(effect.remark)}〕`;
    case 'correct':
      return `〔更正：${GRADES[effect.grade].zh}${quoted(effect.remark)}〕`;
    case 'ballot':
      return `〔填入问卷：${ballotZh(effect.answers)}${quoted(effect.remark)}〕`;
    case 'topics':
      return `〔回访内容：${Object.values(effect.topics).join('；')}〕`;
    case 'nonconformity':
      return `〔不合格，告诉主管${quoted(effect.remark)}〕`;
    case 'hand-over':
      return `〔转人工：${REASONS[effect.reason]}${quoted(effect.words)}〕`;
    case 'new-request':
      return `〔转给同事：${quoted(effect.text)}〕`;
    case 'wake':
      return effect.at === null
        ? '〔不再等〕'
        : `〔没有回音，${formatInstant(effect.at, zone).slice(0, 16).replace('T', ' ')} 再看〕`;
    case 'appoint':
      return `〔约在 ${formatInstant(effect.at, zone).slice(0, 16).replace('T', ' ')}${effect.reminder === null ? '' : '，事先提醒'}〕`;
    case 'sign':
      return '〔签名确认〕';
    case 'opt-out':
      return '〔退订〕';
    case 'resume':
      return '〔恢复〕';
    case 'wrong-person':
      return '〔找错人，核对联系方式〕';
    case 'asked':
      return '〔问下一件〕';
    case 'theme-asked':
      return '〔问了季度主题〕';
    default:
      return effect satisfies never;
  }
}
