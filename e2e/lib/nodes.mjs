// A ring of processes on loopback, each with a data directory of its own, and the book of what they acknowledged.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** No wait is longer, on a machine that does much else, too. */
export const LEASH_MS = 60_000;
const CALL_MS = LEASH_MS;

export const sleep = ms => new Promise(resolve => { setTimeout(resolve, ms); });

/** Waits until something holds. Gives the milliseconds that it took, or null where it did not hold in time. */
export async function within(ms, holds) {
  const began = Date.now();
  while (Date.now() - began < ms) {
    if (await holds()) return Date.now() - began;
    await sleep(100);
  }
  return null;
}

/** Runs a program to its end: `{ code, out, err }`. */
export function run(program, words, options = {}) {
  return new Promise(resolve => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let out = '';
    let err = '';
    child.stdout.on('data', data => { out += data; });
    child.stderr.on('data', data => { err += data; });
    child.on('error', error => resolve({ code: -1, out, err: String(error) }));
    child.on('close', (code, signal) => resolve({ code: code ?? signal, out, err }));
  });
}

/** One node that runs. */
export class Node {
  constructor(name, folder, child, said, log) {
    Object.assign(this, said, { name, folder, child, log });
    this.token = readFileSync(join(folder, 'token'), 'utf8').trim();
    this.ended = new Promise(resolve => child.on('exit', (code, signal) => {
      this.status = code ?? signal;
      resolve(this.status);
    }));
  }

  get isUp() { return this.status === undefined; }

  get pid() { return this.child.pid; }

  async fetch(path, options = {}) {
    return fetch(new URL(path, this.internal), {
      ...options,
      headers: { authorization: `Bearer ${this.token}`, ...options.headers },
      signal: AbortSignal.timeout(options.patience ?? CALL_MS),
    });
  }

  async call(method, params = {}, patience = CALL_MS) {
    const response = await this.fetch('/', {
      method: 'POST', patience,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    return response.json();
  }

  /** Its state, or null where it does not say. */
  async state() {
    try {
      return (await this.call('inspect', {}, 3000)).result ?? null;
    } catch {
      return null;
    }
  }

  /** Whether it is a member with so many links, and every store can be written. */
  async isWell(links) {
    const state = await this.state();
    return state !== null && state.phase === 'Member' && state.failing.length === 0
      && state.links.filter(link => link.state === 'Ready').length >= links;
  }

  /** Whether it is a member with so many links, whatever its disk does. */
  async isIn(links) {
    const state = await this.state();
    return state !== null && state.phase === 'Member' && state.links.filter(link => link.state === 'Ready').length >= links;
  }

  /** What a command says of this node: the text that it prints. */
  text(rings, ...words) {
    return execFileSync(rings, [...words, '--data-dir', this.folder], { encoding: 'utf8', timeout: CALL_MS });
  }

  /** The same as JSON. */
  json(rings, ...words) {
    return JSON.parse(this.text(rings, ...words, '--json'));
  }

  kill(signal = 'SIGKILL') {
    if (this.isUp) this.child.kill(signal);
    return this.ended;
  }
}

/** The ring, and what its nodes said was stored. */
export class Ring {
  /** `workers`: how many write and read at a time. */
  constructor(rings, workers = 8) {
    this.rings = rings;
    this.workers = workers;
    this.nodes = new Map();
    this.acknowledged = [];
    this.outcomes = {};
    this.count = 0;
  }

  get live() { return [...this.nodes.values()].filter(node => node.isUp); }

  /** Starts a node; rejected with what it said where it ended instead. `options`: seed, words, env, by (a command before it). */
  start(name, folder, { seed, words = [], env = {}, by = [] } = {}) {
    const [program, ...rest] = [
      ...by, this.rings, 'run', '--data-dir', folder, '--port', '0', '--json', ...(seed ? ['--join', seed.joinUrl] : []), ...words,
    ];
    return new Promise((resolve, reject) => {
      const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
      const log = { out: '', err: '' };
      const leash = setTimeout(() => { child.kill('SIGKILL'); reject(new Error(`${name} did not start: ${log.err}`)); }, LEASH_MS);
      child.stderr.on('data', data => { log.err = (log.err + data).slice(-20_000); });
      child.stdout.on('data', data => {
        log.out += data;
        if (this.nodes.get(name)?.child === child || !log.out.trimEnd().endsWith('}')) return;
        clearTimeout(leash);
        const node = new Node(name, folder, child, JSON.parse(log.out), log);
        this.nodes.set(name, node);
        resolve(node);
      });
      child.on('close', (code, signal) => {
        clearTimeout(leash);
        const ended = new Error(`${name} ended with ${code ?? signal}: ${log.err}`);
        reject(Object.assign(ended, { status: code ?? signal, says: log.err }));
      });
    });
  }

  /** Ends all that run. */
  async end(signal = 'SIGKILL') {
    await Promise.all(this.live.map(node => node.kill(signal)));
    this.nodes.clear();
  }

  /** Puts a record and notes it where it was acknowledged. */
  async put(node, { bytes = 40, renew = false } = {}) {
    const name = `r${this.count++}`;
    const data = Buffer.alloc(bytes, `value of ${name} `).toString('base64');
    let state;
    try {
      const answer = await node.call('putRecord', { kind: 'register', name, data, renew });
      state = answer.result?.state ?? answer.error?.data?.state ?? answer.error?.message ?? 'nothing';
    } catch {
      state = 'no answer';
    }
    this.outcomes[state] = (this.outcomes[state] ?? 0) + 1;
    if (state === 'stored') this.acknowledged.push({ owner: node.did, name, data });
    return state;
  }

  async putMany(node, count, options) {
    for (let number = 0; number < count; number++) await this.put(node, options);
  }

  /** Puts at whichever nodes run, until the function that it gives is called and awaited. */
  write(options) {
    let isOver = false;
    const work = async () => {
      while (!isOver) {
        const { live } = this;
        if (live.length > 0) await this.put(live[this.count % live.length], options);
        await sleep(50);
      }
    };
    const workers = Array.from({ length: this.workers }, work);
    return async () => {
      isOver = true;
      await Promise.all(workers);
    };
  }

  /** What was acknowledged and is not read. `by`: the nodes that read. */
  async lost(by = this.live, entries = this.acknowledged) {
    const lost = [];
    let index = 0;
    await Promise.all(Array.from({ length: this.workers }, async () => {
      while (index < entries.length) {
        const number = index++;
        const entry = entries[number];
        for (let attempt = 1; ; attempt++) {
          const node = by[number % by.length];
          const answer = await node.call('getRecord', { kind: 'register', owner: entry.owner, name: entry.name }).catch(() => ({}));
          if (answer.result?.records.some(record => record.data === entry.data)) break;
          if (answer.result?.final || attempt === 10) { lost.push(`${entry.name} at ${node.name}: ${JSON.stringify(answer)}`); break; }
          await sleep(500);
        }
      }
    }));
    return lost;
  }
}

/** The file of the library that changes a process's clock, or null. */
export async function fakeTime() {
  const { out } = await run('sh', ['-c', 'dpkg -L libfaketime 2>/dev/null | grep /libfaketimeMT.so.1']);
  const file = out.trim().split('\n')[0];
  return file && existsSync(file) ? file : null;
}
