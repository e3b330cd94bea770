// Node.js's own crypto checks vectors/wire.json: ids, hashes, session signatures and psk_tags, from the texts of
// docs/protocol/1-identity.md, 2-links.md and 3-messages.md alone. usage: node oracles/wire.mjs vectors/wire.json
import crypto from 'node:crypto';
import fs from 'node:fs';

const vectors = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const hex = text => Buffer.from(text.replace(/^0x/, ''), 'hex');
const sha256 = bytes => crypto.createHash('sha256').update(bytes).digest();
const failures = [];
const check = (what, ours, theirs) => {
  if (!ours.equals(theirs)) failures.push(`${what}: ${ours.toString('hex')} is not ${theirs.toString('hex')}`);
};

const id = hex(vectors.delegation_id);
const ring = hex(vectors.ring);
const pkcs8 = Buffer.concat([hex('302e020100300506032b657004220420'), hex(vectors.session_seed)]);
const key = crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
const sign = (purpose, payload) =>
  crypto.sign(null, Buffer.concat([Buffer.from(`rings/1 ${purpose}\0`), ring, id, payload]), key);
const psk = Buffer.from(
  crypto.hkdfSync('sha256', hex(vectors.ring_secret), Buffer.alloc(0), 'rings/1 ring psk', 32));

check('delegation_id', id, sha256(hex(vectors.delegation)).subarray(0, 20));
for (const envelope of vectors.envelopes) {
  const transaction = hex(envelope.transaction);
  check(`${envelope.name}: signature`, hex(envelope.signature), sign('transaction', transaction));
  check(`${envelope.name}: hash`, hex(envelope.transaction_hash), sha256(transaction));
}
for (const [list, purpose] of [[vectors.offers, 'link-offer'], [vectors.answers, 'link-answer']]) {
  for (const signed of list) {
    const payload = hex(signed.payload);
    const signature = hex(signed.signature);
    const tagged = Buffer.concat([Buffer.from(`${purpose}\0`), id, payload, signature]);
    const tag = signed.private ? crypto.createHmac('sha256', psk).update(tagged).digest() : Buffer.alloc(0);
    check(`${purpose}: signature`, signature, sign(purpose, payload));
    check(`${purpose}: hash`, hex(signed.payload_hash), sha256(payload));
    check(`${purpose}: psk_tag`, hex(signed.psk_tag), tag);
  }
}

for (const failure of failures) console.error(failure);
process.exit(failures.length === 0 ? 0 : 1);
