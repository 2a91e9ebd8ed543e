import { describe, expect, it } from 'vitest';
import { diffText } from '../../../src/core/policy/diff.js';
import { POLICY_IDS, policyOf } from '../../helpers/policies.js';

const diff = (a: string, b: string): readonly string[] => diffText(policyOf(a), policyOf(b)).split('\n');

/** The lines under a heading, up to the next heading. */
function under(lines: readonly string[], heading: string): readonly string[] {
  const start = lines.findIndex((line) => line.startsWith(heading));
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith('  '));
  return start === -1 ? [] : rest.slice(0, end === -1 ? undefined : end);
}

describe('what would change from p03 to p05', () => {
  const lines = diff('p03', 'p05');

  it('says first from which policy to which', () => {
    expect(lines[0]).toBe('从《新世界物业回访管理规程》（p03）改为《物业服务回访管理标准规范》（p05），有这些变化：');
  });

  it('tells the later window of repairs, and not what stays', () => {
    expect(under(lines, '维修（p03.2 → p05.2）')).toEqual([
      '  时间：处理完毕后第 7 天起、1 个月之内 → 处理完毕满 1 个月起、2 个月之内',
    ]);
    expect(lines.join('\n')).not.toMatch(/30%|100%/);
  });

  it('tells once what changes alike for all kinds', () => {
    expect(lines.filter((line) => line.includes('方式：电话、上门、微信 → 上门、现场查看'))).toHaveLength(1);
  });

  it('sets both visits of an agreement against the one', () => {
    expect(under(lines, '特约服务（p03.3 → p05.3）').map((line) => line.trim())).toEqual([
      '原来：协议期过 2/3 后、期满前',
      '改为：第 1 次：协议期过 1/3 后、过 2/3 前',
      '第 2 次：协议期满后 7 天之内',
    ]);
  });

  it('names what only one of them has: duties, roles and forms', () => {
    expect(lines).toContain('逾期上门（p03.10）：不再有');
    expect(lines).toContain('回访统计表（p05.13）：新增');
    expect(lines).toContain('物业助理 → 物管员：新增 “回访统计表”；不再做 “逾期上门”');
    expect(lines).toContain('新增：《回访记录签收表》《纠正和预防措施记录》《回访统计表》');
    expect(lines).toContain('不再用：《回访用户流程图》');
    expect(lines.some((line) => line.startsWith('总经理（原来没有）：新增签署“'))).toBe(true);
  });

  it('takes another word for the same time, and a signature that all visits need, for no change', () => {
    expect(lines.join('\n')).not.toContain('急救结束');
    expect(lines).toContain('  方式：未规定 → 上门、现场查看一并进行');
  });

  it('keeps what a role does apart from what it signs or takes in', () => {
    expect(lines).toContain('物业部经理 → 项目处经理：新增签署“签名交表、审核与不合格上报·上报之后”');
    expect(lines).toContain('客服组主任 → 项目经理助理：新增受理“回访统计表”');
  });

  it('ends with what stays, also where titles differ', () => {
    expect(lines.at(-1)).toMatch(/^没有变化：.*回访内容.*存档与绩效/);
  });
});

describe('any two policies', () => {
  it('have no difference from themselves', () => {
    for (const id of POLICY_IDS) expect(diff(id, id)).toHaveLength(1);
    expect(diffText(policyOf('p03'), policyOf('p03'))).toMatch(/没有差别$/);
  });

  it('read as Chinese: no word of the schema, nothing undefined', () => {
    for (const a of POLICY_IDS) {
      for (const b of POLICY_IDS) {
        const text = diffText(policyOf(a), policyOf(b));
        expect(text, `${a} ${b}`).not.toMatch(/undefined|null|\[object|NaN|[a-z]{4}/);
      }
    }
  });

  it('differ where an estate gives its own parameters, clause by clause', () => {
    const own = policyOf('p03', { repairRate: 50, otherRate: 20, complaintDays: 1 });
    const lines = diffText(policyOf('p03'), own).split('\n');
    expect(under(lines, '投诉（p03.1 → p03.1）')).toEqual([
      '  时间：处理完毕后 3 天之内（当天不计） → 处理完毕后 1 天之内（当天不计）',
    ]);
    expect(under(lines, '维修（p03.2 → p03.2）')).toEqual(['  回访率：30%（按季度、以件计） → 50%（按季度、以件计）']);
    expect(under(lines, '居家服务、有偿服务、急救病人、公共区域维修、其他管理服务')).toEqual([
      '  回访率：由客服组主任确定 → 20%（按季度、以件计）',
    ]);
  });

  it('tell new and dropped kinds, those of which the same is said together', () => {
    expect(diff('p02', 'p11')).toContain(
      '居家服务、求助、急救病人、报刊杂志、文体活动、其他管理服务（p11.5）：新增回访',
    );
    expect(diff('p11', 'p02')).toContain('公共区域维修（p11.4）：不再回访');
    expect(under(diff('p02', 'p08'), '维修（p02.3）：不再回访')).toHaveLength(1);
  });

  it('say who sets a rate that is left open, and a single fact in one line', () => {
    const lines = diff('p01', 'p11');
    expect(lines.find((line) => line.startsWith('客户服务部（原来没有）'))).toContain('确定求助的回访率');
    expect(lines).toContain('维修（照明），处理完毕的时限（p01.4）：不再有，原为接到报告当天');
    expect(lines.join('\n')).not.toContain('100%（按月');
  });

  it('tell rounds, questionnaires and warranties', () => {
    expect(under(diff('p02', 'p03'), '定期回访住户（p02.1）：不再有').join('')).toContain('每季度一次；比例：100%');
    expect(diff('p03', 'p08')).toContain('满意度调查（p08.4、p08.5、p08.6、p08.7、p08.8、p08.9）：新增');
    expect(under(diff('p07', 'p10'), '供热与供冷系统的最低保修（p07.1 → p10.8）')).toEqual([
      '  期限：2 个采暖期、供冷期 → 24 个月',
    ]);
  });
});
