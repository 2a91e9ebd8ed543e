/** What a member of staff hears of the record that they made: what was written down, said back, and what follows. */
import { findingZh, gapZh, waysZh } from '../core/record-words.js';
import { shortTime } from '../core/day-words.js';
import { askedZh, matterZh } from '../core/visit-words.js';
import type { RecordAnswer, Signature } from './record-visit.js';

export function recordedZh(answer: RecordAnswer, task: number): string {
  switch (answer.kind) {
    case 'refused':
      return answer.text;
    case 'gaps':
      return `任务 ${task} 还差：\n${answer.gaps.map((gap) => `· ${gapZh(gap)}`).join('\n')}\n可以这样写：${answer.example}`;
    case 'unchanged':
      return `任务 ${task} 已经是这样记录的，没有改动。`;
    case 'recorded':
    case 'corrected':
      return recorded(answer, task);
    default:
      return answer satisfies never;
  }
}

/** What was written down, said back, and what follows. */
function recorded(
  {
    kind,
    task: { visit, event, estate },
    draft,
    signature,
    raised,
    promised,
  }: Extract<RecordAnswer, { record: string }>,
  task: number,
): string {
  const made = waysZh(draft.methods, '、');
  const facts = [made, findingZh(draft)].filter((fact) => fact !== '');
  const matter = matterZh(visit, event?.description ?? null);
  return [
    `${kind === 'corrected' ? '已更正' : '已记录'}任务 ${task}（${matter}）：${facts.join('，')}。`,
    ...(raised === null ? [] : ['已通知客服主管处理。']),
    ...(promised === null
      ? []
      : [`约定 ${shortTime(promised, estate.timezone)} 前答复${askedZh(visit)}，已交客服主管跟进。`]),
    ...SIGNED[signature].map((words) => words.replaceAll('住户', askedZh(visit))),
    ...(kind === 'corrected' ? [] : [`要改请写：修改 ${task} 一般满意`]),
  ].join('\n');
}

const SIGNED: Readonly<Record<Signature, readonly string[]>> = {
  'not-needed': [],
  signed: ['住户已在纸质记录上签名。'],
  asked: ['记录已发给住户，请住户在微信上确认（即签名）。'],
  waiting: ['记录待签名：微信联系不上住户，请住户在纸质记录上签名，拍照发来即可。'],
};
