/** What a database command works with: the database, the key, the policies; no channels, no server. */
import { randomBytes } from 'node:crypto';
import { openPolicies } from '../app/policies-in-force.js';
import { ConfigFault, readDatabaseUrl, readLooseConfig } from '../config.js';
import type { Context } from '../context.js';
import { isZone, type Instant } from '../core/calendar.js';
import { readFormFiles } from '../form-files.js';
import { openLog } from '../log.js';
import { readHolidays } from '../holidays-file.js';
import { readSayings } from '../sayings-file.js';
import { readCauses } from '../causes-file.js';
import { openBox } from '../store/box.js';
import { checkDataKey } from '../store/data-key.js';
import { openMigratedDb } from '../store/open-db.js';

type Env = Parameters<typeof readDatabaseUrl>[0];

/** Opens it for one command; a SQLite database is brought up to date first. @throws ConfigFault, MigrationsMissing, WrongDataKey */
export async function openContext(env: Env): Promise<{ readonly ctx: Context; close(): Promise<void> }> {
  const url = readDatabaseUrl(env);
  const box = openBox(readDataKey(env));
  const zone = env['TZ_DEFAULT']?.trim() || 'Asia/Shanghai';
  if (!isZone(zone)) throw new ConfigFault(['TZ_DEFAULT：写法不对。应为时区名，如 Asia/Shanghai']);
  const db = await openMigratedDb(url);
  const files = await openPolicies(db.read, readLooseConfig(env).policyDir).catch(async (error: unknown) => {
    await db.close();
    throw error;
  });
  const clock = { now: () => Date.now() as Instant };
  try {
    await checkDataKey(db, box, clock.now());
  } catch (error) {
    await db.close();
    throw error;
  }
  const ctx: Context = {
    clock,
    db,
    box,
    log: openLog('warn'),
    ...files,
    sayings: readSayings(),
    causes: readCauses(),
    forms: readFormFiles(readLooseConfig(env).formsDir),
    holidays: readHolidays(),
    channels: new Map(),
    defaultZone: zone,
    instance: randomBytes(8).toString('hex'),
    publicUrl: () => env['PUBLIC_URL']?.trim() ?? '',
    wake: () => undefined,
  };
  return { ctx, close: () => db.close() };
}

function readDataKey(env: Env): Buffer {
  const key = Buffer.from(env['DATA_KEY']?.trim() ?? '', 'base64');
  if (key.length === 32) return key;
  const expected = '32 个随机字节的 base64，须与服务所用的相同';
  throw new ConfigFault([`DATA_KEY：${env['DATA_KEY'] ? '写法不对' : '没有设置'}。应为${expected}`]);
}
