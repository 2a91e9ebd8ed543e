/** 制表: which maker makes the papers of which form. A group of forms is a file beside this one. */
import type { Context } from '../../context.js';
import type { Instant } from '../../core/calendar.js';
import type { Form } from '../../core/report/form.js';
import type { Paper } from '../../core/report/paper.js';
import type { Period } from '../../core/period.js';
import type { Estate } from '../../store/estates.js';
import { ballotMakers } from './ballot-maker.js';
import { handOutMakers } from './hand-out-makers.js';
import { listMakers } from './list-makers.js';
import { noticeMakers } from './notice-makers.js';
import { recordMakers } from './record-makers.js';
import { serviceMakers } from './service-makers.js';
import { surveyMakers } from './survey-makers.js';
import { visitMakers } from './visit-makers.js';
import { worksMakers } from './works-makers.js';

/** What is asked for. `id`: one record's, case's or works' paper; null: all of the period, one a page. */
export type ReportAsk = {
  readonly form: Form;
  readonly estate: Estate;
  readonly period: Period;
  readonly id: string | null;
  readonly now: Instant;
};
/** The papers, a page each; none where there is nothing of that id, or nothing in the period. */
export type ReportMaker = (ctx: Context, ask: ReportAsk) => Promise<readonly Paper[]>;
export type Makers = Readonly<Record<string, ReportMaker>>;

/** By the form's key. */
export const MAKERS: Makers = {
  ...recordMakers,
  ...noticeMakers,
  ...worksMakers,
  ...ballotMakers,
  ...handOutMakers,
  ...visitMakers,
  ...surveyMakers,
  ...listMakers,
  ...serviceMakers,
};
