/** 送问卷: questionnaires of one survey that go to many homes are one errand with a list, not a task each. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { lateZh, shortTime } from '../core/day-words.js';
import { exampleSheet } from '../core/visit-record.js';
import { errandOf } from '../core/visit-words.js';
import { surveyOfVisit } from '../store/ballots.js';
import type { StoredVisit } from '../store/visits.js';

/** Questionnaires of one survey, more than these, are one errand with a list. */
const MOST_APART = 5;

export type Errand = { readonly name: string; readonly tasks: readonly [StoredVisit, ...StoredVisit[]] };

/** The tasks that stand by themselves, and the errands that go to many homes with the same sheet. */
export function gathered(tasks: readonly StoredVisit[]): {
  readonly alone: readonly StoredVisit[];
  readonly errands: readonly Errand[];
} {
  const by = new Map<string, StoredVisit[]>();
  for (const task of tasks) {
    const name = task.status === 'with-staff' ? errandOf(task) : null;
    if (name !== null) by.set(`${task.estate} ${name}`, [...(by.get(`${task.estate} ${name}`) ?? []), task]);
  }
  const errands = [...by.values()].flatMap((all): readonly Errand[] => {
    const [first, ...others] = all;
    if (first === undefined || all.length <= MOST_APART) return [];
    return [{ name: errandOf(first) ?? '', tasks: [first, ...others] }];
  });
  const many = new Set(errands.flatMap((errand) => errand.tasks.map(({ no }) => no)));
  return { alone: tasks.filter(({ no }) => !many.has(no)), errands };
}

/** One line for all of them: how many homes, by when, and how a sheet comes in. */
export async function errandZh({ db }: Context, { name, tasks }: Errand, zone: string, now: Instant): Promise<string> {
  const [first] = tasks;
  const questions = (await surveyOfVisit(db.read, first))?.questions.length ?? 0;
  const due = shortTime(first.due, zone, now);
  return `${name}送问卷 ${tasks.length} 户，${due} 前收回${lateZh(first.due, now)}。哪几户、各是第几号任务，在下面的表里；收回一份写一份，如：${exampleSheet(questions, first.no)}（B-07 是纸上的编号）。没有人在家写：无人应答 ${first.no} 上门。`;
}
