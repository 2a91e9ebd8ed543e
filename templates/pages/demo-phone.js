/** One phone: its bar, its messages and its line to write on. Built once, then brought up to date. */

/** An element with its attributes and children; text is always set as text. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Local times of the estate. */
export function clockOf(zone) {
  const format = (options) => new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hourCycle: 'h23', ...options });
  const [time, day, full] = [
    format({ hour: '2-digit', minute: '2-digit' }),
    format({ month: 'long', day: 'numeric' }),
    format({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' }),
  ];
  return {
    time: (at) => time.format(at),
    day: (at) => day.format(at),
    full: (at) => `${full.format(at)} ${time.format(at)}`,
    moment: (at) => `${day.format(at)} ${time.format(at)}`,
  };
}

/**
 * Opens a phone in `root`. `act.say(text)` and `act.tap(message, option)` are called for what its owner does; `chips`
 * are ready-made words: `{text, say}` or `{text, run}`, which is `plain` where it is one of many. With `act.click` the
 * app's menu stands at the foot.
 */
export function openPhone(root, { title, me, them, placeholder, chips, empty, act }) {
  const time = el('span', { class: 'phone-time' });
  const heading = el('h3', {}, title);
  const banner = el('div', { class: 'banner', hidden: true });
  const list = el('div', { class: 'chat', role: 'log', 'aria-live': 'polite', tabindex: '0', 'aria-label': `${title}的聊天记录` });
  const input = el('input', { type: 'text', maxlength: '500', placeholder, 'aria-label': placeholder, autocomplete: 'off', enterkeyhint: 'send' });
  const send = el('button', { type: 'submit' }, '发送');
  const form = el('form', { class: 'write', onsubmit: submit }, input, send);
  const ready = el('div', { class: 'chips' }, ...chips.map((chip) => el('button', { type: 'button', class: chip.run && !chip.plain ? 'chip strong' : 'chip', onclick: () => (chip.run ? chip.run() : act.say(chip.say)) }, chip.text)));
  const foot = el('nav', { class: 'app-menu', 'aria-label': '应用菜单' });
  root.replaceChildren(
    el('div', { class: 'status', 'aria-hidden': 'true' }, time, el('span', { class: 'signal' }, el('i'), el('i'), el('i'), el('b'))),
    el('div', { class: 'bar' }, heading),
    banner,
    list,
    ...(chips.length > 0 ? [ready] : []),
    form,
    ...(act.click ? [foot] : []),
  );
  new ResizeObserver(() => (list.scrollTop = list.scrollHeight)).observe(list);
  let shown = '';
  let count = 0;

  function submit(event) {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    act.say(text);
  }

  let menuShown = '';
  /** The names at the foot, each with its entries above it; one is open at a time. */
  function showMenu(menu) {
    const key = JSON.stringify(menu);
    if (key === menuShown) return;
    menuShown = key;
    const choose = ({ target }, entry) => {
      target.closest('details').open = false;
      act.click(entry.key);
    };
    const entryOf = (entry) => el('button', { type: 'button', onclick: (event) => choose(event, entry) }, entry.name);
    foot.replaceChildren(
      ...menu.map(({ name, entries }) => el('details', { name: `menu-${root.id}` }, el('summary', {}, name), el('div', {}, ...entries.map(entryOf)))),
    );
    foot.hidden = menu.length === 0;
  }

  return {
    input,
    showMenu,
    heading,
    banner,
    list,
    /** The phone's messages now; true when there is something new from the others. */
    update(messages, now, zone, owner = '') {
      const clock = clockOf(zone);
      time.textContent = clock.time(now);
      const key = owner + JSON.stringify(messages);
      if (key === shown) return false;
      const grown = messages.length > count || !shown.startsWith(owner);
      const fresh = grown && shown !== '' && messages.at(-1)?.from === 'them';
      shown = key;
      count = messages.length;
      const held = list.contains(document.activeElement);
      list.replaceChildren(...(messages.length === 0 ? [el('p', { class: 'empty' }, ...empty)] : lines(messages, clock, { me, them, act })));
      if (held) list.focus();
      list.scrollTop = list.scrollHeight;
      return fresh;
    },
  };
}

const GAP_MS = 5 * 60_000;

function lines(messages, clock, { me, them, act }) {
  const nodes = [];
  let last = -Infinity;
  const lastMenu = messages.findLastIndex((message) => message.kind === 'menu');
  messages.forEach((message, at) => {
    if (message.at - last > GAP_MS) nodes.push(el('time', { class: 'when' }, clock.moment(message.at)));
    last = message.at;
    const answered = message.kind === 'menu' && (at < lastMenu || messages.slice(at + 1).some((later) => later.from === 'me'));
    const mine = message.from === 'me';
    const face = el('span', { class: `face ${mine ? 'mine' : 'theirs'}`, 'aria-hidden': 'true' }, (mine ? me() : them).slice(0, 1));
    nodes.push(el('div', { class: `line ${message.from}` }, face, body(message, { act, answered })));
  });
  return nodes;
}

/** Pages that a message opens: beside the demo, as WeChat's browser would. */
const links = ({ links: all = [] }) => all.map(({ url, text }) => el('a', { href: url, target: '_blank', rel: 'noopener' }, text));

function body(message, { act, answered }) {
  const option = ({ id, text }) => el('button', { type: 'button', onclick: () => act.tap(message.id, id) }, text);
  switch (message.kind) {
    case 'menu':
      return el('div', { class: answered ? 'bubble menu answered' : 'bubble menu' }, el('p', {}, message.text), ...message.options.map(option), ...links(message));
    case 'card':
      return el(
        'div',
        { class: 'bubble card' },
        el('h4', {}, message.title || '回访任务'),
        message.text === '' ? null : el('p', {}, message.text),
        el('dl', {}, ...(message.facts ?? []).flatMap(({ name, value }) => [el('dt', {}, name), el('dd', {}, value)])),
        message.done === undefined
          ? el('div', { class: 'card-buttons' }, ...message.options.map(option))
          : el('p', { class: 'card-done' }, message.done),
      );
    case 'image': {
      const src = `/demo/media/${encodeURIComponent(message.id)}`;
      return el('a', { class: 'bubble picture', href: src, target: '_blank', rel: 'noopener' }, el('img', { src, alt: `图表 ${message.text}`, onload: (event) => event.target.closest('.chat')?.scrollTo(0, 1e6) }));
    }
    case 'file':
      return el('a', { class: 'bubble file', href: `/demo/media/${encodeURIComponent(message.id)}`, download: message.text }, message.text);
    default:
      if (message.links) return el('div', { class: 'bubble menu' }, el('p', {}, message.text), ...links(message));
      return el('p', { class: 'bubble' }, message.text);
  }
}
