import { describeYear } from './year.js';

describeYear(['p02'], {
  asked: 500,
  quiet: {
    'p02.14': 'no record takes the time that was promised yet',
  },
});
