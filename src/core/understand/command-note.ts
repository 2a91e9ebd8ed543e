/** 登记的口令: a change of works (p10.15), and what the department manager is to know at once (p04.10). */
import { estateFirst } from './command-context.js';
import type { Scene, Understood } from './command.js';

/** `title`: the works, as they were named; `text`: what is changed, as it was written. */
export type ChangeArgs = { readonly title?: string; readonly text?: string; readonly estate?: string };
export type ReportArgs = { readonly task?: number; readonly text?: string; readonly estate?: string };
export type NoteCommand =
  | { readonly kind: 'command'; readonly command: '工程变更'; readonly args: ChangeArgs }
  | { readonly kind: 'command'; readonly command: '重要信息'; readonly args: ReportArgs };

const CHANGE = /^(?:登记|记)?(?:一?[下条个])?工程(?:的)?(?:设计)?(?:变更|更改|修改)(?:登记|记录)?[\s:：,，]*(.*)$/su;
const IMPORTANT =
  /^(?:上报|报告|有|登记)?(?:一?[条个])?重要(?:的)?(?:服务)?信息\s*[:：,，]?\s*(?:(?:任务|#)?\s*(\d{1,7})(?!\d|\s*[月年季日天%点份户个元])\s*号?)?[\s,，:：]*(.*)$/su;
const ASKED = /(?:吗|么|没有?|哪些|多少|怎么\p{Script=Han}{0,2}|什么)[?？。]*$/u;

/** 重要信息要及时上报: a rule, and nothing to note. */
const RULE =
  /(?:信息|变更|更改|修改)[\s,，:：]*(?:都?[要得]|应该?|必须|需要?|务必|请各位|大家|不要|别|怎么|是|的)(?!求)/u;

export const WORKS_CHANGE: Pick<RegExp, 'test'> = {
  test: (plain) => CHANGE.test(plain) && !ASKED.test(plain) && !RULE.test(plain),
};
/** 工程变更 一期装修 三楼隔断改玻璃: the works' name is the first word. */
export function changeOfWorks(plain: string, { text: written, estates }: Scene): Understood {
  const said = (CHANGE.exec(written) ?? CHANGE.exec(plain))?.[1] ?? '';
  const { estate, left } = estateFirst(said, estates);
  const [, title, text] = /^[\s,，:：]*([^\s,，:：]+)(?:[\s,，:：]+(.+))?$/su.exec(left) ?? [];
  return {
    kind: 'command',
    command: '工程变更',
    args: {
      ...(title === undefined ? {} : { title }),
      ...(text === undefined ? {} : { text: text.trim() }),
      ...(estate === null ? {} : { estate }),
    },
  };
}

export const IMPORTANT_NEWS: Pick<RegExp, 'test'> = {
  test: (plain) => IMPORTANT.test(plain) && !ASKED.test(plain) && !RULE.test(plain),
};
/** 重要信息 12 客户要求换人; 重要信息：三栋多户反映服务超时. */
export function importantNews(plain: string, { text: written, estates }: Scene): Understood {
  const [, task, said = ''] = IMPORTANT.exec(written) ?? IMPORTANT.exec(plain) ?? [];
  const { estate, left: text } = estateFirst(said, estates);
  return {
    kind: 'command',
    command: '重要信息',
    args: {
      ...(task === undefined ? {} : { task: Number(task) }),
      ...(text === '' ? {} : { text }),
      ...(estate === null ? {} : { estate }),
    },
  };
}
