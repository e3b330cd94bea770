// Compares docs/errors.md with the code: each reason of each type that it lists has a row, and there is no row for another.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const page = readFileSync('docs/errors.md', 'utf8');
const wrong = [];
let reasons = 0;
for (const section of page.split('\n## ').slice(1)) {
  const type = /`(\w+)`/.exec(section)[1];
  const rows = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(match => match[1]);
  const [file] = execFileSync('git', ['ls-files', `*/${type}.cs`], { encoding: 'utf8' }).split('\n');
  const members = [...readFileSync(file, 'utf8').matchAll(/^ {4}([A-Z]\w*)(?: = \d+)?,$/gm)].map(match => match[1]).filter(name => name !== 'None');
  for (const name of members.filter(name => !rows.includes(name))) wrong.push(`${type}.${name} has no row`);
  for (const name of rows.filter(name => !members.includes(name))) wrong.push(`${type}.${name} is not in ${file}`);
  reasons += members.length;
}
for (const line of wrong) console.log(`FAILED  docs/errors.md: ${line}`);
if (!wrong.length) console.log(`docs/errors.md has all ${reasons} reasons`);
process.exit(wrong.length || !reasons ? 1 : 0);
