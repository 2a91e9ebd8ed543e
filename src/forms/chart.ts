/**
 * A chart as SVG and PNG, without a browser. echarts, the renderer and the font are optional packages: where one is not
 * installed the answer says so, and the figures go out as words alone.
 */
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type * as Resvg from '@resvg/resvg-js';
import type { ResvgRenderOptions } from '@resvg/resvg-js';
import type * as Echarts from 'echarts';
import type { ChartValue, Panel } from '../core/report/report.js';
import { CHART_FONT, CHART_WIDTH, chartHeight, chartOption } from './chart-option.js';
import { drawable, glyphsOf, type Glyphs } from './font-glyphs.js';

export type RenderedChart =
  | { readonly kind: 'chart'; readonly png: Uint8Array; readonly svg: string }
  /** Said to the operator; `missing` is the package that is not there. */
  | { readonly kind: 'no-chart'; readonly missing: string };

/** Drawn at this size for phones with fine screens; `CHART_WIDTH` are the picture's own units. */
const PNG_WIDTH = 900;
const FONT_PACKAGE = '@expo-google-fonts/noto-sans-sc';
const FONT_FILE = `${FONT_PACKAGE}/400Regular/NotoSansSC_400Regular.ttf`;

type Renderer = { readonly resvg: typeof Resvg; readonly fontFile: string };
type Tools = Renderer & { readonly echarts: typeof Echarts; readonly glyphs: Glyphs };

let renderer: Promise<Renderer | string> | null = null;
let tools: Promise<Tools | string> | null = null;

/**
 * Draws a chart: PNG 900 pixels wide, SVG of the same. Characters that the font does not know (rare names such as 𠮷)
 * are drawn as 〓, so that they are seen to be missing. Never throws for a package that is not installed.
 */
export async function renderChart(chart: ChartValue): Promise<RenderedChart> {
  tools ??= loadTools();
  const loaded = await tools;
  if (typeof loaded === 'string') return { kind: 'no-chart', missing: loaded };
  const { echarts, glyphs } = loaded;
  const shown = withDrawableText(chart, glyphs);
  const view = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: CHART_WIDTH,
    height: chartHeight(shown),
  });
  try {
    view.setOption(chartOption(shown));
    const svg = view.renderToSVGString();
    return { kind: 'chart', png: new loaded.resvg.Resvg(svg, drawnWith(loaded, PNG_WIDTH)).render().asPng(), svg };
  } finally {
    view.dispose();
  }
}

/** An SVG with Chinese text as PNG, so many pixels wide, drawn beside the program; null where what draws is not installed. */
export async function pngOfSvg(svg: string, width: number): Promise<Uint8Array | null> {
  renderer ??= loadRenderer();
  const loaded = await renderer;
  if (typeof loaded === 'string') return null;
  return (await loaded.resvg.renderAsync(svg, drawnWith(loaded, width))).asPng();
}

const drawnWith = ({ fontFile }: Renderer, width: number): ResvgRenderOptions => ({
  fitTo: { mode: 'width', value: width },
  background: '#ffffff',
  font: { fontFiles: [fontFile], loadSystemFonts: false, defaultFontFamily: CHART_FONT },
});

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
  const resvg = await import('@resvg/resvg-js').catch(notInstalled);
  if (resvg === null) return '@resvg/resvg-js';
  try {
    const fontFile = createRequire(import.meta.url).resolve(FONT_FILE);
    await access(fontFile);
    return { resvg, fontFile };
  } catch (error) {
    notInstalled(error);
    return FONT_PACKAGE;
  }
}

/** Not there, or its binary for this machine is not: both are "not installed"; anything else is a fault of ours. */
function notInstalled(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const absent = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ENOENT', 'ERR_DLOPEN_FAILED'].includes(String(code));
  if (absent || (error instanceof Error && error.message.includes('native binding'))) return null;
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
