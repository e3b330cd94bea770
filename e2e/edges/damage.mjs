// Files of the data directory, damaged while the node is down, and under a node that runs.
import { closeSync, cpSync, openSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run, sleep, within } from '../lib/nodes.mjs';
import { RETURN_MS } from './patience.mjs';

const FLIP = 0x5a;
const DAMAGED_BYTES = 64;

/** Files that only a person can mend: the node may say so and end. */
const FOR_PEOPLE = /^(node\.key|token|names\.json|rings\.conf)$/;

const isKept = name => !/damaged-|^endpoint$|^lock$|^\.probe/.test(name);

function damage(path, offset) {
  const bytes = readFileSync(path);
  for (let at = offset; at < Math.min(bytes.length, offset + DAMAGED_BYTES); at++) bytes[at] ^= FLIP;
  writeFileSync(path, bytes);
}

/** A data directory as kill -9 and an orderly end leave it, both with something in every store. */
async function templates(edge, anna) {
  const { ring } = edge;
  const folder = edge.folder('template');
  writeFileSync(edge.conf, 'rings.ring.successors = 4\n');
  const cleo = await ring.start('cleo', folder, { seed: anna });
  await within(RETURN_MS, () => cleo.isWell(2));
  cpSync(edge.conf, join(folder, 'rings.conf'));
  await ring.putMany(cleo, 40);
  await ring.putMany(cleo, 10, { renew: true });
  await ring.putMany(anna, 20);
  await cleo.call('addName', { name: 'anna', did: anna.did });
  await cleo.call('sendMessage', { destination_did: anna.did, protocol: 'chat/1', data: Buffer.from('hello').toString('base64') });
  await anna.call('sendMessage', { destination_did: cleo.did, protocol: 'chat/1', data: Buffer.from('hello').toString('base64') });
  await sleep(6000); // Peers are written down by then.
  const killed = edge.folder('template-killed');
  await cleo.kill();
  cpSync(folder, killed, { recursive: true });
  const again = await ring.start('cleo', folder, { seed: anna });
  await within(RETURN_MS, () => again.isWell(2));
  await again.kill('SIGTERM');
  return [
    ...readdirSync(folder, { recursive: true }).filter(isKept).map(file => ({ folder, file })),
    ...readdirSync(killed).filter(file => file.endsWith('-wal')).map(file => ({ folder: killed, file })),
  ].filter(({ folder: of, file }) => statSync(join(of, file)).isFile() && statSync(join(of, file)).size > 0);
}

/** Each file at each of 50 offsets: the node is in its ring by itself, or ends and names the file and what to do. */
export async function damagedFiles(edge) {
  const { ring, check } = edge;
  const offsets = edge.isShare ? 1 : edge.offsets;
  const anna = await ring.start('anna', edge.folder('anna'));
  await ring.start('bela', edge.folder('bela'), { seed: anna });
  const victims = await templates(edge, anna);
  const wanted = new RegExp(process.env.EDGES_FILES ?? (edge.isShare ? '\\.db$' : ''));
  const chosen = victims.filter(({ file }) => wanted.test(file));
  for (const { folder: template, file } of chosen) {
    const { size } = statSync(join(template, file));
    const results = { well: 0, refused: 0, slowest: 0 };
    const wrong = [];
    for (let number = 0; number < offsets; number++) {
      const offset = edge.isShare ? Math.min(4096, size >> 1) : Math.floor(number * size / offsets);
      await oneDamage(edge, anna, { template, file, offset, results, wrong });
    }
    check(
      `${file} damaged at ${offsets} offsets: ${results.well} times in its ring, after ${results.slowest} ms at most; `
      + `${results.refused} times refused${wrong.length ? `\n${wrong.slice(0, 5).join('\n')}` : ''}`, wrong.length === 0);
  }
  edge.nothingIsLost(await ring.lost());
}

async function oneDamage(edge, anna, { template, file, offset, results, wrong }) {
  const { ring } = edge;
  const folder = edge.folder('damaged');
  rmSync(folder, { recursive: true, force: true });
  cpSync(template, folder, { recursive: true });
  damage(join(folder, file), offset);
  const doctor = edge.isShare || FOR_PEOPLE.test(file) ? await run(ring.rings, ['doctor', '--data-dir', folder]) : null;
  const began = Date.now();
  const node = await ring.start('cleo', folder, { seed: anna }).catch(error => error);
  if (node instanceof Error) {
    results.refused++;
    const isTold = node.status === 1 && node.says?.includes(file) && !node.says.includes('a fault of rings');
    if (!isTold || !FOR_PEOPLE.test(file)) wrong.push(`at ${offset}: ${node.message}`);
    if (doctor?.code !== 1) wrong.push(`at ${offset}: the doctor found nothing: ${node.message}`);
    return;
  }
  // Another key, or none that the ring knows, is another node: it is a member all the same.
  const took = await within(RETURN_MS, () => node.isWell(2));
  if (took === null) wrong.push(`at ${offset}: not in its ring: ${JSON.stringify(await node.state())} ${node.log.err}`);
  else {
    results.well++;
    results.slowest = Math.max(results.slowest, Date.now() - began);
    const lost = await ring.lost([node], ring.acknowledged.slice(0, 5));
    if (lost.length > 0) wrong.push(`at ${offset}: ${lost.join(', ')}`);
  }
  await node.kill();
}

/** Writes over a file that a process has open, by whatever name it goes. */
function spoil(pid, name) {
  for (const number of readdirSync(`/proc/${pid}/fd`)) {
    let target;
    try {
      target = basename(readlinkSync(`/proc/${pid}/fd/${number}`).replace(/ \(deleted\)$/, ''));
    } catch {
      continue;
    }
    if (target !== name && target !== `${name}-wal`) continue;
    const path = `/proc/${pid}/fd/${number}`;
    const { size } = statSync(path);
    const file = openSync(path, 'r+');
    const junk = Buffer.alloc(4096, FLIP);
    for (let at = 100; at < size; at += junk.length) writeSync(file, junk, 0, Math.min(junk.length, size - at), at);
    closeSync(file);
  }
}

async function readAll(ring, node) {
  await Promise.all(ring.acknowledged.map(({ owner, name }) =>
    node.call('getRecord', { kind: 'register', owner, name, consistency: 'one' }, 20_000).catch(() => null)));
}

/** A store that is lost under a node that runs: a new one is begun; where there can be none, the process ends. */
export async function damagedWhileRunning(edge) {
  const { ring, check } = edge;
  const anna = await ring.start('anna', edge.folder('anna'));
  await ring.start('bela', edge.folder('bela'), { seed: anna });
  const folder = edge.folder('cleo');
  const cleo = await ring.start('cleo', folder, { seed: anna });
  await within(RETURN_MS, () => cleo.isWell(2));
  // More than the pages that SQLite keeps in memory.
  for (let number = 0; number < 10; number++)
    await Promise.all(Array.from({ length: 15 }, () => ring.put(anna, { bytes: 30_000 })));
  check('a ring of three holds 4.5 MB', ring.acknowledged.length === 150);

  spoil(cleo.pid, 'records.db');
  const aside = await within(RETURN_MS, async () => {
    await readAll(ring, cleo);
    return readdirSync(folder).includes('records.db.damaged-1');
  });
  check('the damaged store is set aside', aside !== null && cleo.isUp);
  const back = await within(RETURN_MS, () => cleo.isWell(2));
  check(`and the node is in its ring, after ${back} ms`, back !== null);
  check('it reads all that was acknowledged', (await ring.lost([cleo])).length === 0);

  const elsewhere = `${folder}-moved`;
  renameSync(folder, elsewhere);
  writeFileSync(folder, 'no directory');
  spoil(cleo.pid, 'records.db');
  const status = await within(RETURN_MS, async () => {
    if (cleo.isUp) await readAll(ring, cleo);
    return !cleo.isUp;
  });
  check(`where there can be no new store the process ends with status ${cleo.status}`, status !== null && cleo.status === 1);
  check(`and says so: ${cleo.log.err.trim().split('\n').at(-1)}`, /the node has stopped for good/.test(cleo.log.err));
  rmSync(folder);
  renameSync(elsewhere, folder);
  const next = await ring.start('cleo', folder, { seed: anna });
  const again = await within(RETURN_MS, () => next.isWell(2));
  check(`whoever starts it again has it in its ring, after ${again} ms`, again !== null);
  edge.nothingIsLost(await ring.lost());
}
