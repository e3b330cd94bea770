// Looks at the built site in Debian's Chromium at two widths: nothing fails to load, nothing comes from another server, no page is
// wider than its window, the search finds a type. look.mjs SITE [PICTURES]
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';

const { chromium } = createRequire(new URL('../e2e/package.json', import.meta.url))('playwright-core');
const [root, pictures] = process.argv.slice(2);
const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2' };
const server = createServer((request, response) => {
  let file = normalize(decodeURI(new URL(request.url, 'http://x').pathname));
  if (file.endsWith('/')) file += 'index.html';
  try {
    response.setHeader('content-type', kinds[extname(file)] ?? 'text/plain');
    response.end(readFileSync(join(root, file)));
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise(done => { server.listen(0, '127.0.0.1', done); });
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const wrong = [];
let looked = 0;
for (const [name, width, height] of [['wide', 1280, 900], ['phone', 390, 844]]) {
  const page = await browser.newPage({ viewport: { width, height } });
  page.on('request', request => { if (!request.url().startsWith(base) && !request.url().startsWith('data:')) wrong.push(`asks ${request.url()}`); });
  page.on('response', response => { if (response.status() >= 400) wrong.push(`${response.status()} ${response.url().slice(base.length)}`); });
  page.on('pageerror', error => wrong.push(`script: ${error.message}`));
  for (const path of ['/index.html', '/docs/start.html', '/docs/architecture.html', '/docs/testkit.html', '/docs/settings.html', '/docs/comparison.html', '/docs/errors.html', '/docs/transport.html', '/api/Rings.Actors.Public.IRings.html', '/api/Rings.TestKit.SimulatedRing.html']) {
    await page.goto(base + path, { waitUntil: 'networkidle' });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wider > 1) wrong.push(`${path} is ${wider} pixels wider than ${width}`);
    looked++;
    const shown = { '/docs/start.html': 'start', '/docs/architecture.html': 'architecture' }[path];
    if (pictures && shown) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `site-${shown}-${name}.png`) });
    }
  }
  if (name === 'wide') {
    // The field takes nothing until the index is read.
    await page.locator('#search-query:enabled').waitFor({ timeout: 90_000 });
    await page.locator('#search-query').pressSequentially('undelivered');
    await page.waitForFunction(() => document.querySelector('#search-results')?.textContent.includes('Enum Undelivered'), null, { timeout: 60_000 })
      .catch(() => wrong.push('the search does not find Undelivered'));
  }
  await page.close();
}
await browser.close();
server.close();
for (const line of new Set(wrong)) console.log(`FAILED  ${line}`);
console.log(`looked at ${looked} pages at two widths`);
process.exit(wrong.length ? 1 : 0);
