import { describeYear } from './year.js';

describeYear(['p07'], {
  asked: 0,
  quiet: {
    'p07.13': 'begun by staff after the warranty, or at intervals that the policy leaves open',
  },
});
