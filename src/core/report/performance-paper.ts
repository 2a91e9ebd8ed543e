/** 《绩效数据》 (p02.19, p03.14, p11.7): of each member of staff what was theirs to do, of each worker how the work was taken. */
import { inTimeRate, meanHours, type Performance } from '../performance.js';
import { sumTallies } from './analysis.js';
import { shown } from './month-summary.js';
import { headFields, type Heading } from './period-head.js';
import type { Paper } from './paper.js';
import { isFew, FEW_RETURNED_NOTE } from './report.js';

const NOTE =
  '按时率 = 按时 ÷（按时 + 补办 + 逾期未办），回访和要办的事合计；还没到期的和有理由的（拒访、搬走、换户等）不计入。满意率 =（满意 + 一般满意）÷ 回收。';

/** `people`: by what each is called. */
export function performancePaper(heading: Heading, people: ReadonlyMap<string, Performance>): Paper {
  const all = [...people].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const staff = all.filter(([, { tasks, duties, made }]) => tasks.due + duties.due + made > 0);
  const workers = all.filter(([, { work }]) => work.done > 0 || work.satisfaction.issued > 0);
  return {
    form: 'performance',
    number: null,
    fields: {
      ...headFields(heading),
      说明: NOTE,
      经办服务满意率: shown(sumTallies(workers.map(([, { work }]) => work.satisfaction)).rate),
    },
    lists: {
      回访人员: staff.map(([name, one]) => ({
        姓名: name,
        应办回访: one.tasks.due,
        要办的事: one.duties.due,
        按时: one.tasks.inTime + one.duties.inTime,
        补办: one.tasks.late + one.duties.late,
        逾期未办: one.tasks.overdue + one.duties.overdue,
        有理由: one.tasks.excused + one.duties.excused,
        按时率: shown(inTimeRate(one).rate),
        亲自回访: one.made,
        审核退回: one.returned,
        回访满意率: satisfied(one.satisfaction),
      })),
      维修服务人员: workers.map(([name, { work }]) => ({
        姓名: name,
        完成件数: work.done,
        平均小时: meanHours(work),
        没有做完: work.unfinished,
        发出: work.satisfaction.issued,
        回收: work.satisfaction.returned,
        满意: work.satisfaction.satisfied,
        一般满意: work.satisfaction.fairly,
        不满意: work.satisfaction.dissatisfied,
        满意率: satisfied(work.satisfaction),
      })),
    },
    charts: [],
  };
}

/** A rate on few answers says so. */
const satisfied = ({ rate, returned }: Performance['satisfaction']): string | null =>
  rate === null
    ? null
    : `${shown(rate) ?? ''}${isFew(returned) ? `（${returned} 份，${FEW_RETURNED_NOTE.slice(0, 3)}）` : ''}`;
