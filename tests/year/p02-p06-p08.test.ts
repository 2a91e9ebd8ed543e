import { describeYear } from './year.js';

describeYear(['p02', 'p06', 'p08'], {
  asked: 800,
  quiet: {
    'p02.14': 'no record takes the time that was promised yet',
  },
});
