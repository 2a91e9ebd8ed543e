/** `huifang policy check --estate E`: the policies that an estate has adopted, with its parameters, and whether they agree. */
import { environment, readDatabaseUrl, readLooseConfig } from '../config.js';
import { loadPolicy } from '../core/policy/load.js';
import type { Policy } from '../core/policy/schema.js';
import { readPolicyFiles } from '../policy-files.js';
import type { PolicyFiles } from '../policy-files.js';
import type { Db } from '../store/db.js';
import { estates } from '../store/estates.js';
import type { Adoption } from '../store/adoptions.js';
import { openReadyDb } from '../store/open-db.js';
import { versionText } from '../store/policy-versions.js';
import { dataIo } from './data-io.js';
import { guarded, options } from './data-command.js';
import type { DataCommand, DataIo } from './data-command.js';
import { BadInput } from './data-input.js';
import { shownPath } from './data-policies.js';
import { checkedLine, tellContradictions } from './policy-check.js';

const USAGE = '用法：huifang policy check --estate 项目（数据库由 DATABASE_URL 指定）';

/** Whether the arguments of `huifang policy` ask for the database. */
export const asksForEstate = (argv: readonly string[]): boolean =>
  argv[0] === 'check' && argv.some((word) => word === '--estate' || word.startsWith('--estate='));

/** The command as the terminal calls it. */
export function checkEstateCommand(argv: readonly string[]): Promise<number> {
  const env = environment();
  const config = readLooseConfig(env);
  const command: DataCommand = async ([, ...args], io) => {
    const { values } = options(args, USAGE, { required: ['estate'] });
    const files = readPolicyFiles(config.policyDir);
    const db = await openReadyDb(readDatabaseUrl(env));
    try {
      return await checkEstate(db, files, values.estate, io);
    } finally {
      await db.close();
    }
  };
  return guarded(command)(argv, dataIo(config));
}

/** Exit 0 also with contradictions; 2 where an adopted policy is not on file, or refuses the estate's parameters. */
export async function checkEstate(
  db: Pick<Db, 'read'>,
  files: PolicyFiles,
  name: string,
  io: Pick<DataIo, 'stdout' | 'stderr'>,
): Promise<number> {
  const all = await estates(db.read);
  const estate = all.find((one) => one.id === name || one.name === name);
  if (!estate)
    throw new BadInput(`没有项目「${name}」，现有：${all.map((one) => `${one.name}（${one.id}）`).join('、')}`);
  if (estate.policies.length === 0) io.stderr(`${estate.name}还没有采用任何制度`);
  const adopted: Policy[] = [];
  for (const adoption of estate.policies) {
    const policy = await inForce(db, files, adoption);
    if (policy) {
      adopted.push(policy);
      await io.stdout(JSON.stringify(checkedLine(shownPath(policy.file), policy)));
      continue;
    }
    const message = faultOf(adoption, files);
    io.stderr(message);
    await io.stdout(JSON.stringify({ id: adoption.id, ok: false, message }));
  }
  await tellContradictions(adopted, estate.timezone, io);
  return adopted.length < estate.policies.length ? 2 : 0;
}

/** The version that the estate has adopted, as it was kept; else what the file says with the estate's parameters. */
async function inForce(db: Pick<Db, 'read'>, files: PolicyFiles, adoption: Adoption): Promise<Policy | null> {
  const now = files.policyFor(adoption.id, adoption.parameters);
  const kept = await versionText(db.read, adoption.version);
  if (kept === null) return now;
  const loaded = loadPolicy(kept.text, now?.file ?? adoption.id, kept.parameters);
  return 'policy' in loaded ? loaded.policy : now;
}

function faultOf({ id, parameters }: Adoption, { policies }: PolicyFiles): string {
  if (policies.has(id)) return `制度 ${id} 不接受项目的参数 ${JSON.stringify(parameters)}`;
  return `制度 ${id} 已被采用，但没有它的文件（可由 POLICY_DIR 指定公司自己的文件夹）`;
}
