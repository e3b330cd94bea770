// What the measurements share: starting peers, joining two of them, a process's time.
import { readFileSync, readdirSync } from 'node:fs';
import { Peer } from '../../interop/lib/process.mjs';

export const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
export const median = (xs) => {
  const s = xs.filter((x) => x !== null && x !== undefined).sort((p, q) => p - q);
  return s.length ? s[s.length >> 1] : null;
};

// CPU milliseconds (10 ms ticks) of a process and all below it.
export function cpuOf(pid) {
  const by = new Map();
  for (const d of readdirSync('/proc')) {
    if (!/^\d+$/.test(d)) continue;
    try {
      const s = readFileSync(`/proc/${d}/stat`, 'utf8');
      const f = s.slice(s.lastIndexOf(')') + 2).split(' ');
      by.set(Number(d), { ppid: Number(f[1]), t: Number(f[11]) + Number(f[12]) });
    } catch { /* gone */ }
  }
  let t = 0;
  for (const q = [pid]; q.length;) {
    const p = q.pop();
    t += by.get(p)?.t ?? 0;
    for (const [k, v] of by) if (v.ppid === p) q.push(k);
  }
  return t * 10;
}

export async function start(name, tag, config) {
  const peer = new Peer(name, tag, 60);
  await peer.wait((m) => m.ev === 'hello');
  if (config) peer.send({ cmd: 'config', ...config });
  return peer;
}

export async function join(a, b, conn = '0') {
  const mine = (m) => String(m.conn ?? '0') === conn;
  a.send({ cmd: 'offer', conn });
  const offer = await a.wait((m) => m.type === 'offer' && mine(m));
  b.send(offer);
  const answer = await b.wait((m) => m.type === 'answer' && mine(m));
  a.send(answer);
  await Promise.all([a, b].map((p) => p.wait((m) => m.ev === 'open' && mine(m))));
}
