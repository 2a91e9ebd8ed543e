/** The system's view: for each visit what was planned, drawn, asked and recorded, and the sentence that asks for it. */
import { clockOf, el } from './demo-phone.js';

const CHANNELS = { 'wecom-kf': '微信客服', 'wecom-app': '企业微信', wechaty: '个人微信', simulator: '模拟' };
const TOTALS = [
  ['events', '服务事项', 'services'],
  ['drawn', '要回访', 'to visit'],
  ['asked', '已询问', 'asked'],
  ['withStaff', '转人工', 'to staff'],
  ['recorded', '已记录', 'recorded'],
];

export function showTotals(root, totals) {
  root.replaceChildren(
    ...TOTALS.map(([key, zh, en]) => el('div', {}, el('dt', {}, zh, el('span', { class: 'en', lang: 'en' }, en)), el('dd', {}, String(totals[key])))),
  );
}

let shown = '';

export function showVisits(root, state, scope) {
  const key = scope + JSON.stringify([state.view.visits, state.reported]);
  if (key === shown) return;
  shown = key;
  const clock = clockOf(state.zone);
  const opened = new Set([...root.querySelectorAll('details[open]')].map((each) => each.dataset.visit));
  const visits = state.view.visits;
  if (visits.length === 0) {
    const words = scope === 'household' ? '这一户还没有要回访的事。' : '还没有要回访的事。';
    root.replaceChildren(
      el('p', { class: 'empty' }, words, el('br'), '报告一件办完的事，这里就会说明：按哪条制度、什么时候、为什么问。', el('span', { class: 'en', lang: 'en' }, 'Report a service as done, and see here which clause asks for a visit, when, and why.')),
    );
    return;
  }
  root.replaceChildren(...led(visits).map(([visit, also]) => card(visit, also, clock, state, opened)));
}

/** Each visit that has its own conversation, with those that it serves too. */
function led(visits) {
  const leaders = visits.filter(({ servedBy }) => servedBy == null || !visits.some(({ no }) => no === servedBy));
  return leaders.map((visit) => [visit, visits.filter(({ servedBy }) => servedBy === visit.no)]);
}

const quote = ({ clause, policyTitle, source }) =>
  el('blockquote', {}, el('cite', {}, clause, el('span', {}, policyTitle)), source);

function card(visit, also, clock, state, opened) {
  const own = state.reported.includes(visit.event);
  return el(
    'article',
    { class: own ? 'visit own' : 'visit', 'data-status': visit.status, 'data-event': visit.event },
    el(
      'header',
      {},
      el('h3', {}, `${visit.kindName}${visit.description ? ` · ${visit.description}` : ''}`),
      el('span', { class: `badge ${tone(visit)}` }, visit.statusName),
      el('p', {}, visit.address ?? '', visit.assignee ? ` · 负责人 ${visit.assignee}` : ''),
    ),
    steps(visit),
    quote(visit),
    ...also.map(quote),
    also.length === 0 ? null : el('p', { class: 'also' }, `${also.length + 1} 条制度要求同一件事：只问一次，一份记录都算。`),
    facts(visit, clock),
    result(visit, clock),
    why(visit, opened),
    trail(visit, clock, opened),
  );
}

const tone = ({ status, record }) => {
  if (record?.grade === 'dissatisfied') return 'bad';
  if (record !== null) return 'good';
  if (status === 'asked') return 'live';
  return status === 'with-staff' ? 'warn' : 'calm';
};

/** Where it stands: planned, drawn, asked, recorded. */
function steps({ status, askedAt, record }) {
  const gone = ['not-drawn', 'cancelled', 'replaced'].includes(status);
  const drawn = !gone && status !== 'planned';
  const third = askedAt === null && (status === 'with-staff' || status === 'unreachable') ? '转人工' : '询问';
  const done = [true, drawn, askedAt !== null || third === '转人工' || record !== null, record !== null];
  const names = ['计划', gone ? '不回访' : '抽中', third, '记录'];
  return el('ol', { class: gone ? 'steps gone' : 'steps' }, ...names.map((name, at) => el('li', { class: done[at] ? 'done' : '' }, name)));
}

function facts(visit, clock) {
  const rows = [
    ['回访期', `${clock.moment(visit.earliest)} 至 ${clock.moment(visit.due)} 前`],
    ['比例', visit.rate === null ? '由主管决定' : visit.rate === 100 ? '100%，每件都问' : `${visit.rate}%，抽样`],
  ];
  if (visit.draw !== null && visit.rate !== 100) {
    const { period, size, chosen, keyHash } = visit.draw;
    rows.push(['抽样', `${period}：${size} 件中抽 ${chosen} 件${keyHash ? `，密钥指纹 ${keyHash.slice(0, 8)}` : ''}`]);
  }
  if (visit.askedAt !== null) rows.push(['询问', `${clock.moment(visit.askedAt)} · ${CHANNELS[visit.channel] ?? visit.channel ?? '人工'}`]);
  return el('dl', { class: 'facts' }, ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

function result({ record, gradeName, methodName, followUp }, clock) {
  if (record === null) return null;
  return el(
    'div',
    { class: `record ${record.grade ?? ''}` },
    el('strong', {}, gradeName ?? '已记录'),
    record.remark === null ? null : el('q', {}, record.remark),
    el('small', {}, `${methodName ?? ''}回访 · ${clock.moment(record.at)}${record.confirmed ? ' · 住户已确认' : ''}`),
    followUp === null ? null : el('p', {}, followUp),
  );
}

/** 说明: the whole reason, as 说明 12 says it in chat. */
function why({ no, why: parts }, opened) {
  if (parts.length === 0) return null;
  return el(
    'details',
    { 'data-visit': `why-${no}`, open: opened.has(`why-${no}`) },
    el('summary', {}, '为什么有这次回访', el('span', { class: 'en', lang: 'en' }, 'why')),
    el('dl', { class: 'facts' }, ...parts.flatMap(({ title, text }) => [el('dt', {}, title), el('dd', {}, text)])),
  );
}

function trail({ no, trail: entries }, clock, opened) {
  if (entries.length === 0) return null;
  return el(
    'details',
    { 'data-visit': no, open: opened.has(String(no)) },
    el('summary', {}, `经过 ${entries.length} 步`, el('span', { class: 'en', lang: 'en' }, 'audit trail')),
    el('ol', {}, ...entries.map(({ at, text }) => el('li', {}, el('time', {}, clock.moment(at)), text))),
  );
}
