/**
 * Who may do what to which: every role, every command, at one's own estate, another one, and two with different roles.
 * The sentences below are written from the policies, and not drawn from the product's own table.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/calendar.js';
import { keysOf, ROLES, type Role } from '../../src/core/terms.js';
import { addAbsence } from '../../src/store/absences.js';
import { understandCommand, type CommandName } from '../../src/core/understand/command.js';
import {
  openAccess,
  PLACES,
  TESTER,
  type AccessTest,
  type EstateId,
  type Held,
  type Numbers,
} from '../helpers/access.js';

/** Those who go to residents. */
const VISITORS: readonly Role[] = [
  'steward',
  'supervisor',
  'manager',
  'visit-officer',
  'dispatcher',
  'service-clerk',
  'cleaning-lead',
  'repair-lead',
  'function-head',
  'department-head',
  'warranty-lead',
  'works-team',
  'works-lead',
  'project-management',
  'supervision-team',
  'office',
  'customer-service-hq',
];
/** Those who answer for an estate, or for the company. */
const ANSWERING: readonly Role[] = [
  'supervisor',
  'manager',
  'quality',
  'customer-service-hq',
  'vice-president',
  'general-manager',
  'company-leader',
];
const STAFF = [...VISITORS, ...ANSWERING];
/** Those who answer for people's work: the headquarters compares estates, and nobody's work. */
const OF_STAFF = ANSWERING.filter((role) => role !== 'customer-service-hq');
const HEADS: readonly Role[] = ['supervisor', 'manager'];
const ABOVE: readonly Role[] = [...HEADS, 'department-manager', 'vice-president', 'general-manager', 'company-leader'];
const EVERYBODY = keysOf(ROLES);

type Place = Numbers & { readonly name: string; readonly code: string; readonly colleague: string };
type Row = {
  /** What may be done, and by whom, as one would say it. */
  readonly sentence: string;
  readonly may: readonly Role[];
  readonly says: (place: Place) => string;
  /** It concerns no estate: only what is one's own, or nothing at all. */
  readonly own?: true;
};
const row = (sentence: string, may: readonly Role[], says: Row['says']): Row => ({ sentence, may, says });
const own = (sentence: string, text: string): Row => ({ sentence, may: EVERYBODY, says: () => text, own: true });
const task = (command: string, rest = ''): readonly Row[] => [
  row('whoever visits, with their own task', VISITORS, ({ mine }) => `${command} ${mine}${rest}`),
  row('supervisor and manager, with a colleague’s', HEADS, ({ colleagues }) => `${command} ${colleagues}${rest}`),
];

const TABLE: Readonly<Record<CommandName, readonly Row[]>> = {
  帮助: [own('everybody, what they may write', '帮助')],
  我的任务: [
    own('everybody sees their own', '我的任务'),
    row('who answers for the estate sees a colleague’s', ANSWERING, (of) => `${of.colleague}的任务 ${of.name}`),
  ],
  待办: [own('everybody sees what waits for them', '待办')],
  请假: [own('everybody, for themselves', '请假 3天')],
  销假: [own('everybody, for themselves', '销假')],
  月报: [row('… and the steward, who keeps it (p02.18)', [...ANSWERING, 'steward'], ({ name }) => `月报 2月 ${name}`)],
  季报: [row('… and the steward, who makes it (p03.13)', [...ANSWERING, 'steward'], ({ name }) => `季报 ${name}`)],
  汇总表: [row('… and the steward, who keeps it (p02.18)', [...ANSWERING, 'steward'], ({ name }) => `汇总表 ${name}`)],
  统计表: [row('those who answer for the estate', ANSWERING, ({ name }) => `统计表 ${name}`)],
  导出: [
    row('those who answer for the estate', ANSWERING, ({ name }) => `导出 回访记录表 2月 ${name}`),
    row('… and whoever makes it (p03.13)', [...ANSWERING, 'steward'], ({ name }) => `导出 季度统计分析报告 ${name}`),
    row(
      '… and the functions that hard problems pass to (p02.15)',
      [...ANSWERING, 'function-head'],
      ({ name }) => `导出 周例会疑难问题清单 ${name}`,
    ),
  ],
  流程图: [row('whoever works at the estate: it tells of nobody', EVERYBODY, ({ name }) => `流程图 p03 ${name}`)],
  满意率: [
    row('those who answer for the estate', ANSWERING, ({ name }) => `满意率 本月 ${name}`),
    row('… and a colleague’s, who answer for staff', OF_STAFF, (of) => `满意率 本月 ${of.name} ${of.colleague}`),
    row('… and a department’s', OF_STAFF, ({ name }) => `满意率 本月 ${name} 工程部`),
  ],
  回访率: [
    row('those who answer for the estate', ANSWERING, ({ name }) => `回访率 本月 ${name}`),
    row('… and a colleague’s, who answer for staff', OF_STAFF, (of) => `回访率 本月 ${of.name} ${of.colleague}`),
    row('… and a department’s', OF_STAFF, ({ name }) => `回访率 本月 ${name} 工程部`),
  ],
  执行率: [
    row('those who answer for the estate', ANSWERING, ({ name }) => `执行率 本月 ${name}`),
    row('… and a colleague’s, who answer for staff', OF_STAFF, (of) => `执行率 本月 ${of.name} ${of.colleague}`),
    row('… and a department’s', OF_STAFF, ({ name }) => `执行率 本月 ${name} 工程部`),
  ],
  逾期: [
    row('those who answer for the estate', ANSWERING, ({ name }) => `逾期 ${name}`),
    row('… and a colleague’s, who answer for staff', OF_STAFF, (of) => `逾期 ${of.name} ${of.colleague}`),
  ],
  不满意: [
    row('those who answer for the estate', ANSWERING, ({ name }) => `不满意 本月 ${name}`),
    row('… and a colleague’s, who answer for staff', OF_STAFF, (of) => `不满意 本月 ${of.name} ${of.colleague}`),
  ],
  绩效: [
    row('everybody their own (p02.19), and who answers for staff everybody’s', EVERYBODY, ({ name }) => `绩效 ${name}`),
    row('a colleague’s, who answers for staff', OF_STAFF, (of) => `绩效 ${of.name} ${of.colleague}`),
    row('a department’s', OF_STAFF, ({ name }) => `绩效 ${name} 工程部`),
  ],
  未覆盖: [row('supervisor and manager', HEADS, ({ name }) => `未覆盖 ${name}`)],
  领取: [
    row('whoever visits takes what nobody has (p02.5)', VISITORS, ({ nobodys }) => `领取 ${nobodys}`),
    row('supervisor and manager take what a colleague has', HEADS, ({ colleagues }) => `领取 ${colleagues}`),
  ],
  说明: [
    row('whoever visits sees their own task', STAFF, ({ mine }) => `说明 ${mine}`),
    row('and what nobody has', STAFF, ({ nobodys }) => `说明 ${nobodys}`),
    row('a colleague’s, who answers for the estate', ANSWERING, ({ colleagues }) => `说明 ${colleagues}`),
    row('a duty of others, who answers for the estate', ANSWERING, ({ duty }) => `说明 事${duty}`),
  ],
  照片: [
    row('whoever visits sees their own task’s', STAFF, ({ mine }) => `照片 ${mine}`),
    row('a colleague’s, who answers for the estate', ANSWERING, ({ colleagues }) => `照片 ${colleagues}`),
  ],
  电话: task('电话'),
  抽查: [
    row('supervisor, manager, general manager', [...HEADS, 'general-manager'], ({ name }) => `抽查 ${name}`),
    row('… and say what came of it', [...HEADS, 'general-manager'], ({ made }) => `抽查 ${made} 属实`),
  ],
  完成: task('完成', ' 电话 满意 服务好'),
  无人应答: task('无人应答', ' 电话'),
  拒访: task('拒访'),
  已搬走: task('已搬走'),
  找错人: task('找错人'),
  改期: task('改期', ' 明天下午'),
  转给: [
    row('whoever visits hands on their own', VISITORS, ({ mine, colleague }) => `转给 ${colleague} ${mine}`),
    row(
      'supervisor and manager a colleague’s',
      HEADS,
      ({ colleagues, colleague }) => `转给 ${colleague} ${colleagues}`,
    ),
  ],
  办结: [
    row('whose duty it is (p03.13: supervisor, manager)', HEADS, ({ duty }) => `办结 事${duty} 已汇总`),
    row('whose step it is, and those above them', ABOVE, ({ step }) => `办结 事${step} 已核实`),
  ],
  结案: [row('whose duty it is', HEADS, ({ duty }) => `结案 事${duty}`)],
  险情已除: [
    row(
      'supervisor, manager, general manager',
      [...HEADS, 'general-manager'],
      ({ dangerous }) => `险情已除 ${dangerous}`,
    ),
  ],
  险情未除: [row('supervisor and manager, of a colleague’s visit', HEADS, ({ dangerous }) => `险情未除 ${dangerous}`)],
  审核: [
    row(
      'those whom the clause names, and those above',
      [...HEADS, 'general-manager'],
      ({ made }) => `审核 ${made} 通过`,
    ),
    row('and the same give it back', [...HEADS, 'general-manager'], ({ made }) => `审核 ${made} 退回 没写原因`),
    row('a duty, as 办结 does', HEADS, ({ duty }) => `通过 事${duty} 已汇总`),
    row('a report goes back by whoever reviews it', HEADS, ({ duty }) => `退回 事${duty} 请补上三栋的数字`),
  ],
  档案: [
    row('those who answer for the estate', ANSWERING, ({ name }) => `档案 ${name}`),
    row('… and have a report out of it again', ANSWERING, ({ archived }) => `档案 ${archived}`),
  ],
  跟进: [
    row(
      'those who answer for the estate see it, and those above its step',
      [...ANSWERING, ...ABOVE],
      (of) => `说明 案${of.case}`,
    ),
    row('whose step it is, and those above, take it', ABOVE, (of) => `领取 案${of.case}`),
    row('… say their opinion', ABOVE, (of) => `意见 案${of.case} 已核实`),
    row('… hand it up', ABOVE, (of) => `上报 案${of.case}`),
    row('… close it', ABOVE, (of) => `办结 案${of.case} 已重新疏通`),
  ],
  回访比例: [
    row('the supervisor, whom the clause names (p03.6)', ['supervisor'], ({ name }) => `回访比例 p03.6 20% ${name}`),
    row('… also where only one clause leaves it open', ['supervisor'], ({ name }) => `回访比例 20% ${name}`),
  ],
  抽取: [
    row('supervisor, manager, headquarters', [...HEADS, 'customer-service-hq'], ({ undrawn }) => `抽取 ${undrawn}`),
  ],
  雨停: [row('who is on the estate', ['steward', ...HEADS, 'repair-lead'], ({ name }) => `雨停 ${name}`)],
  主题: [
    row('staff see it', STAFF, ({ name }) => `主题 ${name}`),
    row(
      'supervisor, manager, headquarters set the estate’s',
      [...HEADS, 'customer-service-hq'],
      ({ name }) => `主题 ${name} 新门禁好用吗？`,
    ),
  ],
  重点户: [
    row('staff see them', STAFF, ({ name }) => `重点户 ${name}`),
    row('supervisor and manager mark', HEADS, ({ name, code }) => `重点户 ${name} ${code} 持续关怀`),
    row('… and unmark', HEADS, ({ name, code }) => `取消重点户 ${name} ${code}`),
  ],
  有影响: [
    row('the manager sees them (p02.13)', ['manager'], ({ name }) => `有影响的业主 ${name}`),
    row('whoever visits notes one', VISITORS, ({ name, code }) => `有影响 ${name} ${code} 王阿姨，热心楼道事务`),
  ],
  口径: [
    row('staff see them', STAFF, ({ name }) => `口径 ${name}`),
    row('supervisor and manager agree one', HEADS, ({ name }) => `口径 ${name} 电梯年检：每年三月做`),
  ],
  工程变更: [
    row(
      'who looks after works, and supervisor and manager (p10.15)',
      ['project-management', 'works-lead', 'warranty-lead', 'supervision-team', ...HEADS],
      ({ name }) => `工程变更 ${name}`,
    ),
  ],
  重要信息: [row('whoever goes to residents (p04.10)', VISITORS, ({ name }) => `重要信息 ${name} 客户要求换人`)],
  发起回访: [
    row(
      'who looks after works, and who answers for the estate (p07.13, p09.4)',
      ['warranty-lead', 'supervision-team', 'works-lead', 'project-management', ...HEADS, 'general-manager'],
      ({ name }) => `发起回访 ${name}`,
    ),
  ],
  发放: [
    row('whoever may make the visit (p10.6)', VISITORS, ({ mine }) => `发放 ${mine} 服务卡`),
    row('a colleague’s: supervisor and manager', HEADS, ({ colleagues }) => `发放 ${colleagues} 服务卡`),
    row('whoever goes to residents hands sheets out', VISITORS, ({ name }) => `已发放纸质问卷 ${name} 3栋`),
  ],
  发起调查: [
    row(
      'manager, supervisor, headquarters (p08.4, p02.7)',
      [...HEADS, 'customer-service-hq'],
      ({ name }) => `发起调查 ${name} 全体`,
    ),
  ],
  调查: [
    row('those who answer for the estate see how it stands', ANSWERING, ({ name }) => `调查 进度 ${name}`),
    row('… and what came of it', ANSWERING, ({ name }) => `调查 结果 ${name}`),
    row('those who may send it remind', [...HEADS, 'customer-service-hq'], ({ name }) => `调查 提醒 ${name}`),
    row('… and end it', [...HEADS, 'customer-service-hq'], ({ name }) => `结束调查 ${name}`),
  ],
};

let test: AccessTest;
beforeAll(async () => {
  test = await openAccess();
}, 60_000);
afterAll(() => test.close());

const COLLEAGUES: Readonly<Record<EstateId, string>> = { cuihu: '王芳', jin: '何军' };
const placeOf = (estate: EstateId): Place => ({
  ...test.numbers[estate],
  name: PLACES[estate].name,
  code: PLACES[estate].household.code,
  colleague: COLLEAGUES[estate],
});
const ROWS = keysOf(TABLE).flatMap((command) => TABLE[command].map((one) => ({ ...one, command })));

/** What is wrong with the answer, if anything is. */
async function faultsOf(held: Held, { says, may, command, sentence }: (typeof ROWS)[number], at: EstateId) {
  const text = says(placeOf(at));
  const told = await test.says(held, text);
  const roles = held.flatMap(({ estate, role }) => (estate === at ? [role] : []));
  const allowed = roles.some((role) => may.includes(role));
  const faults = [
    ...(allowed && told.refusals.length > 0 ? ['refused'] : []),
    ...(allowed ? [] : refusalFaults(told, at, roles.length > 0)),
    ...leaksOf(told.text, held),
  ];
  const who = held.map(({ estate, role }) => `${role}@${estate}`).join('+');
  return faults.map((fault) => `${who}: ${text} (${command}: ${sentence}): ${fault}: ${told.text}`);
}

/** A refusal is a whole Chinese sentence that says where to turn to, or that there is nothing of theirs; kept; and no more. */
function refusalFaults(
  { text, refusals, entries, changes }: Awaited<ReturnType<AccessTest['says']>>,
  at: EstateId,
  isHere: boolean,
) {
  const { household, secret } = PLACES[at];
  const told = [household.zh, household.code, household.name, household.phone, secret].filter((one) =>
    text.includes(one),
  );
  return [
    ...(refusals.length === 0 ? ['not refused'] : []),
    ...(entries > refusals.length ? ['more in the audit than the refusal'] : []),
    ...(changes === 0 ? [] : [`wrote ${changes} rows`]),
    ...(/^[\p{Script=Han}\d\s《》「」、，。；：（）]+。$/u.test(text.replaceAll(/p\d\d\.\d+/gu, ''))
      ? []
      : ['no Chinese sentence']),
    ...(/(?:请|没有您可以|由.+(?:确定|领取|审核|认定|办理)|不在您的职责范围)/u.test(text) ? [] : ['not polite']),
    ...told.map((one) => `tells ${one}`),
    ...(!isHere && text.includes(PLACES[at].holder) ? ['tells who has it'] : []),
  ];
}

/** Nothing of an estate where one has no role is told, whatever was asked. */
function leaksOf(text: string, held: Held): readonly string[] {
  return keysOf(PLACES).flatMap((estate) => {
    if (held.some((one) => one.estate === estate)) return [];
    const { household, secret } = PLACES[estate];
    const told = [household.zh, household.code, household.name, household.phone, secret];
    return told.filter((one) => text.includes(one)).map((one) => `leaks ${one}`);
  });
}

describe('the table', () => {
  it('has every command that is carried out or answered, and is understood as it stands', () => {
    const source = (file: string): string => readFileSync(new URL(`../../src/app/${file}.ts`, import.meta.url), 'utf8');
    const answered = [...source('answer-command').matchAll(/case '(\p{Script=Han}+)':/gu)].map(([, name]) => name);
    const printed = [...source('answer-reports').matchAll(/^ {2}(\p{Script=Han}+): \[/gmu)].map(([, name]) => name);
    expect([...answered, ...printed].toSorted()).toEqual(keysOf(TABLE).toSorted());
    const names = keysOf(PLACES).map((estate) => PLACES[estate].name);
    for (const { command, says } of ROWS) {
      const text = says(placeOf('jin'));
      const understood = understandCommand(text, test.ctx.clock.now(), 'Asia/Shanghai', names);
      expect([text, understood]).toEqual([text, expect.objectContaining({ command })]);
      if (text.includes(PLACES.jin.name))
        expect([text, understood]).toMatchObject([text, { args: { estate: PLACES.jin.name } }]);
    }
  });
});

const walk = async (heldBy: (role: Role) => Held, at: EstateId, rows = ROWS): Promise<readonly string[]> => {
  const faults: string[] = [];
  for (const role of keysOf(ROLES)) for (const one of rows) faults.push(...(await faultsOf(heldBy(role), one, at)));
  return faults;
};
const ABOUT_ESTATES = ROWS.filter((one) => one.own !== true);

describe('role × command × estate', () => {
  it('gives each role at its own estate exactly what it may', async () => {
    expect(await walk((role) => [{ estate: 'cuihu', role }], 'cuihu')).toEqual([]);
  }, 240_000);

  it('gives nobody anything of an estate where they have no role', async () => {
    expect(await walk((role) => [{ estate: 'cuihu', role }], 'jin', ABOUT_ESTATES)).toEqual([]);
  }, 120_000);

  it('counts a role only at its own estate, where somebody has another one elsewhere', async () => {
    const both = (role: Role): Held => [
      { estate: 'jin', role },
      { estate: 'cuihu', role: 'works-team' },
    ];
    expect(await walk(both, 'cuihu', ABOUT_ESTATES)).toEqual([]);
    expect(await walk(both, 'jin', ABOUT_ESTATES)).toEqual([]);
  }, 180_000);

  it('gives whoever has no role any more nothing', async () => {
    expect((await Promise.all(ABOUT_ESTATES.map((one) => faultsOf([], one, 'cuihu')))).flat()).toEqual([]);
  });

  it('gives whoever is away, and whoever stands in for them, what their own roles give', async () => {
    const { ctx } = test;
    const now = ctx.clock.now();
    const until = (now + 3 * DAY) as typeof now;
    await ctx.db.write((tx) => addAbsence(tx, { userid: TESTER, from: now, until, deputy: 'zhangwei' }, now));
    await ctx.db.write((tx) => addAbsence(tx, { userid: 'liuyan', from: now, until, deputy: TESTER }, now));
    for (const role of ['steward', 'supervisor', 'vice-president'] as const) {
      const held = [{ estate: 'cuihu', role }] as const;
      for (const one of ROWS) expect(await faultsOf(held, one, 'cuihu')).toEqual([]);
      for (const one of ABOUT_ESTATES) expect(await faultsOf(held, one, 'jin')).toEqual([]);
    }
  }, 60_000);

  it('shows a vice-president all of theirs, each by its name, and together where none is named', async () => {
    const both: Held = [
      { estate: 'cuihu', role: 'vice-president' },
      { estate: 'jin', role: 'vice-president' },
    ];
    const all = (await test.says(both, '不满意 本月')).text;
    for (const { name } of Object.values(PLACES)) {
      expect((await test.says(both, `不满意 本月 ${name}`)).text).toContain(name);
      expect(all).toContain(name);
    }
  });

  it('shows a steward with buildings of their own the key households in them', async () => {
    const steward = { estate: 'cuihu', role: 'steward' } as const;
    const zh = PLACES.cuihu.household.zh;
    expect((await test.says([{ ...steward, households: ['3-*'] }], '重点户')).text).toContain(zh);
    expect((await test.says([{ ...steward, households: ['1-*'] }], '重点户')).text).toBe('翠湖花园重点户 0 户。');
  });
});

describe('a tap on a card', () => {
  const steward: Held = [{ estate: 'cuihu', role: 'steward' }];
  it.each([
    'claim',
    'check:approve',
    'check:return',
    'rec:sign',
    'rec:confirm:0',
    'rec:paper:f-1',
    'rec:site:f-1',
    'rec:call:0',
  ])('of another estate’s, or a colleague’s, counts for nothing: %s', async (kind) => {
    const { ctx, numbers } = test;
    await ctx.db.write((tx) =>
      tx.file.upsert({
        where: { id: 'f-1' },
        update: {},
        create: {
          id: 'f-1',
          name: 'a.jpg',
          mime: 'image/jpeg',
          sha256: '',
          bytes: new Uint8Array(1),
          createdAt: 0n,
          media: 'image',
          sentBy: 'yaolin',
        },
      }),
    );
    for (const no of [numbers.jin.colleagues, numbers.jin.mine, numbers.cuihu.colleagues]) {
      const [what = '', ...choice] = kind.split(':');
      const key = [what, no, ...choice].join(':');
      const told = await test.taps(steward, key);
      expect([key, told]).toEqual([key, expect.objectContaining({ changes: 1, entries: 1 })]);
      expect(told.refusals).toHaveLength(1);
      expect(leaksOf(told.text, steward)).toEqual([]);
    }
  });
});

describe('whoever left the company', () => {
  it('is told that they are not on the list, whatever they write or tap', async () => {
    const held: Held = [{ estate: 'cuihu', role: 'manager' }];
    for (const input of [`说明 ${test.numbers.cuihu.mine}`, '满意率 本月', '我的任务', '帮助'])
      expect((await test.receives(held, input, false)).text).toBe(test.ctx.sayings['unknown-staff']);
  });
});
