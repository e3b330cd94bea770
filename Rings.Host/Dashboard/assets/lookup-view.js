// A look-up on the ring's picture: what its answer says, and no more.
// The answer names the owner and counts the links that the question crossed. Over one link the way is known to its last
// step; of more, the relays between are not named, so the way is drawn dashed, and only its hops are counted.

import { chord, count, element, point } from './ring-view.js';

const HOP_MS = 700;
const UNNAMED = 'unnamed';

let shown = 0;

/** The look-up in words, a step a line. */
export function describeLookup(self, found) {
  const took = `${found.ms.toFixed(1)} ms`;
  if (found.hops === 0) return [`this node owns it: ${self}`, `no hop, ${took}`];
  const between = found.hops === 1 ? [] : [`${count(found.hops - 1, 'relay')}, which the answer does not name`];
  const again = found.attempts > 1 ? `, at attempt ${found.attempts}` : '';
  return [`from this node: ${self}`, ...between, `its owner: ${found.owner}`, `${count(found.hops, 'hop')}, ${took}${again}`];
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

  const way = chord(self, found.owner, found.hops === 1 ? 'hop' : `hop ${UNNAMED}`);
  const says = element('text', { class: 'hops', x: 0, y: 0 });
  const dot = element('circle', { class: 'traveller', r: 3.5 });
  layer.replaceChildren(way, goal, says, dot);
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
    for (let hop = 1; hop <= found.hops && mine === shown; hop++) {
      says.textContent = `hop ${hop} of ${found.hops}`;
      await travel(dot, way, (hop - 1) / found.hops, hop / found.hops, () => mine === shown);
    }
  }

  if (mine !== shown) return;
  says.textContent = count(found.hops, 'hop');
  dot.remove();
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
