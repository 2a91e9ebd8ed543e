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
  it.each(['月报 9月', '季报', '汇总表', '统计表', '导出 回访记录表 9月', '流程图 p03', '绩效'])(
    '%s is answered by what can be had instead',
    (text) => {
      const meant = command(text);
      expect(isUnavailable(meant) && unavailable(meant)).toMatch(/^聊天里还不能.*可以写「/u);
    },
  );

  it('a narrower question gets no wider figure', () => {
    expect(tooNarrow(command('回访率 王芳 本月'))).toBe('回访率还不能按人分开看。整个项目的可以写「回访率 本月」。');
    expect(tooNarrow(command('第8项满意率'))).toContain('按项');
    expect(tooNarrow(command('执行率 p03'))).toContain('按制度');
    expect(tooNarrow(command('满意率 上月 维修'))).toBeNull();
    expect(tooNarrow(command('逾期 本月'))).toBeNull();
  });
});
