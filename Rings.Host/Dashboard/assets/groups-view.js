// Dids that this node owns together with others. Only shown: what signs in a group's name is said where its person is, by rings group.

import { make, moment } from './dom.js';
import { called } from './names.js';

function members(list) {
  return list.map(one => [one.fault ? 'error' : 'faint', `${called(one.did)}: ${one.fault
    ?? (one.leaves ? 'leaves' : one.confirmed ? 'has its share' : one.present ? 'has joined' : 'has not joined yet')}`]);
}

function requests(group) {
  return group.requests.filter(one => one.open || one.signature).flatMap(one => {
    const lines = [['', `${one.kind} that ${called(one.proposer)} proposes: ${one.signature ? 'signed' : `this node ${one.answer}`}`]];
    for (const line of one.text.split('\n')) lines.push(['faint', line]);
    if (one.open && one.answer === 'waits for its person') lines.push(['', `Agree? rings group approve ${group.id} ${one.request}`]);
    return lines;
  });
}

function lines(group) {
  const all = [['', `${group.label}: ${group.k} of ${group.n} members sign; it ${group.state}${group.did ? `; ${group.did}` : ''}`]];
  if (group.state === 'waits for you') all.push(['', `Own it together with them? rings group join ${group.id}`]);
  all.push(...members(group.members));
  if (group.policy) all.push(['', `this node signs renewals by itself: ${group.policy.left} more, until ${moment(group.policy.until)}`]);
  if (group.change) {
    all.push(['', `new shares, version ${group.change.version}: ${group.change.state}, until ${moment(group.change.until)}`]);
    all.push(...members(group.change.members));
  }

  return [...all, ...requests(group)];
}

/** Shows what `listGroups` gave. */
export function showGroups(list, groups) {
  const shown = groups.length > 0 ? groups.flatMap(lines) : [['faint', 'this node owns no Did together with others: rings group create']];
  list.replaceChildren(...shown.map(([className, text]) => make('li', text, className)));
}
