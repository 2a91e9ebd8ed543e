/** What the data commands share: what they have of the world, their options, how their faults end, what they write. */
import { parseArgs } from 'node:util';
import { isZone } from '../core/calendar.js';
import { argumentFault, BadInput, refuseRepeats } from './data-input.js';
import type { Chunks } from './data-input.js';

/** What a data command has of the world. `stdout` takes whole lines, without the last newline. */
export type DataIo = {
  readonly stdin: () => Chunks;
  readonly stdout: (lines: string) => void | Promise<void>;
  readonly stderr: (line: string) => void;
  /** The company's own policy folder, POLICY_DIR. */
  readonly policyDir?: string | undefined;
  /** The zone where `--tz` gives none, TZ_DEFAULT. */
  readonly zone?: string | undefined;
};

/** Runs with the arguments after the command's name; the promise is its exit code. */
export type DataCommand = (argv: readonly string[], io: DataIo) => Promise<number>;

/** Bad input is told and ends with 2; anything else is the caller's to report. */
export function guarded(command: DataCommand): DataCommand {
  return async (argv, io) => {
    try {
      return await command(argv, io);
    } catch (error) {
      const told = error instanceof BadInput ? error : fileError(error);
      if (!told) throw error;
      for (const line of told.message.split('\n')) io.stderr(line);
      return 2;
    }
  };
}

/** A file that cannot be read is bad usage. */
function fileError(error: unknown): BadInput | null {
  const { code, path } = error as { readonly code?: unknown; readonly path?: unknown };
  if (code === 'EISDIR') return new BadInput(`${typeof path === 'string' ? `${path} ` : ''}是文件夹，不是文件`);
  if (typeof path !== 'string') return null;
  if (code === 'ENOENT') return new BadInput(`${path} 没有这个文件`);
  return code === 'EACCES' ? new BadInput(`${path} 没有读取的权限`) : null;
}

/** What a command takes: options that it needs or may have, all of them text; flags; and names beside them. */
type Wanted<K extends string> = {
  readonly required?: readonly K[];
  readonly optional?: readonly string[];
  readonly flags?: readonly string[];
  readonly positionals?: boolean;
};
type Given<K extends string> = {
  readonly values: Readonly<Record<string, string | undefined>> & Readonly<Record<K, string>>;
  readonly flags: ReadonlySet<string>;
  readonly rest: readonly string[];
};

/** Reads the arguments after a command's name. Throws `BadInput` with the usage line. */
export function options<K extends string = never>(
  argv: readonly string[],
  usage: string,
  { required = [], optional = [], flags = [], positionals = false }: Wanted<K>,
): Given<K> {
  refuseRepeats(argv, usage);
  const wanted = Object.fromEntries([
    ...[...required, ...optional].map((key) => [key, { type: 'string' as const }] as const),
    ...flags.map((key) => [key, { type: 'boolean' as const }] as const),
  ]);
  try {
    const parsed = parseArgs({ args: [...argv], options: wanted, allowPositionals: positionals, strict: true });
    const values = Object.fromEntries(Object.entries(parsed.values).filter(([, value]) => typeof value === 'string'));
    const missing = required.filter((key) => !values[key]);
    if (missing.length > 0) throw new BadInput(`缺少 ${missing.map((key) => `--${key}`).join('、')}\n${usage}`);
    return {
      values: values as Record<string, string | undefined> & Record<K, string>,
      flags: new Set(flags.filter((key) => (parsed.values as Record<string, unknown>)[key] === true)),
      rest: parsed.positionals,
    };
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${argumentFault(error)}\n${usage}`);
  }
}

export const DEFAULT_ZONE = 'Asia/Shanghai';

/** The zone of `--tz`, else the company's, else Shanghai. */
export function zoneOf(given: string | undefined, io: DataIo): string {
  const zone = given ?? io.zone ?? DEFAULT_ZONE;
  if (!isZone(zone)) throw new BadInput(`--tz ${zone}：没有这个时区，应如 Asia/Shanghai`);
  return zone;
}

/** A whole number of an option, within its limits; null where none was given. */
export function wholeOf(option: string, given: string | undefined, least: number, most: number): number | null {
  if (given === undefined) return null;
  const value = /^\d{1,7}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new BadInput(`--${option} 应为 ${least} 到 ${most} 的整数，收到 ${given}`);
}

/** Gathers lines, so that a small file with a fault prints nothing and a large one is not held in memory. */
export function newWriter(io: DataIo): {
  readonly line: (value: object) => Promise<void>;
  readonly end: () => Promise<void>;
} {
  let lines: string[] = [];
  const end = async (): Promise<void> => {
    if (lines.length > 0) await io.stdout(lines.join('\n'));
    lines = [];
  };
  const line = async (value: object): Promise<void> => {
    lines.push(JSON.stringify(value));
    if (lines.length >= 5000) await end();
  };
  return { line, end };
}
