/** Every page of the board as every role, at its own estate and at another one, and as somebody who has no role there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeInStaff } from '../../src/app/take-in-people.js';
import { keysOf, ROLES, type Role } from '../../src/core/terms.js';
import { openAccess, PLACES, type AccessTest, type EstateId } from '../helpers/access.js';
import { openBoard, type BoardTest } from '../helpers/board.js';

/** Those who answer for an estate: supervisor and manager, quality and headquarters, the company's leaders. */
const MAY_OPEN: readonly Role[] = [
  'supervisor',
  'manager',
  'quality',
  'customer-service-hq',
  'vice-president',
  'general-manager',
  'company-leader',
];
const SURVEY = 'p08.4:2026H1';

let test: AccessTest;
let board: BoardTest;

beforeAll(async () => {
  test = await openAccess();
  const { ctx } = test;
  for (const estate of ['cuihu', 'jin'] as const) {
    const times = { openedAt: 1n, closesAt: BigInt(Date.UTC(2027, 0, 1)) };
    const about = { estateId: estate, policyId: 'p08', clause: 'p08.4', period: '2026H1', title: '半年调查表' };
    await ctx.db.write((tx) =>
      tx.survey.create({ data: { id: `${estate}:${SURVEY}`, ...about, ...times, anonymous: false } }),
    );
  }
  for (const role of keysOf(ROLES)) {
    await takeInStaff(ctx, [{ userid: `${role}-cuihu`, name: role, roles: [{ estate: 'cuihu', role }] }]);
    await takeInStaff(ctx, [
      {
        userid: `${role}-both`,
        name: role,
        roles: [
          { estate: 'cuihu', role: 'steward' },
          { estate: 'jin', role },
        ],
      },
    ]);
  }
  await takeInStaff(ctx, [
    {
      userid: 'chen',
      name: '陈总',
      roles: [
        { estate: 'cuihu', role: 'vice-president' },
        { estate: 'jin', role: 'vice-president' },
      ],
    },
  ]);
  board = await openBoard(ctx);
});
afterAll(async () => {
  await board.close();
  await test.close();
});

/** The pages that ask about an estate, and those of single things of it. */
const LISTS = [
  '/board',
  '/',
  '/board/dues',
  '/board/visits',
  '/board/records',
  '/board/cases',
  '/board/surveys',
  '/board/archive',
];
const recordsOf = (estate: EstateId): readonly string[] => {
  const { made, duty, case: no, archived } = test.numbers[estate];
  return [
    `/board/visits/${made}`,
    `/board/duties/${duty}`,
    `/board/cases/${no}`,
    `/board/survey?id=${encodeURIComponent(`${estate}:${SURVEY}`)}`,
    `/board/archive/${archived}`,
  ];
};
const refusals = (userid: string): Promise<number> =>
  test.ctx.db.read.audit.count({ where: { actor: userid, action: 'refused.open board' } });

describe('each role at its own estate', () => {
  it.each(keysOf(ROLES))('%s', async (role) => {
    const userid = `${role}-cuihu`;
    const may = MAY_OPEN.includes(role);
    const pages = [...LISTS, ...LISTS.map((url) => `${url}?estate=cuihu`), ...recordsOf('cuihu')];
    for (const url of pages) {
      const { status, body } = await board.opens(userid, url);
      expect([url, status]).toEqual([url, may ? 200 : 403]);
      if (!may) expect(body).not.toMatch(/翠湖|李敏|主卧|1204|13800001204/u);
      expect(body).not.toMatch(/13800001204|锦园|赵小敏/u);
    }
    expect(await refusals(userid)).toBe(may ? 0 : pages.length);
  });
});

describe('what is at another estate', () => {
  it.each(MAY_OPEN)('%s is told as if it were nowhere, and recorded', async (role) => {
    const userid = `${role}-cuihu`;
    const before = await refusals(userid);
    const theirs = [...LISTS.map((url) => `${url}?estate=jin`), ...recordsOf('jin')];
    const nowhere = [
      ...LISTS.map((url) => `${url}?estate=nowhere`),
      '/board/visits/99999',
      '/board/duties/0',
      '/board/cases/x',
      '/board/survey?id=none',
      '/board/archive/99999',
    ];
    const answers = new Set<string>();
    for (const url of [...theirs, ...nowhere]) {
      const { status, body } = await board.opens(userid, url);
      expect([url, status]).toEqual([url, 403]);
      answers.add(body);
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).not.toMatch(/锦园|赵小敏|金鱼缸/u);
    expect(await refusals(userid)).toBe(before + theirs.length + nowhere.length);
  });

  it('is not opened by a role that counts elsewhere only', async () => {
    for (const url of [...LISTS, ...recordsOf('jin')]) {
      const { status, body } = await board.opens('manager-both', url);
      expect([url, status]).toEqual([url, 200]);
      expect(body).not.toMatch(/翠湖|李敏|主卧/u);
    }
    for (const url of [...LISTS.map((one) => `${one}?estate=cuihu`), ...recordsOf('cuihu')])
      expect([url, (await board.opens('manager-both', url)).status]).toEqual([url, 403]);
  });
});

describe('a vice-president of two estates', () => {
  it('sees both side by side, and either alone', async () => {
    const both = await board.opens('chen', '/board');
    expect(both.body).toContain(PLACES.cuihu.name);
    expect(both.body).toContain(PLACES.jin.name);
    for (const url of LISTS.slice(2)) {
      const one = (await board.opens('chen', `${url}?estate=jin`)).body;
      expect(one).not.toContain(`<td role="cell" data-label="项目">${PLACES.cuihu.name}`);
    }
    for (const url of [...recordsOf('cuihu'), ...recordsOf('jin')])
      expect((await board.opens('chen', url)).status).toBe(200);
  });
});

it('sends whoever is not signed in to the sign-in, from every page', async () => {
  for (const url of [...LISTS, ...recordsOf('cuihu')]) {
    const { status, headers, body } = await board.opens(null, url);
    expect([url, status, String(headers['location']).startsWith('/board/sign-in?next=')]).toEqual([url, 302, true]);
    expect(body).toBe('');
  }
});

it('keeps who looked at a record', async () => {
  const [url = ''] = recordsOf('cuihu');
  await board.opens('quality-cuihu', url);
  const looks = await test.ctx.db.read.audit.findMany({ where: { actor: 'quality-cuihu', action: 'record.read' } });
  expect(looks.at(-1)).toMatchObject({ estateId: 'cuihu', subject: `visit:${test.numbers.cuihu.made}` });
  const again = await board.opens('manager-cuihu', url);
  expect(again.body).toMatch(/查看过 \d+ 次/u);
});

it('sends nothing that may be kept, framed, or run', async () => {
  for (const url of [...LISTS, ...recordsOf('cuihu')]) {
    const { headers, body } = await board.opens('manager-cuihu', url);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/u);
    expect(headers['content-security-policy']).not.toMatch(/script|unsafe/u);
    expect(body).not.toMatch(/<script| style=| on\w+=/u);
  }
});

describe('the archive', () => {
  it('lists the reports of the period, and gives one as its file; who had it stands in the audit', async () => {
    const { body } = await board.opens('quality-cuihu', '/board/archive?period=2024-02');
    expect(body).toContain('cuihu-P02-月回访汇总表-2024-02-1');
    expect(body).toContain('已存档');
    expect((await board.opens('quality-cuihu', '/board/archive?period=2024-03')).body).toContain('共 0');
    const file = await board.opens('quality-cuihu', `/board/archive/${test.numbers.cuihu.archived}`);
    expect(file.body).toBe('cuihu 2024-02');
    const read = await test.ctx.db.read.audit.findMany({ where: { actor: 'quality-cuihu', action: 'report.read' } });
    expect(read.at(-1)).toMatchObject({ estateId: 'cuihu', subject: `report:${test.numbers.cuihu.archived}` });
  });
});
