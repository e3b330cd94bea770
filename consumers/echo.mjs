// Opens the page of samples/DataChannelEcho in Debian's Chromium and waits for what comes back: echo.mjs URL
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../e2e/package.json', import.meta.url))('playwright-core');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns'],
});
const context = await browser.newContext();
// Chromium gathers loopback candidates only for a page that may use the microphone.
await context.grantPermissions(['microphone']);
const page = await context.newPage();
try {
  await page.goto(process.argv[2]);
  await page.waitForFunction(() => document.querySelector('#said').textContent !== 'connecting', null, { timeout: 20_000 });
  const said = await page.textContent('#said');
  console.log(said);
  process.exitCode = said === 'came back: hello from the browser' ? 0 : 1;
} finally {
  await browser.close();
}
