import { describeYear } from './year.js';

describeYear(['p03'], {
  asked: 500,
});
