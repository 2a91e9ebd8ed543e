/**
 * A stand-in for the whole product, just large enough to put the demo page through its paces: it speaks to the real
 * sandbox by HTTP, asks about complaints at once and about repairs after a week, and keeps its rows in memory.
 */
import { introducePeople, sampleEstate } from '../../src/sandbox/sample-estate.js';
import type { DemoWorld, VisitView } from '../../src/sandbox/stage-world.js';
import { startSandbox } from '../../src/sandbox/wecom-server.js';
import type { Sandbox } from '../../src/sandbox/wecom-server.js';
import { chartPng } from './fake-chart.js';

const DAY = 86_400_000;
const SOURCES = {
  complaint: ['p03.1', '对投诉的回访，应在投诉处理完毕后3天内进行，回访率100%。', 0, 3],
  repair: ['p03.2', '维修工程的回访,应在完成维修工程1个星期后,1个月内进行，回访率30%。', 7, 30],
} as const;

type Row = { -readonly [K in keyof VisitView]: VisitView[K] };
/** `settled`: all that was said has been answered. */
export type FakeWorld = DemoWorld & { settled(): Promise<void>; close(): Promise<void> };

export async function openFakeWorld(start: number): Promise<FakeWorld> {
  let now = start;
  const sandbox = await startSandbox({ now: () => now });
  const sample = sampleEstate();
  introducePeople(sample, sandbox);
  const rows: Row[] = [];
  const call = platform(sandbox);
  const trail = (row: Row, text: string): void => void (row.trail = [...row.trail, { at: now, text }]);

  const ask = async (row: Row): Promise<void> => {
    const id = sample.residents.find((one) => one.household === row.household)?.externalUserId ?? '';
    const head = `您好，我是翠湖花园客服中心。您家「${row.description}」已经处理完毕，结果您满意吗？点一下就好。`;
    const grades = [
      ['satisfied', '满意'],
      ['fairly', '一般满意'],
      ['dissatisfied', '不满意'],
    ];
    const list = grades.map(([grade, content]) => ({ type: 'click', click: { id: `v${row.no}:${grade}`, content } }));
    const sent = await call('kf', 'kf/send_msg', {
      touser: id,
      open_kfid: sandbox.settings.kfAccount,
      msgid: `ask-${row.no}`,
      msgtype: 'msgmenu',
      msgmenu: { head_content: head, list },
    });
    if (sent['errcode'] === 0) {
      Object.assign(row, { status: 'asked', askedAt: now, channel: 'wecom-kf' });
      trail(row, '在微信客服里询问了住户');
      return;
    }
    Object.assign(row, { status: 'with-staff' });
    trail(row, '住户超过 48 小时没有写过消息，改由管家联系');
    await card(row);
  };
  const card = (row: Row) =>
    call('app', 'message/send', {
      touser: /^[123]-/.test(row.household ?? '') ? 'wangfang' : 'zhaolei',
      agentid: sandbox.settings.agentId,
      msgtype: 'template_card',
      template_card: {
        card_type: 'button_interaction',
        task_id: `visit-${row.no}`,
        main_title: { title: `今天 18:00 前回访 ${row.household}`, desc: row.description },
        horizontal_content_list: [{ keyname: '制度', value: row.clause }],
        button_list: ['领取', '完成', '改期', '无人应答'].map((text) => ({ text, key: text, style: 1 })),
      },
    });
  const answer = async (from: string, text: string): Promise<void> => {
    const household = sample.residents.find((one) => one.externalUserId === from)?.household;
    const row = rows.findLast((each) => each.household === household && each.status === 'asked');
    const reply = (content: string) =>
      call('kf', 'kf/send_msg', {
        touser: from,
        open_kfid: sandbox.settings.kfAccount,
        msgtype: 'text',
        text: { content },
      });
    if (row === undefined)
      return void (await reply('您好，我是翠湖花园客服中心。需要报修请直接写，例如：报修 厨房漏水。'));
    const bad = text.startsWith('不满意');
    const remark = text.replace(/^(不满意|满意)[，,]?/, '') || null;
    row.status = 'recorded';
    row.record = {
      grade: bad ? 'dissatisfied' : 'satisfied',
      remark,
      method: 'chat',
      by: '住户本人',
      at: now,
      confirmed: false,
    };
    trail(row, `记录：${bad ? '不满意' : '满意'}${remark === null ? '' : `「${remark}」`}`);
    await reply(
      bad
        ? `很抱歉。已记下：${remark ?? '不满意'}。客服主管今天 18:00 前给您答复。`
        : '已记下：满意。谢谢您的反馈。要改请回复「修改」。',
    );
    if (!bad) return;
    row.followUp = '客服主管刘艳跟进，今天 18:00 前答复';
    const content = `不满意：${row.household}「${row.description}」\n住户说：${remark}\n请今天 18:00 前答复。`;
    await call('app', 'message/send', {
      touser: 'liuyan',
      agentid: sandbox.settings.agentId,
      msgtype: 'text',
      text: { content },
    });
  };
  const staffSaid = async (from: string, text: string): Promise<void> => {
    const send = (msgtype: string, content: object) =>
      call('app', 'message/send', { touser: from, agentid: sandbox.settings.agentId, msgtype, [msgtype]: content });
    if (!text.startsWith('满意率'))
      return void (await send('text', { content: '可以写：满意率 本月、我的任务、帮助' }));
    const [issued, returned] = [rows.filter((row) => row.askedAt !== null), rows.filter((row) => row.record !== null)];
    const good = returned.filter((row) => row.record?.grade !== 'dissatisfied').length;
    const rate = returned.length === 0 ? '—' : `${((100 * good) / returned.length).toFixed(1)}%`;
    await send('text', {
      content: `本月满意率 ${rate}（回收 ${returned.length} / 发出 ${issued.length}，满意 ${good}）。份数少，仅供参考。`,
    });
    await send('image', { media_id: await call.upload(chartPng([good, 0, returned.length - good])) });
  };

  let work: Promise<unknown> = Promise.resolve();
  const queue = (job: () => Promise<unknown>): Promise<unknown> => (work = work.then(job));
  let cursor = '';
  const pull = async (): Promise<void> => {
    const page = await call('kf', 'kf/sync_msg', { open_kfid: sandbox.settings.kfAccount, cursor, limit: 1000 });
    cursor = String(page['next_cursor']);
    for (const line of page['msg_list'] as readonly Record<string, unknown>[])
      if (line['msgtype'] === 'text')
        await answer(String(line['external_userid']), (line['text'] as { content: string }).content);
  };
  let read = 0;
  sandbox.onChange(({ kind }) => {
    if (kind !== 'delivery') return;
    for (const { plain, door } of sandbox.deliveries().slice(read)) {
      read += 1;
      if (door === 'kf') void queue(pull);
      const field = (name: string): string =>
        new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^<\\]]*)`).exec(plain)?.[1] ?? '';
      if (door === 'app' && field('MsgType') === 'text')
        void queue(() => staffSaid(field('FromUserName'), field('Content')));
    }
  });

  return {
    now: () => now,
    async advance(ms) {
      now += ms;
      for (const row of rows) if (row.status === 'drawn' && row.earliest <= now) await queue(() => ask(row));
      await work;
    },
    hourly: async () => void (await work),
    sandbox,
    sample,
    async post(_path, body) {
      const event = body as { id: string; household: string; description: string; kind: string };
      if (!sample.residents.some((one) => one.household === event.household)) {
        return {
          results: [{ id: event.id, status: 'rejected', errors: [{ field: 'household', message: '没有这个房号' }] }],
        };
      }
      const [clause, source, from, to] = event.kind === 'repair' ? SOURCES.repair : SOURCES.complaint;
      const row: Row = {
        no: rows.length + 1,
        event: event.id,
        household: event.household,
        kind: event.kind,
        description: event.description,
        status: 'drawn',
        policy: 'p03',
        policyTitle: '新世界物业回访管理规程',
        clause,
        source,
        earliest: now + from * DAY,
        due: now + to * DAY,
        rate: from === 0 ? 100 : 30,
        draw: from === 0 ? null : { period: '2026Q4', size: 41, chosen: 13, keyHash: '9f2c51d07be3a4c6' },
        assignee: '王芳',
        askedAt: null,
        channel: null,
        record: null,
        followUp: null,
        why: [],
        trail: [],
      };
      rows.push(row);
      trail(row, '收到服务事项，按制度安排回访');
      if (from === 0) void queue(() => ask(row));
      return { results: [{ id: event.id, status: 'created', errors: [] }] };
    },
    view: async (_estate, household) => ({
      totals: {
        events: 80 + rows.length,
        visits: 64 + rows.length,
        drawn: 30 + rows.length,
        asked: rows.filter((row) => row.askedAt !== null).length,
        withStaff: rows.filter((row) => row.status === 'with-staff').length,
        recorded: rows.filter((row) => row.record !== null).length,
      },
      visits: rows.filter((row) => household === undefined || row.household === household).toReversed(),
    }),
    settled: async () => void (await work),
    async close() {
      await work;
      await sandbox.close();
    },
  };
}

/** Calls of the platform's API with its own tokens. */
function platform(sandbox: Sandbox) {
  const { corpId, agentSecret, kfSecret } = sandbox.settings;
  const tokenOf = async (scope: 'app' | 'kf'): Promise<string> => {
    const secret = scope === 'app' ? agentSecret : kfSecret;
    const answer = await fetch(`${sandbox.url}/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`);
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const call = async (scope: 'app' | 'kf', path: string, body: object): Promise<Record<string, unknown>> => {
    const url = `${sandbox.url}/cgi-bin/${path}?access_token=${await tokenOf(scope)}`;
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, unknown>;
  };
  const upload = async (png: Buffer): Promise<string> => {
    const form = new FormData();
    form.set('media', new File([new Uint8Array(png)], 'chart.png', { type: 'image/png' }));
    const url = `${sandbox.url}/cgi-bin/media/upload?type=image&access_token=${await tokenOf('app')}`;
    const answer = await fetch(url, { method: 'POST', body: form });
    return ((await answer.json()) as { media_id: string }).media_id;
  };
  return Object.assign(call, { upload });
}
