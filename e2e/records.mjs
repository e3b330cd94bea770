// Five processes over WebRTC on loopback, thousands of writes, kill -9 of one node after another at moments that a seed
// chooses: nothing that was acknowledged may be lost, and each node that starts again recovers its store.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from './lib/checks.mjs';
import { Ring, sleep, within } from './lib/nodes.mjs';

const [rings, writesText, seedText] = process.argv.slice(2);
const WRITES = Number(writesText ?? 5000);
const SEED = Number(seedText ?? 1);
const NAMES = ['anna', 'bela', 'cleo', 'dana', 'ezra'];
const WORKERS = 24;
const HEAL_MS = 90_000;
const folder = mkdtempSync(join(tmpdir(), 'rings-records-'));
const ring = new Ring(rings, WORKERS);
const checks = new Checks('records');
const check = checks.check.bind(checks);
const random = mulberry(SEED);
let kills = 0;

function mulberry(state) {
  return () => {
    state = (state + 0x6D2B79F5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = list => list[Math.floor(random() * list.length)];
const start = name => ring.start(name, join(folder, name), { seed: ring.live[0] });

async function untilWhole() {
  const isWhole = async () => ring.live.length === NAMES.length
    && (await Promise.all(ring.live.map(node => node.isIn(NAMES.length - 1)))).every(Boolean);
  if (await within(HEAL_MS, isWhole) === null) throw new Error('the ring of five did not close');
}

async function work() {
  while (ring.count < WRITES) await ring.put(pick(ring.live));
}

async function nemesis() {
  while (ring.count < WRITES) {
    await sleep(500 + random() * 2500);
    if (ring.count >= WRITES) return;
    const victim = pick(ring.live);
    await victim.kill();
    kills++;
    await sleep(500 + random() * 3000);
    await start(victim.name);
    await untilWhole();
    // The next failure comes when the three copies of everything are there again.
    await sleep(3000);
  }
}

try {
  for (const name of NAMES) await start(name);
  await untilWhole();
  const began = Date.now();
  await Promise.all([nemesis(), ...Array.from({ length: WORKERS }, work)]);
  await untilWhole();
  const { acknowledged } = ring;
  console.log(`seed ${SEED}: ${WRITES} writes in ${((Date.now() - began) / 1000).toFixed(1)} s, ${kills} kills; outcomes ${JSON.stringify(ring.outcomes)}`);
  check(`${kills} nodes were killed while ${acknowledged.length} writes were acknowledged`, kills > 0 && acknowledged.length > WRITES / 2);
  const lost = await ring.lost();
  check(`nothing that was acknowledged is lost (${lost.length} of ${acknowledged.length})`, lost.length === 0);
  await Promise.all(ring.live.map(node => node.kill()));
  for (const name of NAMES) await start(name);
  await untilWhole();
  const gone = await ring.lost();
  check(`after kill -9 of all five each recovers its store (${gone.length} of ${acknowledged.length} lost)`, gone.length === 0);
} catch (error) {
  checks.fail(error.stack);
} finally {
  await ring.end();
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
