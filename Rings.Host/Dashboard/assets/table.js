// Tables of things that have a node; on a phone each row is a card.

import { make } from './dom.js';
import { called } from './names.js';

/** A cell that says on a phone what it is. */
export function cell(label, text, className) {
  const made = make('td', text, className);
  made.setAttribute('role', 'cell');
  made.dataset.label = label;
  return made;
}

/** A cell with nodes, each of which opens its card: `choose(did)`. After each stands what `beside` says of it. */
export function nodeCell(label, dids, choose, beside = () => '') {
  const made = cell(label, '');
  // On a phone the parts of a cell stand apart: these are one of them.
  const all = make('span', '');
  for (const [index, did] of dids.entries()) {
    const button = make('button', called(did), 'did');
    button.type = 'button';
    button.title = did;
    button.dataset.did = did;
    button.addEventListener('click', () => choose(did));
    all.append(index > 0 ? ', ' : '', button, beside(did));
  }

  if (dids.length > 0) made.append(all);
  return made;
}

/** A row of cells. */
export function row(...cells) {
  const made = document.createElement('tr');
  made.setAttribute('role', 'row');
  made.append(...cells);
  return made;
}

/** Puts rows in the place of those that were there; a button that had the focus keeps it. */
export function fill(body, rows) {
  const same = did => [...body.querySelectorAll('button')].filter(button => button.dataset.did === did);
  const focused = body.contains(document.activeElement) ? document.activeElement : null;
  const at = focused ? same(focused.dataset.did).indexOf(focused) : -1;
  body.replaceChildren(...rows);
  if (at >= 0) (same(focused.dataset.did)[at] ?? same(focused.dataset.did)[0])?.focus();
}
