// One node, chosen in the picture, the table or a message: its name, and what can be done with it.

import { call } from './api.js';
import { copy, view } from './dom.js';
import { nameOf, rename } from './names.js';
import { wayOf } from './overview.js';

let chosen = null;

function linkTo(status, did) {
  return status.links.find(link => link.did === did) ?? null;
}

function describe(status, did, link) {
  if (did === status.did) return 'This node.';
  if (!link) return 'No link to it; the ring may lead there.';
  const rtt = link.rttMs == null ? '' : `, ${link.rttMs.toFixed(1)} ms`;
  return `Link: ${link.state.toLowerCase()}${wayOf(link) ? `, ${wayOf(link)}` : ''}${rtt}`
    + `${link.address ? `; this end ${link.local}, that end ${link.address}` : ''}.`;
}

/** Opens the card of a node. */
export function choose(status, did) {
  chosen = did;
  const link = linkTo(status, did);
  const isSelf = did === status.did;
  view['node-title'].textContent = nameOf(did) ?? 'A node without a name';
  view['node-did'].textContent = did;
  view['node-facts'].textContent = describe(status, did, link);
  view['node-name'].value = isSelf ? '' : nameOf(did) ?? '';
  view['name-form'].hidden = isSelf;
  view['node-connect'].hidden = isSelf || link !== null;
  view['node-disconnect'].hidden = isSelf || link === null;
  view['node-outcome'].textContent = '';
  view.node.showModal();
}

async function act(doing, method) {
  view['node-outcome'].textContent = `${doing}…`;
  try {
    await call(method, { did: chosen });
    view['node-outcome'].textContent = `${doing}: done.`;
  } catch (error) {
    view['node-outcome'].textContent = error.message;
  }
}

function fill(field, open) {
  view.node.close();
  open();
  view[field].value = nameOf(chosen) ?? chosen;
}

/** Makes the card's buttons work; `openLookup()` shows the look-up's form, `renamed()` follows a new name. */
export function wireCard(openLookup, renamed) {
  view['node-copy'].addEventListener('click', () => copy(chosen, view['node-copy']));
  view['node-close'].addEventListener('click', () => view.node.close());
  view['node-connect'].addEventListener('click', () => act('connecting', 'connectWithDid'));
  view['node-disconnect'].addEventListener('click', () => act('disconnecting', 'disconnect'));
  view['node-send'].addEventListener('click', () => {
    fill('message-to', () => {});
    view['message-text'].focus();
  });
  view['node-lookup'].addEventListener('click', () => {
    fill('lookup-key', openLookup);
    view['lookup-form'].requestSubmit();
  });
  view['name-form'].addEventListener('submit', async event => {
    event.preventDefault();
    try {
      await rename(chosen, view['node-name'].value.trim());
      view['node-title'].textContent = nameOf(chosen) ?? 'A node without a name';
      view['node-outcome'].textContent = 'Saved.';
      renamed();
    } catch (error) {
      view['node-outcome'].textContent = error.message;
    }
  });
}
