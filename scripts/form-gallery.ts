/**
 * `npx tsx scripts/form-gallery.ts`: plays half a year of an estate, prints every form of it, and makes the pictures and
 * the gallery of docs/forms.md. Needs LibreOffice, pdftoppm and the Noto CJK fonts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { knownForms, makePapers, makeReport, type Asked } from '../src/app/reports/make-report.js';
import { parsePeriod } from '../src/core/period.js';
import type { FilledPaper } from '../src/core/report/filled-paper.js';
import { FORM_PERIODS, type Form } from '../src/core/report/form.js';
import { renderPapers } from '../src/forms/render-papers.js';
import { packageRoot } from '../src/package-root.js';
import { estateOf } from '../src/store/estates.js';
import type { SimulatedWorld } from '../tests/helpers/simulated.js';
import { ESTATE } from './form-gallery/estate.js';
import { pagePng, toPdf } from './form-gallery/pictures.js';
import { playGallery } from './form-gallery/play.js';

const DOCS = path.join(packageRoot(), 'docs');
const IMAGES = path.join('images', 'forms');
/** What follows it in docs/forms.md is written anew. */
const MARK = '<!-- 以下由 scripts/form-gallery.ts 生成 -->';
/** Of the last period that is over. */
const PERIODS: Readonly<Record<Form['period'], string>> = {
  none: '2026',
  day: '2026-06-10..2026-06-10',
  week: '2026-06-08..2026-06-14',
  month: '2026-06',
  quarter: '2026Q2',
  'half-year': '2026H1',
  year: '2026',
};
const SPOKEN: Readonly<Record<Form['period'], string>> = {
  none: '',
  day: ' 昨天',
  week: ' 上周',
  month: ' 6月',
  quarter: ' 二季度',
  'half-year': ' 上半年',
  year: ' 今年',
};

/** The paper on which most is written. */
const fullest = (papers: readonly FilledPaper[]): FilledPaper | undefined => {
  const written = ({ fields, lists }: FilledPaper): number =>
    Object.values(fields).filter((value) => value !== '').length + Math.min(12, Object.values(lists).flat().length);
  return papers.toSorted((a, b) => written(b) - written(a))[0];
};

async function askedOf({ ctx }: SimulatedWorld, form: Form): Promise<Asked> {
  const estate = await estateOf(ctx.db.read, ESTATE);
  if (estate === null) throw new Error(`no ${ESTATE}`);
  return { form, estate, period: parsePeriod(PERIODS[form.period]), id: null, now: ctx.clock.now() };
}

/** The form's file in a folder, of the world that has more to say on it. */
async function print(
  worlds: readonly [SimulatedWorld, ...SimulatedWorld[]],
  form: Form,
  folder: string,
): Promise<string> {
  const [{ ctx }] = worlds;
  const file = (type: string): string => path.join(folder, `${form.key}.${type}`);
  const papers: FilledPaper[] = [];
  for (const world of worlds) papers.push(...((await makePapers(world.ctx, await askedOf(world, form))) ?? []));
  const paper = fullest(papers);
  const bytes = paper === undefined ? null : await renderPapers(ctx.forms, form, [paper], 'xlsx');
  if (bytes === null) throw new Error(`nothing on ${form.key}`);
  writeFileSync(file('xlsx'), bytes);
  return file('xlsx');
}

/** 回访流程图 is a picture already. */
async function drawFlow(world: SimulatedWorld, form: Form): Promise<void> {
  const made = await makeReport(world.ctx, { ...(await askedOf(world, form)), id: 'p03' }, 'png');
  if (made.kind === 'none') throw new Error(made.says);
  writeFileSync(path.join(DOCS, IMAGES, `${form.key}.png`), made.file.bytes);
}

/** The clauses that name the form. */
function clausesOf({ ctx }: SimulatedWorld, { title, also, policies }: Form): readonly string[] {
  const names = [title, ...also].map((name) => JSON.stringify(name));
  return policies.flatMap((id) =>
    (ctx.policies.get(id)?.clauses ?? [])
      .filter((clause) => names.some((name) => JSON.stringify(clause).includes(name)))
      .map((clause) => clause.id),
  );
}

function entry(world: SimulatedWorld, form: Form): string {
  const { key, title, policies, period, files } = form;
  const clauses = clausesOf(world, form);
  const titles = policies.map((id) => `${id}《${world.ctx.policies.get(id)?.title ?? id}》`);
  const of = policies.length === 0 || policies.length > 3 ? '各制度' : titles.join('、');
  const flow = form.about === 'policy';
  const named = `${encodeURIComponent(key)}?estate=${ESTATE}`;
  const when = period === 'none' ? '' : `&period=${PERIODS[period]}`;
  const ways = [
    `聊天：\`${flow ? '流程图 p03' : `导出 ${title}${SPOKEN[period]}`}\``,
    `命令：\`huifang report ${key} --estate ${ESTATE}${flow ? ' --id p03' : period === 'none' ? '' : ` --period ${PERIODS[period]}`} --out ${title}.${files[0]}\``,
    `接口：\`GET /api/v1/reports/${named}${flow ? '&id=p03' : when}&format=${files[0]}\``,
  ];
  return [
    `### ${title}${policies.length === 1 && SAME.has(title) ? `（${policies[0]}）` : ''}`,
    '',
    `${of}${clauses.length === 0 || clauses.length > 8 ? '' : `，${clauses.join('、')}`}；${period === 'none' ? '不分期' : FORM_PERIODS[period]}；${files.join('、')}`,
    '',
    ...ways.map((way) => `- ${way}`),
    '',
    `![${title}](${IMAGES}/${key}.png)`,
  ].join('\n');
}
/** Titles that several forms have. */
const SAME = new Set(['回访记录表']);

const folder = mkdtempSync(path.join(tmpdir(), 'huifang-gallery-'));
/** p03 and p05 are the same rules of two companies: an estate has one or the other. */
const main = await playGallery(['p01', 'p02', 'p03', 'p04', 'p06', 'p07', 'p08', 'p09', 'p10', 'p11']);
const other = await playGallery(['p05']);
try {
  const forms = knownForms(main.ctx);
  const printed = forms.filter(({ about }) => about !== 'policy');
  const files: string[] = [];
  for (const form of printed) files.push(await print([main, other], form, folder));
  toPdf(files, folder);
  for (const { key } of printed) pagePng(path.join(folder, `${key}.pdf`), 1, path.join(DOCS, IMAGES, `${key}.png`));
  for (const form of forms.filter(({ about }) => about === 'policy')) await drawFlow(main, form);
  const doc = path.join(DOCS, 'forms.md');
  const [before] = readFileSync(doc, 'utf8').split(MARK);
  const gallery = forms.map((form) => entry(main, form)).join('\n\n');
  writeFileSync(doc, `${before?.trimEnd()}\n\n${MARK}\n\n${gallery}\n`);
} finally {
  await main.close();
  await other.close();
  rmSync(folder, { recursive: true, force: true });
}
