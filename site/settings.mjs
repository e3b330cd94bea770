// Writes docs/settings.md from the reference configurations, or with --check says whether it is what they say.
import { readFileSync, writeFileSync } from 'node:fs';

const files = [['hocon/rings.conf', 'Every node'], ['hocon/host.conf', 'The `rings` program adds']];
const cell = text => text.replace(/\|/g, '\\|').replace(/</g, '&lt;');

/** The keys of a file below "rings", with default, range and reason; a section and what it says. */
function* keys(file) {
  const sections = [];
  let said = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const comment = /^\s*# ?(.*)$/.exec(line), section = /^\s*([\w.-]+) \{$/.exec(line), key = /^\s*([\w.-]+) = (.*?)(?:  # (.*))?$/.exec(line);
    if (comment) said.push(comment[1]);
    else if (section) {
      sections.push(section[1]);
      if (sections[0] === 'rings' && sections.length > 1) yield { section: sections.join('.'), words: said.join(' ') };
      said = [];
    } else if (line.trim() === '}') sections.pop();
    else if (key) {
      if (sections[0] === 'rings') yield { key: [...sections, key[1]].join('.'), value: key[2], range: key[3] ?? '', words: said.join(' ') };
    } else if (!line.trim()) said = [];
    // A comment over several keys holds for all of them.
    if (key) said = [];
  }
}

let page = `# Every setting

This page is made from the reference configurations by \`site/settings.mjs\`, and CI compares the two. A setting goes into \`rings.conf\` in the data directory, into the file that \`--config\` names, or into the HOCON of the actor system that hosts a node. A value out of its range is refused at the start, with file and line.
`;
let count = 0;
for (const [file, heading] of files) {
  page += `\n## ${heading}\n\nFrom [${file}](../${file}).\n`;
  let table = false, last = '';
  for (const entry of keys(file)) {
    if (entry.section) {
      page += `\n### ${entry.section}\n${entry.words ? `\n${entry.words}\n` : ''}`;
      table = false;
      continue;
    }
    if (!table) page += '\n| key | default | range | what it is |\n|---|---|---|---|\n';
    table = true;
    last = entry.words || last;
    page += `| \`${entry.key}\` | \`${cell(entry.value)}\` | ${cell(entry.range)} | ${cell(last)} |\n`;
    count++;
  }
}
if (process.argv[2] === '--check') {
  const same = readFileSync('docs/settings.md', 'utf8') === page;
  console.log(same ? `docs/settings.md has all ${count} settings` : 'FAILED  docs/settings.md is not what hocon/ says: node site/settings.mjs');
  process.exit(same ? 0 : 1);
}
writeFileSync('docs/settings.md', page);
console.log(`${count} settings`);
