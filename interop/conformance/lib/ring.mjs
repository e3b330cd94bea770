// docs/protocol/4-ring.md: the body of a transaction of kind RING.
import { read, require_, walk } from './proto.mjs';

const did = 'bytes';
const tables = {
  1: ['FindOwner', { key: [1, did] }],
  2: ['FindNext', { key: [1, did], final: [2, 'varint'] }],
  3: ['AskNeighbours', {}],
  4: ['Probe', {}],
  9: ['OwnerFound', { owner: [1, did], predecessor: [2, did], 'successors[]': [3, did], hops: [4, 'varint'] }],
  10: ['NextFound', { isOwner: [1, 'varint'], final: [2, 'varint'], predecessor: [3, did], 'nodes[]': [4, did] }],
  11: ['Neighbours', { phase: [1, 'varint'], predecessor: [2, did], 'nearer[]': [3, did], 'successors[]': [4, did] }],
  12: ['Alive', {}],
  17: ['Notify', { 'predecessors[]': [1, did] }],
  18: ['Bridge', { id: [1, 'fixed64'], contact: [2, did] }],
  19: ['Leaving', { predecessor: [1, did], 'successors[]': [2, did] }],
  20: ['Changed', {}],
};

// {name, …}; undefined for a message of a later version or none. Throws where the body is malformed.
export function readRing(body) {
  const known = [...walk(body)].filter(({ number, type }) => tables[number] && type === 2).at(-1);
  if (!known) return undefined;
  const [name, table] = tables[known.number];
  const message = { name, ...read(known.value, table) };
  for (const field of ['key', 'owner', 'contact'])
    require_(!(field in message) || message[field].length === 20, `${field}: 20 bytes`);
  require_(!message.predecessor || [0, 20].includes(message.predecessor.length), 'predecessor: 20 bytes, or none');
  for (const list of Object.values(message).filter(Array.isArray))
    require_(list.length <= 32 && list.every((one) => one.length === 20), 'at most 32 Dids');
  require_(name !== 'OwnerFound' || (message.hops >= 1n && message.hops <= 32n), 'hops: 1 to 32');
  return message;
}
