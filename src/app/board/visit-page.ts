/** One visit on the board: why it stands there, its record with every correction, the attempts, and what came of it. */
import type { Context } from '../../context.js';
import { actorZh } from '../../core/audit-words.js';
import { TOPICS } from '../../core/policy/words.js';
import { findingZh } from '../../core/record-words.js';
import { ATTEMPT_OUTCOMES, DIRECTIONS, GRADES, isGrade, keysOf, METHODS } from '../../core/terms.js';
import { whyParts } from '../../core/visit-why.js';
import { matterZh, placeZh } from '../../core/visit-words.js';
import { attemptsOf } from '../../store/attempts.js';
import { recordRows, type RecordRow } from '../../store/board/records.js';
import type { Tx } from '../../store/db.js';
import { dutiesOfVisit } from '../../store/duties.js';
import { eventOf } from '../../store/events.js';
import { casesOfVisit } from '../../store/follow-ups.js';
import { visitByNo, type StoredVisit } from '../../store/visits.js';
import { whyFactsOf } from '../../store/why.js';
import { whyAbout } from '../answer-tasks.js';
import { CASE_KINDS, stateOf } from '../case-text.js';
import { dutyStateZh } from './duty-page.js';
import { timeText } from './list.js';
import type { RecordContent, RecordReader, RecordScene, RecordSection } from './record-page.js';

export const visitReader = (ctx: Context, no: number): RecordReader => ({
  estateOf: async () => (await visitByNo(ctx.db.read, no))?.estate ?? null,
  read: async (scene) => {
    const visit = await visitByNo(ctx.db.read, no);
    return visit === null ? null : visitContent(ctx, visit, scene);
  },
});

async function visitContent(ctx: Context, visit: StoredVisit, scene: RecordScene): Promise<RecordContent> {
  const { read } = ctx.db;
  const { no, estate } = visit;
  const zone = scene.estate.timezone;
  const talk = visit.servedBy ?? no;
  const event = visit.event === null ? null : await eventOf(read, estate, visit.event);
  const why = await whyFactsOf(read, no, whyAbout(ctx, zone));
  const facts = [
    {
      title: '事项',
      text: `${matterZh(visit, event?.description ?? null)}${visit.event === null ? '' : `（事项编号 ${visit.event}）`}`,
    },
    ...(why === null ? [] : whyParts(why).map(({ title, text }) => ({ title, text }))),
    ...(visit.servedBy === null
      ? []
      : [
          {
            title: '记录在',
            text: { text: `任务 ${visit.servedBy}`, of: { kind: 'visit' as const, no: visit.servedBy } },
          },
        ]),
  ];
  return {
    estate,
    title: `任务 ${no}：${placeZh(visit)}`,
    facts,
    sections: [
      recordSection(await recordRows(read, talk), scene),
      await attemptSection(ctx, talk, scene),
      await dutySection(read, no, scene),
      await caseSection(read, talk, scene),
    ],
    subjects: [...new Set([`visit:${no}`, `visit:${talk}`]), ...(visit.event === null ? [] : [`event:${visit.event}`])],
  };
}

function recordSection(rows: readonly RecordRow[], { estate, names }: RecordScene): RecordSection {
  return {
    title: '回访记录',
    heads: ['时间', '记录人', '方式', '内容', '签名', '审核', '版本'],
    rows: rows.map((row, at) => [
      timeText(row.at, estate),
      actorZh(row.by, names),
      row.method === 'paper' ? '书面' : METHODS[row.method].zh,
      [findingZh(row), gradesZh(row), topicsZh(row)].filter((text) => text !== '').join('；'),
      row.confirmedAt === null ? '' : `已签名 ${timeText(row.confirmedAt, estate)}`,
      reviewZh(row, names, timeText(row.reviewedAt, estate)),
      row.isCurrent ? '现行' : `第 ${at + 1} 版，已更正`,
    ]),
  };
}

/** 设备管理 满意、清洁卫生 不满意: a questionnaire by name. */
const gradesZh = ({ grades }: RecordRow): string =>
  grades === null
    ? ''
    : keysOf(DIRECTIONS)
        .flatMap((item) => {
          const grade = grades[item];
          return grade === undefined ? [] : [`${DIRECTIONS[item].zh} ${GRADES[grade].zh}`];
        })
        .join('、');

const topicsZh = ({ topics }: RecordRow): string =>
  keysOf(TOPICS)
    .flatMap((topic) => {
      const said = topics[topic];
      return said === undefined ? [] : [`${TOPICS[topic].zh}：${isGrade(said) ? GRADES[said].zh : said}`];
    })
    .join('；');

function reviewZh({ reviewed, reviewedBy, opinion }: RecordRow, names: RecordScene['names'], when: string): string {
  if (reviewedBy === null) return reviewed ? '已审核' : '';
  const verdict = `${names.get(reviewedBy) ?? reviewedBy} ${when} ${reviewed ? '通过' : '退回'}`;
  return opinion === null || opinion === '' ? verdict : `${verdict}：${opinion}`;
}

async function attemptSection(
  { db, box }: Context,
  no: number,
  { estate, names }: RecordScene,
): Promise<RecordSection> {
  const attempts = await attemptsOf(db.read, box, no);
  return {
    title: '联系经过',
    heads: ['第几次', '时间', '方式', '由谁', '结果', '说明'],
    rows: attempts.map(({ number, at, channel, by, outcome, note }) => [
      String(number),
      timeText(at, estate),
      channel === 'paper' ? '书面' : METHODS[channel].zh,
      actorZh(by, names),
      ATTEMPT_OUTCOMES[outcome].zh,
      note ?? '',
    ]),
  };
}

async function dutySection(tx: Tx, no: number, { estate, names }: RecordScene): Promise<RecordSection> {
  const duties = await dutiesOfVisit(tx, no);
  return {
    title: '由此产生的事',
    heads: ['编号', '内容', '条款', '时限止', '状态', '负责人'],
    rows: duties.map((duty) => [
      { text: `事${duty.no}`, of: { kind: 'duty', no: duty.no } },
      duty.says,
      duty.clause,
      timeText(duty.due, estate, true),
      dutyStateZh(duty),
      actorZh(duty.doneBy ?? duty.assignee ?? '', names),
    ]),
  };
}

async function caseSection(tx: Tx, no: number, { estate, names }: RecordScene): Promise<RecordSection> {
  const cases = await casesOfVisit(tx, no);
  return {
    title: '个案',
    heads: ['编号', '类别', '进度', '开立', '负责人'],
    rows: cases.map((one) => [
      { text: `案${one.id}`, of: { kind: 'case', no: one.id } },
      CASE_KINDS[one.kind],
      stateOf(one, estate),
      timeText(one.openedAt, estate),
      actorZh(one.assignee ?? '', names),
    ]),
  };
}
