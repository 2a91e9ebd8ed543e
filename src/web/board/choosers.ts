/** 期间和项目: links for the usual periods, and a form for any; both work without a script. */
import { monthPeriod, parsePeriod, periodsUpTo, previousPeriod, type Period } from '../../core/period.js';
import { periodLabel } from '../../core/report/labels.js';
import { quarterOf } from '../../core/calendar.js';
import { html, type Html } from '../html.js';
import { link } from './links.js';
import type { View } from './view.js';

type Named = readonly [string, Period];

/** The periods that a manager asks for, by the day. */
function usualPeriods(today: View['today']): readonly Named[] {
  const month = monthPeriod(today);
  const quarter = parsePeriod(quarterOf(today)) ?? month;
  const half = parsePeriod(`${today.slice(0, 4)}H${Number(today.slice(5, 7)) > 6 ? 2 : 1}`) ?? month;
  const year = parsePeriod(today.slice(0, 4)) ?? month;
  return [
    ['本月', month],
    ['上月', previousPeriod(month)],
    ['本季', quarter],
    ['上季', previousPeriod(quarter)],
    [half.name.endsWith('1') ? '上半年' : '下半年', half],
    ['今年', year],
  ];
}

/** `path` with its other questions, for another period or estate. */
export function choosers(view: View, path: string, kept: Readonly<Record<string, string>>): Html {
  const estate = view.estate === null || view.estates.length === 1 ? {} : { estate: view.estate.id };
  const links = usualPeriods(view.today).map(
    ([words, { name }]) =>
      html`<a
        href="${link(path, { ...kept, ...estate, period: name })}"
        ${name === view.period.name ? html` aria-current="true"` : null}
        >${words}</a
      >`,
  );
  const hidden = Object.entries(kept).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<section class="choose" aria-label="期间和项目">
    <p class="periods">${links}</p>
    <form method="get" action="${path}">
      ${hidden}${view.estates.length > 1 ? estateSelect(view) : null}
      <span
        ><label for="period">期间</label>
        <select id="period" name="period">
          ${periodOptions(view)}
        </select></span
      >
      <button>查看</button>
    </form>
  </section>`;
}

const estateSelect = ({ estates, estate }: View): Html =>
  html`<span
    ><label for="estate">项目</label>
    <select id="estate" name="estate">
      <option value="">全部项目</option>
      ${estates.map(
        ({ id, name }) => html`<option value="${id}" ${id === estate?.id ? html` selected` : null}>${name}</option>`,
      )}
    </select></span
  >`;

const MONTHS = 13;

/** A year of months, and of the longer ones as many; that which was asked for, where it is another. */
function periodOptions({ today, period }: View): Html {
  const month = monthPeriod(today);
  const [, , [, quarter], , [, half], [, year]] = usualPeriods(today) as [Named, Named, Named, Named, Named, Named];
  const groups: readonly (readonly [string, readonly Period[]])[] = [
    ['月', periodsUpTo(month, MONTHS).toReversed()],
    ['季度', periodsUpTo(quarter, 5).toReversed()],
    ['半年', periodsUpTo(half, 3).toReversed()],
    ['年', periodsUpTo(year, 2).toReversed()],
  ];
  const option = (one: Period): Html =>
    html`<option value="${one.name}" ${one.name === period.name ? html` selected` : null}>
      ${periodLabel(one, today)}
    </option>`;
  const isListed = groups.some(([, periods]) => periods.some(({ name }) => name === period.name));
  return html`${isListed ? null : option(period)}${groups.map(
    ([label, periods]) => html`<optgroup label="${label}">${periods.map(option)}</optgroup>`,
  )}`;
}
