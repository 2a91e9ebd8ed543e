import { describe, expect, it } from 'vitest';
import { DIRECTION_QUESTIONS } from '../../src/core/ballot.js';
import {
  ballotOfVisit,
  issueBallots,
  markIssued,
  saveSheet,
  surveyOfVisit,
  ballotByToken,
  tokenOf,
} from '../../src/store/ballots.js';
import {
  forgetTalk,
  putAwayBallots,
  surveysToClose,
  unsealBallots,
  visitsOfSurvey,
} from '../../src/store/close-survey.js';
import { saveConversation } from '../../src/store/conversations.js';
import { insertInbox } from '../../src/store/inbox.js';
import { surveysOfPeriod } from '../../src/store/survey-figures.js';
import { saveVisit, type StoredVisit } from '../../src/store/visits.js';
import { openTalk } from '../../src/core/conversation/visit-talk.js';
import { ABOUT } from '../helpers/talk.js';
import { BOX } from '../helpers/box.js';
import { after, NOW, putVisit, useDatabase } from '../helpers/store.js';

const store = useDatabase();
const CLOSES = after(1_000_000);
const RANGE = [NOW, after(2_000_000)] as const;

/** A survey of so many households, each with its visit and its ballot, delivered. */
async function openedSurvey(
  count: number,
  anonymous: boolean,
  questions = DIRECTION_QUESTIONS,
): Promise<readonly StoredVisit[]> {
  const households = Array.from({ length: count }, (_, nth) => `1-1-${nth + 1}`);
  const round = { estate: 'cuihu', policy: 'p08', clause: 'p08.4', period: '2026H1', visit: 1 };
  const survey = { ...round, title: '调查表', anonymous, questions, closesAt: CLOSES };
  await store.db.write((tx) => issueBallots(tx, BOX, survey, households, NOW));
  const visits: StoredVisit[] = [];
  for (const household of households) {
    const identity = { clause: 'p08.4', startedBy: '2026H1', counterparty: household };
    const visit = await putVisit(store.db, { ...identity, household, event: null, status: 'assigned' });
    await store.db.write((tx) => saveVisit(tx, { ...visit, askedAt: NOW }, NOW));
    await store.db.write((tx) => markIssued(tx, visit, NOW));
    visits.push(visit);
  }
  return visits;
}

async function answer(visit: StoredVisit, grade: 'satisfied' | 'dissatisfied', words = ''): Promise<void> {
  await store.db.write(async (tx) => {
    const survey = await surveyOfVisit(tx, visit);
    const ballot = survey === null ? null : await ballotOfVisit(tx, BOX, survey, visit);
    if (ballot === null) throw new Error('no ballot');
    const sheet = { answers: { '13': grade }, remarks: words === '' ? {} : { '0': words } };
    await saveSheet(tx, BOX, ballot, { sheet, source: 'chat', at: NOW });
  });
}

const close = () =>
  store.db.write(async (tx) => {
    const [survey] = await surveysToClose(tx, CLOSES);
    if (survey === undefined) throw new Error('nothing to close');
    return putAwayBallots(tx, BOX, survey, CLOSES);
  });
const ballots = () => store.db.read.ballot.findMany({ orderBy: { id: 'asc' } });
const figures = () => surveysOfPeriod(store.db.read, BOX, { estate: 'cuihu', range: RANGE });

describe('a ballot', () => {
  it('is sealed while its survey is open, and found by its token alone', async () => {
    const [visit] = await openedSurvey(2, true);
    if (visit === undefined) throw new Error('no visit');
    await answer(visit, 'dissatisfied', '电梯太慢');
    const [row] = await ballots();
    expect(row?.answers).not.toContain('dissatisfied');
    expect(row?.remark).not.toContain('电梯');
    const found = await ballotByToken(store.db.read, BOX, tokenOf(BOX, row?.id ?? ''));
    expect(found).toMatchObject({ visitNo: visit.no, ballot: { sheet: { answers: { '13': 'dissatisfied' } } } });
    expect(await ballotByToken(store.db.read, BOX, row?.tokenHash ?? '')).toBeNull();
  });

  it('that is sent the same twice is as sent once; the first answer makes it returned', async () => {
    const [visit] = await openedSurvey(1, true);
    if (visit === undefined) throw new Error('no visit');
    await answer(visit, 'satisfied');
    const [before] = await ballots();
    await answer(visit, 'satisfied');
    const [again] = await ballots();
    expect(again?.returnedAt).toBe(before?.returnedAt);
    expect((await figures()).surveys).toMatchObject([{ issued: 1, returned: 1 }]);
  });
});

describe('the close of a survey', () => {
  it('by name keeps whose ballot it is, unsealed, and drops the link', async () => {
    const [one] = await openedSurvey(2, false);
    if (one === undefined) throw new Error('no visit');
    await answer(one, 'dissatisfied', '电梯太慢');
    expect((await figures()).surveys).toMatchObject([{ rate: '0.0', withheld: null }]);
    expect(await close()).toEqual({ issued: 2, returned: 1 });
    const [row] = await ballots();
    expect(row).toMatchObject({
      household: '1-1-1',
      tokenHash: null,
      source: 'chat',
      answers: '{"13":"dissatisfied"}',
      remark: '{"0":"电梯太慢"}',
    });
    expect(await surveysToClose(store.db.read, CLOSES)).toEqual([]);
  });

  it('without names writes every ballot anew, in an order that is not that of the households', async () => {
    const visits = await openedSurvey(40, true);
    for (const [nth, visit] of visits.entries()) await answer(visit, nth < 20 ? 'satisfied' : 'dissatisfied');
    const before = new Set((await ballots()).map(({ id }) => id));
    await close();
    const rows = await ballots();
    expect(rows).toHaveLength(40);
    expect(rows.filter(({ id }) => before.has(id))).toEqual([]);
    for (const row of rows) {
      const last = BigInt(CLOSES - 1);
      expect(row).toMatchObject({ household: null, tokenHash: null, source: null, issuedAt: last, returnedAt: last });
    }
    const [kept] = [await store.db.read.ballot.findMany()];
    const order = kept.map(({ answers }) => answers?.includes('dissatisfied'));
    expect(order.slice(0, 20)).toContain(true);
    expect((await figures()).counted.filter(({ answers }) => answers['13'] === 'satisfied')).toHaveLength(20);
  });

  it('is put away as it stands then, whatever was read of it before', async () => {
    const [one, two] = await openedSurvey(2, true);
    if (one === undefined || two === undefined) throw new Error('no visit');
    await answer(one, 'satisfied', '很好');
    const [survey] = await surveysToClose(store.db.read, CLOSES);
    if (survey === undefined) throw new Error('nothing to close');
    const read = await unsealBallots(store.db.read, BOX, survey);
    expect([...read.values()].toSorted()).toEqual(['{"0":"很好"}', '{"13":"satisfied"}']);
    await answer(two, 'dissatisfied');
    const closed = await store.db.write((tx) => putAwayBallots(tx, BOX, survey, CLOSES, read));
    expect(closed).toEqual({ issued: 2, returned: 2 });
    const said = (await ballots()).map(({ answers, remark }) => [answers, remark]);
    expect(said.toSorted()).toEqual(
      [
        ['{"13":"dissatisfied"}', null],
        ['{"13":"satisfied"}', '{"0":"很好"}'],
      ].toSorted(),
    );
  });

  it('of questions of one’s own is not counted among the directions', async () => {
    await openedSurvey(1, false, [{ item: '1', text: '装修质量' }]);
    const { counted, surveys } = await figures();
    expect(counted).toEqual([]);
    expect(surveys).toMatchObject([{ issued: 1 }]);
  });

  it('forgets the talk, and the texts to and fro since its question; what was before stays', async () => {
    const [visit] = await openedSurvey(1, true);
    if (visit === undefined) throw new Error('no visit');
    const session = openTalk(ABOUT, { due: CLOSES, needsSignature: false });
    const talk = { estate: 'cuihu', channel: 'wecom-kf' as const, person: 'wmLi', visitNo: visit.no, session };
    const inbox = (key: string, at: number) => ({
      key,
      source: 'kf-message' as const,
      person: 'kf:wmLi',
      body: BOX.seal('都满意'),
      receivedAt: after(at),
    });
    await store.db.write(async (tx) => {
      await saveConversation(tx, { ...talk, open: false, wakeAt: null }, NOW);
      await insertInbox(tx, store.db.kind, [inbox('before', -10), inbox('since', 10), inbox('waiting', 20)]);
      await tx.inbox.updateMany({ where: { key: { not: 'waiting' } }, data: { status: 'done' } });
      await forgetTalk(tx, visit.no);
    });
    const bodies = await store.db.read.inbox.findMany({ orderBy: { id: 'asc' } });
    expect(bodies.map(({ key, body }) => [key, body !== ''])).toEqual([
      ['before', true],
      ['since', false],
      ['waiting', true],
    ]);
    expect(await store.db.read.conversation.count()).toBe(0);
  });

  it('goes over its visits page by page', async () => {
    const visits = await openedSurvey(3, true);
    const survey = await surveyOfVisit(store.db.read, visits[0] as StoredVisit);
    if (survey === null) throw new Error('no survey');
    const [first, second, third] = visits.map(({ no }) => no);
    expect(await visitsOfSurvey(store.db.read, survey, 0, 2)).toEqual([first, second]);
    expect(await visitsOfSurvey(store.db.read, survey, second ?? 0, 2)).toEqual([third]);
  });
});
