/** 口令的成式: set forms, whose order and rest tell more than their words do. */
import { CHECK_VERDICT, checkVerdict } from './command-checks.js';
import { caseCommand, IS_CASE } from './command-cases.js';
import { PICK, SET_RATE, setRateCommand } from './command-draws.js';
import {
  CASE_CLOSED,
  caseClosedCommand,
  DANGER,
  dangerCommand,
  DUTY_DONE,
  dutyDoneCommand,
  ABOUT_DUTY,
  namedDutyCommand,
} from './command-duties.js';
import { GREETING, greeted, HELP, helpCommand } from './command-help.js';
import { IS_BACK } from './command-leave.js';
import { OVERSIGHT_READERS } from './command-oversight.js';
import { phoneCommand, PHONES } from './command-phones.js';
import { ofOneTask, photoCommand, PHOTOS, PHOTOS_WANTED, photosWanted } from './command-photos.js';
import { ASKED_LAST, ordered, withTask } from './command-ordered.js';
import { REPORT_READERS } from './command-reports.js';
import { REVIEW_READERS } from './command-review.js';
import { OWN_READERS } from './command-own.js';
import { SURVEY, SURVEY_IN_WORDS, surveyCommand, surveyInWords } from './command-surveys.js';
import { ON_THEME, readTheme } from './command-theme.js';
import {
  BARE_RECORD,
  bareRecord,
  CHANGE,
  changeCommand,
  DONE,
  doneCommand,
  SHEET,
  sheetCommand,
} from './command-visits.js';
import { WHOSE_TASKS, whoseTasks } from './command-whose.js';
import type { Scene, Understood } from './command.js';

/** The first that meets the text reads it; `plain` is simplified, on one line. */
export type Reader = readonly [pattern: Pick<RegExp, 'test'>, read: (plain: string, scene: Scene) => Understood];
export const MAY_CHANGE = ordered(CHANGE, ASKED_LAST);
/** Set forms, whose order and rest tell more than their words do. */
const SET_FORMS: readonly Reader[] = [
  [IS_CASE, caseCommand],
  ...OWN_READERS,
  [SHEET, sheetCommand],
  [SURVEY, surveyCommand],
  [SURVEY_IN_WORDS, surveyInWords],
  [CHECK_VERDICT, checkVerdict],
  ...REPORT_READERS,
  ...REVIEW_READERS,
  [ordered(SET_RATE), (plain, { estates }) => setRateCommand(plain, estates)],
  [ON_THEME, (plain, scene) => ({ kind: 'command', command: '主题', args: readTheme(plain, scene) })],
  [HELP, helpCommand],
  [GREETING, greeted],
  [ordered(DUTY_DONE, ASKED_LAST), dutyDoneCommand],
  [ordered(CASE_CLOSED), caseClosedCommand],
  [ABOUT_DUTY, namedDutyCommand],
  [ordered(withTask(DANGER)), dangerCommand],
  [PHOTOS, photoCommand],
  [PHOTOS_WANTED, photosWanted],
  [PHONES, phoneCommand],
  [DONE, doneCommand],
  [MAY_CHANGE, changeCommand],
  [ordered(BARE_RECORD, ASKED_LAST), bareRecord],
  [ordered(withTask(PICK)), (plain) => ofOneTask('抽取', plain)],
  [IS_BACK, () => ({ kind: 'command', command: '销假', args: {} })],
  [WHOSE_TASKS, whoseTasks],
  ...OVERSIGHT_READERS,
];

/** The form of a text; undefined where it has none. */
export const formOf = (plain: string): Reader | undefined => SET_FORMS.find(([pattern]) => pattern.test(plain));

/** The forms that are known by a word or two wherever these stand: what else is said counts as well. */
const FREER: ReadonlySet<unknown> = new Set([SURVEY_IN_WORDS, PHOTOS_WANTED, PHONES, IS_BACK, ON_THEME]);

/** Whether what is read by it stands, whatever its words weigh. */
export const isSet = (form: Reader | undefined): boolean => form !== undefined && !FREER.has(form[0]);
