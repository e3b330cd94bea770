// Our stack against every foreign peer, as offerer and as answerer: node matrix.mjs [--repeat=N] [--only=name,…]
// Each cell: 4 channels from each side, messages of many sizes both ways, 200 messages at once, close from either side.
// Prints a table and "interop: N passed, N failed".
import { Peer } from './lib/process.mjs';

const opts = Object.fromEntries(process.argv.slice(2).map((a) => /^--(\w+)=(.*)$/.exec(a)?.slice(1) ?? [a, true]));
const repeat = Number(opts.repeat ?? 1);
const names = opts.only ? String(opts.only).split(',') : ['ndc', 'wrtc', 'werift', 'aiortc', 'chromium', 'firefox', 'rings'];
const sizes = [0, 1, 1200, 65535, 65536, 262144];
const labels = [0, 1, 2, 3];

class Failure extends Error {}
function expect(condition, what) { if (!condition) throw new Failure(what); }

// What a library cannot do, whoever is at the other end.
const limitOf = (sdp) => { const m = /a=max-message-size:(\d+)/.exec(sdp); const n = m ? Number(m[1]) : 65536; return n === 0 ? Infinity : n; };
// aiortc 1.4.0 and werift 0.25.2, which has its code, hand over only one of two ordered messages that a repeated packet completes at once, when messages of
// other streams came between them: the second waits for the stream's next chunk. One stream alone does not show it.
const mixesStreams = (name) => name !== 'werift' && name !== 'aiortc';
const skipsEmpty = (name) => name === 'werift'; // it sends an empty message as an empty DATA chunk, which ends its association

async function connect(a, b) {
  a.send({ cmd: 'offer' });
  const offer = await a.wait((m) => m.type === 'offer');
  b.send(offer);
  const answer = await b.wait((m) => m.type === 'answer');
  a.send(answer);
  await Promise.all([a.wait((m) => m.ev === 'open'), b.wait((m) => m.ev === 'open')]);
  return Math.min(limitOf(offer.sdp), limitOf(answer.sdp));
}

async function oneSize(from, to, size, ch) {
  from.send({ cmd: 'send', ch, size });
  const sent = await from.wait((m) => m.ev === 'sent' || m.ev === 'error');
  expect(sent.ev === 'sent', `${from.name} could not send ${size} bytes: ${String(sent.error).split('\n')[0]}`);
  const got = await to.wait((m) => m.ev === 'message');
  expect(got.len === size && got.fnv === sent.fnv, `${size} bytes from ${from.name} came as ${got.len} (${got.fnv}, not ${sent.fnv})`);
}

async function exchange(from, to, limit) {
  let count = 0;
  await to.ask({ cmd: 'log' }, 'ok');
  for (const size of sizes) {
    if (size > limit || (size === 0 && skipsEmpty(from.name))) continue;
    await oneSize(from, to, size, count % labels.length);
    count++;
  }
  await to.ask({ cmd: 'log', on: false }, 'ok');
  await to.ask({ cmd: 'verify' }, 'ok');
  await to.ask({ cmd: 'reset' }, 'ok');
  const done = await from.ask({ cmd: 'flood', size: 16384, bytes: 200 * 16384, seconds: 20, all: mixesStreams(to.name) }, 'flood-done');
  const total = await settled(to, done.messages);
  expect(total.messages === done.messages, `${done.messages - total.messages} of ${done.messages} messages are missing`);
  expect(total.gaps === 0 && total.corrupt === 0, `${total.gaps} out of order, ${total.corrupt} corrupt`);
  return count + done.messages;
}

async function settled(peer, wanted) {
  for (let i = 0; ; i++) {
    const count = await peer.ask({ cmd: 'count' }, 'count');
    if (count.messages >= wanted || i > 200) return count;
    await new Promise((r) => setTimeout(r, 25));
  }
}

// One channel closed by each side alone, then the whole connection by `closer`.
async function close(a, b, closer) {
  a.send({ cmd: 'close-channel', ch: 0 });
  await b.wait((m) => m.ev === 'channel-closed' && m.side === 'remote' && m.label.endsWith('_0'));
  b.send({ cmd: 'close-channel', ch: 1 });
  await a.wait((m) => m.ev === 'channel-closed' && m.side === 'remote' && m.label.endsWith('_1'));
  const other = closer === a ? b : a;
  other.forget((m) => m.ev === 'channel-closed');
  await closer.ask({ cmd: 'close' }, 'ok');
  await other.wait((m) => m.ev === 'channel-closed');
}

// What browsers offer that have media as well: an audio section in front, bundled, its transport lent to the data.
const maxBundle = { cmd: 'config', bundlePolicy: 'max-bundle', audioFirst: true };

// A later offer without new credentials: the answer repeats ours, and the channels live on (RFC 8839, section 4.4).
async function again(a, b, first) {
  const ice = (sdp) => [...sdp.matchAll(/^a=ice-(?:ufrag|pwd):\S+/gm)].map((m) => m[0]).join(' ');
  for (let i = 0; i < 2; i++) {
    a.send({ cmd: 'reoffer' });
    const offer = await a.wait((m) => m.type === 'offer' || m.ev === 'error');
    expect(offer.type === 'offer', `no later offer: ${String(offer.error).split('\n')[0]}`);
    b.send(offer);
    const answer = await b.wait((m) => m.type === 'answer' || m.ev === 'error');
    expect(answer.type === 'answer', `no later answer: ${String(answer.error).split('\n')[0]}`);
    expect(ice(answer.sdp) === ice(first.sdp), `ICE restarted by an answer: ${ice(first.sdp)} became ${ice(answer.sdp)}`);
    a.send(answer);
  }
}

async function special(kind, offerer) {
  const [a, b] = [new Peer(offerer, 'A'), new Peer('rings', 'B')];
  try {
    await Promise.all([a.wait((m) => m.ev === 'hello'), b.wait((m) => m.ev === 'hello')]);
    if (kind === 'max-bundle') a.send(maxBundle);
    a.send({ cmd: 'offer' });
    const offer = await a.wait((m) => m.type === 'offer');
    b.send(offer);
    const answer = await b.wait((m) => m.type === 'answer');
    a.send(answer);
    await Promise.all([a.wait((m) => m.ev === 'open'), b.wait((m) => m.ev === 'open')]);
    if (kind === 'later offer') await again(a, b, answer);
    for (const [from, to] of [[a, b], [b, a]]) {
      await to.ask({ cmd: 'log' }, 'ok');
      await oneSize(from, to, 1200, 0);
    }
    return { ok: true, text: 'ok' };
  } catch (e) {
    return { ok: false, text: `FAILED ${e.message}`, trace: [...a.last, ...b.last] };
  } finally {
    await Promise.all([a.end(), b.end()]);
  }
}

const specials = [['max-bundle', 'chromium'], ['later offer', 'ndc'], ['later offer', 'chromium'], ['later offer', 'firefox']];

async function cell(offerer, answerer, closerIsOfferer) {
  const [a, b] = [new Peer(offerer, 'A'), new Peer(answerer, 'B')];
  const started = Date.now();
  try {
    await Promise.all([a.wait((m) => m.ev === 'hello'), b.wait((m) => m.ev === 'hello')]);
    const limit = await connect(a, b);
    const opened = Date.now() - started;
    const forth = await exchange(a, b, limit);
    const back = await exchange(b, a, limit);
    await close(a, b, closerIsOfferer ? a : b);
    return { ok: true, text: `ok ${opened} ms, ${forth} + ${back} messages` };
  } catch (e) {
    return { ok: false, text: `FAILED ${e.message}`, trace: [...a.last, ...b.last] };
  } finally {
    await Promise.all([a.end(), b.end()]);
  }
}

let passed = 0; let failed = 0;
const rows = [];
for (let round = 0; round < repeat; round++) {
  for (const name of names) {
      // The offerer closes in one round, the answerer in the next: both sides close in each.
    const sides = name === 'rings' ? [['rings', 'rings']] : [['rings', name], [name, 'rings']];
    for (const [a, b] of sides) {
      const result = await cell(a, b, round % 2 === 0);
      result.ok ? passed++ : failed++;
      rows.push([a, b, result.text]);
      process.stdout.write(`${a.padEnd(9)} -> ${b.padEnd(9)} ${result.text}\n`);
      if (!result.ok) for (const l of result.trace) process.stdout.write(`    ${l.slice(0, 300)}\n`);
    }
  }
  for (const [kind, name] of specials.filter(([, n]) => names.includes(n))) {
    const result = await special(kind, name);
    result.ok ? passed++ : failed++;
    rows.push([`${name}, ${kind}`, 'rings', result.text]);
    process.stdout.write(`${name.padEnd(9)} -> rings, ${kind}: ${result.text}\n`);
    if (!result.ok) for (const l of result.trace) process.stdout.write(`    ${l.slice(0, 300)}\n`);
  }
}

process.stdout.write('\n| offers | answers | result |\n| --- | --- | --- |\n');
const summary = new Map();
for (const [a, b, text] of rows) {
  const key = `${a} | ${b}`;
  const s = summary.get(key) ?? { ok: 0, bad: [] };
  if (text.startsWith('ok')) s.ok++; else s.bad.push(text);
  summary.set(key, s);
}
for (const [key, s] of summary) process.stdout.write(`| ${key} | ${s.ok} of ${s.ok + s.bad.length}${s.bad.length ? `: ${s.bad[0]}` : ''} |\n`);
process.stdout.write(`\ninterop: ${passed} passed, ${failed} failed\n`);
process.exit(failed ? 1 : 0);
