// Three nodes of a ring on loopback, and both checks. usage: node conformance/run.mjs RINGS, the path of the program.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LEASH_MS, rpc, sleep } from './lib/node.mjs';

const rings = process.argv[2];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
const nodes = [];
process.on('exit', () => {
  for (const { child } of nodes) child.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

// Resolves once the node has said what it is: {did, url, joinUrl …}.
async function start(name, join) {
  const data = path.join(folder, name);
  const child = spawn(
    rings,
    ['run', '--data-dir', data, '--port', '0', '--json', '--ring', 'conformance', ...(join ? ['--join', join] : [])],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  nodes.push({ child });
  let text = '';
  const said = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      text += chunk;
      try {
        resolve(JSON.parse(text));
      } catch {
        /* not all of it yet */
      }
    });
    child.on('exit', () => reject(new Error(`${name} did not start`)));
    setTimeout(() => reject(new Error(`${name} did not start in time`)), LEASH_MS).unref();
  });
  return { ...said, token: fs.readFileSync(path.join(data, 'token'), 'utf8').trim() };
}

const run = (script, ...args) =>
  new Promise((resolve) =>
    spawn(process.execPath, [path.join(import.meta.dirname, script), ...args], { stdio: 'inherit' }).on(
      'exit',
      resolve,
    ),
  );

let failed = await run('vectors.mjs');
const first = await start('anna');
const all = [first, await start('bela', first.joinUrl), await start('cleo', first.joinUrl)];
const isWhole = async () => {
  const states = await Promise.all(all.map((node) => rpc(node.internal, 'inspect', {}, node.token)));
  return states.every((state) => state.successors.length === 2);
};
for (const began = Date.now(); !(await isWhole()); await sleep(100))
  if (Date.now() - began > LEASH_MS) throw new Error('the three made no ring');
failed |= await run('dialogue.mjs', first.joinUrl, first.internal, first.token, 'conformance');
process.exit(failed);
