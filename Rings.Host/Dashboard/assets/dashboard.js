import { call, follow, unlock } from './api.js';
import { describeLookup, showLookup } from './lookup-view.js';
import { count, describeRing, drawRing } from './ring-view.js';

const MAX_ROWS = 200;
const REFRESH_MS = 2000;
const EVENTS = ['phase', 'neighbours', 'link-up', 'link-down', 'link-suspect', 'link-restored', 'session', 'message', 'mail-fetched',
  'mail-expired', 'lookup', 'log', 'failed'];

const view = Object.fromEntries([
  'self', 'phase', 'locked', 'ring', 'ring-layer', 'lookup-layer', 'ring-summary', 'lookup-form', 'lookup-key', 'lookup-steps',
  'messages', 'message-form', 'message-to', 'message-text', 'known-dids', 'peers', 'events', 'log', 'put-form', 'put-name', 'put-value',
  'put-outcome', 'get-form', 'get-owner', 'get-name', 'get-outcome',
].map(id => [id, document.getElementById(id)]));

let status = null;
let sentBefore = new Map();

function short(did) {
  return did.slice(0, 10) + '…' + did.slice(-4);
}

function bytes(count) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (count >= 1024 && unit < units.length - 1) {
    count /= 1024;
    unit++;
  }
  return `${unit === 0 ? count : count.toFixed(1)} ${units[unit]}`;
}

/** Text from the network only ever becomes text. */
function make(tag, text, className) {
  const node = document.createElement(tag);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

function keep(list, row, atTop) {
  if (atTop) list.prepend(row); else list.append(row);
  while (list.children.length > MAX_ROWS) (atTop ? list.lastChild : list.firstChild).remove();
}

function showPhase(text, state) {
  view.phase.textContent = text;
  view.phase.className = `badge ${state}`;
}

function cell(label, text, className) {
  const made = make('td', text, className);
  made.setAttribute('role', 'cell');
  made.dataset.label = label;
  return made;
}

function showPeers() {
  view.peers.replaceChildren(...status.links.map(link => {
    const row = document.createElement('tr');
    row.setAttribute('role', 'row');
    const did = cell('Did', short(link.did));
    did.title = link.did;
    row.append(
      did, cell('State', link.state),
      cell('Round trip', link.rttMs == null ? '' : `${link.rttMs.toFixed(1)} ms`, 'number'),
      cell('Sent', bytes(link.bytesSent), 'number'), cell('Received', bytes(link.bytesReceived), 'number'),
      cell('Address', link.address ?? ''));
    return row;
  }));
  view['known-dids'].replaceChildren(...status.links.map(link => {
    const option = document.createElement('option');
    option.value = link.did;
    return option;
  }));
}

function trafficSince() {
  const traffic = new Map(status.links.map(link => [link.did, link.bytesSent - (sentBefore.get(link.did) ?? link.bytesSent)]));
  sentBefore = new Map(status.links.map(link => [link.did, link.bytesSent]));
  return traffic;
}

function showRing(traffic) {
  drawRing(view['ring-layer'], status, traffic);
  view['ring-summary'].textContent = describeRing(status);
}

async function refresh() {
  try {
    status = await call('inspect');
    view.locked.hidden = true;
    view.self.textContent = status.did;
    showPhase(status.phase.toLowerCase(), status.phase === 'Member' ? 'member' : '');
    showRing(trafficSince());
    showPeers();
  } catch (error) {
    if (error.status === 401) view.locked.hidden = false;
    showPhase(error.status === 401 ? 'locked' : 'not reachable', 'lost');
  }
}

function describe(type, data) {
  switch (type) {
    case 'phase': return `this node is ${data.phase.toLowerCase()} now`;
    case 'neighbours': return `neighbours: ${count(data.successors.length, 'successor')}`;
    case 'link-up': return `link up: ${data.did}`;
    case 'link-down': return `link down: ${data.did} (${data.reason})`;
    case 'link-suspect': return `no answer from ${data.did}`;
    case 'link-restored': return `answers again: ${data.did}`;
    case 'session': return `end-to-end session with ${data.did}`;
    case 'message': return `message from ${data.from}${data.sealed ? '' : ', in the clear'}`;
    case 'mail-fetched': return `${data.did} fetched a letter of this node`;
    case 'mail-expired': return `a letter to ${data.did} expired unread`;
    case 'lookup': return `looked up ${data.key}: ${count(data.hops, 'hop')} to ${data.owner}`;
    default: return `${type}: ${data.reason}`;
  }
}

function showLogLine(line) {
  const row = make('li', '');
  row.append(
    make('time', new Date(line.time).toLocaleTimeString()), make('span', line.level, `level ${line.level}`),
    make('span', line.source, 'source'), make('span', line.text));
  keep(view.log, row, true);
}

function onEvent(type, data) {
  if (type === 'log') {
    showLogLine(data);
    return;
  }

  const row = make('li', '');
  const time = make('time', new Date(data.time).toLocaleTimeString());
  row.append(time, make('span', describe(type, data)));
  keep(view.events, row, true);
  if (type === 'message') showMessage(short(data.from), data.text, null);
  else if (type === 'lookup') void showLookup(view['lookup-layer'], status.did, data);
  else refresh();
}

function showMessage(from, text, state) {
  const row = make('li', '');
  row.append(make('span', from, 'from'), make('span', text));
  const mark = make('span', state ?? '', 'state');
  row.append(mark);
  keep(view.messages, row, false);
  row.scrollIntoView({ block: 'nearest' });
  return mark;
}

view['lookup-form'].addEventListener('submit', async event => {
  event.preventDefault();
  view['lookup-steps'].replaceChildren(make('li', 'asking…'));
  try {
    const found = await call('trace', { key: view['lookup-key'].value.trim() });
    view['lookup-steps'].replaceChildren(...describeLookup(status.did, found).map(step => make('li', step)));
  } catch (error) {
    view['lookup-steps'].replaceChildren(make('li', error.message, 'error'));
  }
});

view['message-form'].addEventListener('submit', async event => {
  event.preventDefault();
  const text = view['message-text'].value;
  const mark = showMessage('you', text, 'sending');
  view['message-text'].value = '';
  try {
    const content = base64(text);
    const sent = await call('sendMessage', {
      destination_did: view['message-to'].value.trim(), protocol: 'chat/1', data: content,
    });
    mark.textContent = sent.state;
    mark.classList.add('delivered');
  } catch (error) {
    mark.textContent = error.message;
    mark.classList.add('failed');
  }
});

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Asks the node when a form is sent, and shows the lines of its answer. */
function answer(form, outcome, ask) {
  view[form].addEventListener('submit', async event => {
    event.preventDefault();
    view[outcome].replaceChildren(make('li', 'asking…'));
    try {
      view[outcome].replaceChildren(...(await ask()).map(line => make('li', line)));
    } catch (error) {
      view[outcome].replaceChildren(make('li', error.message, 'error'));
    }
  });
}

answer('put-form', 'put-outcome', async () => {
  const stored = await call('putRecord', { kind: 'register', name: view['put-name'].value, data: base64(view['put-value'].value) });
  return [`${stored.state}, ${stored.copies.length} durable ${stored.copies.length === 1 ? 'copy' : 'copies'}`, `owner ${stored.owner}`];
});

answer('get-form', 'get-outcome', async () => {
  const found = await call('getRecord', {
    kind: 'register', owner: view['get-owner'].value.trim(), name: view['get-name'].value,
  });
  if (found.records.length > 0) return found.records.map(record => record.text);
  return [found.final ? 'not there' : 'not found, but too few holders answered to be sure'];
});

await unlock();
await refresh();
follow(EVENTS, onEvent, live => {
  // A new stream begins with the lines that the node has kept.
  if (live) view.log.replaceChildren();
  else showPhase('not reachable', 'lost');
});
setInterval(refresh, REFRESH_MS);
