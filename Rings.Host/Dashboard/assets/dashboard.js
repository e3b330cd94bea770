// The page: asks the node every two seconds, follows its events, and hands what comes to the parts that show it.

import { call, follow, isOpen, unlock } from './api.js';
import { base64, copy, count, keep, make, moment, short, span, view } from './dom.js';
import { showGroups } from './groups-view.js';
import { describeLookup, showLookup } from './lookup-view.js';
import * as messages from './messages-view.js';
import { called, named, nameOf, readNames } from './names.js';
import { choose, wireCard } from './node-card.js';
import { judge, showOverview } from './overview.js';
import { showPeers } from './peers-view.js';
import { describeRing, drawLegend, drawRing, knownDids } from './ring-view.js';
import { showSecrets } from './secrets-view.js';
import { showEntrances, showServices, showStreams } from './services-view.js';
import { showSwaps } from './swaps-view.js';
import { wireTabs } from './tabs.js';
import { drawTraffic, sample } from './traffic-view.js';

const REFRESH_MS = 2000;
const SERVICES_MS = 3000;
const SECRETS_MS = 10000;
const EVENTS = ['phase', 'neighbours', 'link-up', 'link-down', 'link-suspect', 'link-restored', 'session', 'message', 'sent',
  'mail-fetched', 'mail-expired', 'delegation-renewed', 'delegation-ending', 'lookup', 'log', 'failed', 'lost', 'live'];

let status = null;
let heard = null;
let isLive = false;
let sentBefore = new Map();

const open = did => choose(status, did);

function showPhase(text, state) {
  view.phase.textContent = text;
  view.phase.className = `badge ${state}`;
}

function lock(isLocked) {
  view.locked.hidden = !isLocked;
  for (const section of document.querySelectorAll('section.open')) section.hidden = isLocked;
  view.self.hidden = isLocked;
}

/** What stands on the page is marked with its age while the node does not answer. */
function showStale(isStale) {
  document.body.classList.toggle('stale', isStale);
  view.stale.hidden = !isStale;
  if (isStale) {
    showPhase('not reachable', 'lost');
    view['overview-title'].textContent = 'This node does not answer.';
    view['overview-title'].className = 'sentence lost';
    view.stale.textContent = heard === null
      ? 'The node does not answer.'
      : `The node does not answer. What stands here is ${span((Date.now() - heard) / 1000)} old, from ${moment(heard)}.`;
  }
}

function trafficSince() {
  const traffic = new Map(status.links.map(link => [link.did, link.bytesSent - (sentBefore.get(link.did) ?? link.bytesSent)]));
  sentBefore = new Map(status.links.map(link => [link.did, link.bytesSent]));
  return traffic;
}

function showKnown() {
  const known = new Map(named().map(({ did, name }) => [did, name]));
  for (const did of knownDids(status)) if (!known.has(did)) known.set(did, nameOf(did) ?? did);
  view['known-dids'].replaceChildren(...[...known.values()].map(text => {
    const option = document.createElement('option');
    option.value = text;
    return option;
  }));
}

function show(traffic) {
  const now = Date.now();
  const verdict = judge(status);
  view.self.textContent = nameOf(status.did) === 'me' ? short(status.did) : nameOf(status.did);
  view.self.title = status.did;
  showPhase(status.phase.toLowerCase(), verdict.state);
  document.title = `${called(status.did) === 'me' ? short(status.did) : called(status.did)}, ${status.phase.toLowerCase()} · Rings`;
  showOverview(status);
  drawRing(view['ring-layer'], status, traffic, open);
  drawLegend(view.legend, status, view['lookup-layer'].childElementCount > 0);
  view['ring-summary'].textContent = describeRing(status);
  sample(status.links, now);
  drawTraffic(view['traffic-picture'], view['traffic-summary'], now);
  showPeers(view.peers, status.links, open);
  view['no-peers'].hidden = status.links.length > 0;
  showKnown();
}

async function refresh() {
  try {
    status = await call('overview');
    heard = Date.now();
    lock(false);
    showStale(false);
    show(trafficSince());
  } catch (error) {
    if (error.status === 401) {
      location.reload();
      return;
    }
    showStale(true);
  }
}

async function refreshSecrets() {
  try {
    showSecrets(view['secrets-own'], view['secrets-kept'], await call('listSecrets'), await call('listKept'));
    showGroups(view['groups-own'], await call('listGroups'));
    showSwaps(view['swaps-own'], await call('listSwaps'));
  } catch {
    // A node that does not answer is said to be so above.
  }
}

async function refreshServices() {
  try {
    const services = await call('listServices');
    const { streams, total } = await call('listStreams');
    showServices(view['service-rows'], services, open);
    view['no-services'].hidden = services.length > 0;
    showStreams(view['stream-rows'], streams, open);
    const entrances = (await call('listTunnels')).filter(tunnel => tunnel.uses);
    showEntrances(view['entrance-rows'], entrances);
    view['no-entrances'].hidden = entrances.length > 0;
    const rest = total - streams.length;
    view['streams-rest'].textContent = total === 0 ? 'no stream is open' : rest > 0 ? `and ${rest} more` : '';
  } catch {
    // A node that does not answer is said to be so above.
  }
}

const WORDS = {
  phase: data => `this node is ${data.phase.toLowerCase()} now`,
  neighbours: data => `neighbours: ${count(data.successors.length, 'successor')}`,
  'link-up': data => `link up: ${called(data.did)}`,
  'link-down': data => `link down: ${called(data.did)} (${data.reason})`,
  'link-suspect': data => `no answer from ${called(data.did)}`,
  'link-restored': data => `answers again: ${called(data.did)}`,
  session: data => `end-to-end session with ${called(data.did)}`,
  message: data => `message from ${called(data.from)}${data.sealed ? '' : ', in the clear'}`,
  sent: data => `message to ${called(data.to)}: ${data.state}`,
  'mail-fetched': data => `${called(data.did)} fetched a letter of this node`,
  'mail-expired': data => `a letter to ${called(data.did)} expired unread`,
  'delegation-renewed': data => `the delegation was renewed, until ${moment(data.expires)}`,
  'delegation-ending': data => `the delegation ends at ${moment(data.expires)} and could not be renewed`,
  lookup: data => `looked up ${data.key}: ${count(data.hops, 'hop')} to ${data.owner}`,
  lost: data => `${count(data.events, 'event')} lost: this page was too slow`,
  failed: data => `failed: ${data.reason}`,
};

function showLogLine(line) {
  const row = make('li', '');
  row.append(
    make('time', moment(line.time)), make('span', line.level, `level ${line.level}`),
    make('span', line.source, 'source'), make('span', line.text));
  keep(view.log, row, true, 200);
}

function onEvent(type, data) {
  if (type === 'log') {
    showLogLine(data);
    return;
  }

  if (type === 'live') {
    isLive = true;
    return;
  }

  const row = make('li', '');
  row.append(make('time', moment(data.time ?? Date.now())), make('span', WORDS[type](data)));
  keep(view.events, row, true);
  if (type === 'message') messages.received(data, () => open(data.from));
  else if (type === 'sent') messages.sent(data, () => open(data.to));
  else if (type === 'lookup' && isLive) void showLookup(view['lookup-layer'], status.did, data);
  else if (isLive) void refresh();
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

function wire() {
  answer('lookup-form', 'lookup-steps', async () =>
    describeLookup(status.did, await call('trace', { key: view['lookup-key'].value.trim() })));
  answer('put-form', 'put-outcome', async () => {
    const stored = await call('putRecord', { kind: 'register', name: view['put-name'].value, data: base64(view['put-value'].value) });
    return [`${stored.state}, ${stored.copies.length} durable ${stored.copies.length === 1 ? 'copy' : 'copies'}`, `owner ${stored.owner}`];
  });
  answer('get-form', 'get-outcome', async () => {
    const found = await call('getRecord', { kind: 'register', owner: view['get-owner'].value.trim(), name: view['get-name'].value });
    if (found.records.length > 0) return found.records.map(record => record.text);
    return [found.final ? 'not there' : 'not found, but too few holders answered to be sure'];
  });
  view['message-form'].addEventListener('submit', event => {
    event.preventDefault();
    void messages.send();
  });
  view['join-copy'].addEventListener('click', () => copy(view['join-line'].textContent, view['join-copy']));
  view.self.addEventListener('click', () => open(status.did));
  wireTabs(document.querySelector('[role=tablist]'));
  wireCard(() => view['lookup-tab'].click(), () => void refresh());
}

async function begin() {
  await unlock();
  while (!await isOpen()) {
    lock(true);
    showPhase('locked', 'lost');
    await new Promise(resolve => { setTimeout(resolve, REFRESH_MS); });
  }

  await readNames((await call('nodeDid')).did);
  await refresh();
  follow(EVENTS, onEvent, live => {
    // A new stream begins with what the node has kept.
    isLive = false;
    if (live) for (const list of [view.log, view.events, view.messages]) list.replaceChildren();
    else showStale(true);
  });
  setInterval(refresh, REFRESH_MS);
  await refreshServices();
  setInterval(refreshServices, SERVICES_MS);
  await refreshSecrets();
  setInterval(refreshSecrets, SECRETS_MS);
}

wire();
await begin();
