/** The demo page: asks for the stage, shows it, and posts what one does on it. */
import { clockOf, el, openPhone } from './demo-phone.js';
import { reportDialog } from './demo-report.js';
import { follow, post, refresh } from './demo-talk.js';
import { showTotals, showVisits } from './demo-system.js';

const byId = (id) => document.getElementById(id);
const wide = matchMedia('(min-width: 1100px)');
let state = null;
let boss = 'manager';
let scope = 'household';
let panel = 'resident';
let wasAnswered = false;
const STEPS = ['step-report', 'step-answer', 'step-rate'];

// ── phones ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const actFor = (part) => ({
  say: (text) => post('/demo/say', { as: part(), text }),
  tap: (message, option) => post('/demo/tap', { as: part(), message, option }),
});
const staffActs = (part) => ({ ...actFor(part), click: (key) => post('/demo/click', { as: part(), key }) });
const openReport = reportDialog(() => state, () => wide.matches || choosePanel('resident'));
const nameOf = (part) => () => state?.phones[part].name ?? '我';

const phones = {
  resident: openPhone(byId('phone-resident'), {
    title: '物业客服',
    me: nameOf('resident'),
    them: '物',
    placeholder: '以住户的身份写点什么',
    chips: [],
    empty: ['还没有消息。', el('br'), '住户先说一句话，客服才能在 48 小时内联系他。'],
    act: actFor(() => 'resident'),
  }),
  steward: openPhone(byId('phone-steward'), {
    title: '回访助手',
    me: nameOf('steward'),
    them: '访',
    placeholder: '以管家的身份写点什么',
    chips: [{ text: '＋ 报告办完的事', run: () => openReport() }, { text: '我的任务', say: '我的任务' }, { text: '发照片', run: () => post('/demo/photo', { as: 'steward' }), plain: true }, { text: '帮助', say: '帮助' }],
    empty: ['今天还没有任务。', el('br'), '先点下面的「＋ 报告办完的事」。', el('span', { class: 'en', lang: 'en' }, 'Nothing to do yet: report a service as done.')],
    act: staffActs(() => 'steward'),
  }),
  manager: openPhone(byId('phone-manager'), {
    title: '回访助手',
    me: () => state?.phones[boss].name ?? '我',
    them: '访',
    placeholder: '问点什么，例如：满意率 本月',
    chips: [{ text: '满意率 本月', say: '满意率 本月' }, { text: '满意率 上月', say: '满意率 上月' }, { text: '帮助', say: '帮助' }, { text: '看板', run: () => window.open('/board', '_blank', 'noopener') }],
    empty: ['还没有消息。', el('br'), '问一句「满意率 本月」，会得到数字和图表。', el('span', { class: 'en', lang: 'en' }, 'Ask for the rate: figures and a chart come back.')],
    act: staffActs(() => boss),
  }),
};

// ── showing ────────────────────────────────────────────────────────────────────────────────────────────────────────

const counts = new Map();

function show(next) {
  const moved = state !== null && state.resident.id !== next.resident.id;
  state = next;
  const { now, zone } = state;
  byId('estate').textContent = state.estate.name;
  byId('now').textContent = clockOf(zone).full(now);
  showWho(moved);
  showBanner();
  phones.resident.update(state.phones.resident.messages, now, zone, state.phones.resident.who);
  phones.steward.update(state.phones.steward.messages, now, zone, state.phones.steward.who);
  phones.manager.update(state.phones[boss].messages, now, zone, state.phones[boss].who);
  phones.steward.showMenu(state.menu);
  phones.manager.showMenu(state.menu);
  byId('name-steward').textContent = `${state.phones.steward.name} · 管家`;
  document.querySelectorAll('[data-boss]').forEach((button) => (button.title = state.phones[button.dataset.boss].name));
  showOthers();
  showTotals(byId('totals'), state.view.totals);
  showVisits(byId('visits'), state, scope);
  showTour();
  markNews();
}

function showWho(moved) {
  const select = byId('who');
  if (select.options.length === 0 || moved) {
    const option = ({ id, name, address, silent }) => el('option', { value: id }, `${address} ${name}${silent ? '（从不聊天）' : ''}`);
    select.replaceChildren(...state.residents.map(option));
  }
  select.value = state.resident.id;
}

/** Above the resident's chat: whether the account may write to them, and what waits for the morning. */
function showBanner() {
  const { window: kf, keepsChatting } = state.resident;
  const { banner } = phones.resident;
  const parts = [];
  if (!kf.open) {
    const why = kf.until !== null && kf.left === 0 ? '这一轮已发满 5 条' : kf.until === null ? '这位住户还没有写过消息' : '住户已超过 48 小时没有写过消息';
    parts.push(el('span', {}, `${why}，客服不能主动发。到时会请管家联系。`), el('button', { type: 'button', onclick: () => post('/demo/say', { as: 'resident', text: '你好' }) }, '让住户说「你好」'));
  } else if (state.quiet.on) {
    const minutes = state.quiet.minutesLeft + 5;
    parts.push(
      el('span', {}, `晚上 ${state.quiet.hours[0]} 到早上 ${state.quiet.hours[1]} 不打扰住户，要问的等天亮。`),
      el('button', { type: 'button', onclick: () => move(`PT${minutes}M`) }, '拨到早上'),
    );
  } else {
    const toggle = el('input', { type: 'checkbox', onchange: (event) => post('/demo/resident', { id: state.resident.id, keepsChatting: event.target.checked }) });
    toggle.checked = keepsChatting;
    parts.push(el('label', { title: '住户写过消息后 48 小时内、5 条以内，客服才能发消息。打勾：每隔两天住户会说一句「你好」。' }, toggle, `住户常来聊天（客服还可发 ${kf.left} 条）`));
  }
  banner.replaceChildren(...parts);
  banner.classList.toggle('alert', !kf.open || state.quiet.on);
  banner.hidden = false;
}

/** What to try once the first three steps are done. */
const MORE = [
  ['再报一件，住户写「不满意，还在漏」', 'Write it as the resident; the supervisor is alerted', () => openReport('complaint')],
  ['报一件维修，再把时钟拨一周', 'A repair waits a week and only 30% are drawn', () => openReport('repair')],
  ['换成从不聊天的住户，看管家收到什么', 'A resident who never writes: the steward gets the task', playSilent],
];

function playSilent() {
  const silent = state.residents.find((one) => one.silent);
  if (silent !== undefined) post('/demo/resident', { id: silent.id }).then(() => openReport('complaint'));
}

function showTour() {
  const answered = state.view.visits.some((visit) => state.reported.includes(visit.event) && visit.record !== null);
  const asked = state.phones.manager.messages.some(({ from, text }) => from === 'me' && text.startsWith('满意率'));
  const done = [state.reported.length > 0, answered || wasAnswered, asked];
  wasAnswered = done[1];
  const next = done.indexOf(false);
  if (next === -1 && !document.body.classList.contains('more')) {
    document.body.classList.add('more');
    STEPS.forEach((id, at) => {
      byId(id).classList.remove('done', 'next');
      byId(id).querySelector('button').removeAttribute('aria-current');
      byId(id).querySelector('b').textContent = MORE[at][0];
      byId(id).querySelector('.en').textContent = MORE[at][1];
    });
  }
  if (document.body.classList.contains('more')) return;
  STEPS.forEach((id, at) => {
    byId(id).classList.toggle('done', done[at]);
    byId(id).classList.toggle('next', at === next);
    byId(id).querySelector('button').setAttribute('aria-current', at === next ? 'step' : 'false');
  });
}

/** Everybody else of the staff: 分管副总, 品质, 锦园's people. */
function showOthers() {
  const select = byId('others');
  if (select.options.length === 0) {
    select.append(new Option('其他…', ''));
    for (const { id, name, role, estate } of state.others) select.append(new Option(`${estate === null ? '' : `${estate} `}${role} ${name}`, id));
  }
  select.value = isOther() ? boss : '';
}
const isOther = () => boss !== 'manager' && boss !== 'supervisor';

/** A dot on the tab, or the person, whose phone has something that was not looked at. */
function markNews() {
  for (const part of ['resident', 'steward', 'manager', 'supervisor']) {
    const { who, messages } = state.phones[part];
    const heard = messages.filter(({ from }) => from === 'them').length;
    const open = (part === 'manager' || part === 'supervisor' ? boss === part : true) && (wide.matches || panel === panelOf(part));
    const key = part + who;
    if (open || !counts.has(key)) counts.set(key, heard);
    const news = heard > counts.get(key);
    document.querySelector(`[data-boss="${part}"]`)?.classList.toggle('news', news);
    if (part !== 'supervisor') byId(`tab-${part}`).classList.toggle('news', news);
    else if (news) byId('tab-manager').classList.add('news');
  }
}
const panelOf = (part) => (part === 'supervisor' ? 'manager' : part);

// ── doing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const move = (advance) => post('/demo/clock', { advance });

function choosePanel(name, focus = false) {
  panel = name;
  document.body.dataset.panel = name;
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const on = tab.dataset.panel === name;
    tab.setAttribute('aria-selected', String(on));
    tab.tabIndex = on ? 0 : -1;
    if (on && focus) tab.focus();
  }
  if (state !== null) show(state);
  for (const phone of Object.values(phones)) phone.list.scrollTop = phone.list.scrollHeight;
}

function chooseBoss(name) {
  boss = name;
  document.querySelectorAll('[data-boss]').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.boss === name)));
  const other = state?.others.find(({ id }) => id === name);
  byId('title-manager').textContent = other === undefined ? (name === 'manager' ? '经理的企业微信' : '主管的企业微信') : `${other.name}的企业微信`;
  byId('en-manager').textContent = other === undefined ? (name === 'manager' ? 'Manager' : 'Supervisor') : '';
  if (state !== null) show(state);
}

function lightUp(root) {
  root.classList.remove('look');
  requestAnimationFrame(() => root.classList.add('look'));
  setTimeout(() => root.classList.remove('look'), 1600);
}

byId('who').addEventListener('change', (event) => post('/demo/resident', { id: event.target.value }));
document.querySelectorAll('[data-advance]').forEach((button) => button.addEventListener('click', () => move(button.dataset.advance)));
document.querySelectorAll('[data-boss]').forEach((button) => button.addEventListener('click', () => chooseBoss(button.dataset.boss)));
byId('others').addEventListener('change', (event) => chooseBoss(event.target.value === '' ? 'manager' : event.target.value));
document.querySelectorAll('[data-scope]').forEach((button) =>
  button.addEventListener('click', () => {
    scope = button.dataset.scope;
    document.querySelectorAll('[data-scope]').forEach((each) => each.setAttribute('aria-pressed', String(each === button)));
    refresh();
  }),
);
const tabs = [...document.querySelectorAll('[role=tab]')];
tabs.forEach((tab, at) => {
  tab.addEventListener('click', () => choosePanel(tab.dataset.panel));
  tab.addEventListener('keydown', ({ key }) => {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) choosePanel(tabs[(at + step + tabs.length) % tabs.length].dataset.panel, true);
  });
});
const FIRST = [
  () => {
    choosePanel('steward');
    openReport();
  },
  () => {
    choosePanel('resident');
    lightUp(byId('phone-resident'));
    (byId('phone-resident').querySelector('.menu:not(.answered) button') ?? phones.resident.input).focus();
  },
  () => {
    choosePanel('manager');
    chooseBoss('manager');
    lightUp(byId('phone-manager'));
    byId('phone-manager').querySelector('.chip').focus();
  },
];
STEPS.forEach((id, at) => {
  byId(id).addEventListener('click', () => (document.body.classList.contains('more') ? MORE[at][2] : FIRST[at])());
});

choosePanel('resident');
follow(() => scope, show);
