// Data channels of ours and of five foreign stacks, measured in one run: node bench.mjs [options]
//   --runs=5 --seconds=4 --pairs=rings-rings,ndc-ndc,… --sizes=65536,100 --ping=20000 --after=1000 --connections=200 --idle=500 --json=FILE
// Two processes a pair, loopback, runs alternated; every figure is the median of the runs. Prints tables in Markdown.
import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { known } from '../../interop/lib/process.mjs';
import { cpuOf, join, median, sleep, start } from './pair.mjs';

known.plain = ['env', 'RINGS_OFFLOAD=0', ...known.rings]; // ours without segmentation offload
if (process.env.RINGS_BASE) known.base = ['dotnet', process.env.RINGS_BASE]; // Rings.Interop.Peer.dll of an older build

const opts = {
  runs: 5, seconds: 4, ping: 20000, after: 1000, connections: 200, idle: 500, sizes: '65536,100',
  pairs: 'rings-rings,plain-plain,ndc-ndc,wrtc-wrtc,werift-werift,aiortc-aiortc,chromium-chromium,rings-ndc,ndc-rings,rings-chromium,chromium-rings,ndc-chromium,chromium-ndc',
};
for (const a of process.argv.slice(2)) {
  const m = /^--(\w+)=(.*)$/.exec(a);
  if (!m || !(m[1] in { ...opts, json: 1 })) throw new Error(`unknown option ${a}`);
  opts[m[1]] = Number.isNaN(Number(m[2])) || m[2] === '' ? m[2] : Number(m[2]);
}
const pairs = String(opts.pairs).split(',').filter(Boolean).map((p) => p.split('-'));
const sizes = String(opts.sizes).split(',').map(Number);

const isOurs = (name) => ['rings', 'plain', 'base'].includes(name);

async function flood(a, b, size) {
  await b.ask({ cmd: 'reset' }, 'ok');
  const before = isOurs(b.name) ? await b.ask({ cmd: 'stats' }, 'stats') : null;
  const [a0, b0] = [cpuOf(a.proc.pid), cpuOf(b.proc.pid)];
  const sent = await a.ask({ cmd: 'flood', size, bytes: 4e9, seconds: opts.seconds }, 'flood-done', opts.seconds + 90);
  let got;
  for (let i = 0; i < 400; i++) {
    got = await b.ask({ cmd: 'count' }, 'count');
    if (got.messages >= sent.messages) break;
    await sleep(25);
  }
  const mb = got.bytes / 1e6;
  const [a1, b1] = [cpuOf(a.proc.pid), cpuOf(b.proc.pid)];
  const after = before && await b.ask({ cmd: 'stats' }, 'stats');
  if (got.messages !== sent.messages || got.gaps) throw new Error(`${sent.messages - got.messages} lost, ${got.gaps} gaps`);
  return {
    MBps: got.MBps, msgps: (got.messages - 1) / got.ms * 1000,
    sendCpu: (a1 - a0) / mb, recvCpu: (b1 - b0) / mb,
    garbage: after ? (after.allocated - before.allocated) / (got.bytes / 1120) : null,
  };
}

async function measure([na, nb]) {
  const [a, b] = [await start(na, 'A'), await start(nb, 'B')];
  try {
    await join(a, b);
    const out = {};
    if (opts.ping) {
      // What compiles at the first trip is no matter of floods.
      await b.ask({ cmd: 'echo', on: true }, 'ok');
      await a.ask({ cmd: 'ping', n: 200, size: 1024 }, 'ping-done', 120);
      await b.ask({ cmd: 'echo', on: false }, 'ok');
    }
    for (const size of sizes) {
      await flood(a, b, size); // warm
      out[size] = await flood(a, b, size);
    }
    if (opts.ping) {
      await b.ask({ cmd: 'echo', on: true }, 'ok');
      // The first round trips after a flood are a matter by themselves: these, and then the steady ones, warmed up.
      if (opts.after) out.after = await a.ask({ cmd: 'ping', n: opts.after, size: 1024 }, 'ping-done', 120);
      out.ping = await a.ask({ cmd: 'ping', n: opts.ping, warm: opts.ping / 10, size: 1024 }, 'ping-done', 120);
    }
    return out;
  } finally { await Promise.all([a.end(), b.end()]); }
}

// Connections one after the other in a few lanes, then left idle.
async function connections(count, idle) {
  const config = { labels: ['one'], factories: 40 };
  const [a, b] = [await start('rings', 'A', config), await start('rings', 'B', { labels: ['one'] })];
  try {
    for (let i = 0; i < 20; i++) await join(a, b, `warm${i}`);
    const base = await a.ask({ cmd: 'stats' }, 'stats');
    const lanes = 8;
    const t0 = performance.now();
    let next = 0;
    const lane = async (until) => { while (next < until) await join(a, b, `c${next++}`); };
    await Promise.all(Array.from({ length: lanes }, () => lane(count)));
    const perSecond = count / (performance.now() - t0) * 1000;
    await Promise.all(Array.from({ length: lanes }, () => lane(Math.max(count, idle))));
    const many = Math.max(count, idle);
    await sleep(3000);
    const [s1, cpu0] = [await a.ask({ cmd: 'stats' }, 'stats'), cpuOf(a.proc.pid) + cpuOf(b.proc.pid)];
    await sleep(10000);
    const cpu = (cpuOf(a.proc.pid) + cpuOf(b.proc.pid) - cpu0) / 10000 / 2;
    const s2 = await b.ask({ cmd: 'stats' }, 'stats');
    return {
      perSecond, idle: many, KiBOffer: (s1.heap - base.heap) / many / 1024, KiBAnswer: s2.heap / many / 1024,
      rssMB: [s1.rss / 1e6, s2.rss / 1e6], threads: [s1.threads, s2.threads], idleCorePercent: cpu * 100,
    };
  } finally { await Promise.all([a.end(), b.end()]); }
}

const num = (x, d = 1) => (x === null || x === undefined ? '' : x.toFixed(d));
const results = new Map(pairs.map((p) => [p.join('-'), []]));
for (let run = 0; run < opts.runs; run++) {
  for (const pair of pairs) {
    const name = pair.join('-');
    try {
      const result = await measure(pair);
      results.get(name).push(result);
      if (opts.json) appendFileSync(opts.json, JSON.stringify({ pair: name, run, ...result }) + '\n');
      process.stderr.write(`run ${run + 1} ${name}: ${sizes.map((s) => `${s} B ${num(result[s].MBps)} MB/s`).join(', ')}\n`);
    } catch (e) { process.stderr.write(`run ${run + 1} ${name}: FAILED ${e.message}\n`); }
  }
}

const at = (runs, f) => median(runs.map(f));
process.stdout.write(`\nMedians of ${opts.runs} runs of ${opts.seconds} s.\n`);
for (const size of sizes) {
  process.stdout.write(`\n${size}-byte messages, reliable, ordered, one channel\n\n| from-to | MB/s | messages/s | CPU send, ms/MB | CPU receive, ms/MB | garbage, B per packet received | runs |\n| --- | --- | --- | --- | --- | --- | --- |\n`);
  for (const [name, runs] of results) {
    process.stdout.write(`| ${name} | ${num(at(runs, (r) => r[size].MBps))} | ${num(at(runs, (r) => r[size].msgps), 0)} | ${num(at(runs, (r) => r[size].sendCpu))} | ${num(at(runs, (r) => r[size].recvCpu))} | ${num(at(runs, (r) => r[size].garbage), 2)} | ${runs.length} |\n`);
  }
}
if (opts.ping) {
  const columns = ['p50_us', 'p99_us', 'p999_us', 'max_us'];
  for (const [key, what] of [['ping', `${opts.ping} steady round trips`], ['after', `the first ${opts.after} after a flood`]]) {
    process.stdout.write(`\nRound trip of 1 KiB, ${what}\n\n| pair | p50, ms | p99, ms | p99.9, ms | longest, ms |\n| --- | --- | --- | --- | --- |\n`);
    for (const [name, runs] of results) process.stdout.write(`| ${name} | ${columns.map((c) => num(at(runs, (r) => (r[key]?.[c] ?? null) === null ? null : r[key][c] / 1000), 3)).join(' | ')} |\n`);
  }
}
if (opts.connections) {
  const c = await connections(opts.connections, opts.idle);
  process.stdout.write(`\nConnections (ours, both ends on this machine): ${num(c.perSecond, 0)} set up a second; ${c.idle} idle: ${num(c.KiBOffer, 0)} / ${num(c.KiBAnswer, 0)} KiB managed each (offerer / answerer), ${c.rssMB.map((x) => num(x, 0)).join(' / ')} MB resident, ${c.threads.join(' / ')} threads, ${num(c.idleCorePercent)} % of a core a side\n`);
}
