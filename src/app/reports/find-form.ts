/** Which form is meant: by its key or one of its Chinese names; of several of one name, that of the record's policy. */
import type { Context } from '../../context.js';
import { can, type Action, type Actor, type Allowed } from '../../core/permissions.js';
import { formMakers } from '../../core/policy/form-makers.js';
import { nearest } from '../../core/policy/nearest.js';
import type { Form } from '../../core/report/form.js';
import type { Estate } from '../../store/estates.js';
import { policiesOfEstate } from '../policies-of-estate.js';
import { knownForms } from './make-report.js';

export type FormFound =
  | { readonly kind: 'form'; readonly form: Form }
  /** Several of one name that the estate uses. */
  | { readonly kind: 'many'; readonly forms: readonly Form[] }
  | { readonly kind: 'none'; readonly says: string };

/** All three 回访记录表 together: which one it is, the record's policy says. */
const GROUPS: Readonly<Record<string, string>> = { record: '回访记录表' };

type Asked = { readonly word: string; readonly estate: Estate; readonly id: string | null };

export async function findForm(ctx: Context, { word, estate, id }: Asked): Promise<FormFound> {
  const known = knownForms(ctx);
  const exact = known.find(({ key }) => key === word);
  if (exact !== undefined) return { kind: 'form', form: exact };
  const named = formsNamed(known, GROUPS[word] ?? word);
  if (named.length === 0) return { kind: 'none', says: unknown(known, word) };
  const [only] = named;
  if (named.length === 1 && only !== undefined) return { kind: 'form', form: only };
  const policy = id === null ? null : await policyOf(ctx, estate, id);
  const own = new Set(policy === null ? estate.policies.map((one) => one.id) : [policy]);
  const used = named.filter(({ policies }) => policies.some((one) => own.has(one)));
  const [first] = used.length === 0 ? named : used;
  return used.length > 1 || first === undefined ? { kind: 'many', forms: used } : { kind: 'form', form: first };
}

/** Those called so; else those whose name holds the word, or is held by it. */
function formsNamed(known: readonly Form[], word: string): readonly Form[] {
  const wanted = word.replaceAll(/[《》\s]/gu, '');
  const names = ({ title, also }: Form): readonly string[] => [title, ...also];
  const exact = known.filter((form) => names(form).includes(wanted));
  if (exact.length > 0 || wanted.length < 2) return exact;
  const alike = known.filter((form) => names(form).some((name) => name.includes(wanted) || wanted.includes(name)));
  const titles = new Set(alike.map(({ title }) => title));
  return titles.size === 1 ? alike : [];
}

function unknown(known: readonly Form[], word: string): string {
  const names = known.flatMap(({ key, title }) => [key, title]);
  const meant = nearest(word, names);
  const all = [...new Set(known.map(({ title }) => title))].join('、');
  return `没有叫「${word.slice(0, 30)}」的表${meant === null ? '' : `，是否指「${meant}」？`}现有：${all}。`;
}

/** The policy of the visit that a number, a record's id or an event's id means. */
async function policyOf(ctx: Context, estate: Estate, id: string): Promise<string | null> {
  const no = /^(\d{1,9})(?:-\d+)?$/.exec(id)?.[1];
  const where = no === undefined ? { eventId: id } : { no: Number(no) };
  const row = await ctx.db.read.visit.findFirst({
    where: { estateId: estate.id, ...where },
    select: { policyId: true },
    orderBy: { no: 'asc' },
  });
  return row?.policyId ?? null;
}

/** 绩效数据: what colleagues did is for those who answer for them, on paper as in chat. */
const OF_STAFF = 'performance';

/** What somebody must be allowed to do to have it. */
export function actionFor({ key, about }: Pick<Form, 'key' | 'about'>): Action {
  if (key === OF_STAFF) return 'see figures of staff';
  if (about === 'policy') return 'see flow chart';
  return about === 'works' ? 'make works paper' : 'make report';
}

/** Whether somebody may have it printed: by what they are, or since a policy of the estate has them make or keep it. */
export const canHave = (ctx: Pick<Context, 'library' | 'log'>, actor: Actor, form: Form, estate: Estate): Allowed =>
  can(actor, actionFor(form), { estate: estate.id, by: formMakers(policiesOfEstate(ctx, estate), form) });
