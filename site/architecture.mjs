// Draws docs/pictures/architecture-*.svg from the code's own structure: projects by their references, folders by the types that
// they name. With --check it says whether the pictures are what the code says.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.cs', '*.csproj'], { encoding: 'utf8' })
  .split('\n').filter(file => file && existsSync(file));
const isOurs = file => /^Rings\.[\w.]+\/[\w.]+\.csproj$/.test(file) && !file.includes('.Tests');

/** Boxes and arrows: the projects that are no tests. */
function projects() {
  const boxes = new Map();
  for (const file of tracked.filter(isOurs)) {
    const text = readFileSync(file, 'utf8'), name = basename(file, '.csproj');
    const uses = [...text.matchAll(/<ProjectReference Include="[^"]*\/([\w.]+)\.csproj"/g)].map(match => match[1]);
    const kinds = [[/<PackageId>rings</, 'program, tool'], [/<IsPackable>true/, 'package'], [/<OutputType>Exe/, 'program'], [/./, 'library']];
    const note = kinds.find(([sign]) => sign.test(text))[1];
    boxes.set(name, { note, uses: new Set(uses), isStrong: note === 'package' });
  }
  return boxes;
}

/** Boxes and arrows: the folders of a project. A folder is used where a file names one of its types, in a namespace that it uses. */
function folders(project) {
  const files = tracked.filter(file => file.startsWith(`${project}/`) && file.endsWith('.cs') && file.split('/').length > 2).map(file => {
    const text = readFileSync(file, 'utf8').replace(/^\s*\/\/.*$/gm, ''), own = /^namespace ([\w.]+)/m.exec(text)?.[1];
    return { folder: file.split('/')[1], text, own, types: [...text.matchAll(/^[\w ]*\b(?:class|record|struct|interface|enum) (?:struct |class )?(\w+)/gm)].map(match => match[1]) };
  });
  const homes = new Map(), boxes = new Map(files.map(file => [file.folder, { note: '', uses: new Set() }]));
  for (const { own, types, folder } of files) for (const type of types) homes.set(`${own}.${type}`, folder);
  for (const { folder, text, own } of files) {
    const used = [own, ...[...text.matchAll(/^using (?:static )?([\w.]+);/gm)].map(match => match[1])];
    const words = new Set(text.match(/\w+/g));
    for (const [type, home] of homes) {
      const [space, name] = [type.slice(0, type.lastIndexOf('.')), type.slice(type.lastIndexOf('.') + 1)];
      const isNamed = used.includes(type) || (words.has(name) && used.some(known => known === space || (known === own && own.startsWith(`${space}.`))));
      if (home !== folder && isNamed) boxes.get(folder).uses.add(home);
    }
  }
  return boxes;
}

/** All that a box reaches by arrows, and itself only if a way leads back. */
function reach(boxes, from) {
  const seen = new Set(), open = [...boxes.get(from).uses];
  while (open.length) {
    const next = open.pop();
    if (!seen.has(next)) { seen.add(next); open.push(...boxes.get(next).uses); }
  }
  return seen;
}

/** Boxes that use each other become one group; arrows that others imply are left out; every group gets a row, the lowest is 0. */
function layers(boxes) {
  const reached = new Map([...boxes.keys()].map(name => [name, reach(boxes, name)]));
  const home = name => [name, ...[...reached.get(name)].filter(other => reached.get(other).has(name))].sort()[0];
  const groups = new Map();
  for (const name of [...boxes.keys()].sort()) groups.set(home(name), [...(groups.get(home(name)) ?? []), name]);
  const uses = new Map([...groups].map(([key, members]) =>
    [key, new Set(members.flatMap(name => [...boxes.get(name).uses]).map(home).filter(other => other !== key))]));
  const below = key => new Set([...uses.get(key)].flatMap(other => [other, ...below(other)]));
  const needed = new Map([...uses].map(([key, others]) =>
    [key, [...others].filter(other => ![...others].some(via => via !== other && below(via).has(other)))]));
  const row = key => needed.get(key).length ? 1 + Math.max(...needed.get(key).map(row)) : 0;
  return { groups, needed, row };
}

const width = (boxes, members) => members.reduce((sum, name) => sum + 24 + Math.max(7.4 * name.length, 6.2 * boxes.get(name).note.length), 12 * (members.length - 1));

/** Rows of things to place: groups, and for each arrow over several rows a narrow place in every row between. */
function rowsOf(boxes) {
  const { groups, needed, row } = layers(boxes);
  const rows = [], ways = [];
  const put = (at, item) => { (rows[at] ??= []).push(item); return item; };
  const items = new Map([...groups].map(([key, members]) =>
    [key, put(row(key), { members, width: width(boxes, members) + (members.length > 1 ? 20 : 0), near: [] })]));
  for (const [key, others] of needed) {
    for (const other of others) {
      const way = [items.get(key)];
      for (let at = row(key) - 1; at > row(other); at--) way.push(put(at, { members: [], width: 10, near: [] }));
      way.push(items.get(other));
      for (let at = 1; at < way.length; at++) { way[at].near.push(way[at - 1]); way[at - 1].near.push(way[at]); }
      ways.push(way);
    }
  }
  return { rows, ways };
}

/** Gives each item its middle: where those are that it is joined to, as far as there is room. */
function place({ rows }) {
  const spread = (row, wanted) => {
    row.sort((one, other) => wanted(one) - wanted(other));
    const total = row.reduce((sum, item) => sum + item.width + 28, -28);
    const middle = row.reduce((sum, item) => sum + wanted(item), 0) / row.length;
    let left = middle - total / 2;
    for (const item of row) { item.x = left + item.width / 2; left += item.width + 28; }
  };
  for (const row of rows) spread(row, item => row.indexOf(item) * 100);
  for (let turn = 0; turn < 24; turn++) {
    for (const row of turn % 2 ? rows : [...rows].reverse()) {
      const wanted = new Map(row.map(item => [item, item.near.length ? item.near.reduce((sum, near) => sum + near.x, 0) / item.near.length : item.x]));
      spread(row, item => wanted.get(item));
    }
  }
}

const escaped = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** A picture of boxes in rows, with arrows that lead only downwards. */
function picture(boxes, title) {
  const laid = rowsOf(boxes);
  place(laid);
  const [tall, gap] = [[...boxes.values()].some(box => box.note) ? 44 : 30, 46], all = laid.rows.flat();
  const left = Math.min(...all.map(item => item.x - item.width / 2)) - 20, right = Math.max(...all.map(item => item.x + item.width / 2)) + 20;
  laid.rows.forEach((row, at) => { for (const item of row) item.y = 20 + (laid.rows.length - 1 - at) * (tall + gap); });
  const high = laid.rows.length * (tall + gap) - gap + 40, at = value => Math.round(value - left);
  const lines = laid.ways.map(way => way.slice(1).map((to, index) => {
    const from = way[index], [a, b] = [from.y + (from.members.length ? tall : 0), to.y + (to.members.length ? 0 : tall)];
    const through = to.members.length ? '' : `L${at(to.x)} ${to.y + tall}`;
    const begin = (from.members.length ? a : from.y + tall) + (from.members.length > 1 ? 8 : 0);
    const end = to.members.length ? b - (to.members.length > 1 ? 14 : 6) : to.y;
    return `<path d="M${at(from.x)} ${begin}C${at(from.x)} ${begin + gap / 2} ${at(to.x)} ${end - gap / 2} ${at(to.x)} ${end}${through}"${to.members.length ? ' marker-end="url(#tip)"' : ''}/>`;
  }).join(''));
  const shapes = all.filter(item => item.members.length).map(item => {
    let x = item.x - item.width / 2;
    const parts = [];
    if (item.members.length > 1) {
      parts.push(`<rect class="group" x="${at(x)}" y="${item.y - 8}" width="${Math.round(item.width)}" height="${tall + 16}" rx="10"/>`);
      x += 10;
    }
    for (const name of item.members) {
      const wide = width(boxes, [name]), middle = at(x + wide / 2);
      parts.push(`<rect class="${boxes.get(name).isStrong ? 'strong' : 'box'}" x="${at(x)}" y="${item.y}" width="${Math.round(wide)}" height="${tall}" rx="6"/>`
        + `<text x="${middle}" y="${item.y + 19}">${escaped(name)}</text>${boxes.get(name).note && `<text class="note" x="${middle}" y="${item.y + 35}">${escaped(boxes.get(name).note)}</text>`}`);
      x += wide + 12;
    }
    return parts.join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.round(right - left)} ${high}" role="img" aria-label="${escaped(title)}" font-family="system-ui,sans-serif" font-size="13">
<style>rect{stroke:#5b6b8c}.box{fill:#eef2fa}.strong{fill:#d7e8d4}.group{fill:none;stroke-dasharray:5 4}path{fill:none;stroke:#5b6b8c;stroke-width:1.3}text{text-anchor:middle;fill:#1c2433}.note{font-size:10.5px;fill:#5a6474}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="2" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" style="fill:#5b6b8c;stroke:none"/></marker></defs>
<rect width="100%" height="100%" style="fill:#fff;stroke:none"/>
${lines.join('\n')}
${shapes.join('\n')}
</svg>
`;
}

const pictures = {
  projects: [projects(), 'The projects and which uses which'],
  ...Object.fromEntries(['Protocol', 'Transport', 'Actors'].map(name => [name.toLowerCase(), [folders(`Rings.${name}`), `The folders of Rings.${name} and which uses which`]])),
};
let wrong = 0;
for (const [name, [boxes, title]] of Object.entries(pictures)) {
  const file = `docs/pictures/architecture-${name}.svg`, drawn = picture(boxes, title);
  if (!process.argv.includes('--check')) writeFileSync(file, drawn);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== drawn) { wrong++; console.log(`FAILED  ${file} is not what the code says: node site/architecture.mjs`); }
}
console.log(`${Object.keys(pictures).length} pictures of the code, ${wrong} out of date`);
process.exit(wrong ? 1 : 0);
