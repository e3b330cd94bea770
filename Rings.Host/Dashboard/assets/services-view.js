// What this node provides, who calls it now, and the streams that are open.

import { bytes, count } from './dom.js';
import { called, nameOf } from './names.js';
import { cell, fill, nodeCell, row } from './table.js';

const SHOWN = 3;

function some(dids) {
  const rest = dids.length - SHOWN;
  return dids.slice(0, SHOWN).map(called).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Who may call a service, in words. */
function access(service) {
  const denied = service.denied.length > 0 ? `, but not ${some(service.denied)}` : '';
  if (service.access === 'public') return `everybody${denied}`;
  const asked = [];
  if (service.allowed.length > 0) asked.push(some(service.allowed));
  if (service.tickets > 0) asked.push(`who has one of ${count(service.tickets, 'ticket')}`);
  return (asked.join(', and ') || 'nobody yet') + denied;
}

function name(service) {
  return nameOf(service.owner) === 'me' ? service.name : `${service.name} of ${called(service.owner)}`;
}

/** Shows what `listServices` gave. */
export function showServices(body, services, choose) {
  fill(body, services.map(service => {
    const streams = new Map(service.callers.map(caller => [caller.did, caller.streams]));
    const first = cell('Service', name(service));
    first.title = service.url;
    return row(
      first, cell('Kind', service.kind), cell('Target', service.trouble ? `${service.target}: ${service.trouble}` : service.target,
        service.trouble ? 'error' : ''),
      cell('Who may call', access(service)),
      nodeCell('Callers now', [...streams.keys()], choose, did => ` (${count(streams.get(did), 'stream')})`),
      cell('Carried by ended calls', bytes(service.bytes), 'number'));
  }));
}

const ways = { direct: 'direct', ring: 'by the ring' };

/** Shows what `listStreams` gave. */
export function showStreams(body, streams, choose) {
  fill(body, streams.map(stream => row(
    nodeCell('Node', [stream.did], choose),
    cell('For', stream.protocol),
    cell('Opened by', stream.own ? 'this node' : 'the other'),
    cell('Way', stream.state === 'opening' ? 'being opened' : ways[stream.way]),
    cell('Round trip', stream.rttMs == null ? '' : `${stream.rttMs.toFixed(1)} ms`, 'number'),
    cell('Sent', bytes(stream.bytesSent), 'number'), cell('Received', bytes(stream.bytesReceived), 'number'))));
}

/** A service of another, as `ring://DID/NAME`, in the owner's words. */
function serviceOf(url) {
  const [, did, name] = /^ring:\/\/([^/]+)\/(.+)$/.exec(url);
  return `${name} of ${called(did)}`;
}

/** Shows entrances, as `listTunnels` gave them: a row for each service that browsers went to. */
export function showEntrances(body, entrances) {
  fill(body, entrances.flatMap(entrance => (entrance.uses.length > 0 ? entrance.uses : [null]).map(use => row(
    cell('Entrance', `${entrance.service.replace('the entrance of ', '')} at ${entrance.listen}`),
    cell('Service', use === null ? 'nobody came yet' : serviceOf(use.service)),
    cell('Connections now', count(use?.connections ?? 0, 'connection')), cell('Ever', `${use?.opened ?? 0}`, 'number'),
    cell('Carried', bytes(use?.bytes ?? 0), 'number'), cell('Of the entrance this month', bytes(entrance.bytesOfMonth), 'number')))));
}
