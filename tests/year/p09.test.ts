import { describeYear } from './year.js';

describeYear(['p09'], {
  asked: 0,
  quiet: {
    'p09.4': 'begun by staff after the warranty, or at intervals that the policy leaves open',
  },
});
