import { describe, expect, it } from 'vitest';
import { columnOf, COLUMNS, IMPORT_KINDS, type ImportKind } from '../../src/forms/import-columns.js';
import { faultAt, readImport, type ImportFile } from '../../src/forms/import.js';
import { readTable, TableError } from '../../src/forms/read-table.js';

const ESTATES = [
  { id: 'cuihu', name: '翠湖花园', timezone: 'Asia/Shanghai' },
  { id: 'lisboa', name: '里斯本苑', timezone: 'Europe/Lisbon' },
];
const around = { estates: ESTATES, estate: null };
const read = (kind: ImportKind, text: string | Buffer): Promise<ImportFile> =>
  readImport(kind, typeof text === 'string' ? Buffer.from(text) : text, around);
const objects = async (kind: ImportKind, text: string | Buffer): Promise<readonly unknown[]> => {
  const { rows, faults } = await read(kind, text);
  expect(faults).toEqual([]);
  return rows.map((row) => row.object);
};
const told = async (kind: ImportKind, text: string): Promise<readonly string[]> =>
  (await read(kind, text)).faults.map(({ line, column, message }) => `${line}|${column ?? ''}|${message}`);

const RESIDENT = {
  id: 'r-1',
  estate: 'cuihu',
  household: '3-2-1204',
  name: '李敏',
  phone: '13800000000',
  relation: 'owner',
  consent: true,
};
const RESIDENTS = '编号,项目,房号,姓名,电话,身份,同意回访\nr-1,翠湖花园,3栋2单元1204,李敏,13800000000,业主,是\n';

describe('a CSV file', () => {
  it('is read with Chinese heads, and with English ones', async () => {
    expect(await objects('residents', RESIDENTS)).toEqual([RESIDENT]);
    const english = 'id,estate,household,name,phone,relation,consent\nr-1,cuihu,3-2-1204,李敏,13800000000,owner,true\n';
    expect(await objects('residents', english)).toEqual([RESIDENT]);
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${RESIDENTS}`)],
    ['UTF-16', Buffer.from(`\uFEFF${RESIDENTS}`, 'utf16le')],
    ['Windows line ends', Buffer.from(RESIDENTS.replaceAll('\n', '\r\n'))],
    ['semicolons', Buffer.from(RESIDENTS.replaceAll(',', ';'))],
    ['tabs', Buffer.from(RESIDENTS.replaceAll(',', '\t'))],
    ['stars at what must be given', Buffer.from(RESIDENTS.replace('编号', '编号*'))],
  ])('may have %s', async (_, file) => {
    expect(await objects('residents', file)).toEqual([RESIDENT]);
  });

  it('may be in the code of Chinese Excel', async () => {
    // 编号,项目,房号,姓名 / r-1,cuihu,3-2-1204,李敏 in GBK.
    const gbk = Buffer.from(
      'b1e0bac52ccfeec4bf2cb7bfbac52cd0d5c3fb0a722d312c63756968752c332d322d313230342cc0eec3f40a',
      'hex',
    );
    expect(await objects('residents', gbk)).toEqual([
      { id: 'r-1', estate: 'cuihu', household: '3-2-1204', name: '李敏' },
    ]);
  });

  it('tells the line that an editor shows, after quoted line breaks and empty lines', async () => {
    const text = '编号,项目,类型,内容,完成时间\nE1,cuihu,维修,"第一行\n第二行",2026-03-01\n\nE2,cuihu,维修,,三月\n';
    expect(await told('events', text)).toEqual(['5|完成时间（E5）|应为时间（如 2026-03-02 16:20），收到 "三月"']);
  });

  it.each([
    ['编号,姓名\n1,"李\n', '第 2 行：引号没有结束'],
    ['编号,姓名\n1,李"敏"\n', '第 2 行：单元格中间出现了引号，含引号的内容应整格加引号'],
  ])('that cannot be read is told by line: %j', async (text, message) => {
    await expect(readTable(Buffer.from(text))).rejects.toThrow(new TableError(message));
  });

  it('an old .xls, a broken xlsx and a picture are named', async () => {
    await expect(readTable(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toThrow('旧版 .xls');
    await expect(readTable(Buffer.from('PK\x03\x04broken'))).rejects.toThrow('文件损坏');
    await expect(readTable(Buffer.from('89504e470d0a1a0a0000000d', 'hex'))).rejects.toThrow('不是文本文件');
  });
});

describe('values', () => {
  it('a time without an offset is the estate’s, one with an offset its own', async () => {
    const text = `编号,项目,类型,报修时间,完成时间
E1,翠湖花园,维修,2026-03-01 09:00,2026/3/2 16:20
E2,里斯本苑,投诉,2026-07-01 09:00,2026-03-02T16:20:00+08:00
`;
    expect(await objects('events', text)).toEqual([
      {
        id: 'E1',
        estate: 'cuihu',
        kind: 'repair',
        reportedAt: '2026-03-01T09:00:00+08:00',
        resolvedAt: '2026-03-02T16:20:00+08:00',
      },
      {
        id: 'E2',
        estate: 'lisboa',
        kind: 'complaint',
        reportedAt: '2026-07-01T09:00:00+01:00',
        resolvedAt: '2026-03-02T08:20:00+00:00',
      },
    ]);
  });

  it('every closed list is read in Chinese and English, and a word outside it names the list', async () => {
    const text = `编号,项目,类型,类别,等级,位置
E1,cuihu,报修,渗水,急事,室内
E2,cuihu,repair,seepage,urgent,indoor
E3,cuihu,聚会,渗水,,
`;
    const { rows, faults } = await read('events', text);
    const event = { estate: 'cuihu', kind: 'repair', category: 'seepage', class: 'urgent', location: 'indoor' };
    expect(rows.map((row) => row.object)).toEqual([
      { id: 'E1', ...event },
      { id: 'E2', ...event },
    ]);
    expect(faults).toMatchObject([{ line: 4, column: '类型（C4）' }]);
    expect(faults[0]?.message).toContain('投诉、维修、特约服务');
  });

  it('是 and 否 are booleans; nothing is nothing', async () => {
    const text = '编号,项目,房号,姓名,同意回访,重点户\n1,cuihu,1-1,甲,是,否\n2,cuihu,1-2,乙,,\n3,cuihu,1-3,丙,也许,\n';
    const { rows, faults } = await read('residents', text);
    expect(rows[0]?.object).toMatchObject({ consent: true, keyHousehold: false });
    expect(Object.keys(rows[1]?.object ?? {})).not.toContain('consent');
    expect(faults.map((one) => one.message)).toEqual(['应为 是 或 否，收到 "也许"']);
  });

  it('an agreement becomes a contracted-service event, works a completion', async () => {
    const agreements = '编号,项目,房号,服务,开始,结束\nA1,cuihu,3栋2单元1204,钢琴保养,2026-01-01,2026/12/31\n';
    expect(await objects('agreements', agreements)).toEqual([
      {
        id: 'A1',
        estate: 'cuihu',
        household: '3-2-1204',
        kind: 'contracted-service',
        description: '钢琴保养',
        agreement: { start: '2026-01-01', end: '2026-12-31' },
      },
    ]);
    const works = '编号,项目,名称,验收日期,保修月数,签署日期,装修\nW1,cuihu,会所改造,2026年1月15日,24,,是\n';
    expect(await objects('works', works)).toEqual([
      {
        id: 'W1',
        estate: 'cuihu',
        kind: 'works-completion',
        description: '会所改造',
        acceptedOn: '2026-01-15',
        warrantyMonths: 24,
        fitOut: true,
      },
    ]);
  });

  it('staff on several lines have the roles of all of them', async () => {
    const text = `账号,姓名,项目,角色,负责房号
zhangwei,张伟,翠湖花园,管家、调度人员,3栋、5-*
zhangwei,张伟,里斯本苑,客服主管,
lina,李娜,,翠湖花园:项目经理，lisboa：manager,
`;
    expect(await objects('staff', text)).toEqual([
      {
        userid: 'zhangwei',
        name: '张伟',
        roles: [
          { estate: 'cuihu', role: 'steward' },
          { estate: 'cuihu', role: 'dispatcher' },
          { estate: 'lisboa', role: 'supervisor' },
        ],
        households: ['3栋', '5-*'],
      },
      {
        userid: 'lina',
        name: '李娜',
        roles: [
          { estate: 'cuihu', role: 'manager' },
          { estate: 'lisboa', role: 'manager' },
        ],
        households: [],
      },
    ]);
  });
});

describe('faults', () => {
  it('missing columns, columns given twice and an empty file are told at once', async () => {
    expect(await told('residents', '编号,姓名,name\n1,甲,乙\n')).toEqual([
      '1||缺少「项目」列（estate）',
      '1||缺少「房号」列（household）',
      '1||「姓名」列出现了两次',
    ]);
    expect(await told('residents', '\n\n')).toEqual(['1||文件是空的']);
  });

  it('all faults of all lines are told, in the order of the lines', async () => {
    const text = '编号,项目,房号,姓名\n1,cuihu,,甲\n2,金园,1-2,\n1,cuihu,1-3,丙\n1,cuihu,1-4,丁\n';
    expect(await told('residents', text)).toEqual([
      '2|房号（C2）|缺少此项',
      '3|姓名（D3）|缺少此项',
      '3|项目（B3）|没有项目「金园」；现有：翠湖花园（cuihu）、里斯本苑（lisboa）',
      '5|编号（A5）|与第 4 行的编号相同',
    ]);
  });

  it('unknown columns are named and left out', async () => {
    expect((await read('residents', '编号,项目,房号,姓名,备注\n1,cuihu,1-1,甲,无\n')).ignored).toEqual(['备注']);
  });

  it('a fault that the intake finds stands at its cell', async () => {
    const { rows } = await read('agreements', '编号,项目,房号,开始,结束\nA1,cuihu,1-1,2026-02-01,2026-01-01\n');
    const row = rows[0];
    if (row === undefined) throw new TypeError('one row');
    expect(faultAt(row, 'agreement.end', 'x').column).toBe('结束（E2）');
    expect(faultAt(row, 'parties.0', 'x')).toEqual({ line: 2, column: null, message: 'parties.0：x' });
  });

  it('every column is known by both its heads', () => {
    for (const kind of IMPORT_KINDS) {
      for (const column of COLUMNS[kind]) {
        expect([columnOf(kind, column.head), columnOf(kind, column.field)]).toEqual([column, column]);
      }
    }
  });
});
