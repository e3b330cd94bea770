// "Is all well?", answered at first sight.

import { bytes, count, make, moment, span, view } from './dom.js';
import { describeSize } from './ring-view.js';

/** The state in one sentence, with a class for its colour. */
export function judge(status) {
  const ready = status.links.filter(link => link.state === 'Ready').length;
  if (status.failing.length > 0) return { text: `The ${status.failing[0].store} store: ${status.failing[0].reason}`, state: 'lost' };
  if (status.phase === 'Leaving') return { text: 'This node is leaving its ring.', state: '' };
  if (status.cutOff && status.seedTroubles.length > 0) {
    const [{ seed, reason, advice }] = status.seedTroubles;
    return { text: `No seed lets this node in: it is a ring of its own. ${seed}: ${reason.replace(/\.$/, '')}. ${advice}`, state: 'lost' };
  }
  if (status.phase !== 'Member') return { text: 'This node is joining its ring.', state: '' };
  if (ready === 0) return { text: 'This node is alone in its ring.', state: '' };
  return { text: `All is well: member of a ring of ${describeSize(status)}.`, state: 'member' };
}

/** How a link goes: the ways that both ends know. */
export function wayOf(link) {
  if (!link.address || !link.local) return '';
  return [link.local, link.address].some(candidate => / relay/i.test(candidate)) ? 'relayed' : 'direct';
}

function linkFact(links) {
  const ready = links.filter(link => link.state === 'Ready');
  const relayed = ready.filter(link => wayOf(link) === 'relayed').length;
  const rest = links.length - ready.length;
  const parts = [`${ready.length - relayed} direct`, `${relayed} relayed`];
  if (rest > 0) parts.push(`${rest} not ready`);
  return parts.join(', ');
}

// In short; the whole of it is under the pointer, and in `rings status`.
const natWords = {
  none: 'none',
  nat: 'behind a NAT',
  symmetric: 'symmetric: needs TURN',
  loopback: 'this machine only',
  unknown: 'not known',
};

function mail({ messagesWaiting, holdings }) {
  const waiting = `${count(messagesWaiting, 'message')} unheard`;
  return holdings.lettersUnread > 0 ? `${waiting}, ${count(holdings.lettersUnread, 'letter')} not fetched yet` : waiting;
}

function facts(status) {
  const { holdings } = status;
  const orSilent = (value, say) => (value === null ? 'does not answer' : say(value));
  return [
    ['State', status.phase.toLowerCase()],
    ['Ring', `${status.ringName}${status.isPrivate ? ' (private)' : ''}`],
    ['Links', linkFact(status.links)],
    ['Up', span(status.uptimeSeconds)],
    ['Version', status.version],
    ['Records held', orSilent(holdings.recordBytes, size => `${bytes(size)} of ${bytes(holdings.recordCapacity)}`)],
    ['Own records', orSilent(holdings.ownRecords, number => `${number} renewed`)],
    ['NAT', natWords[status.nat.kind], status.nat.says],
    ['Mail', mail(status)],
    ['Delegation', `until ${moment(holdings.delegationEnds)}`],
  ];
}

/** Shows the state, the facts and the way for another node to join. */
export function showOverview(status) {
  const verdict = judge(status);
  view['overview-title'].textContent = verdict.text;
  view['overview-title'].className = `sentence ${verdict.state}`;
  view.facts.replaceChildren(...facts(status).map(([name, value, more]) => {
    const fact = document.createElement('div');
    fact.append(make('dt', name), make('dd', value));
    if (more) fact.title = more;
    return fact;
  }));
  showJoin(status);
}

function showJoin(status) {
  const line = `rings run --join ${status.joinUrl}`;
  if (view['join-line'].textContent === line) return;
  view['join-line'].textContent = line;
  view['join-code'].src = '/join.svg';
  view['join-code'].hidden = false;
}
