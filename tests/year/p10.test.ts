import { describeYear } from './year.js';

describeYear(['p10'], {
  asked: 0,
  quiet: {
    'p10.4': 'the last visit of the works comes two years after their warranty was signed',
  },
});
