import { describeYear } from './year.js';

describeYear(['p02', 'p06', 'p08'], { asked: 800, questionnaires: 300 });
