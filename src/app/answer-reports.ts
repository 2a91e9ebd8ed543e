/** 导出、月报、季报、汇总表、统计表、流程图: a form as a file in chat, as large as the platform takes; larger ones as a link. */
import { MAX_BYTES } from '../channels/media.js';
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import { parsePeriod } from '../core/period.js';
import { can, type Action } from '../core/permissions.js';
import type { FileType, Form } from '../core/report/form.js';
import type { Command, CommandName } from '../core/understand/command.js';
import { appendAudit } from '../store/audit.js';
import { keepPaper, type PaperFile } from '../store/paper-files.js';
import type { Estate } from '../store/estates.js';
import { estateAsked, refused, words, type Answer, type AnswerFile, type Asker } from './answer.js';
import { actionFor, canHave, findForm } from './reports/find-form.js';
import { standsOf } from './report-walk/report-words.js';
import { knownForms, makeReport, periodOf, reportEntry, type Asked, type ReportFile } from './reports/make-report.js';
import { paperLink } from './reports/paper-link.js';

type ReportCommand = Extract<Command, { readonly command: keyof typeof MEANT }>;

/** What each short command means, the most usual first: the first that the estate's policies have. 导出 names its form. */
const MEANT = {
  导出: [],
  月报: ['月回访汇总表', '投诉回访月度统计分析', '居家服务情况统计分析报告', '满意率统计表'],
  季报: ['季度统计分析报告', '居家服务情况统计分析报告', '回访统计表'],
  汇总表: ['月回访汇总表'],
  统计表: ['回访统计表', '满意率统计表'],
  流程图: ['回访流程图'],
} as const satisfies Partial<Record<CommandName, readonly string[]>>;

export const isReport = (understood: Command): understood is ReportCommand => Object.hasOwn(MEANT, understood.command);

/** Several forms of one name go out as several files, up to so many. */
const MOST_FILES = 4;

export async function answerReport(
  ctx: Context,
  asker: Asker,
  understood: ReportCommand,
  now: Instant,
): Promise<Answer> {
  const { command, args } = understood;
  const example = command === '导出' ? '导出 回访记录表 9月' : `${command} 9月`;
  const estate = estateAsked(asker, args.estate, command === '流程图' ? '流程图' : example);
  if (typeof estate === 'string') return words(estate);
  const policy = 'policy' in args && typeof args.policy === 'string' ? args.policy : null;
  const meant = await formsMeant(ctx, asker, estate, understood);
  if (typeof meant === 'string') {
    const usual: Action = command === '流程图' ? 'see flow chart' : 'make report';
    const allowed = can(asker.staff, usual, { estate: estate.id });
    const isTheirs = allowed.allowed || formsFor(ctx, asker, estate).length > 0;
    return isTheirs ? words(meant) : refused(ctx, asker, usual, estate, allowed.who, now);
  }
  for (const form of meant) {
    const allowed = canHave(ctx, asker.staff, form, estate);
    if (!allowed.allowed) return refused(ctx, asker, actionFor(form), estate, allowed.who, now);
  }
  const period = args.period === undefined ? null : parsePeriod(args.period);
  const answers: Answer[] = [];
  for (const form of meant.slice(0, MOST_FILES)) {
    const asked = { form, estate, period, id: form.about === 'policy' ? policy : null, now };
    answers.push(await answerForm(ctx, asker, asked, meant.length > 1));
  }
  return together(answers);
}

/** The forms, or why there is none. */
async function formsMeant(
  ctx: Context,
  asker: Asker,
  estate: Estate,
  { command, args }: ReportCommand,
): Promise<readonly Form[] | string> {
  if (command === '导出') {
    const { form: word } = args;
    const theirs = formsFor(ctx, asker, estate);
    const example = `可以写：导出 ${theirs[0]?.title ?? '回访记录表'} 9月`;
    if (word === undefined) return `${estate.name}可以导出的有：${titlesOf(theirs)}。${example}`;
    const found = await findForm(ctx, { word, estate, id: null });
    if (found.kind === 'none') return `${found.says}${example}`;
    return found.kind === 'form' ? [found.form] : found.forms;
  }
  const form = meantForm(ctx, estate, command);
  if (form !== undefined) return [form];
  return `${estate.name}采用的制度没有${command}。可以导出的有：${titlesOf(formsFor(ctx, asker, estate))}。`;
}

/** The forms of the policies that an estate has, and those that are no policy's. */
function usedForms(ctx: Context, estate: Estate): readonly Form[] {
  const own = new Set(estate.policies.map(({ id }) => id));
  return knownForms(ctx).filter(({ policies }) => policies.length === 0 || policies.some((one) => own.has(one)));
}

/** Those of them that somebody may have; a flow chart is everybody's, and asked for by its own word. */
export const formsFor = (ctx: Context, { staff }: Pick<Asker, 'staff'>, estate: Estate): readonly Form[] =>
  usedForms(ctx, estate).filter((form) => form.about !== 'policy' && canHave(ctx, staff, form, estate).allowed);

export const titlesOf = (forms: readonly Form[]): string => [...new Set(forms.map(({ title }) => title))].join('、');

function meantForm(ctx: Context, estate: Estate, command: keyof typeof MEANT): Form | undefined {
  const used = usedForms(ctx, estate);
  return MEANT[command].flatMap((title) => used.find((one) => one.title === title) ?? [])[0];
}

/** Of 月报, 季报, 汇总表, 统计表 those that one of the estates has. */
export const shortReports = (ctx: Context, estates: readonly Estate[]): readonly string[] =>
  (['月报', '季报', '汇总表', '统计表'] as const).filter((command) =>
    estates.some((estate) => meantForm(ctx, estate, command) !== undefined),
  );

/** What of a form goes into a chat: a picture where it is one, else a sheet to print. */
const typeIn = ({ files }: Form): FileType =>
  files.includes('xlsx') ? 'xlsx' : files.includes('png') ? 'png' : 'docx';

/** Of several forms of one name each says of which policy it is. */
async function answerForm(ctx: Context, { staff }: Asker, asked: Asked, isOneOfMany: boolean): Promise<Answer> {
  const type = typeIn(asked.form);
  const made = await makeReport(ctx, asked, type);
  if (made.kind === 'none') return words(made.says);
  const { title, policies } = asked.form;
  const file = isOneOfMany
    ? { ...made.file, name: made.file.name.replace(title, `${title}（${policies.join('、')}）`) }
    : made.file;
  const entry = reportEntry(asked, type, staff.userid, file.papers);
  const isPicture = type === 'png';
  if (file.bytes.byteLength <= MAX_BYTES[isPicture ? 'image' : 'file']) {
    const name = file.name.replace(/\.\w+$/u, '');
    const says = isPicture
      ? `${name}。`
      : file.isEmpty
        ? `${name}：本期没有内容，这是一张空表。`
        : `${name}，${file.papers} 份，可以直接打印。`;
    const period = periodOf(asked.form, asked.period, localDate(asked.now, asked.estate.timezone));
    const stands = await standsOf(ctx, { estate: asked.estate, form: asked.form.title, period });
    return {
      texts: [[says, ...stands].join('\n')],
      files: [await answerFile(file, asked.estate, isPicture)],
      writes: (tx) => appendAudit(tx, ctx.db, [entry]).then(() => []),
    };
  }
  return {
    texts: [],
    files: [],
    writes: async (tx, at) => {
      await appendAudit(tx, ctx.db, [entry]);
      const kept: PaperFile = { ...file, sha256: await digest(file.bytes), estate: asked.estate.id };
      const id = await keepPaper(tx, ctx.box, kept, at);
      const link = await paperLink(
        tx,
        ctx,
        { file: id, staff: staff.userid, form: asked.form.key, estate: asked.estate.id },
        at,
      );
      return [`${file.name} 超过了聊天可发的大小，请在 24 小时内打开下载（要用您的企业微信登录）：${link}`];
    },
  };
}

const digest = async (bytes: Uint8Array): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))).toString('hex');

async function answerFile(file: ReportFile, estate: Estate, isPicture: boolean): Promise<AnswerFile> {
  const { name, mime, bytes } = file;
  const sha256 = await digest(bytes);
  return isPicture ? { name, mime, sha256, bytes } : { kind: 'file', name, mime, sha256, bytes, sealedFor: estate.id };
}

const together = (answers: readonly Answer[]): Answer => ({
  texts: answers.flatMap(({ texts }) => texts),
  files: answers.flatMap(({ files }) => files),
  writes: async (tx, now) => {
    const said = [];
    for (const { writes } of answers) if (writes !== undefined) said.push(...(await writes(tx, now)));
    return said;
  },
});
