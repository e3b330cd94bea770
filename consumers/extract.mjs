// Writes every block of C# of the documentation into a file that compiles: extract.mjs FOLDER [FILE.md…]
// A block stands behind a comment that says what is there already:
//   <!-- compiled -->                          statements, with the usings that the block shows
//   <!-- compiled: IRings rings, Did did -->   statements that use these
//   <!-- compiled as members -->               members of a class, such as methods
//   <!-- compiled as types -->                 whole types
//   <!-- compiled as test -->                  a class of tests, which Tests/ runs
//   <!-- not compiled: REASON -->              left out, and said
// A block without one is an error, so that no code is shown that nobody has compiled. No using is added that a reader does not
// see: whole types have their own only, as they are copied as they are; statements also those of the blocks above on their page.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [folder, ...named] = process.argv.slice(2);
const files = named.length ? named
  : execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { encoding: 'utf8' }).split('\n').filter(name => name);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

/** The blocks of a file, each with the comment in front of it. */
function* blocks(file) {
  let fence = null, comment = null;
  for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (fence) {
      if (line.trim() === '```') { yield fence; fence = comment = null; } else fence.lines.push(line);
    } else if (/^\s*```(csharp|cs|c#)\s*$/.test(line)) fence = { at: at + 1, comment, lines: [] };
    else if (/^<!-- (not )?compiled.*-->$/.test(line.trim())) comment = line.trim().slice(5, -4);
    else if (line.trim()) comment = null;
  }
}

const isUsing = line => /^using (static )?[A-Za-z.]+;$/.test(line);

/** Where the types of parameters are. */
const places = { AkkaConfigurationBuilder: 'Akka.Hosting', HostApplicationBuilder: 'Microsoft.Extensions.Hosting', IActorRef: 'Akka.Actor', Did: 'Rings.Protocol',
  IPeerConnectionObserver: 'Rings.Transport', IRings: 'Rings.Actors.Public', RingsStream: 'Rings.Actors.Public', WebApplicationBuilder: 'Microsoft.AspNetCore.Builder' };

/** A file of C# around a block; blocks of one page see each other's types. */
function compilable(place, { comment, lines }, from) {
  const isWhole = ['compiled as types', 'compiled as test'].includes(comment);
  const usings = [...new Set([...isWhole ? [] : from.above, ...lines.filter(isUsing)])].join('\n');
  const code = [`#line ${from.at + 1} "${resolve(from.file)}"`, ...lines.map(line => isUsing(line) ? '' : line)].join('\n');
  const parameters = (/^compiled: (.*)$/.exec(comment)?.[1] ?? '').replace(/\b[A-Z]\w+\b/g, type => places[type] ? `global::${places[type]}.${type}` : type);
  const body = isWhole ? code
    : comment === 'compiled as members' ? `internal sealed class Block${from.at}\n{\n${code}\n}`
    : `internal static class Block${from.at}\n{\n    public static async Task RunAsync(${parameters})\n    {\n${code}\n    }\n}`;
  return `namespace ${place}
{
${usings}
${body}
}\n`;
}

let compiled = 0, missing = 0;
for (const file of files) {
  const above = [];
  for (const block of blocks(file)) {
    if (!block.comment) { missing++; console.log(`FAILED  ${file}:${block.at}: no word of whether this block is compiled`); continue; }
    if (block.comment.startsWith('not compiled')) { console.log(`left    ${file}:${block.at}: ${block.comment}`); continue; }
    const place = `Shown.${file.replace(/\.md$/, '').replace(/[^A-Za-z0-9]+/g, '_')}`;
    writeFileSync(join(folder, `${place}.${block.at}.${block.comment.endsWith(' test') ? 'test.cs' : 'cs'}`), compilable(place, block, { file, at: block.at, above }));
    above.push(...block.lines.filter(isUsing));
    compiled++;
  }
}
console.log(`${compiled} blocks of code to compile`);
process.exit(missing || !compiled ? 1 : 0);
