// A look-up on the ring's picture: what its answers say, and no more.
// A look-up made from this page asks every node on the way for its name. One made elsewhere names the owner alone and
// counts the links that the question crossed: between nodes that are not named, the way is drawn dashed.

import { count } from './dom.js';
import { chord, element, point } from './ring-view.js';

const HOP_MS = 700;
const UNNAMED = 'unnamed';

let shown = 0;

/** The look-up in words, a step a line. */
export function describeLookup(self, found) {
  const took = `${found.ms.toFixed(1)} ms`;
  if (found.hops === 0) return [`this node owns it: ${self}`, `no hop, ${took}`];
  const again = found.attempts > 1 ? `, at attempt ${found.attempts}` : '';
  return [`from this node: ${self}`, ...between(found), `its owner: ${found.owner}`, `${count(found.hops, 'hop')}, ${took}${again}`];
}

function between(found) {
  if (found.way) return found.way.slice(0, -1).map(hop => `${hop.did ? `by ${hop.did}` : 'by a node that does not answer'}, ${hop.ms.toFixed(1)} ms`);
  return found.hops === 1 ? [] : [`${count(found.hops - 1, 'relay')}, which the answer does not name`];
}

/** The parts of the way between nodes that are named: where from, where to, over how many hops. */
function legsOf(self, found) {
  const legs = [];
  let [from, hops] = [self, 0];
  for (const hop of found.way ?? [...Array(found.hops - 1).fill({ did: null }), { did: found.owner }]) {
    hops++;
    if (!hop.did) continue;
    legs.push({ from, to: hop.did, hops });
    [from, hops] = [hop.did, 0];
  }
  return legs;
}

/** Draws a look-up and lets its question travel, hop by hop; without motion where the user wants none. */
export async function showLookup(layer, self, found) {
  const mine = ++shown;
  const [cx, cy] = point(found.owner);
  const goal = element('circle', { class: 'goal', cx, cy, r: 6.5 }, `owner ${found.owner}`);
  if (found.hops === 0) {
    layer.replaceChildren(goal);
    return;
  }

  const legs = legsOf(self, found).map(leg => ({ ...leg, line: chord(leg.from, leg.to, leg.hops === 1 ? 'hop' : `hop ${UNNAMED}`) }));
  const says = element('text', { class: 'hops', x: 0, y: 0 });
  const dot = element('circle', { class: 'traveller', r: 3.5 });
  layer.replaceChildren(...legs.map(leg => leg.line), ...legs.slice(0, -1).map(relay), goal, says, dot);
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) await travelAll(legs, found.hops, says, dot, () => mine === shown);
  if (mine !== shown) return;
  says.textContent = count(found.hops, 'hop');
  dot.remove();
}

function relay(leg) {
  const [cx, cy] = point(leg.to);
  return element('circle', { class: 'relay', cx, cy, r: 4.5 }, `relay ${leg.to}`);
}

async function travelAll(legs, hops, says, dot, isWanted) {
  let hop = 0;
  for (const leg of legs) {
    for (let step = 1; step <= leg.hops && isWanted(); step++) {
      says.textContent = `hop ${++hop} of ${hops}`;
      await travel(dot, leg.line, (step - 1) / leg.hops, step / leg.hops, isWanted);
    }
  }
}

/** Moves the dot over a part of the way; ends when it is there, or no longer wanted. */
function travel(dot, way, from, to, isWanted) {
  const length = way.getTotalLength();
  return new Promise(resolve => {
    let begun = null;
    const step = now => {
      begun ??= now;
      const done = Math.min((now - begun) / HOP_MS, 1);
      const { x, y } = way.getPointAtLength(length * (from + (to - from) * done));
      dot.setAttribute('cx', x);
      dot.setAttribute('cy', y);
      if (done < 1 && isWanted()) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
}
