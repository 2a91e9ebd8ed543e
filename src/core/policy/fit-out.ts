/** 装饰工程: whether works are fit-out, by which of several adopted policies hands over their certificate (p07.3, p10.9). */
import type { Event } from '../event.js';
import type { Policy } from './schema.js';

/** As they were registered; where no policy gives other works a certificate, all of them are taken for fit-out. */
export const isFitOut = ({ fitOut }: Pick<Event, 'fitOut'>, policies: readonly Pick<Policy, 'clauses'>[]): boolean =>
  fitOut || !policies.some(coversOthers);

const coversOthers = ({ clauses }: Pick<Policy, 'clauses'>): boolean =>
  clauses.some(
    ({ on = [], duties = [] }) =>
      on.some(({ fitOut }) => fitOut !== true) &&
      duties.some(({ trigger, when }) => trigger === 'accepted' && when?.fitOut !== true),
  );
