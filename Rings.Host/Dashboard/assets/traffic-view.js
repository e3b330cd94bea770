// Traffic of the last five minutes, as two lines: what this node sends and what it receives.

import { bytes } from './dom.js';
import { element } from './ring-view.js';

const WINDOW_MS = 5 * 60_000;
const WIDTH = 300;
const HEIGHT = 80;
const LEAST_TOP = 1024;
const LEAST_APART_MS = 1000;

const samples = [];
let last = null;

/** Takes the counters of all links; a link that is gone counts no more. */
export function sample(links, now) {
  if (last && now - last.now < LEAST_APART_MS) return;
  const counters = new Map(links.map(link => [link.did, link]));
  if (last) {
    const seconds = (now - last.now) / 1000;
    let [sent, received] = [0, 0];
    for (const [did, link] of counters) {
      const before = last.counters.get(did);
      if (!before || link.bytesSent < before.bytesSent) continue;
      sent += link.bytesSent - before.bytesSent;
      received += link.bytesReceived - before.bytesReceived;
    }
    samples.push({ now, sent: sent / seconds, received: received / seconds });
  }
  last = { now, counters };
  while (samples.length > 0 && samples[0].now < now - WINDOW_MS) samples.shift();
}

function line(kind, now, top) {
  const points = samples.map(point =>
    `${(WIDTH * (1 - (now - point.now) / WINDOW_MS)).toFixed(1)},${(HEIGHT - 2 - (HEIGHT - 6) * point[kind] / top).toFixed(1)}`);
  return element('polyline', { class: kind, points: points.join(' '), 'vector-effect': 'non-scaling-stroke' });
}

/** Draws the lines, and says the present rates in words. */
export function drawTraffic(picture, words, now) {
  const top = Math.max(LEAST_TOP, ...samples.flatMap(point => [point.sent, point.received]));
  picture.replaceChildren(line('sent', now, top), line('received', now, top));
  const present = samples.at(-1) ?? { sent: 0, received: 0 };
  words.textContent = `sends ${bytes(present.sent)}/s, receives ${bytes(present.received)}/s; `
    + `at most ${bytes(top === LEAST_TOP ? Math.max(0, ...samples.flatMap(point => [point.sent, point.received])) : top)}/s in 5 min`;
}
