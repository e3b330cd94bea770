// Real programs behind services of one node, used from another by their own clients: over one relay, with no link between the
// two, and directly. usage: node services.mjs RINGS [MIB] [PROGRAM...], of nginx, redis, ssh, postgres, bytes
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from './lib/checks.mjs';
import { Ring, run } from './lib/nodes.mjs';
import { Programs, Source, download, freePort, transferServer, upload } from './lib/programs.mjs';
import { accounts, configure, linkedTo, settled } from './lib/roles.mjs';

const [rings, size = '32', ...wanted] = process.argv.slice(2);
const MIB = Number(size);
const NOBODY = 65534;
const folder = mkdtempSync(join(tmpdir(), 'rings-services-'));
// Programs that give up root's rights look into it.
chmodSync(folder, 0o755);
const ring = new Ring(rings);
const programs = new Programs();
const checks = new Checks('services');
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

function expect(actual, right) {
  if (JSON.stringify(actual) !== JSON.stringify(right)) throw new Error(`${JSON.stringify(actual).slice(0, 2000)}, not ${JSON.stringify(right)}`);
}

async function ok(program, words, options) {
  const ended = await run(program, words, options);
  if (ended.code !== 0) throw new Error(`${program} ended with ${ended.code}: ${ended.err.slice(-2000)}`);
  return ended;
}

/** Runs with bytes on standard input; gives what came out. */
const fed = (program, words, input) => execFileSync(program, words, { input, maxBuffer: 256 << 20, timeout: 120_000 });

const mine = (name, of = folder) => {
  const own = mkdtempSync(join(of, `${name}-`));
  chmodSync(own, 0o755);
  return own;
};

/** Each program: starts it, and gives the port where it stands and what its own client does by another port. */
const made = {
  async nginx() {
    const [own, port] = [mine('nginx'), await freePort()];
    const page = randomBytes(3_000_001);
    writeFileSync(join(own, 'page.bin'), page);
    writeFileSync(join(own, 'nginx.conf'), `daemon off; pid ${own}/pid; error_log stderr;
      events { worker_connections 256; }
      http { access_log off; client_body_temp_path ${own}/a; proxy_temp_path ${own}/b; fastcgi_temp_path ${own}/c;
        uwsgi_temp_path ${own}/d; scgi_temp_path ${own}/e;
        server { listen 127.0.0.1:${port}; root ${own}; location /hello { return 200 "hello from nginx\\n"; } } }`);
    await programs.start('nginx', ['-p', own, '-e', 'stderr', '-c', join(own, 'nginx.conf')], { port });
    return { port, use: async by => {
      const url = `http://127.0.0.1:${by}`;
      expect((await ok('curl', ['-sS', '--max-time', '20', `${url}/hello`])).out, 'hello from nginx\n');
      expect(sha256(fed('curl', ['-sS', '--max-time', '60', `${url}/page.bin`])), sha256(page));
      const many = Array.from({ length: 200 }, () => `${url}/hello`);
      const { out } = await ok('curl', ['-sS', '--max-time', '60', '--parallel', '--parallel-max', '32', '-H', 'Connection: close', ...many]);
      expect(out.split('\n').filter(line => line === 'hello from nginx').length, 200);
      return 'a page, 3 MB by hash, 200 connections';
    } };
  },

  async redis() {
    const port = await freePort();
    await programs.start('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', mine('redis')], { port });
    return { port, use: async by => {
      const { out, err } = await ok('redis-benchmark', ['-h', '127.0.0.1', '-p', `${by}`, '-n', '10000', '-q']);
      if (/error/i.test(out + err)) throw new Error(out + err);
      const rates = out.split(/[\r\n]+/).filter(line => line.includes('requests per second'));
      if (rates.length < 15) throw new Error(`only ${rates.length} tests ran: ${out}`);
      return `redis-benchmark -n 10000, ${rates.length} tests, ${/GET: [\d.]+ requests per second/.exec(out)[0]}`;
    } };
  },

  async ssh() {
    const [own, port] = [mine('ssh'), await freePort()];
    const [host, user] = [join(own, 'host'), join(own, 'user')];
    for (const key of [host, user]) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    mkdirSync('/run/sshd', { recursive: true });
    writeFileSync(join(own, 'sshd_config'), `ListenAddress 127.0.0.1\nPort ${port}\nHostKey ${host}\nPidFile none\nUsePAM no\nStrictModes no
PermitRootLogin prohibit-password\nPasswordAuthentication no\nAuthorizedKeysFile ${user}.pub\n`);
    await programs.start('/usr/sbin/sshd', ['-D', '-e', '-f', join(own, 'sshd_config')], { port });
    return { port, viaStdio: true, use: async (link, data) => {
      const command = `'${rings}' forward --stdio '${link}' --data-dir '${data}'`;
      const input = randomBytes(MIB << 20);
      const out = fed('ssh', [
        '-F', 'none', '-i', user, '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR',
        '-o', `ProxyCommand=${command}`, `${process.env.USER ?? 'root'}@anywhere`, 'sha256sum'], input).toString();
      expect(out.split(' ')[0], sha256(input));
      return `${MIB} MiB through ssh, sha256sum there is the same`;
    } };
  },

  async postgres() {
    const [own, port] = [mine('postgres'), await freePort()];
    chownSync(own, NOBODY, NOBODY);
    const bin = execFileSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin | tail -1'], { encoding: 'utf8' }).trim();
    const as = ['--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'];
    await ok('setpriv', [...as, join(bin, 'initdb'), '-D', join(own, 'data'), '-U', 'rings', '-A', 'trust'], { cwd: own });
    await programs.start('setpriv', [...as, join(bin, 'postgres'), '-D', join(own, 'data'), '-p', `${port}`, '-h', '127.0.0.1', '-k', own], { port, cwd: own });
    return { port, use: async by => {
      const psql = sql => ok('psql', ['-h', '127.0.0.1', '-p', `${by}`, '-U', 'rings', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-tAc', sql]);
      await psql('drop table if exists t; create table t(id int primary key, x text)');
      await psql("insert into t select i, repeat(md5(i::text), 30) from generate_series(1, 100000) i");
      expect((await psql('select count(*), sum(length(x)) from t')).out.trim(), '100000|96000000');
      const rows = (await ok('sh', ['-c', `psql -h 127.0.0.1 -p ${by} -U rings -d postgres -c 'copy t to stdout' | wc -l`])).out.trim();
      expect(rows, '100000');
      const { out } = await ok(join(bin, 'pgbench'), ['-h', '127.0.0.1', '-p', `${by}`, '-U', 'rings', '-i', '-s', '1', '-q', 'postgres'])
        .then(() => ok(join(bin, 'pgbench'), ['-h', '127.0.0.1', '-p', `${by}`, '-U', 'rings', '-c', '8', '-T', '10', 'postgres']));
      expect(/number of failed transactions: 0/.test(out), true);
      return `100,000 rows of 960 B in and out; pgbench ${/tps = [\d.]+/.exec(out)[0]}`;
    } };
  },

  async bytes() {
    const [source, drain] = [new Source(MIB), await transferServer({})];
    const spring = await transferServer({ source });
    return { port: spring.port, more: drain.port, use: async (by, _data, more) => {
      spring.hash = null;
      source.hash = createHash('sha256');
      const began = performance.now();
      const got = await download(by).done;
      const half = performance.now();
      expect(got, await spring.hash);
      const { sent, said } = await upload(more, new Source(MIB));
      expect(said, sent);
      const rate = (from, to) => `${(MIB / ((to - from) / 1000)).toFixed(1)} MiB/s`;
      return `${MIB} MiB each way, sha256 equal; down ${rate(began, half)}, up ${rate(half, performance.now())}`;
    } };
  },
};

/** Uses every program from one node at another. */
async function useAll(how, anna, bela, all) {
  for (const [name, program] of Object.entries(all)) {
    await checks.check(`${name}, ${how}`, async () => {
      const add = (as, port) => anna.json(rings, 'service', 'add', as, 'tcp', `${port}`).link;
      const link = add(name, program.port);
      if (program.viaStdio) return program.use(link, bela.folder);
      const by = await programs.listen(rings, bela.folder, 'forward', '0', link);
      const more = program.more && await programs.listen(rings, bela.folder, 'forward', '0', add(`${name}-up`, program.more));
      try {
        return await program.use(by.port, bela.folder, more?.port);
      } catch (error) {
        throw new Error(`${error.message}\n${by.said.slice(-1000)}`);
      }
    });
  }
}

try {
  const all = {};
  for (const name of wanted.length > 0 ? wanted : ['nginx', 'redis', 'ssh', 'bytes']) all[name] = await made[name]();
  for (const how of ['over one relay', 'directly']) {
    const isRelayed = how === 'over one relay';
    const [a, b, c] = accounts(rings, mine('nodes'), 3);
    configure(a, isRelayed ? { deny: [c] } : {});
    configure(c, isRelayed ? { deny: [a] } : {});
    const relay = await ring.start('relay', b.folder);
    const [anna, bela] = [await ring.start('anna', a.folder, { seed: relay }), await ring.start('bela', c.folder, { seed: relay })];
    await settled(isRelayed ? [[anna, relay], [bela, relay], [relay, anna, bela]] : [[anna, relay, bela], [bela, relay, anna]]);
    await useAll(how, anna, bela, all);
    await checks.check(`the way was ${how}`, async () => expect((await linkedTo(bela)).includes(anna.did.toLowerCase()), !isRelayed));
    await ring.end();
  }
} catch (error) {
  checks.fail(error.stack);
} finally {
  await ring.end();
  await programs.end();
  rmSync(folder, { recursive: true, force: true });
}
checks.end();
