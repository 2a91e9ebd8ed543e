/** Every command by its name: what runs, and how its faults end (exit 0 done, 1 failed, 2 bad usage or bad input). */
import { ConfigFault, environment, loadEnvFile, readLooseConfig } from '../config.js';
import { FormFault } from '../form-files.js';
import { PolicyFault } from '../policy-files.js';
import type { DataCommand } from './data-command.js';
import { dataIo } from './data-io.js';

/** Answers the exit code. */
export type Command = (argv: readonly string[]) => Promise<number>;

type Entry = {
  readonly says: string;
  readonly load: () => Promise<Command>;
  /** What `--help` says beside it; else README does. */
  readonly usage?: () => Promise<string>;
};

/** Loaded when called: a data command needs neither database nor server. */
const data = (name: 'plan' | 'sample' | 'rates' | 'policy') => async (): Promise<Command> =>
  withData((await import('./data.js')).dataCommands[name]);

/** Of an estate's policies the database knows; all else of them is in files. */
const policy = async (): Promise<Command> => {
  const [files, estate] = [await data('policy')(), await import('./policy-estate.js')];
  return (argv) => (estate.asksForEstate(argv) ? estate.checkEstateCommand(argv) : files(argv));
};

const COMMANDS: Readonly<Record<string, Entry>> = {
  start: { says: '有 .env 就接入企业微信，没有就运行演示', load: async () => (await import('./start.js')).start },
  serve: { says: '接入企业微信，提供服务', load: async () => (await import('./serve.js')).serve },
  demo: { says: '运行演示：内置的企业微信沙箱和示例小区', load: async () => (await import('./demo.js')).demo },
  migrate: { says: '更新数据库结构', load: async () => (await import('./admin.js')).migrateDatabase },
  import: {
    says: '导入住户、员工、事项（csv 或 xlsx）',
    load: async () => (await import('./import.js')).importCommand,
  },
  reach: { says: '到访台账：抽中的每一户，每一次联系', load: async () => (await import('./reach.js')).reach },
  doctor: { says: '检查配置、数据库、企业微信，并说明怎样修', load: async () => (await import('./doctor.js')).doctor },
  compliance: {
    says: '制度执行率：每一条款在期间内应办、按时、逾期、未办的件数',
    load: async () => (await import('./compliance.js')).compliance,
  },
  report: {
    says: 'report list|表名：打印的表单和报表（xlsx、docx、csv、png）',
    load: async () => (await import('./report.js')).report,
    usage: async () => (await import('./report.js')).REPORT_USAGE,
  },
  archive: {
    says: 'archive list|get：查存档的报表，取出其中一份',
    load: async () => (await import('./archive.js')).archive,
    usage: async () => (await import('./archive.js')).ARCHIVE_USAGE,
  },
  audit: {
    says: 'audit verify|draw：核对审计链和存证，复核抽样',
    load: async () => (await import('./audit.js')).audit,
  },
  plan: { says: '算出事项按制度应有的回访', load: data('plan') },
  sample: { says: '按制度从一批事项中抽样', load: data('sample') },
  understand: {
    says: '理解住户或员工的话',
    load: async () => withData((await import('./understand.js')).understandCommand),
  },
  chat: {
    says: '在终端里与机器人对话，扮住户；--repro 印出对话脚本',
    load: async () => withData((await import('./chat.js')).chatCommand),
    usage: async () => (await import('./chat.js')).CHAT_USAGE,
  },
  rates: { says: '由票算出满意率', load: data('rates') },
  policy: { says: 'policy list|check|explain|diff|simulate：查看、检查、比较、试算制度', load: policy },
};

const withData =
  (command: DataCommand): Command =>
  (argv) =>
    command(argv, dataIo(readLooseConfig(environment())));

/** The command of that name, with its faults turned into messages; null for an unknown name. */
export function commandOf(name: string | undefined): Command | null {
  const entry = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) return null;
  return async (argv) => {
    if (argv.includes('--help')) {
      process.stdout.write(`huifang ${name}：${entry.says}\n${(await entry.usage?.()) ?? '详细用法见 README。'}\n`);
      return 0;
    }
    loadEnvFile(process.cwd());
    try {
      return await (
        await entry.load()
      )(argv);
    } catch (error) {
      return told(error);
    }
  };
}

/** What the person at the terminal can mend is said without a stack; everything else is ours. */
function told(error: unknown): number {
  if (error instanceof ConfigFault || error instanceof PolicyFault || error instanceof FormFault) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    process.stderr.write('端口已被占用：换一个 PORT，例如 PORT=8081 npm start。\n');
    return 2;
  }
  const known =
    error instanceof Error &&
    ['FileInUse', 'MigrationsMissing', 'UsageFault', 'SayingsFault', 'WrongDataKey'].includes(error.name);
  if (known) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`没有完成：${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return known ? 2 : 1;
}

export function usage(name: string | undefined): string {
  const lines = Object.entries(COMMANDS).map(([command, { says }]) => `  ${command.padEnd(11)} ${says}`);
  const unknown = name === undefined || name === 'help' || name === '--help' ? [] : [`没有「${name}」这个命令。`, ''];
  return [...unknown, '用法：huifang 命令 …', ...lines].join('\n');
}
