/** 报表的口令: 通过 事13, 退回 事13 意见; 档案, 档案 12. */
import { readContext } from './command-context.js';
import type { Scene, Understood } from './command.js';

/** What is looked for in the archive; or one of it, by its number. */
export type ArchiveArgs =
  | { readonly estate?: string; readonly period?: string; readonly form?: string }
  | { readonly report: number };
export type ReportVerdict = {
  readonly duty: number;
  readonly verdict: 'approve' | 'return';
  readonly opinion?: string;
};
export type ArchiveCommand = { readonly kind: 'command'; readonly command: '档案'; readonly args: ArchiveArgs };

const DUTY = '事(?:项)?\\s*(\\d{1,9})(?!\\d)\\s*(?:号)?';
const REVIEW = '(?:审核|审批|审阅|批示)?';
const RETURN = '退回|打回|驳回|(?:不|未|不予)(?:通过|同意|批准)';
const APPROVE = '(?:通过|同意|批准)(?!不了|率)';
const FORMS: readonly RegExp[] = [
  new RegExp(`^请?${REVIEW}\\s*${DUTY}\\s*${REVIEW}\\s*(${RETURN}|${APPROVE})(.*)$`, 'isu'),
];
const VERDICT_FIRST = new RegExp(`^请?${REVIEW}\\s*(${RETURN}|${APPROVE})\\s*[:：]?\\s*${DUTY}(.*)$`, 'isu');
const ASKS = /(?:了?[吗么嘛]|了?没有?|没)\s*[?。]*$|\?$/u;

type Said = { readonly duty: number; readonly returns: boolean; readonly words: string };

function said(text: string): Said | null {
  for (const pattern of FORMS) {
    const [, no, verdict, words = ''] = pattern.exec(text) ?? [];
    if (no !== undefined && verdict !== undefined) return saidOf(no, verdict, words);
  }
  const [, verdict, no, words = ''] = VERDICT_FIRST.exec(text) ?? [];
  return no === undefined || verdict === undefined ? null : saidOf(no, verdict, words);
}

const saidOf = (no: string, verdict: string, words: string): Said => ({
  duty: Number(no),
  returns: new RegExp(`^(?:${RETURN})`, 'u').test(verdict),
  words: words
    .replace(/^(?:了|吧)*[\s,，、:：。;；.!！]*(?:意见|理由|原因)?[\s:：]*/u, '')
    .replace(/[\s。.!！]+$/u, ''),
});

/** 通过 事13 同意; 退回 事13 三栋的数字不对. The opinion as it was written. */
function verdictOf(plain: string, { text }: Scene): Understood {
  const meant = said(plain);
  if (meant === null || meant.duty === 0 || (!meant.returns && ASKS.test(plain)))
    return { kind: 'unclear', suggest: ['通过 事13 同意', '退回 事13 请补上三栋的数字'] };
  const written = said(text);
  const isSame = written?.duty === meant.duty && written.returns === meant.returns;
  const opinion = isSame ? written.words : meant.words;
  const verdict = meant.returns ? 'return' : 'approve';
  const args = { duty: meant.duty, verdict, ...(opinion === '' ? {} : { opinion }) } as const;
  return { kind: 'command', command: '审核', args };
}

/** Asks which forms there are. */
const WHICH_FORMS =
  /^(?:导出|(?:看看?)?(?:都?有)?(?:哪些|什么|所有|全部)(?:报表|表单|表格|表)(?:可以导出)?|(?:报表|表单|表格)(?:清单|列表|目录|有哪些)?)[吗呢啊?。!]*$/u;

const LOOK = '(?:看看?|查看?|查找|翻|找|调取?|取|要|打开|重发|再发)?(?:一下)?';
const ARCHIVE = new RegExp(`^${LOOK}\\s*(?:报表)?(?:档案|归档|存档)(?!了|吧|[在完好成])`, 'u');
const ONE = new RegExp(`^${LOOK}\\s*(?:档案?|归档|存档)\\s*(\\d{1,9})\\s*(?:号)?[。.!！]?$`, 'u');

/** 档案; 档案 月回访汇总表 9月; 档案 12. */
function archive(plain: string, scene: Scene): Understood {
  const one = Number(ONE.exec(plain)?.[1] ?? 0);
  if (one > 0) return { kind: 'command', command: '档案', args: { report: one } };
  const { args, left, estate } = readContext(plain.replace(ARCHIVE, ' '), /(?!)/u, [], scene);
  if (estate === 'many') return { kind: 'unclear', suggest: scene.estates.slice(0, 5).map((name) => `档案 ${name}`) };
  const form = /\p{Script=Han}{2,}/u.exec(left.replaceAll(/有(?:哪些|什么)|里面?|的|中|所有|全部|一下/gu, ' '))?.[0];
  return { kind: 'command', command: '档案', args: { ...args, ...(form === undefined ? {} : { form }) } };
}

type Readers = readonly (readonly [Pick<RegExp, 'test'>, (plain: string, scene: Scene) => Understood])[];

/** Before the reviews of records: 事13 is no record. */
export const REPORT_READERS: Readers = [
  [WHICH_FORMS, () => ({ kind: 'command', command: '导出', args: {} })],
  [{ test: (plain) => said(plain) !== null }, verdictOf],
  [{ test: (plain) => ONE.test(plain) || ARCHIVE.test(plain) }, archive],
];
