/** 重点户、有影响的业主、统一口径: seen, noted and taken back, each by those who may; every change stands in the audit. */
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import { householdZh } from '../core/household.js';
import { can } from '../core/permissions.js';
import type { AgreedArgs, OversightCommand } from '../core/understand/command-oversight.js';
import type { Estate } from '../store/estates.js';
import {
  agreeAnswer,
  agreedAnswers,
  influentialResidents,
  keyHouseholds,
  markKeyHousehold,
  forgetInfluential,
  noteInfluential,
} from '../store/key-households.js';
import { residentsOf } from '../store/people.js';
import { bestForHousehold, type Staff } from '../store/staff.js';
import { fitted, permitted, words, written, type Answer, type Asker } from './answer.js';
import { keepAct } from './keep-act.js';

/** What an estate's people note of it: key households, those who may help, agreed answers. */
export function answerHouseholds(
  ctx: Context,
  asker: Asker,
  understood: OversightCommand,
  now: Instant,
): Answer | Promise<Answer> {
  switch (understood.command) {
    case '重点户':
      return answerKeyHouseholds(ctx, asker, understood, now);
    case '有影响':
      return answerInfluential(ctx, asker, understood, now);
    case '口径':
      return answerAgreed(ctx, asker, understood.args, now);
    default:
      return understood satisfies never;
  }
}

type KeyHouseholdCommand = Extract<OversightCommand, { readonly command: '重点户' }>;

const REASONS_ZH: Readonly<Record<string, string>> = {
  'continuous-care': '持续关怀',
  'company-complaint': '公司级投诉',
};

export async function answerKeyHouseholds(
  ctx: Context,
  asker: Asker,
  { args: { estate: name, target: household }, mark: asked }: KeyHouseholdCommand,
  now: Instant,
): Promise<Answer> {
  const action = household === undefined ? 'see key households' : 'mark key household';
  const found = permitted(ctx, asker, action, { name, example: '重点户', now });
  if ('answer' in found) return found.answer;
  const { estate } = found;
  if (household === undefined) return listKeyHouseholds(ctx, asker.staff, estate);
  if (asked === null)
    return words(
      `把 ${household} 列为重点户，要写明是哪一种，可以写：「重点户 ${household} 持续关怀」、「重点户 ${household} 公司级投诉」。`,
    );
  const mark = asked === 'cancel' ? null : asked;
  return written(async (tx, at) => {
    const changed = await markKeyHousehold(tx, { estate: estate.id, code: household, reason: mark }, at);
    const place = `${estate.name} ${householdZh(household)}`;
    if (changed === null) return `没有登记过${place}这一户，请核对房号。`;
    const words =
      mark === null ? `${place} 不再是重点户。` : `${place} 已列为重点户（${REASONS_ZH[mark]}），每月由客服中心回访。`;
    if (!changed)
      return mark === null ? `${place} 本来就不是重点户。` : `${place} 已经是重点户（${REASONS_ZH[mark]}）。`;
    const act = { action: 'household.key', subject: `household:${estate.id}/${household}`, detail: { reason: mark } };
    await keepAct(tx, ctx, { staff: asker.staff, estate, now: at }, act);
    return words;
  });
}

/** Those that somebody answers for: by their buildings, where they have those. */
async function listKeyHouseholds(ctx: Context, staff: Staff, estate: Estate): Promise<Answer> {
  const held = staff.roles.map(({ role }) => role);
  const all = (await keyHouseholds(ctx.db.read, estate.id)).filter(
    ({ code }) => bestForHousehold([staff], estate.id, code, held).length > 0,
  );
  const lines = all.map(({ code, reason, since }) => {
    const from = since === null ? '' : `，自 ${localDate(since, estate.timezone)}`;
    return `· ${householdZh(code)}（${reason === null ? '登记时列为重点' : (REASONS_ZH[reason] ?? reason)}${from}）`;
  });
  const how = can(staff, 'mark key household', { estate: estate.id }).allowed
    ? ['增减可以写：重点户 3-2-1204 持续关怀；取消重点户 3-2-1204']
    : [];
  return words(fitted([`${estate.name}重点户 ${all.length} 户${all.length === 0 ? '。' : '：'}`, ...lines, ...how]));
}

type InfluentialCommand = Extract<OversightCommand, { readonly command: '有影响' }>;

export async function answerInfluential(
  ctx: Context,
  asker: Asker,
  { args: { estate: name, household, text }, mark }: InfluentialCommand,
  now: Instant,
): Promise<Answer> {
  const action = household === undefined ? 'see influential residents' : 'note influential resident';
  const found = permitted(ctx, asker, action, { name, example: '有影响的业主', now });
  if ('answer' in found) return found.answer;
  const { estate } = found;
  if (household !== undefined && mark === 'cancel') return forget(ctx, asker, { estate, household, text: text ?? '' });
  if (household === undefined || text === undefined) {
    const all = await influentialResidents(ctx.db.read, ctx.box, estate.id);
    const lines = all.map((one) => `· ${householdZh(one.household)} ${one.name}：${one.note}`);
    return words(fitted([`${estate.name}有影响的业主 ${all.length} 位${all.length === 0 ? '。' : '：'}`, ...lines]));
  }
  return written(async (tx, at) => {
    const people = await residentsOf(tx, estate.id, household);
    const resident = people.find((one) => text.includes(one.name)) ?? people[0];
    if (resident === undefined) return `${estate.name} ${householdZh(household)} 还没有登记住户，请先登记。`;
    await noteInfluential(tx, ctx.box, { estate: estate.id, resident: resident.id, note: text }, at);
    const act = { action: 'resident.influential', subject: `resident:${estate.id}/${resident.id}` };
    await keepAct(tx, ctx, { staff: asker.staff, estate, now: at }, act);
    return `已记下：${householdZh(household)} ${text}。项目经理可以看到。`;
  });
}

/** Of several in one household the one who is named. */
function forget(
  ctx: Context,
  asker: Asker,
  { estate, household, text }: { readonly estate: Estate; readonly household: string; readonly text: string },
): Answer {
  return written(async (tx, at) => {
    const people = await residentsOf(tx, estate.id, household);
    const resident = people.find((one) => text.includes(one.name)) ?? (people.length === 1 ? people[0] : undefined);
    const place = householdZh(household);
    if (resident === undefined)
      return people.length === 0
        ? `${estate.name} ${place} 没有登记住户，请核对房号。`
        : `${place} 登记了 ${people.length} 位，请写明姓名，如：取消有影响 ${household} ${people[0]?.name ?? ''}。`;
    if (!(await forgetInfluential(tx, { estate: estate.id, resident: resident.id })))
      return `${place} ${resident.name} 本来就没有记为有影响的业主。`;
    const act = { action: 'resident.influential', subject: `resident:${estate.id}/${resident.id}` };
    await keepAct(tx, ctx, { staff: asker.staff, estate, now: at }, { ...act, detail: { noted: false } });
    return `${place} ${resident.name} 不再记为有影响的业主。`;
  });
}

export async function answerAgreed(
  ctx: Context,
  asker: Asker,
  { estate: name, title, text }: AgreedArgs,
  now: Instant,
): Promise<Answer> {
  const action = title === undefined ? 'see agreed answers' : 'agree answer';
  const found = permitted(ctx, asker, action, { name, example: '口径', now });
  if ('answer' in found) return found.answer;
  const { estate } = found;
  if (title === undefined || text === undefined) {
    const all = await agreedAnswers(ctx.db.read, estate.id);
    const lines = all.map(({ question, answer }) => `· ${question}：${answer}`);
    const how = can(asker.staff, 'agree answer', { estate: estate.id }).allowed
      ? ['新增可以写：口径 电梯年检：每年三月做，证书贴在轿厢里']
      : [];
    return words(
      fitted([`${estate.name}统一口径 ${all.length} 条${all.length === 0 ? '。' : '：'}`, ...lines, ...how]),
    );
  }
  return written(async (tx, at) => {
    await agreeAnswer(tx, { estate: estate.id, question: title, answer: text, by: asker.staff.userid }, at);
    const act = { action: 'answer.agree', subject: `estate:${estate.id}`, detail: { question: title } };
    await keepAct(tx, ctx, { staff: asker.staff, estate, now: at }, act);
    return `已记入${estate.name}的统一口径：「${title}」。回访时可以照此答复。`;
  });
}
