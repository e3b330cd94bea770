// A tab is a node: it joins a ring of processes, talks end to end, puts and reads records, and links to another tab.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from './lib/checks.mjs';
import { LEASH_MS, Ring, run, within } from './lib/nodes.mjs';
import { launch, serve } from './lib/pages.mjs';

const [rings, published, count = '200'] = process.argv.slice(2);
const MESSAGES = Number(count);
const KEYS = 20;
const folder = mkdtempSync(join(tmpdir(), 'rings-e2e-'));
const ring = new Ring(rings);
const checks = new Checks('browser');
const check = checks.check.bind(checks);

/** A page that has joined; what it does afterwards is said as functions of `ring`. */
async function tab(browser, files, seed, options = {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(LEASH_MS);
  page.errors = [];
  page.on('console', message => { if (message.type() === 'error') page.errors.push(message.text()); });
  page.on('pageerror', error => page.errors.push(error.message));
  await page.goto(files.url);
  page.ms = await page.evaluate(async ([seed, options, leash]) => {
    const began = performance.now();
    const { join } = await import('/rings.js');
    globalThis.heard = [];
    globalThis.ring = await join({ seeds: seed ? [seed] : [], patience: leash, ...options });
    ring.receive('chat/1', message => { heard.push({ from: message.from, text: message.text(), sealed: message.sealed }); });
    return performance.now() - began;
  }, [seed, options, LEASH_MS]);
  page.did = await page.evaluate(() => ring.did);
  return page;
}

async function joins(page, nodes) {
  await check(`a page joins through one seed and is a member of a ring of ${nodes.length + 1}`, async () => {
    const status = await page.evaluate(() => ring.status());
    if (status.phase !== 'member') throw new Error(JSON.stringify(status));
    return `${Math.round(page.ms)} ms, ${status.links.length} links`;
  });
  await check('the processes see it as a neighbour', async () => {
    for (const node of nodes) {
      const state = await within(LEASH_MS, async () => (await node.state())?.successors?.includes(page.did));
      if (state === null) throw new Error(JSON.stringify(await node.state()));
    }
  });
}

async function looksUp(page, nodes) {
  await check(`the owner of ${KEYS} keys is the one that a process names`, async () => {
    const keys = Array.from({ length: KEYS }, (_, number) => `0x${String(number * 3 + 1).repeat(40).slice(0, 40)}`);
    for (const key of keys) {
      const { result } = await nodes[0].call('lookup', { key });
      const found = await page.evaluate(key => ring.lookup(key), key);
      if (found.owner !== result.owner) throw new Error(`${key}: ${found.owner} here, ${result.owner} there`);
    }
  });
}

async function talks(page, node) {
  const listening = spawn(rings, ['listen', '--data-dir', node.folder, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  listening.stdout.on('data', data => { said += data; });
  await check('a page’s message reaches a process, end to end', async () => {
    const ms = await within(LEASH_MS, async () => {
      await page.evaluate(to => ring.send(to, 'chat/1', 'hello from a tab'), node.did);
      return said.includes('hello from a tab');
    });
    if (ms === null) throw new Error(said);
  });
  listening.kill();
  await check('a process’s message reaches the page, end to end', async () => {
    const { code, out, err } = await run(rings, ['send', page.did, 'hello from a process', '--data-dir', node.folder]);
    if (code !== 0) throw new Error(out + err);
    await page.waitForFunction(() => heard.some(message => message.text === 'hello from a process' && message.sealed));
  });
  await check(`${MESSAGES} messages to the page arrive once each`, async () => {
    const before = await page.evaluate(() => heard.length);
    const data = number => Buffer.from(`m${number}`).toString('base64');
    const workers = 8;
    const states = {};
    let next = 0;
    await Promise.all(Array.from({ length: workers }, async () => {
      while (next < MESSAGES) {
        const number = next++;
        const answer = await node.call('sendMessage', { destination_did: page.did, protocol: 'chat/1', data: data(number) });
        if (answer.error) throw new Error(JSON.stringify(answer.error));
        states[answer.result.state] = (states[answer.result.state] ?? 0) + 1;
      }
    }));
    // The receipt says that the node has it; the page's receiver takes one after another.
    await within(LEASH_MS, () => page.evaluate(([before, count]) => heard.length >= before + count, [before, states.delivered]));
    const texts = await page.evaluate(before => heard.slice(before).map(message => message.text), before);
    if (texts.length !== MESSAGES || new Set(texts).size !== MESSAGES) throw new Error(`${texts.length} came, ${new Set(texts).size} different; ${JSON.stringify(states)}`);
  });
}

async function listensAgain(page) {
  await check('a receiver that was disposed hears nothing, whoever sends is told, and another may come', async () => {
    const told = await page.evaluate(async () => {
      const first = ring.receive('again/1', () => {});
      const both = await Promise.resolve().then(() => ring.receive('again/1', () => {})).catch(error => error.code);
      await first.dispose();
      const alone = await ring.send(ring.did, 'again/1', 'x').then(sent => sent.state, error => error.code);
      const heardAgain = new Promise(resolve => ring.receive('again/1', message => resolve(message.text())));
      // The node begins to listen a moment later.
      while (await ring.send(ring.did, 'again/1', 'once more').then(() => false, () => true)) await new Promise(resolve => setTimeout(resolve, 20));
      return [both, alone, await heardAgain];
    });
    if (String(told) !== 'busy,unsupported,once more') throw new Error(String(told));
  });
}

async function keeps(page, node) {
  await check('a record that the page put is read by `rings get`', async () => {
    const stored = await page.evaluate(() => ring.put('note', 'written in a tab'));
    const text = node.text(rings, 'get', page.did, 'note');
    if (!text.includes('written in a tab')) throw new Error(text);
    return `${stored.state}, ${stored.copies} copies`;
  });
  await check('a record of a process is read in the page', async () => {
    node.text(rings, 'put', 'note', 'written by a process');
    const found = await page.evaluate(async owner => (await ring.get(owner, 'note'))?.text(), node.did);
    if (found !== 'written by a process') throw new Error(String(found));
  });
  await check('a record that nobody put is null', async () =>
    (await page.evaluate(owner => ring.get(owner, 'nothing'), node.did)) === null);
}

async function meets(first, second) {
  await check('two tabs link directly and talk', async () => {
    const sent = await second.evaluate(to => ring.send(to, 'chat/1', 'hello from the other tab'), first.did);
    await first.waitForFunction(() => heard.some(message => message.text === 'hello from the other tab'));
    const peers = await second.evaluate(async () => (await ring.status()).links.filter(link => link.state === 'ready').map(link => link.peer));
    if (!peers.includes(first.did)) throw new Error(`links to ${peers}`);
    return `${Math.round(sent.ms)} ms`;
  });
}

/** What a page is told that asks for what cannot be: `code: message next`. */
const REFUSALS = [
  ['a message of 70 KiB', 'invalid', async () => ring.send((await ring.status()).links[0].peer, 'chat/1', 'x'.repeat(70 * 1024))],
  ['a wrong Did', 'invalid', () => ring.lookup('0x12')],
  ['a second receiver of a protocol', 'busy', async () => ring.receive('chat/1', () => {})],
  ['a second node of one page', 'busy', async () => (await import('/rings.js')).join({ seeds: [] })],
  ['a name of 300 bytes', 'invalid', () => ring.put('n'.repeat(300), 'x')],
];

async function refuses(page) {
  for (const [what, code, call] of REFUSALS) {
    await check(`${what} is refused with a code and what to do next`, async () => {
      await page.evaluate(`globalThis.asked = ${call}`);
      const said = await page.evaluate(() => asked().then(() => ({}), error => ({ code: error.code, next: error.next, message: error.message })));
      if (said.code !== code || !said.next) throw new Error(JSON.stringify(said));
      return said.message;
    });
  }
}

async function leaves(page, nodes) {
  await check('a page that leaves is gone from the ring', async () => {
    await page.evaluate(() => ring.leave());
    const gone = await within(LEASH_MS, async () => !(await nodes[0].state())?.links.some(link => link.peer === page.did));
    if (gone === null) throw new Error('the link is still there');
    return `${gone} ms`;
  });
  await check('and says so to whoever asks it afterwards', async () =>
    (await page.evaluate(() => ring.status().catch(error => error.code))) === 'left');
}

const files = await serve(published);
const browser = await launch();
try {
  const first = await ring.start('n1', join(folder, 'n1'));
  const second = await ring.start('n2', join(folder, 'n2'), { seed: first });
  const page = await tab(browser, files, first.joinUrl);
  await joins(page, [first, second]);
  await looksUp(page, [first, second]);
  await talks(page, second);
  await listensAgain(page);
  await keeps(page, second);
  const other = await tab(browser, files, second.joinUrl);
  await meets(page, other);
  await refuses(page);
  await leaves(other, [first, second]);
  await check('no page wrote an error', () => {
    const errors = [...page.errors, ...other.errors];
    if (errors.length > 0) throw new Error(errors.join('; '));
  });
} catch (error) {
  checks.fail(error.stack);
} finally {
  await browser.close();
  files.close();
  await ring.end();
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
