import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadPolicy } from '../../../src/core/policy/load.js';
import { keptText, readKeptText, versionOfText } from '../../../src/core/policy/version.js';

const TEXT = 'id: p99\ntitle: 试行\n# 项目参数 {"x":1}\n';

describe('a version of a policy', () => {
  it('is the hash of what is kept, and what is kept gives file and parameters back', () => {
    const kept = keptText(TEXT, { repairRate: 50, by: ['steward'], none: null });
    expect(versionOfText(kept)).toBe(createHash('sha256').update(kept).digest('hex'));
    expect(readKeptText(kept)).toEqual({ text: TEXT, parameters: { repairRate: 50, by: ['steward'], none: null } });
    expect(readKeptText(keptText(TEXT, {}))).toEqual({ text: TEXT, parameters: {} });
  });

  it('is another for another text or another parameter, and the same in whatever order they are given', () => {
    const version = (text: string, parameters: object): string => versionOfText(keptText(text, { ...parameters }));
    expect(version(TEXT, { a: 1, b: 2 })).toBe(version(TEXT, { b: 2, a: 1 }));
    const all = [version(TEXT, {}), version(`${TEXT} `, {}), version(TEXT, { a: 1 }), version(TEXT, { a: 2 })];
    expect(new Set(all).size).toBe(4);
  });

  it('reads as the file does: our line is a comment', () => {
    const faults = (text: string): readonly string[] => {
      const loaded = loadPolicy(text, 'f');
      return 'faults' in loaded ? loaded.faults.map(({ field, expected }) => `${field} ${expected}`) : [];
    };
    expect(faults(keptText(TEXT, { a: 1 }))).toEqual(faults(TEXT));
  });
});
