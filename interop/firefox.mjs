// Debian's Firefox, headless, driven over WebDriver BiDi; the peer itself runs in a blank page.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from './lib/bidi.mjs';
import { emit, lines } from './lib/stdio.mjs';

const dir = mkdtempSync(join(tmpdir(), 'rtc-firefox-'));
const preferences = {
  // Addresses in the clear, and loopback among them: the peers of the matrix meet there.
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.peerconnection.ice.loopback': true, 'permissions.default.microphone': 1, 'permissions.default.camera': 1,
  'media.peerconnection.ice.default_address_only': false,
  // Nothing is asked of the network.
  'app.update.enabled': false, 'app.normandy.enabled': false, 'browser.safebrowsing.downloads.remote.enabled': false,
  'datareporting.healthreport.uploadEnabled': false, 'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false, 'extensions.update.enabled': false, 'toolkit.telemetry.enabled': false,
  'browser.shell.checkDefaultBrowser': false, 'browser.startup.homepage_override.mstone': 'ignore',
  'remote.active-protocols': 1, 'dom.min_background_timeout_value': 4, 'gfx.canvas.accelerated': false,
};
writeFileSync(join(dir, 'user.js'), Object.entries(preferences)
  .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));

const browser = await Browser.start(process.env.FIREFOX ?? '/usr/bin/firefox-esr', dir, ['--no-remote']);
await browser.command('session.subscribe', { events: ['script.message'] });
browser.onMessage = (line) => process.stdout.write(line + '\n');
await browser.call(`(source) => { (0, eval)(source); }`, readFileSync(new URL('./lib/core.js', import.meta.url), 'utf8'));
await browser.call(`(tell) => {
  const core = globalThis.rtcPeerCore;
  const adapter = core.w3cAdapter({ RTCPeerConnection });
  const mc = new MessageChannel();
  const waiting = [];
  mc.port1.onmessage = () => waiting.shift()?.();
  adapter.yield = () => new Promise((r) => { waiting.push(r); mc.port2.postMessage(0); });
  globalThis.peer = core.createPeer({
    adapter, emit: (o) => tell(JSON.stringify(o)), now: () => performance.now(), usage: () => ({ cpu_ms: 0, rss: 0 }),
  });
}`, { channel: 'lines' });
emit({ ev: 'hello', peer: 'firefox', version: browser.version, pid: process.pid });
const handle = `(line) => { globalThis.peer.handle(JSON.parse(line)); }`;
lines((m) => browser.call(handle, JSON.stringify(m)).catch((e) => emit({ ev: 'error', error: String(e) })), async () => {
  await browser.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.exit(0);
});
