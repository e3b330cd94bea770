// One peer as a process: JSON lines in and out.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
export const known = {
  rings: ['dotnet', `${here}Rings.Interop.Peer/bin/Release/net10.0/Rings.Interop.Peer.dll`],
  werift: [process.execPath, `${here}werift.mjs`],
  ndc: [process.execPath, `${here}ndc.mjs`],
  wrtc: [process.execPath, `${here}wrtc.mjs`],
  chromium: [process.execPath, `${here}chromium.mjs`],
  firefox: [process.execPath, `${here}firefox.mjs`],
  aiortc: ['/usr/bin/python3', `${here}aiortc_peer.py`],
};

export class Peer {
  constructor(name, tag, seconds = 60) {
    const cmd = known[name] ?? name.split(' ');
    Object.assign(this, { name, tag, seconds, waiters: [], backlog: [], last: [] });
    this.proc = spawn(cmd[0], cmd.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] });
    this.ended = new Promise((r) => this.proc.on('close', r));
    createInterface({ input: this.proc.stderr }).on('line', (l) => this.remember(l));
    createInterface({ input: this.proc.stdout }).on('line', (l) => this.line(l));
    this.proc.stdin.on('error', () => { /* it ended by itself; its answers are missed where they are awaited */ });
  }

  remember(l) { this.last.push(`${this.tag} ${this.name}: ${l}`); if (this.last.length > 12) this.last.shift(); }

  line(l) {
    this.remember(l);
    let m;
    try { m = JSON.parse(l); } catch { return; }
    const i = this.waiters.findIndex((w) => w.match(m));
    if (i >= 0) this.waiters.splice(i, 1)[0].resolve(m); else this.backlog.push(m);
  }

  send(m) { this.proc.stdin.write(JSON.stringify(m) + '\n'); }

  forget(match) { this.backlog = this.backlog.filter((m) => !match(m)); }

  wait(match, seconds = this.seconds) {
    const i = this.backlog.findIndex(match);
    if (i >= 0) return Promise.resolve(this.backlog.splice(i, 1)[0]);
    return new Promise((resolve, reject) => {
      const w = { match, resolve: (m) => { clearTimeout(t); resolve(m); } };
      const t = setTimeout(() => {
        this.waiters.splice(this.waiters.indexOf(w), 1);
        reject(new Error(`${this.tag} ${this.name}: nothing in ${seconds} s for ${match}`));
      }, seconds * 1000);
      this.waiters.push(w);
    });
  }

  ask(m, ev, seconds) {
    this.send(m);
    return this.wait((x) => x.ev === ev || (ev === 'ok' && x.ev === 'ok' && x.cmd === m.cmd), seconds);
  }

  // Asked to go first; made to go when it does not.
  async end() {
    try { this.send({ cmd: 'exit' }); this.proc.stdin.end(); } catch { /* gone already */ }
    const soft = setTimeout(() => this.proc.kill('SIGTERM'), 3000);
    const hard = setTimeout(() => this.proc.kill('SIGKILL'), 6000);
    await this.ended;
    clearTimeout(soft); clearTimeout(hard);
  }
}
