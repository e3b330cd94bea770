// The node's surface: JSON-RPC for questions, server-sent events for news.

let nextId = 1;

/** An answer with an error, or a listener that let nobody in. */
export class NodeError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** Calls a method by name and returns its result. */
export async function call(method, params = {}) {
  const response = await fetch('/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: nextId++, method, params }),
  });
  if (!response.ok) throw new NodeError(`The node answered ${response.status}.`, response.status);
  const answer = await response.json();
  if (answer.error) throw new NodeError(answer.error.message, response.status);
  return answer.result;
}

/** Whether this browser holds a session of the dashboard. */
export async function isOpen() {
  return (await (await fetch('/session')).json()).open;
}

/** Trades the one-time code in the address's fragment for a cookie; the code never reaches a server log. */
export async function unlock() {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (!code) return;
  history.replaceState(null, '', location.pathname);
  if (await isOpen()) return;
  await fetch('/session', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: code });
}

/**
 * Follows the node's events, those that it has kept first; `onEvent(type, data)` is called for each, `onState(live)` when
 * the stream opens or breaks.
 */
export function follow(types, onEvent, onState) {
  const source = new EventSource('/events?log&history');
  source.addEventListener('open', () => onState(true));
  source.addEventListener('error', () => onState(false));
  for (const type of types) {
    source.addEventListener(type, event => onEvent(type, JSON.parse(event.data)));
  }
}
