/** `huifang understand`: replies of residents, or messages of staff, line by line. Exit 0, or 2 on bad usage or input. */
import { parseArgs } from 'node:util';
import { isZone, parseInstant } from '../core/calendar.js';
import { EVENT_KINDS, keysOf, type EventKind } from '../core/terms.js';
import { understand } from '../core/understand/index.js';
import { understandCommand as readCommand } from '../core/understand/command.js';
import type { DataCommand, DataIo } from './data-command.js';
import { argumentFault, BadInput, newFaults, openInput, readItems } from './data-input.js';
import type { Fault } from './data-items.js';

const USAGE =
  '用法：huifang understand [文件|-] [--explain]\n      huifang understand --as staff --now 2026-11-24T10:00:00+08:00 [--estates 翠湖,锦园] [--tz Asia/Shanghai] [文件|-]';
const QUESTIONS = ['single', 'items14', 'clarify'] as const;
type Question = (typeof QUESTIONS)[number];
type Row = { readonly id: unknown; readonly reply: string; readonly question: Question; readonly about: EventKind };

/** Runs with the arguments after the command's name; bad usage and bad input are told on stderr and end with 2. */
export const understandCommand: DataCommand = async (argv, io) => {
  try {
    return await run(argv, io);
  } catch (error) {
    const missing = (error as { readonly code?: unknown }).code;
    if (!(error instanceof BadInput) && missing !== 'ENOENT' && missing !== 'EISDIR') throw error;
    io.stderr(error instanceof BadInput ? error.message : `读不了文件：${(error as Error).message}`);
    return 2;
  }
};

async function run(argv: readonly string[], io: DataIo): Promise<number> {
  const { file, explain, answer } = readUsage(argv, io);
  const faults = newFaults(file);
  for await (const { line, value } of readItems(openInput(file, io.stdin), faults.add)) {
    const row = readRow(value, line, faults.add);
    if (row && !faults.any()) await io.stdout(JSON.stringify(answer(row, explain)));
  }
  faults.end();
  return 0;
}

type Usage = {
  readonly file: string;
  readonly explain: boolean;
  readonly answer: (row: Row, explain: boolean) => unknown;
};

function readUsage(argv: readonly string[], io: DataIo): Usage {
  const text = { type: 'string' as const };
  const options = { as: text, now: text, estates: text, tz: text, explain: { type: 'boolean' as const } };
  const { values, positionals } = parsed(argv, options);
  const file = positionals[0] ?? '-';
  if (positionals.length > 1) throw new BadInput(`只读一个文件，给了 ${positionals.length} 个\n${USAGE}`);
  if (values.as === undefined || values.as === 'resident')
    return { file, explain: values.explain === true, answer: residentAnswer };
  if (values.as !== 'staff') throw new BadInput(`--as 应为 staff 或 resident，现为 ${values.as}\n${USAGE}`);
  const now = parseInstant(values.now ?? '');
  if (now === null)
    throw new BadInput(`--now 应为带时区的时刻，例如 2026-11-24T10:00:00+08:00，现为 ${values.now ?? '空'}\n${USAGE}`);
  const zone = values.tz ?? io.zone ?? 'Asia/Shanghai';
  if (!isZone(zone)) throw new BadInput(`--tz 应为时区名，例如 Asia/Shanghai，现为 ${zone}\n${USAGE}`);
  const estates = (values.estates ?? '')
    .split(/[,，]/u)
    .map((name) => name.trim())
    .filter(Boolean);
  const answer = ({ id, reply }: Row): unknown => {
    const understood = readCommand(reply, now, zone, estates);
    if (understood.kind === 'unclear') return { id, kind: 'unclear', suggest: namesOf(understood.suggest) };
    const { item, ...args } = understood.args as { readonly item?: string };
    return { id, command: understood.command, args: item === undefined ? args : { ...args, item: Number(item) } };
  };
  return { file, explain: false, answer };
}

/** The commands' names: what stands behind them is an example for a person. */
const namesOf = (suggest: readonly string[]): readonly string[] => [
  ...new Set(suggest.map((one) => one.split(' ')[0] ?? one)),
];

function parsed(argv: readonly string[], options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true }) as {
      readonly values: {
        readonly as?: string;
        readonly now?: string;
        readonly estates?: string;
        readonly tz?: string;
        readonly explain?: boolean;
      };
      readonly positionals: readonly string[];
    };
  } catch (error) {
    throw new BadInput(`${argumentFault(error)}\n${USAGE}`);
  }
}

function residentAnswer({ id, reply, question, about }: Row, explain: boolean): unknown {
  const { why, ...meant } = understand({ question, reply, about });
  return { id, ...meant, ...(explain ? { why } : {}) };
}

function readRow(value: unknown, line: number, fault: (fault: Fault) => void): Row | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fault({ line, field: '', message: '应为一个对象，例如 {"id":"1","question":"single","reply":"满意"}' });
    return null;
  }
  const { id, reply, question = 'single', about = 'repair' } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' && typeof id !== 'number') fault({ line, field: 'id', message: '应为编号（文字或数字）' });
  if (typeof reply !== 'string') fault({ line, field: 'reply', message: '应为文字' });
  if (!QUESTIONS.some((known) => known === question))
    fault({ line, field: 'question', message: `应为 ${QUESTIONS.join('、')} 之一` });
  if (!keysOf(EVENT_KINDS).some((known) => known === about))
    fault({ line, field: 'about', message: `应为 ${keysOf(EVENT_KINDS).join('、')} 之一` });
  return typeof reply === 'string' ? { id, reply, question: question as Question, about: about as EventKind } : null;
}
