/**
 * A chart as SVG and PNG, without a browser. echarts, the renderer and the font are optional packages: where one is not
 * installed the answer says so, and the figures go out as words alone.
 */
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type * as Echarts from 'echarts';
import type { ChartValue, Panel } from '../core/report/report.js';
import { CHART_FONT, CHART_WIDTH, chartHeight, chartOption } from './chart-option.js';
import { drawable, glyphsOf, type Glyphs } from './font-glyphs.js';
import { openPngThread, type PngThread } from './png-thread.js';

export type RenderedChart =
  | { readonly kind: 'chart'; readonly png: Uint8Array; readonly svg: string }
  /** Said to the operator; `missing` is the package that is not there. */
  | { readonly kind: 'no-chart'; readonly missing: string };

/** Drawn at this size for phones with fine screens; `CHART_WIDTH` are the picture's own units. */
const PNG_WIDTH = 900;
const FONT_PACKAGE = '@expo-google-fonts/noto-sans-sc';
const WASM_PACKAGE = '@resvg/resvg-wasm';
const WASM_FILE = `${WASM_PACKAGE}/index_bg.wasm`;
const FONT_FILE = `${FONT_PACKAGE}/400Regular/NotoSansSC_400Regular.ttf`;

type Renderer = { readonly thread: PngThread; readonly fontFile: string };
type Tools = Renderer & { readonly echarts: typeof Echarts; readonly glyphs: Glyphs };

let renderer: Promise<Renderer | string> | null = null;
let tools: Promise<Tools | string> | null = null;

/**
 * Draws a chart: PNG 900 pixels wide, SVG of the same. Characters that the font does not know (rare names such as 𠮷)
 * are drawn as 〓, so that they are seen to be missing. Never throws for a package that is not installed.
 */
export const renderChart = (chart: ChartValue): Promise<RenderedChart> => renderCharts([chart]);

/** Several charts as one picture, under each other. */
export async function renderCharts(charts: readonly ChartValue[]): Promise<RenderedChart> {
  tools ??= loadTools();
  const loaded = await tools;
  if (typeof loaded === 'string') return { kind: 'no-chart', missing: loaded };
  const svg = stacked(charts.map((chart) => svgOf(chart, loaded)));
  return { kind: 'chart', png: await loaded.thread.draw(svg, PNG_WIDTH), svg };
}

type Drawn = { readonly svg: string; readonly height: number };

function svgOf(chart: ChartValue, { echarts, glyphs }: Tools): Drawn {
  const shown = withDrawableText(chart, glyphs);
  const height = chartHeight(shown);
  const view = echarts.init(null, null, { renderer: 'svg', ssr: true, width: CHART_WIDTH, height });
  try {
    view.setOption(chartOption(shown));
    return { svg: view.renderToSVGString(), height };
  } finally {
    view.dispose();
  }
}

function stacked(drawn: readonly Drawn[]): string {
  const [only, ...others] = drawn;
  if (only !== undefined && others.length === 0) return only.svg;
  let top = 0;
  const placed = drawn.map(({ svg, height }) => {
    const one = svg.replace('<svg ', `<svg y="${top}" `);
    top += height;
    return one;
  });
  const size = `width="${CHART_WIDTH}" height="${top}" viewBox="0 0 ${CHART_WIDTH} ${top}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${placed.join('')}</svg>`;
}

/** An SVG with Chinese text as PNG, so many pixels wide, drawn beside the program; null where what draws is not installed. */
export async function pngOfSvg(svg: string, width: number): Promise<Uint8Array | null> {
  renderer ??= loadRenderer();
  const loaded = await renderer;
  if (typeof loaded === 'string') return null;
  return loaded.thread.draw(svg, width);
}

/** Loads the tools ahead of the first chart, which would wait for them by seconds; what fails is said by that chart. */
export function warmUpCharts(): void {
  tools ??= loadTools();
  tools.catch(() => undefined);
}

/** The tools, or the name of the first package that is not installed. */
async function loadTools(): Promise<Tools | string> {
  const echarts = await import('echarts').catch(notInstalled);
  if (echarts === null) return 'echarts';
  renderer ??= loadRenderer();
  const loaded = await renderer;
  if (typeof loaded === 'string') return loaded;
  return { echarts, ...loaded, glyphs: glyphsOf(await readFile(loaded.fontFile)) };
}

async function loadRenderer(): Promise<Renderer | string> {
  const wasmFile = await fileOf(WASM_FILE);
  if (wasmFile === null) return WASM_PACKAGE;
  const fontFile = await fileOf(FONT_FILE);
  if (fontFile === null) return FONT_PACKAGE;
  return { thread: openPngThread({ wasmFile, fontFile, family: CHART_FONT }), fontFile };
}

/** A package's file; null where it is not there. */
async function fileOf(name: string): Promise<string | null> {
  try {
    const file = createRequire(import.meta.url).resolve(name);
    await access(file);
    return file;
  } catch (error) {
    return notInstalled(error);
  }
}

/** Not there is "not installed"; anything else is a fault of ours. */
function notInstalled(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ENOENT'].includes(String(code))) return null;
  throw error;
}

/** Every text of the chart, with characters that the font cannot draw made visible as missing. */
function withDrawableText(chart: ChartValue, glyphs: Glyphs): ChartValue {
  const fix = (text: string): string => drawable(text, glyphs);
  return {
    ...chart,
    title: fix(chart.title),
    subtitle: chart.subtitle === null ? null : fix(chart.subtitle),
    notes: chart.notes.map(fix),
    panels: chart.panels.map((panel) => withPanelText(panel, fix)),
  };
}

function withPanelText(panel: Panel, fix: (text: string) => string): Panel {
  const named = <T extends { readonly label: string }>(all: readonly T[]): readonly T[] =>
    all.map((one) => ({ ...one, label: fix(one.label) }));
  const title = fix(panel.title);
  switch (panel.kind) {
    case 'grades':
      return { ...panel, title, bars: named(panel.bars) };
    case 'shares':
      return { ...panel, title, bars: named(panel.bars) };
    case 'counts':
      return { ...panel, title, bars: named(panel.bars) };
    case 'trend':
    case 'line':
      return { ...panel, title, points: named(panel.points) };
    case 'heat':
      return { ...panel, title, rows: panel.rows.map(fix), columns: panel.columns.map(fix) };
    default:
      return panel satisfies never;
  }
}
