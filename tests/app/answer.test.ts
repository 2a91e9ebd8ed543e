import { describe, expect, it } from 'vitest';
import { estateAsked, listed } from '../../src/app/answer.js';

describe('a list', () => {
  const rest = (shown: number): string => `还有 ${40 - shown} 行`;
  const lines = (length: number): readonly string[] => Array.from({ length }, (_, nth) => `${nth} ${'字'.repeat(30)}`);

  it('that fits is whole', () => {
    expect(listed('头', lines(3), rest)).toBe(`头\n${lines(3).join('\n')}`);
  });

  it('that does not is cut between lines, and says how many are left', () => {
    const text = listed('头', lines(40), rest).split('\n');
    expect(text.at(-1)).toBe(rest(text.length - 2));
    expect(Buffer.byteLength(text.join('\n'))).toBeLessThanOrEqual(2000);
    expect(Buffer.byteLength([...text, lines(1)[0]].join('\n'))).toBeGreaterThan(2000);
  });

  it('of which only some were read counts all', () => {
    expect(listed('头', lines(3), rest, 40).split('\n').at(-1)).toBe('还有 37 行');
  });
});

describe('whoever has more estates than a message names', () => {
  it('is asked which one, with as many names as it holds', () => {
    const estates = Array.from({ length: 300 }, (_, nth) => ({ id: `e${nth}`, name: `翠湖花园第 ${nth} 期` }));
    const roles = estates.map(({ id }) => ({ estate: id, role: 'manager' as const, households: [] }));
    const staff = { userid: 'sun', name: '孙国栋', department: null, active: true, roles };
    const asked = estateAsked({ staff, estates: estates as never, zone: 'Asia/Shanghai' }, undefined) as string;
    expect(asked).toContain('满意率 本月 翠湖花园第 0 期');
    expect(Buffer.byteLength(asked)).toBeLessThanOrEqual(2048);
    expect(asked).toMatch(/还有 \d+ 个。$/);
  });
});
