// Swaps of coins with others. Only shown: what locks coins is said where its person is, by rings swap.

import { make, moment } from './dom.js';
import { called } from './names.js';

function locked(whose, lock) {
  if (!lock) return `${whose}: not seen`;
  return `${whose}: ${lock.depth} of ${lock.needed} blocks deep${lock.spent ? `, ${lock.spent === 'Claim' ? 'claimed' : 'taken back'}` : ''}`;
}

function lines(swap) {
  const all = [['', `${swap.give} for ${swap.get} with ${called(swap.peer)}: ${swap.says}`]];
  if (swap.waits_for_you) {
    all.push(['', `Agree, until ${moment(swap.valid_until)}? rings swap accept ${swap.id}`]);
    return all;
  }

  if (swap.trouble) all.push(['faint', swap.trouble]);
  if (swap.ended) return all;
  if (swap.alarm) all.push(['error', swap.alarm]);
  all.push(['faint', locked('this node\'s lock', swap.own_lock)], ['faint', locked('the other\'s lock', swap.other_lock)]);
  all.push(['faint', `this node's coins come back from ${moment(swap.own_refund_from)} on, if nobody claims them`]);
  return all;
}

/** Shows what `listSwaps` gave. */
export function showSwaps(list, swaps) {
  const shown = swaps.length > 0 ? swaps.flatMap(lines) : [['faint', 'no coins are swapped: rings swap offer']];
  list.replaceChildren(...shown.map(([className, text]) => make('li', text, className)));
}
