/** The questionnaire as HTML: one template, the sentences of the sayings file, everything else escaped. No script is needed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { missingOf, type Sheet } from '../core/ballot.js';
import { localDate, type Instant } from '../core/calendar.js';
import { fill, type SayingKey, type Sayings } from '../core/conversation/sayings.js';
import { spanOfRound } from '../core/rounds.js';
import { GRADES, keysOf, type Direction } from '../core/terms.js';
import { packageRoot } from '../package-root.js';
import type { Estate } from '../store/estates.js';
import type { StoredSurvey } from '../store/ballots.js';
import { escaped } from './html.js';

const PAGES = path.join(packageRoot(), 'templates', 'pages');
const read = (name: string): string => readFileSync(path.join(PAGES, name), 'utf8');

/** The page's files beside its HTML, read once. */
export const ASSETS = { css: read('questionnaire.css'), js: read('questionnaire.js') } as const;
const TEMPLATE = read('questionnaire.html');

export type OpenPage = {
  readonly survey: StoredSurvey;
  readonly subject: string | null;
  readonly estate: Estate;
  readonly sheet: Sheet;
  /** A sentence that says what is wrong. */
  readonly fault?: SayingKey;
};

/** The longest remark on one question, and on the whole. */
export const REMARK_MOST = { item: 200, whole: 1000 } as const;

/** The questionnaire to be filled in, with what is filled in. */
export function formPage(sayings: Sayings, page: OpenPage): string {
  const { survey, estate, sheet, fault } = page;
  const { questions, anonymous } = survey;
  const span = spanOfRound(survey.period);
  const service = page.subject ?? (span === null ? survey.title : sayings[`service-round-${span}`]);
  const count = String(questions.length);
  const intro = fill(sayings, 'page-intro', { estate: estate.name, service, count, date: closingDay(page) });
  const done = questions.length - missingOf(questions, sheet.answers).length;
  const body = [
    `<h1>${escaped(sayings['page-title'])}</h1>`,
    `<p>${escaped(intro)}</p>`,
    `<p class="note">${escaped(sayings[anonymous ? 'page-unnamed' : 'page-named'])}</p>`,
    fault === undefined ? '' : `<p class="fault" role="alert">${escaped(sayings[fault])}</p>`,
    `<form id="ballot" method="post" ${wordsForScript(sayings)}>`,
    `<input type="hidden" name="was" value="${escaped(shown(page))}">`,
    ...questions.map(({ item, text }, at) => fieldset(sayings, sheet, { item, text, number: at + 1 })),
    remarkBox(sayings, sheet),
    '<div class="end">',
    `<p id="state" role="status" aria-live="polite">${escaped(fill(sayings, 'page-progress', { count: String(done), text: count }))}</p>`,
    `<button type="submit" name="do" value="send">${escaped(sayings['page-send'])}</button>`,
    `<noscript><button class="plain" type="submit" name="do" value="save">${escaped(sayings['page-save'])}</button></noscript>`,
    '</div></form>',
  ];
  return whole(sayings['page-title'], body.join('\n'), true);
}

/** It has come in: what is left, until when it can be changed. */
export function thanksPage(sayings: Sayings, page: OpenPage): string {
  const missing = missingOf(page.survey.questions, page.sheet.answers).length;
  const date = closingDay(page);
  const text = missing === 0 ? 'page-thanks-whole' : 'page-thanks-text';
  const again = `<p><a class="button" href="?">${escaped(sayings['page-again'])}</a></p>`;
  return messagePage(sayings, 'page-thanks', fill(sayings, text, { missing: String(missing), date }), again);
}

/** A page that only says something. */
export function messagePage(sayings: Sayings, title: SayingKey, text: string, more = ''): string {
  const heading = sayings[title];
  return whole(heading, `<h1>${escaped(heading)}</h1>\n<p>${escaped(text)}</p>\n${more}`, false);
}

const whole = (title: string, body: string, hasScript: boolean): string =>
  TEMPLATE.replace('{{title}}', () => escaped(title))
    .replace('{{script}}', () => (hasScript ? '<script src="/s/questionnaire.js" defer></script>' : ''))
    .replace('{{body}}', () => body);

type Numbered = { readonly item: Direction; readonly text: string; readonly number: number };

function fieldset(sayings: Sayings, { answers, remarks }: Sheet, { item, text, number }: Numbered): string {
  const radios = keysOf(GRADES).map((grade) => {
    const checked = answers[item] === grade ? ' checked' : '';
    return `<label class="${grade}"><input type="radio" name="q${item}" value="${grade}"${checked}><span>${escaped(sayings[`grade-${grade}`])}</span></label>`;
  });
  const words = remarks[item] ?? '';
  const label = `${number}. ${text} ${sayings['page-remark']}`;
  return [
    `<fieldset><legend>${number}. ${escaped(text)}</legend>`,
    `<div class="grades">${radios.join('')}</div>`,
    `<details${words === '' ? '' : ' open'}><summary>${escaped(sayings['page-remark'])}</summary>`,
    `<input type="text" name="r${item}" maxlength="${REMARK_MOST.item}" autocomplete="off" aria-label="${escaped(label)}" value="${escaped(words)}"></details>`,
    '</fieldset>',
  ].join('\n');
}

function remarkBox(sayings: Sayings, { remarks }: Sheet): string {
  return [
    `<p class="whole"><label for="r0">${escaped(sayings['page-remark-all'])}</label>`,
    `<textarea id="r0" name="r0" rows="3" maxlength="${REMARK_MOST.whole}" aria-describedby="hint">${escaped(remarks['0'] ?? '')}</textarea>`,
    `<small id="hint">${escaped(sayings['page-remark-hint'])}</small></p>`,
  ].join('\n');
}

/** What the page shows, so that of a form sent without a script only what was changed counts. */
export const shown = ({ survey, sheet: { answers, remarks } }: Pick<OpenPage, 'survey' | 'sheet'>): string =>
  JSON.stringify({
    ...Object.fromEntries(survey.questions.map(({ item }) => [`q${item}`, answers[item] ?? ''])),
    ...Object.fromEntries(
      [...survey.questions.map(({ item }) => item), '0' as const].map((item) => [`r${item}`, remarks[item] ?? '']),
    ),
  });

const SCRIPT_WORDS = ['progress', 'saved', 'saving', 'offline', 'failed', 'nothing', 'closed'] as const;

const wordsForScript = (sayings: Sayings): string =>
  SCRIPT_WORDS.map((word) => `data-${word}="${escaped(sayings[`page-${word}`])}"`).join(' ');

/** The last day on which it can be changed, as people say it: 12 月 31 日. */
function closingDay({ survey, estate }: OpenPage): string {
  const [, month, day] = localDate((survey.closesAt - 1) as Instant, estate.timezone).split('-');
  return `${Number(month)} 月 ${Number(day)} 日`;
}
