/** What a record 回访记录 says, in a line for staff, and what is missing of one. */
import { NEEDS } from './policy/words.js';
import { GRADES, METHODS, type Direction, type Grade, type Method } from './terms.js';
import type { Gap } from './visit-record.js';

/** What of a record a line tells. */
export type Finding = {
  readonly grade: Grade | null;
  readonly grades: Readonly<Partial<Record<Direction, Grade>>> | null;
  readonly remark: string | null;
  readonly unfinished: boolean;
  readonly chargeAsQuoted: boolean | null;
};

/** Grade first, then the resident's words and what was found: 不满意，又漏了，没有做完. */
export function findingZh({ grade, grades, remark, unfinished, chargeAsQuoted }: Finding): string {
  const facts = [
    ...(grades === null ? [] : [`问卷 ${Object.keys(grades).length} 项`]),
    ...(grade === null ? [] : [`${grades === null ? '' : '总评'}${GRADES[grade].zh}`]),
    ...(remark === null ? [] : [remark]),
    ...(unfinished ? ['没有做完'] : []),
    ...(chargeAsQuoted === null ? [] : [chargeAsQuoted ? '收费与报价一致' : '收费与报价不一致']),
  ];
  return facts.join('，');
}

/** Ways of visiting in words. */
export const waysZh = (methods: readonly Method[], between: string): string =>
  methods.map((method) => METHODS[method].zh).join(between);

const HOUSEHOLD = '住户';

/** What is missing, in words for whoever made the visit; `asked`: whom it asks. */
export function gapZh(gap: Gap, asked = HOUSEHOLD): string {
  switch (gap.kind) {
    case 'no-method':
      return '怎样回访的（电话、上门、现场查看……）';
    case 'chat':
      return `微信的答复由${asked}自己写，不能代填；请写电话、上门等方式`;
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
      return `${asked}是否满意（满意、一般满意、不满意）`;
    case 'no-finding':
      return `${asked === HOUSEHOLD ? '' : `${asked}反映的，或`}看到的情况，写一句即可`;
    case 'promise-over':
      return '约定的答复时间要在回访以后，如 答复 周五下午';
    default:
      return gap satisfies never;
  }
}
