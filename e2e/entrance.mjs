// An entrance for browsers that have nothing of ours: a service whose TLS ends at its provider, reached by its name through a
// node that has no key. curl and Chromium open it; neither the memory of the entrance nor the bytes of its links hold what was
// said; and whatever strangers say first, they are closed and the entrance goes on.
// usage: node entrance.mjs RINGS FOLDER-FOR-SCREENSHOTS
import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createServer as listen } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Checks } from './lib/checks.mjs';
import { LEASH_MS, Ring, run, within } from './lib/nodes.mjs';
import { Programs } from './lib/programs.mjs';
import { accounts, settled } from './lib/roles.mjs';

const [rings, pictures] = process.argv.slice(2);
const ZONE = 'zone.example';
/** As long the entrance waits for a first word, in seconds: longer than a busy machine keeps curl from its own. */
const PATIENCE_S = 5;
const folder = mkdtempSync(join(tmpdir(), 'rings-entrance-'));
const ring = new Ring(rings);
const programs = new Programs();
const checks = new Checks('entrance');
const check = checks.check.bind(checks);
const secret = randomBytes(12).toString('hex');
const big = randomBytes(2_000_003);
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

function expect(actual, right) {
  if (JSON.stringify(actual) !== JSON.stringify(right)) throw new Error(`${JSON.stringify(actual).slice(0, 2000)}, not ${JSON.stringify(right)}`);
}

/** A CA of this test, and a certificate of it for names; with the key as its owner's alone. */
function certify(name, names) {
  const openssl = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);
  openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
  writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${names.map(each => `DNS:${each}`).join(',')}\nextendedKeyUsage=serverAuth\n`);
  openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', `${name}.ext`, '-out', `${name}.pem`);
  execFileSync('chmod', ['600', join(folder, `${name}.key`)]);
  return { pem: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
}

function authority() {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30', '-subj', '/CN=the CA of a test',
    '-keyout', 'ca.key', '-out', 'ca.pem'], { cwd: folder, stdio: 'pipe' });
  return join(folder, 'ca.pem');
}

/** The hash by which Chromium may be told to trust one key. */
function pinOf(pem) {
  const key = execFileSync('openssl', ['x509', '-in', pem, '-pubkey', '-noout']);
  const der = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'der'], { input: key });
  return createHash('sha256').update(der).digest('base64');
}

/** Starts `rings serve`, and gives what it says. */
async function serve(node, ...words) {
  const child = await programs.start(rings, ['serve', ...words, '--json', '--data-dir', node.folder]);
  const end = { child, said: '' };
  child.stdout.on('data', data => { end.said += data; });
  child.stderr.on('data', data => { end.said += data; });
  if (await within(LEASH_MS, () => end.said.includes('"name"') || child.exitCode !== null) === null || child.exitCode !== null)
    throw new Error(`rings serve: ${end.said}`);
  return end;
}

/** The target: a page, a page that repeats what it hears, and many bytes. */
async function application() {
  const server = createServer((request, response) => {
    if (request.url === '/big') return response.end(big);
    response.setHeader('Content-Type', 'text/html');
    response.end(`<h1>shop</h1><p id="word">${secret}</p><p id="told">${['rings-caller', 'x-forwarded-proto', 'x-forwarded-for', 'x-forwarded-host'].map(name => `${name}=${request.headers[name]}`).join(' ')}</p>`);
  });
  await new Promise(resolve => { server.listen(0, '127.0.0.1', resolve); });
  return server;
}

/** A hello of TLS, in records of so many bytes. */
function hello(name, { size = 16_384, more = Buffer.alloc(0) } = {}) {
  const long = data => { const head = Buffer.alloc(2); head.writeUInt16BE(data.length); return Buffer.concat([head, data]); };
  const names = name === null ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0, 0]), long(long(Buffer.concat([Buffer.from([0]), long(Buffer.from(name))])))]);
  const body = Buffer.concat([Buffer.from([3, 3]), randomBytes(32), Buffer.from([0]), long(Buffer.from([0x13, 1])), Buffer.from([1, 0]),
    long(Buffer.concat([names, Buffer.from([0, 43, 0, 3, 2, 3, 4]), more]))]);
  const message = Buffer.concat([Buffer.from([1, 0, body.length >> 8, body.length & 255]), body]);
  const records = [];
  for (let at = 0; at < message.length; at += size) records.push(Buffer.from([22, 3, 1]), long(message.subarray(at, at + size)));
  return Buffer.concat(records);
}

/** Says something first; gives the alert that comes back, and after how long it was closed. */
function say(port, bytes, { end = false } = {}) {
  return new Promise(resolve => {
    const began = Date.now();
    let got = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => { socket.write(bytes); if (end) socket.end(); });
    socket.on('data', data => { got = Buffer.concat([got, data]); });
    socket.on('error', () => { /* closed, which is what is looked at */ });
    socket.on('close', () => resolve({ alert: got.length === 7 && got[0] === 21 ? got[6] : got.toString('latin1').split('\r\n')[0], ms: Date.now() - began }));
    setTimeout(() => { socket.destroy(); }, LEASH_MS).unref();
  });
}

/** Whether a process's memory holds bytes. */
function holds(pid, bytes) {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  let seen = 0;
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to, rights] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
      if (!from || !rights.startsWith('rw') || line.includes('[vv')) continue;
      let at = BigInt(`0x${from}`);
      const last = BigInt(`0x${to}`);
      let rest = Buffer.alloc(0);
      while (at < last) {
        const chunk = Buffer.alloc(Number(last - at > 4_194_304n ? 4_194_304n : last - at));
        let length;
        try { length = readSync(memory, chunk, 0, chunk.length, at); } catch { break; }
        seen += length;
        rest = Buffer.concat([rest.subarray(-bytes.length), chunk.subarray(0, length)]);
        if (rest.includes(bytes)) return { found: true, seen };
        at += BigInt(length);
      }
    }
    return { found: false, seen };
  } finally {
    closeSync(memory);
  }
}

async function capture(file) {
  const child = spawn('tcpdump', ['-i', 'lo', '-w', file, '-s', '0', '-U', 'udp'], { stdio: ['ignore', 'ignore', 'pipe'] });
  programs.running.push(child);
  let said = '';
  child.stderr.on('data', data => { said += data; });
  child.on('error', () => { said = 'no tcpdump'; });
  await within(LEASH_MS, () => said.length > 0);
  return said.includes('listening on');
}

const curl = (port, ca, host, path, ...words) => run('curl', ['-sS', '--max-time', '20', '--cacert', ca, '--resolve', `${host}:${port}:127.0.0.1`, ...words, `https://${host}:${port}${path}`]);

async function browsersShow(entrance, anna, ca, own) {
  const hosts = [`shop.${anna.did.slice(2).toLowerCase()}.${ZONE}`, `market.${ZONE}`];
  for (const host of hosts) {
    await check(`curl shows the page of https://${host}/`, async () => {
      const { out, err } = await curl(entrance.port, ca, host, '/');
      if (!out.includes(secret)) throw new Error(`${out} ${err} ${entrance.said}`);
      expect(out.includes('x-forwarded-proto=https'), true);
    });
  }
  await check('HTTP/2 is spoken, and 2 MB come as they are', async () => {
    const file = join(folder, 'big');
    const { out, err } = await curl(entrance.port, ca, hosts[0], '/big', '--http2', '-o', file, '-w', '%{http_version}');
    expect([out, err, sha256(readFileSync(file))], ['2', '', sha256(big)]);
  });
  await check('the target is told who calls, and no browser can say it himself', async () => {
    const { out } = await curl(entrance.port, ca, hosts[0], '/', '-H', 'Rings-Caller: 0x1', '-H', 'X-Forwarded-For: 192.0.2.9');
    expect(/rings-caller=(\S+)/.exec(out)[1].toLowerCase(), entrance.did.toLowerCase());
    expect(/x-forwarded-for=(\S+)/.exec(out)[1], '127.0.0.1');
  });
  await check('Chromium shows the page by its name', async () => {
    const browser = await chromium.launchPersistentContext(join(folder, 'browser'), {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
        `--host-resolver-rules=MAP *.${ZONE} 127.0.0.1`, `--ignore-certificate-errors-spki-list=${pinOf(own.pem)}`],
    });
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(`https://${hosts[1]}:${entrance.port}/`);
      expect(await page.textContent('#word'), secret);
      expect(await page.evaluate(() => [isSecureContext, location.protocol]), [true, 'https:']);
      await page.screenshot({ path: join(pictures, 'entrance.png') });
    } finally {
      await browser.close();
    }
  });
}

async function strangersAreClosed(entrance, anna) {
  const nobody = '00000000000000000000000000000000000000ff';
  const name = `market.${ZONE}`;
  const sealed = Buffer.from([0xfe, 0x0d, 0, 15, 0, 0, 1, 0, 1, 7, 0, 2, 1, 2, 0, 3, 1, 2, 3]);
  for (const [what, bytes, right] of [
    ['an unknown name', hello(`nobody.${ZONE}`), 112],
    ['a foreign Did', hello(`web.${nobody}.${ZONE}`), 112],
    ['a service that is not on the list', hello(`other.${anna.did.slice(2).toLowerCase()}.${ZONE}`), 112],
    ['a name of another zone', hello('web.example.org'), 112],
    ['a sealed hello for another', hello('public.example.org', { more: sealed }), 112],
    ['no name', hello(null), 109],
    ['an address', hello('192.0.2.7'), 47],
    ['a trailing dot', hello(`${name}.`), 47],
    ['letters of other languages', hello(`bücher.${ZONE}`), 47],
    ['a hello of 64 records', hello(name, { size: Math.ceil(hello(name).length / 64) - 1 }), 40],
    ['a length that lies', (() => { const bytes = hello(name); bytes[bytes.length - 4] = 255; return bytes; })(), 50],
    ['garbage', Buffer.from('\x00\x01\x02 garbage'), 10],
    ['SSL 2', Buffer.from([0x80, 0x2e, 1, 0, 2]), 70],
    ['HTTP in the clear', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'HTTP/1.1 400 Bad Request'],
  ]) {
    await check(`${what} is closed`, async () => {
      expect((await say(entrance.port, bytes, { end: true })).alert, right);
    });
  }
  await check('silence, and half a hello, are closed after their time', async () => {
    const ended = await Promise.all([say(entrance.port, Buffer.alloc(0)), say(entrance.port, hello(name).subarray(0, 30))]);
    if (ended.some(({ ms }) => ms < PATIENCE_S * 900 || ms >= LEASH_MS)) throw new Error(JSON.stringify(ended));
  });
  await check('each was said in one line, with what and why', async () => {
    const told = () => entrance.said.split('\n').filter(line => line.includes('was closed: '));
    // The line comes after the connection's end.
    for (let tries = 0; tries < 100 && !told().some(line => line.includes('did not say where to')); tries++)
      await new Promise(resolve => { setTimeout(resolve, 100); });
    const lines = told();
    for (const words of ['is nothing that this entrance knows', 'is not on this entrance', 'is not below', 'ECH', 'no name (SNI)', 'more than 32 records', 'did not say where to'])
      if (!lines.some(line => line.includes(words))) throw new Error(`${words} is not in ${lines.join(' | ')}`);
  });
}

async function redirects(entrance) {
  const http = Number(/"http":"[^"]+:(\d+)"/.exec(entrance.said)[1]);
  const ask = (host, path) => run('curl', ['-s', '--max-time', '10', '-o', '/dev/null', '-w', '%{http_code} %{redirect_url}', '-H', `Host: ${host}`, `http://127.0.0.1:${http}${path}`]);
  await check('plain HTTP is sent on to https, at the same name', async () =>
    expect((await ask(`market.${ZONE}`, '/a?b=c')).out, `308 https://market.${ZONE}:${entrance.port}/a?b=c`));
  await check('for a name that is not ours it is not', async () => expect((await ask('evil.example', '/')).out, '421 '));
}

/** A service of bytes: TLS ends before a target that has none, and the target is told who connected. */
async function bytesGo(anna, bela, ca, own) {
  let told = 0;
  const target = listen({ allowHalfOpen: true }, socket => {
    let heard = Buffer.alloc(0);
    socket.on('error', () => { /* the other end says so */ });
    socket.on('data', data => {
      told += data.length;
      heard = Buffer.concat([heard, data]);
      if (heard.subarray(28).includes('\r\n\r\n')) socket.end(`HTTP/1.0 200 OK\r\n\r\n${heard.subarray(0, 28).toString('hex')} ${heard.subarray(28, 31)}`);
    });
  });
  await new Promise(resolve => { target.listen(0, '127.0.0.1', resolve); });
  await serve(anna, `${target.address().port}`, '--name', 'raw', '--kind', 'tcp', '--allow', bela.did, '--tls', own.pem, '--key', own.key, '--proxy-from', bela.did);
  const entrance = await programs.listen(rings, bela.folder, 'entrance', '--zone', ZONE, '--listen', '127.0.0.1:0', '--allow', `raw=${anna.did}/raw`, '--proxy-protocol');
  await check('a target of bytes is told by the PROXY protocol who connected, and its end is the browser\'s', async () => {
    const { out, err } = await curl(entrance.port, ca, `raw.${ZONE}`, '/');
    expect([out.slice(0, 40), out.slice(52, 56), out.slice(-3), err], ['0d0a0d0a000d0a515549540a2111000c7f000001', entrance.port.toString(16).padStart(4, '0'), 'GET', '']);
  });
  await check('who has to say for whom he calls, and does not, is closed before the target hears a word', async () => {
    const before = told;
    const tunnel = await programs.listen(rings, bela.folder, 'forward', '0', `ring://${anna.did}/raw`);
    const signature = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
    const lies = {
      'TLS at once': Buffer.from('16030100050100000100', 'hex'),
      'version 1': Buffer.from('PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n'),
      'version 3': Buffer.concat([signature, Buffer.from('3111000c', 'hex'), Buffer.alloc(12)]),
      'UDP': Buffer.concat([signature, Buffer.from('2112000c', 'hex'), Buffer.alloc(12)]),
      'a length that is too short': Buffer.concat([signature, Buffer.from('21110004', 'hex'), Buffer.alloc(12)]),
      'a length that is too long': Buffer.concat([signature, Buffer.from('2111ffff', 'hex'), Buffer.alloc(600)]),
      'a header, and no TLS behind it': Buffer.concat([signature, Buffer.from('20000000', 'hex'), Buffer.from('GET / HTTP/1.0\r\n\r\n')]),
    };
    for (const [lie, bytes] of Object.entries(lies)) {
      const socket = connect(tunnel.port, '127.0.0.1');
      socket.on('error', () => { /* a reset is as good */ }).resume().write(bytes);
      if (await within(LEASH_MS, () => socket.closed) === null) throw new Error(`${lie}: it stays open`);
    }

    expect(told, before);
    return `${Object.keys(lies).length} lies`;
  });
  target.close();
}

async function certificateIsRenewed(entrance, ca, own, served) {
  const before = readFileSync(own.pem, 'utf8');
  const renewed = certify('renewed', [`*.${ZONE}`]);
  writeFileSync(own.key, readFileSync(renewed.key));
  writeFileSync(own.pem, readFileSync(renewed.pem));
  await check('a certificate that was renewed is shown without a word to anybody', async () => {
    const shown = async () => (await curl(entrance.port, ca, `market.${ZONE}`, '/', '-v')).err.includes('CN=renewed');
    if (await within(LEASH_MS, shown) === null) throw new Error(served.said);
  });
  writeFileSync(own.pem, 'no certificate');
  await check('one that is damaged leaves the former, and is said', async () => {
    if (await within(LEASH_MS, () => served.said.includes('former certificate')) === null) throw new Error(served.said);
    expect((await curl(entrance.port, ca, `market.${ZONE}`, '/')).out.includes(secret), true);
  });
  writeFileSync(own.pem, before);
}

try {
  mkdirSync(pictures, { recursive: true });
  const ca = authority();
  const [b, a] = accounts(rings, folder, 2);
  const own = certify('shop', [`*.${ZONE}`, `*.${a.did.slice(2).toLowerCase()}.${ZONE}`]);
  writeFileSync(join(b.folder, 'rings.conf'), `rings.services.entrance.hello-patience = ${PATIENCE_S}s\n`);
  const bela = await ring.start('bela', b.folder);
  const anna = await ring.start('anna', a.folder, { seed: bela });
  await settled([[anna, bela], [bela, anna]]);
  const app = await application();
  const serving = ['--name', 'shop', '--allow', bela.did, '--tls', own.pem, '--key', own.key];
  await check('a key that others can read is refused', async () => {
    execFileSync('chmod', ['644', own.key]);
    const { code, err } = await run(rings, ['serve', `${app.address().port}`, ...serving, '--data-dir', a.folder]);
    execFileSync('chmod', ['600', own.key]);
    expect([code, err.includes('can be read by others')], [1, true]);
  });
  const served = await serve(anna, `${app.address().port}`, ...serving, '--proxy-from', bela.did);
  const isCaptured = await capture(join(folder, 'links.pcap'));
  const entrance = await programs.listen(rings, bela.folder, 'entrance', '--zone', ZONE, '--listen', '127.0.0.1:0', '--http', '127.0.0.1:0',
    '--allow', `market=${anna.did}/shop`, '--proxy-protocol');
  entrance.did = bela.did;
  await browsersShow(entrance, anna, ca, own);
  await strangersAreClosed(entrance, anna);
  await redirects(entrance);
  await check('the entrance goes on', async () => expect((await curl(entrance.port, ca, `market.${ZONE}`, '/')).out.includes(secret), true));
  await check('what was said is in the provider\'s memory, and not in the entrance\'s', () => {
    const [there, here] = [holds(anna.pid, Buffer.from(secret)), holds(bela.pid, Buffer.from(secret))];
    expect([there.found, here.found, here.seen > 50_000_000], [true, false, true]);
    return `${(here.seen / 1e6).toFixed(0)} MB looked at`;
  });
  await check('nor in a capture of the links', () => {
    if (!isCaptured) return 'no tcpdump here';
    const bytes = readFileSync(join(folder, 'links.pcap'));
    expect([bytes.length > big.length, bytes.includes(secret), bytes.includes(big.subarray(500_000, 500_032))], [true, false, false]);
    return `${bytes.length} bytes`;
  });
  await check('its use is counted', async () => {
    const [told] = (await bela.call('listTunnels')).result;
    expect([told.uses.length, told.uses[0].service.toLowerCase(), told.uses[0].bytes > big.length], [1, `ring://${anna.did}/shop`.toLowerCase(), true]);
    const metrics = await (await bela.fetch('/metrics')).text();
    expect(/rings_entrance_refused_total\{[^}]*reason="hello"/.test(metrics), true);
  });
  await bytesGo(anna, bela, ca, own);
  await certificateIsRenewed(entrance, ca, own, served);
  app.close();
} catch (error) {
  checks.fail(error.stack);
} finally {
  await programs.end();
  await ring.end();
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
