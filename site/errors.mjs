// Compares docs/errors.md with the code: each public type of the packages that names reasons has a table, and each of its reasons
// a row; each public exception has a row; there is no row for another.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const reason = /(Failure|Refusal|Fault|Outcome|Verdict|Answer|Result|Reason|EndKind)$|^Undelivered$/;
// These stay within the node, which turns them into one of the others.
const inner = ['SessionFailure', 'PathCloseReason'];

const page = readFileSync('docs/errors.md', 'utf8');
const sources = execFileSync('git', ['ls-files', '*.cs'], { encoding: 'utf8' }).split('\n')
  .filter(file => /^Rings\.(Actors|AspNetCore|Protocol|Sovereign|Sovereign\.Actors|TestKit|TestKit\.Core|TestKit\.Deterministic|Transport)\//.test(file));
const wrong = [], listed = new Set();
let reasons = 0;

/** The file that has a type. */
const fileOf = type => sources.find(file => basename(file) === `${type}.cs`);
const rowsOf = section => [...section.matchAll(/^\| `(\w+)` \|/gm)].map(match => match[1]);

/** Says which of two lists lacks what the other has. */
function compare(type, here, there, where) {
  for (const name of there.filter(name => !here.includes(name))) wrong.push(`${type}.${name} has no row`);
  for (const name of here.filter(name => !there.includes(name))) wrong.push(`${type}.${name} is not in ${where}`);
  reasons += there.length;
}

for (const section of page.split('\n## ').slice(1)) {
  if (section.startsWith('Exceptions\n')) {
    const exceptions = sources.filter(file => /Exception\.cs$/.test(file) && /^public sealed class/m.test(readFileSync(file, 'utf8')));
    compare('Exceptions', rowsOf(section), exceptions.map(file => basename(file, '.cs')), 'the packages');
    listed.add('Exceptions');
    continue;
  }
  const type = /`(\w+)`(?=\n)/.exec(section)[1], file = fileOf(type);
  listed.add(type);
  if (!file) { wrong.push(`${type} is no type of the packages`); continue; }
  const members = [...readFileSync(file, 'utf8').matchAll(/^ {4}([A-Z]\w*)(?: = \d+)?,$/gm)].map(match => match[1]).filter(name => name !== 'None');
  compare(type, rowsOf(section), members, file);
}
for (const file of sources.filter(file => reason.test(basename(file, '.cs')) && !inner.includes(basename(file, '.cs')))) {
  if (/^public enum/m.test(readFileSync(file, 'utf8')) && !listed.has(basename(file, '.cs'))) wrong.push(`${basename(file, '.cs')} has no table`);
}
if (!listed.has('Exceptions')) wrong.push('there is no table of exceptions');
for (const line of wrong) console.log(`FAILED  docs/errors.md: ${line}`);
if (!wrong.length) console.log(`docs/errors.md has all ${reasons} reasons and exceptions of ${listed.size} tables`);
process.exit(wrong.length || !reasons ? 1 : 0);
