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

const FALSE = '不属?实|不符|不一致|有问题|有假|造假|作假|弄虚作假|虚假|假的';
const TRUE = '属实|相符|一致|无误|真实|没(?:有)?问题';
const VERDICT = new RegExp(
  `^抽查\\s*[::]?\\s*(?:任务|记录|第|#)?\\s*(\\d{1,9})(?!\\d|\\s*[%月年季日天户条件单家笔宗份个])\\s*号?\\s*[,，]?\\s*(?:与|和|跟)?(?:事实|实际|情况|记录)?(?:(${FALSE})|(?:${TRUE}))(?!吗|么|[?？])[\\s,，、:：。;；]*(.*)$`,
  'isu',
);

export const CHECK_VERDICT = { test: (plain: string): boolean => VERDICT.test(plain) };

export function checkVerdict(plain: string, { text }: Scene): Understood {
  const found = VERDICT.exec(plain);
  if (found === null || Number(found[1]) <= 0)
    return { kind: 'unclear', suggest: ['抽查 12 属实', '抽查 12 不实 住户说没有接到电话', '抽查'] };
  const written = VERDICT.exec(text) ?? found;
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
