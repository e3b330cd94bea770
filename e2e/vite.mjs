// A dev server of vite, as it comes, behind `rings serve`: its page in Chromium at another node's web gateway, and its hot reload over a
// WebSocket, without a reload of the page.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Checks } from './lib/checks.mjs';
import { Ring } from './lib/nodes.mjs';

const [rings, pictures] = process.argv.slice(2);
const START_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'rings-vite-'));
const ring = new Ring(rings);
const checks = new Checks('vite');
const check = checks.check.bind(checks);
const children = [];

function begin(program, words, wanted, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    children.push(child);
    let said = '';
    const leash = setTimeout(() => reject(new Error(`${program} ${words[0]}: ${said}`)), START_MS);
    const hear = data => {
      // Without the colours of a terminal.
      said += data.toString().replace(/\u001b\[[0-9;]*m/g, '');
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

function expect(actual, wanted) {
  if (actual !== wanted) throw new Error(`${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
}

mkdirSync(pictures, { recursive: true });
let browser;
try {
  const project = join(folder, 'project');
  cpSync(new URL('./vite', import.meta.url).pathname, project, { recursive: true });
  const anna = await ring.start('anna', join(folder, 'anna'));
  const bela = await ring.start('bela', join(folder, 'bela'), { seed: anna });
  while ([anna, bela].some(node => node.json(rings, 'inspect').successors.length < 1)) { /* until the ring is whole */ }
  const [, port] = await begin(join(project, 'node_modules', '.bin', 'vite'), [], /Local: +http:\/\/localhost:(\d+)\//, { cwd: project });
  const [link] = await begin(rings, ['serve', port, '--data-dir', anna.folder], /ring:\/\/\S+#t=[a-z2-7]+/);
  const where = bela.text(rings, 'open', '--print', link).trim();

  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = await browser.newPage();
  const sockets = [];
  page.on('websocket', socket => sockets.push(socket.url()));
  await check('the page of a dev server that knows nothing of rings', async () => {
    await page.goto(where);
    await page.waitForFunction(() => document.getElementById('text').textContent === 'version one');
    await page.screenshot({ path: join(pictures, 'vite.png') });
  });
  await check('its hot reload comes by a WebSocket of the page\'s own origin', async () => {
    if (!sockets.some(url => url.startsWith(where.replace('http', 'ws')))) throw new Error(`${sockets}`);
  });
  await check('a module that is changed is shown, and the page was not loaded again', async () => {
    writeFileSync(join(project, 'text.js'), 'export const text = \'version two\';\n');
    await page.waitForFunction(() => document.getElementById('text').textContent === 'version two');
    expect(await page.evaluate(() => globalThis.loads), 1);
  });
} catch (error) {
  checks.fail(error.stack);
} finally {
  await browser?.close();
  for (const child of children) child.kill('SIGKILL');
  await ring.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
