// The conversation: what came, and what this node sent, also by the command line.

import { call } from './api.js';
import { base64, keep, make, moment, view } from './dom.js';
import { called } from './names.js';

function row(who, text, time, state, choose) {
  const made = make('li', '');
  const name = make(choose ? 'button' : 'span', who, 'from');
  if (choose) {
    name.type = 'button';
    name.addEventListener('click', choose);
  }
  // Text of strangers keeps its direction, and its line ends, to itself.
  const words = make('bdi', text, 'text');
  made.append(make('time', moment(time)), name, words, make('span', state, `state ${state}`));
  return made;
}

function add(made) {
  const list = view.messages;
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  keep(list, made, false);
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

/** A message that came. */
export function received(data, choose) {
  add(row(called(data.from), data.text, data.time, data.sealed ? '' : 'in the clear', () => choose(data.from)));
}

/** A message that this node sent. */
export function sent(data, choose) {
  add(row(`to ${called(data.to)}`, data.text, data.time, data.state, () => choose(data.to)));
}

/** Sends what the form holds; what was sent comes back as an event, what was not stays here with its reason. */
export async function send() {
  const [to, text] = [view['message-to'].value.trim(), view['message-text'].value];
  const waiting = row(`to ${to}`, text, Date.now(), 'sending', null);
  add(waiting);
  view['message-text'].value = '';
  try {
    await call('sendMessage', { destination_did: to, protocol: 'chat/1', data: base64(text) });
    waiting.remove();
  } catch (error) {
    const mark = waiting.querySelector('.state');
    mark.textContent = error.message;
    mark.className = 'state failed';
  }
}
