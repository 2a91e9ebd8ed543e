/** A version 稿 of a report is made from the figures as they are, or again from the paper that was approved, and given. */
import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '../../context.js';
import type { Instant } from '../../core/calendar.js';
import { numbered, type FilledPaper } from '../../core/report/filled-paper.js';
import { fieldsOf, HEAD_FIELDS, type FileType, type Form } from '../../core/report/form.js';
import { numberOf, subjectNumber } from '../../core/report/period-head.js';
import { signPapers } from '../../core/report/sign-paper.js';
import { checkForm } from '../../forms/check-template.js';
import { MIME, renderPapers } from '../../forms/render-papers.js';
import { appendAudit } from '../../store/audit.js';
import type { Tx } from '../../store/db.js';
import { dropFinal, keepVersion, paperOf, stepsOfReport, versionOfStep } from '../../store/report-versions.js';
import { lockReport, saveReport, type StoredReport } from '../../store/reports.js';
import { makePapers } from '../reports/make-report.js';
import { archiveAnew } from './archive-report.js';
import { archivedFrom, reportPeriod, roleOf, type Walking } from './road-of.js';
import { tellApproved, tellHolder } from './tell-report.js';

type Making = Walking & { readonly form: Form };

/** The papers that go to whoever has the report now: as they were, unless they are to be told anew. */
async function papersFor(ctx: Context, making: Making, now: Instant): Promise<Papers> {
  const { report, estate, road, form } = making;
  const before = report.version === 0 ? null : await paperOf(ctx.db.read, ctx.box, report.id, report.version);
  const kept = before === null ? null : (JSON.parse(before) as readonly FilledPaper[]);
  const isReturned = report.todo === 'remake';
  // What was handed in is what those who review it sign: after the first of them nothing is counted again.
  if (kept !== null && report.step > (isReturned ? 0 : 1)) return { papers: kept, isNew: isReturned };
  const period = reportPeriod(road, report.period);
  const id = road.every === null ? await subjectId(ctx, making) : null;
  const fresh = (await makePapers(ctx, { form, estate, period, id, now })) ?? [];
  return { papers: fresh, isNew: isReturned || kept === null || figuresOf(fresh) !== figuresOf(kept) };
}

/** What a report that is made once is asked for by: its works, or the survey of its period. */
async function subjectId({ db }: Context, { report, estate, form }: Making): Promise<string> {
  if (form.about !== 'survey') return report.period;
  const where = { estateId: estate.id, policyId: report.policy, period: report.period };
  return (await db.read.survey.findFirst({ where, select: { id: true } }))?.id ?? report.period;
}
type Papers = { readonly papers: readonly FilledPaper[]; readonly isNew: boolean };

/** What a paper says, apart from when it was made and under which number. */
const figuresOf = (papers: readonly FilledPaper[]): string =>
  JSON.stringify(
    papers.map(({ form, fields, lists }) => {
      const head = fieldsOf(form).flatMap(({ name, instead }) => (instead === undefined ? [] : [name]));
      const apart = Object.fromEntries([...HEAD_FIELDS, ...head].map((name) => [name, '']));
      return { fields: { ...fields, ...apart }, lists };
    }),
  );

/**
 * Makes the version that is due, if one is, and gives it to whoever has the report; nobody has one that is approved.
 * The report as it is then; null where something else was done to it meanwhile.
 */
export async function makeVersion(ctx: Context, making: Making, now: Instant): Promise<StoredReport | null> {
  const { report, estate, form } = making;
  const { papers, isNew } = await papersFor(ctx, making, now);
  const version = report.version + (isNew ? 1 : 0);
  const of = { estate: estate.name, form: report.form, policy: report.policy };
  // 第几稿 comes last.
  const period = reportPeriod(making.road, report.period);
  const named = period === null ? subjectNumber(of, report.period) : numberOf(of, period);
  const number = `${named}-${version}`;
  const under = papers.map((paper) => numbered(paper, number));
  const file = isNew ? await fileOf(ctx, form, under) : null;
  return ctx.db.write(async (tx) => {
    const held = await lockReport(tx, ctx.db, report.id);
    if (held?.revision !== report.revision) return null;
    if (file !== null) {
      const name = `${number}.${file.type}`;
      await keep(tx, ctx, { ...making, version, final: false, number, name, file, paper: under }, now);
      if (report.step > 0 && report.todo === 'make') await versionOfStep(tx, report.id, report.version, version);
    }
    const rest = { status: 'walking', since: now, todo: null, nextAt: null } as const;
    const moved = { ...held, ...(held.status === 'approved' ? {} : rest), version };
    if (!(await saveReport(tx, moved, now))) return null;
    if (moved.status !== 'approved') await tellHolder(tx, ctx, { ...making, report: moved }, now);
    return { ...moved, revision: moved.revision + 1 };
  });
}

/**
 * 定稿: the approved version with the signatures in it, for all who are told of it. Made again with what somebody saw to
 * after the approval (p02.17), it takes the place of the one before, in the archive too.
 */
export async function signVersion(ctx: Context, making: Making, now: Instant): Promise<void> {
  const { report, estate, road, form } = making;
  const { version } = report;
  const draft = await paperOf(ctx.db.read, ctx.box, report.id, version);
  // In the archive there is no draft any more: what was signed stands, what followed is added.
  const kept = draft ?? (await paperOf(ctx.db.read, ctx.box, report.id, version, true));
  if (kept === null) throw new Error('an approved report has no paper');
  const done = await stepsOfReport(ctx.db.read, ctx.box, report.id);
  const signs = done
    .filter(({ what }) => draft !== null || what === 'followed')
    .map((sign) => ({ ...sign, role: roleOf(making, sign.step) }));
  const papers = signPapers(JSON.parse(kept) as FilledPaper[], signs, road.steps.length, estate.timezone);
  const file = await fileOf(ctx, form, papers);
  const number = numberOn(papers) ?? '';
  const at = archivedFrom(making);
  await ctx.db.write(async (tx) => {
    const held = await lockReport(tx, ctx.db, report.id);
    if (held?.revision !== report.revision) return;
    const name = `${number}（定稿）.${file.type}`;
    const isAnew = await dropFinal(tx, report.id, version);
    await keep(tx, ctx, { ...making, version, final: true, number, name, file, paper: papers }, now);
    if (held.status === 'archived') {
      await archiveAnew(tx, ctx, held, { number, sha256: file.sha256, size: file.bytes.length }, now);
      await saveReport(tx, { ...held, todo: null, nextAt: null }, now);
      return;
    }
    const signed = { ...held, todo: 'archive', nextAt: Math.max(now, at ?? now) as Instant } as const;
    if ((await saveReport(tx, signed, now)) && !isAnew) await tellApproved(tx, ctx, { ...making, report: signed }, now);
  });
}

/** 编号 as a report's papers carry it. */
const numberOn = ([paper]: readonly FilledPaper[]): string | null => {
  const number = paper?.fields['编号'];
  return number === undefined ? null : String(number);
};

type Made = { readonly bytes: Uint8Array; readonly type: FileType; readonly sha256: string };

/** @throws where the form's template has a fault: it is mended, and the report made then. */
async function fileOf(ctx: Context, form: Form, papers: readonly FilledPaper[]): Promise<Made> {
  const type = form.files.find((one) => one === 'xlsx' || one === 'docx') ?? 'csv';
  const faults = await checkForm(ctx.forms, form);
  if (faults.length > 0) throw new Error(`the template of ${form.key} has faults`);
  const bytes = await renderPapers(ctx.forms, form, papers, type);
  if (bytes === null) throw new Error(`${form.key} gives no file`);
  return { bytes, type, sha256: createHash('sha256').update(bytes).digest('hex') };
}

type Keeping = Making & {
  readonly version: number;
  readonly final: boolean;
  readonly number: string;
  readonly name: string;
  readonly file: Made;
  readonly paper: readonly FilledPaper[];
};

async function keep(tx: Tx, ctx: Context, keeping: Keeping, now: Instant): Promise<void> {
  const { report, estate, version, final, number, name, file, paper } = keeping;
  const { bytes, sha256, type } = file;
  const about = { report: report.id, version, final, number, name, mime: MIME[type], sha256, size: bytes.length };
  const stored = { ...about, file: randomBytes(16).toString('hex'), madeAt: now, paper: JSON.stringify(paper) };
  await keepVersion(tx, ctx.box, { ...stored, estate: estate.id, bytes });
  const entry = { at: now, actor: 'system', action: final ? 'report.sign' : 'report.make', estate: estate.id };
  await appendAudit(tx, ctx.db, [{ ...entry, subject: `report:${report.id}`, detail: { number, sha256 } }]);
}
