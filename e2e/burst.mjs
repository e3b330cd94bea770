// A node under a burst of hostile requests on both listeners: all refused, memory and processor bounded, the ring goes on.
// usage: node e2e/burst.mjs RINGS [REQUESTS]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from './lib/checks.mjs';
import { Ring } from './lib/nodes.mjs';

const [rings, count = '10000'] = process.argv.slice(2);
const REQUESTS = Number(count);
const AT_ONCE = 50;
const SLOW = 600;
const MAX_GROWTH_MIB = 150;
const folder = mkdtempSync(join(tmpdir(), 'rings-burst-'));
const ring = new Ring(rings);
const checks = new Checks('burst');
const check = checks.check.bind(checks);
const start = (name, seed) => ring.start(name, join(folder, name), { seed });
const watched = new WeakSet();

function call(agent, url, { method = 'POST', headers = {}, body = '' } = {}) {
  return new Promise(resolve => {
    const sent = request(url, { method, agent, headers: { 'Content-Length': Buffer.byteLength(body), ...headers } }, answer => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
      answer.on('error', () => resolve(0));
    });
    sent.on('error', () => resolve(0));
    // A listener that refuses a body cuts the connection off, also after its answer.
    sent.on('socket', socket => {
      if (watched.has(socket)) return;
      watched.add(socket);
      socket.on('error', () => resolve(0));
    });
    sent.end(body);
  });
}

const residentMiB = pid => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
const rpc = (method, params) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });

// Each kind of attack: what is sent, and which answers are right. 0: the connection was cut.
function attacks(node) {
  const trusted = { Authorization: `Bearer ${node.token}` };
  const inspect = rpc('inspect', {});
  const garbage = () => randomBytes(300).toString('base64url');
  return [
    { name: 'no token', url: node.internal, body: inspect, right: [401] },
    { name: 'a wrong token', url: node.internal, headers: { Authorization: `Bearer ${garbage()}` }, body: inspect, right: [401] },
    { name: 'a foreign origin with the token', url: node.internal, headers: { ...trusted, Origin: 'http://foreign.example' }, body: inspect, right: [403] },
    { name: 'a rebound name with the token', url: node.internal, headers: { ...trusted, Host: 'rebound.example' }, body: inspect, right: [403] },
    { name: 'garbage in place of JSON', url: node.public, body: garbage(), right: [200, 400, 429] },
    { name: 'a method of the owner from outside', url: node.public, body: inspect, right: [200, 400, 404, 429] },
    { name: 'a garbage offer', url: node.public, body: rpc('answerOffer', { offer: garbage() }), right: [200, 400, 429] },
    { name: 'a path of the owner from outside', url: `${node.public}status`, method: 'GET', right: [404, 405, 429] },
    { name: 'a body of 4 MiB', url: node.public, body: 'x'.repeat(4 << 20), right: [0, 413, 429], every: 200 },
  ];
}

async function burst(node) {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const kinds = attacks(node);
  const wrong = new Map();
  let next = 0;
  async function one() {
    while (next < REQUESTS) {
      const turn = next++;
      const attack = kinds[turn % kinds.length];
      if (attack.every && turn % attack.every !== 0) continue;
      const status = await call(agent, attack.url, attack);
      if (!attack.right.includes(status)) wrong.set(attack.name, status);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  agent.destroy();
  if (wrong.size) throw new Error([...wrong].map(([name, status]) => `${name} got ${status}`).join('; '));
}

// Slow loris: connections that never end their headers; the listener cuts them off.
function openSlowly(url) {
  const { hostname, port } = new URL(url);
  return Array.from({ length: SLOW }, () => {
    const socket = connect(Number(port), hostname, () => socket.write('POST / HTTP/1.1\r\nHost: x\r\nX-'));
    socket.closed_ = new Promise(resolve => socket.on('close', resolve));
    socket.on('error', () => { /* cut off, as it should be */ });
    socket.resume();
    return socket;
  });
}

try {
  const node = await start('target');
  const before = residentMiB(node.pid);
  await check(`${REQUESTS} hostile requests are refused, each with its status`, () => burst(node));
  await check('memory is bounded', () => {
    const after = residentMiB(node.pid);
    if (after - before > MAX_GROWTH_MIB) throw new Error(`${before.toFixed(0)} MiB before, ${after.toFixed(0)} after`);
    return `${before.toFixed(0)} MiB before, ${after.toFixed(0)} after`;
  });
  const slow = openSlowly(node.public);
  await check(`with ${SLOW} slow connections on the public listener the owner is still answered`, () => {
    if (node.json(rings, 'inspect').did !== node.did) throw new Error('another Did');
  });
  await check('slow connections are cut off within 20 s', async () => {
    const leash = new Promise((_, reject) => setTimeout(() => reject(new Error('some are still open')), 20_000).unref());
    await Promise.race([Promise.all(slow.map(socket => socket.closed_)), leash]);
  });
  slow.forEach(socket => socket.destroy());
  const friend = await start('friend', node);
  await check('the ring goes on: another node joins and a message is delivered', async () => {
    for (let i = 0; i < 100 && !node.json(rings, 'peer', 'list').some(link => link.did === friend.did && link.state === 'Ready'); i++)
      await new Promise(resolve => setTimeout(resolve, 200));
    const sent = node.json(rings, 'send', friend.did, 'still here');
    if (sent.state !== 'delivered') throw new Error(`the message is ${sent.state}`);
  });
} catch (error) {
  checks.fail(error.stack);
} finally {
  await ring.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
