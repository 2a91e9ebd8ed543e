import { describe, expect, it } from 'vitest';
import { isUnavailable, tooNarrow, unavailable } from '../../src/app/answer-unavailable.js';
import { understandCommand, type Command } from '../../src/core/understand/command.js';
import { instant } from '../helpers/talk.js';

const NOW = instant('2026-11-24T10:00:00+08:00');
function command(text: string): Command {
  const meant = understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园']);
  if (meant.kind === 'unclear') throw new Error(`not understood: ${text}`);
  return meant;
}

describe('what cannot be had in chat yet', () => {
  it.each(['月报 9月', '季报', '汇总表', '统计表', '导出 回访记录表 9月', '流程图 p03'])(
    '%s is answered by what can be had instead',
    (text) => {
      const meant = command(text);
      expect(isUnavailable(meant) && unavailable(meant)).toMatch(/^聊天里还不能.*可以写「/u);
    },
  );

  it('a narrower question gets no wider figure', () => {
    expect(tooNarrow(command('第8项满意率'))).toContain('按项');
    expect(tooNarrow(command('抽查 张伟'))).toContain('按人');
    for (const text of ['回访率 王芳 本月', '执行率 p03', '满意率 工程部', '逾期 张伟', '不满意 维修 本月'])
      expect(tooNarrow(command(text))).toBeNull();
    expect(tooNarrow(command('满意率 上月 维修'))).toBeNull();
    expect(tooNarrow(command('逾期 本月'))).toBeNull();
  });
});
