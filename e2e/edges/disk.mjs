// Disks that are small, full, read-only or without an inode.
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { run, sleep, within } from '../lib/nodes.mjs';
import { RETURN_MS } from './patience.mjs';

const NOBODY = 65534;

async function must(program, ...words) {
  const { code, err } = await run(program, words);
  if (code !== 0) throw new Error(`${program} ${words.join(' ')}: ${err}`);
}

async function mount(edge, name, options) {
  const folder = edge.folder(name);
  mkdirSync(folder);
  await must('mount', '-t', 'tmpfs', '-o', `${options},mode=700`, 'none', folder);
  edge.atEnd(() => run('umount', ['--lazy', folder]));
  return folder;
}

const remount = (folder, options) => must('mount', '-o', `remount,${options}`, folder);

const postFile = (node, bytes) => node.fetch('/files', { method: 'POST', body: bytes });

async function getFile(node, root) {
  const response = await node.fetch(`/files/${root}`);
  return response.ok ? Buffer.from(await response.arrayBuffer()) : Buffer.from(`${response.status} ${await response.text()}`);
}

async function two(edge) {
  const anna = await edge.ring.start('anna', edge.folder('anna'));
  const bela = await edge.ring.start('bela', edge.folder('bela'), { seed: anna });
  return [anna, bela];
}

/** Uploads that a disk of 3 MiB cannot take are refused as full, or kept by the other nodes; the node stays, and takes writes when there is room. */
export async function smallDisk(edge) {
  const { ring, check } = edge;
  const [anna, bela] = await two(edge);
  const folder = await mount(edge, 'cleo', 'size=3m');
  const cleo = await ring.start('cleo', folder, { seed: anna });
  check('a node on a disk of 3 MiB joins', await within(RETURN_MS, () => cleo.isIn(2)) !== null);
  await ring.putMany(cleo, 10);
  await ring.putMany(bela, 10);

  const content = randomBytes(4_000_000);
  const answer = await postFile(cleo, content);
  const words = (await answer.text()).trim();
  // A node that owns few keys owns no part of the file by chance: then the others keep it, and it is there.
  const isRefused = answer.status === 507 && /no room|full/i.test(words);
  const isKept = async () => answer.ok && (await getFile(anna, JSON.parse(words).root)).equals(content);
  check(`4 MB are refused, or kept by the others: ${answer.status} ${words}`, isRefused || await isKept());
  check('the node is in its ring', await within(RETURN_MS, () => cleo.isIn(2)) !== null);
  edge.nothingIsLost(await ring.lost());

  await remount(folder, 'size=64m');
  const back = await within(RETURN_MS, async () => await cleo.isWell(2) && (await postFile(cleo, randomBytes(300_000))).ok);
  check(`with room again it takes files, after ${back} ms`, back !== null);
  check('all that was acknowledged is read', (await ring.lost()).length === 0);
}

/** A small node joins a ring that holds more than it can: it serves what others hold for it. */
export async function smallNewcomer(edge) {
  const { ring, check } = edge;
  const [anna] = await two(edge);
  const content = randomBytes(4_000_000);
  const { root } = await (await postFile(anna, content)).json();
  const cleo = await ring.start('cleo', await mount(edge, 'cleo', 'size=3m'), { seed: anna });
  check('a node on a disk of 3 MiB joins a ring that holds 4 MB', await within(RETURN_MS, () => cleo.isIn(2)) !== null);
  await sleep(edge.isShare ? 1000 : 15_000);
  check('it is in its ring still', await cleo.isIn(2));
  for (const node of [cleo, anna]) {
    const got = await getFile(node, root);
    check(`the file is fetched whole by ${node.name}${got.equals(content) ? '' : `: ${got.subarray(0, 200)}`}`, got.equals(content));
  }
}

/** Without a free inode nothing begins, and the reason is told; a node that runs goes on. */
export async function noInodes(edge) {
  const { ring, check } = edge;
  const anna = await ring.start('anna', edge.folder('anna'));
  const folder = await mount(edge, 'bela', 'size=64m,nr_inodes=1');
  for (const inodes of edge.isShare ? [1, 5] : Array.from({ length: 14 }, (_, number) => number + 1)) {
    await remount(folder, `nr_inodes=${inodes}`);
    try {
      const node = await ring.start('bela', folder, { seed: anna });
      check(`with ${inodes} inodes it runs`, await within(RETURN_MS, () => node.isIn(1)) !== null);
      await node.kill();
    } catch (error) {
      check(
        `with ${inodes} inodes: ${(error.says ?? error.stack).trim().split('\n').at(-1)}`,
        error.status === 1 && /no space is left/.test(error.says));
    }
  }

  await remount(folder, 'nr_inodes=100');
  const bela = await ring.start('bela', folder, { seed: anna });
  check('with room it is in its ring', await within(RETURN_MS, () => bela.isWell(1)) !== null);
  for (let number = 0; number < 100; number++) {
    try {
      writeFileSync(join(folder, `fill-${number}`), '');
    } catch {
      break;
    }
  }

  await ring.putMany(bela, 20);
  await sleep(edge.isShare ? 0 : 12_000);
  check('without a free inode it goes on', await bela.isIn(1) && await ring.put(bela) === 'stored');
  for (let number = 0; number < 100; number++) rmSync(join(folder, `fill-${number}`), { force: true });
  const back = await within(RETURN_MS, () => bela.isWell(1));
  check(`with inodes again all is well, after ${back} ms`, back !== null);
  edge.nothingIsLost(await ring.lost());
}

/** A directory that can only be read: told as that, by the node and by the doctor; a node that runs goes on. */
export async function readOnly(edge) {
  const { ring, check } = edge;
  const anna = await ring.start('anna', edge.folder('anna'));
  const folder = await mount(edge, 'bela', 'size=64m');
  const first = await ring.start('bela', folder, { seed: anna });
  await ring.putMany(first, 10);
  await first.kill('SIGTERM');
  await remount(folder, 'ro');
  const refused = await ring.start('bela', folder, { seed: anna }).catch(error => error);
  check(`it does not start: ${(refused.says ?? '').trim()}`, refused.status === 1 && /read-only/.test(refused.says));
  const doctor = await run(ring.rings, ['doctor', '--data-dir', folder]);
  check('the doctor says the same', doctor.code === 1 && /read-only/.test(doctor.out));
  await remount(folder, 'rw');

  // Who is not root is kept out by the directory's mode.
  const isRoot = process.getuid() === 0;
  const by = isRoot ? ['setpriv', '--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'] : [];
  if (isRoot) await must('chown', '-R', `${NOBODY}:${NOBODY}`, folder);
  if (isRoot) for (const above of edge.above) chmodSync(above, 0o755);
  chownSync(folder, isRoot ? NOBODY : process.getuid(), isRoot ? NOBODY : process.getgid());
  const bela = await ring.start('bela', folder, { seed: anna, by });
  check('writable again, it is in its ring', await within(RETURN_MS, () => bela.isWell(1)) !== null);
  chmodSync(folder, 0o500);
  await ring.putMany(bela, 20);
  await sleep(edge.isShare ? 0 : 12_000);
  check('in a directory that takes no file it goes on', await bela.isIn(1) && (await ring.lost([bela])).length === 0);
  chmodSync(folder, 0o700);
  const back = await within(RETURN_MS, async () => await bela.isWell(1) && await ring.put(bela) === 'stored');
  check(`it takes writes again, after ${back} ms`, back !== null);
  edge.nothingIsLost(await ring.lost());
}

/** Takes every byte that is left. */
function fill(folder) {
  const file = openSync(join(folder, 'filler'), 'w');
  for (let size = 1 << 20; size > 0; size >>= 1) {
    try {
      for (;;) if (writeSync(file, Buffer.alloc(size)) < size) break;
    } catch {
      continue;
    }
  }
  closeSync(file);
}

/** A disk that fills up under puts, and is free again. */
export async function fullDisk(edge) {
  const { ring, check } = edge;
  const [anna, bela] = await two(edge);
  const folder = await mount(edge, 'cleo', 'size=64m');
  let cleo = await ring.start('cleo', folder, { seed: anna });
  check('a ring of three', await within(RETURN_MS, async () =>
    (await Promise.all([anna, bela, cleo].map(node => node.isWell(2)))).every(Boolean)) !== null);
  const stop = ring.write();
  await sleep(edge.isShare ? 1000 : 4000);
  for (let round = 1; round <= (edge.isShare ? 1 : 3); round++) {
    fill(folder);
    await within(RETURN_MS, async () => (await cleo.state())?.failing.length > 0);
    check('a full disk is told', (await cleo.fetch('/readyz')).status === 503);
    const before = ring.acknowledged.slice(0, 40);
    check('what it holds is served', (await ring.lost([cleo], before)).length === 0);
    if (round === 2) {
      await cleo.kill();
      cleo = await ring.start('cleo', folder, { seed: anna }).catch(error => error);
      check(`it starts on a full disk${cleo.says ? `: ${cleo.says}` : ''}`, !cleo.says);
      const took = await within(RETURN_MS, () => cleo.isIn(2));
      check(`and is in its ring, after ${took} ms`, took !== null);
      check('and serves', (await ring.lost([cleo], before)).length === 0);
    }

    rmSync(join(folder, 'filler'));
    const back = await within(RETURN_MS, () => cleo.isWell(2));
    check(`with room again all is well, after ${back} ms`, back !== null);
  }

  await stop();
  check(`nothing but full was an answer: ${JSON.stringify(ring.outcomes)}`, ring.outcomes.stored > 20);
  edge.nothingIsLost(await ring.lost());
}
