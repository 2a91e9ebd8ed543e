/**
 * 员工对话脚本: a whole dialogue with staff as text, played through the verbs and the database. What people do stands as it
 * was written; what they hear, and what is recorded, is written out anew. The first lines set the stage:
 *
 *     policies p06
 *     now 2026-03-16T10:00
 *     visit R-1 {"kind":"repair","description":"龙头漏水","resolvedAt":"2026-03-10T09:00:00+08:00"}
 *     zhangwei 完成 {R-1}
 *     zhangwei taps 电话
 */
import { receiveFromStaff } from '../../src/app/receive-staff.js';
import { wakeRecordTalk } from '../../src/app/dictate-record.js';
import type { Finish } from '../../src/app/receive-message.js';
import { isFile, type OutgoingContent } from '../../src/channels/channel.js';
import { claimRecordWakes } from '../../src/store/record-talks.js';
import { lockVisit, saveVisit } from '../../src/store/visits.js';
import type { AppInbound } from '../../src/wecom/message.js';
import { at, openEstate, type EstateTest } from './estate.js';
import { makeVisit } from './made-visit.js';
import { NO_PLATFORM } from './receivers.js';
import { saidWords } from './staff-says.js';

const ZONE = '+08:00';

/** Plays a script and writes what came of it between its lines. */
export async function playStaffTalk(script: string): Promise<string> {
  const [first = '', ...lines] = script.split('\n').map((line) => line.trim());
  const estate = await openEstate(first.replace(/^policies\s+/u, '').split(/\s+/u));
  try {
    await numbersFromOne(estate);
    const stage = newStaffStage(estate);
    const out = [first];
    for (const line of lines.filter((one) => !GENERATED.test(one))) {
      out.push(line);
      if (line !== '' && !line.startsWith('#')) out.push(...(await stage.act(line)));
    }
    return `${out.join('\n').trim()}\n`;
  } finally {
    await estate.close();
  }
}

/** A PostgreSQL database that was used before goes on counting. */
async function numbersFromOne({ ctx: { db } }: EstateTest): Promise<void> {
  if (db.kind !== 'postgres') return;
  await db.write(async (tx) => {
    for (const sequence of ['Visit_no_seq', 'FollowUp_id_seq', 'Duty_no_seq'])
      await tx.$executeRawUnsafe(`ALTER SEQUENCE "${sequence}" RESTART WITH 1`);
  });
}

const GENERATED = /^(?:bot|record|state)\s/u;

function newStaffStage(estate: EstateTest) {
  const { ctx } = estate;
  const visits = new Map<string, number>();
  let heard = 0;
  const recorded = new Set<string>();
  let sent = 0;
  const finish: Finish = (work) => ctx.db.write((tx) => work(tx, ctx.clock.now()));
  const tell = (from: string, body: object): Promise<void> => {
    sent += 1;
    const head = { from, corpId: 'ww', agentId: '1', msgId: `m${sent}`, at: ctx.clock.now() };
    return receiveFromStaff(ctx, NO_PLATFORM, { ...head, ...body } as AppInbound, finish);
  };

  const act = async (line: string): Promise<readonly string[]> => {
    const [who = '', what = ''] = line.split(/\s+/u);
    const rest = line
      .slice(who.length)
      .trim()
      .replaceAll(/\{([^}"]+)\}/gu, (_, id: string) => String(visits.get(id)));
    if (who === 'now') estate.moveTo(at(`${what}:00${ZONE}`));
    else if (who === 'visit') await placeVisit(what, rest.slice(what.length));
    else if (who === 'resident') await makeVisit(estate, Number(rest), 'satisfied', 'resident:cuihu/r-1');
    else if (who === 'silence') await wakeAll();
    else if (what === 'taps') await tap(who, rest.slice('taps'.length).trim());
    else if (what === 'voice') await tell(who, { kind: 'voice', mediaId: `media-${sent}`, format: 'amr' });
    else if (what === 'photo') await tell(who, { kind: 'image', mediaId: `media-${sent}`, picUrl: '' });
    else await tell(who, { kind: 'text', content: rest });
    return who === 'visit' || who === 'now' ? [] : outcome();
  };

  const placeVisit = async (id: string, json: string): Promise<void> => {
    await estate.events({ id, ...(JSON.parse(json) as object) });
    const [visit] = await estate.visits(id);
    if (visit === undefined) throw new Error(`${id} asks for no visit`);
    visits.set(id, visit.no);
    await ctx.db.write(async (tx) => {
      const held = await lockVisit(tx, ctx.db, visit.no);
      if (held === null) throw new Error(`no visit ${visit.no}`);
      await saveVisit(tx, { ...held, status: 'with-staff', assignee: 'zhangwei', nextAt: null }, ctx.clock.now());
    });
  };

  const wakeAll = async (): Promise<void> => {
    const row = await ctx.db.read.recordTalk.findFirst({
      where: { wakeAt: { not: null } },
      orderBy: { wakeAt: 'asc' },
    });
    if (row?.wakeAt == null) throw new Error('nobody is waited for');
    const now = at(new Date(Number(row.wakeAt)).toISOString());
    estate.moveTo(now);
    for (const one of await claimRecordWakes(ctx.db, now, 10))
      await ctx.db.write((tx) => wakeRecordTalk(tx, ctx, one, now));
  };

  /** The newest card with that button, or the one before it: `taps 确认 @1`. */
  const tap = async (who: string, button: string): Promise<void> => {
    const text = button.replace(/\s*@\d$/u, '');
    const cards = (await contents()).flatMap(({ to, content }) =>
      to === who && content.kind === 'card' ? [content.card] : [],
    );
    const having = cards.filter(({ buttons }) => buttons.some((one) => one.text === text));
    const card = having.at(-1 - Number(/@(\d)$/u.exec(button)?.[1] ?? 0));
    const eventKey = card?.buttons.find((one) => one.text === text)?.key;
    if (card === undefined || eventKey === undefined) throw new Error(`${who} has no button ${text}`);
    await tell(who, {
      kind: 'card-click',
      eventKey,
      taskId: card.taskId,
      cardType: '',
      responseCode: '',
      selected: [],
    });
  };

  const contents = async () => {
    const rows = await ctx.db.read.outbox.findMany({ where: { channel: 'wecom-app' }, orderBy: { id: 'asc' } });
    return rows.map(({ recipient, body }) => ({
      to: recipient,
      content: JSON.parse(ctx.box.open(body)) as OutgoingContent,
    }));
  };

  const outcome = async (): Promise<readonly string[]> => {
    const all = await contents();
    const said = all.slice(heard).map(({ to, content }) => `bot    ${to} ${wordsOf(content).replaceAll('\n', ' ⏎ ')}`);
    heard = all.length;
    const rows = await ctx.db.read.record.findMany({ orderBy: [{ visitNo: 'asc' }, { seq: 'asc' }] });
    const made = rows
      .filter(({ id }) => !recorded.has(id))
      .map(
        ({ id, grade, method, by, remark, topics, unfinished, chargeAsQuoted, confirmedBy }) =>
          `record ${id} ${JSON.stringify({ by, method, grade, remark, topics, unfinished, chargeAsQuoted, confirmedBy })}`,
      );
    for (const { id } of rows) recorded.add(id);
    return [...said, ...made];
  };
  return { act };
}

function wordsOf(content: OutgoingContent): string {
  if (content.kind === 'card') return saidWords(content.card);
  if (content.kind === 'text') return content.text;
  return isFile(content) ? `（${content.kind}）` : content.kind;
}
