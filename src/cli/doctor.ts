/** `huifang doctor`: looks at configuration, database, waiting work and WeCom, and says what to do about each fault. */
import { ConfigFault, environment, readConfig, type Config } from '../config.js';
import { isMenu } from '../core/app-menu.js';
import type { Instant } from '../core/calendar.js';
import { openBox } from '../store/box.js';
import { fitsDataKey, WrongDataKey } from '../store/data-key.js';
import { openDb, type Db } from '../store/db.js';
import { estates } from '../store/estates.js';
import { withoutRole } from '../store/roster.js';
import { staffWithRole } from '../store/staff.js';
import { openTokenStore } from '../store/token-store.js';
import { makeWecomClient } from '../wecom/client.js';
import { WecomError } from '../wecom/errors.js';
import { probeCallback, type Probe } from '../wecom/probe-callback.js';
import { lookAtForms } from './doctor-forms.js';
import { lookAtHolidays } from './doctor-holidays.js';
import { lookAtPolicies } from './doctor-policies.js';
import { lookAtRoles } from './doctor-roles.js';
import { bad, good, type Finding } from './finding.js';

/** Exit 0 when all is well, 1 when something needs a hand, 2 when the configuration cannot be read. */
export async function doctor(_argv: readonly string[]): Promise<number> {
  let config: Config;
  try {
    config = readConfig(environment());
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    process.stdout.write(`✗ ${error.message}\n`);
    return 2;
  }
  const findings = [good('配置齐全'), ...(await examine(config))];
  for (const { ok, text } of findings) process.stdout.write(`${ok ? '✓' : '✗'} ${text}\n`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

/** Everything that is looked at with a configuration that can be read. */
export async function examine(config: Config): Promise<readonly Finding[]> {
  const db = await openDb(config.databaseUrl);
  try {
    const forms = await lookAtForms(config.formsDir);
    return [...(await lookAtDatabase(config, db)), ...forms, ...(await lookAtCallbacks(config))];
  } finally {
    await db.close();
  }
}

async function lookAtDatabase(config: Config, db: Db): Promise<readonly Finding[]> {
  const missing = await db.missing();
  if (missing.length > 0) return [bad(`数据库还缺迁移 ${missing.join('、')}：运行 huifang migrate`)];
  const policies = [
    ...(await lookAtPolicies(db.read, config.policyDir)),
    ...(await lookAtRoles(db.read, config.policyDir)),
    ...lookAtHolidays(await estates(db.read), Date.now() as Instant),
  ];
  const seen = [good('数据库结构最新'), ...(await lookAtWork(db)), ...(await lookAtStaff(db)), ...policies];
  const fits = await fitsDataKey(db, openBox(config.dataKey), Date.now() as Instant);
  if (fits === false) return [...seen, bad(new WrongDataKey().message)];
  return [...seen, good('DATA_KEY 与数据库相符'), ...(await lookAtWecom(config, db))];
}

/** Whether the internet reaches the two callbacks under PUBLIC_URL, and they answer as the platform wants. */
async function lookAtCallbacks({ publicUrl, wecom }: Config): Promise<readonly Finding[]> {
  if (publicUrl === null) return [bad('没有设置 PUBLIC_URL，无法检查回调地址：填入外网能访问的地址再运行一次')];
  const findings: Finding[] = [];
  for (const name of ['app', 'kf'] as const) {
    const gate = wecom[name];
    if (gate === null) continue;
    const address = `${publicUrl.replace(/\/+$/, '')}/wecom/${name}`;
    const times = { nowMs: Date.now(), timeoutMs: API_TIMEOUT_MS };
    const probe = await probeCallback(address, { ...gate, corpId: wecom.corpId }, times);
    findings.push(toldOfProbe(address, probe));
  }
  return findings;
}

function toldOfProbe(address: string, probe: Probe): Finding {
  switch (probe.kind) {
    case 'fine':
      return good(`回调地址 ${address} 可用`);
    case 'no-answer':
      return bad(
        `回调地址 ${address} 连不上（${probe.reason}）：请确认 huifang serve 在运行，域名、端口和反向代理通到它`,
      );
    case 'wrong-answer':
      return bad(
        `回调地址 ${address} 的回答不对（HTTP ${probe.status}）：请确认反向代理把 /wecom/ 原样转给 huifang，运行中的服务与这里用同一份 Token、EncodingAESKey 和企业ID，两边时钟一致`,
      );
    default:
      return probe satisfies never;
  }
}

/** Messages that were put aside after their last try. */
async function lookAtWork(db: Db): Promise<readonly Finding[]> {
  const dead = await db.read.inbox.findMany({ where: { status: 'dead' }, select: { id: true, error: true }, take: 20 });
  const unsent = await db.read.outbox.groupBy({ by: ['reason'], where: { status: 'dead' }, _count: { _all: true } });
  return [
    dead.length === 0
      ? good('没有搁置的来信')
      : bad(`有来信处理失败被搁置：${dead.map(({ id, error }) => `第 ${id} 号（${error ?? '原因不明'}）`).join('、')}`),
    ...(unsent.length === 0
      ? [good('没有发不出去的消息')]
      : unsent.map(({ reason, _count }) => bad(`${_count._all} 条消息没有发出：${reason ?? '原因不明'}`))),
  ];
}

async function lookAtStaff(db: Db): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const estate of await estates(db.read)) {
    for (const [role, title] of [
      ['supervisor', '客服主管'],
      ['manager', '项目经理'],
      ['steward', '管家'],
    ] as const) {
      if ((await staffWithRole(db.read, estate.id, role)).length === 0) {
        findings.push(bad(`${estate.name}没有${title}：用 huifang import staff 或 POST /api/v1/staff 登记`));
      }
    }
    if (estate.policies.length === 0) findings.push(bad(`${estate.name}没有采用任何制度`));
  }
  const idle = await withoutRole(db.read);
  if (idle.length > 0) {
    const names = idle.slice(0, MOST_NAMES).map(({ userid, name }) => `${name}（${userid}）`);
    const more = idle.length > MOST_NAMES ? `等 ${idle.length} 位` : '';
    findings.push(
      good(`通讯录里的${names.join('、')}${more}还没有岗位：用 huifang import staff 或 POST /api/v1/staff 登记`),
    );
  }
  return findings;
}

const MOST_NAMES = 10;
const API_TIMEOUT_MS = 10_000;

async function lookAtWecom(config: Config, db: Db): Promise<readonly Finding[]> {
  const clock = { now: () => Date.now() as Instant };
  const tokens = openTokenStore({ db, box: openBox(config.dataKey), instance: 'doctor', clock });
  const { app, kf, corpId, apiBase } = config.wecom;
  const secrets = { ...(app === null ? {} : { app: app.secret }), ...(kf === null ? {} : { kf: kf.secret }) };
  const client = makeWecomClient({
    baseUrl: apiBase,
    timeoutMs: API_TIMEOUT_MS,
    corpId,
    secrets,
    tokens,
    now: clock.now,
  });
  const findings: Finding[] = [];
  if (app !== null) {
    const secret = await tried('自建应用的 Secret 和可信IP', () => client.listDepartments());
    findings.push(secret, ...(secret.ok ? [await lookAtMenu(() => client.getMenu(app.agentId))] : []));
  }
  if (kf !== null)
    findings.push(
      await tried('微信客服的 Secret', () => client.syncKf({ openKfId: kf.account, cursor: '', limit: 1 })),
    );
  return findings;
}

/** Whether the app shows the menu that the server makes as it starts. */
async function lookAtMenu(get: () => Promise<unknown>): Promise<Finding> {
  try {
    const found = await get();
    if (isMenu(found)) return good('应用菜单已做好');
    const state = found === null ? '应用里还没有菜单' : '应用菜单与程序的不同';
    return bad(`${state}：启动 huifang serve 时会做好；仍是这样，请看启动时的日志`);
  } catch (error) {
    return bad(`应用菜单看不到：${error instanceof Error ? error.message : '原因不明'}`);
  }
}

async function tried(what: string, call: () => Promise<unknown>): Promise<Finding> {
  try {
    await call();
    return good(`${what}可用`);
  } catch (error) {
    if (error instanceof WecomError && error.errcode === null) {
      return bad(`连不上企业微信接口，无法检查${what}：请检查本机的网络、DNS 或代理，以及 WECOM_API_BASE`);
    }
    return bad(`${what}不可用：${error instanceof Error ? error.message : '原因不明'}`);
  }
}
