// The links of this node as a table; on a phone each is a card.

import { bytes, make } from './dom.js';
import { called } from './names.js';
import { wayOf } from './overview.js';

function cell(label, text, className) {
  const made = make('td', text, className);
  made.setAttribute('role', 'cell');
  made.dataset.label = label;
  return made;
}

function nodeCell(did, choose) {
  const made = cell('Node', '');
  const button = make('button', called(did), 'did');
  button.type = 'button';
  button.title = did;
  button.dataset.did = did;
  button.addEventListener('click', () => choose(did));
  made.append(button);
  return made;
}

function row(link, choose) {
  const made = document.createElement('tr');
  made.setAttribute('role', 'row');
  made.append(
    nodeCell(link.did, choose),
    cell('State', link.why ? `${link.state}: ${link.why}` : link.state),
    cell('Way', wayOf(link)),
    cell('Round trip', link.rttMs == null ? '' : `${link.rttMs.toFixed(1)} ms`, 'number'),
    cell('Sent', bytes(link.bytesSent), 'number'), cell('Received', bytes(link.bytesReceived), 'number'),
    cell('Address', link.address ?? ''));
  return made;
}

/** Shows the links; `choose(did)` is called for one that is clicked. */
export function showPeers(body, links, choose) {
  const focused = body.contains(document.activeElement) ? document.activeElement.dataset.did : null;
  body.replaceChildren(...links.map(link => row(link, choose)));
  if (focused) body.querySelector(`[data-did="${focused}"]`)?.focus();
}
