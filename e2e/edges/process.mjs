// What may happen to a process: kill -9 again and again, and limits of the operating system.
import { connect } from 'node:net';
import { run, sleep, within } from '../lib/nodes.mjs';
import { RETURN_MS } from './patience.mjs';

async function three(edge, options = {}) {
  const { ring } = edge;
  const anna = await ring.start('anna', edge.folder('anna'));
  const bela = await ring.start('bela', edge.folder('bela'), { seed: anna });
  const cleo = await ring.start('cleo', edge.folder('cleo'), { seed: anna, ...options });
  const nodes = [anna, bela, cleo];
  edge.check('a ring of three', await within(RETURN_MS, async () =>
    (await Promise.all(nodes.map(node => node.isWell(2)))).every(Boolean)) !== null);
  return nodes;
}

/** kill -9 in a loop, under puts. */
export async function kills(edge) {
  const { ring, check } = edge;
  const [anna] = await three(edge);
  const stop = ring.write();
  const rounds = edge.isShare ? 2 : 20;
  let slowest = 0;
  let late = 0;
  for (let round = 0; round < rounds; round++) {
    await sleep(200 + edge.random() * 1800);
    await ring.nodes.get('cleo').kill();
    await sleep(edge.random() * 1500);
    const began = Date.now();
    const cleo = await ring.start('cleo', edge.folder('cleo'), { seed: anna });
    if (await within(RETURN_MS, () => cleo.isWell(2)) === null) late++;
    slowest = Math.max(slowest, Date.now() - began);
  }
  await stop();
  check(`killed ${rounds} times, it was in its ring ${slowest} ms after a start at most`, late === 0);
  check(`${ring.acknowledged.length} puts were acknowledged: ${JSON.stringify(ring.outcomes)}`, ring.acknowledged.length > 20);
  edge.nothingIsLost(await ring.lost());
}

const limit = (node, what) => run('prlimit', ['--pid', String(node.pid), what]);

/** RLIMIT_FSIZE is a full disk, and its end a disk with room. */
export async function fileSize(edge) {
  const { ring, check } = edge;
  const [, , cleo] = await three(edge);
  const stop = ring.write({ bytes: 4000 });
  await sleep(2000);
  await limit(cleo, '--fsize=20000:');
  const told = await within(RETURN_MS, async () => (await cleo.state())?.failing.length > 0);
  check(`a limit on the size of files is told as a full disk, after ${told} ms`, told !== null);
  check('the node goes on', cleo.isUp && await cleo.isIn(2));
  await limit(cleo, '--fsize=unlimited:');
  const back = await within(RETURN_MS, () => cleo.isWell(2));
  check(`without the limit all is well, after ${back} ms`, back !== null);
  await stop();
  edge.nothingIsLost(await ring.lost());
}

function strangers(port, count) {
  return Array.from({ length: count }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    return socket;
  });
}

/** RLIMIT_NOFILE: too few are told at the start; strangers who take all that there are end nothing. */
export async function descriptors(edge) {
  const { ring, check } = edge;
  const none = await run('sh', ['-c', `ulimit -n 64; exec "${ring.rings}" run --port 0 --data-dir "${edge.folder('none')}"`]);
  check(`64 descriptors are too few: ${none.err.trim()}`, none.code === 1 && /may open 64 files and sockets/.test(none.err));
  const [, , cleo] = await three(edge, { by: ['prlimit', '--nofile=300:300'] });
  const stop = ring.write();
  const port = Number(new URL(cleo.joinUrl).port);
  const sockets = strangers(port, 300);
  await sleep(edge.isShare ? 1000 : 10_000);
  check('300 idle strangers and 300 descriptors: the node goes on', cleo.isUp && await cleo.isIn(2));
  for (const socket of sockets) socket.destroy();
  await limit(cleo, '--nofile=250:300');
  const more = strangers(port, 50);
  await sleep(edge.isShare ? 1000 : 10_000);
  check('with none to be had it goes on, too', cleo.isUp);
  for (const socket of more) socket.destroy();
  await limit(cleo, '--nofile=1024:1024');
  const back = await within(RETURN_MS, () => cleo.isWell(2));
  check(`with descriptors again all is well, after ${back} ms`, back !== null);
  await stop();
  edge.nothingIsLost(await ring.lost());
}
