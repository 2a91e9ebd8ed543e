/** 完成: a line in chat becomes a visit's record; what is missing is asked for, with a line that would be whole. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { findingZh } from '../core/record-words.js';
import type { Gap } from '../core/visit-record.js';
import { NEEDS } from '../core/policy/words.js';
import { METHODS, type Method } from '../core/terms.js';
import { promiseIn, readRecordWords } from '../core/understand/record-words.js';
import type { DoneArgs } from '../core/understand/command-visits.js';
import { readSheetWords } from '../core/understand/sheet-words.js';
import { matterZh } from '../core/visit-words.js';
import { surveyOfVisit } from '../store/ballots.js';
import type { Tx } from '../store/db.js';
import { visitByNo } from '../store/visits.js';
import type { Answer, Asker } from './answer.js';
import { recordVisit, type RecordAnswer, type Signature } from './record-visit.js';
import { shortTime } from './tell-staff.js';

export function answerDone(ctx: Context, { staff, zone }: Asker, { task, text = '' }: DoneArgs): Answer {
  const writes = async (tx: Tx, now: Instant): Promise<readonly string[]> => {
    const visit = await visitByNo(tx, task);
    const sheet = visit !== null && (await surveyOfVisit(tx, visit)) !== null ? readSheetWords(text) : null;
    const heard = readRecordWords(sheet?.rest ?? text, visit?.kind ?? 'other');
    const promisedAt = promiseIn(text, now, zone);
    const { grades = null, paper = null } = sheet ?? {};
    const draft = { ...heard, grades, topics: {}, paper, promisedAt };
    const answer = await recordVisit(tx, ctx, { visit: task, by: staff, at: null, draft }, now);
    return [said(answer, task)];
  };
  return { texts: [], files: [], writes };
}

function said(answer: RecordAnswer, task: number): string {
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
    ...(promised === null ? [] : [`约定 ${shortTime(promised, estate.timezone)} 前答复住户，已交客服主管跟进。`]),
    ...SIGNED[signature],
    ...(kind === 'corrected' ? [] : [`要改，再写一次「完成 ${task} …」即可。`]),
  ].join('\n');
}

const SIGNED: Readonly<Record<Signature, readonly string[]>> = {
  'not-needed': [],
  signed: ['住户已在纸质记录上签名。'],
  asked: ['记录已发给住户，请住户在微信上确认（即签名）。'],
  waiting: ['记录待签名：微信联系不上住户，请住户在纸质记录上签名，再写「完成 任务号 已签名 照片 编号」。'],
};

const waysZh = (methods: readonly Method[], between: string): string =>
  methods.map((method) => METHODS[method].zh).join(between);

/** What is missing, in words for whoever made the visit. */
export function gapZh(gap: Gap): string {
  switch (gap.kind) {
    case 'no-method':
      return '怎样回访的（电话、上门、现场查看……）';
    case 'chat':
      return '微信的答复由住户自己写，不能代填；请写电话、上门等方式';
    case 'method':
      return gap.together
        ? `这次回访要${waysZh(gap.wanted, '和')}一起做（${gap.clause}）`
        : `这次回访只能用${waysZh(gap.wanted, '、')}（${gap.clause}）`;
    case 'other-method':
      return `这次回访的方式应为${waysZh(gap.wanted, '、')}`;
    case 'need':
      return `${NEEDS[gap.need].zh}（${gap.clause}）`;
    case 'no-proof':
      return '纸质签名的照片或扫描件编号';
    case 'no-grade':
      return '住户是否满意（满意、一般满意、不满意）';
    case 'no-finding':
      return '看到的情况，写一句即可';
    case 'promise-over':
      return '约定的答复时间要在回访以后，如 答复 周五下午';
    default:
      return gap satisfies never;
  }
}
