// Completion as a person has it: each shell reads the script that rings prints, and the tabulator is pressed in it.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { LEASH_MS, run, sleep, within } from '../lib/nodes.mjs';

// What a terminal is told beside text: colours, cursor, titles.
const CONTROL = /\u001b(\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(\u0007|\u001b\\)|[()][A-Z0-9]|[=>])|[\u0007\r]/g;

/** A shell on a terminal of its own, and what it shows. */
class Terminal {
  constructor(command, env) {
    this.shown = '';
    this.child = spawn('script', ['-qfec', command, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdout.on('data', data => { this.shown += data; });
    this.child.on('error', error => { this.shown += error; });
  }

  /** Types, and waits until something is shown that was not there before. */
  async type(keys, wanted) {
    const from = this.shown.length;
    this.child.stdin.write(keys);
    const found = await within(LEASH_MS, () => wanted.test(this.shown.slice(from).replace(CONTROL, '')));
    return { isShown: found !== null, text: this.shown.slice(from).replace(CONTROL, '').trim() };
  }

  end() { this.child.kill('SIGKILL'); }
}

const has = async program => (await run('sh', ['-c', `command -v ${program}`])).code === 0;

/** Shells whose line editor has to be driven. */
const TYPED = {
  bash: { command: 'bash --noprofile --norc -i', begin: `PS1='ready> '; source <(rings completion bash)\n` },
  zsh: {
    command: 'zsh -f -i',
    begin: `PS1='ready> '; autoload -Uz compinit && compinit -u -D; source <(rings completion zsh)\n`,
  },
};

/** Shells that are asked for the candidates of a line. */
const ASKED = {
  fish: line => ['fish', ['--no-config', '-c', `rings completion fish | source; complete -C '${line}'`]],
  pwsh: line => ['pwsh', ['-NoProfile', '-NonInteractive', '-Command',
    `rings completion powershell | Out-String | Invoke-Expression; (TabExpansion2 '${line}' ${line.length}).CompletionMatches.CompletionText`]],
};

export async function shells(edge) {
  const { ring, check } = edge;
  const anna = await ring.start('anna', edge.folder('anna'));
  const bela = await ring.start('bela', edge.folder('bela'), { seed: anna });
  await anna.call('addName', { name: 'tabby', did: bela.did });
  const env = {
    ...process.env, PATH: [dirname(ring.rings), process.env.PWSH, process.env.PATH].filter(Boolean).join(delimiter), TERM: 'xterm',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1', POWERSHELL_TELEMETRY_OPTOUT: '1', HOME: edge.folder('home'),
  };
  mkdirSync(env.HOME);
  const lines = [
    { typed: 'rings sta', whole: 'status' },
    { typed: 'rings daemon in', whole: 'install' },
    { typed: `rings --data-dir ${anna.folder} ping tab`, whole: 'tabby' },
  ];
  for (const [shell, { command, begin }] of Object.entries(TYPED)) {
    if (!await has(shell)) { check(`${shell} is installed: .ci/install does it`, false); continue; }
    const terminal = new Terminal(command, env);
    await terminal.type(begin, /ready> $/);
    for (const { typed, whole } of lines) {
      await sleep(200);
      const { isShown, text } = await terminal.type(`${typed}\t`, new RegExp(`${whole}\\s*$`));
      check(`${shell}: ${typed.split(' ').at(-1)} and the tabulator give ${whole}${isShown ? '' : `: ${text}`}`, isShown);
      await terminal.type('\u0003', /ready> $/);
    }
    terminal.end();
  }

  for (const [shell, ask] of Object.entries(ASKED)) {
    if (!(await run('sh', ['-c', `command -v ${shell}`], { env })).out) {
      // Debian has no PowerShell: .ci/long edges fetches it as a .NET tool, the share in .ci/jobs does without.
      if (shell === 'pwsh' && edge.isShare) console.log('skipped pwsh: it is not installed');
      else check(`${shell} is installed`, false);
      continue;
    }
    for (const { typed, whole } of lines) {
      const [program, words] = ask(typed);
      const { out, err } = await run(program, words, { env });
      const given = out.split('\n').map(line => line.split('\t')[0].trim());
      check(`${shell}: ${typed.split(' ').at(-1)} is completed to ${whole}${given.includes(whole) ? '' : `: ${out}${err}`}`, given.includes(whole));
    }
  }
}
