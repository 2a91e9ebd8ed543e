/** 口令发起的调查: what a survey by order asks, whom it would reach and when, and the figures that bind its confirmation. Pure. */
import { createHash } from 'node:crypto';
import type { Question } from './ballot.js';
import { addDays, localDate, startOfDay, type Instant, type LocalDate } from './calendar.js';
import type { Clause, Policy } from './policy/schema.js';
import { questionnaireOf, type Questionnaire } from './policy/questionnaire.js';
import type { Round } from './policy/schema-duties.js';
import { DIRECTIONS, keysOf } from './terms.js';

/** A clause that hands out a questionnaire 发放问卷. */
export type SurveyClause = { readonly policy: Policy; readonly clause: Clause; readonly round: Round };

/** Every clause of these policies that hands one out. */
export const surveyClauses = (policies: readonly Policy[]): readonly SurveyClause[] =>
  policies.flatMap((policy) =>
    policy.clauses.flatMap((clause) => {
      const round = clause.rounds?.find(({ of }) => of !== 'records');
      return clause.step === 'survey' && clause.survey !== undefined && round !== undefined
        ? [{ policy, clause, round }]
        : [];
    }),
  );

/** Words for a survey in general: they name no question of their own. */
const GENERAL =
  /^(?:\d{4}年?)?(?:年度|半年度?|季度|月度|本?季|本?年|上半年|下半年)?(?:住户|业主|客户|物业|服务|综合)*(?:满意度?|服务质量|综合)?(?:调查|问卷|调研|测评|回访)?表?$/u;
const MOST_QUESTIONS = 14;
const LONGEST_QUESTION = 30;

/** What is asked, under which clause. `own`: its questions are what the order named. */
export type Sheet = SurveyClause & Questionnaire & { readonly own: boolean };

/**
 * The questionnaire that a title means: the one of a clause by its name, else the fourteen directions, else what was named
 * as a question of its own, several with 、 between them. Null where no clause hands one out, or they are too many.
 */
export function sheetFor(all: readonly SurveyClause[], title: string | null): Sheet | null {
  const words = title?.replaceAll(/[《》「」“”"\s]/gu, '') ?? '';
  const named =
    words === '' ? undefined : all.find((one) => namesOf(one).some((name) => words === name || `${name}表` === words));
  const general = all.find(({ clause }) => clause.survey?.questions === undefined) ?? all[0];
  const found = named ?? general;
  if (found === undefined) return null;
  const printed = questionnaireOf(found.policy, found.clause);
  if (named !== undefined || GENERAL.test(words)) return { ...found, ...printed, own: false };
  const questions = ownQuestions(title ?? '');
  return questions === null ? null : { ...found, anonymous: printed.anonymous, questions, own: true };
}

const namesOf = ({ clause, round }: SurveyClause): readonly string[] => [
  clause.id,
  clause.title,
  round.record,
  ...(clause.survey?.about === undefined ? [] : [clause.survey.about]),
];

function ownQuestions(title: string): readonly Question[] | null {
  const texts = [...new Set(title.split(/[、,，;；\s]+/u).filter((text) => text !== ''))];
  const numbers = keysOf(DIRECTIONS);
  if (texts.length === 0 || texts.length > MOST_QUESTIONS) return null;
  if (texts.some((text) => Array.from(text).length > LONGEST_QUESTION)) return null;
  return texts.flatMap((text, at) => (numbers[at] === undefined ? [] : [{ item: numbers[at], text }]));
}

/** Whom it reaches: asked in chat now, once the contact limit allows it, by a colleague, or not at all. */
export type Reach = 'chat' | 'later' | 'staff' | 'refused';

/** The end of the window: of the last day that was named, else after so many days; null where neither says. */
export function closingOf(
  now: Instant,
  zone: string,
  { date, days }: { readonly date?: LocalDate | undefined; readonly days?: number | undefined },
): Instant | null {
  const last = date ?? (days === undefined ? null : addDays(localDate(now, zone), days));
  return last === null ? null : startOfDay(addDays(last, 1), zone);
}

/** What a preview showed, as a hash: a confirmation counts for exactly this. */
export const orderDigest = (shown: object): string => createHash('sha256').update(JSON.stringify(shown)).digest('hex');

const SMALLEST_CODE = 1000;
const CODES = 9000;
const HEX_READ = 8;

/** The four figures that stand for it in chat. */
export const codeOf = (digest: string): number =>
  SMALLEST_CODE + (Number.parseInt(digest.slice(0, HEX_READ), 16) % CODES);
