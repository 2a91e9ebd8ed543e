/** The lists that figures open: what fell due, visits, answers, cases, surveys; each with its filters. */
import { dueList, gradedList, visitList } from '../../app/board/visit-lists.js';
import { caseList, surveyList } from '../../app/board/other-lists.js';
import type { Context } from '../../context.js';
import { EVENT_KINDS, GRADES, keysOf, VISIT_STATUSES } from '../../core/terms.js';
import { CASES_OF } from '../../store/board/cases.js';
import { DUES_OF } from '../../store/board/dues.js';
import { GRADED_OF, VISITS_OF } from '../../store/board/visits.js';
import type { Estate } from '../../store/estates.js';
import { html, type Html } from '../html.js';
import { archivePage } from './archive.js';
import { keptOf } from './links.js';
import type { ListPage } from './list-page.js';
import type { View } from './view.js';

/** Each list by its address. */
export const LISTS: Readonly<Record<string, (ctx: Context, view: View) => Promise<ListPage>>> = {
  '/board/dues': duesPage,
  '/board/visits': visitsPage,
  '/board/records': gradedPage,
  '/board/cases': casesPage,
  '/board/surveys': surveysPage,
  '/board/archive': archivePage,
};

const estatesOf = ({ estate, estates }: View): readonly Estate[] => (estate === null ? estates : [estate]);

type Names<W extends string> = Readonly<Record<W, string>>;

/** The word of a query if it is one of these, else the first, or none. */
const oneOf = <W extends string>(words: readonly W[], given: string | undefined): W | undefined =>
  words.find((word) => word === given);

/** What was asked for, without what was not. */
const given = (asked: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const DUES: Names<(typeof DUES_OF)[number]> = {
  due: '应办',
  inTime: '按时',
  late: '补办',
  open: '未办',
  overdue: '逾期未办',
  excused: '有理由未办',
};

async function duesPage(ctx: Context, view: View): Promise<ListPage> {
  const of = oneOf(DUES_OF, view.query['of']) ?? 'due';
  const clause = view.query['clause'];
  const list = await dueList(ctx, estatesOf(view), view.period, { of, clause });
  const title = `${DUES[of]}${clause === undefined ? '' : ` ${clause}`}`;
  const path = '/board/dues';
  const filters = form(view, path, given({ clause }), [['of', '看', DUES, of, null]]);
  return { path, title, section: null, asked: given({ of, clause }), filters, list };
}

const VISITS: Names<(typeof VISITS_OF)[number]> = {
  due: '本期到期',
  population: '回访率应计',
  completed: '回访率已完成',
};

async function visitsPage(ctx: Context, view: View): Promise<ListPage> {
  const of = oneOf(VISITS_OF, view.query['of']) ?? 'due';
  const kind = oneOf(keysOf(EVENT_KINDS), view.query['kind']);
  const status = oneOf(keysOf(VISIT_STATUSES), view.query['status']);
  const clause = view.query['clause'];
  const list = await visitList(ctx, estatesOf(view), view.period, { of, kind, status, clause });
  const path = '/board/visits';
  const filters = form(view, path, given({ clause }), [
    ['of', '范围', VISITS, of, null],
    ['kind', '类别', zhOf(EVENT_KINDS), kind, '全部类别'],
    ['status', '状态', zhOf(VISIT_STATUSES), status, '全部状态'],
  ]);
  const asked = given({ of, kind, status, clause });
  return { path, title: '回访', section: path, asked, filters, list };
}

const GRADED: Names<(typeof GRADED_OF)[number]> = {
  issued: '发出',
  returned: '回收',
  waiting: '没有回收',
  satisfied: GRADES.satisfied.zh,
  fairly: GRADES.fairly.zh,
  dissatisfied: GRADES.dissatisfied.zh,
};

async function gradedPage(ctx: Context, view: View): Promise<ListPage> {
  const of = oneOf(GRADED_OF, view.query['of']) ?? 'issued';
  const kind = oneOf(keysOf(EVENT_KINDS), view.query['kind']);
  const list = await gradedList(ctx, estatesOf(view), view.period, { of, kind });
  const path = '/board/records';
  const filters = form(view, path, {}, [
    ['of', '评价', GRADED, of, null],
    ['kind', '类别', zhOf(EVENT_KINDS), kind, '全部类别'],
  ]);
  return { path, title: `评价：${GRADED[of]}`, section: path, asked: given({ of, kind }), filters, list };
}

const CASES: Names<(typeof CASES_OF)[number]> = {
  open: '办理中',
  overdue: '逾期',
  opened: '本期新开',
  closed: '本期办结',
};

async function casesPage(ctx: Context, view: View): Promise<ListPage> {
  const of = oneOf(CASES_OF, view.query['of']) ?? 'open';
  const list = await caseList(ctx, estatesOf(view), view.period, of);
  const path = '/board/cases';
  const filters = form(view, path, {}, [['of', '看', CASES, of, null]]);
  return { path, title: `个案：${CASES[of]}`, section: path, asked: { of }, filters, list };
}

async function surveysPage(ctx: Context, view: View): Promise<ListPage> {
  const list = await surveyList(ctx, estatesOf(view), view.period);
  const path = '/board/surveys';
  return { path, title: '满意度调查', section: path, asked: {}, filters: null, list };
}

const zhOf = <W extends string>(terms: Readonly<Record<W, { readonly zh: string }>>): Names<W> =>
  Object.fromEntries(keysOf(terms).map((word) => [word, terms[word].zh])) as Names<W>;

/** Name, label, its words, the one chosen, and what stands for all of them. */
type Choice = readonly [string, string, Readonly<Record<string, string>>, string | undefined, string | null];

function form(view: View, path: string, kept: Readonly<Record<string, string>>, choices: readonly Choice[]): Html {
  const hidden = Object.entries({ ...keptOf(view), ...kept });
  return html`<form class="filters" method="get" action="${path}">
    ${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}${choices.map(
      ([name, label, words, chosen, all]) =>
        html`<span
          ><label for="${`filter-${name}`}">${label}</label>
          <select id="${`filter-${name}`}" name="${name}">
            ${all === null ? null : html`<option value="">${all}</option>`}${Object.entries(words).map(
              ([word, zh]) => html`<option value="${word}" ${word === chosen ? html` selected` : null}>${zh}</option>`,
            )}
          </select></span
        > `,
    )}<button class="plain">筛选</button>
  </form>`;
}
