// The address book of this node: names in place of Dids, wherever one is shown.

import { call } from './api.js';
import { short } from './dom.js';

let byDid = new Map();
let self = null;

/** Reads the book again. */
export async function readNames(selfDid) {
  self = selfDid;
  const nodes = (await call('listNames')).filter(entry => entry.service === null);
  byDid = new Map(nodes.map(entry => [entry.did, entry.name]));
}

/** The name that the owner gave to a Did; null when there is none. */
export function nameOf(did) {
  return byDid.get(did) ?? (did === self ? 'me' : null);
}

/** A Did as people read it: its name, or its ends. */
export function called(did) {
  return nameOf(did) ?? short(did);
}

/** All named Dids. */
export function named() {
  return [...byDid].map(([did, name]) => ({ did, name }));
}

/** Gives a Did a name, or takes its name away where the new one is empty. */
export async function rename(did, name) {
  const before = byDid.get(did);
  if (name) await call('addName', { name, did });
  if (before && before !== name) await call('removeName', { name: before });
  await readNames(self);
}
