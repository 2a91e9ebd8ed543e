import { describeYear } from './year.js';

describeYear(['p08'], {
  asked: 500,
  questionnaires: 300,
});
