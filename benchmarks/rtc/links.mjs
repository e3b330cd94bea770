// Data channels over emulated links, ours and two foreign stacks, measured in one run: node links.mjs [options]
//   --runs=3 --seconds=10 --size=65536 --stacks=cubic,model,ndc,wrtc --links=clean,lossy --rate=50 --queue=50 --seed=1 --json=FILE
// Two processes a stack and, between them, a UDP link in user space (../../interop/lib/link.mjs): 25 ms each way, so much
// loss, `rate` MB/s, a queue of `queue` ms, every run with another seed. Prints medians, in Markdown.
import { appendFileSync } from 'node:fs';
import { Link } from '../../interop/lib/link.mjs';
import { known } from '../../interop/lib/process.mjs';
import { median, sleep, start } from './pair.mjs';

known.cubic = ['env', 'RINGS_CONGESTION=Cubic', ...known.rings];
known.model = ['env', 'RINGS_CONGESTION=Model', ...known.rings];
known.reno = ['env', 'RINGS_CONGESTION=Reno', ...known.rings];
const kinds = {
  clean: { what: 'RTT 50 ms, no loss', delay: 25 },
  lossy: { what: 'RTT 50 ms, 1 % loss', delay: 25, loss: 0.01 },
};

const opts = { runs: 3, seconds: 10, size: 65536, stacks: 'cubic,model,ndc,wrtc', links: 'clean,lossy', rate: 50, queue: 50, seed: 1 };
for (const a of process.argv.slice(2)) {
  const m = /^--(\w+)=(.+)$/.exec(a);
  if (!m || !(m[1] in { ...opts, json: 1 })) throw new Error(`unknown option ${a}`);
  opts[m[1]] = Number.isNaN(Number(m[2])) ? m[2] : Number(m[2]);
}

async function joinOver(link, a, b) {
  a.send({ cmd: 'offer' });
  const offer = await a.wait((m) => m.type === 'offer');
  b.send({ ...offer, sdp: link.rewrite('a', offer.sdp) });
  const answer = await b.wait((m) => m.type === 'answer');
  a.send({ ...answer, sdp: link.rewrite('b', answer.sdp) });
  await Promise.all([a, b].map((p) => p.wait((m) => m.ev === 'open')));
}

// MB/s that arrived, counted by the receiver from its first message to what it had at the sender's end.
async function measure(stack, kind, run) {
  const link = new Link({ ...kinds[kind], rate: opts.rate, queue: opts.queue * opts.rate * 1000, seed: opts.seed + run });
  const [a, b] = [await start(stack, 'A'), await start(stack, 'B')];
  try {
    await link.open();
    await joinOver(link, a, b);
    await b.ask({ cmd: 'reset' }, 'ok');
    a.send({ cmd: 'flood', size: opts.size, bytes: 4e9, seconds: opts.seconds });
    await sleep(opts.seconds * 1000);
    const got = await b.ask({ cmd: 'count' }, 'count');
    if (got.gaps) throw new Error(`${got.gaps} gaps`);
    return { stack, kind, run, MBps: got.bytes / 1e6 / opts.seconds, ...link.stats };
  } finally {
    await Promise.all([a.end(), b.end()]);
    link.close();
  }
}

const [stacks, links] = [String(opts.stacks).split(','), String(opts.links).split(',')];
const results = new Map();
for (let run = 0; run < opts.runs; run++) {
  for (const kind of links) {
    for (const stack of stacks) {
      try {
        const result = await measure(stack, kind, run);
        results.set(`${kind} ${stack}`, [...results.get(`${kind} ${stack}`) ?? [], result.MBps]);
        if (opts.json) appendFileSync(opts.json, JSON.stringify(result) + '\n');
        process.stderr.write(`run ${run + 1}, ${kinds[kind].what}, ${stack}: ${result.MBps.toFixed(2)} MB/s, ${result.lost} lost, ${result.queued_out} at a full queue\n`);
      } catch (e) { process.stderr.write(`run ${run + 1}, ${kind}, ${stack}: FAILED ${e.message}\n`); process.exitCode = 1; }
    }
  }
}
process.stdout.write(`\n${opts.size}-byte messages, reliable, ordered, MB/s; ${opts.rate} MB/s and a queue of ${opts.queue} ms; medians of ${opts.runs} runs of ${opts.seconds} s\n\n`);
process.stdout.write(`| link | ${stacks.join(' | ')} |\n| --- |${' --- |'.repeat(stacks.length)}\n`);
for (const kind of links) {
  const row = stacks.map((stack) => { const xs = results.get(`${kind} ${stack}`); return xs ? median(xs).toFixed(2) : 'failed'; });
  process.stdout.write(`| ${kinds[kind].what} | ${row.join(' | ')} |\n`);
}
