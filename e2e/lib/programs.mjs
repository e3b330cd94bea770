// Programs that know nothing of rings, each on a loopback port of its own, and what is used of them.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { LEASH_MS, within } from './nodes.mjs';

const MIB = 1 << 20;

/** A port that nothing listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise(resolve => { server.close(resolve); });
  return port;
}

function knock(port) {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

/** Programs that run beside a test, and end with it. */
export class Programs {
  constructor() { this.running = []; }

  /** Starts one; `port`: where it listens once it is ready. */
  async start(program, words, { port, ...options } = {}) {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    this.running.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { said = (said + data).slice(-10_000); });
    child.on('error', error => { said += error; });
    if (port && await within(LEASH_MS, () => child.exitCode === null && knock(port)) === null)
      throw new Error(`${program} does not listen: ${said}`);
    return child;
  }

  /** Starts `rings forward` or `proxy`, and gives the port at which it listens. `said`: what it says of connections. */
  async listen(rings, folder, ...words) {
    const child = spawn(rings, [...words, '--json', '--data-dir', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.running.push(child);
    const end = { child, said: '', port: 0 };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { end.said += data; });
    if (await within(LEASH_MS, () => /"listen":"[^"]+:(\d+)"/.test(end.said) || child.exitCode !== null) === null || child.exitCode !== null)
      throw new Error(`rings ${words[0]} does not listen: ${end.said}`);
    end.port = Number(/"listen":"[^"]+:(\d+)"/.exec(end.said)[1]);
    return end;
  }

  async end() {
    await Promise.all(this.running.splice(0).map(child => {
      if (child.exitCode !== null || child.signalCode !== null) return null;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const leash = setTimeout(() => child.kill('SIGKILL'), 3000);
      return ended.finally(() => clearTimeout(leash));
    }));
  }
}

/** Until a socket takes more, or is gone. */
function drained(socket) {
  return new Promise(resolve => {
    const over = () => {
      socket.off('drain', over).off('close', over);
      resolve();
    };
    socket.on('drain', over).on('close', over);
  });
}

/** Bytes by chance of which no MiB is another's, and their SHA-256. */
export class Source {
  constructor(mib) {
    this.mib = mib;
    this.block = randomBytes(MIB);
    this.hash = createHash('sha256');
  }

  async send(socket, progress = () => {}) {
    for (let number = 0; number < this.mib && !socket.destroyed; number++) {
      const block = Buffer.from(this.block);
      block.writeUInt32BE(number);
      this.hash.update(block);
      if (!socket.write(block)) await drained(socket);
      progress(number + 1);
    }
    socket.end();
    return this.hash.digest('hex');
  }
}

/** Reads to the end: how many bytes, their SHA-256, and the longest time in which nothing came once `watch` was called. */
export function sink(socket) {
  const hash = createHash('sha256');
  const state = { bytes: 0, pause: 0, watched: null };
  state.watch = () => { state.watched = performance.now(); };
  socket.on('data', data => {
    hash.update(data);
    state.bytes += data.length;
    if (state.watched === null) return;
    const now = performance.now();
    state.pause = Math.max(state.pause, now - state.watched);
    state.watched = now;
  });
  state.done = new Promise((resolve, reject) => {
    socket.on('end', () => resolve(hash.digest('hex')));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`it was cut off after ${state.bytes} bytes`)));
  });
  state.done.catch(() => { /* said where it is awaited */ });
  return state;
}

/** A server of one kind of transfer: it sends `source` to whoever connects, or takes what comes, and says whose hash it was. */
export async function transferServer({ source = null }) {
  const server = createServer({ allowHalfOpen: true });
  const result = { port: 0, server };
  server.on('connection', socket => {
    socket.on('error', () => { /* the other end says so */ });
    if (source) {
      result.hash = source.send(socket);
      socket.resume();
    } else {
      const taken = sink(socket);
      result.taken = taken;
      taken.done.then(hash => socket.end(hash), () => socket.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  result.port = server.address().port;
  return result;
}

/** Downloads from a port: the state of its sink. */
export function download(port) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const state = sink(socket);
  socket.on('connect', () => socket.end());
  return state;
}

/** Uploads to a port, and gives the hash that was sent and the one that the other end saw. */
export async function upload(port, source, progress) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let said = '';
  socket.setEncoding('utf8').on('data', data => { said += data; });
  const over = new Promise((resolve, reject) => { socket.on('end', resolve).on('error', reject); });
  over.catch(() => { /* said where it is awaited */ });
  await once(socket, 'connect');
  const sent = await source.send(socket, progress);
  await over;
  return { sent, said };
}
