/** 抽查的口令: records are drawn and looked at again; what came of one: 抽查 12 属实, 抽查 12 不实 住户说没有接到电话. */
import type { ContextArgs } from './command-context.js';
import type { Scene, Understood } from './command.js';

/** `approve`: it is as the record says; `return`: it is not. `opinion` as it was written. */
export type CheckVerdict = {
  readonly task: number;
  readonly verdict: 'approve' | 'return';
  readonly opinion?: string;
};
export type CheckCommand = {
  readonly kind: 'command';
  readonly command: '抽查';
  readonly args: ContextArgs | CheckVerdict;
};

const FALSE =
  '不属?实|不真实|不准确|不符(?:合)?|不相符|不一致|对不上|有出入|有问题|有假|造假|作假|弄虚作假|伪造|编造?的|虚假|假的|没(?:有)?(?:去|打|访|回访)过';
const TRUE = '属实|相符|一致|无误|真实|对得上|没(?:有)?(?:什么)?(?:问题|出入)';
const AFTER = '(?!吗|么|[?？])[\\s,，、:：。;；]*(.*)$';
const NAMED = '(?:任务|记录|第|#)?\\s*(\\d{1,9})(?!\\d|\\s*[%月年季日天户条件单家笔宗份个])\\s*号?\\s*';
const OF_IT =
  '(?:的)?(?:回访)?(?:记录)?\\s*(?:已?经?(?:核对|核实|查)(?:过|了|过了)?)?[\\s,，]*(?:是|与|和|跟)?(?:事实|实际|情况)?';
/** 抽查 12 属实; and 12 不实, 2号的记录是假的 in words for nothing else. */
const VERDICT = new RegExp(`^抽查\\s*[::]?\\s*${NAMED}${OF_IT}(?:(${FALSE})|(?:${TRUE}))${AFTER}`, 'isu');
const ALONE = new RegExp(
  `^${NAMED}${OF_IT}(?:(不属?实|不真实|有假|造假|作假|弄虚作假|伪造的?|编的|虚假|假的)|(?:属实))${AFTER}`,
  'isu',
);
const verdictIn = (text: string): RegExpExecArray | null => VERDICT.exec(text) ?? ALONE.exec(text);

export const CHECK_VERDICT = { test: (plain: string): boolean => verdictIn(plain) !== null };

export function checkVerdict(plain: string, { text }: Scene): Understood {
  const found = verdictIn(plain);
  if (found === null || Number(found[1]) <= 0)
    return { kind: 'unclear', suggest: ['抽查 12 属实', '抽查 12 不实 住户说没有接到电话', '抽查'] };
  const written = verdictIn(text) ?? found;
  const opinion = (written[3] ?? '').trim();
  return {
    kind: 'command',
    command: '抽查',
    args: {
      task: Number(found[1]),
      verdict: found[2] === undefined ? 'approve' : 'return',
      ...(opinion === '' ? {} : { opinion }),
    },
  };
}
