/** What a record 回访记录 says, in a line for staff. */
import { GRADES, type Direction, type Grade } from './terms.js';

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
