/** 调查表 (p02.7, p08.7, p10.5): a blank ballot for each household that has not answered, with a QR code to its own page. */
import type { Paper } from '../../core/report/paper.js';
import { householdZh } from '../../core/household.js';
import { openBallots } from '../../store/ballot-papers.js';
import { linkOf } from '../fill-ballot.js';
import type { Makers, ReportMaker } from './makers.js';
import { paperWords } from './paper-words.js';

/** A box to tick by hand. */
const TICK = '□';

const blankBallots: ReportMaker = async (ctx, { form, estate, id, now }): Promise<readonly Paper[]> => {
  const words = await paperWords(ctx.db.read, estate.timezone);
  const all = await openBallots(ctx.db.read, { estate: estate.id, policies: form.policies, id, now });
  return all.map(({ survey, ballot }, at) => ({
    form: form.key,
    number: survey.anonymous ? null : `${survey.period}-${String(at + 1).padStart(4, '0')}`,
    fields: {
      调查名称: survey.title,
      交回期限: words.day((survey.closesAt - 1) as typeof now),
      房号: survey.anonymous ? '不记名' : householdZh(ballot.household),
      填写说明: '请在方框内打勾，或用微信扫二维码在手机上填写，填一处即可。',
      填表人签名: survey.anonymous ? '不记名，不用签名' : '',
      扫码填写: linkOf(ctx, { id: ballot.id, hasLink: true }) ?? '',
    },
    lists: {
      调查项目: survey.questions.map(({ text }, no) => ({
        序号: no + 1,
        项目内容: text,
        满意: TICK,
        一般满意: TICK,
        不满意: TICK,
      })),
    },
    charts: [],
  }));
};

export const ballotMakers: Makers = { 'ballot-paper': blankBallots };
