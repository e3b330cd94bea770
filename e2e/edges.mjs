// What the world does to a node: disks, limits, damage, kill -9, wrong clocks. Processes on loopback; for its disks it needs a
// mount namespace of its own (.ci/long edges makes one).
// usage: node e2e/edges.mjs RINGS [--share] [SCENARIO...]; EDGES_OFFSETS (50) and EDGES_FILES (a pattern) for damaged-files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockAhead, clockBack } from './edges/clock.mjs';
import { Checks } from './lib/checks.mjs';
import { damagedFiles, damagedWhileRunning } from './edges/damage.mjs';
import { fullDisk, noInodes, readOnly, smallDisk, smallNewcomer } from './edges/disk.mjs';
import { Ring } from './lib/nodes.mjs';
import { descriptors, fileSize, kills } from './edges/process.mjs';
import { shells } from './edges/shells.mjs';

const SCENARIOS = {
  'small-disk': smallDisk, 'small-newcomer': smallNewcomer, 'no-inodes': noInodes, 'read-only': readOnly, 'full-disk': fullDisk,
  kills, 'damaged-files': damagedFiles, 'damaged-while-running': damagedWhileRunning, 'clock-ahead': clockAhead,
  'clock-back': clockBack, 'file-size': fileSize, descriptors, shells,
};
const SHARE = ['small-disk', 'damaged-files', 'kills', 'shells'];
const words = process.argv.slice(2);
const isShare = words.includes('--share');
const [rings, ...asked] = words.filter(word => word !== '--share');
const names = asked.length > 0 ? asked : isShare ? SHARE : Object.keys(SCENARIOS);
const unknown = names.filter(name => !(name in SCENARIOS));
if (!rings || unknown.length > 0) {
  console.log(`usage: node e2e/edges.mjs RINGS [--share] [SCENARIO...]\n${Object.keys(SCENARIOS).join('\n')}`);
  process.exit(2);
}

const checks = new Checks('edges');
const check = checks.check.bind(checks);

for (const name of names) {
  const root = mkdtempSync(join(tmpdir(), 'rings-edges-'));
  const ring = new Ring(rings);
  const began = Date.now();
  const atEnd = [];
  const failedBefore = checks.failed;
  console.log(`== ${name}`);
  try {
    await SCENARIOS[name]({
      ring, isShare, check, above: [root], conf: join(root, 'rings.conf'), random: Math.random,
      offsets: Number(process.env.EDGES_OFFSETS ?? 50),
      folder: which => join(root, which),
      atEnd: action => atEnd.push(action),
      nothingIsLost: lost => check(
        `nothing of ${ring.acknowledged.length} that was acknowledged is lost${lost.length ? `: ${lost.slice(0, 5).join('\n')}` : ''}`,
        lost.length === 0),
    });
  } catch (error) {
    checks.fail(error.stack);
  }
  if (checks.failed > failedBefore)
    for (const node of ring.nodes.values()) console.log(`-- ${node.name}${node.isUp ? '' : `, ended with ${node.status}`}\n${node.log.err}`);
  await ring.end();
  for (const action of atEnd) await action();
  rmSync(root, { recursive: true, force: true });
  console.log(`-- ${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
checks.end();
