/** What was done for the gallery's estate in half a year: services of every kind, and two works. */
import {
  addDays,
  daysBetween,
  formatInstant,
  HOUR,
  instantAt,
  MINUTE,
  type Instant,
  type LocalDate,
} from '../../src/core/calendar.js';
import type { EventKind, RepairCategory } from '../../src/core/terms.js';
import { chanceFrom } from '../../tests/year/chance.js';
import { ESTATE, FROM, HOMES, UNTIL, WORKERS, ZONE } from './estate.js';

/** An event, and when it is sent. */
export type Sending = { readonly at: Instant; readonly event: Readonly<Record<string, unknown>> };

const chance = chanceFrom('gallery');

type Service = {
  readonly kind: EventKind;
  readonly description: string;
  readonly department: string;
  readonly more?: Readonly<Record<string, unknown>>;
};
const repair = (description: string, category: RepairCategory, more: object = {}): Service => ({
  kind: 'repair',
  description,
  department: '工程部',
  more: { category, class: 'general', location: 'indoor', ...more },
});
const service = (kind: EventKind, description: string, department: string, more: object = {}): Service => ({
  kind,
  description,
  department,
  more: { ...more },
});

const SERVICES: readonly Service[] = [
  repair('客厅天花渗水', 'seepage'),
  repair('厨房水龙头更换', 'fitting'),
  service('complaint', '楼道堆放杂物', '客服中心', { severity: 'general' }),
  repair('卫生间地漏堵塞', 'blockage'),
  service('home-service', '日常保洁', '保洁部', { service: 'cleaning' }),
  repair('卧室顶灯不亮', 'lighting'),
  service('help', '代收大件快递', '客服中心'),
  repair('入户门锁损坏', 'fitting', { class: 'urgent' }),
  service('complaint', '夜间装修噪音', '秩序部', { severity: 'general' }),
  service('paid-service', '空调清洗', '工程部', { charge: { quoted: 120, charged: 120 } }),
  repair('厨房水压偏小', 'low-water-pressure'),
  service('public-area-repair', '屋面渗漏', '工程部', { location: 'public', bigDefect: true, class: 'major' }),
  repair('阳台墙面裂缝', 'wall-crack'),
  service('home-service', '更换水龙头', '工程部', { service: 'repair' }),
  service('complaint', '电梯多次停运，要求公司答复', '工程部', { severity: 'major' }),
  repair('电视信号不稳', 'tv-reception'),
  service('help', '协助搬运家具', '客服中心'),
  service('home-service', '擦玻璃', '保洁部', { service: 'cleaning', contractSigned: true }),
  service('emergency-aid', '老人突发胸闷，协助送医', '秩序部'),
  service('paid-service', '家具安装', '工程部', { charge: { quoted: 80, charged: 90 } }),
  repair('阳台插座没电', 'outage', { works: 'GC-2026-01', part: 'electrics' }),
  service('public-area-repair', '2 栋楼道灯不亮', '工程部', { location: 'public' }),
  service('other', '咨询装修手续', '客服中心'),
  service('contracted-service', '钟点工月度协议', '保洁部'),
];

const EVENTS = 320;

export function servicesOfHalfYear(): readonly Sending[] {
  const days = daysBetween(FROM, UNTIL);
  const all = Array.from({ length: EVENTS }, (_, nth) => {
    const date = addDays(FROM, Math.floor((nth * days) / EVENTS));
    return [sending(nth, date), ...(nth % 10 === 7 ? [complainedAgain(nth, addDays(date, 2))] : [])];
  });
  return [...works(), ...forMany(), ...all.flat()].toSorted((a, b) => a.at - b.at);
}

const householdOf = (nth: number): string => {
  const at = Math.floor(chance.of(`home ${Math.floor(nth / 2)}`) * HOMES.length);
  return (HOMES[at % HOMES.length] ?? HOMES[0])?.household ?? '';
};

function sending(nth: number, date: LocalDate): Sending {
  const { kind, description, department, more } = SERVICES[nth % SERVICES.length] as Service;
  const done = instantAt(date, 9 * HOUR + Math.floor(chance.of(`time ${nth}`) * 9 * 60) * MINUTE, ZONE);
  const waited = chance.of(`waited ${nth}`) < 0.8 ? 3 * HOUR : 30 * HOUR;
  const at = (by: number): string => formatInstant((done - by) as Instant, ZONE);
  const isAgreement = kind === 'contracted-service';
  const isSigned = more?.['contractSigned'] === true;
  const event = {
    id: `WO-${date.slice(0, 4)}${date.slice(5, 7)}${date.slice(8)}-${String(nth + 1).padStart(3, '0')}`,
    estate: ESTATE,
    kind,
    household: householdOf(nth),
    description,
    department,
    worker: department === '保洁部' ? WORKERS[1] : WORKERS[0],
    reportedAt: at(waited),
    dispatchedAt: at(waited - 20 * MINUTE),
    answeredAt: at(waited - 15 * MINUTE),
    ...more,
    ...(isAgreement ? { agreement: { start: addDays(date, -90), end: addDays(date, 60) } } : { resolvedAt: at(0) }),
    ...(isSigned ? { contractSignedOn: addDays(date, -30) } : {}),
  };
  return { at: (done + 30 * MINUTE) as Instant, event };
}

/** The household writes that the defect is still there (p06.5). */
function complainedAgain(nth: number, date: LocalDate): Sending {
  const first = sending(nth, addDays(date, -2)).event;
  const reported = instantAt(date, 10 * HOUR, ZONE);
  const event = {
    id: `TS-${nth + 1}`,
    estate: ESTATE,
    kind: 'complaint',
    household: first['household'],
    description: `${String(first['description'])}，修过以后又出现`,
    department: '工程部',
    severity: 'general',
    repeatOf: first['id'],
    reportedAt: formatInstant(reported, ZONE),
    answeredAt: formatInstant((reported + 15 * MINUTE) as Instant, ZONE),
    resolvedAt: formatInstant((reported + 26 * HOUR) as Instant, ZONE),
  };
  return { at: (reported + 27 * HOUR) as Instant, event };
}

/** A notice to everybody, an evening of games. */
const forMany = (): readonly Sending[] =>
  [
    ['publication', '《小区停水通知》', '2026-03-05'],
    ['activity', '端午包粽子活动', '2026-05-20'],
  ].map(([kind, description, date = '']) => {
    const at = instantAt(date as LocalDate, 10 * HOUR, ZONE);
    const recipients = HOMES.filter((_, nth) => nth % 2 === 0).map(({ household }) => household);
    const event = {
      id: `${kind}-${date}`,
      estate: ESTATE,
      kind,
      description,
      recipients,
      resolvedAt: formatInstant(at, ZONE),
    };
    return { at, event };
  });

function works(): readonly Sending[] {
  const at = instantAt('2026-01-06' as LocalDate, 10 * HOUR, ZONE);
  const given = { estate: ESTATE, kind: 'works-completion', resolvedAt: formatInstant(at, ZONE) };
  const owner = { kind: 'owner', name: '翠湖置业有限公司', contact: '周经理', phone: '13900001111' };
  const contractor = { kind: 'contractor', name: '宏建建筑工程有限公司', contact: '吴工', phone: '13900002222' };
  const estate = {
    ...given,
    id: 'GC-2026-01',
    description: '翠湖花园二期总包工程',
    acceptedOn: '2026-01-05',
    warranties: [
      { part: 'main-structure', designLifeYears: 50 },
      { part: 'roof-waterproofing', months: 60 },
      { part: 'wet-room', months: 60 },
      { part: 'heating-cooling', seasons: 2 },
      { part: 'electrics', months: 24 },
    ],
    parties: [
      owner,
      contractor,
      { kind: 'supervision', name: '诚信工程监理有限公司', contact: '郑工', phone: '13900003333' },
      { kind: 'quality-inspection', name: '市建设工程质量监督站', contact: '钱工' },
    ],
    novelties: ['自粘聚合物改性沥青防水卷材'],
    specialProcesses: [{ process: '地下室防水', completedOn: '2025-12-20' }],
    commonDefects: [
      { defect: '外墙渗水', measure: '窗框四周加做一道防水，淋水试验合格后交工' },
      { defect: '卫生间地面倒泛水', measure: '找坡 1%，蓄水 24 小时检查' },
    ],
  };
  const fitOut = {
    ...given,
    id: 'ZS-2026-01',
    description: '翠湖大厦 5 层办公室装修工程',
    fitOut: true,
    acceptedOn: '2026-01-05',
    signedOn: '2026-01-06',
    warranties: [
      { part: 'electrics', months: 24 },
      { part: 'fit-out', months: 24 },
    ],
    parties: [owner, { kind: 'user', name: '明远设计事务所', contact: '沈女士', phone: '13900004444' }, contractor],
  };
  // Signed two years ago: the last of its visits falls into the half-year.
  const done = {
    ...fitOut,
    id: 'ZS-2024-02',
    description: '翠湖大厦 3 层会议中心装修工程',
    acceptedOn: '2024-05-30',
    signedOn: '2024-06-01',
  };
  return [estate, fitOut, done].map((event) => ({ at, event }));
}
