import { describeYear } from './year.js';

describeYear(['p02'], { asked: 500, questionnaires: 300 });
