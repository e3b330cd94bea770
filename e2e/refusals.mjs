// What users get wrong with services, and what others do to them: each is answered with one line that says what, where and what to do,
// and with the right exit code; and the nodes go on. usage: node refusals.mjs RINGS
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from './lib/checks.mjs';
import { LEASH_MS, Ring, run, within } from './lib/nodes.mjs';
import { Programs, freePort } from './lib/programs.mjs';
import { settled } from './lib/roles.mjs';

const [rings] = process.argv.slice(2);
const NOBODY = '0x0000000000000000000000000000000000000001';
const folder = mkdtempSync(join(tmpdir(), 'rings-refusals-'));
const ring = new Ring(rings);
const programs = new Programs();
const checks = new Checks('refusals');
const answers = createServer(socket => { socket.on('error', () => { /* it was broken off */ }); socket.end('hello\n'); });

const say = (node, ...words) => run(rings, [...words, '--data-dir', node.folder]);
const use = (node, link) => say(node, 'forward', '--stdio', link);

/** One line on stderr, no ticket in it, exit code 1. */
function refused({ code, out, err }, words) {
  const lines = err.trim().split('\n');
  if (code !== 1 || lines.length !== 1 || !lines[0].startsWith('rings: ') || /#t=[a-z2-7]{8}/.test(err)) throw new Error(`${code}, ${out}${err}`);
  if (!words.test(lines[0])) throw new Error(`another reason: ${lines[0]}`);
  return lines[0].slice('rings: '.length);
}

const refusal = (what, words, command) => checks.check(what, async () => refused(await command(), words));

/** What the owner is told of a service after a caller was refused by its target. */
const trouble = (what, node, name, words) => checks.check(what, async () => {
  const { trouble: said } = node.json(rings, 'service', 'show', name);
  if (!words.test(said ?? '')) throw new Error(`${said}`);
  return said;
});

async function callers(anna, bela, carl, port) {
  const add = (name, target, ...more) => anna.json(rings, 'service', 'add', name, 'tcp', `${target}`, ...more);
  const url = name => `ring://${anna.did}/${name}`;
  const notFound = /was not found: .*Ask its owner for a ticket/;
  const { link } = add('closed', port);
  await refusal('unknown name', notFound, () => use(bela, url('none')));
  await refusal('forbidden caller: the same answer', notFound, () => use(bela, url('closed')));
  await refusal('wrong ticket: the same answer', notFound, () => use(bela, `${url('closed')}#t=${'a'.repeat(52)}`));
  await checks.check('the right ticket opens it', async () => (await use(bela, link)).out === 'hello\n');
  await refusal('used-up ticket: the same answer', notFound, () => use(carl, link));
  anna.text(rings, 'service', 'ticket', 'revoke', 'closed', anna.json(rings, 'service', 'ticket', 'list', 'closed')[0].id);
  await refusal('revoked ticket: the same answer', notFound, () => use(bela, link));
  await refusal('unknown Did', /no path to .*is it on the ring|was not reached/, () => use(bela, `ring://${NOBODY}/web`));
  add('ghost', port, '--public', '--provider', NOBODY);
  await refusal('service without provider', /no path to .*is it on the ring|was not reached/, () => use(bela, url('ghost')));
  carl.json(rings, 'service', 'add', 'mine', 'tcp', `${port}`, '--public', '--owner', anna.did);
  await refusal('a provider that the owner did not name', notFound, () => use(bela, url('mine')));
  await anna.call('putRecord', { kind: 'register', name: 'service/broken', data: Buffer.from('garbage').toString('base64') });
  await refusal('broken manifest', notFound, () => use(bela, url('broken')));
}

async function targets(anna, bela) {
  const add = (name, target) => anna.json(rings, 'service', 'add', name, 'tcp', `${target}`, '--public');
  const url = name => `ring://${anna.did}/${name}`;
  const beyond = /behind the other end cannot be reached/;
  add('down', await freePort());
  await refusal('target that refuses', /behind the other end refused the connection; is it running/, () => use(bela, url('down')));
  await trouble('and the owner learns where', anna, 'down', /localhost:\d+ cannot be reached/);
  add('own', new URL(anna.internal).port);
  await refusal("the node's own listener as a target", beyond, () => use(bela, url('own')));
  await trouble('and the owner learns why', anna, 'own', /is a listener of this node itself: name another target/);
  const loop = await programs.listen(rings, anna.folder, 'forward', '0', `ring://${bela.did}/none`);
  add('loop', loop.port);
  await refusal("the node's own tunnel as a target", beyond, () => use(bela, url('loop')));
  loop.child.kill('SIGINT');
  await once(loop.child, 'exit');
  await checks.check('a tunnel that was closed is reserved no longer', async () => {
    const free = createServer(socket => socket.end('free\n')).listen(loop.port, '127.0.0.1');
    await once(free, 'listening');
    const took = await within(LEASH_MS, async () => (await use(bela, url('loop'))).out === 'free\n');
    free.close();
    return took !== null;
  });
  for (const [what, target] of [['metadata address', '169.254.169.254:80'], ['the same inside IPv6', '[::ffff:169.254.169.254]:80'], ['NAT64 of it', '[64:ff9b::a9fe:a9fe]:80']]) {
    const name = `far-${target.length}`;
    add(name, target);
    await refusal(`target that is forbidden: ${what}`, beyond, () => use(bela, url(name)));
    await trouble('and the owner learns why', anna, name, /which no service may reach/);
  }
  add('lan', '192.0.2.7:80');
  await refusal('target beyond this machine', beyond, () => use(bela, url('lan')));
  await trouble('and the owner learns what to set', anna, 'lan', /rings\.services\.targets = \["192\.0\.2\.7:80"\]/);
}

async function ownMistakes(anna, bela, port) {
  await refusal('name taken by another own service', /already: rings service remove closed/, () => say(anna, 'service', 'add', 'closed', 'tcp', '1'));
  await refusal('no name', /is no name of a service: expected/, () => say(anna, 'service', 'add', 'No', 'tcp', '1'));
  await refusal('no target', /is no target: expected/, () => say(anna, 'service', 'add', 'a', 'tcp', 'x'));
  await refusal('port taken', /cannot be listened on .*Name another, or port 0/, () => say(bela, 'forward', `${port}`, `ring://${anna.did}/closed`));
  await refusal('no link', /no link of a service: expected/, () => say(bela, 'forward', '0', 'ring://0x12/web#t=abc'));
  await refusal('a name that nobody has', /rings name list shows them/, () => use(bela, 'nobody'));
  await refusal('another ring', /in another ring/, () => use(bela, `ring://${anna.did}@other/web`));
  await refusal('a proxy for everybody without a login', /is not on loopback.*Name a login/, () => say(bela, 'proxy', '--socks', '0.0.0.0:0'));
  const proxy = await programs.listen(rings, bela.folder, 'proxy', '--socks', '0');
  const curl = (...words) => run('curl', ['-sS', '--max-time', '20', ...words]);
  await checks.check('SOCKS for a foreign host: refused, and said', async () => {
    const { code, err } = await curl('--proxy', `socks5h://127.0.0.1:${proxy.port}`, 'http://example.com/');
    if (code !== 97 || !/\(2\)|ruleset|not allowed/i.test(err)) throw new Error(`${code} ${err}`);
    const said = await within(LEASH_MS, () => /example\.com' is no service of the ring/.test(proxy.said));
    return said === null ? false : err.trim();
  });
  await checks.check('SOCKS for an address: refused', async () =>
    (await curl('--proxy', `socks5://127.0.0.1:${proxy.port}`, `http://127.0.0.1:${port}/`)).code === 97);
  await checks.check('an ordinary request to the proxy: 403', async () =>
    (await curl('-o', '/dev/null', '-w', '%{http_code}', '--proxy', `http://127.0.0.1:${proxy.port}`, 'http://example.com/')).out === '403');
  anna.text(rings, 'service', 'add', 'web', 'tcp', `${port}`, '--public');
  await checks.check('the proxy goes to a service by its host name all the same', async () => {
    const { out } = await curl('--http0.9', '--proxy', `socks5h://127.0.0.1:${proxy.port}`, `http://web.${anna.did.slice(2)}.rings/`);
    return out === 'hello\n';
  });
}

try {
  answers.listen(0, '127.0.0.1');
  await once(answers, 'listening');
  const { port } = answers.address();
  const start = (name, seed) => ring.start(name, join(folder, name), { seed });
  const anna = await start('anna');
  const bela = await start('bela', anna);
  const carl = await start('carl', anna);
  await settled([[anna, bela, carl], [bela, anna, carl], [carl, anna, bela]]);
  await callers(anna, bela, carl, port);
  await targets(anna, bela);
  await ownMistakes(anna, bela, port);
  await checks.check('all three nodes go on', async () => (await Promise.all([anna, bela, carl].map(node => node.isWell(2)))).every(well => well));
} catch (error) {
  checks.fail(error.stack);
} finally {
  await ring.end();
  await programs.end();
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
