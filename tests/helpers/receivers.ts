/** The app's callbacks where no platform stands behind them. */
import type { Receivers } from '../../src/app/receive-message.js';

export const NO_PLATFORM: Receivers = {
  kf: null,
  fetchAppMedia: null,
  directory: null,
  updateCard: () => Promise.resolve(),
  after: () => () => undefined,
};
