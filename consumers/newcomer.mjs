// Does what docs/start.md says of a console, a service and a test, as somebody who has nothing but that page: newcomer.mjs SHELL PACKAGES FOLDER
// The lines and the code are taken from the page; what they lead to is looked at. It prints how long each part takes.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [shell, packages, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const page = readFileSync('docs/start.md', 'utf8');
const running = [];
let passed = 0, failed = 0;

/** The parts of the page by heading; each has its blocks of lines and its code. */
const parts = new Map(page.split('\n## ').map(part => {
  const [heading, ...lines] = part.split('\n');
  const blocks = [], code = [];
  let block = null, fence = null;
  for (const line of lines) {
    if (fence) { if (line.startsWith('```')) { code.push(fence.join('\n')); fence = null; } else fence.push(line); continue; }
    if (line.startsWith('```')) { fence = []; continue; }
    if (line.startsWith('    ')) (block ??= blocks[blocks.push([]) - 1]).push(line.trim());
    else block = null;
  }
  return [heading.replace(/^# /, ''), { blocks, code }];
}));
const part = heading => parts.get(heading) ?? (() => { throw new Error(`the page has no '${heading}'`); })();

/** Starts a line in the shell; what it prints is kept. */
function start(line) {
  const arguments_ = shell.endsWith('pwsh') ? ['-NoProfile', '-NonInteractive', '-c', line] : ['-c', line];
  const child = spawn(shell, arguments_, { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const job = { line, child, text: '', code: undefined };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { job.text += data; });
  job.ended = new Promise(done => child.on('close', code => { job.code = code; done(code); }));
  running.push(job);
  return job;
}

/** Waits until something is so, for a minute. */
async function until(what, look, seconds = 60, job = null) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const found = look();
    if (found) return found;
    if (job && job.code !== undefined) throw new Error(`${what}: '${job.line}' has ended with ${job.code}\n${job.text}`);
    await new Promise(done => setTimeout(done, 200));
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

/** Runs lines one after the other to their ends. */
async function run(lines) {
  for (const line of lines) {
    const job = start(line);
    if (await job.ended) throw new Error(`${line}\n${job.text}`);
    console.log(`        ${line}`);
    if (lines.length === 1) return job.text;
  }
}

async function check(name, body) {
  const begin = Date.now();
  try {
    await body();
    passed++;
    console.log(`ok      ${name}: ${((Date.now() - begin) / 1000).toFixed(0)} s`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}: ${error.message}`);
    for (const job of running.filter(job => job.code === undefined)) console.log(`${job.line}\n${job.text.slice(-2000)}`);
  }
}

const begin = Date.now();
let join_ = '';
await check('the folder of packages is named', async () => {
  const lines = part('Five-minute starts').blocks.at(-1);
  await run(lines.map(line => line.replace(/\S*path\S*packages/, resolve(packages))));
});
await check('on a console: two nodes', async () => {
  const [first, second] = part('On a console').blocks;
  await run(first.slice(0, -1));
  const node = start(first.at(-1));
  join_ = await until('the first node prints a join line', () => /--join (http:\S+)/.exec(node.text)?.[1], 60, node);
  start(second[0].replace(/http:\S+/, join_));
  await until('the ring has two nodes', () => node.code === undefined && /Member|member/.test(running.at(-1).text));
  const status = await run(['rings status']);
  if (!/well, member/.test(status)) throw new Error(status);
});
await check('in a service: a node in it receives an order', async () => {
  const { blocks: [lines], code: [program] } = part('In a service');
  await run(lines);
  rmSync(join(folder, 'orders', 'Worker.cs'));
  writeFileSync(join(folder, 'orders', 'Program.cs'), program.replace('http://127.0.0.1:50001/', join_.replace(/#.*/, '')));
  const service = start('dotnet run --project orders');
  const did = await until('the service says who it is', () => /I am (0x[0-9a-f]{40})/.exec(service.text)?.[1], 180, service);
  await until('the order is delivered', () => service.code === undefined);
  const sent = await run([`rings send ${did} "3 apples"`]);
  await until(`the service prints the order; rings send said: ${sent}`, () => /0x[0-9a-f]{40} orders 3 apples/.test(service.text));
});
await check('in a test: a simulated ring', async () => {
  const { blocks: [lines], code: [test] } = part('In a test');
  await run(lines);
  writeFileSync(join(folder, 'orders.tests', 'UnitTest1.cs'), test);
  const told = await run(['dotnet test orders.tests']);
  if (!/Passed: +1/.test(told)) throw new Error(told);
});
if (shell.endsWith('pwsh')) {
  await check("the README's lines for PowerShell", async () => {
    const table = readFileSync('README.md', 'utf8').split('| shell | PowerShell 7 |\n')[1].split('\n\n')[0].split('\n').slice(1);
    const lines = table.map(row => /^\| `.*?` \| `(.*)` \|$/.exec(row)[1].replaceAll('\\|', '|'));
    for (const line of lines) {
      const quoted = line.replaceAll("'", "''");
      await run([`$wrong = $null; [void][Management.Automation.Language.Parser]::ParseInput('${quoted}', [ref]$null, [ref]$wrong); exit $wrong.Count`]);
    }
    const one = text => lines.find(line => line.includes(text));
    await run([one('RINGS_SEED').replace('NAME', 'An_order orders.tests'), one('ring.secret')]);
    if (!/^[0-9A-F]{64}$/.test(readFileSync(join(folder, 'ring.secret'), 'utf8').trim())) throw new Error('no secret was written');
    const listener = start('rings pipe listen --data-dir second > got.bin');
    const did = (await run(['rings status --data-dir second'])).match(/^Did +(0x\w+)/m)[1];
    writeFileSync(join(folder, 'photo.jpg'), Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251)));
    await until('somebody listens', () => /./.test(listener.text));
    await run([one('pipe connect').replace('DID', did)]);
    await listener.ended;
    if (!readFileSync(join(folder, 'got.bin')).equals(readFileSync(join(folder, 'photo.jpg')))) throw new Error('other bytes came');
  });
}
for (const job of running.filter(job => job.code === undefined)) process.kill(-job.child.pid, 'SIGINT');
await Promise.race([Promise.all(running.map(job => job.ended)), new Promise(done => setTimeout(done, 15_000))]);
for (const job of running.filter(job => job.code === undefined)) process.kill(-job.child.pid, 'SIGKILL');
console.log(`newcomer in ${shell.replace(/.*\//, '')}: ${((Date.now() - begin) / 60_000).toFixed(1)} minutes of the machine's, reading not counted`);
console.log(`newcomer: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
