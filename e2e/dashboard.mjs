// Five nodes and the dashboard of one of them, in a real browser.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Checks } from './lib/checks.mjs';
import { LEASH_MS, Ring, within } from './lib/nodes.mjs';

const [rings, pictures] = process.argv.slice(2);
const NODES = 5;
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'rings-e2e-'));
const ring = new Ring(rings);
const checks = new Checks('dashboard');
const check = checks.check.bind(checks);
const start = (name, ...words) => ring.start(name, join(folder, name), { words });

async function launch(url, options = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = await browser.newPage(options);
  page.setDefaultTimeout(LEASH_MS);
  const errors = [];
  page.on('console', message => { if (message.type() === 'error') errors.push(message.text()); });
  page.on('pageerror', error => errors.push(error.message));
  await page.goto(url);
  return { browser, page, errors };
}

function freshUrl(node) {
  return node.json(rings, 'dashboard').url;
}

async function wholeRing(page) {
  await page.waitForFunction(count => document.querySelectorAll('#ring-picture [data-did]').length >= count, NODES);
  await page.waitForFunction(() => document.querySelector('#phase').textContent === 'member');
}

/** The rules of axe-core that a page breaks: none. */
async function accessible(page, what) {
  await check(`axe finds nothing: ${what}`, async () => {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
    if (violations.length) {
      throw new Error(violations.map(rule => `${rule.id}: ${rule.nodes.slice(0, 2).map(node => node.html).join(' ')}`).join('; '));
    }
  });
}

async function overview(page, first, errors) {
  await check('the page opens and shows the five nodes of the ring', () => wholeRing(page));
  await check('its first sentence says that all is well', () => page.waitForFunction(
    () => document.querySelector('#overview-title').textContent === 'All is well: member of a ring of 5 nodes.'));
  await check('the title names the node and its state', async () => {
    if (await page.title() !== `${first.did.slice(0, 10)}…${first.did.slice(-4)}, member · Rings`) throw new Error(await page.title());
  });
  await check('the facts are there: links and how, records, mail, delegation', async () => {
    await page.waitForFunction(() => document.querySelector('#facts').textContent.includes('4 direct, 0 relayed'));
    const names = await page.$$eval('#facts dt', all => all.map(name => name.textContent));
    for (const name of ['State', 'Ring', 'Up', 'Version', 'Records held', 'Own records', 'NAT', 'Mail', 'Delegation']) {
      if (!names.includes(name)) throw new Error(`no ${name} among ${names}`);
    }
  });
  await check('the join line is there, as text and as a picture', async () => {
    if (await page.textContent('#join-line') !== `rings run --join ${first.joinUrl}`) throw new Error(await page.textContent('#join-line'));
    await page.waitForFunction(() => document.querySelector('#join-code').naturalWidth > 0);
  });
  await check('all that answers "is all well?" is in the first view', async () => {
    const bottoms = await page.$$eval('#overview, #ring-picture, #traffic, #join', all => all.map(part => part.getBoundingClientRect().bottom));
    if (Math.max(...bottoms) > WIDE.height) throw new Error(`ends at ${bottoms}`);
  });
  await check('no line of the picture bends further than it is long', async () => {
    const far = await page.$$eval('#ring-layer .chord', all => all.map(line => line.getAttribute('d').match(/-?[\d.]+/g).map(Number))
      .filter(([x1, y1, cx, cy, x2, y2]) => Math.hypot(cx - (x1 + x2) / 2, cy - (y1 + y2) / 2) > Math.hypot(x2 - x1, y2 - y1)));
    if (far.length) throw new Error(JSON.stringify(far));
  });
  await check('the legend names what is drawn, and nothing else', async () => {
    const [named, drawn] = await page.evaluate(() => [
      [...document.querySelectorAll('#legend li')].map(item => item.className),
      [...document.querySelectorAll('#ring-layer .node')].map(node => node.classList[1])
        .concat(document.querySelector('#ring-layer .arc') ? ['owned'] : [])]);
    const [left, right] = [[...new Set(named)].sort(), [...new Set(drawn)].sort()];
    if (left.join() !== right.join()) throw new Error(`${left} beside ${right}`);
  });
  await check('the tools are one panel of the whole width, one at a time', async () => {
    const [width, whole, open] = await page.$eval('#tools', tools => [tools.getBoundingClientRect().width,
      tools.parentElement.getBoundingClientRect().width, tools.querySelectorAll('[role=tabpanel]:not([hidden])').length]);
    if (width < whole * 0.9 || open !== 1) throw new Error(`${width} of ${whole}, ${open} open`);
  });
  await page.screenshot({ path: join(pictures, 'dashboard-overview.png') });
  await check('nothing was wrong on the console', () => { if (errors.length) throw new Error(errors.join('; ')); });
}

async function nodeCard(page, first, other) {
  await check('a node of the picture is chosen, and gets a name', async () => {
    await page.click(`#ring-layer [data-did="${other.did}"]`);
    await page.waitForSelector('#node[open]');
    if (await page.textContent('#node-did') !== other.did) throw new Error('another node');
    await page.fill('#node-name', 'anna');
    await page.click('#name-form button');
    await page.waitForFunction(() => document.querySelector('#node-title').textContent === 'anna');
  });
  await accessible(page, 'the card of a node');
  await check('the card sends its Did to a form by its name', async () => {
    await page.click('#node-send');
    if (await page.inputValue('#message-to') !== 'anna') throw new Error(await page.inputValue('#message-to'));
    await page.waitForFunction(() => document.querySelector('#peers').textContent.includes('anna'));
  });
  await check('a name is chosen by the keyboard alone, and its link is closed and opened', async () => {
    await page.focus(`#ring-layer [data-did="${other.did}"]`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#node[open]');
    await page.click('#node-disconnect');
    await page.waitForFunction(() => document.querySelector('#node-outcome').textContent === 'disconnecting: done.');
    await page.keyboard.press('Escape');
    await page.waitForFunction(did => {
      const row = [...document.querySelectorAll('#peers tr')].find(each => each.querySelector(`[data-did="${did}"]`));
      return row && row.textContent.includes('Ready');
    }, other.did);
  });
  await check('the command line knows the name, and the name stands for the Did', () => {
    const listed = first.text(rings, 'name', 'list');
    if (!listed.includes(`${other.did}  anna`)) throw new Error(listed);
  });
}

async function survivesReload(page) {
  await check('messages and events of before are there after a reload', async () => {
    await page.reload();
    await wholeRing(page);
    await page.waitForFunction(() => document.querySelector('#messages').textContent.includes('hello from the page'));
    await page.waitForFunction(() => document.querySelector('#messages').textContent.includes('onerror'));
    await page.waitForFunction(() => document.querySelector('#events').textContent.includes('link up'));
  });
}

/** The node of the page ends: what stands there is marked with its age. */
async function endsUnderThePage(node) {
  const { browser, page } = await launch(freshUrl(node), { viewport: WIDE, colorScheme: 'light' });
  await check('what a node said is marked as old when it has ended, and stays', async () => {
    await wholeRing(page);
    node.kill('SIGTERM');
    await page.waitForFunction(() => document.querySelector('#stale').textContent.includes('What stands here is'));
    if (await page.isHidden('#overview') || !await page.$('#ring-picture [data-did]')) throw new Error('it is gone');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    if ((await page.locator('#stale').boundingBox()).y < 0) throw new Error('the mark is out of sight');
  });
  await accessible(page, 'a page of an ended node');
  await page.screenshot({ path: join(pictures, 'dashboard-stale.png') });
  await browser.close();
}

/** A service of the node, one caller of it, and the stream between them; the call goes on until the function given back is called. */
async function provides(page, first, other) {
  const SENT = 70_000;
  const target = createServer(socket => socket.pipe(socket));
  await new Promise(resolve => { target.listen(0, '127.0.0.1', resolve); });
  let caller = null;
  await check('a node that provides nothing says so', () => page.waitForFunction(() =>
    !document.querySelector('#no-services').hidden && document.querySelector('#streams-rest').textContent === 'no stream is open'));
  await check('an entrance shows where it is, who came, and what it carried this month', async () => {
    await page.waitForSelector('#no-entrances:not([hidden])');
    const opened = await first.call('openEntrance', { zone: 'zone.example', listen: '127.0.0.1:0', allow: [other.did] });
    if (opened.error) throw new Error(opened.error.message);
    const row = `*.zone.example at ${opened.result.listen}`;
    await page.waitForFunction(wanted => document.querySelector('#entrance-rows td')?.textContent === wanted, row);
    const cells = await page.$$eval('#entrance-rows td', all => all.map(cell => cell.textContent));
    if (cells.slice(1).join() !== 'nobody came yet,0 connections,0,0 B,0 B') throw new Error(cells.join());
    await first.call('closeTunnel', { id: opened.result.id });
    await page.waitForSelector('#no-entrances:not([hidden])');
  });
  await check('a service shows its target, who may call, who calls now, and its stream with way and bytes', async () => {
    first.text(rings, 'service', 'add', 'echo', 'tcp', String(target.address().port), '--allow', other.did);
    const opened = await other.call('openTunnel', { listen: '0', service: `ring://${first.did}/echo` });
    if (opened.error) throw new Error(opened.error.message);
    caller = connect(Number(opened.result.listen.split(':').at(-1)), '127.0.0.1');
    await new Promise((resolve, reject) => {
      let echoed = 0;
      caller.on('data', data => { if ((echoed += data.length) === SENT) resolve(); });
      caller.on('error', reject);
      caller.write(Buffer.alloc(SENT, 7));
    });
    await page.waitForFunction(port => {
      const cells = [...document.querySelectorAll('#service-rows td')].map(cell => cell.textContent);
      return cells[0] === 'echo' && cells[1] === 'tcp' && cells[2].endsWith(`:${port}`) && cells[3] === 'anna' && cells[4] === 'anna (1 stream)' && cells[5] === '0 B';
    }, target.address().port);
    await page.waitForFunction(() => {
      const cells = [...document.querySelectorAll('#stream-rows td')].map(cell => cell.textContent);
      return cells[0] === 'anna' && cells[2] === 'the other' && cells[3] === 'direct' && cells[5] === '68.4 KiB' && /^6[89]\.\d KiB$/.test(cells[6]);
    });
  });
  await check('a caller in the table opens its card by the keyboard alone', async () => {
    await page.focus('#service-rows button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#node[open]');
    if (await page.textContent('#node-title') !== 'anna') throw new Error(await page.textContent('#node-title'));
    await page.keyboard.press('Escape');
  });
  return () => {
    caller?.destroy();
    target.close();
  };
}

async function use(first, other) {
  const { browser, page, errors } = await launch(first.dashboard, { viewport: WIDE, colorScheme: 'light' });
  await overview(page, first, errors);
  await accessible(page, 'wide and light');
  await nodeCard(page, first, other);
  await check('its peers are in the table', () => page.waitForFunction(count => document.querySelectorAll('#peers tr').length === count, NODES - 1));
  await check('the ring is in step again after the link was closed and opened', async () => {
    const owns = async () => {
      const { result } = await first.call('lookup', { key: other.did });
      return result?.owner === other.did && result.hops === 1;
    };
    if (await within(LEASH_MS, owns) === null) throw new Error('the node does not own its own Did');
  });
  await check('a look-up shows the owner', async () => {
    await page.click('#lookup-tab');
    await page.fill('#lookup-key', other.did);
    await page.click('#lookup-form button');
    await page.waitForFunction(did => document.querySelector('#lookup-steps').textContent.includes(did), other.did);
    await page.waitForSelector(`#lookup-layer .hop`, { state: 'attached' });
  });
  await check('a look-up is made by the keyboard alone, and the picture counts its hops', async () => {
    await page.focus('#lookup-key');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(first.did);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('#lookup-steps').textContent.includes('no hop'));
    await page.waitForSelector('#lookup-layer .goal', { state: 'attached' });
  });
  await check('a look-up from the command line is seen too', async () => {
    first.text(rings, 'lookup', other.did);
    await page.waitForFunction(did => document.querySelector('#events').textContent.includes(`looked up ${did}: 1 hop to`), other.did);
    await page.waitForSelector('#lookup-layer .traveller', { state: 'attached' });
    await page.locator('#ring').screenshot({ path: join(pictures, 'dashboard-lookup.png') });
    await page.waitForFunction(() => document.querySelector('#lookup-layer .hops').textContent === '1 hop');
  });
  await check('of a way over relays only what the answer says is drawn', async () => {
    const steps = await page.evaluate(async ([self, owner]) => {
      const view = await import('/lookup-view.js');
      const found = { owner, hops: 3, attempts: 1, ms: 5 };
      void view.showLookup(document.querySelector('#lookup-layer'), self, found);
      return view.describeLookup(self, found);
    }, [first.did, other.did]);
    if (!steps.includes('2 relays, which the answer does not name')) throw new Error(steps.join('; '));
    await page.waitForFunction(() => document.querySelector('#lookup-layer .hops').textContent === 'hop 2 of 3');
    await page.locator('#ring').screenshot({ path: join(pictures, 'dashboard-hops.png') });
    await page.waitForFunction(() => document.querySelector('#lookup-layer .hops').textContent === '3 hops');
  });
  await check('a traced way is drawn by the relays that were named', async () => {
    const steps = await page.evaluate(async ([self, owner]) => {
      const view = await import('/lookup-view.js');
      const relay = [...document.querySelectorAll('#ring-picture [data-did]')].map(node => node.dataset.did).find(did => did !== self && did !== owner);
      const found = { owner, hops: 3, ms: 5, way: [{ did: relay, ms: 1 }, { did: null, ms: 5000 }, { did: owner, ms: 4 }] };
      void view.showLookup(document.querySelector('#lookup-layer'), self, found);
      return view.describeLookup(self, found);
    }, [first.did, other.did]);
    if (!/^by 0x[0-9a-f]{40}, 1\.0 ms$/.test(steps[1]) || !steps[2].startsWith('by a node that does not answer')) throw new Error(steps.join('; '));
    await page.waitForFunction(() => document.querySelector('#lookup-layer .hops').textContent === 'hop 2 of 3');
    await page.locator('#ring').screenshot({ path: join(pictures, 'dashboard-trace.png') });
    await page.waitForFunction(() => document.querySelector('#lookup-layer .hops').textContent === '3 hops');
    const drawn = await page.evaluate(() => ['.hop', '.hop.unnamed', '.relay'].map(kind => document.querySelectorAll(`#lookup-layer ${kind}`).length));
    if (drawn.join() !== '2,1,1') throw new Error(`drawn: ${drawn}`);
  });
  await check('the log is there, from before the page was opened', () => page.waitForSelector('#log li .level'));
  await check('a message from another node arrives as text, whatever it holds', async () => {
    const text = '<img src=x onerror="document.title=1"> hello';
    const before = await page.title();
    other.text(rings, 'send', first.did, text);
    await page.waitForFunction(wanted => document.querySelector('#messages').textContent.includes(wanted), text);
    if (await page.title() !== before) throw new Error('markup from the network came to life');
  });
  await check('a message from the page is delivered', async () => {
    await page.fill('#message-to', other.did);
    await page.fill('#message-text', 'hello from the page');
    await page.click('#message-form button');
    await page.waitForSelector('#messages .state.delivered');
  });
  await check('a secret that is split shows its guardians, and what is kept for others', async () => {
    other.text(rings, 'secret', 'accept', first.did);
    first.text(rings, 'secret', 'split', '--guardians', `${other.did},0x${'0'.repeat(38)}b1`, '-k', '2', '--label', 'my <key>');
    await page.waitForFunction(() => document.querySelector('#secrets-own').textContent.includes('my <key>: 2 of 2 guardians')
      && document.querySelector('#secrets-own').textContent.includes(': kept'), null, { timeout: LEASH_MS });
    await page.waitForFunction(() => document.querySelector('#secrets-kept').textContent.includes('keeps no share'));
    other.text(rings, 'secret', 'split', '--guardians', `${first.did},0x${'0'.repeat(38)}b1`, '-k', '2');
    await page.waitForFunction(did => document.querySelector('#secrets-kept').textContent.includes(`asks you to keep a share: rings secret accept ${did}`),
      other.did, { timeout: LEASH_MS });
    first.text(rings, 'secret', 'accept', other.did);
    await page.waitForFunction(() => document.querySelector('#secrets-kept').textContent.includes('a share for anna: number 1 of 2, 2 are needed'),
      null, { timeout: LEASH_MS });
  });
  await check('a Did that two nodes own shows its members, and what it is asked to sign, as text', async () => {
    const id = JSON.parse(other.text(rings, 'group', 'create', 'us <two>', '--members', first.did, '--json')).id;
    await page.waitForFunction(wanted => document.querySelector('#groups-own').textContent.includes(`rings group join ${wanted}`), id, { timeout: LEASH_MS });
    first.text(rings, 'group', 'join', id);
    await page.waitForFunction(() => document.querySelector('#groups-own').textContent.includes('us <two>: 2 of 2 members sign; it stands'), null, { timeout: LEASH_MS });
    other.text(rings, 'group', 'propose', id, '--any-text', '<b>Hello.</b>');
    await page.waitForFunction(wanted => document.querySelector('#groups-own').textContent.includes(`<b>Hello.</b>Agree? rings group approve ${wanted}`), id, { timeout: LEASH_MS });
  });
  await check('a swap that is offered shows what to say, and what others say of it as text', async () => {
    await page.waitForFunction(() => document.querySelector('#swaps-own').textContent.includes('no coins are swapped'), null, { timeout: 30000 });
    const shown = await page.evaluate(async () => {
      const { showSwaps } = await import('./swaps-view.js');
      const list = document.createElement('ul');
      const swap = { id: 'ab', peer: '0x01', give: '1eth', get: '0.5ltc', says: 'waits for you', waits_for_you: true, valid_until: new Date().toISOString() };
      const locked = { ...swap, waits_for_you: false, says: 'this node claims', trouble: '<b>x</b>', alarm: 'half', own_refund_from: swap.valid_until,
        own_lock: { depth: 2, needed: 2, spent: null }, other_lock: { depth: 3, needed: 1, spent: 'Claim' } };
      showSwaps(list, [swap, locked]);
      return [list.textContent, list.querySelectorAll('b').length];
    });
    const wanted = [/1eth for 0.5ltc with .*rings swap accept ab/, /<b>x<\/b>half.*2 of 2 blocks deep.*3 of 1 blocks deep, claimed/];
    if (shown[1] > 0 || !wanted.every(one => one.test(shown[0]))) throw new Error(shown[0]);
  });
  await check('a record is put and read, as text', async () => {
    const text = '<b>kept</b>';
    await page.focus('#lookup-tab');
    await page.keyboard.press('ArrowRight');
    await page.fill('#put-name', 'motd');
    await page.fill('#put-value', text);
    await page.click('#put-form button');
    await page.waitForFunction(() => document.querySelector('#put-outcome').textContent.includes('durable copies'));
    await page.click('#get-tab');
    await page.fill('#get-owner', 'me');
    await page.fill('#get-name', 'motd');
    await page.click('#get-form button');
    await page.waitForFunction(wanted => document.querySelector('#get-outcome').textContent === wanted, text);
  });
  const hangUp = await provides(page, first, other);
  await survivesReload(page);
  await page.screenshot({ path: join(pictures, 'dashboard.png'), fullPage: true });
  await check('nothing was wrong on the console', () => { if (errors.length) throw new Error(errors.join('; ')); });
  await browser.close();
  return hangUp;
}

async function lookElsewhere(first) {
  const { browser, page } = await launch(freshUrl(first), { viewport: PHONE, colorScheme: 'dark' });
  await check('a phone in the dark sees it without scrolling sideways', async () => {
    await wholeRing(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    if (wide) throw new Error('the page is wider than the screen');
  });
  await check('links, services and streams are readable on the phone: no cell is cut, and each says what it is', async () => {
    for (const table of ['#peers', '#service-rows', '#stream-rows']) await page.waitForSelector(`${table} td`);
    const cut = await page.$$eval('td', cells => cells.filter(cell =>
      cell.textContent && (cell.scrollWidth > cell.clientWidth || cell.getBoundingClientRect().right > innerWidth || !cell.dataset.label)).length);
    if (cut) throw new Error(`${cut} cells are cut`);
  });
  await page.screenshot({ path: join(pictures, 'dashboard-phone-dark.png'), fullPage: true });
  await accessible(page, 'a phone in the dark');
  for (const [viewport, colorScheme] of [[WIDE, 'dark'], [PHONE, 'light']]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(pictures, `dashboard-${viewport.width}-${colorScheme}.png`) });
    await accessible(page, `${viewport.width} px, ${colorScheme}`);
  }
  await browser.close();

  const stranger = await launch(first.dashboard.split('#')[0]);
  await check('without the code the page stays locked: no card, nothing wrong on the console', async () => {
    await stranger.page.waitForSelector('#locked:not([hidden])');
    const cards = await stranger.page.$$eval('section', all => all.filter(card => !card.hidden).map(card => card.id));
    if (cards.join() !== 'locked' || stranger.errors.length) throw new Error(`${cards} ${stranger.errors}`);
  });
  await accessible(stranger.page, 'the locked page');
  await check('a code works once', async () => {
    await stranger.page.goto(first.dashboard);
    await stranger.page.waitForSelector('#locked:not([hidden])');
  });
  await stranger.browser.close();
}

async function letInNowhere() {
  const alone = await start('alone', '--join', 'http://127.0.0.1:1/');
  const { browser, page } = await launch(freshUrl(alone));
  await check('a node that no seed lets in says so first, with the cause and what to do', () => page.waitForFunction(() =>
    /^No seed lets this node in: it is a ring of its own\. http:\/\/127\.0\.0\.1:1\/: .+\. Is it running/
      .test(document.querySelector('#overview-title').textContent)));
  await browser.close();
}

mkdirSync(pictures, { recursive: true });
try {
  const first = await start('node-0');
  const others = [];
  for (let i = 1; i < NODES; i++) others.push(await start(`node-${i}`, '--join', first.joinUrl));
  const hangUp = await use(first, others[1]);
  await lookElsewhere(first);
  hangUp();
  await endsUnderThePage(first);
  await letInNowhere();
} catch (error) {
  checks.fail(error.stack);
} finally {
  await ring.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
