/*
 * Saves each change as it is made; what could not be sent waits on the phone and is sent when the network is back. Only
 * what was changed here is sent, so that what was answered in chat meanwhile stands. Written for old phones.
 */
(function () {
  'use strict';
  var form = document.getElementById('ballot');
  var state = document.getElementById('state');
  if (!form || !state || !window.XMLHttpRequest) return;
  var words = function (name) { return form.getAttribute('data-' + name) || ''; };
  var key = 'ballot:' + location.pathname;
  var waiting = load();
  var busy = false;
  var leaving = false;
  var failures = 0;
  var timer = null;

  function load() {
    try { return JSON.parse(localStorage.getItem(key)) || {}; } catch (error) { return {}; }
  }
  function keep() {
    try {
      if (Object.keys(waiting).length === 0) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(waiting));
    } catch (error) { /* A phone that keeps nothing still sends what it can. */ }
  }
  function answered() {
    var done = 0;
    var all = form.getElementsByTagName('fieldset');
    for (var i = 0; i < all.length; i += 1) if (all[i].querySelector('input[type=radio]:checked')) done += 1;
    return { done: done, all: all.length };
  }
  function tell(name) {
    var count = answered();
    var progress = words('progress').replace('{count}', count.done).replace('{text}', count.all);
    var text = name ? progress + ' · ' + words(name) : progress;
    if (state.textContent !== text) state.textContent = text;
  }

  /* What waited from before is shown as it was left. */
  function restore() {
    Object.keys(waiting).forEach(function (name) {
      var fields = form.elements[name];
      if (!fields) return;
      if (fields.length !== undefined && !fields.tagName) {
        for (var i = 0; i < fields.length; i += 1) fields[i].checked = fields[i].value === waiting[name];
      } else fields.value = waiting[name];
    });
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  }

  function send() {
    if (busy) return;
    var names = Object.keys(waiting);
    if (names.length === 0) return;
    var sent = {};
    var body = names.map(function (name) {
      sent[name] = waiting[name];
      return encodeURIComponent(name) + '=' + encodeURIComponent(waiting[name]);
    }).join('&');
    busy = true;
    tell('saving');
    var call = new XMLHttpRequest();
    call.open('POST', location.pathname);
    call.timeout = 15000;
    call.setRequestHeader('content-type', 'application/x-www-form-urlencoded');
    call.setRequestHeader('accept', 'application/json');
    call.onload = function () { busy = false; arrived(call.status, sent); };
    call.onerror = call.ontimeout = call.onabort = function () { busy = false; failed('offline'); };
    call.send(body);
  }

  function arrived(status, sent) {
    if (status === 404 || status === 410) {
      waiting = {};
      keep();
      location.reload();
      return;
    }
    if (status !== 200) { failed('failed'); return; }
    /* The page that comes may have been made before this was saved: it finds it here, and sends it once more. */
    if (leaving) { later(3000); return; }
    failures = 0;
    Object.keys(sent).forEach(function (name) { if (waiting[name] === sent[name]) delete waiting[name]; });
    keep();
    tell('saved');
    if (sent['do'] === 'send') location.href = location.pathname + '?done=1';
    else if (Object.keys(waiting).length > 0) later(300);
  }

  function failed(name) {
    failures += 1;
    tell(name);
    later(Math.min(60000, 2000 * Math.pow(2, Math.min(failures, 5))));
  }

  function changed(event) {
    var field = event.target;
    if (!field.name || field.type === 'hidden') return;
    waiting[field.name] = field.value;
    keep();
    tell();
    later(field.type === 'radio' ? 200 : 1200);
  }

  form.addEventListener('change', changed);
  form.addEventListener('input', function (event) { if (event.target.type !== 'radio') changed(event); });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    if (answered().done === 0) { tell('nothing'); return; }
    waiting['do'] = 'send';
    keep();
    later(0);
  });
  window.addEventListener('beforeunload', function () {
    leaving = true;
    setTimeout(function () { leaving = false; }, 3000);
  });
  window.addEventListener('online', function () { later(0); });
  document.addEventListener('visibilitychange', function () { if (!document.hidden) later(0); });

  restore();
  tell();
  if (Object.keys(waiting).length > 0) later(0);
})();
