// The ring as a picture: 0 is at the top, Dids grow clockwise.

import { count } from './dom.js';
import { called } from './names.js';

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 96;
const LABELLED = 40;

/** Below this many nodes the ones that are known are counted: an estimate from gaps would be off by one or two. */
const COUNTED = 12;

const ROLES = [
  ['self', 'this node'], ['owned', 'keys of this node'], ['successor', 'successor'], ['predecessor', 'predecessor'],
  ['both', 'successor and predecessor'], ['finger', 'finger'], ['link', 'other link'], ['lookup', 'look-up'],
];

/** A Did's place on the circle, as a share of it: the first 13 hex digits are enough for the eye. */
export function share(did) {
  return parseInt(did.slice(2, 15), 16) / 2 ** 52;
}

function at(turn, radius) {
  const angle = turn * 2 * Math.PI;
  return [radius * Math.sin(angle), -radius * Math.cos(angle)];
}

export function point(did, radius = RADIUS) {
  return at(share(did), radius);
}

export function element(name, attributes, title) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (title) {
    const text = document.createElementNS(SVG, 'title');
    text.textContent = title;
    node.append(text);
  }
  return node;
}

/** A line between two nodes: nearly straight between neighbours, through the middle between opposite ones. */
export function chord(from, to, kind) {
  const [x1, y1] = point(from);
  const [x2, y2] = point(to);
  const around = (share(to) - share(from) + 1) % 1;
  const apart = Math.min(around, 1 - around);
  const middle = share(from) + (around <= 0.5 ? apart : -apart) / 2;
  const [cx, cy] = at(middle, RADIUS * Math.cos(apart * Math.PI) * (1 - 2 * apart));
  const place = [x1, y1, cx, cy, x2, y2].map(number => number.toFixed(2));
  return element('path', { class: kind, d: `M${place[0]} ${place[1]} Q${place[2]} ${place[3]} ${place[4]} ${place[5]}` });
}

function ownedArc(status) {
  if (!status.predecessor) return [];
  const [x1, y1] = point(status.predecessor);
  const [x2, y2] = point(status.did);
  const width = (share(status.did) - share(status.predecessor) + 1) % 1;
  return [element('path', {
    class: 'arc',
    d: `M${x1.toFixed(2)} ${y1.toFixed(2)} A${RADIUS} ${RADIUS} 0 ${width > 0.5 ? 1 : 0} 1 ${x2.toFixed(2)} ${y2.toFixed(2)}`,
  }, 'the keys that this node owns')];
}

function roleOf(did, status) {
  if (did === status.did) return 'self';
  const isSuccessor = status.successors.includes(did);
  const isPredecessor = did === status.predecessor;
  if (isSuccessor && isPredecessor) return 'both';
  if (isSuccessor) return 'successor';
  if (isPredecessor) return 'predecessor';
  return status.fingers.includes(did) ? 'finger' : 'link';
}

/** All Dids that this node knows a place of, its own first. */
export function knownDids(status) {
  const known = new Set([status.did, ...status.successors, ...status.fingers, ...status.links.map(link => link.did)]);
  if (status.predecessor) known.add(status.predecessor);
  return known;
}

function nodeMark(did, status, isLabelled, choose) {
  const role = roleOf(did, status);
  const [cx, cy] = point(did);
  const label = called(did).startsWith('0x') ? did.slice(2, 6) : called(did).slice(0, 8);
  const mark = element('g', {
    class: 'mark', role: 'button', tabindex: '0', 'aria-label': `${label}, ${role}, ${did}`, 'data-did': did,
  });
  mark.append(element('circle', { class: 'reach', cx, cy, r: 10 }),
    element('circle', { class: `node ${role}`, cx, cy, r: role === 'self' ? 6 : 4 }));
  if (isLabelled) {
    const [x, y] = point(did, RADIUS + 14);
    const text = element('text', { x, y });
    text.textContent = label;
    mark.append(text);
  }
  mark.addEventListener('click', () => choose(did));
  mark.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(did);
  });
  return mark;
}

/** Draws this node, its neighbours, fingers and links; `choose(did)` is called for a node that is clicked. */
export function drawRing(layer, status, traffic, choose) {
  const known = knownDids(status);
  const focused = layer.contains(document.activeElement) ? document.activeElement.dataset.did : null;
  const parts = [element('circle', { class: 'circle', r: RADIUS }), ...ownedArc(status)];
  for (const link of status.links) {
    const busy = (traffic.get(link.did) ?? 0) > 0 ? ' busy' : '';
    parts.push(chord(status.did, link.did, `chord ${roleOf(link.did, status)}${busy}`));
  }
  for (const did of known) parts.push(nodeMark(did, status, known.size <= LABELLED, choose));
  layer.replaceChildren(...parts);
  if (focused) layer.querySelector(`[data-did="${focused}"]`)?.focus();
}

/** The meaning of the colours that the picture shows now. */
export function drawLegend(list, status, hasLookup) {
  const shown = new Set([...knownDids(status)].map(did => roleOf(did, status)));
  if (status.predecessor) shown.add('owned');
  if (hasLookup) shown.add('lookup');
  list.replaceChildren(...ROLES.filter(([role]) => shown.has(role)).map(([role, label]) => {
    const item = document.createElement('li');
    item.className = role;
    item.textContent = label;
    return item;
  }));
}

/** How many nodes the ring has, in words. */
export function describeSize(status) {
  const estimate = Math.round(status.sizeEstimate);
  const known = knownDids(status).size;
  if (estimate < COUNTED) return known === 1 ? 'one node' : `${known} nodes`;
  return `about ${estimate} nodes`;
}

/** The picture in words, for those who do not see it. */
export function describeRing(status) {
  return `${describeSize(status)}; ${count(status.links.length, 'link')}, ${count(status.successors.length, 'successor')}, `
    + `${count(status.fingers.length, 'finger')}.`;
}
