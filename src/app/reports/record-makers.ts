/** 回访记录: the record of each visit on its policy's own form; its fields are filled by their names. */
import type { Context } from '../../context.js';
import { localDate } from '../../core/calendar.js';
import { periodRange } from '../../core/period.js';
import { fieldsOf, listsOf, type Form } from '../../core/report/form.js';
import { recordNumber, type Paper } from '../../core/report/paper.js';
import type { Cell } from '../../core/report/report.js';
import { dutiesOfVisit } from '../../store/duties.js';
import { recordOnForm, recordsOnForm, undrawnDays, type RecordFacts } from '../../store/record-facts.js';
import type { Makers, ReportAsk, ReportMaker } from './makers.js';
import { paperWords, type PaperWords } from './paper-words.js';
import { numberFor } from './period-scope.js';
import { minutesValues, RECORD_VALUES } from './record-values.js';
import type { Values } from './visit-values.js';

/** The visits that a form is asked for: of one id, or recorded in the period. */
async function recordsFor(ctx: Context, { form, estate, period, id }: ReportAsk): Promise<readonly RecordFacts[]> {
  const which = { estate: estate.id, policies: form.policies, title: form.title };
  if (id !== null) return recordOnForm(ctx.db.read, ctx.box, which, id);
  return recordsOnForm(ctx.db.read, ctx.box, which, periodRange(period, estate.timezone));
}

/** Those of a form's names that are known, with their values. */
function valuesFor(
  names: readonly string[],
  values: Values,
  facts: RecordFacts,
  words: PaperWords,
): Readonly<Record<string, Cell>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [[name, value(facts, words)] as const];
    }),
  );
}

const namesOf = (form: Form): readonly string[] => fieldsOf(form).map(({ name }) => name);

const paperEach: ReportMaker = async (ctx, ask): Promise<readonly Paper[]> => {
  const { form, estate } = ask;
  const words = await paperWords(ctx.db.read, estate.timezone);
  const values: Values = {
    ...RECORD_VALUES,
    回访种类: ({ visit }) => clauseTitle(ctx, visit),
  };
  return (await recordsFor(ctx, ask)).map((facts) => ({
    form: form.key,
    number: recordNumber(facts.visit),
    fields: valuesFor(namesOf(form), values, facts, words),
    lists: {},
    charts: [],
  }));
};

/** 回访纪要 (p07.16, p10.3): of each visit to works, from its record, and what was written as the minutes' own duty was done. */
const minutes: ReportMaker = async (ctx, ask) => {
  const { form, estate } = ask;
  const words = await paperWords(ctx.db.read, estate.timezone);
  const all: RecordFacts[] = [];
  for (const title of WORKS_RECORDS) all.push(...(await recordsFor(ctx, { ...ask, form: { ...form, title } })));
  const papers: Paper[] = [];
  for (const facts of all.filter(({ record }) => record !== null)) {
    const duties = (await dutiesOfVisit(ctx.db.read, facts.visit.no)).filter((one) => one.form === form.title);
    const values: Values = {
      ...RECORD_VALUES,
      回访种类: ({ visit }) => clauseTitle(ctx, visit),
      ...minutesValues(duties.flatMap(({ note }) => note ?? [])),
    };
    const number = recordNumber(facts.visit);
    papers.push({
      form: form.key,
      number,
      fields: valuesFor(namesOf(form), values, facts, words),
      lists: {},
      charts: [],
    });
  }
  return papers;
};

const WORKS_RECORDS = ['工程回访记录', '回访工作记录'] as const;

/** What the clause of a visit is called in its policy. */
const clauseTitle = ({ policies }: Pick<Context, 'policies'>, { policy, clause }: RecordFacts['visit']): string =>
  policies.get(policy)?.clauses.find(({ id }) => id === clause)?.title ?? clause;

/** 户内维修回访记录 (p06.3): a line for each order; a day of ten orders or fewer was visited whole. */
const indoorRepairs: ReportMaker = async (ctx, ask) => {
  const { form, estate, id } = ask;
  const words = await paperWords(ctx.db.read, estate.timezone);
  const all = await recordsFor(ctx, ask);
  if (all.length === 0) return [];
  const zone = estate.timezone;
  const days = await undrawnDays(ctx.db.read, estate.id, form.policies, (at) => localDate(at, zone));
  const [list] = listsOf(form);
  if (list === undefined) return [];
  const columns = list.columns.map(({ name }) => name);
  const rows = all.map((facts, at) => {
    const from = facts.event?.dispatchedAt ?? facts.event?.reportedAt ?? null;
    const isDrawn = from !== null && days.has(localDate(from, zone));
    const values = { ...RECORD_VALUES, 序号: () => at + 1, 抽取方式: () => (isDrawn ? '随机抽取' : '全部回访') };
    return valuesFor(columns, values, facts, words);
  });
  const [first] = all;
  const number =
    id === null || first === undefined ? numberFor(ask, form.policies[0] ?? null) : recordNumber(first.visit);
  return [{ form: form.key, number, fields: {}, lists: { [list.list]: rows }, charts: [] }];
};

export const recordMakers: Makers = {
  'record-p01': paperEach,
  'record-p02': paperEach,
  'record-p03': paperEach,
  'record-p05': paperEach,
  'record-p08': paperEach,
  'record-p11': paperEach,
  'home-service-record': paperEach,
  'indoor-repair-record': indoorRepairs,
  'works-visit-record': paperEach,
  'works-work-record': paperEach,
  'supervision-record': paperEach,
  'repair-order': paperEach,
  'complaint-handling': paperEach,
  'visit-minutes': minutes,
};
