/** `huifang audit draw`: lists draws; draws one again and compares; publishes its key; exports it for another program. */
import { parseArgs } from 'node:util';
import { auditDraw, type DrawAudit, type DrawFault } from '../app/audit-draw.js';
import { revealKey } from '../app/reveal-keys.js';
import { environment } from '../config.js';
import type { Context } from '../context.js';
import { formatInstant, startOfDay } from '../core/calendar.js';
import { exportDraw } from '../core/draw-export.js';
import { spanOf } from '../core/draw-period.js';
import { UNITS } from '../core/policy/words.js';
import type { Quota } from '../core/sampling.js';
import { wasDrawn } from '../store/draw-units.js';
import { drawById, listDraws, type StoredDraw } from '../store/draws.js';
import { estateOf } from '../store/estates.js';
import { UsageFault } from './admin.js';
import { openContext } from './open-context.js';

const OPTIONS = {
  estate: { type: 'string' },
  export: { type: 'boolean' },
  reveal: { type: 'boolean' },
} as const;

export async function drawCommand(argv: readonly string[], usage: string): Promise<number> {
  const { values, positionals } = readArgs(argv, usage);
  const opened = await openContext(environment());
  try {
    const [id] = positionals;
    const { ctx } = opened;
    if (id === undefined) return await list(ctx, values.estate ?? null);
    return await one(ctx, id, { reveal: values.reveal ?? false, exports: values.export ?? false });
  } finally {
    await opened.close();
  }
}

function readArgs(argv: readonly string[], usage: string) {
  try {
    const parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
    if (parsed.positionals.length <= 1) return parsed;
  } catch {
    // The usage says what would be right.
  }
  throw new UsageFault(usage);
}

const say = (...lines: readonly string[]): void => void process.stdout.write(lines.map((line) => `${line}\n`).join(''));

async function list(ctx: Context, estate: string | null): Promise<number> {
  const draws = await listDraws(ctx.db.read, estate);
  if (draws.length === 0) say('还没有抽样。');
  say(...draws.map((draw) => `${draw.id}  ${ruleZh(draw)}  ${stateZh(draw)}`));
  return 0;
}

async function one(
  ctx: Context,
  id: string,
  { reveal, exports }: { readonly reveal: boolean; readonly exports: boolean },
): Promise<number> {
  const found = await drawById(ctx.db.read, id);
  if (found === null) throw new UsageFault(`没有抽样 ${id}；huifang audit draw 列出现有的。`);
  const draw = reveal ? await ctx.db.write((tx) => revealKey(tx, ctx, id, ctx.clock.now())) : found;
  const looked = await auditDraw(ctx.db.read, ctx, draw);
  if (exports) {
    const key = draw.revealedAt === null ? null : ctx.box.open(draw.keyCipher);
    const chosenIds = looked.members.filter(({ visits }) => visits.some(wasDrawn)).map(({ unit }) => unit.id);
    say(JSON.stringify(exportDraw({ ...draw, chosenIds }, looked.record, key)));
    return looked.faults.length === 0 ? 0 : 1;
  }
  say(...(await describe(ctx, looked, reveal)));
  return looked.faults.length === 0 ? 0 : 1;
}

async function describe(ctx: Context, looked: DrawAudit, reveal: boolean): Promise<readonly string[]> {
  const { draw, record, members, faults } = looked;
  const zone = (await estateOf(ctx.db.read, draw.estate))?.timezone ?? ctx.defaultZone;
  const starts = startOfDay(spanOf(draw.period).from, zone);
  const committed = formatInstant(draw.createdAt, zone).slice(0, 16).replace('T', ' ');
  const replaced = record.steps.filter(({ kind }) => kind === 'replace').length;
  const byHand = record.steps.filter(({ kind }) => kind === 'hand').length;
  const isPublic = draw.revealedAt !== null;
  return [
    `抽样 ${draw.id}：${ruleZh(draw)}，${stateZh(draw)}`,
    `密钥摘要 ${draw.keyHash}（${committed} 承诺，${draw.createdAt < starts ? '在本期开始之前' : '在本期开始之后'}）`,
    isPublic ? `密钥 ${ctx.box.open(draw.keyCipher)}` : '密钥：本期结束、各次回访的时限都过了以后公布',
    ...(reveal && !isPublic ? ['现在还不能公布密钥：本期没有结束，或还有回访在时限之内。'] : []),
    `总体 ${members.filter(({ unit }) => unit.left !== true).length} ${unitZh(draw)}，摘要 ${draw.populationHash ?? '（本期没有结束）'}`,
    `应抽 ${draw.required ?? '（本期没有结束）'}，抽中 ${draw.chosen}，换户 ${replaced}，指定 ${byHand}，欠 ${draw.short ?? 0}`,
    ...(faults.length === 0 ? ['按密钥和总体重抽一遍，结果一致。'] : ['按密钥和总体重抽一遍，结果不一致：']),
    ...faults.map(faultZh),
  ];
}

const unitZh = ({ rule }: Pick<StoredDraw, 'rule'>): string => UNITS[rule.unit].zh;
const ruleZh = ({ rule }: StoredDraw): string => `按${unitZh({ rule })}抽，${quotaZh(rule.quota)}`;

function quotaZh(quota: Quota | null): string {
  if (quota === null) return '比例待定';
  if (quota.kind === 'percent') return `${quota.percent}%`;
  if (quota.kind === 'per-day') return `每日至多 ${quota.cap}`;
  return quota.tiers
    .map(({ upTo, percent }) => (upTo === undefined ? `以上 ${percent}%` : `${upTo} 以内 ${percent}%`))
    .join('，');
}

function stateZh({ size, chosen, closedAt, revealedAt }: StoredDraw): string {
  const state = revealedAt !== null ? '已公布密钥' : closedAt !== null ? '已结' : '未结';
  return `${size} 个中抽中 ${chosen}，${state}`;
}

const FAULTS: Readonly<Record<DrawFault['kind'], string>> = {
  key: '密钥与当初承诺的摘要不符',
  population: '总体与留存的不符',
  step: '补抽、换户不合密钥的次序，步骤',
  required: '应抽数与制度不符，步骤',
  'chosen-not': '应抽中，实际没有',
  'chosen-yet': '应未抽中，实际抽中了',
};

const faultZh = ({ kind, units }: DrawFault): string => `· ${FAULTS[kind]}：${units.join('、')}`;
