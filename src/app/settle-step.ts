/** What the end of a case's step needs beside the words: a written notice that went out, the day that is arranged, what was done. */
import type { Context } from '../context.js';
import { addDays, localDate, startOfDay, type Instant } from '../core/calendar.js';
import { followingDuties } from '../core/policy/due-duties.js';
import { appointmentInstant, findAppointment } from '../core/understand/appointment.js';
import type { Tx } from '../store/db.js';
import { stepsOf, type StoredDuty } from '../store/duties.js';
import { estateOf } from '../store/estates.js';
import { caseById } from '../store/follow-ups.js';
import { noticesOf } from '../store/notices.js';
import { askedOf } from './case-text.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** `wants`: what is still missing, as a sentence; `until`: by when what follows is to be done. */
export type Settled = { readonly wants: string } | { readonly until: Instant | null };

export async function settleStep(
  tx: Tx,
  ctx: Context,
  step: StoredDuty,
  text: string | null,
  now: Instant,
): Promise<Settled> {
  const { followUp } = step;
  const estate = await estateOf(tx, step.estate);
  if (followUp === null || estate === null) return { until: null };
  const isBeingSent =
    step.form === CORRECTION && (await noticesOf(tx, followUp)).some(({ form }) => form === CORRECTION);
  if (step.form === CORRECTION && !isBeingSent)
    return { wants: `要先书面通知承建商，请写：整改 案${followUp} 3月20日前 屋面重做防水。` };
  const policy = policiesOfEstate(ctx, estate).find(({ id }) => id === step.policy);
  const asFirst = { clause: step.clause, item: step.item.replace(/^late:/u, 'duty:') };
  const next = policy === undefined ? [] : followingDuties(policy, asFirst).map(({ duty }) => duty);
  if (next.some(({ dated }) => dated)) {
    const when = text === null ? null : findAppointment(text, now, estate.timezone);
    if (when === null) return { wants: `安排在哪一天？请写：办结 事${step.no} 3月6日上午返修。` };
    const day = localDate(appointmentInstant(when, now, estate.timezone), estate.timezone);
    return { until: startOfDay(addDays(day, 1), estate.timezone) };
  }
  const isFollowed = next.some(({ trigger }) => trigger !== 'referred');
  const isLast =
    !isFollowed &&
    (await stepsOf(tx, followUp)).every(
      ({ no, status, item, clause }) =>
        no === step.no ||
        status !== 'open' ||
        (clause === step.clause && item.replace(/^late:/u, 'duty:') === asFirst.item),
    );
  if (isLast && (text === null || text === '')) {
    const of = await caseById(tx, followUp);
    return of?.kind === 'finding'
      ? { wants: `请写处理结果：办结 案${followUp} 已批评教育，重新回访。` }
      : {
          wants: `办结后会告诉${of === null ? '住户' : askedOf(of)}做了什么，请写：办结 案${followUp} 已重新疏通，试水正常。`,
        };
  }
  return { until: null };
}
const CORRECTION = '整改通知';
