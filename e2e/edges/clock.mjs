// Clocks that are wrong, and are set: Debian's faketime before the program, the offset in a file that it reads again and again.
import { writeFileSync } from 'node:fs';
import { fakeTime, sleep, within } from '../lib/nodes.mjs';
import { RETURN_MS } from './patience.mjs';

async function clockOf(edge, name) {
  const library = await fakeTime();
  if (library === null) throw new Error('faketime is not installed: .ci/install does it');
  const file = `${edge.folder(name)}.clock`;
  // Written in one go, and with nothing behind it: it is read while it is written.
  const set = offset => writeFileSync(file, `${offset}\n`);
  set('+0');
  const env = {
    LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
  return { set, env };
}

async function two(edge) {
  const anna = await edge.ring.start('anna', edge.folder('anna'));
  const bela = await edge.ring.start('bela', edge.folder('bela'), { seed: anna });
  return [anna, bela];
}

/** The first start with a clock 30 h ahead; set right while the node runs, and while it is down. */
export async function clockAhead(edge) {
  const { ring, check } = edge;
  const [anna] = await two(edge);
  for (const isDown of edge.isShare ? [true] : [true, false]) {
    const name = isDown ? 'cleo' : 'dora';
    const { set, env } = await clockOf(edge, name);
    set('+30h');
    let node = await ring.start(name, edge.folder(name), { seed: anna, env });
    await sleep(edge.isShare ? 1000 : 12_000);
    check(`30 h ahead: ${node.log.err.trim().split('\n').at(-1)}`, !await node.isIn(1));
    if (isDown) await node.kill();
    set('+0');
    if (isDown) node = await ring.start(name, edge.folder(name), { seed: anna, env });
    const back = await within(RETURN_MS, () => node.isWell(2));
    check(`the clock was set right while it ${isDown ? 'was down' : 'ran'}: in its ring after ${back} ms`, back !== null);
    await ring.putMany(node, 10);
  }
  check('it stores', ring.acknowledged.length >= (edge.isShare ? 10 : 20));
  edge.nothingIsLost(await ring.lost());
}

/** The clock of a member is set back, by minutes and by hours, and is right again. */
export async function clockBack(edge) {
  const { ring, check } = edge;
  const [anna] = await two(edge);
  const { set, env } = await clockOf(edge, 'cleo');
  const cleo = await ring.start('cleo', edge.folder('cleo'), { seed: anna, env });
  check('a ring of three', await within(RETURN_MS, () => cleo.isWell(2)) !== null);
  await ring.putMany(cleo, 20);
  for (const offset of edge.isShare ? ['-2h'] : ['-90', '-2h', '-30h', '+30h']) {
    set(offset);
    const stop = ring.write();
    await sleep(15_000);
    check(`its clock is wrong by ${offset}: it is up`, cleo.isUp);
    set('+0');
    const back = await within(RETURN_MS, async () => await cleo.isWell(2) && await ring.put(cleo) === 'stored');
    check(`right again, it is in its ring and stores, after ${back} ms`, back !== null);
    await stop();
  }
  edge.nothingIsLost(await ring.lost());
}
