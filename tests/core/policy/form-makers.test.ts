import { describe, expect, it } from 'vitest';
import { formMakers } from '../../../src/core/policy/form-makers.js';
import { readFormFiles } from '../../../src/form-files.js';
import { policyOf } from '../../helpers/policies.js';

const { forms } = readFormFiles(null);

const makersOf = (key: string, ...ids: readonly string[]): readonly string[] => {
  const form = forms.get(key);
  if (form === undefined) throw new Error(`no form ${key}`);
  return formMakers(
    ids.map((id) => policyOf(id)),
    form,
  );
};

describe('whom the source has make a form', () => {
  it.each([
    ['quarter-report', 'p03', ['steward', 'supervisor', 'manager'], '物业助理每季度末……写成统计分析报告'],
    ['visit-statistics', 'p05', ['steward'], '《回访统计表》'],
    ['complaint-month', 'p08', ['dispatcher'], '调度人员按月将统计和分析结果上报管理处负责人'],
    ['function-visits', 'p08', ['function-head'], '职能主管负责记录、分析、总结、提出整改意见'],
    ['survey-report', 'p08', ['manager'], '管理处负责人写成综合报告'],
    [
      'home-service-report',
      'p04',
      ['service-clerk', 'dispatcher', 'supervisor', 'department-manager'],
      '客服专员或指挥中心人员',
    ],
    ['weekly-round', 'p06', ['repair-lead'], '工程主管（或维修班长）'],
    ['repeat-complaint', 'p06', ['office', 'steward', 'repair-lead'], '服务中心填写，办公室安排特殊回访与返修'],
    ['repair-methods', 'p10', ['works-lead'], '以书面形式报告物业管理部门'],
    ['common-defects', 'p07', ['works-lead'], '事先编制专门的质量通病防治措施'],
  ])('%s (%s): %j', (key, policy, roles) => {
    expect([...makersOf(key, policy)].toSorted()).toEqual([...roles].toSorted());
  });

  it('names nobody for a form of a policy that the estate does not have', () => {
    expect(makersOf('complaint-month', 'p03')).toEqual([]);
  });

  it('gives all records of a period to whoever archives them, and to no visitor', () => {
    expect(makersOf('record-p03', 'p03')).toEqual(['supervisor']);
    expect(makersOf('record-p02', 'p02')).toEqual(['steward']);
    expect(makersOf('home-service-record', 'p04')).toEqual([]);
  });
});
