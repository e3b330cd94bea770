// What all parts of the dialogue share: whom to talk to, how to say what a check found, a link of one's own.
import crypto from 'node:crypto';
import { Identity, ringId } from './identity.mjs';
import { bytesField } from './proto.mjs';
import { Node, rpc } from './node.mjs';

export const [url, internal, token, ringName] = process.argv.slice(2);
export const ring = ringId(ringName);
export const results = { passed: 0, failed: 0 };
export const now = () => BigInt(Date.now());
export const draw = (length) => crypto.randomBytes(length);
export const kind = {
  unreachable: 1,
  unsupported: 2,
  ring: 4,
  storage: 32,
  delivered: 64,
  hello: 65,
  reply: 66,
  application: 80,
  part: 81,
  sealed: 82,
  stream: 112,
};
export const empty = Buffer.alloc(0);

export function check(name, holds, detail = '') {
  results[holds ? 'passed' : 'failed']++;
  if (!holds) console.log(`failed: ${name} ${detail}`);
}

export const plus = (did, n) =>
  Buffer.from(((BigInt(`0x${did.toString('hex')}`) + n) & ((1n << 160n) - 1n)).toString(16).padStart(40, '0'), 'hex');

export async function link(hello) {
  const node = new Node(new Identity(ring));
  const theirs = await node.dial(url, hello);
  return Object.assign(node, { theirs });
}

export const application = (protocol, text) =>
  Buffer.concat([bytesField(1, Buffer.from(protocol)), bytesField(2, Buffer.from(text))]);

// The node puts a register of its own, by JSON-RPC.
export const putByTheNode = (name, value) =>
  rpc(
    internal,
    'putRecord',
    { kind: 'register', name, data: Buffer.from(value).toString('base64'), consistency: 'one' },
    token,
  );
