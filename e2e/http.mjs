// A Kestrel application as a service of kind http behind a node, and the same application as a ring service by UseRings: used from
// another node by curl, Node's fetch, http2 and ws, and by headless Chromium at the web gateway. Neither a page of the ordinary web nor a
// service of another Did may read from, post to, frame, or open a socket to a service, or set a cookie for it.
import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createServer, request } from 'node:http';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import WebSocket from 'ws';
import { Checks } from './lib/checks.mjs';
import { Ring, run } from './lib/nodes.mjs';

const [rings, app, pictures, size = '33554432'] = process.argv.slice(2);
const BYTES = Number(size);
const START_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'rings-http-'));
const ring = new Ring(rings);
const checks = new Checks('http');
const check = checks.check.bind(checks);
const children = [];

function expect(actual, wanted) {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) throw new Error(`${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
}

/** Starts what goes on, and waits for a line of its output. */
function begin(program, words, wanted) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let said = '';
    const leash = setTimeout(() => reject(new Error(`${program} ${words[0]}: ${said}`)), START_MS);
    const hear = data => {
      said += data;
      const match = wanted.exec(said);
      if (!match) return;
      clearTimeout(leash);
      resolve(match);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', code => reject(new Error(`${program} ${words[0]} ended with ${code}: ${said}`)));
  });
}

const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

/** The sum of what the application sends as its bytes: they repeat. */
function sumOfPattern() {
  const part = Buffer.from(Array.from({ length: 2048 }, (_, place) => (place * 31) >> 3));
  const sum = createHash('sha256');
  for (let left = BYTES; left > 0; left -= part.length) sum.update(left < part.length ? part.subarray(0, left) : part);
  return sum.digest('hex');
}

/** Runs curl; what it printed. */
async function curl(...words) {
  const ended = await run('curl', ['--silent', '--show-error', '--max-time', '600', ...words]);
  if (ended.code !== 0) throw new Error(`curl ${words.join(' ')}: ${ended.err}`);
  return ended.out;
}

/** What every program gets through a local port of `rings forward`. */
async function useTunnel(what, base, caller, upload) {
  await check(`${what}: curl gets a page over HTTP/1.1, and is known`, async () => {
    if (!(await curl(`${base}/whoami`)).includes(caller)) throw new Error('another caller');
  });
  await check(`${what}: curl gets the same over HTTP/2 by prior knowledge`, async () => {
    const out = await curl('--http2-prior-knowledge', '--write-out', ' %{http_version}', `${base}/whoami`);
    if (!out.includes(caller) || !out.endsWith(' 2')) throw new Error(out);
  });
  await check(`${what}: curl uploads ${BYTES} bytes, and the sum is right`, async () =>
    expect(await curl('-X', 'POST', '-T', upload, `${base}/sum`), sha256(readFileSync(upload))));
  await check(`${what}: curl downloads as many, and the sum is right`, async () => {
    const file = join(folder, 'down');
    await curl('--output', file, `${base}/bytes/${BYTES}`);
    expect(execFileSync('sha256sum', [file], { encoding: 'utf8' }).split(' ')[0], sumOfPattern());
    rmSync(file);
  });
  await check(`${what}: curl waits for 100 Continue, and gets it`, async () => {
    const out = await curl('--verbose', '--stderr', '-', '--expect100-timeout', '600', '-H', 'Expect: 100-continue', '--data-binary', 'abc', `${base}/sum`);
    if (!out.includes('100 Continue') || !out.includes(sha256('abc'))) throw new Error(out);
  });
  // A target is asked over HTTP/1.1, where Kestrel has no trailers to give.
  if (what === 'UseRings') await check(`${what}: curl gets trailers over HTTP/2`, async () => {
    const out = await curl('--http2-prior-knowledge', '--include', `${base}/trailers`);
    if (!/sum: 42/i.test(out)) throw new Error(out);
    return 'Sum: 42';
  });
  await check(`${what}: fetch gets a page and posts`, async () => {
    const sum = await fetch(`${base}/sum`, { method: 'POST', body: 'abc' });
    expect(await sum.text(), sha256('abc'));
  });
  await check(`${what}: events come one by one`, () => listen(base));
  await check(`${what}: ws opens a socket, and it echoes text and binary`, () => echo(base));
}

async function listen(base) {
  const answer = await fetch(`${base}/events`);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (const text of ['a', 'b', 'c']) {
    await fetch(`${base}/tell`, { method: 'POST', body: text });
    let heard = '';
    while (!heard.includes('\n\n')) heard += (await reader.read()).value;
    expect(heard, `data: ${text}\n\n`);
  }
  await reader.cancel();
}

function echo(base) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/echo`);
    const sent = ['hello', randomBytes(60_000)];
    let next = 0;
    socket.on('error', reject);
    socket.on('open', () => socket.send(sent[next]));
    socket.on('message', (data, isBinary) => {
      if (!Buffer.from(sent[next]).equals(data) || isBinary !== (next === 1)) reject(new Error('another message'));
      if (++next < sent.length) socket.send(sent[next]);
      else socket.close(1000, 'enough');
    });
    socket.on('close', code => (code === 1000 ? resolve() : reject(new Error(`closed with ${code}`))));
  });
}

const at = (node, owner, name) => `http://${name}.${owner.slice(2)}.localhost:${new URL(node.gateway).port}`;

/** All that a page tries against a service; what came of each. */
function attack(victim) {
  const within = promise => Promise.race([promise, new Promise(resolve => setTimeout(() => resolve('nothing'), 60_000))]);
  const fetched = (path, options) => within(fetch(victim + path, { credentials: 'include', ...options }).then(
    answer => (answer.type === 'opaque' ? 'opaque' : answer.ok ? 'read' : 'refused'), () => 'refused'));
  const socket = within(new Promise(resolve => {
    const opened = new WebSocket(`${victim.replace('http', 'ws')}/echo`);
    opened.onopen = () => resolve('open');
    opened.onerror = () => resolve('refused');
  }));
  const frame = within(new Promise(resolve => {
    const made = document.createElement('iframe');
    made.name = 'victim';
    made.onload = () => resolve('ended');
    made.src = `${victim}/`;
    document.body.append(made);
  }));
  for (const domain of [new URL(victim).hostname, new URL(victim).hostname.split('.').slice(1).join('.'), 'localhost'])
    for (const name of ['evil', '__Host-evil']) document.cookie = `${name}=1; Domain=${domain}; Path=/; Secure`;
  return Promise.all([fetched('/whoami', {}), fetched('/sum', { method: 'POST', body: 'x' }), fetched('/sum', { method: 'POST', mode: 'no-cors', body: 'x' }), socket, frame]);
}

async function attacksFail(context, page, victim, who) {
  const [read, posted, blind, socket] = await page.evaluate(attack, victim);
  await check(`${who} cannot read from it, or post to it`, () => expect([read, posted], ['refused', 'refused']));
  await check(`${who} cannot post to it blindly: it never arrives`, async () => { if (!['refused', 'opaque'].includes(blind)) throw new Error(blind); });
  await check(`${who} cannot open a socket to it`, () => expect(socket, 'refused'));
  await check(`${who} cannot frame it`, async () => {
    const frame = page.frame('victim');
    const text = frame ? await frame.evaluate(() => document.body?.textContent ?? '').catch(() => '') : '';
    if (text.includes('behind the ring')) throw new Error('the frame shows the page');
  });
  await check(`${who} sets no cookie for it`, async () => {
    const tab = await context.newPage();
    await tab.goto(`${victim}/cookies`);
    const cookies = await tab.textContent('body');
    await tab.close();
    if (cookies.includes('evil')) throw new Error(cookies);
  });
}

/** A plain request to the web gateway, by host name. */
function ask(url, headers = {}) {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => request(
    { host: '127.0.0.1', port, path: pathname, headers: { Host: `${hostname}:${port}`, Accept: 'text/html', ...headers } },
    answer => {
      let body = '';
      answer.on('data', data => { body += data; }).on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    }).on('error', reject).end());
}

async function browse(caller, victim, other) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await check('Chromium shows the page: who calls, a socket and an event', async () => {
    await page.goto(`${victim}/`);
    await page.waitForFunction(() => !['who', 'socket', 'event'].some(id => document.getElementById(id).textContent === '…'));
    expect(await page.evaluate(() => ['who', 'socket', 'event'].map(id => document.getElementById(id).textContent)), [caller.did, 'hello', 'news']);
    await page.screenshot({ path: join(pictures, 'service.png') });
  });
  await check('its cookies are its own, by the prefix that lets nobody else set them', async () => {
    await page.goto(`${victim}/cookie`);
    expect((await context.cookies(victim)).map(cookie => [cookie.name, cookie.secure, cookie.path]), [['__Host-id', true, '/']]);
    await page.goto(`${victim}/cookies`);
    expect(await page.textContent('body'), 'id=7');
  });
  await page.goto(`${other}/`);
  await attacksFail(context, page, victim, 'a service of another Did');
  const web = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<body>the ordinary web</body>'));
  await new Promise(resolve => { web.listen(0, '127.0.0.1', resolve); });
  await page.goto(`http://127.0.0.1:${web.address().port}/`);
  await attacksFail(context, page, victim, 'a page of the ordinary web');
  web.close();
  await browser.close();
}

/** Firefox, which nobody drives here: the page itself tells what it saw. */
async function firefox(victim, app) {
  await check('Firefox shows the page as a secure context, and takes the cookie with its prefix', async () => {
    const answer = await fetch(`${app}/events`);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const child = spawn(process.env.FIREFOX, ['--headless', '--no-remote', '--profile', mkdtempSync(join(folder, 'firefox-')), `${victim}/cookie-page`], { stdio: 'ignore' });
    children.push(child);
    const heard = await Promise.race([reader.read(), new Promise((_, reject) => { setTimeout(() => reject(new Error('it told nothing')), START_MS); })]);
    await reader.cancel();
    expect(heard.value, 'data: cookies id=7, secure context true\n\n');
  });
}

async function pages(anna, bela, carl) {
  await check('404: a service that there is not, and the page says how a closed one is opened', async () => {
    const none = await ask(`${at(bela, anna.did, 'none')}/`);
    expect([none.status, none.headers['content-type']], [404, 'text/html; charset=utf-8']);
    if (!none.body.includes('rings open')) throw new Error(none.body);
  });
  await check('404: a closed service that was opened without a ticket', async () => {
    carl.text(rings, 'open', '--print', `ring://${anna.did}/app`);
    expect((await ask(`${at(carl, anna.did, 'app')}/`)).status, 404);
  });
  await check('403: a request that a foreign page sent', async () =>
    expect((await ask(`${at(bela, anna.did, 'app')}/`, { Origin: 'http://evil.example' })).status, 403));
  await check('421: a host that is none', async () => expect((await ask(`http://evil.example:${new URL(bela.gateway).port}/`)).status, 421));
  await check('504: the provider is gone', async () => {
    bela.text(rings, 'open', '--print', `ring://${carl.did}/gone`);
    await carl.kill();
    expect((await ask(`${at(bela, carl.did, 'gone')}/`)).status, 504);
  });
  await check('502: the program behind a service is down', async () => {
    anna.text(rings, 'service', 'add', 'down', 'http', '9', '--allow', bela.did);
    bela.text(rings, 'open', '--print', `ring://${anna.did}/down`);
    const down = await ask(`${at(bela, anna.did, 'down')}/`);
    if (down.status !== 502 || !down.body.includes('is not running')) throw new Error(`${down.status} ${down.body}`);
    if (!anna.text(rings, 'service', 'show', 'down').includes('localhost:9')) throw new Error('its owner is not told where');
  });
}

mkdirSync(pictures, { recursive: true });
try {
  const anna = await ring.start('anna', join(folder, 'anna'));
  const bela = await ring.start('bela', join(folder, 'bela'), { seed: anna });
  const carl = await ring.start('carl', join(folder, 'carl'), { seed: anna });
  const [, port] = await begin(app, ['--urls', 'http://127.0.0.1:0'], /Now listening on: http:\/\/127\.0\.0\.1:(\d+)/);
  const [, did] = await begin(
    app, ['--Seeds', anna.joinUrl, '--KeyFile', join(folder, 'app.key'), '--Allow', bela.did], /^did (0x[0-9a-f]{40})$/m);
  while ([anna, bela, carl].some(node => node.json(rings, 'inspect').successors.length < 3)) { /* until the ring is whole */ }
  const upload = join(folder, 'upload');
  writeFileSync(upload, randomBytes(BYTES));
  const added = anna.text(rings, 'service', 'add', 'app', 'http', port);
  const link = /ring:\/\/\S+#t=[a-z2-7]+/.exec(added)[0];

  for (const [what, service] of [['http service', link], ['UseRings', `ring://${did}/app`]]) {
    const [, listen] = await begin(rings, ['forward', '0', service, '--data-dir', bela.folder], /(127\.0\.0\.1:\d+) is ring:/);
    await useTunnel(what, `http://${listen}`, bela.did, upload);
  }

  await check('rings http sends a request and prints the answer', () => {
    const out = bela.text(rings, 'http', '-i', '-d', 'abc', `ring://${did}/app/sum`);
    if (!out.startsWith('HTTP 200 OK\n') || !out.endsWith(sha256('abc'))) throw new Error(out);
  });
  await check('rings open keeps the ticket, and its address holds none', () => {
    const page = bela.text(rings, 'open', '--print', link).trim();
    expect(page, `${at(bela, anna.did, 'app')}/`);
    bela.text(rings, 'open', '--print', `ring://${did}/app`);
  });
  await browse(bela, at(bela, anna.did, 'app'), at(bela, did, 'app'));
  if (process.env.FIREFOX) await firefox(at(bela, anna.did, 'app'), `http://127.0.0.1:${port}`);
  await pages(anna, bela, carl);
} catch (error) {
  checks.fail(error.stack);
} finally {
  for (const child of children) child.kill('SIGKILL');
  await ring.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
