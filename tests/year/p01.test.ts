import { describeYear } from './year.js';

describeYear(['p01'], {
  asked: 500,
});
