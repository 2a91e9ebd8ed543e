/** 审核、待办 in set form: what those write who review records. */
import { manyAtOnce, ONE, whichVerdict as unclear } from './command-review-all.js';
import type { ReportVerdict } from './command-reports.js';
import type { Scene, Understood } from './command.js';

/**
 * Of one record, of several, or of all that were listed last but `except`; `opinion` as it was written. Without a verdict
 * one record is to be shown.
 */
export type ReviewArgs =
  | ({ readonly verdict: 'approve' | 'return'; readonly opinion?: string } & (
      | { readonly task: number }
      | { readonly tasks: readonly number[] }
      | { readonly all: true; readonly except?: readonly number[] }
    ))
  | { readonly task: number; readonly verdict?: undefined };

/** Of records, or of a report's step 事13. */
export type ReviewCommand = {
  readonly kind: 'command';
  readonly command: '审核';
  readonly args: ReviewArgs | ReportVerdict;
};

const LIST = `(${ONE}(?:[\\s,，、和跟与及]+${ONE})*)`;
const REVIEW = '(?:审核|审批|审阅|审)';
const RETURN = '退回|打回|驳回|(?:不|未|没有?|不能|不予)(?:通过|同意|批准)';
const APPROVE = '(?:通过|同意|批准)(?!不了|率)';
const BESIDE = '\\s*(?:的?记录)?\\s*(?:都|均|全部)?\\s*(?:没问题|属实|无误)?[,，]?\\s*';
const END = '(?=$|[\\s,，、:：。;；.!！]|了|吧)';

/** 审核 12 通过; 12号审核通过; 审核通过 12; and the same of 退回. The list, the verdict, what is said beside it. */
const FORMS: readonly RegExp[] = [
  new RegExp(`^请?${REVIEW}\\s*[:：]?\\s*${LIST}${BESIDE}${REVIEW}?\\s*(${RETURN}|${APPROVE})(.*)$`, 'isu'),
  new RegExp(`^${LIST}${BESIDE}${REVIEW}\\s*(${RETURN}|${APPROVE})(.*)$`, 'isu'),
  new RegExp(`^(?:请|麻烦|帮我|先|把|将)*\\s*${LIST}${BESIDE}(${RETURN}|(?:${APPROVE})${END})(.*)$`, 'isu'),
];
const VERDICT_FIRST: readonly RegExp[] = [
  new RegExp(`^${REVIEW}\\s*(${RETURN}|${APPROVE})\\s*[:：]?\\s*${LIST}(.*)$`, 'isu'),
  new RegExp(`^(退回|打回|驳回|通过)\\s*[:：]?\\s*${LIST}(.*)$`, 'isu'),
];
const WAITING =
  /^(?:看看?|查看?|我的?|今天的?)*\s*待(?:办|审核?|审批)(?:事项|的?(?:记录|事情?|任务|清单|列表))?\s*(?:有(?:哪些|什么|多少))?[吗呢?。!]*$|^(?:还?有)?(?:什么|哪些|多少)?(?:记录|事)?(?:要|待|需要?|等着?)我?(?:来)?(?:审核?|审批|决定)的?(?:记录|事)?(?:有(?:哪些|什么|多少))?[吗呢么?。!]*$|^审核(?:记录)?$/u;
const BARE = new RegExp(`^请?${REVIEW}\\s*[:：]?\\s*${LIST}\\s*$`, 'isu');
/** Another record and another verdict beside the first: which is for which is not guessed. */
const SECOND = new RegExp(`\\d\\s*(?:号|份)?\\s*(?:${RETURN}|${APPROVE})|(?:${RETURN}|${APPROVE})\\s*\\d`, 'u');
const ASKS = /(?:了?[吗么嘛]|了?没有?|没)\s*[?。]*$|\?$/u;

/** 退回的理由是什么, 13打回的那条谁写的: of a return that was made, and none. */
const OF_A_RETURN =
  /^(?:的(?!记录|单|回访)|的(?:记录|单|回访).*(?:哪|谁|什么|啥|怎么)|来|之?后(?!续)|以后|[是被]谁|(?:的话|了)?(?:咋|怎么|该怎么?)(?:办|弄|整|处理|样)|是(?:什么|为什么|因为)|.*(?:谁[写做退填驳]|(?:原因|理由)是(?:什么|啥)))/u;

type Said = { readonly tasks: readonly number[]; readonly returns: boolean; readonly words: string };

function said(text: string): Said | null {
  for (const pattern of FORMS) {
    const [, list, verdict, words = ''] = pattern.exec(text) ?? [];
    if (list !== undefined && verdict !== undefined) return saidOf(list, verdict, words);
  }
  for (const pattern of VERDICT_FIRST) {
    const [, verdict, list, words = ''] = pattern.exec(text) ?? [];
    if (list !== undefined && verdict !== undefined) return saidOf(list, verdict, words);
  }
  return null;
}

const saidOf = (list: string, verdict: string, words: string): Said => ({
  tasks: [...new Set((list.match(/\d+/gu) ?? []).map(Number))].filter((no) => no > 0),
  returns: new RegExp(`^(?:${RETURN})`, 'u').test(verdict),
  words: words
    .replace(
      /^(?:了|吧|回?去|掉)*[\s,，、:：。;；.!！]*(?:(?:(?:审核)?意见|理由|原因|备注|附言|批语|评语)(?:就?(?:写|为)(?=[\s:："“「])|就?是(?!否|不是))?[\s:：]*)?/u,
      '',
    )
    .replace(/[\s。.!！\p{Extended_Pictographic}\ufe0f\u200d]+$/u, '')
    .replace(/^["“「『]([^"“”「」『』]+)["”」』]$/u, '$1')
    .replace(/^(?:辛苦了?|谢谢|好的?|嘛|哈|了|[\s,，])+$/u, ''),
});

/** 审核 12 通过; 12 退回，重填; 全部通过. */
function review(plain: string, { text }: Scene): Understood {
  const many = manyAtOnce(plain);
  if (many === 'unclear') return unclear(plain);
  if (many !== null) {
    const { except } = many;
    const args = { all: true, verdict: 'approve', ...(except.length === 0 ? {} : { except }) } as const;
    return { kind: 'command', command: '审核', args };
  }
  const bare = BARE.exec(plain)?.[1]?.match(/\d+/gu)?.map(Number) ?? [];
  if (bare.length === 1 && bare[0] !== undefined && bare[0] > 0)
    return { kind: 'command', command: '审核', args: { task: bare[0] } };
  const meant = said(plain);
  const [task, ...others] = meant?.tasks ?? [];
  if (meant === null || task === undefined || SECOND.test(meant.words)) return unclear(plain);
  if (meant.returns ? OF_A_RETURN.test(meant.words) : ASKS.test(plain)) return unclear(plain);
  if (meant.words.startsWith('还是')) return unclear(plain);
  const written = said(text);
  const isSame = written !== null && written.returns === meant.returns && written.tasks.join() === meant.tasks.join();
  const opinion = isSame ? written.words : meant.words;
  const which = others.length === 0 ? { task } : { tasks: meant.tasks };
  const verdict = meant.returns ? 'return' : 'approve';
  return { kind: 'command', command: '审核', args: { ...which, verdict, ...(opinion === '' ? {} : { opinion }) } };
}

const IS_REVIEW = {
  test: (plain: string): boolean => manyAtOnce(plain) !== null || BARE.test(plain) || said(plain) !== null,
};

type Readers = readonly (readonly [Pick<RegExp, 'test'>, (plain: string, scene: Scene) => Understood])[];

/** Before all others: what is said beside a verdict may hold any word. */
export const REVIEW_READERS: Readers = [
  [WAITING, () => ({ kind: 'command', command: '待办', args: {} })],
  [IS_REVIEW, review],
];
