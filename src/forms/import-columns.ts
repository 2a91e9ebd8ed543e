/** The columns of import files (contracts.md): their Chinese and English heads, and how a cell is read. */
import { formatInstant, isLocalDate, localDate, parseInstantIn } from '../core/calendar.js';
import { shown } from '../core/event-input.js';
import { parseHousehold } from '../core/household.js';
import {
  EVENT_KINDS,
  keysOf,
  LOCATIONS,
  RELATIONS,
  REPAIR_CATEGORIES,
  REPAIR_CLASSES,
  ROLES,
  termOf,
  type Term,
} from '../core/terms.js';
import { serialDate, type Cell } from './read-table.js';

export const IMPORT_KINDS = ['residents', 'staff', 'events', 'agreements', 'works'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** What a row is read with: the estates that there are, and the one that is meant where a row names none. */
export type Surroundings = {
  readonly estates: readonly { readonly id: string; readonly name: string; readonly timezone: string }[];
  readonly estate: string | null;
};

/** `zone` is the row's estate's. */
type Read = (cell: Cell, zone: string) => { readonly value: unknown } | { readonly fault: string };

export type Column = { readonly field: string; readonly head: string; readonly read: Read; readonly required?: true };

const text: Read = (cell) => ({ value: cell.text });
const household: Read = (cell) => ({ value: parseHousehold(cell.text) });
const list: Read = (cell) => ({
  value: cell.text.split(/[、,，;；\s]+/).filter((part) => part !== ''),
});

const YES = ['是', '有', '同意', 'true', 'yes', 'y', '1', '√', '✓'];
const NO = ['否', '无', '不同意', 'false', 'no', 'n', '0', '×'];
const flag: Read = ({ text: written }) => {
  const word = written.toLowerCase();
  if (YES.includes(word)) return { value: true };
  return NO.includes(word) ? { value: false } : { fault: `应为 是 或 否，收到 ${shown(written)}` };
};

const term =
  (table: Readonly<Record<string, Term>>): Read =>
  ({ text: written }) => {
    const value = termOf(table, written);
    if (value !== null) return { value };
    const words = keysOf(table).map((key) => table[key]?.zh);
    return { fault: `应为 ${words.join('、')} 之一，收到 ${shown(written)}` };
  };

const whole: Read = ({ text: written }) =>
  /^\d{1,9}$/.test(written) ? { value: Number(written) } : { fault: `应为整数，收到 ${shown(written)}` };

/** Numbers that a spreadsheet may mean as days: 1954 to 2118. */
const asTime = ({ text: written, serial }: Cell): string =>
  serial !== undefined && serial > 20_000 && serial < 80_000 ? serialDate(serial) : written;

const time: Read = (cell, zone) => {
  const instant = parseInstantIn(asTime(cell), zone);
  if (instant !== null) return { value: formatInstant(instant, zone) };
  return { fault: `应为时间（如 2026-03-02 16:20），收到 ${shown(cell.text)}` };
};

const date: Read = (cell, zone) => {
  const written = asTime(cell);
  const instant = parseInstantIn(written, zone);
  if (isLocalDate(written)) return { value: written };
  if (instant !== null) return { value: localDate(instant, zone) };
  return { fault: `应为日期（如 2026-01-15），收到 ${shown(cell.text)}` };
};

/** `角色`: `管家、客服主管`, or with the estate before a colon where a person has roles at several: `翠湖花园:管家`. */
const roles: Read = (cell) => {
  const parts = cell.text.split(/[、,，;；]+/).map((part) => part.trim());
  const value: { readonly estate: string | null; readonly role: string }[] = [];
  for (const part of parts.filter((one) => one !== '')) {
    const [first = '', second] = part.split(/[:：]/).map((word) => word.trim());
    const role = termOf(ROLES, second ?? first);
    if (role === null) {
      const words = keysOf(ROLES).map((key) => ROLES[key].zh);
      return { fault: `应为 ${words.join('、')} 之一，收到 ${shown(second ?? first)}` };
    }
    value.push({ estate: second === undefined ? null : first, role });
  }
  return { value };
};

const column = (field: string, head: string, read: Read = text): Column => ({ field, head, read });
const must = (field: string, head: string, read: Read = text): Column => ({ field, head, read, required: true });
const ID = must('id', '编号');
const ESTATE = column('estate', '项目');

export const COLUMNS: Readonly<Record<ImportKind, readonly Column[]>> = {
  residents: [
    ID,
    ESTATE,
    must('household', '房号', household),
    must('name', '姓名'),
    column('title', '称呼'),
    column('phone', '电话'),
    column('relation', '身份', term(RELATIONS)),
    column('externalUserId', '客服ID'),
    column('consent', '同意回访', flag),
    column('keyHousehold', '重点户', flag),
  ],
  staff: [
    must('userid', '账号'),
    must('name', '姓名'),
    ESTATE,
    must('roles', '角色', roles),
    column('department', '部门'),
    column('households', '负责房号', list),
    column('phone', '电话'),
  ],
  events: [
    ID,
    ESTATE,
    column('household', '房号', household),
    must('kind', '类型', term(EVENT_KINDS)),
    column('category', '类别', term(REPAIR_CATEGORIES)),
    column('severity', '程度', term(REPAIR_CLASSES)),
    column('class', '等级', term(REPAIR_CLASSES)),
    column('location', '位置', term(LOCATIONS)),
    column('description', '内容'),
    column('department', '部门'),
    column('worker', '维修人'),
    column('reportedAt', '报修时间', time),
    column('dispatchedAt', '派工时间', time),
    column('resolvedAt', '完成时间', time),
  ],
  agreements: [
    ID,
    ESTATE,
    must('household', '房号', household),
    column('service', '服务'),
    must('start', '开始', date),
    must('end', '结束', date),
  ],
  works: [
    ID,
    ESTATE,
    must('name', '名称'),
    must('acceptedOn', '验收日期', date),
    column('warrantyMonths', '保修月数', whole),
    column('signedOn', '签署日期', date),
    column('fitOut', '装修', flag),
  ],
};

/** The column that a head names, in either language, with or without the star that marks what must be given. */
export function columnOf(kind: ImportKind, head: string): Column | undefined {
  const word = head.replace(/[\s*＊]/g, '').toLowerCase();
  return COLUMNS[kind].find(({ field, head: zh }) => field.toLowerCase() === word || zh.toLowerCase() === word);
}

/** An estate by its id or its name. */
export function estateIn({ estates }: Surroundings, word: string): Surroundings['estates'][number] | undefined {
  return estates.find((one) => one.id === word) ?? estates.find((one) => one.name === word);
}
