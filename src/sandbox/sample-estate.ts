/**
 * The sample estate 翠湖花园: a hundred and twenty households, its staff, and a month of services; beside it 锦园, a small
 * one under another policy, so that those can be played who answer for several. All people are made up; the same call
 * gives the same people, and the same month for the same last day.
 */
import type { Sandbox } from './wecom-server.js';

export type SampleResident = {
  readonly id: string;
  readonly estate: string;
  readonly household: string;
  readonly name: string;
  readonly phone: string;
  readonly relation: 'owner' | 'tenant' | 'family';
  readonly consent: boolean;
  readonly title?: '女士' | '先生';
  readonly externalUserId?: string;
};
export type SampleStaff = {
  readonly userid: string;
  readonly name: string;
  readonly roles: readonly { readonly estate: string; readonly role: string }[];
  readonly department: string;
  readonly households?: readonly string[];
};
export type SampleHome = {
  /** As `POST /api/v1/estates` takes it. */
  readonly estate: {
    readonly id: string;
    readonly name: string;
    readonly policies: readonly string[];
    readonly timezone: string;
    readonly areaSqm: number;
    readonly quietHours: readonly [string, string];
    readonly contactLimit: number;
    readonly contactPeriodDays: number;
  };
  readonly residents: readonly SampleResident[];
};
export type SampleEstate = SampleHome & {
  /** 锦园: nobody of it is among the cast. */
  readonly neighbour: SampleHome;
  /** Of both; whoever has no phone of their own on the page can be chosen there. */
  readonly staff: readonly SampleStaff[];
  /** Residents who can be played on the page, the first one at the start; a `silent` one never opens the chat. */
  readonly cast: readonly { readonly resident: string; readonly silent: boolean }[];
};

const ID = 'cuihu';
const NEIGHBOUR = 'jinyuan';
const ZONE = 'Asia/Shanghai';

/** Who can be played: household, name, title, and whether they never open the chat by themselves. */
const PLAYED = [
  ['3-2-1204', '李敏', '女士', false],
  ['1-1-602', '陈建国', '先生', false],
  ['2-1-903', '周晓燕', '女士', false],
  ['4-2-301', '吴志强', '先生', false],
  ['5-1-1501', '郑秀英', '女士', false],
  ['6-2-802', '孙浩', '先生', false],
  ['2-2-1102', '何静', '女士', false],
  ['6-1-501', '马德福', '先生', true],
] as const;

const SURNAMES = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗');
const GIVEN = [
  '伟',
  '芳',
  '娜',
  '秀兰',
  '磊',
  '洋',
  '静',
  '丽华',
  '强',
  '军',
  '艳',
  '勇',
  '杰',
  '桂英',
  '涛',
  '明',
  '慧',
  '建平',
];
const BUILDINGS = [1, 2, 3, 4, 5, 6];
const UNITS = [1, 2];
const FLOORS = [2, 4, 7, 10, 13];
const DOORS = [1, 2];

/** No department heads: general complaints (p03.1) then fall to the stewards, whose phone the page shows. */
const STAFF: readonly SampleStaff[] = [
  staff('wangfang', '王芳', 'steward', '客服中心', { households: ['1-*', '2-*', '3-*'] }),
  staff('zhaolei', '赵磊', 'steward', '客服中心', { households: ['4-*', '5-*', '6-*'] }),
  staff('liuyan', '刘艳', 'supervisor', '客服中心'),
  staff('sunguodong', '孙国栋', 'manager', '物业服务中心'),
  staff('hewei', '何伟', 'dispatcher', '控制中心'),
  staff('gaojun', '高军', 'repair-lead', '工程部'),
  staff('wuyue', '吴越', 'vice-president', '公司', { estates: [ID, NEIGHBOUR] }),
  staff('qianjin', '钱进', 'quality', '品质部', { estates: [ID, NEIGHBOUR] }),
  staff('zhoumin', '周敏', 'steward', '客服中心', { estates: [NEIGHBOUR] }),
  staff('zhengjie', '郑洁', 'supervisor', '客服中心', { estates: [NEIGHBOUR] }),
  staff('qingang', '秦刚', 'manager', '物业服务中心', { estates: [NEIGHBOUR] }),
];

function staff(
  userid: string,
  name: string,
  role: string,
  department: string,
  {
    households,
    estates = [ID],
  }: { readonly households?: readonly string[]; readonly estates?: readonly string[] } = {},
): SampleStaff {
  const roles = estates.map((estate) => ({ estate, role }));
  return { userid, name, roles, department, ...(households && { households }) };
}

/** The estate and its people; never changes. */
export function sampleEstate(): SampleEstate {
  const played = PLAYED.map(([household, name, title], at) => resident(at, household, name, { title, bound: true }));
  return {
    estate: estateOf(ID, '翠湖花园', ['p03', 'p08'], 120_000),
    residents: [...played, ...others(played.length)],
    neighbour: { estate: estateOf(NEIGHBOUR, '锦园', ['p02'], 18_000), residents: neighbours() },
    staff: STAFF,
    cast: PLAYED.map(([, , , silent], at) => ({ resident: `r-${at + 1}`, silent })),
  };
}

function estateOf(id: string, name: string, policies: readonly string[], areaSqm: number): SampleHome['estate'] {
  return {
    id,
    name,
    policies,
    timezone: ZONE,
    areaSqm,
    quietHours: ['21:00', '09:00'],
    contactLimit: 1,
    contactPeriodDays: 7,
  };
}

/** 锦园: twelve households in one building, every other one in the chat account's contacts. */
const neighbours = (): readonly SampleResident[] =>
  [2, 3, 4, 5, 6, 7].flatMap((floor) =>
    DOORS.map((door) => {
      const at = NEIGHBOURS_FROM + floor * 2 + door;
      return { ...resident(at, `1-1-${floor}0${door}`, nameOf(at), { bound: at % 2 === 0 }), estate: NEIGHBOUR };
    }),
  );
const NEIGHBOURS_FROM = 200;

/** The rest of the estate: every third is in the chat account's contacts, every twelfth did not consent. */
function others(from: number): SampleResident[] {
  const doors = BUILDINGS.flatMap((building) =>
    UNITS.flatMap((unit) => FLOORS.flatMap((floor) => DOORS.map((door) => `${building}-${unit}-${floor}0${door}`))),
  );
  return doors
    .slice(0, 120 - from)
    .map((household, at) =>
      resident(from + at, household, nameOf(at), { bound: at % 3 === 0, consent: at % 12 !== 11 }),
    );
}

const nameOf = (at: number): string =>
  `${SURNAMES[(at * 7) % SURNAMES.length] ?? ''}${GIVEN[(at * 5 + Math.floor(at / 18)) % GIVEN.length] ?? ''}`;

type Traits = { readonly title?: '女士' | '先生'; readonly bound: boolean; readonly consent?: boolean };

function resident(at: number, household: string, name: string, traits: Traits): SampleResident {
  return {
    id: `r-${at + 1}`,
    estate: ID,
    household,
    name,
    phone: `1380000${String(at + 1).padStart(4, '0')}`,
    relation: at % 9 === 4 ? 'tenant' : 'owner',
    consent: traits.consent ?? true,
    ...(traits.title && { title: traits.title }),
    ...(traits.bound && { externalUserId: `wmcuihu${String(at + 1).padStart(4, '0')}` }),
  };
}

/** Posts the estate, its staff and its residents through the product's API. Sending them again changes nothing. */
export async function postPeople(
  sample: SampleEstate,
  post: (path: string, body: unknown) => Promise<unknown>,
): Promise<void> {
  await post('/api/v1/estates', [sample.estate, sample.neighbour.estate]);
  await post('/api/v1/staff', sample.staff);
  await post('/api/v1/residents', [...sample.residents, ...sample.neighbour.residents]);
}

/** Makes the staff members of the company's WeCom and the residents contacts of its chat account. */
export function introducePeople(sample: SampleEstate, sandbox: Pick<Sandbox, 'staff' | 'resident'>): void {
  for (const { userid, name } of sample.staff) sandbox.staff(userid, { name });
  for (const { externalUserId, name } of [...sample.residents, ...sample.neighbour.residents])
    if (externalUserId !== undefined) sandbox.resident(externalUserId, { nickname: name });
}
