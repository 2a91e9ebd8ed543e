import { describeYear } from './year.js';

describeYear(['p10'], {
  asked: 0,
  quiet: {
    'p10.4': 'the last visit of the works comes two years after their warranty was signed',
    'p10.5': 'nobody hands out a questionnaire about the works',
  },
});
