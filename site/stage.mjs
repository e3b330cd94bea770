// Lays out what docfx builds the site from: stage.mjs FOLDER. The pages of docs/ and the READMEs stay where they are to each
// other; a link to a folder leads to its README; other files that pages link to are shown as they are.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, posix, relative } from 'node:path';

const out = process.argv[2];
const release = name => `${name}/bin/Release/net10.0`;
const program = release('Rings.Host'), tests = release('Rings.TestKit.Tests');
// Each library with the folder in which it is built beside all that it uses.
const built = { 'Rings.Protocol': program, 'Rings.Transport': program, 'Rings.Actors': program, 'Rings.AspNetCore': program, 'Rings.Sovereign': program,
  'Rings.Sovereign.Actors': program, 'Rings.TestKit': tests, 'Rings.TestKit.Core': tests, 'Rings.TestKit.Deterministic': tests };
const assemblies = Object.keys(built);
const toc = JSON.parse(readFileSync('site/toc.json', 'utf8'));
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\n').filter(existsSync);
const pages = new Set(tracked.filter(file => file.endsWith('.md') && (file.startsWith('docs/') || /(^|\/)README\.md$/.test(file)
  || ['CHANGELOG.md', 'SECURITY.md'].includes(file))));
const errors = [];

/** Writes a file of the layout. */
function put(file, text) {
  mkdirSync(dirname(join(out, file)), { recursive: true });
  writeFileSync(join(out, file), text);
}

/** Where a link of a page leads in the layout. */
function target(page, link) {
  if (/^([a-z]+:|#|mailto:)/.test(link)) return link;
  const [path, anchor] = link.split('#');
  const file = normalize(join(dirname(page), decodeURI(path))).replace(/\/$/, '');
  const tail = anchor ? `#${anchor}` : '';
  const to = name => posix.join(relative(dirname(page), dirname(name)) || '.', posix.basename(name)) + tail;
  if (!existsSync(file)) { errors.push(`${page}: ${link}: there is no such file`); return link; }
  if (statSync(file).isDirectory()) {
    return pages.has(`${file}/README.md`) ? to(`${file}/README.md`) : (errors.push(`${page}: ${link}: a folder without a README`), link);
  }
  if (pages.has(file) || file.startsWith('docs/')) return to(file);
  const shown = `files/${file}${/\.(txt|json|svg|png)$/.test(file) ? '' : '.txt'}`;
  mkdirSync(dirname(join(out, shown)), { recursive: true });
  copyFileSync(file, join(out, shown));
  return to(shown);
}

/** A page with its links led to where they are in the layout; code is left as it is. */
function laidOut(page) {
  let fenced = false;
  return readFileSync(page, 'utf8').split('\n').filter(line => !/^<!-- (not )?compiled.*-->$/.test(line.trim())).map(line => {
    if (/^\s*```/.test(line)) fenced = !fenced;
    return fenced ? line : line.replace(/(`[^`]*`)|(\]\()([^)\s]+)\)/g, (all, code, open, link) => code ?? `${open}${target(page, link)})`);
  }).join('\n');
}

const title = page => /^# (.*)$/m.exec(readFileSync(page, 'utf8'))?.[1].replace(/`/g, '') ?? page;
const firstWords = page => readFileSync(page, 'utf8').split('\n\n')
  .find(part => part.trim() && !/^(#|```|\||<!--|\*\*|-)/.test(part.trim()))?.replace(/\s+/g, ' ').replace(/\]\([^)]*\)/g, ']').replace(/[[\]*]/g, '').slice(0, 200) ?? '';
const yaml = (name, href, indent = '') => `${indent}- name: "${name.replace(/"/g, '\\"')}"\n${indent}  href: ${href}\n`;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const page of pages) put(page === 'README.md' ? 'README.md' : page, laidOut(page));
put('index.md', readFileSync('site/index.md', 'utf8'));
for (const folder of ['pictures', 'simulation']) cpSync(`docs/${folder}`, join(out, 'docs', folder), { recursive: true });
copyFileSync('packaging/icon.png', join(out, 'icon.png'));
copyFileSync('site/docfx.json', join(out, 'docfx.json'));
if (existsSync('site/template')) cpSync('site/template', join(out, 'template'), { recursive: true });

const listed = Object.values(toc).flat().map(name => `docs/${name}.md`);
for (const page of pages) if (page.startsWith('docs/') && !listed.includes(page)) errors.push(`${page} is not in site/toc.json`);
put('docs/toc.yml', Object.entries(toc).map(([part, names]) =>
  `- name: ${part}\n  items:\n${names.map(name => yaml(title(`docs/${name}.md`), `${name}.md`, '  ')).join('')}`).join(''));
put('toc.yml', yaml('Documentation', 'docs/') + yaml('API', 'api/') + yaml('Changes', 'CHANGELOG.md'));
put('llms.txt', `# Rings for .NET\n\n> ${firstWords('README.md')}\n${Object.entries(toc).map(([part, names]) =>
  `\n## ${part}\n\n${names.map(name => `- [${title(`docs/${name}.md`)}](docs/${name}.html): ${firstWords(`docs/${name}.md`)}`).join('\n')}`).join('\n')}
\n## Packages\n\n${assemblies.map(name => `- [${name}](${name}/README.html): ${firstWords(`${name}/README.md`)}`).join('\n')}\n`);

for (const folder of ['assemblies', 'references']) mkdirSync(join(out, folder));
for (const [name, folder] of Object.entries(built)) {
  for (const kind of ['dll', 'xml']) copyFileSync(`${folder}/${name}.${kind}`, join(out, 'assemblies', `${name}.${kind}`));
}
for (const folder of [tests, program]) {
  for (const file of readdirSync(folder)) {
    if (file.endsWith('.dll') && !assemblies.includes(file.slice(0, -4))) copyFileSync(join(folder, file), join(out, 'references', file));
  }
}
for (const error of errors) console.log(`FAILED  ${error}`);
console.log(`${pages.size} pages`);
process.exit(errors.length ? 1 : 0);
