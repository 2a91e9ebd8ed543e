import { describeYear } from './year.js';

describeYear(['p06'], {
  asked: 200,
});
