import { describeYear } from './year.js';

describeYear(['p04'], {
  asked: 20,
});
