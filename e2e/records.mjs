// Five processes over WebRTC on loopback, thousands of writes, kill -9 of one node after another at moments that a seed
// chooses: nothing that was acknowledged may be lost, and each node that starts again recovers its store.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [rings, writesText, seedText] = process.argv.slice(2);
const WRITES = Number(writesText ?? 5000);
const SEED = Number(seedText ?? 1);
const NAMES = ['anna', 'bela', 'cleo', 'dana', 'ezra'];
const WORKERS = 24;
const START_MS = 30_000;
const HEAL_MS = 90_000;
const folder = mkdtempSync(join(tmpdir(), 'rings-records-'));
const nodes = new Map();
const random = mulberry(SEED);
const acknowledged = [];
const outcomes = {};
let kills = 0;

function mulberry(state) {
  return () => {
    state = (state + 0x6D2B79F5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const sleep = ms => new Promise(resolve => { setTimeout(resolve, ms); });
const pick = list => list[Math.floor(random() * list.length)];
const live = () => [...nodes.values()].filter(node => node.isUp);

function start(name) {
  return new Promise((resolve, reject) => {
    const seed = live()[0]?.joinUrl;
    const child = spawn(
      rings, ['run', '--data-dir', join(folder, name), '--port', '0', '--json', ...(seed ? ['--join', seed] : [])],
      { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    const leash = setTimeout(() => reject(new Error(`${name} did not start: ${err}`)), START_MS);
    child.stderr.on('data', data => { err = (err + data).slice(-4000); });
    child.stdout.on('data', data => {
      out += data;
      let said;
      try { said = JSON.parse(out); } catch { return; }
      clearTimeout(leash);
      const node = {
        name, child, isUp: true, did: said.did, joinUrl: said.joinUrl,
        url: readFileSync(join(folder, name, 'endpoint'), 'utf8').trim(),
        token: readFileSync(join(folder, name, 'token'), 'utf8').trim(),
      };
      nodes.set(name, node);
      resolve(node);
    });
    child.on('exit', code => { clearTimeout(leash); reject(new Error(`${name} ended with ${code}: ${err}`)); });
  });
}

function kill(node) {
  node.isUp = false;
  return new Promise(resolve => {
    node.child.on('exit', resolve);
    node.child.kill('SIGKILL');
  });
}

async function call(node, method, params) {
  const response = await fetch(node.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(60_000),
  });
  return response.json();
}

async function untilWhole() {
  const deadline = Date.now() + HEAL_MS;
  while (Date.now() < deadline) {
    const states = await Promise.all(live().map(node => call(node, 'inspect', {}).catch(() => null)));
    if (states.length === NAMES.length && states.every(state =>
      state?.result?.phase === 'Member' && state.result.links.filter(link => link.state === 'Ready').length === NAMES.length - 1)) return;
    await sleep(200);
  }
  throw new Error('the ring of five did not close');
}

let next = 0;
async function work() {
  while (next < WRITES) {
    const number = next++;
    const node = pick(live());
    const name = `w${number}`;
    const data = Buffer.from(`value ${number}`).toString('base64');
    let state;
    try {
      const answer = await call(node, 'putRecord', { kind: 'register', name, data });
      state = answer.result?.state ?? `error ${answer.error?.code}`;
    } catch {
      state = 'no answer';
    }
    outcomes[state] = (outcomes[state] ?? 0) + 1;
    if (state === 'stored') acknowledged.push({ owner: node.did, name, data });
  }
}

async function nemesis() {
  while (next < WRITES) {
    await sleep(500 + random() * 2500);
    if (next >= WRITES) return;
    const victim = pick(live());
    await kill(victim);
    kills++;
    await sleep(500 + random() * 3000);
    await start(victim.name);
    await untilWhole();
    // The next failure comes when the three copies of everything are there again.
    await sleep(3000);
  }
}

async function missing() {
  const lost = [];
  let index = 0;
  await Promise.all(Array.from({ length: WORKERS }, async () => {
    while (index < acknowledged.length) {
      const { owner, name, data } = acknowledged[index++];
      for (let attempt = 1; ; attempt++) {
        const answer = await call(pick(live()), 'getRecord', { kind: 'register', owner, name });
        if (answer.result?.records.some(record => record.data === data)) break;
        if (answer.result?.final || attempt === 10) { lost.push(name); break; }
        await sleep(500);
      }
    }
  }));
  return lost;
}

let passed = 0;
let failed = 0;
function check(what, holds) {
  if (holds) passed++; else failed++;
  console.log(`${holds ? 'ok     ' : 'FAILED '} ${what}`);
}

try {
  for (const name of NAMES) await start(name);
  await untilWhole();
  const began = Date.now();
  await Promise.all([nemesis(), ...Array.from({ length: WORKERS }, work)]);
  await untilWhole();
  console.log(`seed ${SEED}: ${WRITES} writes in ${((Date.now() - began) / 1000).toFixed(1)} s, ${kills} kills; outcomes ${JSON.stringify(outcomes)}`);
  check(`${kills} nodes were killed while ${acknowledged.length} writes were acknowledged`, kills > 0 && acknowledged.length > WRITES / 2);
  const lost = await missing();
  check(`nothing that was acknowledged is lost (${lost.length} of ${acknowledged.length})`, lost.length === 0);
  for (const node of live()) await kill(node);
  for (const name of NAMES) await start(name);
  await untilWhole();
  const gone = await missing();
  check(`after kill -9 of all five each recovers its store (${gone.length} of ${acknowledged.length} lost)`, gone.length === 0);
} catch (error) {
  check(error.stack, false);
} finally {
  await Promise.all(live().map(kill));
  rmSync(folder, { recursive: true, force: true });
}
console.log(`records: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
