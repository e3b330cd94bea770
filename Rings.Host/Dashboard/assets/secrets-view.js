// Secrets kept by friends: this node's guardians, and what it keeps for others. Only shown: what moves a share is typed where
// its person is, by rings secret.

import { make, moment } from './dom.js';
import { called } from './names.js';

function guardians(version) {
  return version.guardians.map(one =>
    `${called(one.did)}: ${one.state}${one.alive ? `, proven ${moment(one.alive)}` : ''}`);
}

function own(secret) {
  const lines = [];
  const version = secret.current ?? secret.pending;
  if (secret.forgotten || !version) return [['', `${secret.label}: its guardians are being told to forget it`]];
  const stands = secret.current ? `${version.keepers} of ${version.n} keep it` : `is being dealt: ${version.keepers} of ${version.keepersNeeded} that have to keep it`;
  lines.push(['', `${secret.label}: ${version.k} of ${version.n} guardians give it back; ${stands}`]);
  for (const line of guardians(version)) lines.push(['faint', line]);
  for (const did of (secret.pending ?? version).silent) {
    lines.push(['error', `in a week ${called(did)} has not said that it keeps its share. Do without it: rings secret guardians remove ${secret.id} ${did}`]);
  }

  if (secret.tooFewAlive) lines.push(['error', 'In two weeks not more guardians than are needed have proven that they hold their share.']);
  for (const alarm of secret.alarms) {
    lines.push(['error', `${called(alarm.claimant)} claims it at ${called(alarm.guardian)}, ${moment(alarm.at)}`
      + (alarm.vetoed ? ': vetoed' : `. Not you? rings secret veto ${alarm.claim}`)]);
  }

  return lines;
}

function kept(all) {
  const lines = all.kept.map(one => [one.damaged ? 'error' : '', one.damaged
    ? `a share for ${called(one.owner)} that cannot be read any more`
    : `a share for ${called(one.owner)}: number ${one.versions.at(-1).index} of ${one.versions.at(-1).n}, ${one.versions.at(-1).k} are needed`]);
  for (const did of all.waiting) lines.push(['', `${called(did)} asks you to keep a share: rings secret accept ${did}`]);
  for (const claim of all.claims.filter(one => one.isKept && !['ended', 'share given'].includes(one.state)))
    lines.push(['error', `${called(claim.claimant)} claims what you keep for ${called(claim.owner)}: ${claim.state}. Speak to the owner, face to face`]);
  return lines;
}

function fill(list, lines, nothing) {
  const shown = lines.length > 0 ? lines : [['faint', nothing]];
  list.replaceChildren(...shown.map(([className, text]) => make('li', text, className)));
}

/** Shows what `listSecrets` and `listKept` gave. */
export function showSecrets(ownList, keptList, secrets, all) {
  fill(ownList, secrets.flatMap(own), 'nothing of this node is split: rings secret split');
  fill(keptList, kept(all), 'this node keeps no share of anybody');
}
