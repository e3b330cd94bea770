// Builds a lock's script, claim and refund with @scure/btc-signer: "scripts.mjs TERMS", terms and outcome as JSON.
import * as btc from '@scure/btc-signer';

const hex = text => Uint8Array.from(Buffer.from(text, 'hex'));
const text = bytes => Buffer.from(bytes).toString('hex');

const terms = JSON.parse(process.argv[2]);
const script = btc.Script.encode([
  'IF', 'SIZE', 32, 'EQUALVERIFY', 'SHA256', hex(terms.hash), 'EQUALVERIFY', hex(terms.claimTo),
  'ELSE', terms.deadline, 'CHECKLOCKTIMEVERIFY', 'DROP', hex(terms.refundTo), 'ENDIF', 'CHECKSIG',
]);
const output = btc.p2wsh({ type: 'unknown', script }).script;

/** A transaction that spends the lock; choice is what the witness has between the signature and the script. */
function spend(lockTime, key, choice) {
  const transaction = new btc.Transaction({
    version: 2, lockTime, lowR: true, allowUnknownInputs: true, allowUnknownOutputs: true, disableScriptCheck: true,
  });
  transaction.addInput({
    txid: terms.txid, index: terms.index, sequence: 0xfffffffd,
    witnessUtxo: { script: output, amount: BigInt(terms.amount) }, witnessScript: script,
  });
  transaction.addOutput({ script: hex(terms.payTo), amount: BigInt(terms.amount) - BigInt(terms.fee) });
  transaction.signIdx(hex(key), 0);
  const signature = transaction.getInput(0).partialSig[0][1];
  transaction.updateInput(0, { finalScriptWitness: [signature, ...choice, script] }, true);
  return text(transaction.toBytes(true, true));
}

console.log(JSON.stringify({
  script: text(script),
  output: text(output),
  claim: spend(0, terms.claimKey, [hex(terms.preimage), Uint8Array.of(1)]),
  refund: spend(terms.deadline, terms.refundKey, [new Uint8Array()]),
}));
