/** Which form's numbers are counted again by what, and which forms count nothing. */
import type { FilledPaper } from '../../../../src/core/report/filled-paper.js';
import type { Form } from '../../../../src/core/report/form.js';
import type { Counted } from '../recount.js';
import { paperFaults, uncountedCells, type Asked, type Recount } from './said.js';
import {
  formSignOut,
  functionVisits,
  homeServiceReport,
  keyHouseholds,
  visitPlan,
  worksServiceReport,
} from './services.js';
import { performance } from './staff.js';
import { questionnaireReport, satisfactionStatistics, surveyReport } from './surveys.js';
import { complaintMonth, compliance, monthSummary, quarterReport, visitStatistics } from './visits.js';

export const RECOUNTS: Readonly<Record<string, Recount>> = {
  'month-summary': monthSummary,
  'visit-statistics': visitStatistics,
  'satisfaction-statistics': satisfactionStatistics,
  'survey-report': surveyReport,
  'quarter-report': quarterReport,
  'complaint-month': complaintMonth,
  'function-visits': functionVisits,
  'home-service-report': homeServiceReport,
  'works-service-report': worksServiceReport,
  'key-households': keyHouseholds,
  'form-sign-out': formSignOut,
  'visit-plan': visitPlan,
  compliance,
  performance,
  'questionnaire-report': questionnaireReport,
};

/** Forms of which each visit whose record was made has one. */
export const VISIT_PAPERS: readonly string[] = [
  'record-p01',
  'record-p02',
  'record-p03',
  'record-p05',
  'record-p08',
  'record-p11',
  'home-service-record',
  'works-visit-record',
  'works-work-record',
  'supervision-record',
  'repair-order',
  'complaint-handling',
];

/** Forms that print one record, case, works or step as it is written down: nothing on them is counted. */
export const COPIES: ReadonlySet<string> = new Set([
  ...VISIT_PAPERS,
  'indoor-repair-record',
  'contact-sheet',
  'rectification-notice',
  'repeat-complaint',
  'warranty-certificate',
  'fit-out-certificate',
  'visit-minutes',
  'works-archive',
  'ballot-paper',
  'service-card',
  'use-instructions',
  'care-notes',
  'flow-chart',
  'weekly-round',
  'hard-problems',
  'common-defects',
  'corrective-measures',
  'repair-methods',
]);

/** The policy of a paper: it stands in its number, where the form is made a paper a policy. */
const policyOf = ({ form, fields }: FilledPaper): string => {
  const named = /(?:^|-)(P\d+)-/u.exec(String(fields['编号'] ?? ''))?.[1]?.toLowerCase();
  return named ?? form.policies[0] ?? '';
};

/** What a form's papers say that the rows do not come to; and what they say that nothing counts. */
export function formNumberFaults(
  all: Counted,
  form: Form,
  papers: readonly FilledPaper[],
  asked: Omit<Asked, 'policy'>,
): readonly string[] {
  const recount = RECOUNTS[form.key];
  if (recount === undefined) {
    if (!COPIES.has(form.key)) return [`${form.key}: no recount, and not among those that count nothing`];
    return papers.flatMap(uncountedCells);
  }
  return papers.flatMap((said) => {
    const isEmpty = String(said.fields['说明']).startsWith('本期没有');
    return isEmpty ? [] : paperFaults(said, recount(all, { ...asked, policy: policyOf(said) }, said));
  });
}
