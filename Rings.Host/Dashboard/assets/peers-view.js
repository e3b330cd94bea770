// The links of this node as a table.

import { bytes } from './dom.js';
import { wayOf } from './overview.js';
import { cell, fill, nodeCell, row } from './table.js';

/** Shows the links; `choose(did)` is called for one that is clicked. */
export function showPeers(body, links, choose) {
  fill(body, links.map(link => row(
    nodeCell('Node', [link.did], choose),
    cell('State', link.why ? `${link.state}: ${link.why}` : link.state),
    cell('Way', wayOf(link)),
    cell('Round trip', link.rttMs == null ? '' : `${link.rttMs.toFixed(1)} ms`, 'number'),
    cell('Sent', bytes(link.bytesSent), 'number'), cell('Received', bytes(link.bytesReceived), 'number'),
    cell('Address', link.address ?? ''))));
}
