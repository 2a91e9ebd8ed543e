/** 送问卷: questionnaires of one survey that go to many homes are one errand with a list, not a task each. */
import type { Instant } from '../core/calendar.js';
import { lateZh, shortTime } from '../core/day-words.js';
import { exampleSheet } from '../core/visit-record.js';
import { matterZh } from '../core/visit-words.js';
import { surveyOfVisit, type StoredSurvey } from '../store/ballots.js';
import type { Tx } from '../store/db.js';
import type { StoredVisit } from '../store/visits.js';

/** Questionnaires of one survey, more than these, are one errand with a list. */
const MOST_APART = 5;

export type Errand = {
  readonly name: string;
  readonly survey: StoredSurvey;
  readonly tasks: readonly [StoredVisit, ...StoredVisit[]];
};

/** The tasks that stand by themselves, and the errands that go to many homes with the same sheet. */
export async function gathered(
  tx: Tx,
  tasks: readonly StoredVisit[],
): Promise<{ readonly alone: readonly StoredVisit[]; readonly errands: readonly Errand[] }> {
  const by = new Map<string, StoredVisit[]>();
  for (const task of tasks) {
    if (task.status !== 'with-staff' || task.event !== null) continue;
    const round = [task.estate, task.clause, task.startedBy].join(' ');
    by.set(round, [...(by.get(round) ?? []), task]);
  }
  const errands: Errand[] = [];
  for (const [first, ...others] of by.values()) {
    if (first === undefined || others.length < MOST_APART) continue;
    const survey = await surveyOfVisit(tx, first);
    if (survey !== null) errands.push({ name: matterZh(first, null), survey, tasks: [first, ...others] });
  }
  const many = new Set(errands.flatMap((errand) => errand.tasks.map(({ no }) => no)));
  return { alone: tasks.filter(({ no }) => !many.has(no)), errands };
}

/** One line for all of them: how many homes, by when, and how a sheet comes in. */
export function errandZh({ name, survey, tasks }: Errand, zone: string, now: Instant): string {
  const [first] = tasks;
  const due = shortTime(first.due, zone, now);
  return `${name}送问卷 ${tasks.length} 户，${due} 前收回${lateZh(first.due, now)}。哪几户、各是第几号任务，在下面的表里；收回一份写一份，如：${exampleSheet(survey.questions.length, first.no)}（B-07 是纸上的编号）。没有人在家写：无人应答 ${first.no} 上门。`;
}
