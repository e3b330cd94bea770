// The few commands of WebDriver BiDi (W3C) that a peer in a page needs, over Firefox's own WebSocket.
import { spawn } from 'node:child_process';
import WebSocket from 'ws';

export class Browser {
  // Starts Firefox with a profile and opens a session and a tab.
  static async start(binary, profile, args) {
    const browser = new Browser();
    browser.process = spawn(binary, ['--headless', '--remote-debugging-port=0', '--profile', profile, ...args, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'pipe'] });
    const url = await browser.endpoint();
    browser.socket = new WebSocket(`${url}/session`);
    await new Promise((resolve, reject) => { browser.socket.once('open', resolve); browser.socket.once('error', reject); });
    browser.socket.on('message', (data) => browser.take(JSON.parse(data)));
    const session = await browser.command('session.new', { capabilities: {} });
    browser.version = session.capabilities.browserVersion;
    // A page of our own in a tab of our own: an initial about:blank may still be replaced by another.
    browser.context = (await browser.command('browsingContext.create', { type: 'tab' })).context;
    await browser.command('browsingContext.navigate', { context: browser.context, url: 'data:text/html,<title>peer</title>', wait: 'complete' });
    return browser;
  }

  constructor() { Object.assign(this, { next: 1, pending: new Map(), onMessage: () => {} }); }

  // Firefox says where it listens on its standard error; the rest of that is dropped.
  endpoint() {
    return new Promise((resolve, reject) => {
      let text = '';
      this.process.stderr.setEncoding('utf8');
      this.process.stderr.on('data', (part) => {
        if (text === null) return;
        text += part;
        const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(text);
        if (found) { text = null; resolve(found[1]); }
      });
      this.process.once('exit', (code) => reject(new Error(`Firefox ended with ${code}: ${text?.slice(-500)}`)));
      this.process.once('error', reject);
    });
  }

  command(method, params) {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  take(message) {
    if (message.type === 'event') {
      if (message.method === 'script.message') this.onMessage(message.params.data.value);
      return;
    }
    const waiting = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.type === 'error') waiting?.reject(new Error(`${message.error}: ${message.message}`));
    else waiting?.resolve(message.result);
  }

  // Calls a function in the page; arguments are strings, or { channel } for a way back to onMessage.
  async call(source, ...args) {
    const result = await this.command('script.callFunction', {
      functionDeclaration: source,
      awaitPromise: true,
      target: { context: this.context },
      arguments: args.map((a) => (typeof a === 'string' ? { type: 'string', value: a } : { type: 'channel', value: a })),
    });
    if (result.type === 'exception') throw new Error(result.exceptionDetails.text);
  }

  async close() {
    await Promise.race([this.command('browser.close', {}), new Promise((r) => setTimeout(r, 1500))]).catch(() => {});
    this.process.kill('SIGKILL');
  }
}
