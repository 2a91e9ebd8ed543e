/** 全部通过, 除了 21 都通过: what those write who approve many records at once, and what only sounds like it. */
import type { Understood } from './command.js';

/** A number of a task, with what may stand about it. */
export const ONE =
  '(?:任务|回访|记录|单号|工单|单子|编号|#|no\\.?|第)*\\s*\\d{1,7}(?!\\d|[.:-]\\d|\\s*[月年季日天%点分栋楼])\\s*(?:号|份|单|条|张)?(?:任务|记录|回访)?';
const LIST = `(${ONE}(?:[\\s,，、和跟与及]+${ONE})*)`;
const REVIEW = '(?:审核|审批|审阅|审)';
const OTHERS = '(?:其[他它余]|剩下?|余下|别)的?(?:记录)?';
const PASS = `(?:没问题|属实|无误)?[,，\\s]*(?:给|可以)?\\s*${REVIEW}?\\s*(?:通过|同意|批准|过|没问题)`;
const END = '(?:了|吧)?[。.!！\\s]*$';
const EVERY = '(?:都|均|全部|全都|全)';
const LEFT = '(?:以外|之外|除外|不算|外|先(?:不|别)(?:过|批|审|看|动)?|先(?:放|留)(?:着|一放|一留)?|有问题|再说)';

const ALL = new RegExp(
  `^(?:[^\\d,，。]{0,8}(?:看|审|核对?)(?:完|过|好)?了[,，\\s]+)?(?:确认|请)?${REVIEW}?\\s*(?:(?:以上|上面|这些|剩下的?|所有|全部|全都|都)(?:的|记录)*\\s*)+(?:没问题|属实)?[,，]?\\s*${REVIEW}?(?:(?:通过|同意|批准)(?!不了|率))(?:了|吧|${REVIEW})?[。.!！\\s]*$|^(?:给我)?全(?:部|都)?给?(?:过|批|准)(?:了|吧)?[。.!！\\s]*$`,
  'u',
);
/** 除了21 41都通过; 21以外都通过; 21先别过，其他都通过; 全部通过，21除外. */
const EXCEPT: readonly RegExp[] = [
  new RegExp(`^除(?:了|开|去)?\\s*${LIST}\\s*${LEFT}?[,，\\s]*(?:${OTHERS})?\\s*${EVERY}*${PASS}${END}`, 'iu'),
  new RegExp(`^${LIST}\\s*${LEFT}[,，\\s]*(?:(?:${OTHERS})\\s*${EVERY}*|${EVERY}+)${PASS}${END}`, 'iu'),
  new RegExp(`^(?:${OTHERS})?\\s*${EVERY}+${PASS}了?[,，\\s]*除(?:了|开|去)?\\s*${LIST}\\s*${LEFT}?${END}`, 'iu'),
  new RegExp(`^(?:${OTHERS})?\\s*${EVERY}+${PASS}了?[,，\\s]*${LIST}\\s*${LEFT}${END}`, 'iu'),
];
/** Some are left out, in words that do not tell which and how. */
const LEFT_OUT = new RegExp(
  `^[^退驳]{0,12}?(?:除(?:了|开|去)?\\s*${ONE}|${ONE}\\s*(?:以外|之外|除外|不算)|${OTHERS}\\s*${EVERY}*)[^退驳]{0,12}?(?:通过|同意|批准|过$)`,
  'iu',
);
/** 21别通过, 不要通过21, 21先不过: no approval; whether it is a return is not said. */
const HELD =
  /(?:不要|不用|别|先不要?|暂时不要?|缓一?缓再?)\s*(?:让|给|把)?\s*(?:任务|#)?\s*(?:\d{1,7}\s*号?)?\s*(?:审核)?(?:通过|同意|批准|批|过)(?![来去程户])/u;

/** Whether all that were listed are meant, which ones are left out, or that this cannot be told; null for none of it. */
export function manyAtOnce(plain: string): { readonly except: readonly number[] } | 'unclear' | null {
  if (ALL.test(plain)) return { except: [] };
  for (const pattern of EXCEPT) {
    const list = pattern.exec(plain)?.[1];
    if (list !== undefined) return { except: [...new Set((list.match(/\d+/gu) ?? []).map(Number))] };
  }
  const isUnclear = /\d/u.test(plain) && (LEFT_OUT.test(plain) || HELD.test(plain));
  return isUnclear ? 'unclear' : null;
}

/** Asks for the verdict in set form; `no`: the first number that was named. */
export function whichVerdict(plain: string): Understood {
  const no = Number(/\d{1,7}/u.exec(plain)?.[0] ?? 12);
  return { kind: 'unclear', suggest: [`审核 ${no} 通过`, `审核 ${no} 退回 没写整改情况`, '待办'] };
}
