/**
 * Every talk script about one visit once more, through the verbs and the database: the resident hears the same words,
 * the record and the visit stand as the talk says, and whatever is promised of a colleague is told to one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wakeTalk } from '../../src/app/contact-household.js';
import { receiveFromResident } from '../../src/app/receive-resident.js';
import { stepTalk } from '../../src/app/step-talk.js';
import { takeInResidents } from '../../src/app/take-in-people.js';
import type { OutgoingContent } from '../../src/channels/channel.js';
import type { Instant } from '../../src/core/calendar.js';
import type { Input } from '../../src/core/conversation/turn.js';
import { claimWakes, conversationOfVisit, saveConversation } from '../../src/store/conversations.js';
import { estateOf } from '../../src/store/estates.js';
import { currentRecord } from '../../src/store/records.js';
import { insertVisit, lockVisit, saveVisit, type NewVisit } from '../../src/store/visits.js';
import { readKfMessage } from '../../src/wecom/kf-message.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';
import { reviewVisit } from '../helpers/reviewed-visit.js';
import { inputOf, newStage, setStage, writtenSay, type Stage } from '../helpers/talk.js';

const FOLDER = new URL('../talks/', import.meta.url);
/**
 * Whose conversation is about several visits or a questionnaire, or depends on another one or on when the steward is free,
 * has tests of its own.
 */
const APART = /^(?:also|survey|slots|silent quiet|silent opted-out|res 改天|effect hand-over postponed)/mu;
const scripts = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.talk'))
  .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }))
  .filter(({ text }) => !APART.test(text));

let estate: EstateTest;
beforeAll(async () => {
  estate = await openEstate(['p03']);
});
afterAll(() => estate.close());

type Place = { readonly person: string; readonly no: number };
let said = 0;

/** A visit that stands before its question, of a resident who has written to us. */
async function place(stage: Stage, name: string): Promise<Place> {
  const { ctx } = estate;
  const person = `wm-${name}`;
  const resident = { id: name, estate: 'cuihu', household: '3-2-1204', name: '李敏', consent: true };
  await takeInResidents(ctx, [{ ...resident, externalUserId: person }]);
  const { kind } = stage.session.about;
  const { due, needsSignature } = stage.session;
  const identity = {
    estate: 'cuihu',
    policy: 'p03',
    clause: 'p03.1',
    startedBy: name,
    counterparty: '3-2-1204',
    visit: 1,
  };
  const asked = {
    event: null,
    household: '3-2-1204',
    kind,
    rate: 100,
    quota: null,
    by: ['steward'],
    how: ['chat', 'phone'],
  };
  const rest = {
    record: '回访记录表',
    period: null,
    policyVersion: '',
    why: { source: '' },
    nextAt: null,
    needsSignature,
  };
  const visit = { ...identity, ...asked, ...rest, status: 'assigned', earliest: stage.now, due } as NewVisit;
  return ctx.db.write(async (tx) => {
    const made = await insertVisit(tx, visit, stage.now);
    if (made === null) throw new Error(`two scripts are called ${name}`);
    await saveVisit(tx, { ...made, assignee: 'zhangwei', status: 'asked', askedAt: stage.now }, stage.now);
    const talk = { estate: 'cuihu', channel: 'wecom-kf' as const, person, visitNo: made.no, session: stage.session };
    await saveConversation(tx, { ...talk, open: true, wakeAt: null }, stage.now);
    return { person, no: made.no };
  });
}

async function open({ no }: Place, now: Instant): Promise<void> {
  const { ctx } = estate;
  await ctx.db.write(async (tx) => {
    const [visit, talk, home] = [
      await lockVisit(tx, ctx.db, no),
      await conversationOfVisit(tx, no),
      await estateOf(tx, 'cuihu'),
    ];
    if (visit === null || talk === null || home === null) throw new Error('it was just made');
    const about = { estate: home, visit, event: null, talk, resident: null, session: talk.session };
    await stepTalk(tx, ctx, about, { kind: 'opened' }, now);
  });
}

/** The resident does it, by the message that the platform would bring; or time passes until the talk is woken. */
async function act({ person, no }: Place, input: Input, now: Instant): Promise<void> {
  const { ctx } = estate;
  if (input.kind === 'silent') {
    for (const visit of await claimWakes(ctx.db, now, 100)) await ctx.db.write((tx) => wakeTalk(tx, ctx, visit, now));
    return;
  }
  said += 1;
  const head = {
    msgid: `m${said}`,
    external_userid: person,
    open_kfid: 'wk',
    origin: 3,
    send_time: Math.floor(now / 1000),
  };
  const message =
    input.kind === 'sent-media'
      ? { ...head, msgtype: typeOf(input.media), [typeOf(input.media)]: { media_id: 'x' } }
      : { ...head, msgtype: 'text', text: textOf(input, no) };
  await receiveFromResident(ctx, readKfMessage(message), (work) => ctx.db.write((tx) => work(tx, now)));
}

/** How the platform calls it: what has no word of ours is a link here. */
const typeOf = (media: string): string => (media === 'other' ? 'link' : media);

const textOf = (input: Exclude<Input, { kind: 'silent' | 'sent-media' }>, no: number) =>
  input.kind === 'said'
    ? { content: input.text }
    : { content: 'x', menu_id: `${no}:${input.kind === 'tapped' ? input.option : ''}` };

async function play(script: string, name: string): Promise<Place> {
  const stage = newStage();
  let at: Place | null = null;
  for (const line of script.split('\n')) {
    const [word = '', ...rest] = line.trim().split(/\s+/u);
    if (word === 'reviewed' && at !== null) await reviewVisit(estate.ctx, at.no, stage.now);
    if (word === '' || word === '#' || setStage(stage, word, rest.join(' '))) continue;
    const input = inputOf(word, rest.join(' '), rest);
    if (input === null) continue;
    at ??= await place(stage, name);
    if (input.kind === 'opened') await open(at, stage.now);
    else {
      if (input.kind === 'silent') stage.now = await wakeOf(at, stage.now);
      await act(at, input, stage.now);
    }
  }
  if (at === null) throw new Error(`${name} does nothing`);
  return at;
}

async function wakeOf({ no }: Place, now: Instant): Promise<Instant> {
  return (await conversationOfVisit(estate.ctx.db.read, no))?.wakeAt ?? now;
}

async function heard(person: string): Promise<readonly string[]> {
  const rows = await estate.ctx.db.read.outbox.findMany({ where: { recipient: person }, orderBy: { id: 'asc' } });
  return rows.map(({ body }) => {
    const content = JSON.parse(estate.ctx.box.open(body)) as OutgoingContent;
    if (content.kind === 'menu') return writtenSay(content.head, content.options);
    return content.kind === 'text' ? writtenSay(content.text, []) : content.kind;
  });
}

function statusBy(lines: readonly string[], recorded: string | undefined, handedOver: boolean): string {
  if (lines.includes('reviewed')) return 'reviewed';
  return recorded !== undefined ? 'recorded' : handedOver ? 'with-staff' : 'asked';
}

const PROMISES = /^effect (?:hand-over|new-request)/mu;

describe('through the database', () => {
  it.each(scripts)('$name goes as it is written', async ({ name, text }) => {
    const { person, no } = await play(text, name);
    const lines = text.split('\n');
    expect(await heard(person)).toEqual(lines.filter((line) => line.startsWith('bot ')));
    const { db } = estate.ctx;
    const recorded = lines.findLast((line) => /^(?:record|correct) /u.test(line));
    const record = await currentRecord(db.read, no);
    const shown =
      record === null ? undefined : `${record.grade}${record.remark === null ? '' : ` 「${record.remark}」`}`;
    expect(shown).toBe(recorded?.replace(/^\w+ /u, ''));
    const handedOver = /^effect hand-over/mu.test(text);
    const visit = await db.read.visit.findUnique({ where: { no } });
    expect(visit?.status).toBe(statusBy(lines, recorded, handedOver));
    const told = await db.read.outbox.count({ where: { visitNo: no, channel: 'wecom-app' } });
    if (PROMISES.test(text)) expect(told).toBeGreaterThan(0);
  });
});
