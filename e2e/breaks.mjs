// What breaks under streams of real nodes: a relay killed under a transfer over two relays, a direct link cut, one of three providers
// killed under load. usage: node breaks.mjs RINGS [MIB] [SCENARIO...], of relay, link, provider; link needs root in a network
// namespace of its own: unshare --net node breaks.mjs …
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from './lib/checks.mjs';
import { Ring, sleep, within } from './lib/nodes.mjs';
import { Programs, Source, download, transferServer } from './lib/programs.mjs';
import { accounts, configure, nearness, settled } from './lib/roles.mjs';

const [rings, size = '1024', ...wanted] = process.argv.slice(2);
const MIB = Number(size);
const LONGEST_PAUSE_MS = 5000;
const RATE = 200;
const LOAD_SECONDS = 30;
const folder = mkdtempSync(join(tmpdir(), 'rings-breaks-'));
const ring = new Ring(rings);
const programs = new Programs();
const checks = new Checks('breaks');
const mine = name => mkdtempSync(join(folder, `${name}-`));

/** Processor time of a process, in ticks. */
function ticks(pid) {
  const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(words[11]) + Number(words[12]);
}

/** The busiest of some nodes, by their processor time within a second. */
async function busiest(nodes) {
  const before = nodes.map(node => ticks(node.pid));
  await sleep(1000);
  const used = nodes.map((node, place) => ticks(node.pid) - before[place]);
  return nodes[used.indexOf(Math.max(...used))];
}

/** Downloads behind a service of one node at another, does something in the middle of it, and gives the longest pause after it. */
async function transfer(from, to, breakIt) {
  const source = new Source(MIB);
  const server = await transferServer({ source });
  const link = from.json(rings, 'service', 'add', 'bytes', 'tcp', `${server.port}`).link;
  const tunnel = await programs.listen(rings, to.folder, 'forward', '0', link);
  const began = performance.now();
  const state = download(tunnel.port);
  if (await within(60_000, () => state.bytes > (MIB << 20) / 4) === null) throw new Error(`only ${state.bytes} bytes came`);
  const what = await breakIt(state);
  if (state.bytes > (MIB << 20) * 0.9) throw new Error(`it was over too soon: ${state.bytes} bytes`);
  const hash = await state.done;
  if (state.bytes !== MIB << 20 || hash !== await server.hash) throw new Error(`${state.bytes} bytes came, of another hash`);
  server.server.close();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const pause = `longest pause ${(state.pause / 1000).toFixed(2)} s`;
  if (state.pause > LONGEST_PAUSE_MS) throw new Error(`${what}: ${pause}`);
  return `${what}; ${MIB} MiB in ${seconds} s, sha256 equal, ${pause}`;
}

const scenarios = {
  /** anna and bela are two relays apart. The nearer to bela, the later on the way: so openings, which go ever nearer, find it. */
  async relay() {
    const [b, ...others] = accounts(rings, mine('relays'), 6);
    const [r4, r3, r2, r1, a] = others.sort((one, other) => (nearness(one, b) < nearness(other, b) ? -1 : 1));
    configure(a, { allow: [r1, r2] });
    configure(b, { allow: [r3, r4] });
    for (const relay of [r1, r2]) configure(relay, { deny: [b] });
    for (const relay of [r3, r4]) configure(relay, { deny: [a] });
    const relays = [await ring.start('r1', r1.folder)];
    for (const [name, of] of [['r2', r2], ['r3', r3], ['r4', r4]]) relays.push(await ring.start(name, of.folder, { seed: relays[0] }));
    const anna = await ring.start('anna', a.folder, { seed: relays[0] });
    const bela = await ring.start('bela', b.folder, { seed: relays[3] });
    await settled([[anna, relays[0], relays[1]], [bela, relays[2], relays[3]]]);
    for (const [side, near] of [['of the caller', relays.slice(0, 2)], ['of the provider', relays.slice(2)]]) {
      await checks.check(`a relay ${side} is killed under a transfer over two relays`, () => transfer(bela, anna, async state => {
        const victim = await busiest(near);
        state.watch();
        await victim.kill();
        return `${victim.name} killed`;
      }));
      bela.text(rings, 'service', 'remove', 'bytes');
      for (const place of [0, 1, 2, 3]) {
        if (relays[place].isUp) continue;
        relays[place] = await ring.start(relays[place].name, [r1, r2, r3, r4][place].folder, { seed: relays.find(relay => relay.isUp) });
      }
      await settled([[anna, relays[0], relays[1]], [bela, relays[2], relays[3]]]);
    }
  },

  /** The packets of the direct link are dropped; nobody says that it has ended. */
  async link() {
    execFileSync('ip', ['link', 'set', 'lo', 'up']);
    const [a, r, b] = accounts(rings, mine('direct'), 3);
    const relay = await ring.start('relay', r.folder);
    const anna = await ring.start('anna', a.folder, { seed: relay });
    const bela = await ring.start('bela', b.folder, { seed: relay });
    await settled([[anna, relay, bela], [bela, relay, anna]]);
    await checks.check('the direct link is cut under a transfer', () => transfer(bela, anna, async state => {
      const link = (await anna.state()).links.find(each => each.did === bela.did);
      const ports = [link.local, link.address].map(candidate => Number(/:(\d+)/.exec(candidate)[1]));
      execFileSync('nft', ['add', 'table', 'inet', 'cut']);
      execFileSync('nft', ['add', 'chain', 'inet', 'cut', 'in', '{ type filter hook input priority 0; }']);
      state.watch();
      for (const [from, to] of [ports, [...ports].reverse()])
        execFileSync('nft', ['add', 'rule', 'inet', 'cut', 'in', 'udp', 'sport', `${from}`, 'udp', 'dport', `${to}`, 'drop']);
      return `ports ${ports.join(' and ')} cut off`;
    }));
    execFileSync('nft', ['delete', 'table', 'inet', 'cut']);
  },

  /** Of three providers the one in use is killed under load. */
  async provider() {
    const [o, c, ...ps] = accounts(rings, mine('providers'), 5);
    const owner = await ring.start('owner', o.folder);
    const caller = await ring.start('caller', c.folder, { seed: owner });
    const providers = [];
    for (const [number, of] of ps.entries()) {
      const target = { asked: 0, server: createServer((_, response) => { target.asked++; response.end('x'.repeat(1024)); }) };
      target.server.listen(0, '127.0.0.1');
      await once(target.server, 'listening');
      target.node = await ring.start(`p${number}`, of.folder, { seed: owner });
      providers.push(target);
    }
    await settled([[owner, caller, ...providers.map(each => each.node)], [caller, owner, ...providers.map(each => each.node)]]);
    const named = ps.flatMap(of => ['--provider', of.did]);
    owner.json(rings, 'service', 'add', 'web', 'tcp', '1', '--public', ...named);
    for (const target of providers)
      target.node.json(rings, 'service', 'add', 'web', 'tcp', `${target.server.address().port}`, '--public', '--owner', owner.did);
    const tunnel = await programs.listen(rings, caller.folder, 'forward', '0', `ring://${owner.did}/web`);
    await checks.check(`of three providers one is killed under ${RATE} requests a second`, () => load(tunnel.port, providers));
  },
};

/** One request on a connection of its own: when it began, how long it took, and why it failed. */
function ask(port) {
  const began = performance.now();
  return new Promise(resolve => {
    const end = why => resolve({ began, took: performance.now() - began, why });
    get({ port, host: '127.0.0.1', agent: new Agent({ keepAlive: false }), timeout: 60_000 }, response => {
      let length = 0;
      response.on('data', data => { length += data.length; });
      response.on('end', () => end(length === 1024 ? null : `${length} bytes`));
      response.on('error', error => end(error.message));
    }).on('error', error => end(error.message)).on('timeout', () => end('nothing came in 60 s'));
  });
}

async function load(port, providers) {
  const asked = [];
  const count = RATE * LOAD_SECONDS;
  let killed = null;
  const first = performance.now();
  for (let number = 0; number < count; number++) {
    const wait = first + number * 1000 / RATE - performance.now();
    if (wait > 1) await sleep(wait);
    asked.push(ask(port));
    if (number === count / 3) {
      const victim = providers.reduce((most, each) => (each.asked > most.asked ? each : most));
      victim.node.kill();
      // The program behind it goes with it, as with the machine that both stand on.
      victim.server.close();
      victim.server.closeAllConnections();
      killed = performance.now();
    }
  }
  const results = await Promise.all(asked);
  const old = results.filter(result => result.began <= killed);
  const fresh = results.filter(result => result.began > killed).sort((one, other) => one.took - other.took);
  const inFlight = old.filter(result => result.began + result.took > killed).length;
  const p99 = fresh[Math.floor(fresh.length * 0.99)].took;
  const words = `${old.length} before, of them ${inFlight} in flight and ${old.filter(result => result.why).length} failed; ${fresh.length} after, `
    + `of them ${fresh.filter(result => result.why).length} failed, median ${fresh[fresh.length >> 1].took.toFixed(1)} ms, p99 ${p99.toFixed(0)} ms, `
    + `longest ${fresh.at(-1).took.toFixed(0)} ms`;
  const wrong = fresh.find(result => result.why) ?? old.find(result => result.why && result.began + result.took <= killed);
  if (wrong) throw new Error(`${words}: ${wrong.why}`);
  if (p99 > 1000) throw new Error(words);
  return words;
}

try {
  for (const name of wanted.length > 0 ? wanted : Object.keys(scenarios)) {
    await scenarios[name]().catch(error => checks.fail(`${name}: ${error.stack}`));
    await ring.end();
    await programs.end();
  }
} finally {
  await ring.end();
  await programs.end();
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
