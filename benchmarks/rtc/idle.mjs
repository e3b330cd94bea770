// Idle connections of ours: node idle.mjs [--connections=2000] [--seconds=60] [--maxRss=1024] [--maxCpu=10]
// Two processes on loopback hold all of them, one end each; each must stay below maxRss MiB resident and maxCpu percent of
// a core. Exits with 1 when one does not.
import { readFileSync } from 'node:fs';
import { cpuOf, join, sleep, start } from './pair.mjs';

const opts = { connections: 2000, seconds: 60, maxRss: 1024, maxCpu: 10 };
for (const a of process.argv.slice(2)) {
  const m = /^--(\w+)=([\d.]+)$/.exec(a);
  if (!m || !(m[1] in opts)) throw new Error(`unknown option ${a}`);
  opts[m[1]] = Number(m[2]);
}

const residentMiB = (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
// 40 nodes on the offering side, one on the other: a node has one link to each other node, or spare sockets.
const a = await start('rings', 'A', { labels: ['one'], factories: 40 });
const b = await start('rings', 'B', { labels: ['one'] });
let failed = 0;
try {
  const t0 = performance.now();
  let next = 0;
  const lane = async () => { while (next < opts.connections) await join(a, b, `c${next++}`); };
  await Promise.all(Array.from({ length: 8 }, lane));
  process.stderr.write(`${opts.connections} connections in ${((performance.now() - t0) / 1000).toFixed(1)} s\n`);
  await sleep(5000);

  const sides = [['offers', a], ['answers', b]];
  const cpu0 = sides.map(([, p]) => cpuOf(p.proc.pid));
  const most = [0, 0];
  const t1 = performance.now();
  for (let s = 0; s < opts.seconds; s++) {
    await sleep(1000);
    sides.forEach(([, p], i) => { most[i] = Math.max(most[i], residentMiB(p.proc.pid)); });
  }
  const wall = performance.now() - t1;
  const cpu = sides.map(([, p], i) => (cpuOf(p.proc.pid) - cpu0[i]) / wall * 100);
  process.stdout.write(`\n| side, ${opts.connections} idle for ${opts.seconds} s | resident at most, MiB | processor, % of a core | managed each, KiB | threads | connections at the end |\n| --- | --- | --- | --- | --- | --- |\n`);
  for (const [i, [name, p]] of sides.entries()) {
    const stats = await p.ask({ cmd: 'stats' }, 'stats');
    process.stdout.write(`| ${name} | ${most[i].toFixed(0)} | ${cpu[i].toFixed(1)} | ${(stats.heap / 1024 / opts.connections).toFixed(0)} | ${stats.threads} | ${stats.connections} |\n`);
    if (!(most[i] < opts.maxRss && cpu[i] < opts.maxCpu && stats.connections === opts.connections)) failed = 1;
  }
} catch (e) {
  process.stderr.write(`${e.message}\n`);
  failed = 1;
} finally {
  await Promise.all([a.end(), b.end()]);
}
process.stdout.write(`\nrtc-idle: ${1 - failed} passed, ${failed} failed\n`);
process.exitCode = failed;
