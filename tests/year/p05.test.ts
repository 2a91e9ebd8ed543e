import { describeYear } from './year.js';

describeYear(['p05'], {
  asked: 0,
});
