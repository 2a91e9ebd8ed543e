import { describe, expect, it } from 'vitest';
import { tooNarrow } from '../../src/app/too-narrow.js';
import { understandCommand, type Command } from '../../src/core/understand/command.js';
import { instant } from '../helpers/talk.js';

const NOW = instant('2026-11-24T10:00:00+08:00');
function command(text: string): Command {
  const meant = understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园']);
  if (meant.kind === 'unclear') throw new Error(`not understood: ${text}`);
  return meant;
}

describe('a question that is too narrow', () => {
  it('gets no wider figure', () => {
    expect(tooNarrow(command('第8项满意率'))).toContain('按项');
    expect(tooNarrow(command('抽查 张伟'))).toContain('按人');
    for (const text of ['回访率 王芳 本月', '执行率 p03', '满意率 工程部', '逾期 张伟', '不满意 维修 本月'])
      expect(tooNarrow(command(text))).toBeNull();
    expect(tooNarrow(command('满意率 上月 维修'))).toBeNull();
    expect(tooNarrow(command('逾期 本月'))).toBeNull();
  });
});
