// Two of ours in two network namespaces: node mtu.mjs NAMESPACE NAMESPACE MTU. Data flows until both ends have found the path's
// limit; then the far end's link becomes narrower without a word, and data flows on: how long that holds it up, and what arrives.
import { execFileSync } from 'node:child_process';
import { Peer, known } from './lib/process.mjs';

const [left, right, mtu] = process.argv.slice(2);
const addresses = ['192.0.2.1', '192.0.2.2'];
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
// Without segmentation offload: a filter would see a burst as one packet, and the hole swallow short ones too.
for (const [i, namespace] of [left, right].entries()) known[`in-${i}`] = ['ip', 'netns', 'exec', namespace, 'env', 'RINGS_OFFLOAD=0', ...known.rings];
const ends = [new Peer('in-0', 'A'), new Peer('in-1', 'B')];

async function flow(bytes) {
  await ends[1].ask({ cmd: 'reset' }, 'ok');
  const started = performance.now();
  const sent = await ends[0].ask({ cmd: 'flood', size: 16384, bytes, seconds: 60 }, 'flood-done', 90);
  for (;;) {
    const got = await ends[1].ask({ cmd: 'count' }, 'count');
    if (got.messages >= sent.messages) return { ...got, ms: performance.now() - started };
    await sleep(20);
  }
}
const size = async () => (await ends[0].ask({ cmd: 'stats' }, 'stats')).max_datagram;

let good = false;
try {
  await Promise.all(ends.map((e) => e.wait((m) => m.ev === 'hello')));
  for (const [i, e] of ends.entries()) e.send({ cmd: 'config', bind: addresses[i] });
  ends[0].send({ cmd: 'offer' });
  ends[1].send(await ends[0].wait((m) => m.type === 'offer'));
  ends[0].send(await ends[1].wait((m) => m.type === 'answer'));
  await Promise.all(ends.map((e) => e.wait((m) => m.ev === 'open')));

  // 28 bytes of IP and UDP; packets are multiples of 4 with 37 bytes of record around them.
  const limit = Number(mtu) - 28;
  let found = 0;
  for (let i = 0; i < 40 && found < limit - 3; i++) { await flow(2e6); await sleep(250); found = await size(); }
  const before = await flow(10e6);
  const hole = Math.min(1400, Number(mtu));
  execFileSync('ip', ['netns', 'exec', right, 'nft', 'add', 'table', 'ip', 'hole']);
  execFileSync('ip', ['netns', 'exec', right, 'nft', 'add', 'chain', 'ip', 'hole', 'in', '{ type filter hook prerouting priority -300; }']);
  execFileSync('ip', ['netns', 'exec', right, 'nft', 'add', 'rule', 'ip', 'hole', 'in', 'ip', 'length', '>', String(hole), 'drop']);
  const after = await flow(10e6);
  const cost = after.ms - before.ms;
  good = found >= limit - 3 && found <= limit && cost <= 2000 && after.gaps === 0 && after.corrupt === 0;
  process.stdout.write(`mtu ${mtu}: datagrams of ${found} of ${limit} bytes; a black hole at ${hole} cost ${Math.round(cost)} ms, ${after.gaps} gaps, ${await size()} bytes now: ${good ? 'ok' : 'FAILED'}\n`);
} catch (e) {
  process.stdout.write(`mtu ${mtu}: FAILED ${e.message}\n${ends.flatMap((x) => x.last).join('\n')}\n`);
} finally { await Promise.all(ends.map((e) => e.end())); }
process.exit(good ? 0 : 1);
