import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanXml } from '../../src/wecom/scan-xml.js';

function leaves(xml: string): readonly (readonly [string, string, number])[] | null {
  const found: (readonly [string, string, number])[] = [];
  return scanXml(xml, (...leaf) => void found.push(leaf)) ? found : null;
}
const nested = (depth: number): string => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;

describe('the scan', () => {
  it('tells every leaf with its depth, in order', () => {
    const xml = '\ufeff<?xml version="1.0"?>\n<xml><a>1&amp;2</a> <b x="y"><![CDATA[<c>]]></b><d><e/></d ></xml>\n';
    expect(leaves(xml)).toEqual([
      ['a', '1&2', 1],
      ['b', '<c>', 1],
      ['e', '', 2],
    ]);
  });
  it('gives any text back that was written in CDATA', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const xml = `<xml><a><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></a></xml>`;
        expect(leaves(xml)).toEqual([['a', text, 1]]);
      }),
    );
  });
  it('takes 32 levels and 4096 elements, and not one more', () => {
    expect(leaves(nested(32))).toEqual([['a', '', 31]]);
    expect(leaves(nested(33))).toBeNull();
    expect(leaves(`<x>${'<a/>'.repeat(4095)}</x>`)).toHaveLength(4095);
    expect(leaves(`<x>${'<a/>'.repeat(4096)}</x>`)).toBeNull();
  });
  it.each([
    '',
    'x',
    '<a>',
    '</a>',
    '<a></b>',
    '<a/><b/>',
    '<a/>x',
    '<a><',
    '<a><![CDATA[</a>',
    '<![CDATA[x]]>',
    '<1/>',
    '<a><!-- --></a>',
    '<?xml ',
  ])('refuses %j', (xml) => expect(leaves(xml)).toBeNull());
});
