/** 服务卡、使用说明、维修注意事项 (p10.6): what is handed out on visits, one for each works. */
import { fieldsOf, listsOf } from '../../core/report/form.js';
import type { Paper } from '../../core/report/paper.js';
import { staffWithRole } from '../../store/staff.js';
import { worksOf } from '../../store/works-facts.js';
import type { Makers, ReportMaker } from './makers.js';
import { warrantyEnd, worksName } from './visit-values.js';

const handOut: ReportMaker = async (ctx, { form, estate, id }): Promise<readonly Paper[]> => {
  const { 名称, 地址, 电话, 联系部门, 联系人 } = ctx.forms.company;
  const leads = (await staffWithRole(ctx.db.read, estate.id, 'works-lead')).map(({ name }) => name).join('、');
  const names = new Set(fieldsOf(form).map(({ name }) => name));
  const [list] = listsOf(form);
  return (await worksOf(ctx.db.read, ctx.box, estate.id, id)).map(({ works }) => {
    const values = {
      工程名称: worksName(works),
      保修期至: warrantyEnd(works),
      执行负责人: leads,
      保修单位名称: 名称,
      联系部门,
      地址,
      联系人,
      电话,
      '采用的新材料、新工艺': works.novelties.join('、'),
    };
    const rows = works.commonDefects.map(({ defect, measure }, at) => ({
      序号: at + 1,
      问题: defect,
      防治措施: measure,
    }));
    return {
      form: form.key,
      number: works.id,
      fields: Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name))),
      lists: list === undefined ? {} : { [list.list]: rows },
      charts: [],
    };
  });
};

export const handOutMakers: Makers = { 'service-card': handOut, 'use-instructions': handOut, 'care-notes': handOut };
