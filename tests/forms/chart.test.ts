import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ChartValue, GradeBar } from '../../src/core/report/report.js';
import { drawable, glyphsOf } from '../../src/forms/font-glyphs.js';
import { renderChart, renderCharts } from '../../src/forms/chart.js';

const bar = (label: string, more: Partial<GradeBar> = {}): GradeBar => ({
  label,
  issued: 78,
  returned: 65,
  satisfied: 48,
  fairly: 12,
  dissatisfied: 5,
  rate: '92.3',
  ...more,
});
const chart = (more: Partial<ChartValue> = {}): ChartValue => ({
  title: '9 月维修满意率 92.3%',
  subtitle: '回收 65 / 发出 78',
  passMark: 85,
  notes: ['没有回收的写「—」。'],
  panels: [{ kind: 'grades', title: '满意程度', bars: [bar('9 月'), bar('8 月')] }],
  ...more,
});

/** The sizes of the letters of a text. */
const sizeOf = (svg: string, text: string): number => {
  const letters = [...svg.matchAll(/<text[^>]*font-size:\s*(\d+(?:\.\d+)?)px[^>]*>([^<]*)/gu)];
  return Number(letters.find(([, , said]) => said === text)?.[1] ?? Number.NaN);
};

async function draw(value: ChartValue): Promise<{ png: Buffer; svg: string }> {
  const drawn = await renderChart(value);
  if (drawn.kind === 'no-chart') return expect.fail(`${drawn.missing} is not installed`);
  return { png: Buffer.from(drawn.png), svg: drawn.svg };
}

/** How many pixels of a PNG's filtered rows are not plain repetition: letters that vanish lower it. */
function inkOf(png: Buffer): number {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return inflateSync(Buffer.concat(parts)).reduce((sum, byte) => sum + (byte === 0 ? 0 : 1), 0);
}

describe('several charts', () => {
  test('are one picture, under each other and whole', async () => {
    const [one, other] = [chart({ title: '一季度回访率' }), chart({ title: '各楼栋满意率' })];
    const alone = [await draw(one), await draw(other)];
    const drawn = await renderCharts([one, other]);
    if (drawn.kind === 'no-chart') return expect.fail(`${drawn.missing} is not installed`);
    for (const words of ['一季度回访率', '各楼栋满意率']) expect(drawn.svg).toContain(words);
    const height = (png: Uint8Array): number => Buffer.from(png).readUInt32BE(20);
    expect(Buffer.from(drawn.png).readUInt32BE(16)).toBe(900);
    expect(height(drawn.png)).toBe(alone.reduce((sum, { png }) => sum + height(png), 0));
    const ink = alone.reduce((sum, { png }) => sum + inkOf(png), 0);
    expect(inkOf(Buffer.from(drawn.png))).toBeGreaterThan(ink * 0.9);
    return undefined;
  });
});

describe('the picture', () => {
  test('is a PNG 900 pixels wide and under 200 kB, with title, labels, counts and the pass mark', async () => {
    const { png, svg } = await draw(chart());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(900);
    expect(png.length).toBeLessThan(200_000);
    for (const words of ['9 月维修满意率 92.3%', '满意', '一般', '不满意', '48', '65 / 78', '合格 85%']) {
      expect(svg).toContain(words);
    }
  });

  test('Chinese letters are really drawn: a longer title leaves more ink', async () => {
    const short = await draw(chart({ title: '' }));
    const long = await draw(chart({ title: '翠湖花园维修满意率' }));
    expect(inkOf(long.png)).toBeGreaterThan(inkOf(short.png) + 1_000);
  });

  test('a bar without answers says a dash and 0 of how many, and few answers are said to be few', async () => {
    const none = { returned: 0, satisfied: 0, fairly: 0, dissatisfied: 0, rate: null, issued: 12 };
    const few = { returned: 4, satisfied: 4, fairly: 0, dissatisfied: 0, rate: '100.0', issued: 6 };
    const { svg } = await draw(
      chart({ panels: [{ kind: 'grades', title: '各类', bars: [bar('投诉', none), bar('求助', few)] }] }),
    );
    expect(svg).toContain('—');
    expect(svg).toContain('0 / 12');
    expect(svg).not.toMatch(/>0(?:\.0)?%</);
    expect(svg).toContain('4 / 6，份数少');
  });

  test('a trend names each period with its rate and counts', async () => {
    const points = [bar('8 月', { rate: '90.5', returned: 63, issued: 70 }), bar('9 月')];
    const { svg } = await draw(chart({ passMark: null, panels: [{ kind: 'trend', title: '走势', points }] }));
    for (const words of ['8 月', '90.5%', '63 / 70', '9 月', '92.3%', '65 / 78']) expect(svg).toContain(words);
    expect(svg).not.toContain('合格');
  });

  test('names are text, never markup', async () => {
    const { svg } = await draw(chart({ title: '<script>alert(1)</script>&' }));
    expect(svg).not.toContain('<script>alert');
  });
});

describe('rare characters', () => {
  test('one that the font does not know is drawn as 〓 and does not vanish', async () => {
    const { svg } = await draw(chart({ panels: [{ kind: 'grades', title: '𠮷屋', bars: [bar('𠮷屋')] }] }));
    expect(svg).toContain('〓屋');
    expect(svg).not.toContain('𠮷');
  });

  test('line breaks and variation selectors stay as they are', () => {
    expect(drawable('翠\n湖\ufe0f𠮷', (point) => point < 0x1_0000)).toBe('翠\n湖\ufe0f〓');
  });

  test('a file that is no font is refused', () => {
    expect(() => glyphsOf(Buffer.alloc(64))).toThrow(RangeError);
  });
});

describe('the pictures of a period', () => {
  const points = ['1 月', '2 月', '3 月'].map((label, n) => ({
    label,
    issued: 20,
    returned: [15, 4, 0][n] ?? 0,
    rate: ['80.0', '0.0', null][n] ?? null,
  }));

  test('a line says each rate, how many answered, and its pass mark; 0.0 and nothing look different', async () => {
    const { svg } = await draw(chart({ passMark: 85, panels: [{ kind: 'line', title: '满意率', points }] }));
    for (const words of ['80.0', '0.0', '15', '4', '合格 85%', '3 月']) expect(svg).toContain(words);
    expect(svg.match(/—/g)?.length).toBeGreaterThan(0);
  });

  test('shares and counts say what they are of', async () => {
    const { svg } = await draw(
      chart({
        passMark: null,
        panels: [
          { kind: 'shares', title: '回访率', bars: [{ label: '投诉', part: 3, whole: 12, rate: '25.0' }] },
          { kind: 'counts', title: '逾期', bars: [{ label: 'p03.2 维修回访', count: 11, of: 22 }] },
        ],
      }),
    );
    for (const words of ['25.0%', '3 / 12', '11 / 22']) expect(svg).toContain(words);
  });

  test('a heat map says every number, and the shades of a low and a high rate differ in grey', async () => {
    const cells = [
      [
        { rate: '100.0', returned: 12 },
        { rate: '40.0', returned: 5 },
      ],
      [null, { rate: '0.0', returned: 1 }],
    ];
    const { svg } = await draw(
      chart({ panels: [{ kind: 'heat', title: '满意率', rows: ['1 栋', '2 栋'], columns: ['投诉', '维修'], cells }] }),
    );
    for (const words of ['100.0', '(12)', '40.0', '(5)', '0.0', '—', '1 栋', '维修']) expect(svg).toContain(words);
    const grey = (hex: string): number =>
      [0, 2, 4].reduce(
        (sum, at, n) => sum + ([0.3, 0.59, 0.11][n] ?? 0) * Number.parseInt(hex.slice(at, at + 2), 16),
        0,
      );
    const fills = [...svg.matchAll(/fill="#([0-9a-f]{6})" stroke/g)].map(([, hex = '']) => grey(hex));
    expect(Math.max(...fills) - Math.min(...fills)).toBeGreaterThan(120);
  });
});

test('a title that is too long for the picture is written smaller, not cut off', async () => {
  const long = '翠湖花园 2025 年 11 月 28 日至 2026 年 11 月 27 日满意率';
  expect(sizeOf((await draw(chart({ title: '9 月满意率' }))).svg, '9 月满意率')).toBe(23);
  const size = sizeOf((await draw(chart({ title: long }))).svg, long);
  expect(size).toBeGreaterThan(15);
  expect(size).toBeLessThan(21);
});
