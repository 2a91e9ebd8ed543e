/** Reports that are made once (p10.4 of works, p10.5 of a questionnaire): from the duty to write them into the archive. */
import { afterEach, describe, expect, it } from 'vitest';
import { answerDutyDone } from '../../src/app/answer-duties.js';
import { closeSurveys } from '../../src/app/close-surveys.js';
import { takeInRecords } from '../../src/app/take-in-records.js';
import { takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { staffOf } from '../../src/store/staff.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';
import { goTo, workAll } from '../helpers/report-days.js';
import { sheetWords } from '../helpers/sheet-words.js';

let test: EstateTest;
afterEach(() => test.close());

const WORKS = {
  id: 'ZX-1',
  kind: 'works-completion',
  household: null,
  description: '三楼办公室装修',
  fitOut: true,
  acceptedOn: '2026-03-01',
  signedOn: '2026-03-01',
  warranties: [{ part: 'other', months: 6 }],
  recipients: ['3-2-1204'],
  parties: [{ kind: 'owner', name: '翠湖置业' }],
};

const open = async (): Promise<void> => {
  test = await openEstate(['p10']);
  const staff = (userid: string, name: string, role: string) => ({ userid, name, roles: [{ estate: 'cuihu', role }] });
  await takeInStaff(test.ctx, [staff('wei', '卫执', 'works-lead'), staff('xiang', '项工', 'project-management')]);
  await takeInResidents(test.ctx, [
    { id: 'r1', estate: 'cuihu', household: '3-2-1204', name: '李敏', phone: '13800001204', consent: true },
  ]);
  await test.events(WORKS);
};
const go = (when: string): Promise<void> => goTo(test, when);
const work = (): Promise<void> => workAll(test);
async function done(clause: string, text: string): Promise<string> {
  const { no } = await test.ctx.db.read.duty.findFirstOrThrow({
    where: { clause, status: 'open', form: { not: null } },
  });
  const staff = await staffOf(test.ctx.db.read, 'wei');
  if (staff === null) throw new Error('nobody');
  return test.ctx.db.write((tx) => answerDutyDone(tx, test.ctx, { staff, no, now: test.ctx.clock.now() }, text));
}
/** The archived copy of a form: its number and what is read on it. */
async function archived(form: string): Promise<{ number: string; words: string; status: string }> {
  const report = await test.ctx.db.read.report.findFirstOrThrow({ where: { form } });
  const version = await test.ctx.db.read.reportVersion.findFirstOrThrow({
    where: { reportId: report.id, final: true },
  });
  const file = await test.ctx.db.read.file.findUniqueOrThrow({ where: { id: version.fileId ?? '' } });
  const words = sheetWords(test.ctx.box.openBytes(Buffer.from(file.bytes)));
  return { number: version.number, words, status: report.status };
}

describe('a report that is made once', { timeout: 120_000 }, () => {
  it('of works (p10.4) begins as all visits are done, is signed as the works-lead hands it in, and archived', async () => {
    await open();
    await go('2026-03-02T10:00:00+08:00');
    for (const { no, clause } of await test.visits('ZX-1'))
      if (clause === 'p10.1') await makeVisit(test, no, 'satisfied', 'wei');
    expect(await test.ctx.db.read.duty.count({ where: { clause: 'p10.4', status: 'open' } })).toBe(1);
    await go('2026-03-03T10:00:00+08:00');
    expect(await test.ctx.db.read.report.findFirstOrThrow()).toMatchObject({ form: '回访服务报告', status: 'walking' });
    expect(await done('p10.4', '报告已写，附质量改进对策')).toContain('翠湖花园《回访服务报告》ZX-1已报出');
    await work();
    const { number, words, status } = await archived('回访服务报告');
    expect([number, status]).toEqual(['翠湖花园-P10-回访服务报告-ZX-1-1', 'archived']);
    for (const one of ['三楼办公室装修', '卫执 2026-03-03 10:00', '报告已写，附质量改进对策'])
      expect(words).toContain(one);
    expect(await test.ctx.db.read.archive.count({ where: { kind: 'report', form: '回访服务报告' } })).toBe(1);
  });

  it('of works is made also where the duty is done before anybody looked', async () => {
    await open();
    await go('2026-03-02T10:00:00+08:00');
    for (const { no, clause } of await test.visits('ZX-1'))
      if (clause === 'p10.1') await makeVisit(test, no, 'satisfied', 'wei');
    expect(await done('p10.4', '报告已写')).toContain('已报出');
    await work();
    expect(await archived('回访服务报告')).toMatchObject({ status: 'archived' });
  });

  it('of a questionnaire (p10.5) begins as its ballots are in', async () => {
    await open();
    await go('2026-03-02T10:00:00+08:00');
    const visit = await test.ctx.db.read.visit.findFirstOrThrow({ where: { clause: 'p10.5' } });
    test.moveTo(at('2026-03-11T10:00:00+08:00'));
    await takeInRecords(
      test.ctx,
      [{ by: 'wei', visit: visit.no, method: 'phone', grade: 'dissatisfied', remark: '墙面起皮' }],
      'token',
    );
    expect(await test.ctx.db.read.ballot.count({ where: { returnedAt: { not: null } } })).toBe(1);
    test.moveTo(at('2026-07-01T09:30:00+08:00'));
    await closeSurveys(test.ctx, test.ctx.clock.now());
    await go('2026-07-01T10:00:00+08:00');
    expect(await done('p10.5', '已返工，效果已验证')).toContain('《问卷验证和总结报告》2026 年上半年已报出');
    await work();
    const { number, words, status } = await archived('问卷验证和总结报告');
    expect([number, status]).toEqual(['翠湖花园-P10-问卷验证和总结报告-2026H1-1', 'archived']);
    for (const one of ['已返工，效果已验证', '卫执 2026-07-01 10:00', '装饰面层']) expect(words).toContain(one);
  });
});
