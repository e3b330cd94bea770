// A node in a page: import { join } from '…/rings.js'.

import * as accounts from './account.mjs';
import { RingsError, refused } from './errors.mjs';
import { attach } from './node.mjs';
import { checkOptions, toBytes, toBase64, fromBase64 } from './options.mjs';

export { accounts, RingsError };

// How often the progress of joining is told while nothing else is.
const PROGRESS_MS = 250;

let runtime;
let current;

/** Joins a ring; ends when this page is a member of it. */
export async function join(options) {
  const asked = checkOptions(options);
  if (current) throw new RingsError('busy', 'this page has a node already', 'Use it, or leave() first.');
  current = 'starting';
  try {
    asked.onprogress({ stage: 'start' });
    const node = await (runtime ??= load().catch((error) => { runtime = undefined; throw error; }));
    const account = asked.account ?? (await accounts.device());
    const ring = new Ring(node, asked);
    const status = JSON.parse(await node.Start(asked.toNode(toBase64(account.secret))));
    current = ring;
    await ring.begin(status);
    return ring;
  } catch (error) {
    if (current instanceof Ring) await current.leave();
    current = undefined;
    throw error;
  }
}

/** A ring as this page is in it. */
export class Ring extends EventTarget {
  #node;
  #options;
  #receivers = new Map();

  constructor(node, options) {
    super();
    this.#node = node;
    this.#options = options;
    this.ring = options.ring;
    this.phase = 'joining';
    attach({ received: (message) => this.#received(message), happened: (what, fields) => this.#happened(what, fields) });
  }

  /** Waits until the page is a member: within the caller's patience, and says which seed failed and why. */
  async begin(status) {
    this.did = status.did;
    const deadline = performance.now() + this.#options.patience;
    for (let now = status; now.phase !== 'member'; now = await this.status()) {
      this.#options.signal?.throwIfAborted();
      if (performance.now() > deadline) throw noSeed(this.#options.seeds, now.troubles);
      this.#options.onprogress({ stage: now.links.length > 0 ? 'link' : 'seed' });
      await this.#phaseOr(PROGRESS_MS);
    }
    this.phase = 'member';
    this.#options.onprogress({ stage: 'member' });
  }

  /** Sends a message end to end: `delivered`, or `mailed` where the other is away. */
  async send(to, protocol, data, { mail = true } = {}) {
    return outcome(await this.#call(() => this.#node.Send(to, protocol, toBytes(data), mail)));
  }

  /** Has a function receive a protocol's messages; what it returns is awaited before the next one. */
  receive(protocol, handler) {
    if (this.#receivers.has(protocol))
      throw new RingsError('busy', `${protocol} has a receiver already`, 'Dispose that one first.');
    const receiver = { handler, ended: this.#listen(protocol) };
    this.#receivers.set(protocol, receiver);
    const dispose = () => {
      if (this.#receivers.get(protocol) !== receiver) return receiver.ended;
      this.#node.Unlisten(protocol);
      return receiver.ended;
    };
    return { dispose, [Symbol.asyncDispose ?? Symbol.for('asyncDispose')]: dispose };
  }

  /** A protocol's messages, one after another. */
  async *messages(protocol, { signal, capacity = 256 } = {}) {
    const waiting = [];
    let wake = () => {};
    const receiver = this.receive(protocol, async (message) => {
      waiting.push(message);
      wake();
      while (waiting.length >= capacity && !signal?.aborted) await new Promise((resolve) => setTimeout(resolve, 10));
    });
    signal?.addEventListener('abort', () => wake());
    try {
      while (!signal?.aborted) {
        if (waiting.length > 0) yield waiting.shift();
        else await new Promise((resolve) => (wake = resolve));
      }
    } finally {
      await receiver.dispose();
    }
  }

  /** Sets a value that this account alone replaces. */
  async put(name, value, { life = 0 } = {}) {
    return outcome(await this.#call(() => this.#node.Put(name, toBytes(value), life)));
  }

  /** Reads a value of somebody; null: there is none. */
  async get(owner, name) {
    const found = outcome(await this.#call(() => this.#node.Get(owner, name)));
    const newest = found.records[0];
    return newest ? toFound(newest) : null;
  }

  /** Who owns a key. */
  async lookup(key) {
    return outcome(await this.#call(() => this.#node.Lookup(key)));
  }

  /** The node's state. */
  async status() {
    return outcome(await this.#call(() => this.#node.Status()));
  }

  /** Leaves the ring. */
  async leave() {
    if (this.phase === 'left') return;
    this.#turn('left');
    current = undefined;
    await this.#node.Leave();
  }

  async [Symbol.asyncDispose ?? Symbol.for('asyncDispose')]() {
    await this.leave();
  }

  async #call(command) {
    if (this.phase === 'left') throw new RingsError('left', 'this page has left the ring', 'Join again.');
    return await command();
  }

  /** Ends when the receiver was disposed, and another may come. */
  async #listen(protocol) {
    try {
      await this.#node.Listen(protocol);
    } catch (error) {
      this.#tell('error', { error });
    } finally {
      this.#receivers.delete(protocol);
    }
  }

  /** Ends when the phase changes, or after so many milliseconds. */
  #phaseOr(ms) {
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(patience);
        this.removeEventListener('phase', over);
        resolve();
      };
      const patience = setTimeout(over, ms);
      this.addEventListener('phase', over);
    });
  }

  async #received(message) {
    const { handler } = this.#receivers.get(message.protocol);
    const { from, protocol } = message;
    try {
      await handler({
        ...message,
        time: new Date(message.sentAt),
        text: () => new TextDecoder().decode(message.data),
        json: () => JSON.parse(new TextDecoder().decode(message.data)),
        reply: (data) => this.send(from, protocol, data),
      });
    } catch (error) {
      this.#tell('error', { error });
    }
  }

  #happened(what, fields) {
    if (what === 'phase') this.#turn(fields.phase);
    else this.#tell(what === 'failed' ? 'error' : what, fields);
  }

  #turn(phase) {
    if (this.phase === 'left' || this.phase === phase) return;
    this.phase = phase;
    this.#tell('phase', { phase });
  }

  #tell(type, fields) {
    this.dispatchEvent(Object.assign(new Event(type), fields));
  }
}

function outcome(json) {
  const told = JSON.parse(json);
  if (told.state === 'refused') throw refused(told);
  return told;
}

const toFound = (record) => {
  const data = fromBase64(record.value);
  return { author: record.author, expires: new Date(record.expires), data, text: () => new TextDecoder().decode(data) };
};

function noSeed(seeds, troubles) {
  if (seeds.length === 0) return new RingsError('no-seed', 'no seed was named', 'Name the address of a node: seeds: ["https://…/"].');
  const why = troubles.map(({ seed, reason }) => `${seed}: ${reason}`).join('; ') || 'no seed has answered in time';
  return new RingsError('no-seed', why, 'Check that the node runs and that this page may reach it.', { seed: troubles[0]?.seed ?? seeds[0] });
}

async function load() {
  const here = new URL('./', import.meta.url);
  const { dotnet } = await import(new URL('./_framework/dotnet.js', here).href);
  const api = await dotnet.create();
  const { load: loadCrypto } = await import('./crypto.mjs');
  await loadCrypto(new URL('./sodium.mjs', here).href);
  await api.runMain();
  const exports = await api.getAssemblyExports(api.getConfig().mainAssemblyName);
  return exports.Rings.Browser.Node.BrowserNode;
}
