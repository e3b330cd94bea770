// Compiles RingsHtlc.sol: "compile.mjs --write" puts the outcome beside it, "compile.mjs" compares with what is there.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import solc from 'solc';

const folder = new URL('../../Rings.Sovereign.Chains/Evm/', import.meta.url);
const committed = fileURLToPath(new URL('RingsHtlc.json', folder));

// No metadata at the end: the code depends on the source's meaning alone, not on its comments or the names of files.
const output = JSON.parse(solc.compile(JSON.stringify({
  language: 'Solidity',
  sources: { 'RingsHtlc.sol': { content: readFileSync(new URL('RingsHtlc.sol', folder), 'utf8') } },
  settings: {
    evmVersion: 'shanghai',
    optimizer: { enabled: true, runs: 10000 },
    viaIR: true,
    metadata: { appendCBOR: false, bytecodeHash: 'none' },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
  },
})));
for (const problem of output.errors ?? []) console.error(problem.formattedMessage);
if (output.errors?.length) process.exit(1);

const { abi, evm } = output.contracts['RingsHtlc.sol'].RingsHtlc;
const made = JSON.stringify({
  compiler: solc.version(),
  abi,
  creation: evm.bytecode.object,
  runtime: evm.deployedBytecode.object,
}, null, 2) + '\n';

if (process.argv[2] === '--write') {
  writeFileSync(committed, made);
} else if (made !== readFileSync(committed, 'utf8')) {
  console.error('RingsHtlc.json is not what RingsHtlc.sol compiles to: run compile.mjs --write');
  process.exit(1);
}
console.log(`${evm.deployedBytecode.object.length / 2} bytes of code, by solc ${solc.version()}`);
