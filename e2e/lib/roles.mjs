// Rings whose nodes are not all linked: who may link with whom is in each node's configuration.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEASH_MS, within } from './nodes.mjs';

/** Makes accounts without starting nodes: `[{ folder, did }]`, by Did. */
export function accounts(rings, folder, count) {
  const made = Array.from({ length: count }, (_, number) => {
    const data = join(folder, `n${number}`);
    const said = execFileSync(rings, ['init', '--data-dir', data, '--json'], { encoding: 'utf8', timeout: LEASH_MS });
    return { folder: data, did: /0x[0-9a-fA-F]{40}/.exec(said)[0] };
  });
  return made.sort((one, other) => (BigInt(one.did) < BigInt(other.did) ? -1 : 1));
}

/** How far two accounts are from each other, by the shorter way round the circle. */
export function nearness(one, other) {
  const [there, round] = [BigInt(one.did) - BigInt(other.did), 1n << 160n];
  const distance = there < 0n ? -there : there;
  return distance < round - distance ? distance : round - distance;
}

/** Says which Dids an account's node links with (`allow`), or does not (`deny`). */
export function configure({ folder }, { allow = [], deny = [] }) {
  const list = accountsOf => accountsOf.map(account => `"${account.did}"`).join(', ');
  writeFileSync(join(folder, 'rings.conf'), `rings.links { allow = [${list(allow)}]\n deny = [${list(deny)}] }\n`);
}

/** The Dids with which a node has a ready link. */
export async function linkedTo(node) {
  const state = await node.state();
  return (state?.links ?? []).filter(link => link.state === 'Ready').map(link => link.did.toLowerCase());
}

/** Asks for the links that each node is to have, and waits until it has these and no others. */
export async function settled(pairs) {
  let wrong = '';
  const took = await within(LEASH_MS, async () => {
    for (const [node, ...others] of pairs) {
      const linked = await linkedTo(node);
      const missing = others.filter(other => !linked.includes(other.did.toLowerCase()));
      wrong = `${node.name} has ${linked.length} links, and none to ${missing.map(other => other.name)}`;
      for (const other of missing) await node.call('connectWithDid', { did: other.did }, LEASH_MS / 4).catch(() => null);
      if (missing.length > 0 || linked.length !== others.length) return false;
    }
    return true;
  });
  if (took === null) throw new Error(`the nodes are not linked as they should be: ${wrong}`);
}
