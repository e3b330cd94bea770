// Joins two peer processes and measures: node bench.mjs [options] A B
// A and B are names (werift, ndc, wrtc, chromium, aiortc) or a command line in quotes. A offers.
//   --flood=65536 --bytes=500e6 --seconds=10 --ping=1000 --pingsize=1024 --both --all --sizes=1,16384,...  --config='{json}' --json=FILE
//   --link='{"delay":25,"loss":0.01}'  puts a UDP link of that kind between them (lib/link.mjs)
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { performance } from 'node:perf_hooks';
import { Link } from './lib/link.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const known = {
  werift: [process.execPath, `${here}werift.mjs`], ndc: [process.execPath, `${here}ndc.mjs`], wrtc: [process.execPath, `${here}wrtc.mjs`],
  rings: ['dotnet', `${here}Rings.Interop.Peer/bin/Release/net10.0/Rings.Interop.Peer.dll`], chromium: [process.execPath, `${here}chromium.mjs`], aiortc: ['/usr/bin/python3', `${here}aiortc_peer.py`],
};
const opts = { flood: 65536, bytes: 500e6, seconds: 10, ping: 1000, pingsize: 1024, timeout: 60 };
const names = [];
for (const a of process.argv.slice(2)) {
  const m = /^--(\w+)(?:=(.*))?$/.exec(a);
  if (m) opts[m[1]] = m[2] === undefined ? true : Number.isNaN(Number(m[2])) ? m[2] : Number(m[2]); else names.push(a);
}
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

function ticks() {
  const by = new Map();
  for (const d of readdirSync('/proc')) {
    if (!/^\d+$/.test(d)) continue;
    try {
      const s = readFileSync(`/proc/${d}/stat`, 'utf8');
      const f = s.slice(s.lastIndexOf(')') + 2).split(' ');
      by.set(Number(d), { ppid: Number(f[1]), t: Number(f[11]) + Number(f[12]), rss: Number(f[21]) * 4096 });
    } catch { /* gone */ }
  }
  return by;
}
// CPU milliseconds (user and system, 10 ms ticks) and resident bytes of a process and all below it.
function tree(pid, by = ticks()) {
  let t = 0; let rss = 0;
  const q = [pid];
  while (q.length) {
    const p = q.pop();
    if (by.has(p)) { t += by.get(p).t; rss += by.get(p).rss; }
    for (const [k, v] of by) if (v.ppid === p) q.push(k);
  }
  return { cpu_ms: t * 10, rss };
}

export class Peer {
  constructor(name, tag) {
    const cmd = known[name] ?? name.split(' ');
    this.tag = tag; this.name = name; this.waiters = []; this.backlog = [];
    this.proc = spawn(cmd[0], cmd.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.proc.stdout }).on('line', (l) => {
      let m;
      try { m = JSON.parse(l); } catch { process.stderr.write(`${tag} says: ${l.slice(0, 300)}\n`); return; }
      if (opts.trace) process.stderr.write(`${tag} ${l.slice(0, opts.trace === true ? 400 : opts.trace)}\n`);
      if (m.ev === 'error' || m.ev === 'channel-error') process.stderr.write(`${tag} ${l}\n`);
      const i = this.waiters.findIndex((w) => w.match(m));
      if (i >= 0) this.waiters.splice(i, 1)[0].resolve(m); else this.backlog.push(m);
    });
  }
  send(m) { this.proc.stdin.write(JSON.stringify(m) + '\n'); }
  wait(match, seconds = opts.timeout) {
    const i = this.backlog.findIndex(match);
    if (i >= 0) return Promise.resolve(this.backlog.splice(i, 1)[0]);
    return new Promise((resolve, reject) => {
      const w = { match, resolve: (m) => { clearTimeout(t); resolve(m); } };
      const t = setTimeout(() => { this.waiters.splice(this.waiters.indexOf(w), 1); reject(new Error(`${this.tag} ${this.name}: nothing in ${seconds} s for ${match}`)); }, seconds * 1000);
      this.waiters.push(w);
    });
  }
  ask(m, ev, seconds) { this.send(m); return this.wait((x) => x.ev === ev || (ev === 'ok' && x.ev === 'ok' && x.cmd === m.cmd), seconds); }
}

async function oneWay(from, to, size) {
  await to.ask({ cmd: 'reset' }, 'ok');
  const by0 = ticks();
  const [a0, b0] = [tree(from.proc.pid, by0), tree(to.proc.pid, by0)];
  const t0 = performance.now();
  const done = await from.ask({ cmd: 'flood', size, bytes: opts.bytes, seconds: opts.seconds, all: opts.all === true, high: opts.high }, 'flood-done', opts.seconds + 90);
  let k; let still = 0;
  for (;;) {
    const next = await to.ask({ cmd: 'count' }, 'count');
    still = k && next.messages === k.messages ? still + 1 : 0;
    k = next;
    if (k.messages >= done.messages || still > 50) break;
    await sleep(100);
  }
  const wall = performance.now() - t0;
  const by1 = ticks();
  const [a1, b1] = [tree(from.proc.pid, by1), tree(to.proc.pid, by1)];
  const mb = k.bytes / 1e6;
  return {
    from: from.name, to: to.name, size, sent: done.messages, got: k.messages, lost: done.messages - k.messages, gaps: k.gaps, corrupt: k.corrupt,
    MBps: k.MBps && +k.MBps.toFixed(2), msgps: Math.round((k.messages - 1) / k.ms * 1000), wall_s: +(wall / 1000).toFixed(2),
    cpu_send_ms_per_MB: +((a1.cpu_ms - a0.cpu_ms) / mb).toFixed(2), cpu_recv_ms_per_MB: +((b1.cpu_ms - b0.cpu_ms) / mb).toFixed(2),
    cpu_cores: +((a1.cpu_ms - a0.cpu_ms + b1.cpu_ms - b0.cpu_ms) / wall).toFixed(2), rss_send_MB: Math.round(a1.rss / 1e6), rss_recv_MB: Math.round(b1.rss / 1e6),
  };
}

const out = [];
const say = (o) => { out.push(o); process.stdout.write(JSON.stringify(o) + '\n'); if (opts.json) appendFileSync(opts.json, JSON.stringify(o) + '\n'); };

async function run() {
  const [a, b] = [new Peer(names[0], 'A'), new Peer(names[1] ?? names[0], 'B')];
  let code = 0;
  try {
    const [ha, hb] = await Promise.all([a.wait((m) => m.ev === 'hello'), b.wait((m) => m.ev === 'hello')]);
    if (opts.config) for (const p of [a, b]) p.send({ cmd: 'config', ...JSON.parse(opts.config) });
    const t0 = performance.now();
    a.send({ cmd: 'offer' });
    const offer = await a.wait((m) => m.type === 'offer');
    const link = opts.link ? new Link(JSON.parse(opts.link)) : null;
    await link?.open();
    if (link) offer.sdp = link.rewrite('a', offer.sdp);
    b.send(offer);
    const answer = await b.wait((m) => m.type === 'answer');
    if (link) answer.sdp = link.rewrite('b', answer.sdp);
    const t1 = performance.now();
    a.send(answer);
    await Promise.all([a.wait((m) => m.ev === 'open'), b.wait((m) => m.ev === 'open')]);
    const opened = performance.now();
    const max = (s) => Number(/a=max-message-size:(\d+)/.exec(s)?.[1] ?? -1);
    say({ what: 'open', a: `${ha.peer} ${ha.version}`, b: `${hb.peer} ${hb.version}`, offer_answer_ms: Math.round(t1 - t0), answer_to_open_ms: Math.round(opened - t1),
      sdp_max_a: max(offer.sdp), sdp_max_b: max(answer.sdp), setup: [/a=setup:(\w+)/.exec(offer.sdp)?.[1], /a=setup:(\w+)/.exec(answer.sdp)?.[1]] });
    if (opts.ping) {
      await b.ask({ cmd: 'echo', on: true, via: 'same' }, 'ok');
      const p = await a.ask({ cmd: 'ping', n: opts.ping, size: opts.pingsize }, 'ping-done', 120);
      say({ what: 'ping', from: names[0], to: names[1], ...p });
      await b.ask({ cmd: 'echo', on: false }, 'ok');
    }
    if (opts.sizes) {
      for (const p of [a, b]) await p.ask({ cmd: 'log' }, 'ok');
      for (const size of String(opts.sizes).split(',').map(Number)) {
        const row = { what: 'size', from: names[0], to: names[1], size };
        a.backlog = []; b.backlog = [];
        a.send({ cmd: 'send', ch: 0, size });
        const s = await a.wait((m) => m.ev === 'sent' || m.ev === 'error', 10).catch((e) => ({ error: String(e) }));
        if (s.ev !== 'sent') { say({ ...row, sent: false, error: String(s.error).split('\n')[0] }); continue; }
        const r = await b.wait((m) => m.ev === 'message', 4).catch(() => null);
        say({ ...row, sent: true, got: r ? r.len : null, same: r ? r.fnv === s.fnv : false });
        if (!r && size > 0) break;
      }
      for (const p of [a, b]) await p.ask({ cmd: 'log', on: false }, 'ok');
    }
    if (opts.verify) for (const p of [a, b]) await p.ask({ cmd: 'verify' }, 'ok');
    if (opts.flood) {
      for (const size of String(opts.flood).split(',').map(Number)) {
        say({ what: 'flood', ...(await oneWay(a, b, size)) });
        if (opts.both) say({ what: 'flood', ...(await oneWay(b, a, size)) });
      }
    }
    const [sa, sb] = await Promise.all([a.ask({ cmd: 'stats' }, 'stats', 10).catch(() => ({})), b.ask({ cmd: 'stats' }, 'stats', 10).catch(() => ({}))]);
    if (link) say({ what: 'link', link: opts.link, ...link.stats });
    if (sa.tls || sb.tls) say({ what: 'tls', a: [sa.tls, sa.cipher, sa.dtlsRole], b: [sb.tls, sb.cipher, sb.dtlsRole] });
  } catch (e) {
    say({ what: 'failed', a: names[0], b: names[1], error: String(e.message ?? e) });
    code = 1;
  }
  for (const p of [a, b]) { p.send({ cmd: 'exit' }); p.proc.stdin.end(); }
  await sleep(1500);
  for (const p of [a, b]) if (p.proc.exitCode === null && p.proc.signalCode === null) p.proc.kill('SIGTERM');
  await sleep(200);
  process.exit(code);
}
run();
