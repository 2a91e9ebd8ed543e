import { describeYear } from './year.js';

describeYear(['p11'], {
  asked: 500,
});
