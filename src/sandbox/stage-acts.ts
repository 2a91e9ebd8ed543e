/** What one can do on the demo page. Everything goes through the platform or the product's own API. */
import { EVENT_KINDS } from '../core/terms.js';
import type { EventKind } from '../core/terms.js';
import { householdMatch } from '../core/household.js';
import { formatInstant } from '../core/calendar.js';
import type { Instant } from '../core/calendar.js';
import type { SampleResident, SampleStaff } from './sample-estate.js';
import type { ChatMessage, Chats } from './stage-chats.js';
import type { DemoWorld } from './stage-world.js';
import { HOUR } from './state.js';

/** The page asked for something that cannot be done; `message` is for its reader. */
export class StageRefusal extends Error {
  override readonly name = 'StageRefusal';
}

/** Those who have a phone on the page; any other member of staff is played by their userid. */
export const PARTS = ['resident', 'steward', 'manager', 'supervisor'] as const;
export type Part = string;
export const WHO = `角色应为 ${PARTS.join('、')} 之一，或员工账号`;
export type Report = { readonly kind: EventKind; readonly household: string; readonly description: string };

/** The one stage of a demo: who is played, what was said, what was reported. */
export type Stage = {
  readonly world: DemoWorld;
  readonly chats: Chats;
  /** The resident who is played. */
  resident: SampleResident;
  /** Whether the resident opens the chat again before its 48 hours are over. */
  keepsChatting: boolean;
  /** Ids of the events reported on the page, oldest first. */
  readonly reported: string[];
  /** The demo is about to end: the clock moves no further. */
  closing: boolean;
  /** Resolves once the clock has come to where it was moved; one move after the other. */
  moving: Promise<void>;
};

/** The clock moves in steps this long, so that each quiet night is followed by a step of the day. */
const STEP_MS = 6 * HOUR;
/** A resident who keeps the chat open writes again when less than this is left of the 48 hours. */
const RENEW_MS = 7 * HOUR;
const GREETING = '你好';

export async function say(stage: Stage, part: Part, text: string): Promise<void> {
  const { chats, world } = stage;
  if (part === 'resident') {
    const id = boundId(stage.resident);
    chats.resident(id).said(text, world.now());
    await world.sandbox.resident(id).says(text);
    return;
  }
  const { userid } = playedBy(stage, part);
  chats.staff(userid).said(text, world.now());
  await world.sandbox.staff(userid).says(text);
}

/** A member of staff sends a photograph: a sample one, as their phone's camera would. */
export async function sendPhoto(stage: Stage, part: Part): Promise<void> {
  const { chats, world } = stage;
  const { userid } = playedBy(stage, part);
  chats.staff(userid).said('［照片］', world.now());
  await world.sandbox.staff(userid).sends('image');
}

/** Taps an option of a message: its words appear in a resident's chat, a card's button is just pressed. */
export async function tap(stage: Stage, part: Part, message: string, option: string): Promise<void> {
  const { chats, world } = stage;
  if (part !== 'resident') {
    const { userid } = playedBy(stage, part);
    const card = world.sandbox
      .staff(userid)
      .seen()
      .find((heard) => heard.msgid === message);
    if (card?.replacedBy !== undefined) throw new StageRefusal('这张卡片已经点过了。');
    const taskId = card?.content['task_id'];
    const button = chats
      .staff(userid)
      .messages()
      .find(({ id }) => id === message)
      ?.options.find(({ id }) => id === option);
    if (typeof taskId !== 'string' || button === undefined) throw new StageRefusal('这张卡片上没有这个按钮。');
    await world.sandbox.staff(userid).taps(option, { taskId });
    return;
  }
  const id = boundId(stage.resident);
  const item = chats
    .resident(id)
    .messages()
    .find((each) => each.id === message)
    ?.options.find((each) => each.id === option);
  if (item === undefined) throw new StageRefusal('这条消息里没有这个选项。');
  chats.resident(id).said(item.text, world.now());
  await world.sandbox.resident(id).taps(option);
}

/** Clicks an entry of the app's menu on a member's phone; nothing of it shows in their chat. */
export async function click(stage: Stage, part: Part, key: string): Promise<void> {
  const { sandbox } = stage.world;
  const isThere = sandbox.menu().some(({ entries }) => entries.some((entry) => entry.key === key));
  if (!isThere) throw new StageRefusal('菜单里没有这一项。');
  await sandbox.staff(playedBy(stage, part).userid).clicks(key);
}

/** Reports a service as done at this moment, as a work-order system would; the event's id. */
export async function report(stage: Stage, { kind, household, description }: Report): Promise<string> {
  const { world } = stage;
  const { id: estate, timezone } = world.sample.estate;
  const now = world.now() as Instant;
  const stamp = formatInstant(now, timezone).slice(0, 19).replace(/\D/g, '');
  const id = `YS-${stamp}-${stage.reported.length + 1}`;
  const answer = await world.post('/api/v1/events', {
    id,
    estate,
    kind,
    household,
    description,
    department: kind === 'repair' ? '工程部' : '客服中心',
    ...(kind === 'complaint' && { severity: 'general' }),
    reportedAt: formatInstant((now - 26 * HOUR) as Instant, timezone),
    resolvedAt: formatInstant(now, timezone),
  });
  const refused = refusalIn(answer);
  if (refused !== null) throw new StageRefusal(`没有登记上：${refused}`);
  stage.reported.push(id);
  return id;
}

/** Moves the clock on in steps; the resident opens the chat again in time, if they keep doing so. */
export async function moveClock(stage: Stage, ms: number): Promise<void> {
  const { world } = stage;
  for (let left = ms; left > 0 && !stage.closing; left -= STEP_MS) {
    await world.advance(Math.min(left, STEP_MS));
    await renewChat(stage);
  }
  if (!stage.closing) await world.hourly();
}

/** Plays another resident, who opens the chat unless they never do. */
export async function playResident(stage: Stage, id: string): Promise<void> {
  const resident = stage.world.sample.residents.find((each) => each.id === id && each.externalUserId !== undefined);
  if (resident === undefined) throw new StageRefusal(`没有可以扮演的住户 ${id}。`);
  stage.resident = resident;
  stage.keepsChatting = !isSilent(stage, resident);
  await renewChat(stage);
}

/** Greets if the chat is about to close, or was never open; not while a question waits for its answer. */
export async function renewChat(stage: Stage): Promise<void> {
  if (!stage.keepsChatting) return;
  const id = boundId(stage.resident);
  if (asksForGrade(stage.chats.resident(id).messages().at(-1))) return;
  const { until, open } = stage.chats.window(id);
  if (open && until !== null && until - stage.world.now() > RENEW_MS) return;
  await say(stage, 'resident', GREETING);
}

const asksForGrade = (message: ChatMessage | undefined): boolean =>
  message?.options.some(({ id }) => id.endsWith(':satisfied')) ?? false;

/** Whoever has no phone on the page, whichever resident is played. */
export const otherStaff = ({ world: { sample } }: Stage): readonly SampleStaff[] =>
  sample.staff.filter(
    ({ roles }) =>
      !roles.some(({ estate, role }) => estate === sample.estate.id && (PARTS as readonly string[]).includes(role)),
  );

export const isSilent = (stage: Stage, resident: SampleResident): boolean =>
  stage.world.sample.cast.some((each) => each.resident === resident.id && each.silent);

/** Who is on a member's phone: the steward is the one who answers for the household that is played. */
export function playedBy(stage: Stage, part: Part): SampleStaff {
  const { staff, estate } = stage.world.sample;
  const chosen = staff.find(({ userid }) => userid === part);
  if (chosen !== undefined) return chosen;
  const able = staff.filter(({ roles }) => roles.some((one) => one.role === part && one.estate === estate.id));
  const answering = able.find(({ households = [] }) => householdMatch(households, stage.resident.household) !== null);
  const member = answering ?? able[0];
  if (member === undefined) throw new StageRefusal(`${WHO}。`);
  return member;
}

export function boundId(resident: SampleResident): string {
  if (resident.externalUserId === undefined) throw new StageRefusal('这位住户没有绑定微信。');
  return resident.externalUserId;
}

/** The API's words for why it refused an object; null where it took it. */
function refusalIn(answer: unknown): string | null {
  const results = (answer as { results?: readonly { status: string; errors?: readonly { message: string }[] }[] })
    .results;
  const rejected = results?.find((result) => result.status === 'rejected');
  return rejected ? (rejected.errors ?? []).map((error) => error.message).join('；') || '接口没有说明原因' : null;
}

/** Kinds that can be reported from the page. */
export const REPORTABLE = [
  'complaint',
  'repair',
  'help',
  'home-service',
  'paid-service',
] as const satisfies readonly EventKind[];
export const kindName = (kind: string): string => (kind in EVENT_KINDS ? EVENT_KINDS[kind as EventKind].zh : kind);
