// The ring as a picture: 0 is at the top, Dids grow clockwise.

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 96;

/** A Did's place on the circle, as a share of it: the first 13 hex digits are enough for the eye. */
export function share(did) {
  return parseInt(did.slice(2, 15), 16) / 2 ** 52;
}

export function point(did, radius = RADIUS) {
  const angle = share(did) * 2 * Math.PI;
  return [radius * Math.sin(angle), -radius * Math.cos(angle)];
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

export function chord(from, to, kind) {
  const [x1, y1] = point(from);
  const [x2, y2] = point(to);
  return element('path', {
    class: kind,
    d: `M${x1.toFixed(2)} ${y1.toFixed(2)} Q0 0 ${x2.toFixed(2)} ${y2.toFixed(2)}`,
  });
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
  if (status.successors.includes(did)) return 'successor';
  if (did === status.predecessor) return 'predecessor';
  if (status.fingers.includes(did)) return 'finger';
  return 'link';
}

/** Draws this node, its neighbours, fingers and links. */
export function drawRing(layer, status, traffic) {
  const known = new Set([
    status.did, ...status.successors, ...status.fingers, ...status.links.map(link => link.did),
  ]);
  if (status.predecessor) known.add(status.predecessor);

  const parts = [element('circle', { class: 'circle', r: RADIUS }), ...ownedArc(status)];
  for (const link of status.links) {
    const busy = (traffic.get(link.did) ?? 0) > 0 ? ' busy' : '';
    parts.push(chord(status.did, link.did, `chord ${roleOf(link.did, status)}${busy}`));
  }
  for (const did of known) {
    const role = roleOf(did, status);
    const [cx, cy] = point(did);
    parts.push(element('circle', { class: `node ${role}`, cx, cy, r: role === 'self' ? 6 : 4, 'data-did': did }, `${role} ${did}`));
    if (known.size <= 40) {
      const [x, y] = point(did, RADIUS + 14);
      const label = element('text', { x, y });
      label.textContent = did.slice(2, 6);
      parts.push(label);
    }
  }
  layer.replaceChildren(...parts);
}

/** A number with its noun. */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The picture in words, for those who do not see it. */
export function describeRing(status) {
  const size = Math.round(status.sizeEstimate);
  const nodes = size > 1 ? `about ${size} nodes` : 'one node';
  return `${nodes}; ${count(status.links.length, 'link')}, ${count(status.successors.length, 'successor')}, `
    + `${count(status.fingers.length, 'finger')}.`;
}
