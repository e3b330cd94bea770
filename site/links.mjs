// Checks every link of a built site: its file is there, and its anchor; nothing is loaded from another server. links.mjs FOLDER
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, extname, join, normalize, relative } from 'node:path';

const root = process.argv[2];
const html = new Map();
for (const file of readdirSync(root, { recursive: true })) {
  if (extname(file) === '.html') html.set(normalize(file), readFileSync(join(root, file), 'utf8'));
}
const anchors = new Map([...html].map(([file, text]) =>
  [file, new Set([...text.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(match => match[1]))]));
const plain = text => text.replace(/&amp;/g, '&').replace(/&quot;/g, '"').replace(/&#39;/g, "'");
let links = 0, outside = 0;
const broken = [];

/** What is wrong with a link of a page; null: nothing. */
function fault(page, link) {
  const [path, anchor] = link.split('#');
  let file = path ? normalize(join(dirname(page), decodeURIComponent(path.split('?')[0]))) : page;
  if (existsSync(join(root, file)) && statSync(join(root, file)).isDirectory()) file = join(file, 'index.html');
  if (!existsSync(join(root, file))) return 'there is no such file';
  if (anchor && anchors.has(file) && !anchors.get(file).has(decodeURIComponent(anchor)) && !anchors.get(file).has(anchor)) return 'there is no such anchor';
  return null;
}

for (const [page, text] of html) {
  for (const [, tag, attribute, value] of text.matchAll(/<(a|link|script|img|iframe)\b[^>]*?\s(href|src)="([^"]*)"/g)) {
    const link = plain(value);
    if (/^(https?:)?\/\//.test(link)) {
      outside++;
      if (tag !== 'a') broken.push(`${page}: ${tag} ${attribute}="${link}" is loaded from another server`);
    } else if (!/^(mailto|data|javascript):/.test(link)) {
      links++;
      const wrong = fault(page, link);
      if (wrong) broken.push(`${page}: ${link}: ${wrong}`);
    }
  }
}
for (const line of new Set(broken)) console.log(`FAILED  ${line}`);
console.log(`${html.size} pages, ${links} links within ${relative('.', root)}, ${outside} to elsewhere (not followed), ${new Set(broken).size} broken`);
process.exit(broken.length || !links ? 1 : 0);
