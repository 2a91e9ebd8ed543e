/** 装饰工程: whether works are fit-out, by which of several adopted policies hands over their certificate (p07.3, p10.9). */
import type { Event } from '../event.js';
import type { Policy } from './schema.js';

/**
 * As they were registered; where a policy hands over a fit-out's certificate and none one of other works, all of them are
 * taken for fit-out.
 */
export const isFitOut = ({ fitOut }: Pick<Event, 'fitOut'>, policies: readonly Pick<Policy, 'clauses'>[]): boolean =>
  fitOut || (policies.some((one) => handsOver(one, true)) && !policies.some((one) => handsOver(one, false)));

/** Whether a policy hands over a certificate as works are accepted, for fit-out alone or for any. */
const handsOver = ({ clauses }: Pick<Policy, 'clauses'>, forFitOut: boolean): boolean =>
  clauses.some(
    ({ on = [], duties = [] }) =>
      on.some(({ fitOut }) => (fitOut === true) === forFitOut) && duties.some(({ trigger }) => trigger === 'accepted'),
  );
