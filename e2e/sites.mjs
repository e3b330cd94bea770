// Sites of three nodes in a real browser: the newer version shows while its publisher is away, and neither a page of the
// ordinary web nor a site of another Did at the same web gateway can read from it, post to it, frame it, or set a cookie for it.
import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Checks } from './lib/checks.mjs';
import { LEASH_MS, Ring } from './lib/nodes.mjs';

const [rings, pictures] = process.argv.slice(2);
// A record whose first holder was just killed answers only when the others have noticed it: some eight seconds.
const ATTEMPT_MS = LEASH_MS;
const folder = mkdtempSync(join(tmpdir(), 'rings-sites-'));
const ring = new Ring(rings);
const checks = new Checks('sites');
const check = checks.check.bind(checks);
const start = (name, seed) => ring.start(name, join(folder, name), { seed });

function publish(node, name, files) {
  const from = mkdtempSync(join(folder, 'page-'));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(from, path), text);
  node.text(rings, 'site', 'publish', from, name);
}

/** The address of a site at the web gateway of a node. */
function at(gateway, owner, name) {
  return `http://${name}.${owner.did.slice(2)}.localhost:${new URL(gateway.gateway).port}/`;
}

function expect(actual, wanted) {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) throw new Error(`${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
}

/** All that a page tries against another; what came of each. */
function attack([victim, patience]) {
  const within = promise => Promise.race([promise, new Promise(resolve => setTimeout(() => resolve('nothing'), patience))]);
  const element = (name, where) => within(new Promise(resolve => {
    const made = document.createElement(name);
    made.onload = () => resolve('loaded');
    made.onerror = () => resolve('refused');
    made.src = where;
    document.body.append(made);
  }));
  const read = options => within(fetch(victim, options).then(
    async answer => (answer.type === 'opaque' ? 'opaque' : (await answer.text()).includes('two') ? 'read' : 'refused'), () => 'refused'));
  return (async () => ({
    read: await read({}),
    blind: await read({ mode: 'no-cors' }),
    script: await element('script', `${victim}app.js`),
    image: await element('img', `${victim}dot.svg`),
    wasRun: globalThis.victimRan === true,
    posted: await within(fetch(victim, { method: 'POST', body: 'x' }).then(answer => answer.status, () => 'refused')),
    framed: await within(new Promise(resolve => {
      const frame = document.createElement('iframe');
      frame.name = 'victim';
      frame.src = victim;
      frame.onload = () => resolve('ended');
      document.body.append(frame);
    })),
  }))();
}

async function attacksFail(page, victim, who) {
  const came = await page.evaluate(attack, [victim, ATTEMPT_MS]);
  await check(`${who} cannot read it`, () => expect(came.read, 'refused'));
  await check(`${who} learns nothing from a blind request`, () => { if (!['refused', 'opaque'].includes(came.blind)) throw new Error(came.blind); });
  await check(`${who} cannot run its script`, () => expect([came.script, came.wasRun], ['refused', false]));
  await check(`${who} cannot use its picture`, () => expect(came.image, 'refused'));
  await check(`${who} cannot post to it`, () => expect(came.posted, 'refused'));
  await check(`${who} cannot frame it`, async () => {
    const frame = page.frame('victim');
    const text = frame ? await frame.evaluate(() => document.body?.textContent ?? '').catch(() => '') : '';
    if (text.includes('two')) throw new Error('the frame shows the page');
  });
}

async function cookiesStay(context, page, victim, who) {
  await check(`${who} sets no cookie for it`, async () => {
    await page.evaluate(domain => {
      for (const where of [domain, domain.split('.').slice(1).join('.'), 'localhost']) document.cookie = `evil=1; Domain=${where}; Path=/`;
    }, new URL(victim).hostname);
    expect((await context.cookies(victim)).map(cookie => cookie.name), []);
  });
}

async function browse(anna, bela, carl) {
  const victim = at(carl, anna, 'blog');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(LEASH_MS);
  await check('the newer version opens at a node that never met the publisher, who is away', async () => {
    await page.goto(victim);
    expect(await page.textContent('h1'), 'version two');
    expect(await page.evaluate(() => globalThis.victimRan), true);
    await page.screenshot({ path: join(pictures, 'site.png') });
  });
  await page.evaluate(() => localStorage.setItem('own', 'secret'));
  await check('its own page can do what others below cannot, but write to it', async () => {
    const came = await page.evaluate(attack, [victim, ATTEMPT_MS]);
    expect([came.read, came.script, came.image, came.posted, came.framed], ['read', 'loaded', 'loaded', 405, 'ended']);
    expect(await page.frame('victim').evaluate(() => document.querySelector('h1').textContent), 'version two');
  });
  await check('it is a secure context with an origin of its own', async () =>
    expect(await page.evaluate(() => [isSecureContext, location.origin]), [true, new URL(victim).origin]));
  await check('a site of another Did has other storage', async () => {
    await page.goto(at(carl, bela, 'evil'));
    expect(await page.evaluate(() => localStorage.getItem('own')), null);
  });
  await attacksFail(page, victim, 'a site of another Did');
  await cookiesStay(context, page, victim, 'a site of another Did');
  const web = createServer((request, response) => response.setHeader('Content-Type', 'text/html').end('<body>the ordinary web</body>'));
  await new Promise(resolve => web.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://127.0.0.1:${web.address().port}/`);
  await attacksFail(page, victim, 'a page of the ordinary web');
  await cookiesStay(context, page, victim, 'a page of the ordinary web');
  await check('a page of the ordinary web can link to it', async () => {
    await page.evaluate(where => { document.body.innerHTML = `<a href="${where}">there</a>`; }, victim);
    await page.click('a');
    await page.waitForSelector('h1');
    expect(await page.textContent('h1'), 'version two');
  });
  web.close();
  await browser.close();
}

mkdirSync(pictures, { recursive: true });
try {
  const anna = await start('anna');
  const bela = await start('bela', anna);
  const carl = await start('carl', anna);
  while ([anna, bela, carl].some(node => node.json(rings, 'inspect').successors.length < 2)) { /* until the ring is whole */ }
  const page = version => ({
    'index.html': `<!doctype html><title>blog</title><h1>version ${version}</h1><script src="app.js"></script>`,
    'app.js': 'globalThis.victimRan = true;',
    'dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
  });
  publish(anna, 'blog', page('one'));
  publish(anna, 'blog', page('two'));
  publish(bela, 'evil', { 'index.html': '<!doctype html><title>evil</title><body>another Did</body>' });
  await anna.kill();
  await browse(anna, bela, carl);
} catch (error) {
  checks.fail(error.stack);
} finally {
  await ring.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
