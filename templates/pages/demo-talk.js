/** Talks with the demo server: asks for the stage whenever it changed, and posts what one does. */

let scopeNow = () => 'household';
let showState = () => undefined;
let asking = null;
let again = false;
let hiding = 0;

/** Shows the stage now, and whenever it changes: told by the server, and asked every few seconds besides. */
export function follow(scope, show) {
  scopeNow = scope;
  showState = show;
  const stream = new EventSource('/demo/events');
  stream.addEventListener('changed', refresh);
  stream.addEventListener('open', refresh);
  setInterval(() => {
    if (stream.readyState !== EventSource.OPEN || document.visibilityState === 'visible') refresh();
  }, 5000);
  return refresh();
}

/** Asks for the stage; calls that come meanwhile are answered by one more. */
export function refresh() {
  if (asking !== null) {
    again = true;
    return asking;
  }
  asking = fetch(`/demo/state?scope=${scopeNow()}`)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null)
    .then((state) => {
      asking = null;
      if (state !== null) showState(state);
      if (!again) return undefined;
      again = false;
      return refresh();
    });
  return asking;
}

/** Posts what one did; a refusal is said in words. True when it was done. */
export async function post(path, body) {
  document.body.classList.add('busy');
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) notice(said.message ?? '没有做成，请再试一次。');
    await refresh();
    return answer.ok;
  } catch {
    notice('连不上演示程序。它还在运行吗？ The demo server does not answer.');
    return false;
  } finally {
    document.body.classList.remove('busy');
  }
}

function notice(text) {
  const node = document.getElementById('notice');
  node.textContent = text;
  node.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (node.hidden = true), 8000);
}
