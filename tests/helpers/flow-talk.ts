/**
 * 流程脚本: one policy's flow from the event to the record as a text that a manager can read, played through the real
 * server and the sandbox platform. What people do stands as it was written, what came of it is written out between:
 *
 *     制度 p03
 *     现在 2026-03-10T10:00
 *     事项 C-1 {"kind":"complaint","description":"楼上噪音","resolvedAt":"2026-03-10T09:00:00+08:00"}
 *     李敏：不满意，晚上还是吵
 *     刘艳：说明 案1
 *     刘艳 点 领取
 *     过 2天
 *     到 2026-05-01T09:00
 */
import {
  DAY,
  HOUR,
  formatInstant,
  MINUTE,
  parseInstant,
  type Instant,
  type LocalDate,
} from '../../src/core/calendar.js';
import { keysOf, ROLES, VISIT_STATUSES, type Role } from '../../src/core/terms.js';
import { verifyAudit } from '../../src/store/audit.js';
import { openSeededDraws } from '../year/seeded-draws.js';
import { openStaffedWorld, type StaffedWorld } from './staffed-world.js';

const NAMES: Readonly<Record<Role, string>> = {
  manager: '孙国栋',
  supervisor: '刘艳',
  steward: '王芳',
  'visit-officer': '管清',
  dispatcher: '狄敏',
  'service-clerk': '柯静',
  'cleaning-lead': '包洁',
  'repair-lead': '赵强',
  'function-head': '唐职',
  'department-head': '何力',
  'department-manager': '卜平',
  office: '白公',
  'customer-service-hq': '康总部',
  'vice-president': '吴副总',
  'general-manager': '周总',
  'company-leader': '凌总',
  quality: '钱进',
  'warranty-lead': '鲍修',
  'works-team': '魏组',
  'works-lead': '卫执',
  'project-management': '项工',
  'supervision-team': '简工',
};
const ZONE = 'Asia/Shanghai';
const RESIDENT = '李敏';
const UNITS: Readonly<Record<string, number>> = { 天: DAY, 小时: HOUR, 分钟: MINUTE };
/** 存证: hashes of every play's own, and no step of a policy. */
const ANCHOR = /抽样与记录存证/u;
/** 抽查: the draw's key is every play's own. */
const DRAWN = /(?<=从 \d+ 份记录中抽 \d+ 份：)任务 [\d、]+/gu;
/** And so is which record its card is of. */
const CARD = /^抽查 .+?（.+?） ⏎ 任务 \d+ 的记录：.+?(?=。请向)/u;
const CARD_RECORD = / ⏎ 记录：.+?(?= ⏎ 抽查：)/u;
const KEY = /(?<=密钥指纹 )[0-9a-f]+/gu;
/** What the player wrote, and writes anew. */
const LINE = /^ {2}/u;

/** Plays a script and writes what came of it between its lines. */
export async function playFlow(script: string): Promise<string> {
  const lines = script.split('\n').filter((line) => !LINE.test(line));
  const given = (word: string): string =>
    lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? '';
  const staff = keysOf(ROLES).map((role) => ({
    userid: role,
    name: NAMES[role],
    department: role === 'department-head' ? '工程部' : undefined,
    roles: [{ estate: 'cuihu', role }],
  }));
  const policies = given('制度').split(/\s+/u);
  const now = `${given('现在')}:00+08:00`;
  await using world = await openStaffedWorld({ policies: [], now, chat: true, staff });
  const from = now.slice(0, 10) as LocalDate;
  await openSeededDraws(world.runtime.ctx, { policies, from, seed: 'a flow' });
  await world.post('/api/v1/estates', { id: 'cuihu', name: '翠湖花园', policies });
  await world.settle();
  const stage = newStage(world);
  await stage.outcome();
  const out: string[] = [];
  for (const line of lines) {
    out.push(line);
    if (!/^(?:#|制度 |现在 |$)/u.test(line)) out.push(...(await stage.act(line)));
  }
  const { faults } = await verifyAudit(world.runtime.ctx.db.read);
  if (faults.length > 0) throw new Error(`the audit chain is broken: ${JSON.stringify(faults)}`);
  return `${out.join('\n').trim()}\n`;
}

type Stage = { act(line: string): Promise<readonly string[]>; outcome(): Promise<readonly string[]> };

function newStage(world: StaffedWorld): Stage {
  const { db } = world.runtime.ctx;
  const heard = new Map<string, number>();
  const known = new Map<string, string>();
  const userid = (name: string): Role => {
    const role = keysOf(NAMES).find((one) => NAMES[one] === name);
    if (role === undefined) throw new Error(`nobody is called ${name}`);
    return role;
  };

  const act = async (line: string): Promise<readonly string[]> => {
    const event = /^事项 (\S+) (\{.*\})$/u.exec(line);
    const said = /^(\S+?)：(.+)$/u.exec(line);
    const tapped = /^(\S+) 点 (.+)$/u.exec(line);
    const passed = /^过 ([\d.]+)(天|小时|分钟)$/u.exec(line);
    const until = /^到 (\S+)$/u.exec(line);
    if (event)
      await world.post('/api/v1/events', { id: event[1], estate: 'cuihu', household: '3-2-1204', ...json(event[2]) });
    else if (said?.[1] === RESIDENT) await world.sandbox.resident('wmLi').says(said[2] ?? '');
    else if (said) await world.sandbox.staff(userid(said[1] ?? '')).says(said[2] ?? '');
    else if (tapped?.[1] === RESIDENT) await world.sandbox.resident('wmLi').taps(tapped[2] ?? '');
    else if (tapped) await world.sandbox.staff(userid(tapped[1] ?? '')).taps(tapped[2] ?? '');
    else if (passed) await world.advance(Number(passed[1]) * (UNITS[passed[2] ?? ''] ?? 0));
    else if (until) await world.advance((parseInstant(`${until[1]}:00+08:00`) ?? world.now()) - world.now());
    else throw new Error(`not understood: ${line}`);
    await world.settle();
    return outcome();
  };

  const newWords = (who: string, all: readonly string[]): readonly string[] => {
    const from = heard.get(who) ?? 0;
    heard.set(who, all.length);
    const fresh = all.slice(from).filter((words) => !ANCHOR.test(words));
    return fresh.map(
      (words) =>
        `  ${who} ← ${words
          .trim()
          .replaceAll(/\s*\n+\s*/gu, ' ⏎ ')
          .replaceAll(DRAWN, '任务 …')
          .replace(CARD, '抽查 … ⏎ 任务 … 的记录：…')
          .replace(CARD_RECORD, ' ⏎ 记录：…')
          .replaceAll(KEY, '…')}`,
    );
  };
  const changed = (key: string, state: string): readonly string[] => {
    if (known.get(key) === state) return [];
    known.set(key, state);
    return [`  ${key} ${state}`];
  };

  const outcome = async (): Promise<readonly string[]> => {
    const words = [
      ...newWords(RESIDENT, world.sandbox.resident('wmLi').hears()),
      ...keysOf(ROLES).flatMap((role) => newWords(NAMES[role], world.sandbox.staff(role).hears())),
    ];
    const visits = await db.read.visit.findMany({ orderBy: { no: 'asc' } });
    const duties = await db.read.duty.findMany({ orderBy: { no: 'asc' } });
    const cases = await db.read.followUp.findMany({ orderBy: { id: 'asc' } });
    return [
      ...words,
      ...visits.flatMap(({ no, clause, status, assignee }) =>
        changed(`任务 ${no}`, `${clause} ${VISIT_STATUSES[status as keyof typeof VISIT_STATUSES].zh}${by(assignee)}`),
      ),
      ...duties.flatMap(({ no, clause, status, assignee, due }) =>
        changed(
          `事 ${no}`,
          `${clause} ${status}${by(assignee)}${due === null ? '' : ` 到 ${formatInstant(Number(due) as Instant, ZONE).slice(0, 16)}`}`,
        ),
      ),
      ...cases.flatMap(({ id, kind, status, round }) =>
        changed(`案 ${id}`, `${kind} ${status}${round > 1 ? ` 第 ${round} 次` : ''}`),
      ),
    ];
  };
  return { act, outcome };
}

const by = (assignee: string | null): string => (assignee === null ? '' : ` ${NAMES[assignee as Role] ?? assignee}`);
const json = (text: string | undefined): object => JSON.parse(text ?? '{}') as object;
